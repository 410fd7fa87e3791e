"""Invented people and organisations for demonstrations; every name ends with (Beispiel)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from mentorhub.accounts import passwords
from mentorhub.accounts.actions import memberships, organisations, people, signing_in
from mentorhub.accounts.actions.organisations import Facts
from mentorhub.accounts.models import (
    Deactivation,
    Organisation,
    OrganisationKind,
    Person,
    Role,
    WhyEnded,
)
from mentorhub.accounts.queries import organisation_named, people_by_email, person_by_email
from mentorhub.kit import audit

# Known to everybody, therefore only ever set in demo mode, which production refuses. Outside of
# demo mode nobody signs in with one of these addresses: a visitor may have set another password.
PASSWORD = "drei bunte Regenschirme"  # noqa: S105

HOMES: dict[str, tuple[OrganisationKind, Facts]] = {
    "metall": (
        OrganisationKind.company,
        Facts(
            "Metallbau Hellweg GmbH (Beispiel)",
            46,
            "Metall- und Elektroindustrie",
            "44137",
            "Dortmund",
        ),
    ),
    "pflege": (
        OrganisationKind.company,
        Facts("Pflegedienst Rheinbogen (Beispiel)", 120, "Gesundheit und Pflege", "50667", "Köln"),
    ),
    "logistik": (
        OrganisationKind.company,
        Facts("Siegtal Logistik KG (Beispiel)", 18, "Lager und Verkehr", "57072", "Siegen"),
    ),
    "verband": (
        OrganisationKind.association,
        Facts("Arbeitgeberverband Westfalen Mitte (Beispiel)", None, "", "44135", "Dortmund"),
    ),
    "kammer": (
        OrganisationKind.chamber,
        Facts("Wirtschaftskammer Rhein (Beispiel)", None, "", "50668", "Köln"),
    ),
    "gewerkschaft": (
        OrganisationKind.union,
        Facts("Gewerkschaft Arbeit und Lernen (Beispiel)", None, "", "57074", "Siegen"),
    ),
    "traeger": (
        OrganisationKind.provider,
        Facts("Lernwerk Hellweg (Beispiel)", 35, "Weiterbildung", "44139", "Dortmund"),
    ),
    "buero": (
        OrganisationKind.coordination_office,
        Facts("Koordinierungsstelle Weiterbildung NRW (Beispiel)", None, "", "45127", "Essen"),
    ),
}


@dataclass(frozen=True)
class DemoPerson:
    """One invented person: what to call them, where they belong, what they are."""

    email: str
    name: str
    home: str
    role: Role
    is_responsible: bool = False


PEOPLE = (
    DemoPerson("ele@beispiel.test", "Ele Arslan (Beispiel)", "metall", Role.employee),
    DemoPerson("ben@beispiel.test", "Ben Okafor (Beispiel)", "metall", Role.in_company_mentor),
    DemoPerson(
        "chris@beispiel.test",
        "Chris Vogt (Beispiel)",
        "metall",
        Role.company_representative,
        is_responsible=True,
    ),
    DemoPerson(
        "ines@beispiel.test", "Ines Brandt (Beispiel)", "verband", Role.inter_company_mentor
    ),
    DemoPerson("ali@beispiel.test", "Ali Demir (Beispiel)", "kammer", Role.inter_company_mentor),
    DemoPerson("koni@beispiel.test", "Koni Wolters (Beispiel)", "verband", Role.coordinator),
    DemoPerson(
        "pruefer@beispiel.test", "Paula Rieger (Beispiel)", "gewerkschaft", Role.seal_reviewer
    ),
    DemoPerson("ausschuss@beispiel.test", "Aylin Schuster (Beispiel)", "kammer", Role.committee),
    DemoPerson("redaktion@beispiel.test", "Rosa Lindner (Beispiel)", "buero", Role.editor),
    DemoPerson("forschung@beispiel.test", "Femi Adler (Beispiel)", "buero", Role.researcher),
    DemoPerson("admin@beispiel.test", "Ada Pohl (Beispiel)", "buero", Role.programme_admin),
)


@dataclass(frozen=True)
class SignIn:
    """What is printed and shown, so that visitors of a demonstration can sign in."""

    email: str
    password: str
    name: str
    role: Role
    organisation: str


SIGN_INS = tuple(
    SignIn(each.email, PASSWORD, each.name, each.role, HOMES[each.home][1].name) for each in PEOPLE
)


EMAILS = frozenset(each.email for each in PEOPLE)


def load_demo(session: Session, now: datetime) -> list[SignIn]:
    """Write the demo people and organisations that are missing and return how to sign in.

    Call it in demo mode only. A second call changes nothing.
    """
    homes = {key: _home(session, kind, facts, now) for key, (kind, facts) in HOMES.items()}
    secret = None
    for each in PEOPLE:
        if person_by_email(session, each.email) is None:
            secret = secret or passwords.hashed(PASSWORD)
            _person(session, each, homes[each.home], secret, now)
    return list(SIGN_INS)


def switched_on(session: Session) -> list[Person]:
    """Return the demo people whose accounts are not switched off."""
    return [each for each in people_by_email(session, EMAILS).values() if each.active]


def sign_out(session: Session, now: datetime) -> None:
    """End what demo people left open, because demo mode is over."""
    for person in switched_on(session):
        signing_in.end_all(session, person.id, why=WhyEnded.deactivated, now=now)


def switch_off(session: Session, now: datetime) -> int:
    """Switch the accounts of all demo people off, the admin's too, and return how many."""
    there = switched_on(session)
    for person in there:
        person.deactivation = Deactivation(by_id=None, at=now)
        signing_in.end_all(session, person.id, why=WhyEnded.deactivated, now=now)
        audit.note(session, "person.deactivated", f"person:{person.id}", by=None, at=now)
    session.flush()
    return len(there)


def _home(session: Session, kind: OrganisationKind, facts: Facts, now: datetime) -> Organisation:
    there = organisation_named(session, kind, facts.name, facts.postcode)
    return there or organisations.found(session, kind, facts, by=None, now=now)


def _person(
    session: Session, demo: DemoPerson, home: Organisation, secret: str, now: datetime
) -> Person:
    person = people.create(session, demo.email, demo.name, by=None, now=now)
    person.password, person.confirmed_at = secret, now
    memberships.join(
        session, person, home, {demo.role}, is_responsible=demo.is_responsible, by=None, now=now
    )
    return person
