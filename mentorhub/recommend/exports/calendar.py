"""Days to remember as a calendar file that phones read (RFC 5545)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from icalendar import Alarm, Calendar, Event

MEDIA_TYPE: Final = "text/calendar; charset=utf-8"

_PRODUCT: Final = "-//MentorHub//Funding steps//DE"
_NINE: Final = timedelta(hours=9)
_REMINDERS: Final = (timedelta(days=7), timedelta(days=1))


@dataclass(frozen=True)
class Remembered:
    """One day in a calendar; the same ``uid`` replaces what was taken over before."""

    uid: str
    day: date
    title: str
    text: str
    url: str


def write(days: Iterable[Remembered], name: str, now: datetime, today: date) -> bytes:
    """Return a calendar of whole days, each with reminders at nine a week and a day before.

    It is private, blocks no time, and holds no reminder for a day that has passed.
    """
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for each in days:
        calendar.add_component(_event(each, now, today))
    written: bytes = calendar.to_ical()
    return written


def _event(one: Remembered, now: datetime, today: date) -> Event:
    event = Event()
    event.add("uid", one.uid)
    event.add("dtstamp", now)
    event.add("dtstart", one.day)
    event.add("dtend", one.day + timedelta(days=1))
    event.add("summary", one.title)
    event.add("description", one.text)
    event.add("url", one.url)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    for before in _REMINDERS:
        if one.day - before >= today:
            event.add_component(_alarm(one.title, _NINE - before))
    return event


def _alarm(title: str, trigger: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", trigger)
    return alarm
