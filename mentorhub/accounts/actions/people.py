"""Inviting people, changing what is known about them, switching accounts off and on."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mentorhub.accounts.actions import joining, memberships, signing_in
from mentorhub.accounts.models import (
    Deactivation,
    Invitation,
    InvitationAcceptance,
    JoinQuestion,
    Organisation,
    Person,
    Role,
    WhyEnded,
    fold_email,
)
from mentorhub.accounts.models.people import new_handle
from mentorhub.accounts.policy import can_manage_all
from mentorhub.accounts.queries import open_invitation, person_by_email
from mentorhub.kit import audit, mail
from mentorhub.kit.crypto import new_token, token_hash
from mentorhub.kit.errors import Missing, Refused

INVITATION_DAYS = 14


class AddressTaken(Refused):
    """The address belongs to somebody else."""


class AlreadyHere(Refused):
    """This person has accepted an invitation before."""


@dataclass(frozen=True)
class Newcomer:
    """Somebody to be brought into an organisation; ``name`` counts only for new people."""

    email: str
    name: str
    roles: frozenset[Role] = frozenset()
    is_responsible: bool = False
    gets_mail: bool = True


def create(
    session: Session,
    email: str,
    name: str,
    *,
    by: Person | None,
    now: datetime,
    locale: str = "de",
) -> Person:
    """Write down a person without a password; an invitation lets them set one.

    Raises:
        AddressTaken: somebody has this address.
    """
    made = Person(email=email, name=name, locale=locale, created_at=now)
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError as problem:
        raise AddressTaken from problem
    audit.note(session, "person.created", f"person:{made.id}", by=_id(by), at=now)
    return made


def bring_in(
    session: Session,
    organisation: Organisation,
    newcomer: Newcomer,
    *,
    by: Person,
    now: datetime,
    base_url: str,
) -> None:
    """Bring somebody into an organisation, as far as ``by`` may decide it.

    The programme's admins know every account and let people join at once. Coordinators ask: known
    people answer, new ones are invited, and nobody is told which of the two it was.

    Raises:
        AlreadyMember, AlreadyAsked, RoleHasNoHomeHere, MustBeApart, Denied: see ``joining.put``.
    """
    if can_manage_all(by):
        welcome(session, organisation, newcomer, by=by, now=now, base_url=base_url)
        return
    person, _ = _found_or_created(session, newcomer, by=by, now=now)
    question = joining.put(
        session,
        person,
        organisation,
        newcomer.roles,
        is_responsible=newcomer.is_responsible,
        typed=(newcomer.email, newcomer.name),
        by=by,
        now=now,
    )
    _send_question(session, question, by=by, now=now, base_url=base_url)


def ask_again(
    session: Session, question: JoinQuestion, *, by: Person, now: datetime, base_url: str
) -> None:
    """Write to somebody once more, unless they declined; from now on it is ``by`` who asks.

    Raises:
        RoleHasNoHomeHere, MustBeApart, Denied: see ``joining.put``.
    """
    memberships.check(
        question.organisation, question.role_set, is_responsible=question.is_responsible, by=by
    )
    question.by_id, question.at = by.id, now
    session.flush()
    session.expire(question, ["by"])
    if question.declined_at is None:
        _send_question(session, question, by=by, now=now, base_url=base_url)


def welcome(
    session: Session,
    organisation: Organisation,
    newcomer: Newcomer,
    *,
    by: Person | None,
    now: datetime,
    base_url: str,
) -> Person:
    """Bring somebody into an organisation at once: known people join, new ones are invited.

    Raises:
        AlreadyMember, RoleHasNoHomeHere, MustBeApart: see ``memberships.join``.
        Denied: ``by`` may not give one of the roles.
    """
    person, is_new = _found_or_created(session, newcomer, by=by, now=now)
    memberships.join(
        session,
        person,
        organisation,
        newcomer.roles,
        is_responsible=newcomer.is_responsible,
        by=by,
        now=now,
    )
    joining.settle(session, person, organisation)
    if not newcomer.gets_mail or not person.active:
        return person
    if is_new or person.is_invited:
        invite(session, person, by=by, now=now, base_url=base_url)
    else:
        context = {"name": person.name, "organisation": organisation.name}
        mail.queue(
            session, person.email, "accounts/mail/joined", context, at=now, locale=person.locale
        )
    return person


def invite(
    session: Session, person: Person, *, by: Person | None, now: datetime, base_url: str
) -> str:
    """Send a person a link that opens once, for a fortnight, and return its address.

    An earlier link ends with the new one.

    Raises:
        AlreadyHere: they have set a password before.
        Missing: the account is switched off.
    """
    if not person.active:
        raise Missing
    if not person.is_invited:
        raise AlreadyHere
    token = new_token()
    session.add(
        Invitation(
            person=person,
            token_hash=token_hash(token),
            by_id=_id(by),
            at=now,
            expires_at=now + timedelta(days=INVITATION_DAYS),
        )
    )
    audit.note(session, "person.invited", f"person:{person.id}", by=_id(by), at=now)
    link = f"{base_url.rstrip('/')}/einladung/{token}"
    context = {"name": person.name, "by": by.name if by else "", "link": link}
    context["days"] = str(INVITATION_DAYS)
    mail.queue(
        session, person.email, "accounts/mail/invitation", context, at=now, locale=person.locale
    )
    session.flush()
    return link


def accept(session: Session, token: str, *, name: str, password_hash: str, now: datetime) -> Person:
    """Let an invited person set name and password; the address is proven by the link.

    Raises:
        Missing: the link is unknown, too old, used or replaced.
    """
    invitation = open_invitation(session, token_hash(token), now)
    if invitation is None:
        raise Missing
    _lock(session, invitation.person)
    session.refresh(invitation, ["expires_at"])
    if invitation.expires_at <= now or not invitation.person.is_invited:
        raise Missing
    try:
        with session.begin_nested():
            session.add(InvitationAcceptance(invitation_id=invitation.id, at=now))
    except IntegrityError as problem:
        raise Missing from problem
    person = invitation.person
    person.name, person.password = name, password_hash
    person.confirmed_at = now
    audit.note(session, "person.arrived", f"person:{person.id}", by=person.id, at=now)
    session.flush()
    joining.agree_by_coming(session, person, invitation.by_id, now)
    return person


def change_name(
    session: Session, person: Person, name: str, *, by: Person | None, now: datetime
) -> bool:
    """Change how somebody is called and return whether it differed."""
    if person.name == name:
        return False
    person.name = name
    audit.note(session, "person.renamed", f"person:{person.id}", by=_id(by), at=now)
    session.flush()
    return True


def set_locale(session: Session, person: Person, locale: str) -> None:
    """Write to this person in this language from now on."""
    person.locale = locale
    session.flush()


def change_email(
    session: Session, person: Person, email: str, *, by: Person, now: datetime, base_url: str
) -> bool:
    """Change somebody's address; they must confirm it before they can sign in again.

    Both addresses are told. Somebody who was invited and has not come gets a new invitation at
    the new address instead; the one at the old address ends. Return whether it differed.

    Raises:
        AddressTaken: somebody else has this address.
    """
    _lock(session, person)
    old = person.email
    if old == fold_email(email):
        return False
    if person_by_email(session, email):
        raise AddressTaken
    try:
        with session.begin_nested():
            person.email, person.fs_uniquifier = email, new_handle()
    except IntegrityError as problem:
        raise AddressTaken from problem
    audit.note(session, "person.readdressed", f"person:{person.id}", by=by.id, at=now)
    if person.is_invited:
        _move_invitation(session, person, by=by, now=now, base_url=base_url)
        return True
    person.confirmed_at = None
    session.flush()
    signing_in.end_all(session, person.id, why=WhyEnded.everywhere, now=now)
    link = f"{base_url.rstrip('/')}/email-bestaetigen"
    for address in (old, person.email):
        context = {"name": person.name, "link": link if address == person.email else ""}
        mail.queue(
            session, address, "accounts/mail/readdressed", context, at=now, locale=person.locale
        )
    return True


def _move_invitation(
    session: Session, person: Person, *, by: Person, now: datetime, base_url: str
) -> None:
    """End what was sent to a wrong address and send it to the right one, if it was open."""
    session.flush()
    still_open = (Invitation.person_id == person.id) & (Invitation.expires_at > now)
    ended = session.scalars(
        update(Invitation).where(still_open).values(expires_at=now).returning(Invitation.id)
    ).all()
    if ended and person.active:
        invite(session, person, by=by, now=now, base_url=base_url)


def leave_old_address(session: Session, person: Person, old: str, *, now: datetime) -> None:
    """Tell the old address that somebody has moved to a new one, which a link has proven.

    Links sent to the old address before, such as one for a new password, end.
    """
    person.fs_uniquifier = new_handle()
    session.flush()
    audit.note(session, "person.readdressed", f"person:{person.id}", by=person.id, at=now)
    context = {"name": person.name}
    mail.queue(session, old, "accounts/mail/moved", context, at=now, locale=person.locale)


def deactivate(session: Session, person: Person, *, by: Person, now: datetime) -> None:
    """Switch an account off and end its sign-ins. Twice changes nothing.

    Raises:
        LastAdmin: nobody else administers the programme.
    """
    if person.deactivation:
        return
    memberships.keep_an_admin(session, person)
    person.deactivation = Deactivation(by_id=by.id, at=now)
    session.flush()
    signing_in.end_all(session, person.id, why=WhyEnded.deactivated, now=now)
    audit.note(session, "person.deactivated", f"person:{person.id}", by=by.id, at=now)


def reactivate(session: Session, person: Person, *, by: Person, now: datetime) -> None:
    """Switch an account on again. Twice changes nothing."""
    if not person.deactivation:
        return
    person.deactivation = None
    session.flush()
    audit.note(session, "person.reactivated", f"person:{person.id}", by=by.id, at=now)


def reset_second_factor(session: Session, person: Person, *, by: Person, now: datetime) -> None:
    """Take away lost codes, passkeys and recovery codes, so that the password alone counts again.

    Somebody must have made sure, in person or by telephone, who asks for it.
    """
    person.tf_primary_method = None
    person.tf_totp_secret = None
    person.tf_last_counter = None
    person.mf_recovery_codes = []
    person.webauthn.clear()
    session.flush()
    signing_in.end_all(session, person.id, why=WhyEnded.everywhere, now=now)
    audit.note(session, "person.factor_reset", f"person:{person.id}", by=by.id, at=now)
    context = {"name": person.name}
    mail.queue(session, person.email, "accounts/mail/factor", context, at=now, locale=person.locale)


def _lock(session: Session, person: Person) -> None:
    """Let nobody else accept an invitation or change the address at the same moment."""
    session.refresh(person, ["email", "password", "confirmed_at"], with_for_update=True)


def _send_question(
    session: Session, question: JoinQuestion, *, by: Person, now: datetime, base_url: str
) -> None:
    person = question.person
    if not person.active:
        return
    if person.is_invited:
        invite(session, person, by=by, now=now, base_url=base_url)
        return
    context = {
        "name": person.name,
        "by": by.name,
        "organisation": question.organisation.name,
        "link": f"{base_url.rstrip('/')}/konto/einladungen",
    }
    mail.queue(
        session, person.email, "accounts/mail/asked_to_join", context, at=now, locale=person.locale
    )


def _found_or_created(
    session: Session, newcomer: Newcomer, *, by: Person | None, now: datetime
) -> tuple[Person, bool]:
    """Return the person with this address and whether we have just written them down."""
    known = person_by_email(session, newcomer.email)
    if known:
        return known, False
    try:
        return create(session, newcomer.email, newcomer.name, by=by, now=now), True
    except AddressTaken:  # somebody else has written them down in this very moment
        found = person_by_email(session, newcomer.email)
        if found is None:
            raise
        return found, False


def _id(by: Person | None) -> int | None:
    return by.id if by else None
