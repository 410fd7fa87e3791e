"""Files that wait between a dry run and the deed."""

from datetime import datetime

from sqlalchemy import ForeignKey
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


class UploadTaking(Base):
    """Somebody said yes to an upload; the job takes it over and counts what lines did."""

    __tablename__ = "account_upload_taking"
    upload_id: Mapped[int] = mapped_column(ForeignKey("account_upload.id"), primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    sends_mail: Mapped[bool]
    job_id: Mapped[int | None]
    new: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    same: Mapped[int] = mapped_column(default=0)
    bad: Mapped[int] = mapped_column(default=0)
