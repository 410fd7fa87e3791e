"""People: who they are, how they prove it, and how they came and went."""

import secrets
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from mentorhub.accounts.models.organisations import fold_name
from mentorhub.accounts.models.roles import Role, Side
from mentorhub.kit.db import Base

if TYPE_CHECKING:
    from mentorhub.accounts.models.roles import Membership

HANDLE_BYTES = 32


def new_handle() -> str:
    """Return a fresh unguessable name for a person (64 hexadecimal digits)."""
    return secrets.token_hex(HANDLE_BYTES)


def fold_email(email: str) -> str:
    """Return the one spelling under which an address is kept and looked for."""
    return email.strip().lower()


class Person(Base):
    """Somebody with an account, or invited to have one (then ``password`` is None).

    The columns from ``password`` down to ``webauthn`` bear the names that Flask-Security reads;
    ``fs_uniquifier`` stands for the person in links and changes with the password;
    ``tf_last_counter`` is the step of the last code used, so that no code works twice;
    ``mf_recovery_codes`` holds keyed hashes.
    """

    __tablename__ = "person"
    __table_args__ = (CheckConstraint("email = lower(email)", name="email_folded"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    sort_name: Mapped[str] = mapped_column(index=True)
    locale: Mapped[str] = mapped_column(default="de")
    created_at: Mapped[datetime]
    password: Mapped[str | None]
    confirmed_at: Mapped[datetime | None]
    fs_uniquifier: Mapped[str] = mapped_column(unique=True, default=new_handle)
    fs_webauthn_user_handle: Mapped[str | None] = mapped_column(unique=True, default=new_handle)
    tf_primary_method: Mapped[str | None]
    tf_totp_secret: Mapped[str | None]
    tf_last_counter: Mapped[int | None]
    mf_recovery_codes: Mapped[list[str]] = mapped_column(
        MutableList.as_mutable(JSON()), default=list
    )
    webauthn: Mapped[list["Passkey"]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="Passkey.id"
    )
    memberships: Mapped[list["Membership"]] = relationship(
        back_populates="person", lazy="selectin", order_by="Membership.id"
    )
    deactivation: Mapped["Deactivation | None"] = relationship(
        lazy="joined", cascade="all, delete-orphan", foreign_keys="Deactivation.person_id"
    )
    erasure: Mapped["Erasure | None"] = relationship(lazy="joined")
    invitations: Mapped[list["Invitation"]] = relationship(
        back_populates="person", order_by="Invitation.id", foreign_keys="Invitation.person_id"
    )

    @validates("name")
    def _keep_sort_name(self, _key: str, name: str) -> str:
        self.sort_name = fold_name(name)
        return name

    @validates("email")
    def _keep_folded(self, _key: str, email: str) -> str:
        return fold_email(email)

    @property
    def active(self) -> bool:
        """Whether this person may sign in at all."""
        return self.deactivation is None and self.erasure is None

    @property
    def is_invited(self) -> bool:
        """Whether this person was asked to come and has not come yet."""
        return self.password is None and self.erasure is None

    @property
    def has_second_factor(self) -> bool:
        """Whether signing in takes more than a password."""
        return bool(self.tf_totp_secret and self.tf_primary_method) or bool(self.webauthn)

    @property
    def held_roles(self) -> frozenset[Role]:
        """Every role that this person has in any open organisation."""
        return frozenset(
            role for each in self.memberships if each.organisation.is_open for role in each.role_set
        )

    def organisations_as(self, *roles: Role) -> frozenset[int]:
        """Return the ids of the open organisations where this person has one of the roles."""
        return frozenset(
            each.organisation_id
            for each in self.memberships
            if each.organisation.is_open and each.role_set & frozenset(roles)
        )

    def stands_for_employer(self, organisation_id: int | None) -> bool:
        """Whether this person represents the company or is responsible for its staff.

        None is a company that nobody named: standing for any counts.
        """
        return any(
            each.side is Side.employer and organisation_id in (None, each.organisation_id)
            for each in self.memberships
        )


class Passkey(Base):
    """One WebAuthn credential of a person; the column names are Flask-Security's."""

    __tablename__ = "passkey"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1024), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    name: Mapped[str]
    sign_count: Mapped[int] = mapped_column(default=0)
    transports: Mapped[list[str] | None] = mapped_column(JSON)
    backup_state: Mapped[bool]
    device_type: Mapped[str]
    extensions: Mapped[str | None]
    lastuse_datetime: Mapped[datetime]
    usage: Mapped[str]

    def get_user_mapping(self) -> dict[str, Any]:
        """Return how Flask-Security finds the owner."""
        return {"id": self.person_id}


class Deactivation(Base):
    """The account is switched off; taking it away switches it on again."""

    __tablename__ = "person_deactivation"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class Erasure(Base):
    """The person has asked to be forgotten: what is left is a row without a name."""

    __tablename__ = "person_erasure"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    at: Mapped[datetime]


class Invitation(Base):
    """A letter with a link by which a person sets name and password, once.

    Only the hash of the link's token is kept. A newer invitation of the same person replaces
    the older ones.
    """

    __tablename__ = "invitation"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    expires_at: Mapped[datetime]
    person: Mapped[Person] = relationship(back_populates="invitations", foreign_keys=[person_id])
    acceptance: Mapped["InvitationAcceptance | None"] = relationship(lazy="joined")


class InvitationAcceptance(Base):
    """The invited person has come; the key makes it happen only once."""

    __tablename__ = "invitation_acceptance"
    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id"), primary_key=True)
    at: Mapped[datetime]
