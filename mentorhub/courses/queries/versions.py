"""Versions of courses: which one is offered, and what it says."""

from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from mentorhub.courses.material.course import Course, Programme
from mentorhub.courses.material.lessons import TRANSCRIPTS, Lesson, Media
from mentorhub.courses.models import (
    CourseFile,
    CoursePublication,
    CourseRow,
    CourseVersion,
    ProgrammeRow,
)

KEPT = 64


class _Shelf:
    """Courses that were read lately, by digest: a version never changes, so neither do they."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Course] = OrderedDict()
        self._lock = Lock()

    def get(self, version: CourseVersion) -> Course:
        with self._lock:
            found = self._kept.get(version.digest)
            if found:
                self._kept.move_to_end(version.digest)
                return found
        course = Course.model_validate_json(version.body)
        with self._lock:
            self._kept[version.digest] = course
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return course


_shelf = _Shelf()


def course_of(version: CourseVersion) -> Course:
    """Return what a version says."""
    return _shelf.get(version)


def offered(session: Session) -> dict[str, CourseVersion]:
    """Return the published version of every course that is still there, by the course's id."""
    newest = _newest_publications()
    rows = session.scalars(
        select(CourseVersion)
        .join(CoursePublication, CoursePublication.version_id == CourseVersion.id)
        .join(CourseRow, CourseRow.slug == CourseVersion.course_slug)
        .where(CoursePublication.id.in_(newest), CourseRow.gone_at.is_(None))
        .order_by(CourseVersion.course_slug)
    )
    return {version.course_slug: version for version in rows}


def offered_version(session: Session, slug: str) -> CourseVersion | None:
    """Return the published version of one course, None if there is none or the course is gone."""
    return session.scalar(
        select(CourseVersion)
        .join(CoursePublication, CoursePublication.version_id == CourseVersion.id)
        .join(CourseRow, CourseRow.slug == CourseVersion.course_slug)
        .where(CourseVersion.course_slug == slug, CourseRow.gone_at.is_(None))
        .order_by(CoursePublication.id.desc())
        .limit(1)
    )


def newest_version(session: Session, slug: str) -> CourseVersion | None:
    """Return the newest version of a course, published or not; None if there is no such course."""
    return session.scalar(
        select(CourseVersion)
        .where(CourseVersion.course_slug == slug)
        .order_by(CourseVersion.number.desc())
        .limit(1)
    )


def has_version(session: Session, slug: str, digest: str) -> bool:
    """Return whether a version of a course says exactly this."""
    found = select(CourseVersion.id).where(
        CourseVersion.course_slug == slug, CourseVersion.digest == digest
    )
    return session.scalar(found) is not None


def programmes(session: Session) -> list[Programme]:
    """Return the programmes that are there, by their names."""
    rows = select(ProgrammeRow).where(ProgrammeRow.gone_at.is_(None)).order_by(ProgrammeRow.title)
    return [programme_of(row) for row in session.scalars(rows)]


def programme_of(row: ProgrammeRow) -> Programme:
    """Return what a programme says."""
    return Programme.model_validate_json(row.body)


def file_of(session: Session, course: Course, name: str) -> CourseFile | None:
    """Return a file of a course by its name, None if it hands out none of that name."""
    if name in course.packages:
        return None
    digest = course.files.get(name)
    return session.get(CourseFile, digest) if digest else None


def transcripts_of(session: Session, course: Course, lessons: Iterable[Lesson]) -> dict[str, str]:
    """Return what is said in the films and sounds of lessons, Markdown by the name of its file."""
    blocks = [block for lesson in lessons for block in lesson.blocks]
    names = {block.transcript for block in blocks if isinstance(block, Media)}
    found = {name: file_of(session, course, name) for name in names if name.endswith(TRANSCRIPTS)}
    return {name: row.data.decode(errors="replace") for name, row in found.items() if row}


def _newest_publications() -> Select[int]:
    return (
        select(func.max(CoursePublication.id))
        .join(CourseVersion, CourseVersion.id == CoursePublication.version_id)
        .group_by(CourseVersion.course_slug)
    )
