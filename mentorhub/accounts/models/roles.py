"""What somebody is in which organisation, and what must be kept apart.

Whoever represents a company or is responsible for its staff never holds cases of its people, nor
of people whose company is not known.
The database itself keeps the two sides of one membership apart, without a trigger:

* ``Membership.side`` is ``counsel``, ``employer`` or empty.
* A row that takes sides (in-company mentor, company representative, responsibility for staff)
  repeats the side, a CHECK ties that side to the role, and the foreign key (membership, side)
  points to (membership, side) of the membership. So all rows of one membership are on one side.
* Rows that take no side leave it empty, and a foreign key with an empty part is not looked at.

What reaches across memberships (somebody mentors for an association and represents a company)
is a matter of whose case it is; ``policy.may_hold_cases_of`` decides it.
"""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import (
    CheckConstraint,
    Enum,
    ForeignKey,
    ForeignKeyConstraint,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorhub.accounts.models.organisations import Organisation, OrganisationKind
from mentorhub.kit.db import Base

if TYPE_CHECKING:
    from mentorhub.accounts.models.people import Person


class Role(StrEnum):
    """What a person may be in an organisation."""

    employee = "employee"
    in_company_mentor = "in_company_mentor"
    inter_company_mentor = "inter_company_mentor"
    company_representative = "company_representative"
    coordinator = "coordinator"
    seal_reviewer = "seal_reviewer"
    committee = "committee"
    editor = "editor"
    researcher = "researcher"
    programme_admin = "programme_admin"


class Side(StrEnum):
    """The two sides of which one membership takes at most one."""

    counsel = "counsel"
    employer = "employer"


MENTORS = frozenset({Role.in_company_mentor, Role.inter_company_mentor})

SIDES = {Role.in_company_mentor: Side.counsel, Role.company_representative: Side.employer}

_NEUTRAL = frozenset(
    {
        OrganisationKind.association,
        OrganisationKind.chamber,
        OrganisationKind.union,
        OrganisationKind.coordination_office,
    }
)

# Neutrality: a training provider neither counsels nor reviews. The agency decides about money,
# so it sits on the committee but does not counsel here.
HOMES: dict[Role, frozenset[OrganisationKind]] = {
    Role.employee: frozenset(OrganisationKind),
    Role.in_company_mentor: frozenset({OrganisationKind.company}),
    Role.inter_company_mentor: _NEUTRAL,
    Role.company_representative: frozenset({OrganisationKind.company}),
    Role.coordinator: _NEUTRAL,
    Role.seal_reviewer: _NEUTRAL | {OrganisationKind.agency},
    Role.committee: _NEUTRAL | {OrganisationKind.agency},
    Role.editor: _NEUTRAL,
    Role.researcher: frozenset({OrganisationKind.coordination_office, OrganisationKind.provider}),
    Role.programme_admin: frozenset(
        {OrganisationKind.coordination_office, OrganisationKind.association}
    ),
}

_ROLE_TYPE = Enum(Role, native_enum=False, length=32, validate_strings=True)
_SIDE_TYPE = Enum(Side, native_enum=False, length=16, validate_strings=True)


class Membership(Base):
    """A person belongs to an organisation, at most once."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("person_id", "organisation_id"),
        UniqueConstraint("id", "side"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    side: Mapped[Side | None] = mapped_column(_SIDE_TYPE)
    at: Mapped[datetime]
    person: Mapped["Person"] = relationship(back_populates="memberships")
    organisation: Mapped[Organisation] = relationship(back_populates="memberships", lazy="joined")
    roles: Mapped[list["MembershipRole"]] = relationship(
        lazy="selectin",
        cascade="all, delete-orphan",
        order_by="MembershipRole.role",
        foreign_keys="MembershipRole.membership_id",
    )
    responsibility: Mapped["PersonnelResponsibility | None"] = relationship(
        lazy="joined",
        cascade="all, delete-orphan",
        foreign_keys="PersonnelResponsibility.membership_id",
    )

    @property
    def role_set(self) -> frozenset[Role]:
        """The roles that this membership gives."""
        return frozenset(each.role for each in self.roles)


class MembershipRole(Base):
    """One role of one membership, with who gave it and when."""

    __tablename__ = "membership_role"
    __table_args__ = (
        ForeignKeyConstraint(
            ["membership_id", "side"],
            ["membership.id", "membership.side"],
            name="fk_membership_role_side_membership",
        ),
        CheckConstraint(
            "CASE role WHEN 'in_company_mentor' THEN side IS NOT NULL AND side = 'counsel' "
            "WHEN 'company_representative' THEN side IS NOT NULL AND side = 'employer' "
            "ELSE side IS NULL END",
            name="side_of_role",
        ),
    )
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(_ROLE_TYPE, primary_key=True)
    side: Mapped[Side | None] = mapped_column(_SIDE_TYPE)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class PersonnelResponsibility(Base):
    """This member decides about other people's work there: hires, pays, plans, dismisses."""

    __tablename__ = "personnel_responsibility"
    __table_args__ = (
        ForeignKeyConstraint(
            ["membership_id", "side"],
            ["membership.id", "membership.side"],
            name="fk_personnel_responsibility_side_membership",
        ),
        CheckConstraint("side = 'employer'", name="side_of_responsibility"),
    )
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"), primary_key=True)
    side: Mapped[Side] = mapped_column(_SIDE_TYPE, default=Side.employer)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
