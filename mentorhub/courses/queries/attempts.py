"""Attempts at quizzes, and what to show of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.courses import drawing, grading
from mentorhub.courses.drawing import Asked
from mentorhub.courses.grading import Mark
from mentorhub.courses.material.course import Language
from mentorhub.courses.material.questions import Essay, Question
from mentorhub.courses.material.quizzes import Quiz
from mentorhub.courses.models import Attempt, AttemptAnswer
from mentorhub.courses.queries.versions import course_of


@dataclass(frozen=True)
class Shown:
    """One question of an attempt: how it is shown, what was answered, and what that was worth."""

    number: int
    question: Question
    asked: Asked
    answer: Any
    mark: Mark | None
    comment: str = ""


def attempts_of(session: Session, enrolment_id: int, quiz_id: str) -> list[Attempt]:
    """Return somebody's attempts at a quiz, the first one first."""
    rows = select(Attempt).where(Attempt.enrolment_id == enrolment_id, Attempt.quiz == quiz_id)
    return list(session.scalars(rows.order_by(Attempt.number)))


def quiz_of(attempt: Attempt) -> Quiz:
    """Return the quiz as it was when the attempt began."""
    return course_of(attempt.version).quizzes[attempt.quiz]


def asked_in(attempt: Attempt) -> tuple[Asked, ...]:
    """Return what an attempt asks, in order."""
    return drawing.draw(quiz_of(attempt), attempt.seed)


def shown(attempt: Attempt) -> list[Shown]:
    """Return every question of an attempt, with its mark once it was handed in."""
    quiz, language = quiz_of(attempt), course_of(attempt.version).language
    answers = {each.question: each for each in attempt.answers}
    found = []
    for number, asked in enumerate(asked_in(attempt), start=1):
        question = quiz.question(asked.question)
        if question is None:
            continue
        row = answers.get(asked.question)
        answer = row.answer if row else None
        mark = _mark(question, row, language) if attempt.handing else None
        comment = row.grade.comment if row and row.grade else ""
        found.append(Shown(number, question, asked, answer, mark, comment))
    return found


def is_written(answer: Any) -> bool:
    """Return whether the answer to a free text holds anything to read."""
    return isinstance(answer, str) and bool(answer.strip())


def _mark(question: Question, row: AttemptAnswer | None, language: Language) -> Mark:
    if isinstance(question, Essay) and row and row.grade:
        return grading.grade_essay(question, row.grade.points)
    return grading.grade(question, row.answer if row else None, language=language)


def allowed(quiz: Quiz, attempts: Sequence[Attempt]) -> int | None:
    """Return how many attempts somebody has, further ones that were granted too.

    None is as many as they like. ``attempts`` are theirs so far.
    """
    granted = sum(1 for each in attempts if each.grant)
    return quiz.attempts + granted if quiz.attempts else None


def is_used_up(quiz: Quiz, attempts: Sequence[Attempt]) -> bool:
    """Return whether all attempts that somebody has are handed in."""
    most = allowed(quiz, attempts)
    return most is not None and sum(1 for each in attempts if each.handing) >= most


def reveals(attempt: Attempt, quiz: Quiz, attempts: Sequence[Attempt]) -> bool:
    """Return whether right answers may be shown: nothing is left to be won by knowing them.

    ``attempts`` are all of the person; in the last one there is still much to win.
    """
    if attempt.handing is None:
        return False
    passed = bool(attempt.handing.passed)
    return quiz.pass_mark is None or passed or is_used_up(quiz, attempts)
