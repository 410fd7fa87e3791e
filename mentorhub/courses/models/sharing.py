"""What learners let their company see."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Enum, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from mentorhub.kit.db import Base


class Shared(StrEnum):
    """What can be shown to a company; each is agreed to by itself."""

    participation = "participation"
    progress = "progress"
    certificates = "certificates"


class SharingConsent(Base):
    """A person lets a company see something; without a row it sees nothing."""

    __tablename__ = "sharing_consent"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id"), primary_key=True, index=True
    )
    what: Mapped[Shared] = mapped_column(
        Enum(Shared, native_enum=False, length=32, validate_strings=True), primary_key=True
    )
    at: Mapped[datetime]
