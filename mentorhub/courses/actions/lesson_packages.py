"""Packages that stand in lessons of the content folder: their zips are files of the course."""

import io
from datetime import datetime

from sqlalchemy.orm import Session

from mentorhub.courses.material.course import Course
from mentorhub.courses.models import CourseFile, PackageRow
from mentorhub.courses.packages import reading
from mentorhub.courses.packages.archive import Limits
from mentorhub.courses.packages.reading import Reading
from mentorhub.courses.queries import packages
from mentorhub.kit import audit


def note_all(session: Session, course: Course, now: datetime) -> list[PackageRow]:
    """Note what the packages of a course are, so that they can be started; twice is once."""
    found = []
    for lesson in course.lessons:
        for block in packages.blocks_of(lesson):
            row = _noted(session, course.files[block.file], block.file, now)
            found += [row] if row else []
    return found


def note(
    session: Session, digest: str, found: Reading, *, by: int | None, now: datetime
) -> PackageRow:
    """Return the row of a package whose zip the database keeps; it is made if it is not there."""
    there = packages.by_digest(session, digest)
    if there:
        return there
    row = PackageRow(
        digest=digest,
        kind=found.manifest.kind,
        title=found.manifest.title,
        file_name=found.report.file[:200],
        size=found.report.packed_bytes,
        body=found.manifest.model_dump_json(exclude_defaults=True),
        report=found.report.model_dump_json(exclude_defaults=True),
        by_id=by,
        at=now,
    )
    session.add(row)
    session.flush()
    audit.note(session, "package.taken", f"package:{row.id}", by=by, at=now)
    return row


def _noted(session: Session, digest: str, name: str, now: datetime) -> PackageRow | None:
    there = packages.by_digest(session, digest)
    file = session.get(CourseFile, digest)
    if there or file is None:
        return there
    read = reading.read(io.BytesIO(file.data), name, Limits())
    return note(session, digest, read, by=None, now=now)
