"""What companies may see of their people: exactly what each of them agreed to."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from mentorhub.accounts.models import Membership, Organisation, OrganisationKind, Person
from mentorhub.courses import completion
from mentorhub.courses.completion import Done
from mentorhub.courses.models import Enrolment, Shared, SharingConsent
from mentorhub.courses.queries import progress
from mentorhub.courses.queries.versions import course_of


@dataclass(frozen=True)
class Taken:
    """A course of somebody; ``percent`` and ``completed_at`` are None unless they may be told."""

    title: str
    percent: int | None = None
    completed_at: datetime | None = None


@dataclass(frozen=True)
class Told:
    """What one person lets their company see."""

    name: str
    what: frozenset[Shared]
    courses: tuple[Taken, ...]


@dataclass(frozen=True)
class Company:
    """A company of a learner, and what they agreed to."""

    organisation: Organisation
    what: frozenset[Shared]


def agreed(session: Session, person_id: int, organisation_id: int) -> frozenset[Shared]:
    """Return what a person lets a company see."""
    return frozenset(
        session.scalars(
            select(SharingConsent.what).where(
                SharingConsent.person_id == person_id,
                SharingConsent.organisation_id == organisation_id,
            )
        )
    )


def companies_of(session: Session, person: Person) -> list[Company]:
    """Return the companies to which a person belongs, by name, with what they agreed to."""
    homes = [
        each.organisation
        for each in person.memberships
        if each.organisation.kind is OrganisationKind.company and each.organisation.is_open
    ]
    return [
        Company(home, agreed(session, person.id, home.id))
        for home in sorted(homes, key=lambda home: home.sort_name)
    ]


def told(session: Session, organisation_id: int) -> list[Told]:
    """Return the people of a company who agreed to something, by name, and just that.

    Whoever does not belong to the company any more is left out, whatever they once agreed to.
    """
    rows = session.execute(
        select(Person.id, Person.name, SharingConsent.what)
        .join(SharingConsent, SharingConsent.person_id == Person.id)
        .join(
            Membership,
            (Membership.person_id == Person.id)
            & (Membership.organisation_id == SharingConsent.organisation_id),
        )
        .where(SharingConsent.organisation_id == organisation_id)
        .order_by(Person.sort_name, Person.id)
    )
    people: dict[int, tuple[str, set[Shared]]] = {}
    for id_, name, what in rows:
        people.setdefault(id_, (name, set()))[1].add(what)
    enrolments = _enrolments(session, people)
    measured = [
        each.id
        for id_, (_, what) in people.items()
        if Shared.progress in what
        for each in enrolments.get(id_, ())
        if each.is_open
    ]
    done = progress.done_in(session, measured)
    return [
        Told(name, frozenset(what), _courses(enrolments.get(id_, ()), what, done))
        for id_, (name, what) in people.items()
    ]


def _enrolments(session: Session, ids: Collection[int]) -> dict[int, list[Enrolment]]:
    """Return the newest enrolment of each person in each course, without what they left."""
    rows = session.scalars(
        select(Enrolment)
        .where(Enrolment.person_id.in_(ids))
        .options(joinedload(Enrolment.version))
        .order_by(Enrolment.at, Enrolment.round)
    ).unique()
    newest = {(each.person_id, each.course_slug): each for each in rows}
    found: dict[int, list[Enrolment]] = {}
    for each in newest.values():
        if each.end is None:
            found.setdefault(each.person_id, []).append(each)
    return found


def _courses(
    enrolments: Iterable[Enrolment], what: Collection[Shared], done: Mapping[int, Done]
) -> tuple[Taken, ...]:
    """Return the courses as far as they may be told.

    Titles belong to all three; how far an open course is to progress, the day of a completion to
    progress and to certificates. Who agreed to certificates alone shows no open course.
    """
    found = []
    for each in enrolments:
        title, completed = each.version.title, each.completion
        if completed and set(what) - {Shared.participation}:
            found.append(Taken(title, 100, completed.at))
        elif each.id in done:
            percent = completion.percent(course_of(each.version), done[each.id])
            found.append(Taken(title, percent))
        elif Shared.participation in what:
            found.append(Taken(title))
    return tuple(found)
