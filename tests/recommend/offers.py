"""Builders: offers, lines and files of a catalogue, as few words as possible."""

import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from mentorhub.kit import clock
from mentorhub.recommend.actions import catalogue
from mentorhub.recommend.gazetteer import Gazetteer
from mentorhub.recommend.offer_record import OfferRecord, Start
from mentorhub.recommend.places import PlaceRow
from mentorhub.recommend.sources import door
from mentorhub.recommend.sources.door import Catalogue

TODAY = date(2026, 11, 21)
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
PLACES = (
    PlaceRow("44137", "Dortmund", "NW", 51.514, 7.465, 588_000),
    PlaceRow("50667", "Köln", "NW", 50.938, 6.960, 1_086_000),
    PlaceRow("55116", "Mainz", "RP", 49.999, 8.272, 217_000),
    PlaceRow("59469", "Ense", "NW", None, None, 0),
)
GAZETTEER = Gazetteer(PLACES)
SOON = clock.today() + timedelta(days=30)
HAGEN = OfferRecord(
    key="buehne-hagen",
    title="Hubarbeitsbühne bedienen",
    provider="Höhenwerk (Beispiel)",
    postcode="58095",
    town="Hagen",
    form="presence",
    schedules=("full_time",),
    starts=(Start(SOON),),
    level="basic",
    description=(
        "Sie üben auf dem Gelände mit drei verschiedenen Hubarbeitsbühnen, lernen die Regeln der "
        "Berufsgenossenschaft kennen, sichern Lasten und legen am Ende eine Prüfung ab."
    ),
    price_cents=19900,
)
"""A course that the pages' own offers do not have, so that a test knows all of its kin."""
ESSEN = replace(HAGEN, key="buehne-essen", town="Essen", postcode="45127")
"""The same course at another place."""


def record(key: str = "stapler", **fields) -> OfferRecord:
    """An evening course in Dortmund that starts in January."""
    given = {
        "title": "Gabelstaplerschein",
        "description": "Sie lernen, einen Stapler sicher zu fahren.",
        "provider": "Lernwerk (Beispiel)",
        "postcode": "44137",
        "town": "Dortmund",
        "form": "presence",
        "schedules": ("evening",),
        "starts": (Start(date(2027, 1, 11), date(2027, 1, 15)),),
        "price_cents": 19900,
        "as_of": date(2026, 11, 16),
    }
    return OfferRecord(key=key, **(given | fields))


def origin(source: str = "editor", **fields) -> catalogue.Origin:
    """Who brings an offer, at noon."""
    return catalogue.Origin(source, fields.pop("at", NOON), **fields)


def take(session, *records, source="import:haus", **fields) -> list[str]:
    """Bring records in and return what became of each."""
    return catalogue.take(session, records, origin=origin(source, **fields), gazetteer=GAZETTEER)


def offer(session, key: str = "stapler", source: str = "editor", **fields):
    """A stored offer."""
    return catalogue.add(session, record(key, **fields), origin=origin(source), gazetteer=GAZETTEER)


def line(number: int = 1, **fields) -> bytes:
    """One line of an import, as bytes."""
    given = {"id": f"haus-{number}", "title": f"Kurs {number}", "city": "Mainz"}
    return json.dumps(given | fields).encode() + b"\n"


def lines_read(*lines: bytes, mapping=None, source="haus"):
    """What stands in a file of our own format that has these lines."""
    told = Catalogue("jsonl", source, mapping.translate if mapping else None)
    whole = b"".join(each if each.endswith(b"\n") else each + b"\n" for each in lines)
    return door.read(io.BytesIO(whole), told)
