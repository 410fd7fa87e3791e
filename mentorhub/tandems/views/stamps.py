"""The stamp in the public form: when it was opened, and the private links that it can make.

It is signed, so that nobody can pretend to have opened the form earlier. What it says can be read
by whoever looks at the form on a shared computer; a link therefore also needs the secret of the
application and what is sent. Sending the same twice is one request, sending something else from
the same form is another.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count

from flask import current_app
from itsdangerous import BadSignature, Signer, URLSafeSerializer

from mentorhub.kit.crypto import new_token

QUICKEST = timedelta(seconds=3)
LONGEST = timedelta(days=1)


@dataclass(frozen=True)
class Stamp:
    """What a stamp says: a random text and when the form was opened."""

    secret: str
    opened_at: datetime

    def is_too_quick(self, now: datetime) -> bool:
        """Whether no person could have filled the form in since."""
        return now - self.opened_at < QUICKEST

    def is_too_old(self, now: datetime) -> bool:
        """Whether the form was opened so long ago that somebody else may sit before it."""
        return now - self.opened_at > LONGEST


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


def link_tokens(stamp: Stamp, said: str) -> Iterator[str]:
    """Yield the tokens of the private links for sending ``said``: first try, second try, ...

    Nobody can compute one without the application's secret.
    """
    signer = Signer(
        current_app.secret_key or "",
        salt="tandems.asked",
        key_derivation="hmac",
        digest_method=hashlib.sha256,
    )
    for attempt in count(1):
        yield signer.get_signature(json.dumps([stamp.secret, said, attempt])).decode()


def _signer() -> URLSafeSerializer:
    older = current_app.config.get("SECRET_KEY_FALLBACKS") or ()
    keys = [*older, current_app.secret_key]
    return URLSafeSerializer(keys, salt="tandems.ask")
