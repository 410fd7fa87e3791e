"""Pure: dates of a cohort and days on which courses are due, as calendars read them (RFC 5545)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from icalendar import Calendar, Event

MEDIA_TYPE: Final = "text/calendar; charset=utf-8"
_PRODUCT: Final = "-//MentorHub//Learning//DE"
_HOW_OFTEN: Final = "PT6H"


@dataclass(frozen=True)
class Entry:
    """Something in a calendar; the same ``uid`` replaces what was there before.

    ``begins`` is a moment, or a day that it takes as a whole; ``stamp`` is when it was as it is
    told here.
    """

    uid: str
    title: str
    begins: datetime | date
    ends: datetime | date
    stamp: datetime
    place: str = ""
    link: str = ""
    is_off: bool = False


def whole_day(uid: str, title: str, day: date, stamp: datetime, link: str) -> Entry:
    """Return an entry that takes a day and blocks no time."""
    return Entry(uid, title, day, day + timedelta(days=1), stamp, link=link)


def write(entries: Iterable[Entry], name: str) -> bytes:
    """Return a calendar; what was called off stays in it and says so."""
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-published-ttl", _HOW_OFTEN)
    for each in entries:
        calendar.add_component(_event(each))
    written: bytes = calendar.to_ical()
    return written


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.stamp)
    event.add("dtstart", entry.begins)
    event.add("dtend", entry.ends)
    event.add("summary", entry.title)
    if entry.place:
        event.add("location", entry.place)
    if entry.link:
        event.add("url", entry.link)
    event.add("class", "PRIVATE")
    event.add("transp", "OPAQUE" if isinstance(entry.begins, datetime) else "TRANSPARENT")
    event.add("status", "CANCELLED" if entry.is_off else "CONFIRMED")
    return event
