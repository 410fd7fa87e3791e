"""Editors take packages in, make courses of them, replace and delete them."""

import re
import unicodedata
from datetime import datetime
from typing import BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.courses.actions import content, publishing
from mentorhub.courses.actions.lesson_packages import note
from mentorhub.courses.material.course import Course
from mentorhub.courses.material.lessons import Lesson, Package
from mentorhub.courses.models import (
    CourseRow,
    CourseVersion,
    PackageAttempt,
    PackageRow,
)
from mentorhub.courses.packages.manifest import Manifest
from mentorhub.courses.packages.reading import Reading
from mentorhub.courses.queries import packages, versions
from mentorhub.kit import audit, blobs
from mentorhub.kit.db import hold
from mentorhub.kit.errors import Refused

FILE = "paket.zip"
LESSON = "paket"
USUAL_MINUTES = 10
MOST_TOPICS = 12


class PackageInUse(Refused):
    """A course holds this package."""


class SamePackage(Refused):
    """The course holds exactly this package already."""


def take(
    session: Session, file: BinaryIO, reading: Reading, *, by: int | None, now: datetime
) -> PackageRow:
    """Keep a package that was read; the same content a second time changes nothing."""
    digest = blobs.keep(session, file, now)
    return note(session, digest, reading, by=by, now=now)


def make_course(
    session: Session,
    row: PackageRow,
    *,
    by: int | None,
    now: datetime,
    title: str = "",
    summary: str = "",
) -> CourseVersion:
    """Make a course of its own of a package and offer it; it is done when the package says so."""
    hold(session, "package course")
    manifest = packages.manifest_of(row)
    slug = _free_slug(session, title or row.title)
    course = _course(slug, row, manifest, title or row.title, summary, now)
    version = content.keep(session, course, now, origin=packages.ORIGIN, by=by)
    if version is None:
        raise SamePackage(slug)
    _told(session, "package.made_course", row, by, now)
    return version


def replace(
    session: Session, slug: str, row: PackageRow, *, by: int, now: datetime
) -> CourseVersion:
    """Offer a course with another package; who has begun finishes what they began.

    Raises:
        SamePackage: it holds this one.
    """
    hold(session, "package course")
    before = packages.package_course(session, slug)
    if before is None:
        raise Refused(slug)
    old = versions.course_of(before)
    manifest = packages.manifest_of(row)
    fresh = _course(slug, row, manifest, old.title, old.summary, now)
    version = content.keep(session, fresh, now, origin=packages.ORIGIN, by=by)
    if version is None:
        raise SamePackage(slug)
    publishing.publish(session, version, by=by, now=now)
    _told(session, "package.replaced", row, by, now)
    return version


def offer(session: Session, course: CourseRow, *, by: int, now: datetime, is_offered: bool) -> None:
    """Show a course that was made of a package to learners, or not any more.

    Who has begun it can always finish it.
    """
    course.gone_at = None if is_offered else course.gone_at or now
    session.flush()
    what = "course.offered" if is_offered else "course.gone"
    audit.note(session, what, f"course:{course.slug}", by=by, at=now)


def delete(session: Session, row: PackageRow, *, by: int, now: datetime) -> None:
    """Delete a package that no version of a course holds.

    Raises:
        PackageInUse: one does.
    """
    attempted = session.scalar(
        select(PackageAttempt.id).where(PackageAttempt.package_id == row.id).limit(1)
    )
    if attempted or packages.courses_with(session, row.digest):
        raise PackageInUse(row.digest)
    _told(session, "package.deleted", row, by, now)
    session.delete(row)
    session.flush()
    blobs.drop(session, row.digest)


def _told(session: Session, what: str, row: PackageRow, by: int | None, now: datetime) -> None:
    audit.note(session, what, f"package:{row.id}", by=by, at=now)


def _course(
    slug: str, row: PackageRow, manifest: Manifest, title: str, summary: str, now: datetime
) -> Course:
    language = manifest.language or "de"
    topics = list(dict.fromkeys(each.title for each in manifest.counted))[:MOST_TOPICS]
    block = Package(
        kind="package", file=FILE, title=title, minutes=manifest.minutes or USUAL_MINUTES
    )
    return Course(
        id=slug,
        title=title,
        summary=summary or title,
        language=language,
        topics=tuple(topics),
        checked=now.date(),
        lessons=(Lesson(id=LESSON, title=title, blocks=(block,)),),
        files={FILE: row.digest},
    )


def _free_slug(session: Session, title: str) -> str:
    for umlaut, plain in {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}.items():
        title = title.lower().replace(umlaut, plain)
    ascii_ = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    slug = "paket-" + (re.sub(r"[^a-z0-9]+", "-", ascii_)[:40].strip("-") or "ohne-namen")
    number = 1
    while session.get(CourseRow, slug if number == 1 else f"{slug}-{number}"):
        number += 1
    return slug if number == 1 else f"{slug}-{number}"
