"""Files that wait between a dry run and the deed."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from mentorhub.kit.db import Base


class Upload(Base):
    """A table of people or organisations, checked but not yet taken over; kept for a day."""

    __tablename__ = "account_upload"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    name: Mapped[str]
    text: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(index=True)
