"""Somebody would like to talk: the request, where it waits and what became of it.

What the person wrote is sealed and bound to the row. Plain columns hold only what routing needs.
"""

import secrets
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, Enum, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorhub.accounts.models import Organisation, Person
from mentorhub.accounts.models.organisations import CODE_SIGNS
from mentorhub.kit.db import Base

if TYPE_CHECKING:
    from mentorhub.tandems.models.cases import Case

REFERENCE_SIGNS = 8


class Whom(StrEnum):
    """With whom somebody wants to talk."""

    outside = "outside"
    inside = "inside"


class WhyErased(StrEnum):
    """Why nothing of what somebody wrote is left."""

    withdrawn = "withdrawn"
    expired = "expired"
    case_over = "case_over"


class ConversationRequest(Base):
    """Somebody without an account asks for a conversation.

    ``token_hash`` belongs to the person's private link and makes sending twice one request.
    ``reference`` is a number to say on the telephone; it opens nothing. ``sealed`` is empty once
    the request has become a case or was erased. ``organisation_id`` is the company concerned,
    None if the person did not name it. ``waits_since`` is later than ``at`` where a mentor gave
    the case back.
    """

    __tablename__ = "conversation_request"
    __table_args__ = (
        CheckConstraint(
            "sealed IS NULL OR whom <> 'inside' OR organisation_id IS NOT NULL",
            name="inside_has_company",
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    reference: Mapped[str] = mapped_column(unique=True)
    whom: Mapped[Whom] = mapped_column(
        Enum(Whom, native_enum=False, length=16, validate_strings=True)
    )
    postcode: Mapped[str] = mapped_column(default="")
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    at: Mapped[datetime]
    waits_since: Mapped[datetime] = mapped_column(index=True)
    consent: Mapped["Consent"] = relationship(lazy="joined")
    desks: Mapped[list["RequestDesk"]] = relationship(lazy="selectin", cascade="all, delete-orphan")
    taking: Mapped["Taking | None"] = relationship(lazy="joined", cascade="all, delete-orphan")
    erasure: Mapped["RequestErasure | None"] = relationship(lazy="joined")
    reminder: Mapped["RequestReminder | None"] = relationship(cascade="all, delete-orphan")
    case: Mapped["Case | None"] = relationship(back_populates="request")
    organisation: Mapped[Organisation | None] = relationship(lazy="joined")

    @property
    def about(self) -> str:
        """What the sealed bytes are bound to."""
        return f"conversation_request:{self.id}"


class Consent(Base):
    """To what the person agreed: the version of the words, and whether searches are shown."""

    __tablename__ = "request_consent"
    request_id: Mapped[int] = mapped_column(ForeignKey("conversation_request.id"), primary_key=True)
    text_version: Mapped[str]
    shows_search: Mapped[bool]
    at: Mapped[datetime]


class RequestDesk(Base):
    """The mentors of this organisation may read and take the request."""

    __tablename__ = "request_desk"
    request_id: Mapped[int] = mapped_column(ForeignKey("conversation_request.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id"), primary_key=True, index=True
    )
    at: Mapped[datetime]
    organisation: Mapped[Organisation] = relationship(lazy="joined")


class Taking(Base):
    """Somebody has taken the request; the key lets only one do it."""

    __tablename__ = "request_taking"
    request_id: Mapped[int] = mapped_column(ForeignKey("conversation_request.id"), primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    by: Mapped[Person] = relationship()


class RequestErasure(Base):
    """Nothing of what the person wrote is left, and why."""

    __tablename__ = "request_erasure"
    request_id: Mapped[int] = mapped_column(ForeignKey("conversation_request.id"), primary_key=True)
    why: Mapped[WhyErased] = mapped_column(
        Enum(WhyErased, native_enum=False, length=16, validate_strings=True)
    )
    at: Mapped[datetime]


class RequestReminder(Base):
    """The desk was reminded that somebody still waits; once for each wait."""

    __tablename__ = "request_reminder"
    request_id: Mapped[int] = mapped_column(ForeignKey("conversation_request.id"), primary_key=True)
    at: Mapped[datetime]


def new_reference() -> str:
    """Return a number such as ``K7QM-3XWP`` that can be read out on the telephone."""
    signs = "".join(secrets.choice(CODE_SIGNS) for _ in range(REFERENCE_SIGNS))
    return f"{signs[:4]}-{signs[4:]}"
