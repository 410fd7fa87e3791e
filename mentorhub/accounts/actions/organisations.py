"""Founding, changing, closing and opening organisations."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mentorhub.accounts.actions import memberships
from mentorhub.accounts.models import (
    Organisation,
    OrganisationClosing,
    OrganisationKind,
    new_company_code,
)
from mentorhub.kit import audit
from mentorhub.kit.errors import Refused


class AlreadyThere(Refused):
    """An organisation of this kind, name and postcode exists."""


@dataclass(frozen=True)
class Facts:
    """What is known about an organisation; ``headcount`` None means nobody said it."""

    name: str
    headcount: int | None = None
    sector: str = ""
    postcode: str = ""
    town: str = ""


def found(
    session: Session, kind: OrganisationKind, facts: Facts, *, by: int | None, now: datetime
) -> Organisation:
    """Write down a new organisation; a company gets its code.

    Raises:
        AlreadyThere: one of this kind, name and postcode exists.
    """
    code = new_company_code() if kind is OrganisationKind.company else None
    made = Organisation(kind=kind, code=code, created_at=now, **_columns(facts))
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError as problem:
        raise AlreadyThere(facts.name) from problem
    audit.note(session, "organisation.founded", f"organisation:{made.id}", by=by, at=now)
    return made


def change(
    session: Session, organisation: Organisation, facts: Facts, *, by: int | None, now: datetime
) -> bool:
    """Change what is known about an organisation and return whether anything differed.

    Raises:
        AlreadyThere: another one of this kind has that name and postcode.
    """
    new = {
        name: value
        for name, value in _columns(facts).items()
        if getattr(organisation, name) != value
    }
    if not new:
        return False
    try:
        with session.begin_nested():
            for name, value in new.items():
                setattr(organisation, name, value)
    except IntegrityError as problem:
        raise AlreadyThere(facts.name) from problem
    subject = f"organisation:{organisation.id}"
    audit.note(session, "organisation.changed", subject, by=by, at=now, fields=sorted(new))
    return True


def close(session: Session, organisation: Organisation, *, by: int, now: datetime) -> None:
    """Let an organisation take no part any more; its roles rest. Twice changes nothing.

    Raises:
        LastAdmin: nobody outside it administers the programme.
    """
    if organisation.closing:
        return
    memberships.keep_an_admin_outside(session, organisation)
    organisation.closing = OrganisationClosing(by_id=by, at=now)
    audit.note(session, "organisation.closed", f"organisation:{organisation.id}", by=by, at=now)
    session.flush()


def reopen(session: Session, organisation: Organisation, *, by: int, now: datetime) -> None:
    """Let a closed organisation take part again. Twice changes nothing."""
    if not organisation.closing:
        return
    organisation.closing = None
    audit.note(session, "organisation.reopened", f"organisation:{organisation.id}", by=by, at=now)
    session.flush()


def renew_code(session: Session, organisation: Organisation, *, by: int, now: datetime) -> str:
    """Give a company a new code, because the old one got about; the old one ends at once.

    Raises:
        Refused: only companies have a code.
    """
    if organisation.kind is not OrganisationKind.company:
        raise Refused("only companies have a code")
    organisation.code = new_company_code()
    audit.note(
        session, "organisation.code_renewed", f"organisation:{organisation.id}", by=by, at=now
    )
    session.flush()
    return organisation.code


def _columns(facts: Facts) -> dict[str, object]:
    return {
        "name": facts.name,
        "headcount": facts.headcount,
        "sector": facts.sector,
        "postcode": facts.postcode,
        "town": facts.town,
    }
