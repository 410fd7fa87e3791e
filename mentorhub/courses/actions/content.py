"""Takes the folders ``courses/`` and ``programmes/`` of the content into the database."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorhub.courses.actions import lesson_packages
from mentorhub.courses.material.course import Course, Programme
from mentorhub.courses.material.files import (
    Fault,
    WrongFiles,
    line_with,
    read_course,
    read_programme,
)
from mentorhub.courses.models import (
    CourseFile,
    CoursePublication,
    CourseRow,
    CourseVersion,
    ProgrammeRow,
)
from mentorhub.kit import audit
from mentorhub.kit.errors import Refused

COURSES, PROGRAMMES = "courses", "programmes"
CONTENT, EDITOR = "content", "editor"


class IdTaken(Refused):
    """A course of another origin has this id."""


@dataclass(frozen=True)
class Material:
    """Everything that the folders say, read and found whole."""

    courses: tuple[Course, ...]
    programmes: tuple[Programme, ...]
    files: Mapping[str, bytes]  # by the SHA-256 of what they hold


@dataclass(frozen=True)
class Taken:
    """What a load did: ids of courses with a new version, of those that went, of programmes."""

    versions: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()


def read(folder: Path) -> Material:
    """Return what the folders of courses and programmes hold.

    Raises:
        WrongFiles: a file is wrong; every mistake is told, with its path inside of ``folder``.
    """
    courses: list[Course] = []
    files: dict[str, bytes] = {}
    faults: list[Fault] = []
    for place in sorted(path for path in (folder / COURSES).glob("*") if path.is_dir()):
        texts = _inside(place)
        try:
            courses.append(read_course(place.name, texts))
        except WrongFiles as problem:
            prefix = f"{COURSES}/{place.name}/"
            faults += [Fault(prefix + f.file, f.line, f.text) for f in problem.faults]
        media = (data for name, data in texts.items() if name.startswith("files/"))
        files |= {hashlib.sha256(data).hexdigest(): data for data in media}
    programmes = _programmes(folder, faults)
    faults += _unknown_courses(folder, courses, programmes)
    if faults:
        raise WrongFiles(faults)
    return Material(tuple(courses), tuple(programmes), files)


def load(session: Session, material: Material, now: datetime) -> Taken:
    """Make a version of every course that says something new; a second time changes nothing.

    The first version of a course is published at once, later ones by an editor.
    """
    taken = [course.id for course in material.courses if keep(session, course, now)]
    keep_files(session, material.files)
    for course in material.courses:
        lesson_packages.note_all(session, course, now)
    gone = _gone(session, {course.id for course in material.courses}, now)
    changed = [each.id for each in material.programmes if _keep_programme(session, each, now)]
    changed += _gone_programmes(session, {each.id for each in material.programmes}, now)
    return Taken(tuple(taken), gone, tuple(changed))


def keep(
    session: Session,
    course: Course,
    now: datetime,
    *,
    origin: str = CONTENT,
    by: int | None = None,
) -> CourseVersion | None:
    """Keep what a course says as its newest version; None if that is what it said already.

    The first version of a course is published at once. ``by`` is the editor who brought it in.

    Raises:
        IdTaken: a course of another origin has this id.
    """
    row = session.get(CourseRow, course.id)
    if row is None:
        row = CourseRow(slug=course.id, origin=origin)
        session.add(row)
        session.flush()
    if row.origin != origin:
        raise IdTaken(course.id)
    row.gone_at = None
    digest = course.digest
    mine = CourseVersion.course_slug == course.id
    if session.scalar(select(CourseVersion.id).where(mine, CourseVersion.digest == digest)):
        return None
    newest = session.scalar(select(func.max(CourseVersion.number)).where(mine)) or 0
    version = CourseVersion(
        course_slug=course.id,
        number=newest + 1,
        digest=digest,
        title=course.title,
        body=course.stored(),
        at=now,
    )
    session.add(version)
    session.flush()
    audit.note(session, "course.loaded", f"course:{course.id}", by=by, at=now, number=newest + 1)
    if newest == 0:
        session.add(CoursePublication(version_id=version.id, by_id=by, at=now))
        session.flush()
    return version


def keep_files(session: Session, files: Mapping[str, bytes]) -> None:
    """Keep files by the SHA-256 of what they hold; what is there already is not kept again."""
    known = set(session.scalars(select(CourseFile.digest).where(CourseFile.digest.in_(files))))
    for digest, data in files.items():
        if digest not in known:
            session.add(CourseFile(digest=digest, data=data, size=len(data)))
    session.flush()


def _inside(place: Path) -> dict[str, bytes]:
    paths = (path for path in sorted(place.rglob("*")) if path.is_file() and not _hidden(path))
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in paths}


def _hidden(path: Path) -> bool:
    return path.name.startswith(".") or path.name.endswith("~")


def _programmes(folder: Path, faults: list[Fault]) -> list[Programme]:
    found = []
    for path in sorted((folder / PROGRAMMES).glob("*.toml")):
        try:
            found.append(read_programme(path.stem, path.read_bytes()))
        except WrongFiles as problem:
            faults += [Fault(f"{PROGRAMMES}/{f.file}", f.line, f.text) for f in problem.faults]
    return found


def _unknown_courses(
    folder: Path, courses: list[Course], programmes: list[Programme]
) -> Iterator[Fault]:
    known = {course.id: course for course in courses}
    for programme in programmes:
        file = f"{PROGRAMMES}/{programme.id}.toml"
        for slug in programme.courses:
            if slug not in known:
                words = f"there is no course {slug} that can be read"
                yield _naming(folder, file, slug, words)
    for course in courses:
        file = f"{COURSES}/{course.id}/course.toml"
        for slug in course.requires:
            if slug not in known:
                words = f"requires the course {slug}, which cannot be read"
                yield _naming(folder, file, slug, words)
            elif course.id in _needed(known, slug):
                words = f"requires the course {slug}, which requires this one"
                yield _naming(folder, file, slug, words)


def _naming(folder: Path, file: str, slug: str, words: str) -> Fault:
    text = (folder / file).read_text("utf-8", errors="replace")
    return Fault(file, line_with(rf"[\"']{re.escape(slug)}[\"']", text), words)


def _needed(courses: Mapping[str, Course], slug: str) -> set[str]:
    """Return a course and all that must be completed before it, by their ids."""
    found: set[str] = set()
    waiting = [slug]
    while waiting:
        each = waiting.pop()
        if each not in found and each in courses:
            found.add(each)
            waiting += courses[each].requires
    return found


def _gone(session: Session, there: set[str], now: datetime) -> tuple[str, ...]:
    ours = select(CourseRow).where(CourseRow.gone_at.is_(None), CourseRow.origin == CONTENT)
    gone = [row for row in session.scalars(ours).all() if row.slug not in there]
    for row in gone:
        row.gone_at = now
        audit.note(session, "course.gone", f"course:{row.slug}", by=None, at=now)
    return tuple(row.slug for row in gone)


def _keep_programme(session: Session, programme: Programme, now: datetime) -> bool:
    body = programme.model_dump_json(exclude_defaults=True)
    digest = hashlib.sha256(body.encode()).hexdigest()
    row = session.get(ProgrammeRow, programme.id)
    if row and row.digest == digest and row.gone_at is None:
        return False
    fresh = ProgrammeRow(
        slug=programme.id, title=programme.title, body=body, digest=digest, at=now, gone_at=None
    )
    session.merge(fresh)
    return True


def _gone_programmes(session: Session, there: set[str], now: datetime) -> list[str]:
    rows = session.scalars(select(ProgrammeRow).where(ProgrammeRow.gone_at.is_(None))).all()
    gone = [row for row in rows if row.slug not in there]
    for row in gone:
        row.gone_at = now
    return [row.slug for row in gone]
