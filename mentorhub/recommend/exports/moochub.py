"""MOOChub v3: courses as a JSON:API document, for portals that gather courses."""

import uuid
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any

from mentorhub.recommend.exports.edition import (
    GERMANY,
    MODES,
    Edition,
    Licence,
    Listed,
    courses,
    exact_starts,
    filled,
    hours_of,
    json_list,
    modes_of,
    paragraphs,
    words_of,
)
from mentorhub.recommend.offer_record import OfferRecord

RESOURCE = {
    "identifier": "https://w3id.org/kim/hcrt/course",
    "type": "Concept",
    "inScheme": "https://w3id.org/kim/hcrt/scheme",
}
COURSE_MODES = frozenset({*MODES.values(), "asynchronous"})
AWARDED = {
    "certificate": "certificate",
    "vocational": "certificate",
    "upgrading": "certificate",
    "school": "certificate",
    "language": "certificate",
    "partial": "record of achievement",
}


def write(offers: Iterable[Listed], edition: Edition) -> Iterator[str]:
    """Yield all courses on one page."""
    links = dict.fromkeys(("self", "first", "last"), edition.address)
    found = (course(one, edition) for one in courses(offers))
    return json_list({"links": links}, "data", found)


def course(one: Listed, edition: Edition) -> dict[str, Any]:
    """Return one course as a resource; its id is made from its address and never changes."""
    page = edition.terms.page_of(one.record.key)
    id_ = uuid.uuid5(uuid.NAMESPACE_URL, page)
    return {"type": "Course", "id": str(id_), "attributes": _attributes(one, page, edition)}


def _attributes(one: Listed, page: str, edition: Edition) -> dict[str, Any]:
    record = one.record
    provider = {"type": "Organization", "name": record.provider or edition.terms.publisher}
    starts = exact_starts(record, edition.today)
    awarded = AWARDED.get(record.degree_kind or "")
    return filled(
        {
            "name": record.title,
            "courseCode": record.key,
            "learningResourceType": RESOURCE,
            "courseMode": [mode for mode in modes_of(record) if mode in COURSE_MODES],
            "description": paragraphs(words_of(record)),
            "inLanguage": [record.language] if record.language else [],
            "startDate": [_moment(start.starts) for start in starts],
            "endDate": sorted({_moment(start.ends) for start in starts if start.ends}),
            "duration": hours_of(record),
            "publisher": provider,
            "creator": [provider],
            "url": record.link or page,
            "license": [_licence(edition.terms.licence)],
            "access": _access(record),
            "offer": _offer(record),
            "contentLocation": _location(one),
            "educationalCredentialsAwarded": [awarded] if awarded else [],
            "dateModified": one.changed_at.isoformat(),
        }
    )


def _moment(day: date) -> str:
    """Return the beginning of a day in Germany."""
    return datetime.combine(day, time.min, GERMANY).isoformat()


def _licence(licence: Licence | None) -> dict[str, str | None]:
    if licence is None:
        return {"identifier": "proprietary", "url": None}
    return {"identifier": licence.id, "url": licence.spdx}


def _access(record: OfferRecord) -> list[str]:
    if record.price_cents is None:
        return []
    return ["paid" if record.price_cents else "free"]


def _offer(record: OfferRecord) -> list[dict[str, Any]]:
    if record.price_cents is None:
        return []
    return [
        {
            "price": record.price_cents / 100,
            "priceCurrency": "EUR",
            "paymentFrequency": "one-time",
            "category": "course",
        }
    ]


def _location(one: Listed) -> dict[str, Any]:
    record = one.record
    if not record.town and not record.postcode:
        return {}
    address = {"addressCountry": "DE", "city": record.town, "postalCode": record.postcode}
    return filled(
        {
            "name": record.town or record.postcode,
            "address": filled(address),
            "latitude": one.latitude,
            "longitude": one.longitude,
        }
    )
