"""The only place that reads the clock; everything deeper receives the time as an argument."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

GERMANY = ZoneInfo("Europe/Berlin")


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return today's date as people in Germany write it."""
    return now().astimezone(GERMANY).date()
