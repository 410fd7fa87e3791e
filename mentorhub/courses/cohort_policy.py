"""Who looks after which cohort, who is inside, and what a company may look at.

A door takes the person who knocks (None for a visitor) and gives the thing, or raises
``NotSignedIn``, ``Denied`` or ``Missing``; outsiders get ``Missing``.
"""

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from mentorhub.accounts import policy as accounts_policy
from mentorhub.accounts.models import (
    HOMES,
    Organisation,
    OrganisationKind,
    Person,
    Role,
    Side,
)
from mentorhub.accounts.queries import people_by_email
from mentorhub.courses.models import (
    Announcement,
    Attempt,
    Cohort,
    CohortMember,
    LiveDate,
    PracticeHanding,
)
from mentorhub.courses.queries import cohorts
from mentorhub.courses.queries.cohorts import Keeper, Keeping
from mentorhub.kit.errors import Denied, Missing


def keeper(session: Session, person: Person | None) -> Keeper:
    """Return what somebody looks after, as the database knows them now.

    Raises:
        NotSignedIn: nobody is signed in, or the account was switched off meanwhile.
        Denied: neither coordinator nor programme admin.
    """
    present = accounts_policy.own_account(session, person)
    barred = {each.organisation_id for each in present.memberships if each.side is Side.employer}
    within = accounts_policy.managed_organisations(present)
    return Keeper(present.id, within, frozenset(barred))


def keeping(session: Session, person: Person | None, cohort_id: int) -> Keeping:
    """Return a cohort that somebody looks after.

    Raises:
        NotSignedIn, Denied, Missing: visitors, people without that task, other cohorts.
    """
    knocking = keeper(session, person)
    found = session.get(Cohort, cohort_id)
    if found is None or (
        knocking.within is not None and found.organisation_id not in knocking.within
    ):
        raise Missing
    return Keeping(found, knocking)


def home(session: Session, person: Person | None, organisation_id: int) -> Organisation:
    """Return an organisation in which somebody may found a cohort.

    Raises:
        NotSignedIn, Denied, Missing: see ``accounts.policy.organisation_to_see``; also one whose
            kind knows no coordinators, or that is closed.
    """
    found = accounts_policy.organisation_to_see(session, person, organisation_id)
    if not is_home(found):
        raise Missing
    return found


def is_home(organisation: Organisation) -> bool:
    """Return whether an organisation can have coordinators, and so cohorts."""
    return organisation.kind in HOMES[Role.coordinator] and organisation.is_open


def people_to_take_in(
    session: Session, person: Person | None, addresses: Iterable[str]
) -> dict[str, Person]:
    """Return by address those people whom somebody may take into a cohort; others are not told of.

    Raises:
        NotSignedIn, Denied: see ``keeper``.
    """
    within = keeper(session, person).within
    found = people_by_email(session, addresses)
    return {
        address: each
        for address, each in found.items()
        if within is None or within & {home_.organisation_id for home_ in each.memberships}
    }


def kept_member(
    session: Session, person: Person | None, cohort_id: int, person_id: int
) -> CohortMember:
    """Return a member of a cohort that somebody looks after.

    Raises:
        NotSignedIn, Denied, Missing: see ``keeping``; also people who are not inside, or whom the
            keeper may not see.
    """
    mine = keeping(session, person, cohort_id)
    if person_id not in {each.person_id for each in cohorts.members(session, mine)}:
        raise Missing
    found = cohorts.member(session, cohort_id, person_id)
    if found is None:
        raise Missing
    return found


def kept_date(
    session: Session, person: Person | None, cohort_id: int, date_id: int
) -> tuple[Keeping, LiveDate]:
    """Return a date of a cohort that somebody looks after.

    Raises:
        NotSignedIn, Denied, Missing: see ``keeping``; also dates of other cohorts.
    """
    mine = keeping(session, person, cohort_id)
    found = session.get(LiveDate, date_id)
    if found is None or found.cohort_id != cohort_id:
        raise Missing
    return mine, found


