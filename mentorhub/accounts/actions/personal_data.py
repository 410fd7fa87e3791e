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
    JoinQuestion,
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
from mentorhub.kit.mail import OutboxMail

FORGOTTEN = "-"


def export(session: Session, person: Person, rooms: PersonalData, now: datetime) -> dict[str, Any]:
    """Return everything that is stored about a person as plain values.

    Secrets (password, keys, hashes) are named but not handed over.
    """
    sign_ins = select(SignIn).where(SignIn.person_id == person.id).order_by(SignIn.id)
    invitations = select(Invitation).where(Invitation.person_id == person.id)
    questions = select(JoinQuestion).where(JoinQuestion.person_id == person.id)
    uploads = select(Upload).where(Upload.by_id == person.id).order_by(Upload.id)
    mails = select(OutboxMail).where(OutboxMail.to == person.email).order_by(OutboxMail.id)
    return {
        "exported_at": now.isoformat(),
        "person": _person(person),
        "memberships": [_membership(each) for each in person.memberships],
        "invitations": [
            _invitation(each) for each in session.scalars(invitations.order_by(Invitation.id))
        ],
        "asked_to_join": [
            _question(each) for each in session.scalars(questions.order_by(JoinQuestion.id))
        ],
        "sign_ins": [_sign_in(each) for each in session.scalars(sign_ins)],
        "uploads": [
            {"name": each.name, "kind": each.kind, "at": each.at.isoformat()}
            for each in session.scalars(uploads).unique()
        ],
        "mails": [_mail(each) for each in session.scalars(mails)],
        "deeds": [_deed(each, person) for each in _entries(session, person)],
        **{room: give(session, person.id) for room, give in rooms.exporters.items()},
    }


def erase(
    session: Session, person: Person, rooms: PersonalData, *, by: Person, now: datetime
) -> None:
    """Forget a person: every room empties its part, here a row without a name is left.

    ``by`` is the person, or an admin whom they told so. Other people's records keep pointing to
    that row. The audit log keeps deeds, it holds no names.

    Raises:
        LastAdmin: nobody else administers the programme.
        Refused: a room says that something must be ended first.
    """
    memberships.keep_an_admin(session, person)
    for forget in rooms.erasers:
        forget(session, person.id, now)
    mail.forget(session, person.email)
    farewell = {"name": person.name}
    mail.queue(
        session, person.email, "accounts/mail/erased", farewell, at=now, locale=person.locale
    )
    for membership in list(person.memberships):
        memberships.leave(session, membership, by=None, now=now)
    signing_in.end_all(session, person.id, why=WhyEnded.erased, now=now)
    _empty(session, person)
    session.add(Erasure(person_id=person.id, at=now))
    audit.note(session, "person.erased", f"person:{person.id}", by=by.id, at=now)
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
    session.execute(delete(JoinQuestion).where(JoinQuestion.person_id == person.id))
    session.execute(delete(Deactivation).where(Deactivation.person_id == person.id))
    signing_in.forget_browsers(session, person.id)


def _entries(session: Session, person: Person) -> list[AuditEntry]:
    """Return what the person did and what was done to them and their memberships, in order."""
    told = AuditEntry.deed.in_(("membership.begun", "membership.ended"))
    theirs = AuditEntry.facts["person"].as_integer() == person.id
    past = select(AuditEntry.subject).where(told, theirs)
    present = [f"membership:{each.id}" for each in person.memberships]
    return list(
        session.scalars(
            select(AuditEntry)
            .where(
                or_(
                    AuditEntry.by_id == person.id,
                    AuditEntry.subject.in_([f"person:{person.id}", *present]),
                    AuditEntry.subject.in_(past),
                )
            )
            .order_by(AuditEntry.id)
        )
    )


def _deed(entry: AuditEntry, person: Person) -> dict[str, Any]:
    return {
        "deed": entry.deed,
        "subject": entry.subject,
        "at": entry.at.isoformat(),
        "by_yourself": entry.by_id == person.id,
        "facts": entry.facts,
    }


def _invitation(invitation: Invitation) -> dict[str, Any]:
    accepted = invitation.acceptance
    return {
        "at": invitation.at.isoformat(),
        "expires_at": invitation.expires_at.isoformat(),
        "accepted_at": accepted.at.isoformat() if accepted else None,
    }


def _question(question: JoinQuestion) -> dict[str, Any]:
    return {
        "organisation": question.organisation.name,
        "roles": question.roles,
        "responsible_for_staff": question.is_responsible,
        "typed": [question.email, question.name],
        "at": question.at.isoformat(),
        "declined_at": question.declined_at.isoformat() if question.declined_at else None,
    }


def _mail(letter: OutboxMail) -> dict[str, Any]:
    return {
        "about": letter.template,
        "at": letter.at.isoformat(),
        "sent_at": letter.sending.at.isoformat() if letter.sending else None,
    }


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
