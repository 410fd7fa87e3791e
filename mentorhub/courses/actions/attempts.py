"""Attempts at quizzes: begun once, saved as one goes, handed in once, graded at once."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from mentorhub.courses import grading
from mentorhub.courses.actions import completing
from mentorhub.courses.actions.learning import NotEnrolled
from mentorhub.courses.material.questions import Answer
from mentorhub.courses.material.quizzes import Quiz
from mentorhub.courses.models import Attempt, AttemptAnswer, Enrolment, Handing
from mentorhub.courses.queries import attempts as reads
from mentorhub.courses.queries.versions import course_of
from mentorhub.kit import audit
from mentorhub.kit.db import hold
from mentorhub.kit.errors import Refused


class NoMoreAttempts(Refused):
    """All attempts that the quiz allows were handed in."""


class WaitFirst(Refused):
    """The next attempt may begin at ``until``."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until.isoformat())
        self.until = until


class HandedIn(Refused):
    """The attempt was handed in; its answers stay as they are."""


def begin(
    session: Session, enrolment: Enrolment, quiz_id: str, seed: str, now: datetime
) -> Attempt:
    """Return the open attempt at a quiz, a fresh one if there is none.

    Raises:
        NotEnrolled: the course was left.
        NoMoreAttempts: the quiz allows no further one.
        WaitFirst: not yet.
    """
    if enrolment.end:
        raise NotEnrolled
    hold(session, f"attempts:{enrolment.id}:{quiz_id}")
    earlier = reads.attempts_of(session, enrolment.id, quiz_id)
    if earlier and earlier[-1].handing is None:
        return earlier[-1]
    refuse_another(course_of(enrolment.version).quizzes[quiz_id], earlier, now)
    fresh = Attempt(
        enrolment_id=enrolment.id,
        version_id=enrolment.version_id,
        quiz=quiz_id,
        number=len(earlier) + 1,
        seed=seed,
        begun_at=now,
    )
    session.add(fresh)
    session.flush()
    return fresh


def refuse_another(quiz: Quiz, earlier: list[Attempt], now: datetime) -> None:
    """Return if another attempt may begin now.

    Raises:
        NoMoreAttempts, WaitFirst: it may not, or not yet.
    """
    most = reads.allowed(quiz, earlier)
    if most is not None and len(earlier) >= most:
        raise NoMoreAttempts
    if earlier and earlier[-1].handing and quiz.wait_minutes:
        until = earlier[-1].handing.at + timedelta(minutes=quiz.wait_minutes)
        if now < until:
            raise WaitFirst(until)


def save(session: Session, attempt: Attempt, answers: Mapping[str, Answer], now: datetime) -> None:
    """Keep answers by question; those of questions that the attempt does not ask are left out.

    Raises:
        HandedIn: it is too late.
    """
    hold(session, f"attempt:{attempt.id}")
    session.refresh(attempt, ["handing", "answers"])
    if attempt.handing:
        raise HandedIn
    there = {each.question: each for each in attempt.answers}
    for asked in reads.asked_in(attempt):
        if asked.question not in answers:
            continue
        row = there.get(asked.question)
        if row is None:
            row = AttemptAnswer(question=asked.question)
            attempt.answers.append(row)
        row.answer, row.saved_at = answers[asked.question], now
    session.flush()


def hand_in(session: Session, attempt: Attempt, now: datetime) -> Handing:
    """Grade an attempt with what was saved; a second time changes nothing."""
    hold(session, f"attempt:{attempt.id}")
    session.refresh(attempt, ["handing", "answers"])
    if attempt.handing:
        return attempt.handing
    quiz, course = reads.quiz_of(attempt), course_of(attempt.version)
    there = {each.question: each for each in attempt.answers}
    marks = []
    for asked in reads.asked_in(attempt):
        question = quiz.question(asked.question)
        if question is None:
            continue
        row = there.get(asked.question)
        if row is None:
            row = AttemptAnswer(question=asked.question, answer=None, saved_at=now)
            attempt.answers.append(row)
        mark = grading.grade(question, row.answer, language=course.language)
        row.points = None if mark.needs_person else mark.points
        marks.append(mark)
    whole = grading.total(marks)
    attempt.handing = Handing(
        at=now,
        points=whole.points,
        out_of=whole.out_of,
        passed=passed(quiz, marks),
        waits=whole.needs_person,
    )
    session.flush()
    audit.note(session, "quiz.handed_in", f"attempt:{attempt.id}", by=None, at=now)
    if attempt.handing.passed:
        completing.look(session, attempt.enrolment, now)
    return attempt.handing


def passed(quiz: Quiz, marks: list[grading.Mark]) -> bool | None:
    """Return whether the marks are enough; None where nothing is marked, or a person must read.

    Who has enough without what a person must read has passed already.
    """
    if quiz.pass_mark is None:
        return None
    if grading.passed(marks, quiz.pass_mark):
        return True
    return None if grading.total(marks).needs_person else False
