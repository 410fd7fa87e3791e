"""Files of other catalogues between their dry run and the import."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from mentorhub.kit.db import Base


class OfferUpload(Base):
    """A file that an editor sent; gone once it was imported or thrown away, at most a day old.

    ``packed`` is its content, compressed; ``mapping`` the TOML text that translates its names, or
    empty; ``forecast`` what the dry run said; ``import_id`` the run that reads it, once begun.
    """

    __tablename__ = "offer_upload"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012  an old page never meets a new file
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    source: Mapped[str]
    packed: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    mapping: Mapped[str]
    forecast: Mapped[dict[str, Any]] = mapped_column(JSON)
    import_id: Mapped[int | None] = mapped_column(ForeignKey("offer_import.id"), unique=True)
    by_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(index=True)
