"""Courses leave in a file with everything in it, and come in again, here or elsewhere."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import BinaryIO, Literal

from sqlalchemy.orm import Session

from mentorhub.courses.actions import content, lesson_packages
from mentorhub.courses.actions.content import EDITOR, IdTaken
from mentorhub.courses.material.course import Course
from mentorhub.courses.material.files import read_course
from mentorhub.courses.material.writing import NotWritable, write_course
from mentorhub.courses.models import CourseRow, CourseVersion
from mentorhub.courses.packages import course_file
from mentorhub.courses.packages.report import Finding
from mentorhub.courses.queries import packages, versions
from mentorhub.courses.question_files.making import slug
from mentorhub.kit.errors import Refused

EMPTY = hashlib.sha256(b"").hexdigest()
State = Literal["new", "newer", "same", "back", "taken"]


class CannotLeave(Refused):
    """A version says what no file can say, or one of its files is lost."""


@dataclass(frozen=True)
class Brought:
    """A course as a file brings it; ``left`` names what was passed over."""

    course: Course
    files: dict[str, bytes]  # by the SHA-256 of what they hold
    left: tuple[Finding, ...]


@dataclass(frozen=True)
class Prospect:
    """What taking a course would do.

    ``state``: a course that is new here, a newer version of one, nothing new, one that was taken
    back and is offered again, or an id that belongs to a course that came otherwise (the content
    folder, a package). ``missing`` are courses that must come first and are not here.
    """

    state: State
    missing: tuple[str, ...]


def read(file: BinaryIO, name: str, id_: str = "") -> Brought:
    """Return the course in a file under the id that is wished, else under its own.

    ``name`` is what the file is called: an id where the file has none.

    Raises:
        BadPackage: the file is none that can be taken.
        WrongFiles: the course in it has mistakes, or files that are not what their names say.
    """
    found = course_file.unpack(file)
    course = read_course(id_ or found.id or slug(PurePath(name).stem), found.files)
    media = ((digest, found.files[f"files/{each}"]) for each, digest in course.files.items())
    return Brought(course, dict(media), found.left)


def foresee(session: Session, course: Course) -> Prospect:
    """Return what ``take`` would do, and change nothing."""
    here = versions.offered(session)
    missing = tuple(each for each in course.requires if each not in here)
    return Prospect(_state(session, course), missing)


def take(
    session: Session, brought: Brought, *, by: int | None, now: datetime
) -> CourseVersion | None:
    """Keep the course as the newest version of its id; None if it says nothing new.

    Raises:
        IdTaken: the id belongs to a course that came otherwise.
    """
    if _state(session, brought.course) == "taken":
        raise IdTaken(brought.course.id)
    content.keep_files(session, brought.files)
    lesson_packages.note_all(session, brought.course, now)
    return content.keep(session, brought.course, now, origin=EDITOR, by=by)


def write(session: Session, version: CourseVersion, out: BinaryIO) -> None:
    """Write a version with all its files.

    Raises:
        CannotLeave: that cannot be.
    """
    course = versions.course_of(version)
    try:
        texts = write_course(course)
    except NotWritable as problem:
        raise CannotLeave(str(problem)) from problem
    course_file.pack(out, course.id, _files(session, course, texts), version.at)


def _state(session: Session, course: Course) -> State:
    row = session.get(CourseRow, course.id)
    if row is None:
        return "new"
    if row.origin != EDITOR:
        return "taken"
    if not versions.has_version(session, course.id, course.digest):
        return "newer"
    return "same" if row.gone_at is None else "back"


def _files(
    session: Session, course: Course, texts: dict[str, bytes]
) -> Iterator[tuple[str, Iterable[bytes]]]:
    for path, data in texts.items():
        yield path, [data]
    for name, digest in course.files.items():
        yield f"files/{name}", _pieces(session, digest)


def _pieces(session: Session, digest: str) -> Iterator[bytes]:
    total = 0
    for piece in packages.zip_of(session, digest):
        total += len(piece)
        yield piece
    if not total and digest != EMPTY:
        raise CannotLeave(digest)
