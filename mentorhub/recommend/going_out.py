"""Our catalogue on its way out: from rows to what writers and the interface hand over."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from mentorhub.kit.db import Database
from mentorhub.recommend.exports import Edition, Format, Listed, Terms
from mentorhub.recommend.models import Offer
from mentorhub.recommend.offer_record import OfferRecord, Start
from mentorhub.recommend.queries import public

BATCH = 500
_PLAIN = frozenset(OfferRecord.__dataclass_fields__) - {
    "starts",
    "schedules",
    "as_of",
    "catalogue_as_of",
    "date_of",
    "notes",
}


def catalogue(db: Database, terms: Terms, format_: Format, now: datetime) -> Iterator[str]:
    """Yield all current offers as one file, piece by piece.

    No transaction stays open between two pieces, however slowly they are fetched.
    """
    edition = Edition(terms, now, terms.address_of(format_.file_name))
    with db.reading() as session:
        providers = tuple(public.providers(session, edition.today))
    yield from format_.write(_all(db, edition.today), replace(edition, providers=providers))


def listed(offer: Offer, today: date) -> Listed:
    """Return a stored offer as it goes out."""
    return Listed(record_of(offer, today), offer.changed_at, offer.latitude, offer.longitude)


def record_of(offer: Offer, today: date) -> OfferRecord:
    """Return what a stored offer says; dates that have passed are left out."""
    coming = (day for day in offer.dates if day.starts >= today)
    return OfferRecord(
        starts=tuple(Start(day.starts, day.ends, day.weeks) for day in coming),
        schedules=tuple(offer.schedules),
        as_of=offer.known_as_of,
        **{name: getattr(offer, name) for name in _PLAIN},
    )


def _all(db: Database, today: date) -> Iterator[Listed]:
    last = 0
    while True:
        with db.reading() as session:
            rows = public.after(session, today, last, BATCH)
            batch = [listed(row, today) for row in rows]
        yield from batch
        if len(rows) < BATCH:
            return
        last = rows[-1].id
