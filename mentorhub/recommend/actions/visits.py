"""What a visitor tells us: sealed, under a random id, for an hour unless they choose otherwise.

Facts for funding (``Visit``) and a dialogue (``KeptTalk``) are kept alike, each under an id of
its own.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import delete
from sqlalchemy.orm import Session

from mentorhub.kit.crypto import Cipher, Unreadable, new_token, token_hash
from mentorhub.recommend.models import KeptTalk, Sealed, Visit

VISIT = timedelta(minutes=60)

Kind = type[Visit] | type[KeptTalk]


def remember(
    session: Session,
    cipher: Cipher,
    token: str | None,
    told: Mapping[str, Any],
    *,
    now: datetime,
    kind: Kind = Visit,
    keep: timedelta = VISIT,
) -> str:
    """Keep what was told, plain JSON values, for so long from now; return the visitor's token.

    An unknown, ended or missing token gets a new row, so nobody can choose their own id.
    """
    row = _open(session, kind, token, now)
    if row is None or token is None:
        token = new_token()
        fresh = kind(token_hash=token_hash(token))
        session.add(fresh)
        row = fresh
    row.sealed = cipher.seal(json.dumps(dict(told)).encode(), _about(kind, token))
    row.ends_at = now + keep
    return token


def recall(
    session: Session,
    cipher: Cipher,
    token: str | None,
    *,
    now: datetime,
    kind: Kind = Visit,
) -> dict[str, Any]:
    """Return what is kept under the token; nothing if there is none or its time is over."""
    row = _open(session, kind, token, now)
    if row is None or token is None:
        return {}
    try:
        told: dict[str, Any] = json.loads(cipher.open(row.sealed, _about(kind, token)))
    except Unreadable:
        return {}
    return told


def forget(session: Session, token: str | None, kind: Kind = Visit) -> None:
    """Delete what is kept under the token, now."""
    if token:
        session.execute(delete(kind).where(kind.token_hash == token_hash(token)))


def forget_talk(session: Session, token: str | None) -> None:
    """Delete the dialogue that is kept under the token, now."""
    forget(session, token, KeptTalk)


def sweep(session: Session, *, now: datetime) -> None:
    """Delete everything whose time is over."""
    for kind in (Visit, KeptTalk):
        session.execute(delete(kind).where(kind.ends_at <= now))


def _open(session: Session, kind: Kind, token: str | None, now: datetime) -> Sealed | None:
    row = cast(Sealed | None, session.get(kind, token_hash(token))) if token else None
    return row if row and row.ends_at > now else None


def _about(kind: Kind, token: str) -> str:
    return f"{kind.__tablename__}:{token_hash(token)}"
