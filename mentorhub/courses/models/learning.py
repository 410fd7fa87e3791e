"""Somebody learns: enrolments, what was read and done, and what is complete."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorhub.accounts.models import Person
from mentorhub.courses.models.content import CourseVersion
from mentorhub.kit.db import Base


class Enrolment(Base):
    """A person takes a course in the version in which they began it.

    ``round`` counts from 1: a course that must be renewed is taken again. ``by_id`` is who
    enrolled the person, often they themselves.
    """

    __tablename__ = "enrolment"
    __table_args__ = (UniqueConstraint("person_id", "course_slug", "round"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_slug: Mapped[str] = mapped_column(ForeignKey("course.slug"), index=True)
    round: Mapped[int] = mapped_column(default=1)
    version_id: Mapped[int] = mapped_column(ForeignKey("course_version.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    due_on: Mapped[date | None]
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    version: Mapped[CourseVersion] = relationship()
    end: Mapped["EnrolmentEnd | None"] = relationship(lazy="joined")
    completion: Mapped["Completion | None"] = relationship(lazy="joined")

    @property
    def is_open(self) -> bool:
        """Whether the person has neither left nor completed the course."""
        return self.end is None and self.completion is None


class EnrolmentEnd(Base):
    """The person has left the course before it was complete; taking it away brings them back."""

    __tablename__ = "enrolment_end"
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class Completion(Base):
    """Everything that the course demands is done; ``minutes`` is how long the person was at it."""

    __tablename__ = "course_completion"
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    at: Mapped[datetime]
    minutes: Mapped[int]


class LessonReading(Base):
    """How far somebody has come in a lesson.

    ``place`` is the block where they were last, ``furthest`` the last one that they saw; both
    count from 0. ``seconds`` is how long the lesson was before their eyes, in all sittings.
    ``finished_at``: they have seen the end.
    """

    __tablename__ = "lesson_reading"
    __table_args__ = (UniqueConstraint("enrolment_id", "lesson"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    lesson: Mapped[str]
    place: Mapped[int] = mapped_column(default=0)
    furthest: Mapped[int] = mapped_column(default=0)
    seconds: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class Sitting(Base):
    """One opening of a lesson's page; ``seconds`` only grows, so that a report may come twice.

    After a week nobody reports any more, and the row goes.
    """

    __tablename__ = "lesson_sitting"
    __table_args__ = (
        UniqueConstraint("reading_id", "token"),
        CheckConstraint("seconds >= 0", name="seconds"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    reading_id: Mapped[int] = mapped_column(ForeignKey("lesson_reading.id"))
    token: Mapped[str]
    began_at: Mapped[datetime]
    seconds: Mapped[int] = mapped_column(default=0)


class ChecklistTick(Base):
    """A point of a checklist is ticked off; no row, no tick."""

    __tablename__ = "checklist_tick"
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    checklist: Mapped[str] = mapped_column(primary_key=True)
    item: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class ReflectionNote(Base):
    """What somebody wrote to themselves: sealed, and read by nobody else."""

    __tablename__ = "reflection_note"
    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    reflection: Mapped[str]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime]
    __table_args__ = (UniqueConstraint("enrolment_id", "reflection"),)

    @property
    def about(self) -> str:
        """What the sealed bytes are bound to."""
        return f"reflection_note:{self.enrolment_id}:{self.reflection}"


class StoryWalk(Base):
    """The way that somebody took through a case story: the number of each choice, from 0."""

    __tablename__ = "story_walk"
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    story: Mapped[str] = mapped_column(primary_key=True)
    path: Mapped[list[int]] = mapped_column(JSON, default=list)
    at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
