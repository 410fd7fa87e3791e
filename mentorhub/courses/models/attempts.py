"""Attempts at quizzes: what was asked, answered, handed in and graded."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorhub.courses.models.content import CourseVersion
from mentorhub.courses.models.learning import Enrolment
from mentorhub.kit.db import Base


class Attempt(Base):
    """One try at a quiz; ``seed`` decides which questions and in which order.

    It stays with the version in which it was begun. ``number`` counts from 1 within the quiz and
    the enrolment, so that none is begun twice.
    """

    __tablename__ = "quiz_attempt"
    __table_args__ = (UniqueConstraint("enrolment_id", "quiz", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("course_version.id"))
    quiz: Mapped[str]
    number: Mapped[int]
    seed: Mapped[str]
    begun_at: Mapped[datetime]
    enrolment: Mapped[Enrolment] = relationship()
    version: Mapped[CourseVersion] = relationship()
    answers: Mapped[list["AttemptAnswer"]] = relationship(
        lazy="selectin", cascade="all, delete-orphan"
    )
    handing: Mapped["Handing | None"] = relationship(lazy="joined", cascade="all, delete-orphan")
    grant: Mapped["AttemptGrant | None"] = relationship(lazy="joined", cascade="all, delete-orphan")


class AttemptGrant(Base):
    """After this attempt, the last that the quiz allows, somebody may try once more."""

    __tablename__ = "attempt_grant"
    attempt_id: Mapped[int] = mapped_column(ForeignKey("quiz_attempt.id"), primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class AttemptAnswer(Base):
    """What was answered to one question, saved as one goes; graded when the attempt is handed in.

    ``points`` are hundredths; None until graded, and for free text until a person has read it.
    """

    __tablename__ = "attempt_answer"
    attempt_id: Mapped[int] = mapped_column(ForeignKey("quiz_attempt.id"), primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    answer: Mapped[Any] = mapped_column(JSON(none_as_null=False))
    saved_at: Mapped[datetime]
    points: Mapped[int | None]
    grade: Mapped["EssayGrade | None"] = relationship(lazy="joined", cascade="all, delete-orphan")


class Handing(Base):
    """An attempt was handed in, once; points are hundredths.

    ``passed`` is None as long as a person must read something (``waits``), and where the quiz has
    no pass mark.
    """

    __tablename__ = "attempt_handing"
    __table_args__ = (CheckConstraint("points BETWEEN 0 AND out_of", name="points"),)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("quiz_attempt.id"), primary_key=True)
    at: Mapped[datetime]
    points: Mapped[int]
    out_of: Mapped[int]
    passed: Mapped[bool | None]
    waits: Mapped[bool] = mapped_column(default=False)


class EssayGrade(Base):
    """What a person gave for a free text: hundredths for each criterion, and words."""

    __tablename__ = "essay_grade"
    __table_args__ = (
        ForeignKeyConstraint(
            ["attempt_id", "question"], ["attempt_answer.attempt_id", "attempt_answer.question"]
        ),
    )
    attempt_id: Mapped[int] = mapped_column(primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    points: Mapped[list[int]] = mapped_column(JSON)
    comment: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
