"""What every writer is given: offers as they go out, and who hands them out, when and how."""

import html
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from mentorhub.recommend.offer_record import OfferRecord, Start

GERMANY = ZoneInfo("Europe/Berlin")
MODES = {"presence": "onsite", "online": "online", "blended": "blended"}
"""How people meet, as schema.org and MOOChub call it."""
PACES = {"full_time": "full-time", "part_time": "part-time", "self_paced": "asynchronous"}
"""How much of the day or week a course takes, as schema.org calls it."""
ADDRESS_SIGNS = "!$&'()*+,/:;=@"
"""What stays as it is in the address of an offer."""


@dataclass(frozen=True)
class Licence:
    """Under which conditions others may use the catalogue; ``id`` is its SPDX name."""

    id: str
    name: str
    url: str

    @property
    def spdx(self) -> str:
        """Return the address of the licence in the SPDX list."""
        return f"https://spdx.org/licenses/{self.id}.html"


LICENCES: Mapping[str, Licence] = {
    one.id: one
    for one in (
        Licence("CC0-1.0", "CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        Licence("CC-BY-4.0", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        Licence("CC-BY-SA-4.0", "CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
        Licence("DL-DE-BY-2.0", "dl-de/by-2-0", "https://www.govdata.de/dl-de/by-2-0"),
        Licence("DL-DE-ZERO-2.0", "dl-de/zero-2-0", "https://www.govdata.de/dl-de/zero-2-0"),
    )
}


@dataclass(frozen=True)
class Terms:
    """Who publishes, under which public address and licence (None: nobody has named one)."""

    publisher: str
    base_url: str
    licence: Licence | None = None

    def address_of(self, file_name: str) -> str:
        """Return the public address of the catalogue as a file."""
        return f"{self.base_url}/daten/dateien/{file_name}"

    def page_of(self, key: str) -> str:
        """Return the public address of an offer, which is also what the offer is called."""
        return f"{self.base_url}/angebote/{quote(key, safe=ADDRESS_SIGNS)}"


@dataclass(frozen=True)
class Listed:
    """One offer that goes out; coordinates are None where its place is not known."""

    record: OfferRecord
    changed_at: datetime
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class Edition:
    """A catalogue as of one moment; ``address`` is where this file is found.

    ``providers`` names each provider with whether it is approved for funding (AZAV).
    """

    terms: Terms
    made_at: datetime
    address: str
    providers: tuple[tuple[str, bool], ...] = ()

    @property
    def today(self) -> date:
        """Return the day of this edition in Germany."""
        return self.made_at.astimezone(GERMANY).date()


def courses(offers: Iterable[Listed]) -> Iterator[Listed]:
    """Yield the courses; texts about funding have no place in formats for courses."""
    return (one for one in offers if one.record.kind == "course")


def exact_starts(record: OfferRecord, today: date) -> list[Start]:
    """Return the starts to come that are known to the day."""
    return [] if record.begin_text else [one for one in record.starts if one.starts >= today]


def text_of(record: OfferRecord) -> str:
    """Return what people learn and what the provider writes, as paragraphs."""
    begin = f"Beginn: {record.begin_text}" if record.begin_text else ""
    return "\n\n".join(filter(None, (record.learn, record.description, begin)))


def words_of(record: OfferRecord) -> str:
    """Return all that an offer says in words, for formats without fields for it."""
    told = {
        "Für wen": record.target_group,
        "Voraussetzungen": record.requirements,
        "Abschluss": record.degree,
    }
    further = (f"{name}: {words}" for name, words in told.items() if words)
    return "\n\n".join(filter(None, (text_of(record), *further)))


def modes_of(record: OfferRecord) -> list[str]:
    """Return how and how fast people learn, as schema.org and MOOChub call both."""
    paces = [PACES[name] for name in record.schedules if name in PACES]
    return [*([MODES[record.form]] if record.form else []), *paces]


def paragraphs(text: str) -> str:
    """Return a plain text as HTML."""
    found = (part for part in text.split("\n\n") if part.strip())
    return "".join(f"<p>{html.escape(part).replace(chr(10), '<br>')}</p>" for part in found)


def hours_of(record: OfferRecord) -> str | None:
    """Return the length in hours as ISO 8601 writes it, None where it is not known."""
    return f"PT{record.hours}H" if record.hours else None


def filled(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values without those that are unknown; false and nothing to pay stay."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}


def json_list(
    head: Mapping[str, Any], name: str, items: Iterable[Mapping[str, Any]]
) -> Iterator[str]:
    """Yield one JSON object whose last member is a long list, an item at a time."""
    start = json.dumps(head, ensure_ascii=False)
    yield f"{start[:-1]}{', ' if head else ''}{json.dumps(name)}: "
    yield from json_items(items)
    yield "}\n"


def json_items(items: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield a long list as JSON, an item at a time."""
    begin = "["
    for item in items:
        yield f"{begin}\n{json.dumps(item, ensure_ascii=False)}"
        begin = ","
    yield "\n]" if begin == "," else "[]"