def kept_announcement(
    session: Session, person: Person | None, cohort_id: int, announcement_id: int
) -> Announcement:
    """Return an announcement of a cohort that somebody looks after.

    Raises:
        NotSignedIn, Denied, Missing: see ``keeping``; also announcements of other cohorts.
    """
    keeping(session, person, cohort_id)
    found = session.get(Announcement, announcement_id)
    if found is None or found.cohort_id != cohort_id:
        raise Missing
    return found


def handing_to_read(session: Session, person: Person | None, handing_id: int) -> PracticeHanding:
    """Return a practice task that somebody may read and answer, not their own.

    Raises:
        NotSignedIn, Denied, Missing: visitors, people without that task, other people's work.
    """
    knocking = keeper(session, person)
    found = session.get(PracticeHanding, handing_id)
    if found is None or not cohorts.keeps_person(
        session, knocking, found.enrolment.person_id, found.enrolment.course_slug
    ):
        raise Missing
    return found


def attempt_to_grade(session: Session, person: Person | None, attempt_id: int) -> Attempt:
    """Return an attempt that was handed in and whose free texts somebody may grade, not their own.

    Raises:
        NotSignedIn, Denied, Missing: visitors, people without that task, other people's work.
    """
    knocking = keeper(session, person)
    found = session.get(Attempt, attempt_id)
    if found is None or found.handing is None:
        raise Missing
    if not cohorts.keeps_person(
        session, knocking, found.enrolment.person_id, found.enrolment.course_slug
    ):
        raise Missing
    return found


def own_group(session: Session, person: Person | None, cohort_id: int) -> CohortMember:
    """Return the asker's own place in a cohort.

    Raises:
        NotSignedIn: nobody is signed in.
        Missing: they are not inside, or have left.
    """
    inside = accounts_policy.signed_in(person)
    found = cohorts.member(session, cohort_id, inside.id)
    if found is None or found.leaving:
        raise Missing
    return found


def own_date(session: Session, person: Person | None, cohort_id: int, date_id: int) -> LiveDate:
    """Return a date of a cohort in which the asker is.

    Raises:
        NotSignedIn, Missing: see ``own_group``; also dates of other cohorts.
    """
    own_group(session, person, cohort_id)
    found = session.get(LiveDate, date_id)
    if found is None or found.cohort_id != cohort_id:
        raise Missing
    return found


def by_link(session: Session, token: str, today: date) -> Cohort:
    """Return the cohort that a link opens, to whoever holds it.

    Raises:
        Missing: the link leads nowhere, or the cohort is over.
    """
    found = cohorts.by_link(session, token)
    if found is None or found.is_over(today):
        raise Missing
    return found


def calendar_owner(session: Session, token: str) -> Person:
    """Return whose dates a private address shows, to whoever holds it.

    Raises:
        Missing: it leads nowhere, or the account is switched off.
    """
    link = cohorts.calendar_link(session, token)
    if link is None or not link.person.active:
        raise Missing
    return link.person


def own_company(session: Session, person: Person | None, organisation_id: int) -> Organisation:
    """Return a company to which the asker belongs, to decide what it may see.

    Raises:
        NotSignedIn: nobody is signed in.
        Missing: they do not belong to it, or it is no company.
    """
    present = accounts_policy.own_account(session, person)
    for each in present.memberships:
        home_ = each.organisation
        if home_.id == organisation_id and home_.kind is OrganisationKind.company:
            return home_
    raise Missing


def represented(session: Session, person: Person | None) -> list[Organisation]:
    """Return the companies that somebody represents, by name.

    Raises:
        NotSignedIn: nobody is signed in.
        Denied: they represent none.
    """
    present = accounts_policy.own_account(session, person)
    ids = present.organisations_as(Role.company_representative)
    homes = [each.organisation for each in present.memberships if each.organisation_id in ids]
    if not homes:
        raise Denied
    return sorted(homes, key=lambda each: each.sort_name)
