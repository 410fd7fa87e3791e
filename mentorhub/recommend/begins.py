"""When a course begins, out of what catalogues write: a day, a month, a year, or only words."""

import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
"""Days outside are what programs write for "none"."""

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar jan jänner january", "februar feb february", "märz maerz mär mrz march mar",
            "april apr", "mai may", "juni jun june", "juli jul july", "august aug",
            "september sept sep", "oktober okt october oct", "november nov",
            "dezember dez december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?P<year>(?:19|20|21)\d\d)(?!\d)"
_TO = r"\s*(?:-|\u2013|bis)\s*"
_ALONE = r"(?<![\d.])(?<!\d[-\u2013/])"
_DAYS = tuple(
    re.compile(_ALONE + pattern, re.IGNORECASE)
    for pattern in (
        rf"{_YEAR}(?P<sign>[-/.])(?P<month>\d\d?)(?P=sign)(?P<day>\d\d?)(?!\d)",
        rf"(?P<day>\d\d?)\.(?P<month>\d\d?)\.{_TO}\d\d?\.\d\d?\.\s*{_YEAR}",
        rf"(?P<day>\d\d?)\.(?:{_TO}\d\d?\.)?\s*(?P<month>\d\d?)\.\s*"
        r"(?P<year>(?:19|20|21)?\d\d)(?!\d)",
        rf"(?P<day>\d\d?)\.(?:{_TO}\d\d?\.)?\s*(?P<name>{_MONTH})\.?\s*{_YEAR}",
    )
)
_EITHER = re.compile(rf"{_ALONE}(?P<one>\d\d?)(?P<sign>[-/])(?P<two>\d\d?)(?P=sign){_YEAR}")
"""Day and month, in Germany in this order, in America in the other."""
_ROUGH = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?P<name>{_MONTH})\.?\s*{_YEAR}",
        rf"(?<!\d){_YEAR}[-/](?P<month>0[1-9]|1[0-2])(?![\d/-])",
        rf"(?<![\d./-])(?P<month>0?[1-9]|1[0-2])[/.]{_YEAR}",
        rf"(?<!\d){_YEAR}",
    )
)
_PARTS = re.compile(r"[;,|\n]|\bund\b|&")
_ON_REQUEST = re.compile(
    r"\b(auf (an|nach)?frage|nach (vereinbarung|absprache)|n\. ?v\.|jederzeit|laufend|"
    r"(fort|durch)laufend|on request|by arrangement|any ?time)(?!\w)",
    re.IGNORECASE,
)
_DATED = re.compile(rf"\d|\b(?:{_MONTH})\b", re.IGNORECASE)


@dataclass(frozen=True)
class Begins:
    """What a catalogue says about when a course begins.

    ``days`` are exact, or where ``words`` are set the last day that these can mean: the course
    stays visible as long as it may still begin. ``open`` means that people can join without a
    day that is known: they ask. ``unread`` are texts in which no day was found.
    """

    days: tuple[date, ...] = ()
    words: str = ""
    open: bool = False
    unread: tuple[str, ...] = ()


def read(texts: Iterable[str]) -> Begins:
    """Return when a course begins; saying nothing at all means on request.

    A text without a day that looks dated tells nothing: nobody can know whether it is over; nor
    does a day that no calendar has. Other words, "im Frühjahr", are kept and leave the course open.
    """
    given = [text for text in texts if text.strip()]
    exact = {day for text in given for day in _exact(text)}
    others = [text for text in given if not any(_exact(text))]
    asked = [text for text in others if _is_on_request(text)]
    rough = {text: _rough(text) for text in others if text not in asked}
    unread = tuple(text for text, day in rough.items() if day is None)
    open_ = bool(asked) or not given or any(not _DATED.search(text) for text in unread)
    days = exact | {day for day in rough.values() if day}
    words = "; ".join(text.strip() for text in rough)
    wrong = tuple(part for text in given if text not in others for part in _impossible(text))
    return Begins(tuple(sorted(days)), "" if exact else words, open_, (*unread, *wrong))


def day_of(text: str) -> date | None:
    """Return the one exact day that a text names, None if there is none."""
    return next(_exact(text), None)


def _exact(text: str) -> Iterator[date]:
    """Yield the first day of each part of a text; of a span its beginning."""
    for part in _PARTS.split(text):
        day = next((min(days) for days in _named(part) if len(days) == 1), None)
        if day:
            yield day


def _impossible(text: str) -> Iterator[str]:
    """Yield the parts of a text that are written as a day and name none."""
    for part in _PARTS.split(text):
        if not any(_exact(part)) and set() in _named(part):
            yield part.strip()


def _named(part: str) -> list[set[date]]:
    """Return what each thing that is written as a day can mean: one day, two, or none."""
    days = [_day(match) for pattern in _DAYS for match in pattern.finditer(part)]
    return [*({day} if day else set() for day in days), *map(_either, _EITHER.finditer(part))]


def _day(match: re.Match[str]) -> date | None:
    year = int(match["year"])
    return _date(year + 2000 if year < 100 else year, _month(match) or 0, int(match["day"]))


def _either(match: re.Match[str]) -> set[date]:
    year, one, two = int(match["year"]), int(match["one"]), int(match["two"])
    return {day for day in (_date(year, two, one), _date(year, one, two)) if day}


def _date(year: int, month: int, day: int) -> date | None:
    try:
        made = date(year, month, day)
    except ValueError:
        return None
    return made if EARLIEST <= made <= LATEST else None


def _rough(text: str) -> date | None:
    """Return the last day that a text can mean: of two readings, of a month, else of a year."""
    either = [day for match in _EITHER.finditer(text) for day in _either(match)]
    if either:
        return max(either)
    for pattern in (*_DAYS, _EITHER):  # days that no calendar has tell no month or year either
        text = pattern.sub("", text)
    for pattern in _ROUGH:
        found = list(pattern.finditer(text))
        if found:
            return max(map(_end, found))
    return None


def _end(match: re.Match[str]) -> date:
    year, month = int(match["year"]), _month(match) or 12
    return date(year, month, calendar.monthrange(year, month)[1])


def _month(match: re.Match[str]) -> int | None:
    groups = match.groupdict()
    name = groups.get("name")
    return _MONTHS[name.casefold()] if name else int(groups.get("month") or 0) or None


def _is_on_request(text: str) -> bool:
    return not _DATED.search(text) and bool(_ON_REQUEST.search(text.replace("_", " ")))
