"""What a visitor tells us about themselves: sealed, under a random id, for an hour at most."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from mentorhub.kit.crypto import Cipher, Unreadable, new_token, token_hash
from mentorhub.recommend.eligibility import Value
from mentorhub.recommend.models import Visit

VISIT = timedelta(minutes=60)


def remember(
    session: Session,
    cipher: Cipher,
    token: str | None,
    facts: Mapping[str, Value],
    *,
    now: datetime,
) -> str:
    """Keep the facts for an hour from now and return the visitor's token.

    An unknown, ended or missing token gets a new row, so nobody can choose their own id.
    """
    visit = _open(session, token, now)
    if visit is None or token is None:
        token = new_token()
        visit = Visit(token_hash=token_hash(token))
        session.add(visit)
    visit.sealed = cipher.seal(json.dumps(dict(facts)).encode(), _about(token))
    visit.ends_at = now + VISIT
    return token


def recall(
    session: Session, cipher: Cipher, token: str | None, *, now: datetime
) -> dict[str, Value]:
    """Return the facts kept under the token; nothing if there are none or the hour is over."""
    visit = _open(session, token, now)
    if visit is None or token is None:
        return {}
    try:
        facts: dict[str, Value] = json.loads(cipher.open(visit.sealed, _about(token)))
    except Unreadable:
        return {}
    return facts


def forget(session: Session, token: str | None) -> None:
    """Delete what is kept under the token, now."""
    if token:
        session.execute(delete(Visit).where(Visit.token_hash == token_hash(token)))


def sweep(session: Session, *, now: datetime) -> None:
    """Delete every visit whose hour is over."""
    session.execute(delete(Visit).where(Visit.ends_at <= now))


def _open(session: Session, token: str | None, now: datetime) -> Visit | None:
    visit = session.get(Visit, token_hash(token)) if token else None
    return visit if visit and visit.ends_at > now else None


def _about(token: str) -> str:
    return f"visit:{token_hash(token)}"
