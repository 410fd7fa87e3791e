"""Who may do what with people and organisations, and who may counsel whom.

A door takes the person who knocks (None for a visitor) and gives the thing, or raises
``NotSignedIn``, ``Denied`` or ``Missing``; outsiders get ``Missing``.
"""

from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.accounts.models import (
    HOMES,
    MENTORS,
    ApiToken,
    JoinQuestion,
    Membership,
    Organisation,
    Person,
    Role,
    Side,
    SignIn,
    Upload,
)
from mentorhub.kit.errors import Denied, Missing

# What a coordinator may give in the own organisation; everything else is the programme's business.
COORDINATORS_GIVE = frozenset({Role.employee, Role.inter_company_mentor, Role.coordinator})

OfOrganisation = TypeVar("OfOrganisation", Membership, JoinQuestion)


class NotSignedIn(Denied):
    """Nobody is signed in; the page leads to the sign-in and back."""


def signed_in(person: Person | None) -> Person:
    """Return the person who is signed in.

    Raises:
        NotSignedIn: nobody is.
    """
    if person is None:
        raise NotSignedIn
    return person


def with_role(person: Person | None, *roles: Role) -> Person:
    """Return the signed-in person if they have at least one of the roles anywhere.

    Raises:
        NotSignedIn: nobody is signed in.
        Denied: somebody else is.
    """
    knocking = signed_in(person)
    if not knocking.held_roles & frozenset(roles):
        raise Denied
    return knocking


def may_counsel(session: Session, person: Person) -> bool:
    """Return whether the person is a mentor of either kind at all."""
    present = _present(session, person)
    return present is not None and bool(present.held_roles & MENTORS)


def may_hold_cases_of(session: Session, person: Person, organisation_id: int | None) -> bool:
    """Return whether the person may counsel the people of this organisation.

    Inter-company mentors counsel everywhere, in-company mentors in their own company; but whoever
    represents that company or is responsible for its staff never does, whatever else they are.
    ``organisation_id`` is None for people whose company is not known: it may be any, so only
    mentors from outside counsel them who stand for no employer at all. The answer comes from the
    database, not from what ``person`` was when loaded.
    """
    present = _present(session, person)
    if present is None or present.stands_for_employer(organisation_id):
        return False
    inside = present.organisations_as(Role.in_company_mentor)
    return Role.inter_company_mentor in present.held_roles or organisation_id in inside


def can_manage_all(person: Person | None) -> bool:
    """Return whether every person and every organisation is this person's business."""
    return person is not None and Role.programme_admin in person.held_roles


def managed_organisations(person: Person | None) -> frozenset[int] | None:
    """Return the ids of the organisations that this person looks after; None means all.

    Raises:
        NotSignedIn: nobody is signed in.
        Denied: neither programme admin nor coordinator.
    """
    keeper = with_role(person, Role.programme_admin, Role.coordinator)
    return None if can_manage_all(keeper) else keeper.organisations_as(Role.coordinator)


def programme_admin(person: Person | None) -> Person:
    """Return the signed-in programme admin.

    Raises:
        NotSignedIn: nobody is signed in.
        Denied: somebody else is.
    """
    return with_role(person, Role.programme_admin)


def grantable_roles(person: Person | None, organisation: Organisation) -> frozenset[Role]:
    """Return the roles that this person may give and take in this organisation."""
    possible = frozenset(role for role, homes in HOMES.items() if organisation.kind in homes)
    if can_manage_all(person):
        return possible
    if person and organisation.id in person.organisations_as(Role.coordinator):
        return possible & COORDINATORS_GIVE
    return frozenset()


def organisation_to_see(session: Session, person: Person | None, id_: int) -> Organisation:
    """Return an organisation that this person looks after.

    Raises:
        NotSignedIn, Denied, Missing: visitors, people without that task, other organisations.
    """
    managed = managed_organisations(person)
    organisation = session.get(Organisation, id_)
    if organisation is None or (managed is not None and organisation.id not in managed):
        raise Missing
    return organisation


def person_to_see(session: Session, person: Person | None, id_: int) -> Person:
    """Return a person of an organisation that the asker looks after.

    Raises:
        NotSignedIn, Denied, Missing: visitors, people without that task, other people.
    """
    managed = managed_organisations(person)
    found = session.get(Person, id_)
    if found is None or found.erasure:
        raise Missing
    if managed is not None and not managed & {each.organisation_id for each in found.memberships}:
        raise Missing
    return found


