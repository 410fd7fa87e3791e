"""Beginning and ending sign-ins, and slowing down those who guess."""

import hashlib
import hmac
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, exists, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mentorhub.accounts import lockout
from mentorhub.accounts.models import (
    BrowserSession,
    FailedSignIns,
    JoinQuestion,
    Person,
    SignIn,
    SignInEnding,
    Upload,
    UploadLine,
    UploadTaking,
    WhyEnded,
)
from mentorhub.accounts.models.signing_in import COARSE
from mentorhub.accounts.queries import person_by_email
from mentorhub.kit import audit, mail
from mentorhub.kit.errors import Refused

KEEP_ENDED = timedelta(days=30)
KEEP_UPLOAD = timedelta(days=1)
KEEP_QUESTION = timedelta(days=90)


class Locked(Refused):
    """Too many failures at this account; ``until`` says when it opens again."""

    def __init__(self, until: datetime) -> None:
        super().__init__("too many failures")
        self.until = until


def begin(
    session: Session,
    person_id: int,
    *,
    token_hash: str,
    device: str,
    is_strong: bool,
    now: datetime,
) -> SignIn:
    """Write down that a person is signed in; the cookie holds the token behind the hash."""
    begun = SignIn(
        person_id=person_id,
        token_hash=token_hash,
        device=device,
        is_strong=is_strong,
        started_at=now,
        seen_at=now,
    )
    session.add(begun)
    session.flush()
    return begun


def end(session: Session, sign_in_id: int, *, why: WhyEnded, now: datetime) -> None:
    """End one sign-in; ending it twice, even at the same moment, changes nothing."""
    if session.get(SignInEnding, sign_in_id) is not None:
        return
    with suppress(IntegrityError), session.begin_nested():
        session.add(SignInEnding(sign_in_id=sign_in_id, at=now, why=why))


def end_all(
    session: Session,
    person_id: int,
    *,
    why: WhyEnded,
    now: datetime,
    but: int | None = None,
) -> int:
    """End every sign-in of a person except ``but``; return how many were open."""
    ended = exists().where(SignInEnding.sign_in_id == SignIn.id)
    is_open = select(SignIn.id).where(SignIn.person_id == person_id, ~ended).order_by(SignIn.id)
    others = [id_ for id_ in session.scalars(is_open) if id_ != but]
    for sign_in_id in others:
        end(session, sign_in_id, why=why, now=now)
    return len(others)


def see(session: Session, sign_in_id: int, now: datetime) -> None:
    """Write down, coarsely, that a sign-in is still in use."""
    session.execute(
        update(SignIn)
        .where(SignIn.id == sign_in_id, SignIn.seen_at < now - COARSE)
        .values(seen_at=now)
    )


def strengthen(session: Session, sign_in_id: int) -> None:
    """Write down that a second factor was shown in this sign-in."""
    session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(is_strong=True))


def keep_notes(
    session: Session, token_hash: str, data: dict[str, Any], *, expires_at: datetime
) -> None:
    """Keep the passing notes of one browser; without any, the row goes away."""
    if not data:
        forget_notes(session, token_hash)
        return
    values = {"data": data, "expires_at": expires_at}
    key = BrowserSession.token_hash
    change = update(BrowserSession).where(key == token_hash).values(values).returning(key)
    if session.scalar(change):
        return
    try:
        with session.begin_nested():
            session.add(BrowserSession(token_hash=token_hash, **values))
    except IntegrityError:  # the same browser asked for two pages at once
        session.execute(change)


def forget_notes(session: Session, token_hash: str) -> None:
    """Drop the passing notes of one browser."""
    session.execute(delete(BrowserSession).where(BrowserSession.token_hash == token_hash))


