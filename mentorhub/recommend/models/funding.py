"""What the files about funding said, from one load to the next."""

from datetime import datetime

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from mentorhub.kit.db import Base


class FundingVersion(Base):
    """The text of one instrument's file since a load; None: the file was gone.

    ``number`` counts from 1. ``changes`` are the fields that differ from the version before, and
    ``alters`` says whether the rule says something else since then, not only in other words.
    """

    __tablename__ = "funding_version"
    instrument_id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    text: Mapped[str | None]
    changes: Mapped[list[dict[str, str | None]]] = mapped_column(JSON, default=list)
    alters: Mapped[bool] = mapped_column(default=False)