def person_to_change(session: Session, person: Person | None, id_: int) -> Person:
    """Return a person whose name, address or account the asker may change.

    That is the programme's business alone: whoever could change an address could take over the
    account, with all its roles in other organisations.

    Raises:
        NotSignedIn, Denied, Missing: visitors, everybody but programme admins, nobody there.
    """
    programme_admin(person)
    return person_to_see(session, person, id_)


def person_to_erase(session: Session, person: Person | None, id_: int) -> Person:
    """Return somebody else whom the programme may forget; oneself is forgotten by password.

    Raises:
        NotSignedIn, Denied, Missing: visitors, everybody but programme admins, nobody there.
    """
    found = person_to_change(session, person, id_)
    if person and found.id == person.id:
        raise Denied
    return found


def membership_to_change(session: Session, person: Person | None, id_: int) -> Membership:
    """Return a membership in an organisation that the asker looks after.

    Raises:
        NotSignedIn, Denied, Missing: visitors, people without that task, other organisations.
    """
    return _looked_after(session, person, Membership, id_)


def own_account(session: Session, person: Person | None) -> Person:
    """Return the asker's own row in this session, to be changed.

    Raises:
        NotSignedIn: nobody is signed in, or the account was switched off meanwhile.
    """
    found = _present(session, signed_in(person))
    if found is None:
        raise NotSignedIn
    return found


def own_question(session: Session, person: Person | None, id_: int) -> JoinQuestion:
    """Return a question to the asker whether they want to join, as long as it is open.

    Raises:
        NotSignedIn: nobody is signed in.
        Missing: it went to somebody else, or was declined.
    """
    owner = signed_in(person)
    found = session.get(JoinQuestion, id_)
    if found is None or found.person_id != owner.id or found.declined_at:
        raise Missing
    return found


def question_to_change(session: Session, person: Person | None, id_: int) -> JoinQuestion:
    """Return a question for an organisation that the asker looks after.

    Raises:
        NotSignedIn, Denied, Missing: visitors, people without that task, other organisations.
    """
    return _looked_after(session, person, JoinQuestion, id_)


def own_sign_in(session: Session, person: Person | None, id_: int) -> SignIn:
    """Return one of the asker's own sign-ins.

    Raises:
        NotSignedIn: nobody is signed in.
        Missing: it is somebody else's.
    """
    owner = signed_in(person)
    found = session.get(SignIn, id_)
    if found is None or found.person_id != owner.id:
        raise Missing
    return found


def api_token_to_revoke(session: Session, person: Person | None, id_: int) -> ApiToken:
    """Return the token of a program; all of them are the programme's business.

    Raises:
        NotSignedIn, Denied, Missing: visitors, everybody but programme admins, none there.
    """
    programme_admin(person)
    found = session.get(ApiToken, id_)
    if found is None:
        raise Missing
    return found


def own_upload(session: Session, person: Person | None, id_: int) -> Upload:
    """Return a table that this programme admin uploaded.

    Raises:
        NotSignedIn, Denied, Missing: visitors, other people, other people's uploads.
    """
    admin = programme_admin(person)
    found = session.get(Upload, id_)
    if found is None or found.by_id != admin.id:
        raise Missing
    return found


def employer_side_ids(session: Session, organisation_id: int | None) -> frozenset[int]:
    """Return the ids of everybody who never holds a case of this organisation's people.

    None is an organisation that nobody named: whoever stands for any employer is barred.
    """
    barred = select(Membership.person_id).where(Membership.side == Side.employer)
    if organisation_id is not None:
        barred = barred.where(Membership.organisation_id == organisation_id)
    return frozenset(session.scalars(barred))


def _present(session: Session, person: Person) -> Person | None:
    """Return the person as the database knows them now, None unless they may act."""
    found = session.get(Person, person.id)
    return found if found and found.active else None


def _looked_after(
    session: Session, person: Person | None, kind: type[OfOrganisation], id_: int
) -> OfOrganisation:
    """Return a row of an organisation that the asker looks after."""
    managed = managed_organisations(person)
    found = session.get(kind, id_)
    if found is None or (managed is not None and found.organisation_id not in managed):
        raise Missing
    return found
