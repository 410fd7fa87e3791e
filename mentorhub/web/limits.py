"""How often one address may ask: in general, and at views that invite guessing.

``flood`` protects each process from too much work and counts in its memory. ``limiter`` is for
views whose limit is a promise, so it counts for all processes and machines at once.
"""

import hashlib
import hmac
import logging
import time

from flask import current_app
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits.storage import MemoryStorage
from sqlalchemy.exc import SQLAlchemyError

from mentorhub.kit.errors import Unavailable
from mentorhub.kit.tallies import Tallies
from mentorhub.web.context import EXTENSION, service

log = logging.getLogger(__name__)

GENEROUS = "900 per minute"


class SharedStorage(MemoryStorage):
    """Counts in the tallies of the application, and in memory while they are away.

    A key holds a network address; what is kept is a number made from it with our secret.
    """

    STORAGE_SCHEME = ["shared"]  # noqa: RUF012  the name under which the library finds it

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count and return the sum in the window that began with the first."""
        tallies = _tallies()
        if tallies is not None:
            try:
                return tallies.add(_hidden(key), amount, expiry, now=time.time())
            except SQLAlchemyError as problem:
                log.error("limits are counted in memory", exc_info=problem)
        return super().incr(key, expiry, amount)

    def get(self, key: str) -> int:
        """Return the sum in this window."""
        found = self._look(key)
        return found[0] if found else super().get(key)

    def get_expiry(self, key: str) -> float:
        """Return when this window ends, in seconds since 1970."""
        found = self._look(key)
        return found[1] if found else super().get_expiry(key)

    def _look(self, key: str) -> tuple[int, float] | None:
        tallies = _tallies()
        if tallies is None:
            return None
        try:
            return tallies.look(_hidden(key), now=time.time())
        except SQLAlchemyError:
            return None


limiter = Limiter(
    key_func=get_remote_address,
    storage_uri="shared://",
    strategy="fixed-window",
    headers_enabled=True,
)
flood = Limiter(
    key_func=get_remote_address,
    default_limits=[GENEROUS],
    storage_uri="memory://",
    strategy="moving-window",
)


def _tallies() -> Tallies | None:
    if EXTENSION not in current_app.extensions:
        return None
    try:
        return service(Tallies)
    except Unavailable:
        return None
    except SQLAlchemyError as problem:
        log.error("limits are counted in memory", exc_info=problem)
        return None


def _hidden(key: str) -> str:
    secret = str(current_app.secret_key).encode()
    return hmac.new(secret, f"limit:{key}".encode(), hashlib.sha256).hexdigest()
