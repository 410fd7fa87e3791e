"""A case: one person who is counselled, who holds it and what was agreed.

That somebody is counselled is itself a secret, so deeds are noted in the case's own log and never
in the audit log. Everything personal is sealed and bound to its case and row.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Enum,
    ForeignKey,
    ForeignKeyConstraint,
    LargeBinary,
    event,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorhub.accounts.models import Organisation, Role, Side
from mentorhub.kit.crypto import token_hash
from mentorhub.kit.db import Base
from mentorhub.tandems.models.requests import ConversationRequest

LONGEST_MINUTES = 600


class Channel(StrEnum):
    """How people talked."""

    in_person = "in_person"
    phone = "phone"
    video = "video"
    writing = "writing"


class Outcome(StrEnum):
    """How a case ended."""

    course_found = "course_found"
    informed = "informed"
    handed_on = "handed_on"
    not_reached = "not_reached"
    no_longer_wanted = "no_longer_wanted"
    fell_silent = "fell_silent"
    withdrawn = "withdrawn"


class Deed(StrEnum):
    """What happened in a case."""

    taken = "taken"
    given_back = "given_back"
    conversation_logged = "conversation_logged"
    conversation_changed = "conversation_changed"
    step_added = "step_added"
    step_done = "step_done"
    step_reopened = "step_reopened"
    funding_kept = "funding_kept"
    funding_deleted = "funding_deleted"
    rule_changed = "rule_changed"
    rule_checked = "rule_checked"
    ended = "ended"
    reopened = "reopened"
    erased = "erased"


def _one_of(kind: type[StrEnum]) -> Enum:
    return Enum(kind, native_enum=False, length=32, validate_strings=True)


class Case(Base):
    """One person who is counselled, without an account; without an ``ending`` it is open.

    ``organisation_id`` is the company that the person works for, None if nobody said it.
    """

    __tablename__ = "counselling_case"
    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int | None] = mapped_column(
        ForeignKey("conversation_request.id"), unique=True
    )
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    opened_at: Mapped[datetime]
    request: Mapped[ConversationRequest | None] = relationship(back_populates="case")
    organisation: Mapped[Organisation | None] = relationship(lazy="joined")
    mentors: Mapped[list["CaseMentor"]] = relationship(
        lazy="selectin", cascade="all, delete-orphan"
    )
    conversations: Mapped[list["Conversation"]] = relationship(
        cascade="all, delete-orphan", order_by="Conversation.held_on, Conversation.id"
    )
    steps: Mapped[list["NextStep"]] = relationship(
        cascade="all, delete-orphan", order_by="NextStep.id"
    )
    drafts: Mapped[list["CaseDraft"]] = relationship(cascade="all, delete-orphan")
    funding: Mapped["CaseFunding | None"] = relationship(cascade="all, delete-orphan")
    rule_changes: Mapped[list["RuleChange"]] = relationship(
        cascade="all, delete-orphan", order_by="RuleChange.id"
    )
    log: Mapped[list["CaseLog"]] = relationship(order_by="CaseLog.id")
    ending: Mapped["CaseEnding | None"] = relationship(lazy="joined", cascade="all, delete-orphan")

    @property
    def about(self) -> str:
        """What the sealed bytes are bound to."""
        return f"case:{self.id}"

    def own_entry(self, entry: str) -> str:
        """Return a form's random text as it is kept: nobody can block another case's entry."""
        return token_hash(f"case:{self.id}/{entry}")


class CaseMentor(Base):
    """This mentor holds the case.

    Three things are the database's own business:

    * A case is held through a mentor's role; where that role ends, the holding ends with it.
    * ``company_side`` is the side that the mentor's own membership in the company concerned takes,
      if there is one; it has to be true, and it may not be the employer's.
    * Whoever becomes representative or responsible there must give up the in-company role first
      (``accounts`` sees to that), and so loses the case.

    What lies across memberships, ``accounts.policy.may_hold_cases_of`` decides at every door.
    """

    __tablename__ = "case_mentor"
    __table_args__ = (
        ForeignKeyConstraint(
            ["membership_id", "role"],
            ["membership_role.membership_id", "membership_role.role"],
            name="fk_case_mentor_role_membership_role",
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["company_membership_id", "company_side"],
            ["membership.id", "membership.side"],
            name="fk_case_mentor_company_side_membership",
            ondelete="SET NULL",
            onupdate="SET NULL",
        ),
        CheckConstraint("role IN ('in_company_mentor', 'inter_company_mentor')", name="mentor"),
        CheckConstraint("company_side IS NULL OR company_side = 'counsel'", name="not_employer"),
    )
    case_id: Mapped[int] = mapped_column(ForeignKey("counselling_case.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    membership_id: Mapped[int] = mapped_column(index=True)
    role: Mapped[Role] = mapped_column(_one_of(Role))
    company_membership_id: Mapped[int | None]
    company_side: Mapped[Side | None] = mapped_column(
        Enum(Side, native_enum=False, length=16, validate_strings=True)
    )
    at: Mapped[datetime]


class Conversation(Base):
    """One conversation with the person. ``entry`` makes sending a form twice one conversation.

    ``version`` counts changes, so that two tabs cannot silently overwrite each other.
    """

    __tablename__ = "conversation"
    __table_args__ = (CheckConstraint(f"minutes BETWEEN 1 AND {LONGEST_MINUTES}", name="minutes"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("counselling_case.id"), index=True)
    entry: Mapped[str] = mapped_column(unique=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    held_on: Mapped[date]
    minutes: Mapped[int]
    channel: Mapped[Channel] = mapped_column(_one_of(Channel))
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    at: Mapped[datetime]
    changed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def about(self) -> str:
        """What the sealed bytes are bound to."""
        return f"case:{self.case_id}/conversation:{self.id}"


class NextStep(Base):
    """Something to do, agreed with the person; without ``done`` it is open."""

    __tablename__ = "next_step"
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("counselling_case.id"), index=True)
    entry: Mapped[str] = mapped_column(unique=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    due_on: Mapped[date | None] = mapped_column(index=True)
    at: Mapped[datetime]
    done: Mapped["StepDone | None"] = relationship(lazy="joined", cascade="all, delete-orphan")
    origin: Mapped["StepOrigin | None"] = relationship(cascade="all, delete-orphan")

    @property
    def about(self) -> str:
        """What the sealed bytes are bound to."""
        return f"case:{self.case_id}/step:{self.id}"


class StepDone(Base):
    """A step was done; taking it away opens the step again."""

    __tablename__ = "next_step_done"
    step_id: Mapped[int] = mapped_column(ForeignKey("next_step.id"), primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class StepOrigin(Base):
    """The instrument of funding from whose tasks a step was taken over: its id, sealed."""

    __tablename__ = "next_step_origin"
    step_id: Mapped[int] = mapped_column(ForeignKey("next_step.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)

    @property
    def about(self) -> str:
        """What the sealed bytes are bound to."""
        return f"step:{self.step_id}/origin"


class RuleChange(Base):
    """A rule says something else since steps of the case were taken over from it.

    The id of the instrument and the number of its version are sealed; ``entry`` makes each change
    one row. Without ``checked`` no mentor has looked at it yet.
    """

    __tablename__ = "case_rule_change"
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("counselling_case.id"), index=True)
    entry: Mapped[str] = mapped_column(unique=True)
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    at: Mapped[datetime]
    checked: Mapped["RuleChecked | None"] = relationship(
        lazy="joined", cascade="all, delete-orphan"
    )

    @property
    def about(self) -> str:
        """What the sealed bytes are bound to."""
        return f"case:{self.case_id}/rule_change:{self.id}"


class RuleChecked(Base):
    """A mentor has checked the steps of a case by the rule that changed."""

    __tablename__ = "case_rule_checked"
    change_id: Mapped[int] = mapped_column(ForeignKey("case_rule_change.id"), primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class CaseDraft(Base):
    """What a mentor has begun to write about a conversation and not saved yet."""

    __tablename__ = "case_draft"
    case_id: Mapped[int] = mapped_column(ForeignKey("counselling_case.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime]

    @property
    def about(self) -> str:
        """What the sealed bytes are bound to."""
        return f"case:{self.case_id}/draft:{self.person_id}"


class CaseFunding(Base):
    """What the person told about themselves so that ways to pay for a course can be found.

    It is there only as long as the person wants. ``revision`` is a random text that is new with
    every change, so that two mentors cannot silently overwrite each other, nor bring back what
    was deleted.
    """

    __tablename__ = "case_funding"
    case_id: Mapped[int] = mapped_column(ForeignKey("counselling_case.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    revision: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    @property
    def about(self) -> str:
        """What the sealed bytes are bound to."""
        return f"case:{self.case_id}/funding"


class CaseLog(Base):
    """One deed in a case, by a mentor or, where ``by_id`` is None, by the person or the machine.

    It holds no content, only grows, and stays when the content is erased.
    """

    __tablename__ = "case_log"
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("counselling_case.id"), index=True)
    deed: Mapped[Deed] = mapped_column(_one_of(Deed))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class CaseEnding(Base):
    """The end of a case; taking it away opens the case again."""

    __tablename__ = "case_ending"
    case_id: Mapped[int] = mapped_column(ForeignKey("counselling_case.id"), primary_key=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    outcome: Mapped[Outcome] = mapped_column(_one_of(Outcome))
    at: Mapped[datetime]


class OnlyGrows(RuntimeError):
    """Somebody tried to change the log of a case: a mistake in the code."""


@event.listens_for(CaseLog, "before_update")
@event.listens_for(CaseLog, "before_delete")
def _refuse(*_: Any) -> None:
    raise OnlyGrows("the log of a case only grows")
