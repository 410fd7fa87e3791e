"""The stamp in the public form: when it was opened, and the one private link that it can make.

It is signed, so that nobody can choose the link of somebody else's request or pretend to have
opened the form earlier. Sending the same stamp twice is one request.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from mentorhub.kit.crypto import new_token, token_hash

QUICKEST = timedelta(seconds=3)


@dataclass(frozen=True)
class Stamp:
    """What a stamp says: a random text and when the form was opened."""

    secret: str
    opened_at: datetime

    @property
    def link_token(self) -> str:
        """The token of the private link that this form leads to."""
        return token_hash(f"private link of {self.secret}")

    def is_too_quick(self, now: datetime) -> bool:
        """Whether no person could have filled the form in since."""
        return now - self.opened_at < QUICKEST


def new(now: datetime) -> str:
    """Return a fresh stamp for a form that is opened now."""
    return str(_signer().dumps([new_token(), now.timestamp()]))


def read(text: str | None) -> Stamp | None:
    """Return what a stamp says, None if it is missing or not ours."""
    try:
        secret, seconds = _signer().loads(text or "")
    except BadSignature:
        return None
    return Stamp(secret, datetime.fromtimestamp(seconds, UTC))


def _signer() -> URLSafeSerializer:
    older = current_app.config.get("SECRET_KEY_FALLBACKS") or ()
    keys = [*older, current_app.secret_key]
    return URLSafeSerializer(keys, salt="tandems.ask")
