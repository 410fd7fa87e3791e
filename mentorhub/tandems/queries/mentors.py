"""What one mentor has to do today, and what is stored about a mentor in this room."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from mentorhub.accounts.models import Person
from mentorhub.kit.clock import GERMANY
from mentorhub.kit.crypto import Cipher
from mentorhub.tandems.models import (
    CaseDraft,
    CaseFunding,
    CaseMentor,
    Conversation,
    NextStep,
    RuleChecked,
    Taking,
)
from mentorhub.tandems.queries import cases, desks, rule_changes
from mentorhub.tandems.queries.opening import content_of
from mentorhub.tandems.queries.rule_changes import Changed

SHOWN_STEPS = 5


@dataclass(frozen=True)
class DueStep:
    """A step that waits to be done, and whose it is; texts are None if they cannot be opened."""

    case_id: int
    first_name: str | None
    text: str | None
    due_on: date | None
    is_late: bool


@dataclass(frozen=True)
class ChangedRule:
    """A rule that a case has steps by has changed, and whose case that is."""

    first_name: str | None
    changed: Changed


@dataclass(frozen=True)
class Today:
    """What waits for a mentor: requests, open cases, changed rules and next steps in them."""

    waiting: int
    open_cases: int
    steps: tuple[DueStep, ...]
    rules: tuple[ChangedRule, ...] = ()


def today_for(session: Session, cipher: Cipher, person_id: int, now: datetime) -> Today:
    """Return what waits for this mentor; nothing for anybody who is none (any more)."""
    person = session.get(Person, person_id)
    if person is None or not person.active:
        return Today(0, 0, ())
    held = cases.held_by(session, person)
    today = now.astimezone(GERMANY).date()
    steps = tuple(
        DueStep(
            case_id=case.id,
            first_name=content.first_name if (content := content_of(cipher, case)) else None,
            text=step.text,
            due_on=step.due_on,
            is_late=step.due_on is not None and step.due_on < today,
        )
        for case, step in cases.due_steps(cipher, held)[:SHOWN_STEPS]
    )
    by_id = {case.id: case for case in held}
    rules = tuple(
        ChangedRule(
            content.first_name if (content := content_of(cipher, by_id[each.case_id])) else None,
            each,
        )
        for each in rule_changes.unchecked(session, cipher, held)
    )
    return Today(desks.count_waiting(session, person), len(held), steps, rules)


def export_for(session: Session, person_id: int) -> dict[str, int]:
    """Return how much a mentor did here, in numbers only: the contents belong to others."""
    counted: dict[str, ColumnElement[bool]] = {
        "requests_taken": Taking.by_id == person_id,
        "cases_held": CaseMentor.person_id == person_id,
        "conversations_logged": Conversation.by_id == person_id,
        "steps_written": NextStep.by_id == person_id,
        "drafts": CaseDraft.person_id == person_id,
        "funding_details_kept": CaseFunding.by_id == person_id,
        "rules_checked": RuleChecked.by_id == person_id,
    }
    return {
        name: session.scalar(select(func.count()).where(condition)) or 0
        for name, condition in counted.items()
    }
