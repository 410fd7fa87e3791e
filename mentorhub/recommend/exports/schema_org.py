"""schema.org/Course as JSON-LD: in the page of each offer, and all of them as one file."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from mentorhub.recommend.exports.edition import (
    Edition,
    Listed,
    Terms,
    courses,
    exact_starts,
    filled,
    hours_of,
    json_list,
    modes_of,
    text_of,
)
from mentorhub.recommend.offer_record import OfferRecord, Start

CONTEXT = "https://schema.org"
LEVELS = {"basic": "Beginner", "intermediate": "Intermediate", "advanced": "Advanced"}


def write(offers: Iterable[Listed], edition: Edition) -> Iterator[str]:
    """Yield a graph of all courses."""
    found = (course(one, edition.terms, edition.today) for one in courses(offers))
    return json_list({"@context": CONTEXT}, "@graph", found)


def course(one: Listed, terms: Terms, today: date) -> dict[str, Any]:
    """Return one course without its context; what is unknown is left out."""
    record, page = one.record, terms.page_of(one.record.key)
    return filled(
        {
            "@type": "Course",
            "@id": page,
            "url": page,
            "sameAs": record.link,
            "identifier": record.key,
            "name": record.title,
            "description": text_of(record) or record.title,
            "inLanguage": record.language,
            "provider": _provider(record),
            "coursePrerequisites": record.requirements,
            "audience": _audience(record),
            "educationalCredentialAwarded": _credential(record),
            "educationalLevel": LEVELS.get(record.level or ""),
            "timeRequired": hours_of(record),
            "isAccessibleForFree": None if record.price_cents is None else not record.price_cents,
            "offers": _price(record, page),
            "hasCourseInstance": _instances(one, today),
            "license": terms.licence.url if terms.licence else None,
            "dateModified": one.changed_at.isoformat(),
        }
    )


def _provider(record: OfferRecord) -> dict[str, str]:
    return {"@type": "Organization", "name": record.provider} if record.provider else {}


def _audience(record: OfferRecord) -> dict[str, str]:
    if not record.target_group:
        return {}
    return {"@type": "EducationalAudience", "audienceType": record.target_group}


def _credential(record: OfferRecord) -> dict[str, str]:
    if not record.degree:
        return {}
    return {"@type": "EducationalOccupationalCredential", "name": record.degree}


def _price(record: OfferRecord, page: str) -> dict[str, str]:
    if record.price_cents is None:
        return {}
    return {
        "@type": "Offer",
        "price": f"{record.price_cents / 100:.2f}",
        "priceCurrency": "EUR",
        "category": "Paid" if record.price_cents else "Free",
        "url": page,
    }


def _instances(one: Listed, today: date) -> list[dict[str, Any]]:
    """Return one instance for each date to come, or one without a date: on request."""
    starts: list[Start | None] = [*exact_starts(one.record, today)]
    return [_instance(one, start) for start in starts or [None]]


def _instance(one: Listed, start: Start | None) -> dict[str, Any]:
    return filled(
        {
            "@type": "CourseInstance",
            "courseMode": _bare(modes_of(one.record)),
            "startDate": start.starts.isoformat() if start else None,
            "endDate": start.ends.isoformat() if start and start.ends else None,
            "courseWorkload": hours_of(one.record),
            "location": _place(one),
        }
    )


def _bare(modes: list[str]) -> str | list[str]:
    """Return the only mode as a text, as most readers expect it."""
    return modes[0] if len(modes) == 1 else modes


def _place(one: Listed) -> dict[str, Any]:
    record = one.record
    if not record.town and not record.postcode:
        return {}
    address = {
        "@type": "PostalAddress",
        "addressCountry": "DE",
        "addressLocality": record.town,
        "postalCode": record.postcode,
    }
    point = {
        "@type": "GeoCoordinates",
        "latitude": one.latitude,
        "longitude": one.longitude,
    }
    place = {
        "@type": "Place",
        "name": record.town or record.postcode,
        "address": filled(address),
        "geo": point if one.latitude is not None else None,
    }
    return filled(place)
