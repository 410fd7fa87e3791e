"""Offers as the search engine wants them, from the database or straight from a file."""

from collections.abc import Sequence

from mentorhub.recommend.engine.document import Document, Facts
from mentorhub.recommend.engine.intent.audience import addressed
from mentorhub.recommend.gazetteer import Gazetteer
from mentorhub.recommend.models import Offer, OfferDate
from mentorhub.recommend.offer_record import OfferRecord, Start

WEEK = 7


def of_offer(offer: Offer) -> Document:
    """Return a stored offer as a document."""
    return _document(
        offer,
        Facts(
            latitude=offer.latitude,
            longitude=offer.longitude,
            starts=tuple(day.starts for day in offer.dates),
            days=_days(offer.dates),
        ),
    )


def of_record(record: OfferRecord, gazetteer: Gazetteer) -> Document:
    """Return an offer that was only read as the document that it would be once stored."""
    place = gazetteer.locate(record.postcode, record.town)
    return _document(
        record,
        Facts(
            latitude=place.latitude if place else None,
            longitude=place.longitude if place else None,
            starts=tuple(start.starts for start in record.starts),
            days=_days(record.starts),
        ),
    )


def _days(dates: Sequence[OfferDate | Start]) -> int | None:
    """Return how many days the shortest of these dates takes, None where no end is known.

    An example knows its weeks, not its days.
    """
    spans = (
        (-(-days // WEEK) * WEEK if one.weeks is not None else days)
        for one in dates
        if one.ends and (days := (one.ends - one.starts).days + 1) > 0
    )
    return min(spans, default=None)


def _document(offer: Offer | OfferRecord, where_and_when: Facts) -> Document:
    parts = (offer.description, offer.target_group, offer.requirements, offer.degree)
    return Document(
        key=offer.key,
        kind="funding" if offer.kind == "funding" else "course",
        title=offer.title,
        learn=offer.learn,
        text="\n".join(part for part in parts if part),
        provider=offer.provider,
        facts=Facts(
            postcode=offer.postcode,
            town=offer.town,
            latitude=where_and_when.latitude,
            longitude=where_and_when.longitude,
            form=offer.form,
            schedules=frozenset(offer.schedules),
            starts=where_and_when.starts,
            days=where_and_when.days,
            on_request=offer.on_request,
            hours=offer.hours,
            price_cents=offer.price_cents,
            azav=offer.azav,
            level=offer.level,
            language=offer.language,
            degree_kind=offer.degree_kind,
            audiences=addressed(offer.target_group),
        ),
    )
