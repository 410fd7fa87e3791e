"""Everyday words and sayings that editors added on the pages, with their history."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorhub.kit.db import Base


class EditorWord(Base):
    """One entry of the editors; its last version says what it holds now."""

    __tablename__ = "editor_word"
    id: Mapped[int] = mapped_column(primary_key=True)
    versions: Mapped[list["WordVersion"]] = relationship(
        order_by="WordVersion.number", lazy="selectin"
    )

    @property
    def now(self) -> "WordVersion":
        """Return what counts."""
        return self.versions[-1]


class WordVersion(Base):
    """What an entry held after a deed; ``facts`` None means that it was removed.

    ``number`` counts from 1: of two people who change the same version only one can.
    """

    __tablename__ = "editor_word_version"
    __table_args__ = (UniqueConstraint("word_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    word_id: Mapped[int] = mapped_column(ForeignKey("editor_word.id"))
    number: Mapped[int]
    facts: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    at: Mapped[datetime]
    by_id: Mapped[int | None]


class WordTrial(Base):
    """A change of the editors' words that is only tried; it counts for nobody.

    ``word_id`` is the entry that would change, None for a new one; ``seen`` its version then;
    ``facts`` None would remove it. ``report`` is there once the worker has compared.
    """

    __tablename__ = "editor_word_trial"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012  an old page never meets a new row
    id: Mapped[int] = mapped_column(primary_key=True)
    word_id: Mapped[int | None] = mapped_column(ForeignKey("editor_word.id"))
    seen: Mapped[int] = mapped_column(default=0)
    facts: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    report: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    by_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(index=True)
