"""Who belongs where, in which roles, and what may not come together."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from mentorhub.accounts.models import (
    HOMES,
    SIDES,
    Membership,
    MembershipRole,
    Organisation,
    Person,
    PersonnelResponsibility,
    Role,
    Side,
)
from mentorhub.accounts.policy import grantable_roles
from mentorhub.accounts.queries import count_holders, members_with
from mentorhub.kit import audit
from mentorhub.kit.errors import Denied, Refused


class RoleHasNoHomeHere(Refused):
    """This role is not possible in an organisation of this kind."""


class MustBeApart(Refused):
    """Mentor on one side, representative or responsible for staff on the other."""


class AlreadyMember(Refused):
    """The person belongs to this organisation already."""


class LastAdmin(Refused):
    """Without this person nobody could administer the programme."""


class ChangedMeanwhile(Refused):
    """Somebody else has just given this member other roles."""


def join(
    session: Session,
    person: Person,
    organisation: Organisation,
    roles: Iterable[Role] = (),
    *,
    is_responsible: bool = False,
    by: Person | None,
    now: datetime,
) -> Membership:
    """Make a person a member with these roles. ``by`` is None for the machine.

    Raises:
        AlreadyMember, RoleHasNoHomeHere, MustBeApart: it contradicts what is there or itself.
        Denied: ``by`` may not give one of the roles.
    """
    membership = _begin(session, person, organisation, now)
    subject = f"membership:{membership.id}"
    audit.note(
        session,
        "membership.begun",
        subject,
        by=by.id if by else None,
        at=now,
        person=person.id,
        organisation=organisation.id,
    )
    set_roles(session, membership, roles, is_responsible=is_responsible, by=by, now=now)
    return membership


def set_roles(
    session: Session,
    membership: Membership,
    roles: Iterable[Role],
    *,
    is_responsible: bool,
    by: Person | None,
    now: datetime,
) -> bool:
    """Give a member exactly these roles and return whether anything differed.

    Raises:
        RoleHasNoHomeHere: a role is not possible in an organisation of this kind.
        MustBeApart: the roles stand on both sides, or somebody has just chosen the other one.
        ChangedMeanwhile: somebody has just given other roles.
        Denied: ``by`` may not give or take one of the roles.
        LastAdmin: nobody else administers the programme.
    """
    wanted = frozenset(roles)
    side = side_of(membership.organisation, wanted, is_responsible=is_responsible)
    given, taken = wanted - membership.role_set, membership.role_set - wanted
    turned = is_responsible != (membership.responsibility is not None)
    if not (given or taken or turned):
        return False
    _may_set(by, membership.organisation, given | taken)
    if Role.programme_admin in taken:
        _keep_an_admin_beside(session, membership)
    id_ = membership.id
    try:
        with session.begin_nested():
            _rewrite(
                session, membership, wanted, side, is_responsible=is_responsible, by=by, now=now
            )
    except (IntegrityError, StaleDataError) as problem:
        there = session.scalar(select(Membership.side).where(Membership.id == id_))
        is_apart = None not in (side, there) and side is not there
        raise (MustBeApart if is_apart else ChangedMeanwhile) from problem
    audit.note(
        session,
        "membership.roles_set",
        f"membership:{id_}",
        by=by.id if by else None,
        at=now,
        given=sorted(given),
        taken=sorted(taken),
        responsible=is_responsible,
    )
    return True


def leave(session: Session, membership: Membership, *, by: Person | None, now: datetime) -> None:
    """End a membership with all its roles.

    Raises:
        Denied: ``by`` may not take one of the roles.
        LastAdmin: nobody else administers the programme.
    """
    _may_set(by, membership.organisation, membership.role_set)
    if Role.programme_admin in membership.role_set:
        _keep_an_admin_beside(session, membership)
    audit.note(
        session,
        "membership.ended",
        f"membership:{membership.id}",
        by=by.id if by else None,
        at=now,
        person=membership.person_id,
        organisation=membership.organisation_id,
    )
    person = membership.person
    membership.roles.clear()
    membership.responsibility = None
    session.flush()
    session.delete(membership)
    session.flush()
    session.expire(person, ["memberships"])


def check(
    organisation: Organisation, roles: frozenset[Role], *, is_responsible: bool, by: Person
) -> None:
    """Refuse what could never be given here by this person.

    Raises:
        RoleHasNoHomeHere, MustBeApart: the roles contradict the organisation or each other.
        Denied: ``by`` may not give one of the roles.
    """
    side_of(organisation, roles, is_responsible=is_responsible)
    _may_set(by, organisation, roles)


def side_of(
    organisation: Organisation, roles: frozenset[Role], *, is_responsible: bool
) -> Side | None:
    """Return the side on which somebody with these roles stands, None for neither.

    Raises:
        RoleHasNoHomeHere: a role is not possible in an organisation of this kind.
        MustBeApart: the roles stand on both sides.
    """
    for role in sorted(roles):
        if organisation.kind not in HOMES[role]:
            raise RoleHasNoHomeHere(role)
    sides = {SIDES[role] for role in roles if role in SIDES}
    if is_responsible:
        sides.add(Side.employer)
    if len(sides) > 1:
        raise MustBeApart
    return next(iter(sides), None)


def _may_set(by: Person | None, organisation: Organisation, changed: frozenset[Role]) -> None:
    """Let the machine do anything, admins what has a home here, coordinators what is theirs."""
    if by is None:
        return
    grantable = grantable_roles(by, organisation)
    if not grantable or changed - grantable:
        raise Denied


def keep_an_admin(session: Session, person: Person) -> None:
    """Refuse to let go of the last person who administers the programme.

    Raises:
        LastAdmin: it is this one.
    """
    if Role.programme_admin not in person.held_roles:
        return
    _lock_admins(session)
    if not person.is_invited and person.active and count_holders(session, Role.programme_admin) < 2:
        raise LastAdmin


def _keep_an_admin_beside(session: Session, membership: Membership) -> None:
    """Refuse to take the office of the last admin; one who holds two may give up either.

    Raises:
        LastAdmin: nobody would administer the programme.
    """
    _lock_admins(session)
    held = members_with(session, Role.programme_admin)
    homes = {each.organisation_id for each in held if each.person_id == membership.person_id}
    if not homes - {membership.organisation_id}:
        keep_an_admin(session, membership.person)


def keep_an_admin_outside(session: Session, organisation: Organisation) -> None:
    """Refuse to close the organisation of all who administer the programme.

    Raises:
        LastAdmin: there are some, and each belongs to this organisation alone.
    """
    _lock_admins(session)
    homes = {each.organisation_id for each in members_with(session, Role.programme_admin)}
    if homes == {organisation.id}:
        raise LastAdmin


def _lock_admins(session: Session) -> None:
    """Let those wait who let go of each other at the same time."""
    admins = select(MembershipRole.membership_id).where(MembershipRole.role == Role.programme_admin)
    session.execute(admins.with_for_update())


def _begin(
    session: Session, person: Person, organisation: Organisation, now: datetime
) -> Membership:
    if any(each.organisation_id == organisation.id for each in person.memberships):
        raise AlreadyMember
    membership = Membership(person_id=person.id, organisation_id=organisation.id, at=now)
    try:
        with session.begin_nested():
            session.add(membership)
    except IntegrityError as problem:
        raise AlreadyMember from problem
    session.expire(person, ["memberships"])
    return membership


def _rewrite(
    session: Session,
    membership: Membership,
    wanted: frozenset[Role],
    side: Side | None,
    *,
    is_responsible: bool,
    by: Person | None,
    now: datetime,
) -> None:
    """Write roles and side in the order that the foreign keys between them allow."""
    by_id = by.id if by else None
    membership.roles = [
        each for each in membership.roles if each.role in wanted and each.side in (None, side)
    ]
    if membership.side != side or not is_responsible:
        membership.responsibility = None
    session.flush()
    membership.side = side
    session.flush()
    there = membership.role_set
    membership.roles.extend(
        MembershipRole(role=role, side=SIDES.get(role), by_id=by_id, at=now)
        for role in sorted(wanted - there)
    )
    if is_responsible and membership.responsibility is None:
        membership.responsibility = PersonnelResponsibility(side=Side.employer, by_id=by_id, at=now)
    session.flush()