def forget_browsers(session: Session, person_id: int) -> None:
    """Drop what is noted for the browsers of a person, and by which devices they are known."""
    signed_in = SignIn.person_id == person_id
    hashes = select(SignIn.token_hash).where(signed_in)
    session.execute(delete(BrowserSession).where(BrowserSession.token_hash.in_(hashes)))
    session.execute(update(SignIn).where(signed_in).values(device=""))


def guard_key(secret: str, kind: str, about: str) -> str:
    """Return the key under which failures are counted; nobody reads an address out of it."""
    text = f"{kind}:{about}".encode()
    return hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()


def check_guard(session: Session, key: str, now: datetime) -> None:
    """Let somebody try, or not; a second try at the same time waits for the first.

    Raises:
        Locked: too many failures shortly before; even the right password is refused.
    """
    tries = _tries(_guard(session, key, now))
    if tries.locked_until and lockout.is_locked(tries, now):
        raise Locked(tries.locked_until)


def note_failure(session: Session, key: str, now: datetime) -> bool:
    """Count one failure and return whether it shut the door."""
    row = _guard(session, key, now)
    after = lockout.after_failure(_tries(row) if row.count else None, now)
    row.count, row.since, row.locked_until = after.count, after.since, after.locked_until
    session.flush()
    return after.locked_until is not None


def forget_failures(session: Session, key: str) -> None:
    """Begin counting anew, after the right password."""
    session.execute(delete(FailedSignIns).where(FailedSignIns.key == key))


def tell_about_lock(session: Session, email: str, now: datetime) -> None:
    """Write to the owner of an account that somebody guesses; nobody if there is none."""
    person = person_by_email(session, email)
    if person is None or not person.active or person.is_invited:
        return
    audit.note(session, "person.locked", f"person:{person.id}", by=None, at=now)
    minutes = int(lockout.LOCK.total_seconds() // 60)
    context = {"name": person.name, "minutes": minutes}
    mail.queue(session, person.email, "accounts/mail/locked", context, at=now, locale=person.locale)


def tell_about_factor(session: Session, person: Person, deed: str, now: datetime) -> None:
    """Note a change of the second factor and write to its owner."""
    audit.note(session, deed, f"person:{person.id}", by=person.id, at=now)
    context = {"name": person.name}
    mail.queue(session, person.email, "accounts/mail/factor", context, at=now, locale=person.locale)


def tidy(session: Session, now: datetime) -> None:
    """Throw away what nobody needs any more: old notes, sign-ins, failures, uploads, questions."""
    session.execute(delete(BrowserSession).where(BrowserSession.expires_at < now))
    session.execute(delete(FailedSignIns).where(FailedSignIns.since < now - lockout.WINDOW * 2))
    session.execute(delete(JoinQuestion).where(JoinQuestion.at < now - KEEP_QUESTION))
    uploads = select(Upload.id).where(Upload.at < now - KEEP_UPLOAD)
    session.execute(delete(UploadLine).where(UploadLine.upload_id.in_(uploads)))
    session.execute(delete(UploadTaking).where(UploadTaking.upload_id.in_(uploads)))
    session.execute(delete(Upload).where(Upload.at < now - KEEP_UPLOAD))
    old = select(SignIn.id).where(SignIn.seen_at < now - KEEP_ENDED)
    session.execute(delete(SignInEnding).where(SignInEnding.sign_in_id.in_(old)))
    session.execute(delete(SignIn).where(SignIn.seen_at < now - KEEP_ENDED))


def _guard(session: Session, key: str, now: datetime) -> FailedSignIns:
    """Return the locked row for this key, a fresh one if nobody failed yet."""
    locked = select(FailedSignIns).where(FailedSignIns.key == key).with_for_update()
    while (row := session.scalar(locked)) is None:
        # Others may write or delete it just now: then look again.
        with suppress(IntegrityError), session.begin_nested():
            session.add(FailedSignIns(key=key, count=0, since=now))
    return row


def _tries(row: FailedSignIns) -> lockout.Tries:
    return lockout.Tries(row.count, row.since, row.locked_until)
