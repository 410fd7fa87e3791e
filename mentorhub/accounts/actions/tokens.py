"""Giving tokens to programs and taking them back."""

from datetime import date, datetime

from sqlalchemy import or_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mentorhub.accounts.models import ApiToken, ApiTokenRevocation
from mentorhub.kit import audit
from mentorhub.kit.crypto import new_token, token_hash
from mentorhub.kit.errors import Refused

MARK = "mh_"
"""How every token begins, so that one that got about is recognised."""


class NameTaken(Refused):
    """A token of this name was given before."""


def give(session: Session, name: str, *, by: int, now: datetime) -> str:
    """Return a new token for the program of this name; nobody can see it again.

    Raises:
        NameTaken: there is one of this name, in use or revoked.
    """
    token = MARK + new_token()
    row = ApiToken(name=name, token_hash=token_hash(token), by_id=by, at=now)
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as problem:
        raise NameTaken(name) from problem
    audit.note(session, "api_token.given", f"api_token:{row.id}", by=by, at=now)
    return token


def revoke(session: Session, token: ApiToken, *, by: int, now: datetime) -> None:
    """Let a token count no more. Twice changes nothing."""
    if token.revocation:
        return
    token.revocation = ApiTokenRevocation(by_id=by, at=now)
    audit.note(session, "api_token.revoked", f"api_token:{token.id}", by=by, at=now)
    session.flush()


def see(session: Session, token_id: int, day: date) -> None:
    """Write down that a token was used on this day."""
    earlier = or_(ApiToken.used_on.is_(None), ApiToken.used_on < day)
    session.execute(update(ApiToken).where(ApiToken.id == token_id, earlier).values(used_on=day))
