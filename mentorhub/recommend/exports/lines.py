"""Our own format: one offer a line, which the import reads back without loss."""

import html
import json
from collections.abc import Iterable, Iterator
from typing import Any

from mentorhub.recommend.exports.edition import Edition, Listed
from mentorhub.recommend.offer_record import OfferRecord, Start, without_markup

_PLAIN = ("title", "learn", "description", "provider", "requirements", "target_group", "degree")


def write(offers: Iterable[Listed], _edition: Edition) -> Iterator[str]:
    """Yield each offer as one line."""
    for one in offers:
        yield json.dumps(line_of(one.record), ensure_ascii=False) + "\n"


def line_of(record: OfferRecord) -> dict[str, Any]:
    """Return an offer as docs/schemas/offer-line.json describes it; None is unknown.

    A text that a reader would take for HTML is escaped as HTML is.
    """
    texts = {name: _readable(getattr(record, name)) for name in _PLAIN}
    return {
        "id": record.key,
        "title": texts["title"],
        "kind": record.kind,
        "learn": texts["learn"],
        "description": texts["description"],
        "provider": texts["provider"],
        "city": _readable(record.town or "") or None,
        "postcode": record.postcode,
        "format": record.form,
        "schedule": list(record.schedules),
        "start": [_day(start) for start in record.starts],
        "begin_text": _readable(record.begin_text) or None,
        "on_request": record.on_request,
        "duration_hours": record.hours,
        "price_eur": None if record.price_cents is None else record.price_cents / 100,
        "azav": record.azav,
        "provider_azav": record.provider_azav,
        "link": record.link or None,
        "language": record.language,
        "level": record.level,
        "requirements": texts["requirements"],
        "target_group": texts["target_group"],
        "degree": texts["degree"],
        "degree_kind": record.degree_kind,
        "as_of": record.as_of.isoformat() if record.as_of else None,
    }


def _readable(text: str) -> str:
    return text if without_markup(text) == text else html.escape(text, quote=False)


def _day(start: Start) -> str:
    first = start.starts.isoformat()
    return f"{first}/{start.ends.isoformat()}" if start.ends else first
