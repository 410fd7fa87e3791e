"""A person decides which version of a course is offered."""

from datetime import datetime

from sqlalchemy.orm import Session

from mentorhub.courses.actions.content import EDITOR
from mentorhub.courses.models import CoursePublication, CourseRow, CourseVersion
from mentorhub.courses.queries import versions
from mentorhub.kit import audit
from mentorhub.kit.db import hold
from mentorhub.kit.errors import Refused


class AlreadyOffered(Refused):
    """This version is offered now."""


class OfContent(Refused):
    """The content folder decides whether this course is there."""


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


def take_back(session: Session, course: CourseRow, *, by: int, now: datetime) -> None:
    """Offer a course of an editor no more; who has begun it goes on.

    Raises:
        OfContent: no editor brought it in.
    """
    _refuse_content(course)
    if course.gone_at is None:
        course.gone_at = now
        audit.note(session, "course.gone", f"course:{course.slug}", by=by, at=now)


def bring_back(session: Session, course: CourseRow, *, by: int, now: datetime) -> None:
    """Offer a course again that an editor took back.

    Raises:
        OfContent: no editor brought it in.
    """
    _refuse_content(course)
    if course.gone_at is not None:
        course.gone_at = None
        audit.note(session, "course.back", f"course:{course.slug}", by=by, at=now)


def _refuse_content(course: CourseRow) -> None:
    if course.origin != EDITOR:
        raise OfContent(course.slug)
