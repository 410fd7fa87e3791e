"""What was loaded: versions of courses that never change, programmes, and the files of lessons."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorhub.kit.db import Base


class CourseRow(Base):
    """A course by its id; its versions hold what it says.

    ``origin`` is ``content`` for courses of the content folder, ``editor`` for what an editor
    brought in on a page, ``package`` for what was made of a learning package. ``gone_at``: no file
    speaks of it, or an editor took it back.
    """

    __tablename__ = "course"
    slug: Mapped[str] = mapped_column(primary_key=True)
    origin: Mapped[str] = mapped_column(default="content")
    gone_at: Mapped[datetime | None]


class CourseVersion(Base):
    """What a course said since a load: the JSON text of ``material.course.Course``.

    ``number`` counts from 1 within the course; ``digest`` is the SHA-256 of ``body``.
    """

    __tablename__ = "course_version"
    __table_args__ = (
        UniqueConstraint("course_slug", "number"),
        UniqueConstraint("course_slug", "digest"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    course_slug: Mapped[str] = mapped_column(ForeignKey("course.slug"))
    number: Mapped[int]
    digest: Mapped[str]
    title: Mapped[str]
    body: Mapped[str] = mapped_column(Text, deferred=True)
    at: Mapped[datetime]


class CoursePublication(Base):
    """A version is offered to learners from now on; the newest one of a course counts."""

    __tablename__ = "course_publication"
    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("course_version.id"), index=True)
    version: Mapped[CourseVersion] = relationship()
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class CourseFile(Base):
    """A file that lessons show, by the SHA-256 of what it holds; versions share it."""

    __tablename__ = "course_file"
    digest: Mapped[str] = mapped_column(primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    size: Mapped[int]


class ProgrammeRow(Base):
    """A programme as last loaded: the JSON text of ``material.course.Programme``."""

    __tablename__ = "programme"
    slug: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    body: Mapped[str]
    digest: Mapped[str]
    at: Mapped[datetime]
    gone_at: Mapped[datetime | None]
