"""Refreshers: choosing them, drawing a round, answering, saying how it felt."""

from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from mentorhub.courses import grading, remembering
from mentorhub.courses.material.course import Course
from mentorhub.courses.material.questions import Answer
from mentorhub.courses.models import QuestionMemory, RefresherCard, RefresherChoice
from mentorhub.courses.queries import refreshing as reads
from mentorhub.courses.remembering import MOST_CARDS, SNOOZE, Felt, Memory
from mentorhub.kit import audit
from mentorhub.kit.db import hold
from mentorhub.kit.errors import Refused


class NothingDue(Refused):
    """No question has come back yet, or refreshers are off."""


def choose(session: Session, person_id: int, *, wanted: bool, now: datetime) -> RefresherChoice:
    """Keep whether somebody wants refreshers; what they remember stays either way."""
    hold(session, f"refreshers:{person_id}")
    choice = session.get(RefresherChoice, person_id) or RefresherChoice(person_id=person_id)
    if choice.wanted is not wanted:
        choice.wanted, choice.at, choice.snoozed_until = wanted, now, None
        session.add(choice)
        session.flush()
        deed = "refreshers.on" if wanted else "refreshers.off"
        audit.note(session, deed, f"person:{person_id}", by=person_id, at=now)
    return choice


def snooze(session: Session, person_id: int, today: date) -> None:
    """Remind somebody of nothing for a week; a round can be begun all the same."""
    choice = reads.choice_of(session, person_id)
    if choice:
        choice.snoozed_until = today + SNOOZE
        session.flush()


def begin(session: Session, person_id: int, seed: str, today: date) -> RefresherCard:
    """Return the first open card of the round at hand, of a fresh one if that is over.

    Raises:
        NothingDue: there is nothing to ask.
    """
    hold(session, f"refreshers:{person_id}")
    there = [card for card in reads.round_of(session, person_id) if card.right is None]
    there = [card for card in there if reads.course_of_card(session, card)]
    standing = reads.standing(session, person_id, today)
    if not standing.wanted or not (there or standing.due):
        raise NothingDue
    return there[0] if there else _drawn(session, person_id, standing, seed, today)


def answer(
    session: Session, card: RefresherCard, course: Course, told: Answer, today: date
) -> RefresherCard:
    """Grade the answer to a card and move the day on which its question comes back.

    A second answer changes nothing. Only what gets all points is right.
    """
    hold(session, f"refreshers:{card.person_id}")
    session.refresh(card)
    if card.right is not None:
        return card
    question = reads.shown(card, course).question
    mark = grading.grade(question, told, language=course.language)
    row = _row(session, card)
    card.answer, card.right = told, mark.points == mark.out_of
    card.before = _plain(row.memory) if row else None
    _remember(session, card, row, today)
    return card


def feel(session: Session, card: RefresherCard, felt: Felt) -> None:
    """Note that a right answer was easy or hard; the last word counts, a wrong answer stays."""
    hold(session, f"refreshers:{card.person_id}")
    session.refresh(card)
    row = _row(session, card)
    if card.right and row:
        card.felt = felt
        _remember(session, card, row, row.seen_on)


def _drawn(
    session: Session, person_id: int, standing: reads.Standing, seed: str, today: date
) -> RefresherCard:
    session.execute(delete(RefresherCard).where(RefresherCard.person_id == person_id))
    session.expire_all()
    cards = [
        RefresherCard(
            person_id=person_id,
            number=number,
            course_slug=key.course,
            quiz=key.quiz,
            question=key.question,
            seed=f"{seed}:{number}",
            drawn_on=today,
            answer=None,
        )
        for number, key in enumerate(standing.due[:MOST_CARDS], start=1)
    ]
    session.add_all(cards)
    session.flush()
    return cards[0]


def _remember(
    session: Session, card: RefresherCard, row: QuestionMemory | None, today: date
) -> None:
    before = _memory(card.before) if card.before else None
    felt: Felt | None = "hard" if card.felt == "hard" else "easy" if card.felt == "easy" else None
    after = remembering.answered(before, today, right=bool(card.right), felt=felt)
    row = row or QuestionMemory(
        person_id=card.person_id,
        course_slug=card.course_slug,
        quiz=card.quiz,
        question=card.question,
    )
    row.stability, row.difficulty = after.stability, after.difficulty
    row.seen_on, row.due_on = after.seen_on, after.due_on
    session.add(row)
    session.flush()


def _row(session: Session, card: RefresherCard) -> QuestionMemory | None:
    return session.scalar(
        select(QuestionMemory).where(
            QuestionMemory.person_id == card.person_id,
            QuestionMemory.course_slug == card.course_slug,
            QuestionMemory.quiz == card.quiz,
            QuestionMemory.question == card.question,
        )
    )


def _plain(memory: Memory) -> dict[str, object]:
    days = {"seen_on": memory.seen_on.isoformat(), "due_on": memory.due_on.isoformat()}
    return asdict(memory) | days


def _memory(plain: dict[str, object]) -> Memory:
    return Memory(
        float(str(plain["stability"])),
        float(str(plain["difficulty"])),
        date.fromisoformat(str(plain["seen_on"])),
        date.fromisoformat(str(plain["due_on"])),
    )
