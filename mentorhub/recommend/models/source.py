"""Catalogues that are fetched by themselves, and how each fetch went."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorhub.kit.db import Base
from mentorhub.recommend.rhythm import Rhythm


class Source(Base):
    """Where a catalogue is fetched, how it is read, and when next.

    ``format`` is empty where the content shall tell; ``mapping_id`` a saved choice of columns, else
    they are guessed. ``at_hour`` is the hour in Germany, None: at any time. ``secret`` is sealed;
    with a ``login_name`` it is a password, else a token. ``licence`` says whose words these are and
    who may use them. ``etag`` and ``modified`` mark the state that was imported last,
    ``fetched_at`` when we last knew that we have what the source has. ``failures`` counts those in
    a row.
    """

    __tablename__ = "source"
    __table_args__ = (
        CheckConstraint("every_hours > 0", name="every"),
        CheckConstraint("at_hour >= 0 AND at_hour < 24", name="hour"),
        {"sqlite_autoincrement": True},  # an old page never meets a new source
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    address: Mapped[str]
    format: Mapped[str] = mapped_column(default="")
    mapping_id: Mapped[int | None] = mapped_column(ForeignKey("offer_mapping.id"))
    is_whole: Mapped[bool] = mapped_column(default=False)
    every_hours: Mapped[int]
    at_hour: Mapped[int | None]
    licence: Mapped[str] = mapped_column(default="")
    login_name: Mapped[str] = mapped_column(default="")
    secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    by_id: Mapped[int | None]
    at: Mapped[datetime]
    etag: Mapped[str] = mapped_column(default="")
    modified: Mapped[str] = mapped_column(default="")
    fetched_at: Mapped[datetime | None]
    due_at: Mapped[datetime]
    failures: Mapped[int] = mapped_column(default=0)
    pause: Mapped["SourcePause | None"] = relationship(
        cascade="all, delete-orphan", lazy="selectin"
    )

    @property
    def rhythm(self) -> Rhythm:
        """How often it is fetched."""
        return Rhythm(timedelta(hours=self.every_hours), self.at_hour)

    @property
    def origin(self) -> str:
        """What offers of this catalogue name as their source."""
        return f"import:{self.name}"

    @property
    def fresh_until(self) -> date | None:
        """The last day on which its offers are fresh; None: it was never fetched well."""
        return self.rhythm.fresh_until(self.fetched_at) if self.fetched_at else None

    def is_stale(self, today: date) -> bool:
        """Return whether it was not refreshed for longer than its rhythm allows."""
        return self.fresh_until is not None and today > self.fresh_until


class SourcePause(Base):
    """The fact that a source is not fetched by itself; ``reason`` is new, asked or undone."""

    __tablename__ = "source_pause"
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"), primary_key=True)
    at: Mapped[datetime]
    by_id: Mapped[int | None]
    reason: Mapped[str]


class SourceFetch(Base):
    """One time that a source was asked. Until it has ``ended_at`` it goes on or was broken off.

    ``outcome`` is tried, imported, unchanged, stopped or failed; ``why`` the code of a failure and
    ``status`` what the server said. ``forecast`` is what the dry run said where nothing was
    imported; else ``import_id`` is the run that tells what was.
    """

    __tablename__ = "source_fetch"
    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"), index=True)
    at: Mapped[datetime]
    by_id: Mapped[int | None]
    is_trial: Mapped[bool]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(default="")
    why: Mapped[str] = mapped_column(default="")
    status: Mapped[int | None]
    size: Mapped[int] = mapped_column(default=0)
    format: Mapped[str] = mapped_column(default="")
    import_id: Mapped[int | None] = mapped_column(ForeignKey("offer_import.id"), index=True)
    forecast: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
