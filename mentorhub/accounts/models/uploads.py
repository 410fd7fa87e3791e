"""Files that wait between a dry run and the deed."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Enum, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorhub.kit.db import Base


class Upload(Base):
    """A table of people or organisations; kept for a day, its text until it is taken over."""

    __tablename__ = "account_upload"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    name: Mapped[str]
    text: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(index=True)
    taking: Mapped["UploadTaking | None"] = relationship(
        lazy="joined", cascade="all, delete-orphan"
    )


class Outcome(StrEnum):
    """What a line does."""

    new = "new"
    changed = "changed"
    same = "same"
    bad = "bad"


class UploadTaking(Base):
    """Somebody said yes to an upload; the job takes it over, line by line."""

    __tablename__ = "account_upload_taking"
    upload_id: Mapped[int] = mapped_column(ForeignKey("account_upload.id"), primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    sends_mail: Mapped[bool]
    job_id: Mapped[int | None]
    lines: Mapped[list["UploadLine"]] = relationship(
        cascade="all, delete-orphan", order_by="UploadLine.number"
    )


class UploadLine(Base):
    """What a line has done, written with it: a job that begins again passes it over.

    Nothing of what stood in the line is kept but its number. ``fault`` names what is wrong with
    the cell in ``column``, or why the cell was not taken.
    """

    __tablename__ = "account_upload_line"
    upload_id: Mapped[int] = mapped_column(
        ForeignKey("account_upload_taking.upload_id"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    outcome: Mapped[Outcome] = mapped_column(
        Enum(Outcome, native_enum=False, length=16, validate_strings=True)
    )
    column: Mapped[str] = mapped_column(default="")
    fault: Mapped[str | None]
