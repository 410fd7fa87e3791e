"""The open data of adult education centres (Volkshochschulen) as JSON."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, BinaryIO

from mentorhub.recommend.sources import json_stream
from mentorhub.recommend.sources.entries import (
    RECORD,
    Entries,
    Fault,
    Price,
    Told,
    euros,
    listed,
    local_day,
    numbered,
    paragraphs,
    table,
    text,
)

PATH = ("veranstaltungen", "veranstaltung")
EVENING = 17 * 60
"""From this minute of the day on it is evening."""
SATURDAY = 5
_ONLINE = re.compile(r"\b(online|webinar|digital)", re.IGNORECASE)
_BLENDED = re.compile(r"\b(blended|hybrid)", re.IGNORECASE)
_SCHOOL = re.compile(r"\b(vhs|volkshochschule)", re.IGNORECASE)
_FREE = re.compile(r"\b(kostenlos|kostenfrei|gebührenfrei|entgeltfrei)\b", re.IGNORECASE)
_ON_REQUEST = re.compile(r"\banfrage\b", re.IGNORECASE)
_CLOCK = re.compile(r"([01]?\d|2[0-4])[:.]([0-5]\d)(?::[0-5]\d)?")


def entries(file: BinaryIO) -> Entries:
    """Yield the courses of a document, one by one."""
    return numbered(map(_entry, json_stream.items(file, PATH)))


def _entry(course: Any) -> Told | Fault:
    if not isinstance(course, dict):
        return Fault(RECORD, "must be one JSON object")
    meetings = [table(each) for each in _parts(course, "ortetermine", "termin")]
    address = _address(course)
    price = _price(table(course.get("preis")))
    return Told(
        {
            "id": text(course.get("guid")) or text(course.get("nummer")),
            "title": ": ".join(
                filter(None, map(text, (course.get("name"), course.get("untertitel"))))
            ),
            "description": paragraphs(
                *(text(table(each).get("text")) for each in listed(course.get("text"))),
                price.words,
            ),
            "provider": _provider(text(course.get("bezirk"))),
            "link": _link(course),
            "city": text(address.get("ort")),
            "postcode": text(address.get("plz")),
            "format": _form(course, bool(address)),
            "schedule": _schedules(meetings),
            "start": _start(course, meetings),
            "end": local_day(text(course.get("ende_datum"))),
            "duration_hours": _hours(meetings),
            "price_eur": price.euros,
            "target_group": ", ".join(filter(None, map(text, listed(course.get("zielgruppe"))))),
        },
        price.notes if price.euros is None else (),
    )


def _provider(district: str) -> str:
    return district if not district or _SCHOOL.search(district) else f"VHS {district}"


def _link(course: Mapping[str, Any]) -> str:
    """Return the page of the course, the first of its addresses."""
    told = (text(each) or text(table(each).get("uri")) for each in listed(course.get("webadresse")))
    return next(filter(None, told), "")


def _address(course: Mapping[str, Any]) -> dict[str, Any]:
    """Return where most happens: the first address with a town, else that of the whole course."""
    hall = table(course.get("veranstaltungsort"))
    known = [*_parts(course, "ortetermine", "adresse"), *listed(hall.get("adresse"))]
    return next((table(each) for each in known if text(table(each).get("ort"))), {})


def _form(course: Mapping[str, Any], has_address: bool) -> str | None:
    marks = [table(each) for each in _parts(course, "merkmale", "merkmal")]
    told = " ".join(text(mark.get("wert")).replace("_", " ") for mark in marks)
    told = f"{told} {text(course.get('veranstaltungsart'))}"
    if _BLENDED.search(told):
        return "blended"
    return "online" if _ONLINE.search(told) else "presence" if has_address else None


def _start(course: Mapping[str, Any], meetings: Sequence[Mapping[str, Any]]) -> str:
    """Return the first day; where none is told, the first meeting's, else nothing: on request."""
    told = local_day(text(course.get("beginn_datum")))
    return told or min(
        filter(None, (local_day(text(each.get("beginn_datum"))) for each in meetings)), default=""
    )


def _price(told: Mapping[str, Any]) -> Price:
    """Return the full price; that some pay less changes nothing, its words are shown."""
    amount, words = euros(told.get("betrag")), text(told.get("zusatz"))
    said = text(told.get("betrag")) if amount is None else ""
    hint = paragraphs(
        f"Preisangabe: {said}" if said else "", f"Hinweis zum Preis: {words}" if words else ""
    )
    if amount == 0 and words and not _FREE.search(words):
        amount = None if _ON_REQUEST.search(words) else amount
    return Price(amount, hint)


def _hours(meetings: Sequence[Mapping[str, Any]]) -> float | None:
    """Return the hours of all meetings, None unless each tells when it begins and ends."""
    spans = [
        (_minutes(each.get("beginn_uhrzeit")), _minutes(each.get("ende_uhrzeit")))
        for each in meetings
    ]
    whole = [end - begin for begin, end in spans if begin is not None and end is not None]
    if not whole or len(whole) < len(spans) or min(whole) < 0:
        return None
    return round(sum(whole) / 60, 1) or None


def _schedules(meetings: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return evening or weekend where every meeting lies there."""
    begins = [_minutes(each.get("beginn_uhrzeit")) for each in meetings]
    days = [_weekday(text(each.get("beginn_datum"))) for each in meetings]
    if not meetings:
        return []
    evening = all(begin is not None and begin >= EVENING for begin in begins)
    weekend = all(day is not None and day >= SATURDAY for day in days)
    return ["weekend"] if weekend else ["evening"] if evening else []


def _minutes(clock: Any) -> int | None:
    found = _CLOCK.fullmatch(text(clock))
    return int(found[1]) * 60 + int(found[2]) if found else None


def _weekday(day: str) -> int | None:
    try:
        return date.fromisoformat(local_day(day)).weekday()
    except ValueError:
        return None


def _parts(course: Mapping[str, Any], holder: str, name: str) -> list[Any]:
    return [part for each in listed(course.get(holder)) for part in listed(table(each).get(name))]
