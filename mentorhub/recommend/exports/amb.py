"""AMB, the German metadata profile for learning resources (JSON-LD), of 2023-10-19."""

from collections.abc import Iterable, Iterator
from typing import Any

from mentorhub.recommend.exports.edition import (
    Edition,
    Listed,
    courses,
    filled,
    hours_of,
    json_items,
    words_of,
)

CONTEXT = ["https://w3id.org/kim/amb/context.jsonld", {"@language": "de"}]
COURSE = {"id": "https://w3id.org/kim/hcrt/course", "type": "Concept"}


def write(offers: Iterable[Listed], edition: Edition) -> Iterator[str]:
    """Yield a list of all courses, each a document of its own."""
    yield from json_items(course(one, edition) for one in courses(offers))
    yield "\n"


def course(one: Listed, edition: Edition) -> dict[str, Any]:
    """Return one course; what is unknown is left out."""
    record, terms = one.record, edition.terms
    page, changed = terms.page_of(record.key), one.changed_at.date().isoformat()
    provider = [{"type": "Organization", "name": record.provider}] if record.provider else []
    own = [{"id": record.link, "type": "WebContent"}] if record.link else []
    service = {"id": terms.base_url, "type": "Service", "name": terms.publisher}
    return filled(
        {
            "@context": CONTEXT,
            "id": page,
            "type": ["LearningResource", "Course"],
            "name": record.title,
            "description": words_of(record),
            "inLanguage": [record.language] if record.language else [],
            "creator": provider,
            "publisher": provider,
            "learningResourceType": [COURSE],
            "duration": hours_of(record),
            "isAccessibleForFree": None if record.price_cents is None else not record.price_cents,
            "license": {"id": terms.licence.url} if terms.licence else {},
            "dateModified": changed,
            "mainEntityOfPage": [
                {"id": page, "type": "WebContent", "provider": service, "dateModified": changed},
                *own,
            ],
        }
    )
