"""Organisations: companies, associations and all the others that people belong to."""

import secrets
import unicodedata
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, Enum, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from mentorhub.kit.db import Base

if TYPE_CHECKING:
    from mentorhub.accounts.models.roles import Membership

# Without letters and digits that are mistaken for one another on paper or on the telephone.
CODE_SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 8


def fold_name(name: str) -> str:
    """Return ``name`` as both databases sort and search it: lower case, without accents."""
    plain = unicodedata.normalize("NFKD", name.strip().casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


class OrganisationKind(StrEnum):
    """What an organisation is; it never changes, because roles depend on it."""

    company = "company"
    association = "association"
    chamber = "chamber"
    provider = "provider"
    agency = "agency"
    union = "union"
    coordination_office = "coordination_office"


class Organisation(Base):
    """An organisation. A company has a code by which its people reach the right desk.

    ``headcount`` is the number of people who work there, None if nobody said it.
    ``postcode`` is empty if unknown; kind, name and postcode together are unique, so that an
    import can be repeated.
    """

    __tablename__ = "organisation"
    __table_args__ = (
        UniqueConstraint("kind", "name", "postcode"),
        CheckConstraint("headcount IS NULL OR headcount >= 0", name="headcount"),
        CheckConstraint("kind <> 'company' OR code IS NOT NULL", name="company_code"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[OrganisationKind] = mapped_column(
        Enum(OrganisationKind, native_enum=False, length=32, validate_strings=True), index=True
    )
    name: Mapped[str]
    sort_name: Mapped[str] = mapped_column(index=True)
    headcount: Mapped[int | None]
    sector: Mapped[str] = mapped_column(default="")
    postcode: Mapped[str] = mapped_column(default="", index=True)
    town: Mapped[str] = mapped_column(default="")
    code: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    memberships: Mapped[list["Membership"]] = relationship(back_populates="organisation")
    closing: Mapped["OrganisationClosing | None"] = relationship(
        lazy="joined", cascade="all, delete-orphan"
    )

    @validates("name")
    def _keep_sort_name(self, _key: str, name: str) -> str:
        self.sort_name = fold_name(name)
        return name

    @property
    def is_open(self) -> bool:
        """Whether the organisation still takes part."""
        return self.closing is None


class OrganisationClosing(Base):
    """The organisation takes no part at the moment; taking it away opens it again."""

    __tablename__ = "organisation_closing"
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


def new_company_code() -> str:
    """Return a random code such as ``K7QM-3XWP`` (about 39 bits; requests are rate-limited)."""
    signs = "".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_LENGTH))
    return f"{signs[:4]}-{signs[4:]}"
