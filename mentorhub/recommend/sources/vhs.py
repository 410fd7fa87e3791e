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
    unnamed,
)

PATH = ("veranstaltungen", "veranstaltung")
PAGES = frozenset({"", "website", "website_mobile"})
"""Kinds of addresses that are pages; others are papers and pictures."""
EVENING = 17 * 60
"""From this minute of the day on it is evening."""
SATURDAY = 5
_ONLINE = re.compile(r"\b(online|webinar|digital|selbstlern)", re.IGNORECASE)
_SELF_PACED = re.compile(r"\bselbstlern", re.IGNORECASE)
_NOWHERE = re.compile(r"\s*(online|onlinekurs|online-kurs|im internet|virtuell)\s*", re.IGNORECASE)
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
    own = listed(course.get("termin"))  # as the XML of these centres has them
    meetings = [table(each) for each in (*_parts(course, "ortetermine", "termin"), *own)]
    address, form = _address(course), _form(course)
    provider = _provider(text(course.get("bezirk")))
    price = _price(table(course.get("preis")))
    return Told(
        {
            "id": text(course.get("guid")) or text(course.get("nummer")),
            "title": ": ".join(
                filter(None, map(text, (course.get("name"), *listed(course.get("untertitel")))))
            ),
            "description": paragraphs(
                *(text(table(each).get("text")) for each in listed(course.get("text"))),
                price.words,
            ),
            "provider": provider,
            "link": _link(course),
            "city": text(address.get("ort")),
            "postcode": text(address.get("plz")),
            "format": form or ("presence" if address else None),
            "schedule": ["self_paced"] if _is_self_paced(course) else _schedules(meetings),
            "start": _start(course, meetings),
            "end": local_day(text(course.get("ende_datum"))),
            "duration_hours": _hours(meetings),
            "price_eur": price.euros,
            "target_group": ", ".join(filter(None, map(text, listed(course.get("zielgruppe"))))),
            "level": text(course.get("level")),
            "degree": ", ".join(filter(None, _certificates(course))),
        },
        ((*price.notes,) if price.euros is None else ()) + unnamed(provider=provider),
    )


def _certificates(course: Mapping[str, Any]) -> list[str]:
    told = listed(course.get("zertifikat"))
    return [text(each) or text(table(each).get("name")) for each in told]


def _provider(district: str) -> str:
    return district if not district or _SCHOOL.search(district) else f"VHS {district}"


def _link(course: Mapping[str, Any]) -> str:
    """Return the page of the course, the first of its addresses that is no paper or picture."""
    told = listed(course.get("webadresse"))
    pages = [each for each in told if text(table(each).get("typ")).lower() in PAGES]
    return next(filter(None, (text(each) or text(table(each).get("uri")) for each in pages)), "")


def _address(course: Mapping[str, Any]) -> dict[str, Any]:
    """Return where most happens: the first address with a town, else that of the whole course."""
    hall = table(course.get("veranstaltungsort"))
    known = [*_parts(course, "ortetermine", "adresse"), *listed(hall.get("adresse"))]
    real = (table(each) for each in known if not _is_nowhere(table(each)))
    return next((each for each in real if text(each.get("ort"))), {})


def _is_nowhere(address: Mapping[str, Any]) -> bool:
    """Return whether an address only says that a course is online: the town is the provider's."""
    return any(_NOWHERE.fullmatch(text(address.get(name))) for name in ("strasse", "lehrstaette"))


def _form(course: Mapping[str, Any]) -> str | None:
    """Return how people meet as far as the course says it in words."""
    told = f"{_marks(course)} {text(course.get('veranstaltungsart'))}"
    if _BLENDED.search(told):
        return "blended"
    places = [table(each) for each in _parts(course, "ortetermine", "adresse")]
    nowhere = bool(places) and all(map(_is_nowhere, places))
    return "online" if nowhere or _ONLINE.search(told) else None


def _is_self_paced(course: Mapping[str, Any]) -> bool:
    return bool(_SELF_PACED.search(_marks(course)))


def _marks(course: Mapping[str, Any]) -> str:
    marks = [table(each) for each in _parts(course, "merkmale", "merkmal")]
    return " ".join(text(mark.get("wert")).replace("_", " ") for mark in marks)


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
