"""Learning packages of others, and how far somebody has come in them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorhub.courses.models.learning import Enrolment
from mentorhub.kit.db import Base


class PackageRow(Base):
    """A package that was looked through and taken, once for each content.

    ``digest`` is the SHA-256 of its zip file; ``body`` the JSON text of ``packages.Manifest``,
    ``report`` that of ``packages.Report``.
    """

    __tablename__ = "package"
    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    title: Mapped[str]
    file_name: Mapped[str]
    size: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    report: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class PackageAttempt(Base):
    """Somebody works with a package in a lesson; another content of it is another attempt."""

    __tablename__ = "package_attempt"
    __table_args__ = (UniqueConstraint("enrolment_id", "lesson", "package_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    lesson: Mapped[str]
    package_id: Mapped[int] = mapped_column(ForeignKey("package.id"), index=True)
    begun_at: Mapped[datetime]
    enrolment: Mapped[Enrolment] = relationship()
    package: Mapped[PackageRow] = relationship()
    states: Mapped[list["PartState"]] = relationship(lazy="selectin", cascade="all, delete-orphan")


class PackageOpening(Base):
    """A window in which a package is open, known by a token that counts until ``expires_at``.

    ``number`` is given when the window begins to write; only the highest one of an attempt may.
    """

    __tablename__ = "package_opening"
    __table_args__ = (UniqueConstraint("attempt_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("package_attempt.id"))
    token_hash: Mapped[str] = mapped_column(unique=True)
    number: Mapped[int | None]
    language: Mapped[str]
    opened_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    attempt: Mapped[PackageAttempt] = relationship()


class PartState(Base):
    """What one part of a package has told: ``told`` is the JSON text of its elements.

    ``opening`` and ``sequence`` say from which message it is; ``launch`` is the session in which
    the part counts its own time on top of ``seconds_before``. ``ended``: the part has said
    good-bye. ``done_at`` stays, whatever the part says later.
    """

    __tablename__ = "package_part_state"
    attempt_id: Mapped[int] = mapped_column(ForeignKey("package_attempt.id"), primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True)
    told: Mapped[str] = mapped_column(Text, deferred=True)
    completion: Mapped[str]
    success: Mapped[str]
    score: Mapped[int | None]
    opening: Mapped[int]
    sequence: Mapped[int]
    launch: Mapped[str]
    launched_at: Mapped[datetime]
    seconds_before: Mapped[int] = mapped_column(default=0)
    seconds: Mapped[int] = mapped_column(default=0)
    ended: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime]
    done_at: Mapped[datetime | None]
