"""A course is complete when its last step is done, and only then."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorhub.courses import completion
from mentorhub.courses.actions import certifying
from mentorhub.courses.models import Completion, Enrolment, LessonReading
from mentorhub.courses.queries import progress
from mentorhub.courses.queries.versions import course_of
from mentorhub.kit import audit
from mentorhub.kit.db import hold


def look(session: Session, enrolment: Enrolment, now: datetime) -> Completion | None:
    """Complete the course if everything that it demands is done; return the completion, if any.

    A completion stays: what is demanded later is not asked of those who are done. Certificates are
    issued with it.
    """
    if enrolment.completion or enrolment.end:
        return enrolment.completion
    hold(session, f"completion:{enrolment.id}")  # who does the last but one step is seen by now
    done = progress.done_of(session, enrolment)
    if not completion.is_complete(course_of(enrolment.version), done):
        return None
    session.refresh(enrolment, ["completion"])  # or another window was faster
    if enrolment.completion is None:
        enrolment.completion = Completion(at=now, minutes=_minutes(session, enrolment))
        session.flush()
        audit.note(session, "course.completed", f"enrolment:{enrolment.id}", by=None, at=now)
        certifying.certify(session, enrolment, now)
    return enrolment.completion


def _minutes(session: Session, enrolment: Enrolment) -> int:
    """Return for how many minutes lessons were before the person's eyes, rounded."""
    seconds = session.scalar(
        select(func.coalesce(func.sum(LessonReading.seconds), 0)).where(
            LessonReading.enrolment_id == enrolment.id
        )
    )
    return round((seconds or 0) / 60)
