"""Refreshers: which questions somebody could be asked, what is due, and the round at hand."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.courses import drawing, grading, remembering
from mentorhub.courses.material.course import Course
from mentorhub.courses.models import (
    Completion,
    Enrolment,
    QuestionMemory,
    RefresherCard,
    RefresherChoice,
)
from mentorhub.courses.queries import versions
from mentorhub.courses.queries.attempts import Shown
from mentorhub.courses.remembering import CardKey, Memory
from mentorhub.kit.clock import GERMANY


@dataclass(frozen=True)
class Standing:
    """How somebody stands with refreshers on a day.

    ``asked`` says whether they ever chose; ``due`` are the cards whose day has come; ``next_on`` is
    the first day after today on which one comes.
    """

    asked: bool
    wanted: bool
    snoozed_until: date | None
    cards: int
    due: tuple[CardKey, ...]
    done_today: bool
    next_on: date | None

    @property
    def count(self) -> int:
        """How many cards the next round has."""
        return min(len(self.due), remembering.MOST_CARDS)

    @property
    def minutes(self) -> int:
        """About how many minutes it takes."""
        return remembering.minutes(self.count)

    def reminds(self, today: date) -> bool:
        """Return whether the page "Heute" has a line about it: at most one round a day."""
        rests = self.snoozed_until is not None and today < self.snoozed_until
        return self.wanted and bool(self.due) and not rests and not self.done_today


def standing(session: Session, person_id: int, today: date) -> Standing:
    """Return how somebody stands with refreshers today."""
    choice = session.get(RefresherChoice, person_id)
    asked = pool(session, person_id)
    known = memories(session, person_id)
    last = round_of(session, person_id)
    return Standing(
        asked=choice is not None,
        wanted=bool(choice and choice.wanted),
        snoozed_until=choice.snoozed_until if choice else None,
        cards=len(asked),
        due=tuple(remembering.due(asked, known, today)),
        done_today=any(each.drawn_on == today and each.right is not None for each in last),
        next_on=remembering.next_day(asked, known),
    )


def choice_of(session: Session, person_id: int) -> RefresherChoice | None:
    """Return what somebody chose about refreshers, None if they were never asked."""
    return session.get(RefresherChoice, person_id)


def pool(session: Session, person_id: int) -> dict[CardKey, date]:
    """Return the questions that somebody can be asked, with the day their course was complete.

    They are those of the published version, whatever version the person took: what is not in it
    any more is not asked, nor is anything of a course that is gone.
    """
    completed = session.execute(
        select(Enrolment.course_slug, Completion.at)
        .join(Completion, Completion.enrolment_id == Enrolment.id)
        .where(Enrolment.person_id == person_id)
        .order_by(Completion.at, Enrolment.course_slug)
    ).all()
    if not completed:
        return {}
    offered = versions.offered(session)
    found: dict[CardKey, date] = {}
    for slug, at in completed:
        if slug in offered:
            for key in remembering.cards_of(versions.course_of(offered[slug])):
                found.setdefault(key, at.astimezone(GERMANY).date())
    return found


def memories(session: Session, person_id: int) -> dict[CardKey, Memory]:
    """Return what somebody remembers, by question."""
    return {each.key: each.memory for each in memory_rows(session, person_id)}


def memory_rows(session: Session, person_id: int) -> list[QuestionMemory]:
    """Return the rows of what somebody remembers."""
    rows = select(QuestionMemory).where(QuestionMemory.person_id == person_id)
    return list(session.scalars(rows.order_by(QuestionMemory.id)))


def round_of(session: Session, person_id: int) -> list[RefresherCard]:
    """Return the cards of somebody's last round, the first one first."""
    rows = select(RefresherCard).where(RefresherCard.person_id == person_id)
    return list(session.scalars(rows.order_by(RefresherCard.number)))


def course_of_card(session: Session, card: RefresherCard) -> Course | None:
    """Return the published course that still asks a card's question, None if none does."""
    version = versions.offered_version(session, card.course_slug)
    course = versions.course_of(version) if version else None
    return course if course and card.key in remembering.cards_of(course) else None


def shown(card: RefresherCard, course: Course) -> Shown:
    """Return a card as a question is shown, with its mark once it was answered."""
    quiz = course.quizzes[card.quiz]
    [question] = [each for each in quiz.questions if each.id == card.question]
    alone = quiz.model_copy(update={"questions": (question,), "draw": None})
    [asked] = drawing.draw(alone, card.seed)
    mark = None
    if card.right is not None:
        mark = grading.grade(question, card.answer, language=course.language)
    return Shown(card.number, question, asked, card.answer, mark)


def export_for(session: Session, person_id: int) -> dict[str, Any]:
    """Return what somebody chose and what is known about how well they remember."""
    choice = choice_of(session, person_id)
    return {
        "wanted": choice.wanted if choice else None,
        "chosen_at": choice.at.isoformat() if choice else None,
        "questions": [
            {
                "course": each.course_slug,
                "quiz": each.quiz,
                "question": each.question,
                "stability_days": each.stability,
                "difficulty": each.difficulty,
                "seen_on": each.seen_on.isoformat(),
                "comes_back_on": each.due_on.isoformat(),
            }
            for each in memory_rows(session, person_id)
        ],
        "last_round": [
            {"question": card.question, "answer": card.answer, "right": card.right}
            for card in round_of(session, person_id)
        ],
    }
