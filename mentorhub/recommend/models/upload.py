"""Files of other catalogues between their dry run and the import, and how their names are ours."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from mentorhub.kit.db import Base


class OfferUpload(Base):
    """A file that an editor sent; gone once it was imported or thrown away, at most a day old.

    ``packed`` is its content, compressed; ``is_whole`` says that what it leaves out is offered no
    more; ``mapping`` is the TOML text that translates its names, or empty; ``forecast`` what the
    dry run said, empty until there was one; ``import_id`` the run that reads it, once begun.
    """

    __tablename__ = "offer_upload"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012  an old page never meets a new file
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    source: Mapped[str]
    format: Mapped[str]
    is_whole: Mapped[bool]
    packed: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    mapping: Mapped[str]
    forecast: Mapped[dict[str, Any]] = mapped_column(JSON)
    import_id: Mapped[int | None] = mapped_column(ForeignKey("offer_import.id"), unique=True)
    by_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(index=True)


class OfferMapping(Base):
    """A mapping that an editor saved: TOML that translates a catalogue's names into ours."""

    __tablename__ = "offer_mapping"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    text: Mapped[str]
    by_id: Mapped[int | None]
    at: Mapped[datetime]
