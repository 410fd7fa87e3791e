"""Courses as editors see them: every version, and which one is offered."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorhub.accounts.models import Person
from mentorhub.courses.models import CoursePublication, CourseRow, CourseVersion, Enrolment
from mentorhub.courses.queries import versions


@dataclass(frozen=True)
class CourseLine:
    """A course with its newest version, the one that is offered, and how many take it now."""

    row: CourseRow
    newest: CourseVersion
    offered: CourseVersion | None
    learners: int

    @property
    def waits(self) -> bool:
        """Whether a newer version has not been published."""
        return self.row.gone_at is None and self.offered != self.newest


@dataclass(frozen=True)
class VersionLine:
    """One version, when it was published last and by whom, and how many take it."""

    version: CourseVersion
    published_at: datetime | None
    published_by: str
    learners: int


def courses(session: Session) -> list[CourseLine]:
    """Return every course with its newest version, by their ids."""
    offered = versions.offered(session)
    newest_ids = select(func.max(CourseVersion.id)).group_by(CourseVersion.course_slug)
    rows = session.execute(
        select(CourseRow, CourseVersion)
        .join(CourseVersion, CourseVersion.course_slug == CourseRow.slug)
        .where(CourseVersion.id.in_(newest_ids))
        .order_by(CourseRow.slug)
    )
    open_ = _open_enrolments(session)
    return [
        CourseLine(row, newest, offered.get(row.slug), open_.get(row.slug, 0))
        for row, newest in rows
    ]


def versions_of(session: Session, slug: str) -> list[VersionLine]:
    """Return the versions of a course, the newest first."""
    counts = dict(
        session.execute(
            select(Enrolment.version_id, func.count())
            .where(Enrolment.course_slug == slug)
            .group_by(Enrolment.version_id)
        ).all()
    )
    published: dict[int, tuple[datetime, str]] = {
        version_id: (at, name or "")
        for version_id, at, name in session.execute(
            select(CoursePublication.version_id, CoursePublication.at, Person.name)
            .join(CourseVersion, CourseVersion.id == CoursePublication.version_id)
            .outerjoin(Person, Person.id == CoursePublication.by_id)
            .where(CourseVersion.course_slug == slug)
            .order_by(CoursePublication.id)
        )
    }
    rows = select(CourseVersion).where(CourseVersion.course_slug == slug)
    return [
        VersionLine(
            each,
            published[each.id][0] if each.id in published else None,
            published[each.id][1] if each.id in published else "",
            counts.get(each.id, 0),
        )
        for each in session.scalars(rows.order_by(CourseVersion.number.desc()))
    ]


def waiting(session: Session) -> list[CourseVersion]:
    """Return the newest version of each course that no editor has published yet."""
    return [line.newest for line in courses(session) if line.waits]


def _open_enrolments(session: Session) -> dict[str, int]:
    rows = session.execute(
        select(Enrolment.course_slug, func.count())
        .where(~Enrolment.end.has(), ~Enrolment.completion.has())
        .group_by(Enrolment.course_slug)
    )
    return dict(rows.all())


def version_before(session: Session, version: CourseVersion) -> CourseVersion | None:
    """Return the version before this one, None for the first."""
    return session.scalar(
        select(CourseVersion)
        .where(
            CourseVersion.course_slug == version.course_slug, CourseVersion.number < version.number
        )
        .order_by(CourseVersion.number.desc())
        .limit(1)
    )
