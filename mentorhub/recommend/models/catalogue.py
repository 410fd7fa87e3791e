"""Offers of outside providers, where they came from and what became of them."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorhub.kit.db import Base


class Kind(StrEnum):
    """What a document is about."""

    COURSE = "course"
    FUNDING = "funding"


class Form(StrEnum):
    """How people meet."""

    PRESENCE = "presence"
    ONLINE = "online"
    BLENDED = "blended"


class Schedule(StrEnum):
    """When people learn."""

    FULL_TIME = "full_time"
    PART_TIME = "part_time"
    EVENING = "evening"
    WEEKEND = "weekend"
    SELF_PACED = "self_paced"


class Level(StrEnum):
    """How much somebody must know before."""

    BASIC = "basic"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class DegreeKind(StrEnum):
    """What somebody holds at the end."""

    NONE = "none"
    CERTIFICATE = "certificate"
    PARTIAL = "partial"
    VOCATIONAL = "vocational"
    UPGRADING = "upgrading"
    SCHOOL = "school"
    LANGUAGE = "language"


def _one_of(column: str, kind: type[StrEnum]) -> CheckConstraint:
    values = ", ".join(f"'{member.value}'" for member in kind)
    return CheckConstraint(f"{column} IN ({values})", name=column)


class Offer(Base):
    """A course of an outside provider, or an imported text about funding.

    Unknown is None, never a guess: ``price_cents`` 0 is free, ``azav`` False is "not accredited".
    ``source`` says who may change it: ``content``, ``editor`` or ``import:<name>``.
    ``digest`` marks what the offer is now, ``source_digest`` what its source said last: only when
    the source says something new does its word replace what an editor wrote. None: any word does.
    ``link`` is the address of its page at the provider, empty where none is known.
    ``begin_text`` are the source's own words where no exact day is known; then the dates, if any,
    are the last days that these words can mean, and people read the words.
    ``as_of`` is the day of which its own text tells, ``catalogue_as_of`` the day on which the
    catalogue was made that told it last; ``added_at`` is when it first came to us.
    ``date_of`` is the key of the course that it is a date of, where there is one.
    ``looked_up`` is what lists look for words in, folded: both databases find the same there.
    """

    __tablename__ = "offer"
    __table_args__ = (
        _one_of("kind", Kind),
        _one_of("form", Form),
        _one_of("level", Level),
        _one_of("degree_kind", DegreeKind),
        CheckConstraint("price_cents >= 0", name="price"),
        CheckConstraint("hours > 0", name="hours"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(default=Kind.COURSE.value)
    title: Mapped[str]
    learn: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(default="")
    provider: Mapped[str] = mapped_column(default="", index=True)
    provider_azav: Mapped[bool | None]
    link: Mapped[str] = mapped_column(default="", index=True)
    azav: Mapped[bool | None]
    postcode: Mapped[str | None]
    town: Mapped[str | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    form: Mapped[str | None]
    schedules: Mapped[list[str]] = mapped_column(JSON, default=list)
    on_request: Mapped[bool] = mapped_column(default=False)
    begin_text: Mapped[str] = mapped_column(default="")
    hours: Mapped[int | None]
    price_cents: Mapped[int | None]
    level: Mapped[str | None]
    language: Mapped[str | None]
    requirements: Mapped[str] = mapped_column(default="")
    target_group: Mapped[str] = mapped_column(default="")
    degree: Mapped[str] = mapped_column(default="")
    degree_kind: Mapped[str | None]
    source: Mapped[str] = mapped_column(index=True)
    as_of: Mapped[date | None]
    catalogue_as_of: Mapped[date | None]
    date_of: Mapped[str | None] = mapped_column(index=True)
    digest: Mapped[str]
    source_digest: Mapped[str | None]
    added_at: Mapped[datetime]
    changed_at: Mapped[datetime] = mapped_column(index=True)
    looked_up: Mapped[str] = mapped_column(default="", deferred=True)
    dates: Mapped[list["OfferDate"]] = relationship(
        cascade="all, delete-orphan", order_by="OfferDate.starts", lazy="selectin"
    )
    withdrawal: Mapped["Withdrawal | None"] = relationship(
        cascade="all, delete-orphan", lazy="selectin"
    )

    @property
    def known_as_of(self) -> date | None:
        """The day of which it tells: its own, else that of its catalogue; None if nobody says."""
        return self.as_of or self.catalogue_as_of

    def next_start(self, today: date) -> date | None:
        """Return the first start that has not passed, None if there is none."""
        return next((day.starts for day in self.dates if day.starts >= today), None)

    def is_current(self, today: date) -> bool:
        """Return whether somebody can still take part."""
        open_ = self.on_request or self.next_start(today) is not None
        return self.withdrawal is None and open_


class OfferDate(Base):
    """One start of an offer. ``weeks`` is set where the start is told relative to today.

    A relative start that has passed is moved forward by the daily job, so that invented
    examples never run dry.
    """

    __tablename__ = "offer_date"
    __table_args__ = (UniqueConstraint("offer_id", "starts"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"))
    starts: Mapped[date] = mapped_column(index=True)
    ends: Mapped[date | None]
    weeks: Mapped[int | None]


class Withdrawal(Base):
    """The end of an offer before its time; taking it back deletes this row.

    ``by_id`` is the editor who decided it; then only an editor brings the offer back. None: it
    went with its source (no longer in the files, import taken back) and comes back with it.
    """

    __tablename__ = "offer_withdrawal"
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), primary_key=True)
    at: Mapped[datetime]
    by_id: Mapped[int | None]
    reason: Mapped[str]


class OfferVersion(Base):
    """What an offer looked like after a deed; ``deed`` is added, changed, withdrawn or restored."""

    __tablename__ = "offer_version"
    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), index=True)
    deed: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[int | None]
    import_id: Mapped[int | None] = mapped_column(ForeignKey("offer_import.id"), index=True)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)


class OfferImport(Base):
    """One run of an import: what it read and what it did; ``report`` names bad records.

    ``total`` is how many records its file has: a run that has read fewer goes on or was broken off.
    ``gone`` were withdrawn; ``confirmed`` says that a whole catalogue may take most offers away.
    """

    __tablename__ = "offer_import"
    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    format: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[int | None]
    total: Mapped[int] = mapped_column(default=0)
    read: Mapped[int] = mapped_column(default=0)
    added: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    gone: Mapped[int] = mapped_column(default=0)
    confirmed: Mapped[bool] = mapped_column(default=False)
    bad: Mapped[int] = mapped_column(default=0)
    report: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    undo: Mapped["ImportUndo | None"] = relationship(lazy="selectin")

    @property
    def is_complete(self) -> bool:
        """Whether every record has been read."""
        return self.read >= self.total


class ImportUndo(Base):
    """The fact that an import was taken back."""

    __tablename__ = "offer_import_undo"
    import_id: Mapped[int] = mapped_column(ForeignKey("offer_import.id"), primary_key=True)
    at: Mapped[datetime]
    by_id: Mapped[int | None]


class ContentFile(Base):
    """A file of ``content/`` as it was last loaded.

    ``text`` is kept of funding and glossary, which are read from here; None of all others.
    """

    __tablename__ = "content_file"
    path: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str]
    loaded_at: Mapped[datetime]
    text: Mapped[str | None]
