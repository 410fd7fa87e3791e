"""Packages: which there are, where they are used, and how far somebody has come in one."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, undefer

from mentorhub.courses.material.course import Course
from mentorhub.courses.material.lessons import Lesson, Package
from mentorhub.courses.models import (
    CourseFile,
    CourseRow,
    CourseVersion,
    PackageAttempt,
    PackageOpening,
    PackageRow,
    PartState,
)
from mentorhub.courses.packages.manifest import Item, Manifest
from mentorhub.courses.packages.report import Report
from mentorhub.courses.packages.runtime import Session as Before
from mentorhub.kit import blobs
from mentorhub.kit.blobs import Blob
from mentorhub.kit.crypto import token_hash

ORIGIN = "package"


@dataclass(frozen=True)
class Work:
    """A package in a lesson, and how far somebody has come in it."""

    row: PackageRow
    manifest: Manifest
    attempt: PackageAttempt | None

    @property
    def states(self) -> dict[str, PartState]:
        """What its parts have told, by their ids."""
        return {each.part: each for each in self.attempt.states} if self.attempt else {}

    @property
    def done(self) -> int:
        """How many parts are done."""
        states = self.states
        return sum(1 for p in self.manifest.counted if p.id in states and states[p.id].done_at)

    @property
    def is_done(self) -> bool:
        """Whether every part is."""
        return self.done == len(self.manifest.counted)

    @property
    def score(self) -> int | None:
        """The score in whole per cent where only one part gives one."""
        scores = [each.score for each in self.states.values() if each.score is not None]
        return scores[0] if len(scores) == 1 else None


def manifest_of(row: PackageRow) -> Manifest:
    """Return what a package has."""
    return Manifest.model_validate_json(row.body)


def report_of(row: PackageRow) -> Report:
    """Return what was told about a package when it was taken."""
    return Report.model_validate_json(row.report)


def by_digest(session: Session, digest: str | None) -> PackageRow | None:
    """Return the package whose zip file has this digest."""
    return session.scalar(select(PackageRow).where(PackageRow.digest == digest))


def by_id(session: Session, id_: int) -> PackageRow | None:
    """Return a package by its number."""
    return session.get(PackageRow, id_)


def all_packages(session: Session) -> list[PackageRow]:
    """Return all packages, the newest first."""
    return list(session.scalars(select(PackageRow).order_by(PackageRow.id.desc())))


def digests(session: Session) -> set[str]:
    """Return the digests of all packages."""
    return set(session.scalars(select(PackageRow.digest)))


def courses_with(session: Session, digest: str) -> list[CourseVersion]:
    """Return the newest version of each course in any version of which a package stands."""
    newest = (
        select(func.max(CourseVersion.id))
        .where(CourseVersion.body.contains(digest))
        .group_by(CourseVersion.course_slug)
    )
    rows = select(CourseVersion).where(CourseVersion.id.in_(newest)).order_by(CourseVersion.title)
    return list(session.scalars(rows))


def package_courses(session: Session) -> list[tuple[CourseVersion, CourseRow]]:
    """Return the courses that were made of packages, each with its newest version, by title."""
    newest = select(func.max(CourseVersion.id)).group_by(CourseVersion.course_slug)
    rows = (
        select(CourseVersion, CourseRow)
        .join(CourseRow, CourseRow.slug == CourseVersion.course_slug)
        .where(CourseVersion.id.in_(newest), CourseRow.origin == ORIGIN)
        .order_by(CourseVersion.title)
    )
    return [(version, row) for version, row in session.execute(rows)]


def package_course(session: Session, slug: str) -> CourseVersion | None:
    """Return the newest version of a course that was made of a package."""
    return next((v for v, _row in package_courses(session) if v.course_slug == slug), None)


def zip_of(session: Session, digest: str) -> Iterator[bytes]:
    """Yield the bytes of a package's zip file, wherever the database keeps them."""
    if session.get(Blob, digest):
        yield from blobs.pieces(session, digest)
    elif file := session.get(CourseFile, digest):
        yield file.data


def blocks_of(lesson: Lesson) -> list[Package]:
    """Return the packages that stand in a lesson."""
    return [each for each in lesson.blocks if isinstance(each, Package)]


def works_of(
    session: Session, enrolment_id: int, course: Course, lesson: Lesson
) -> dict[str, Work]:
    """Return how far somebody has come in the packages of a lesson, by the names of their files.

    A package that nobody has looked through is not there.
    """
    names = {block.file: course.files.get(block.file, "") for block in blocks_of(lesson)}
    if not names:
        return {}
    rows = select(PackageRow).where(PackageRow.digest.in_(names.values()))
    there = {row.digest: row for row in session.scalars(rows)}
    attempts = _attempts(session, enrolment_id, lesson.id)
    return {
        name: Work(row, manifest_of(row), attempts.get(row.id))
        for name, digest in names.items()
        if (row := there.get(digest))
    }


def attempts_of(session: Session, enrolment_id: int) -> Sequence[PackageAttempt]:
    """Return all that somebody did with packages, with everything that was told."""
    rows = select(PackageAttempt).where(PackageAttempt.enrolment_id == enrolment_id)
    return session.scalars(rows.order_by(PackageAttempt.id)).all()


def states_told(session: Session, attempt_id: int) -> list[PartState]:
    """Return what the parts of a package have told, with the elements."""
    rows = select(PartState).where(PartState.attempt_id == attempt_id).order_by(PartState.part)
    return list(session.scalars(rows.options(undefer(PartState.told))))


def before(state: PartState | None) -> Before:
    """Return how the last session with a part ended."""
    if state is None:
        return Before({})
    return Before(json.loads(state.told), state.seconds, state.ended)


def next_part(work: Work) -> Item:
    """Return where the learner goes on: the part they were in last, or the first one left."""
    states = work.states
    left = [each for each in work.manifest.counted if not _is_done(states.get(each.id))]
    begun = [each for each in left if each.id in states]
    if begun:
        return max(begun, key=lambda each: states[each.id].at)
    return left[0] if left else work.manifest.counted[0]


def opening_of(session: Session, token: str) -> PackageOpening | None:
    """Return the window that a token stands for."""
    return session.scalar(
        select(PackageOpening).where(PackageOpening.token_hash == token_hash(token))
    )


def writer(session: Session, attempt_id: int) -> int:
    """Return the number of the window that may write, 0 if none has begun."""
    rows = select(func.max(PackageOpening.number)).where(PackageOpening.attempt_id == attempt_id)
    return session.scalar(rows) or 0


def _attempts(session: Session, enrolment_id: int, lesson: str) -> dict[int, PackageAttempt]:
    rows = select(PackageAttempt).where(
        PackageAttempt.enrolment_id == enrolment_id, PackageAttempt.lesson == lesson
    )
    return {row.package_id: row for row in session.scalars(rows)}


def _is_done(state: PartState | None) -> bool:
    return state is not None and state.done_at is not None
