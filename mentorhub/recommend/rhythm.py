"""When a source is fetched, when again after a failure, and from when its offers are stale."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

GERMANY = ZoneInfo("Europe/Berlin")
DAY = timedelta(days=1)
FIRST_RETRY = timedelta(minutes=15)
LONGEST_WISH = timedelta(days=7)
"""How long a server may ask to be left alone."""


@dataclass(frozen=True)
class Rhythm:
    """How often something is fetched; ``hour`` is the one in Germany, None: at any time."""

    every: timedelta
    hour: int | None = None

    def next(self, after: datetime) -> datetime:
        """Return when to fetch again after a fetch that went well."""
        if self.hour is None:
            return after + self.every
        earliest = after + max(self.every - DAY, timedelta(0))
        local = earliest.astimezone(GERMANY)
        due = datetime.combine(local.date(), time(self.hour), GERMANY)
        if due <= earliest:
            due = datetime.combine(local.date() + DAY, time(self.hour), GERMANY)
        return due.astimezone(after.tzinfo)

    def retry(self, now: datetime, failures: int, wished: timedelta = timedelta(0)) -> datetime:
        """Return when to try again after so many failures in a row.

        The pause doubles until it is as long as the rhythm, at least a day; what the server
        ``wished`` for counts if it is longer, up to a week.
        """
        longest = max(self.every, DAY)
        doubled = FIRST_RETRY * (1 << min(failures - 1, 20))
        return now + max(min(doubled, longest), min(wished, LONGEST_WISH))

    def fresh_until(self, fetched_at: datetime) -> date:
        """Return the last day on which what was fetched then is fresh: one turn may be missed."""
        return (fetched_at + max(2 * self.every, DAY)).astimezone(GERMANY).date()
