"""Handing over and forgetting what is known about a person (GDPR, articles 15, 17 and 20)."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from mentorhub.accounts.actions import memberships, signing_in
from mentorhub.accounts.models import (
    Deactivation,
    Erasure,
    Invitation,
    InvitationAcceptance,
    Membership,
    Person,
    SignIn,
    Upload,
    WhyEnded,
)
from mentorhub.accounts.models.people import new_handle
from mentorhub.accounts.personal_data import PersonalData
from mentorhub.kit import audit, mail
from mentorhub.kit.audit import AuditEntry

FORGOTTEN = "-"


def export(session: Session, person: Person, rooms: PersonalData, now: datetime) -> dict[str, Any]:
    """Return everything that is stored about a person as plain values.

    Secrets (password, keys, hashes) are named but not handed over.
    """
    subject = f"person:{person.id}"
    entries = session.scalars(
        select(AuditEntry)
        .where(or_(AuditEntry.by_id == person.id, AuditEntry.subject == subject))
        .order_by(AuditEntry.id)
    )
    sign_ins = session.scalars(
        select(SignIn).where(SignIn.person_id == person.id).order_by(SignIn.id)
    )
    return {
        "exported_at": now.isoformat(),
        "person": _person(person),
        "memberships": [_membership(each) for each in person.memberships],
        "sign_ins": [_sign_in(each) for each in sign_ins],
        "deeds": [
            {"deed": each.deed, "subject": each.subject, "at": each.at.isoformat()}
            for each in entries
        ],
        **{room: give(session, person.id) for room, give in rooms.exporters.items()},
    }


def erase(session: Session, person: Person, rooms: PersonalData, now: datetime) -> None:
    """Forget a person: every room empties its part, here a row without a name is left.

    Other people's records keep pointing to that row. The audit log keeps deeds, it holds no names.

    Raises:
        LastAdmin: nobody else administers the programme.
        Refused: a room says that something must be ended first.
    """
    memberships.keep_an_admin(session, person)
    for forget in rooms.erasers:
        forget(session, person.id, now)
    farewell = {"name": person.name}
    mail.queue(
        session, person.email, "accounts/mail/erased", farewell, at=now, locale=person.locale
    )
    for membership in list(person.memberships):
        memberships.leave(session, membership, by=None, now=now)
    signing_in.end_all(session, person.id, why=WhyEnded.erased, now=now)
    _empty(session, person)
    session.add(Erasure(person_id=person.id, at=now))
    audit.note(session, "person.erased", f"person:{person.id}", by=person.id, at=now)
    session.flush()
    session.expire(person)


def _empty(session: Session, person: Person) -> None:
    person.email = f"person-{person.id}@invalid"
    person.name = FORGOTTEN
    person.password = None
    person.confirmed_at = None
    person.fs_uniquifier, person.fs_webauthn_user_handle = new_handle(), None
    person.tf_primary_method = person.tf_totp_secret = person.tf_last_counter = None
    person.mf_recovery_codes = []
    person.webauthn.clear()
    session.flush()
    invited = select(Invitation.id).where(Invitation.person_id == person.id)
    session.execute(
        delete(InvitationAcceptance).where(InvitationAcceptance.invitation_id.in_(invited))
    )
    session.execute(delete(Invitation).where(Invitation.person_id == person.id))
    for upload in session.scalars(select(Upload).where(Upload.by_id == person.id)).unique():
        session.delete(upload)
    session.execute(delete(Deactivation).where(Deactivation.person_id == person.id))
    for sign_in in session.scalars(select(SignIn).where(SignIn.person_id == person.id)):
        sign_in.device = ""


def _person(person: Person) -> dict[str, Any]:
    return {
        "email": person.email,
        "name": person.name,
        "language": person.locale,
        "created_at": person.created_at.isoformat(),
        "confirmed_at": person.confirmed_at.isoformat() if person.confirmed_at else None,
        "has_password": person.password is not None,
        "has_code_app": person.tf_totp_secret is not None,
        "recovery_codes_left": len(person.mf_recovery_codes),
        "passkeys": [
            {"name": each.name, "last_used_at": each.lastuse_datetime.isoformat()}
            for each in person.webauthn
        ],
    }


def _membership(membership: Membership) -> dict[str, Any]:
    return {
        "organisation": membership.organisation.name,
        "kind": membership.organisation.kind.value,
        "since": membership.at.isoformat(),
        "roles": sorted(membership.role_set),
        "responsible_for_staff": membership.responsibility is not None,
    }


def _sign_in(sign_in: SignIn) -> dict[str, Any]:
    return {
        "device": sign_in.device,
        "started_at": sign_in.started_at.isoformat(),
        "seen_at": sign_in.seen_at.isoformat(),
        "ended_at": sign_in.ending.at.isoformat() if sign_in.ending else None,
    }
