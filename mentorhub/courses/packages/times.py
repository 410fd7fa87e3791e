"""Durations as packages write them: ISO 8601 (SCORM 2004) and HHHH:MM:SS.SS (SCORM 1.2)."""

import re
from math import ceil

LONGEST = 10_000 * 3600  # seconds: what a duration of SCORM 1.2 can hold
_ISO = re.compile(
    r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?"
)
_CLOCK = re.compile(r"(\d{2,4}):(\d{2}):(\d{2}(?:\.\d{1,2})?)")
_SECONDS = (365 * 86_400, 30 * 86_400, 86_400, 3600, 60, 1)  # of Y, M, D, H, M, S


def seconds_of(text: str) -> int:
    """Return how many whole seconds a duration has, 0 if it is none; at most ``LONGEST``."""
    text = text.strip()[:60]
    if clock := _CLOCK.fullmatch(text):
        hours, minutes, seconds = (float(each) for each in clock.groups())
        return min(LONGEST, int(hours * 3600 + minutes * 60 + seconds))
    if iso := _ISO.fullmatch(text):
        parts = (float(each or 0) for each in iso.groups())
        found = sum(part * unit for part, unit in zip(parts, _SECONDS, strict=True))
        return int(min(LONGEST, found))
    return 0


def iso(seconds: int) -> str:
    """Return a duration as SCORM 2004 writes it."""
    return f"PT{seconds // 3600}H{seconds // 60 % 60}M{seconds % 60}S"


def clock(seconds: int) -> str:
    """Return a duration as SCORM 1.2 writes it."""
    seconds = min(seconds, LONGEST - 1)
    return f"{seconds // 3600:04}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def minutes_of(text: str) -> int | None:
    """Return how long an author says that something takes, None if nothing usable is said."""
    minutes = ceil(seconds_of(text) / 60)
    return minutes if 1 <= minutes <= 600 else None
