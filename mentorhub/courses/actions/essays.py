"""Free texts of quizzes: a person gives points for each criterion, then the attempt counts."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from mentorhub.accounts.models import Person
from mentorhub.courses import grading
from mentorhub.courses.actions import attempts, completing, telling
from mentorhub.courses.material.questions import Essay
from mentorhub.courses.models import Attempt, EssayGrade
from mentorhub.courses.queries import attempts as reads
from mentorhub.kit import audit
from mentorhub.kit.db import hold
from mentorhub.kit.errors import Missing, Refused


class NotHandedIn(Refused):
    """The learner still writes."""


def grade(
    session: Session,
    attempt: Attempt,
    question_id: str,
    points: Sequence[int],
    comment: str,
    *,
    by: Person,
    now: datetime,
) -> EssayGrade:
    """Keep hundredths for each criterion of a free text; once all are read the attempt counts.

    A later grade of the same text replaces the earlier one; a course that was completed stays so.

    Raises:
        NotHandedIn: the attempt is open.
        Missing: the attempt asked no such free text, or nothing was written.
        ValueError: the points do not fit the criteria.
    """
    hold(session, f"attempt:{attempt.id}")
    session.refresh(attempt, ["handing", "answers"])
    if attempt.handing is None:
        raise NotHandedIn
    question = reads.quiz_of(attempt).question(question_id)
    row = next((each for each in attempt.answers if each.question == question_id), None)
    if not isinstance(question, Essay) or row is None or not reads.is_written(row.answer):
        raise Missing
    mark = grading.grade_essay(question, points)
    given = row.grade or EssayGrade(attempt_id=attempt.id, question=question_id)
    given.points, given.comment, given.by_id, given.at = list(points), comment, by.id, now
    row.grade, row.points = given, mark.points
    session.flush()
    audit.note(session, "essay.graded", f"attempt:{attempt.id}", by=by.id, at=now)
    _count(session, attempt, now)
    return given


def _count(session: Session, attempt: Attempt, now: datetime) -> None:
    """Reckon the attempt again; when nothing waits any more the learner is told."""
    handing = attempt.handing
    if handing is None:
        raise NotHandedIn
    marks = [each.mark for each in reads.shown(attempt) if each.mark]
    whole, waited = grading.total(marks), handing.waits
    handing.points, handing.waits = whole.points, whole.needs_person
    handing.passed = attempts.passed(reads.quiz_of(attempt), marks)
    session.flush()
    if waited and not handing.waits:
        context = {
            "course": attempt.version.title,
            "slug": attempt.version.course_slug,
            "quiz_id": attempt.quiz,
            "number": attempt.number,
        }
        person_id = attempt.enrolment.person_id
        telling.to_person(session, person_id, "courses/mail/essay_graded", context, now)
    if handing.passed:
        completing.look(session, attempt.enrolment, now)
