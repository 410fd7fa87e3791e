"""Builders: people and organisations for any test, as few words as possible."""

import itertools
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from mentorhub.accounts.models import (
    SIDES,
    Membership,
    MembershipRole,
    Organisation,
    OrganisationClosing,
    OrganisationKind,
    Person,
    PersonnelResponsibility,
    Role,
    Side,
    fold_name,
    new_company_code,
)

LONG_AGO = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
PASSWORD = "weite Wege gemeinsam gehen"
# argon2 of PASSWORD with the cheapest costs, so that building a person takes no time.
PASSWORD_HASH = (
    "$argon2id$v=19$m=8,t=1,p=1$en6mlBMY+M7SnSqFA8e4IQ$VTQf8RsUTgTIt9rQ3lRBpeM1+jRA6LmBLQBCXkC7NwA"
)

_numbers = itertools.count(1)


def person(session: Session, name: str = "", **fields: object) -> Person:
    """Somebody who can sign in with ``PASSWORD``; the address comes from the name."""
    number = next(_numbers)
    name = name or f"Person {number}"
    given: dict[str, object] = {
        "email": f"{fold_name(name).replace(' ', '.')}.{number}@beispiel.test",
        "name": name,
        "password": PASSWORD_HASH,
        "created_at": LONG_AGO,
        "confirmed_at": LONG_AGO,
    }
    someone = Person(**(given | fields))
    session.add(someone)
    session.flush()
    return someone


def organisation(
    session: Session, kind: OrganisationKind, name: str = "", **fields: object
) -> Organisation:
    """An organisation of any kind in Dortmund."""
    given: dict[str, object] = {
        "kind": kind,
        "name": name or f"{kind.value} {next(_numbers)}",
        "postcode": "44137",
        "town": "Dortmund",
        "created_at": LONG_AGO,
    }
    if kind is OrganisationKind.company:
        given |= {"code": new_company_code(), "headcount": 40, "sector": "Metall"}
    home = Organisation(**(given | fields))
    session.add(home)
    session.flush()
    return home


def company(session: Session, name: str = "", **fields: object) -> Organisation:
    """A company of forty people in Dortmund."""
    return organisation(session, OrganisationKind.company, name, **fields)


def association(session: Session, name: str = "", **fields: object) -> Organisation:
    """An employers' association in Dortmund."""
    return organisation(session, OrganisationKind.association, name, **fields)


def member(
    session: Session, someone: Person, home: Organisation, *roles: Role, responsible: bool = False
) -> Membership:
    """Make somebody a member with these roles; the database refuses what must be apart."""
    sides = {SIDES[role] for role in roles if role in SIDES}
    side = Side.employer if responsible else next(iter(sorted(sides)), None)
    membership = Membership(person_id=someone.id, organisation_id=home.id, side=side, at=LONG_AGO)
    session.add(membership)
    session.flush()
    session.add_all(
        MembershipRole(membership_id=membership.id, role=role, side=SIDES.get(role), at=LONG_AGO)
        for role in roles
    )
    if responsible:
        session.add(PersonnelResponsibility(membership_id=membership.id, at=LONG_AGO))
    session.flush()
    session.refresh(membership)
    session.refresh(someone)
    return membership


def closing(at: datetime) -> OrganisationClosing:
    """The row that takes an organisation out of everything; give it to ``home.closing``."""
    return OrganisationClosing(at=at)
