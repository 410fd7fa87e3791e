"""Drafts of a chat model for editors; nothing here is seen by learners."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorhub.courses.models.content import CourseVersion
from mentorhub.kit.db import Base


class Draft(Base):
    """What an editor asked for: ``kind`` ``questions`` or ``plain`` of a lesson of a version.

    ``done`` of ``total`` passages are worked off, ``tokens`` used, ``waits`` and ``failures``
    counted in a row. ``open_key`` is unique among drafts at work and emptied at the end.
    """

    __tablename__ = "course_draft"
    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("course_version.id"), index=True)
    version: Mapped[CourseVersion] = relationship()
    lesson: Mapped[str]
    kind: Mapped[str]
    model: Mapped[str]
    total: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    tokens: Mapped[int] = mapped_column(default=0)
    waits: Mapped[int] = mapped_column(default=0)
    failures: Mapped[int] = mapped_column(default=0)
    open_key: Mapped[str | None] = mapped_column(unique=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    ending: Mapped["DraftEnding | None"] = relationship(lazy="joined", cascade="all, delete-orphan")
    pieces: Mapped[list["DraftPiece"]] = relationship(
        order_by="DraftPiece.place", cascade="all, delete-orphan"
    )


class DraftEnding(Base):
    """Why no more is drafted: ``done``, ``cancelled``, ``limit``, ``busy``, ``failed``, ``off``."""

    __tablename__ = "course_draft_ending"
    draft_id: Mapped[int] = mapped_column(ForeignKey("course_draft.id"), primary_key=True)
    why: Mapped[str]
    at: Mapped[datetime]


class DraftPiece(Base):
    """What became of one passage: the draft as it came, or why there is none (``trouble``).

    ``place`` counts from 0; ``body`` is the JSON of a question or Markdown; ``quote`` the words on
    which a question stands.
    """

    __tablename__ = "course_draft_piece"
    __table_args__ = (UniqueConstraint("draft_id", "place"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("course_draft.id"))
    place: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    quote: Mapped[str] = mapped_column(Text)
    trouble: Mapped[str]
    at: Mapped[datetime]
    draft: Mapped[Draft] = relationship(back_populates="pieces")
    verdict: Mapped["DraftVerdict | None"] = relationship(
        lazy="joined", cascade="all, delete-orphan"
    )


class DraftVerdict(Base):
    """What a person made of a piece: ``body`` is their own wording, empty if they threw it away.

    ``bank`` is the name of the bank into which a question went.
    """

    __tablename__ = "course_draft_verdict"
    piece_id: Mapped[int] = mapped_column(ForeignKey("course_draft_piece.id"), primary_key=True)
    body: Mapped[str] = mapped_column(Text)
    bank: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
