"""A person decides which version of a course is offered."""

from datetime import datetime

from sqlalchemy.orm import Session

from mentorhub.courses.models import CoursePublication, CourseVersion
from mentorhub.courses.queries import versions
from mentorhub.kit import audit
from mentorhub.kit.db import hold
from mentorhub.kit.errors import Refused


class AlreadyOffered(Refused):
    """This version is offered now."""


def publish(session: Session, version: CourseVersion, *, by: int, now: datetime) -> None:
    """Offer this version from now on; learners go on in theirs unless they choose it.

    An older version can be offered again.

    Raises:
        AlreadyOffered: it is.
    """
    hold(session, f"publication:{version.course_slug}")
    offered = versions.offered_version(session, version.course_slug)
    if offered and offered.id == version.id:
        raise AlreadyOffered
    session.add(CoursePublication(version_id=version.id, by_id=by, at=now))
    session.flush()
    subject = f"course:{version.course_slug}"
    audit.note(session, "course.published", subject, by=by, at=now, number=version.number)
