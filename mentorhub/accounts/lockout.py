"""When guessing has to wait. Knows neither web nor database."""

from dataclasses import dataclass
from datetime import datetime, timedelta

TRIES = 5
WINDOW = timedelta(minutes=15)
LOCK = timedelta(minutes=15)


@dataclass(frozen=True)
class Tries:
    """How often in a row somebody failed, since when, and until when the door is shut."""

    count: int
    since: datetime
    locked_until: datetime | None = None


def is_locked(tries: Tries, now: datetime) -> bool:
    """Return whether even the right password is refused at the moment."""
    return tries.locked_until is not None and now < tries.locked_until


def after_failure(tries: Tries | None, now: datetime) -> Tries:
    """Return the state after one more failure; tries older than the window are forgotten."""
    if tries is None or now - tries.since > WINDOW:
        return Tries(1, now)
    count = tries.count + 1
    return Tries(count, tries.since, now + LOCK if count >= TRIES else None)
