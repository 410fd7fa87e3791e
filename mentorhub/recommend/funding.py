"""The instruments of this installation and what they say about an offer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mentorhub.kit.errors import Missing
from mentorhub.recommend.eligibility import (
    Estimate,
    Instrument,
    Value,
    Verdict,
    canonical,
    estimate,
    for_courses,
    judge,
    offer_facts,
    ranked,
)
from mentorhub.recommend.engine.document import Document, Facts
from mentorhub.recommend.models import Offer


class FundingBook:
    """All instruments, read once when the process starts; ended ones explain themselves."""

    def __init__(self, instruments: Sequence[Instrument]) -> None:
        self.instruments = tuple(instruments)
        self._by_id = {instrument.id: instrument for instrument in instruments}

    def find(self, instrument_id: str) -> Instrument | None:
        """Return one instrument, None if there is none of this id."""
        return self._by_id.get(instrument_id)

    def get(self, instrument_id: str) -> Instrument:
        """Return one instrument.

        Raises:
            Missing: there is none of this id.
        """
        found = self.find(instrument_id)
        if found is None:
            raise Missing(instrument_id)
        return found

    def documents(self) -> list[Document]:
        """Return the instruments as the search engine wants them."""
        return [_document(instrument) for instrument in self.instruments]


@dataclass(frozen=True)
class Chance:
    """What one instrument says about one offer: verdict, and money where facts allow it."""

    verdict: Verdict
    estimate: Estimate | None


def chances(
    book: FundingBook, offer: Offer, facts: Mapping[str, Value], today: date
) -> tuple[Chance, ...]:
    """Return what each instrument that can pay for a course says, the most fitting first.

    ``facts`` are what the person said; what the offer says about itself is added.
    """
    if offer.kind != "course":
        return ()
    known = {**facts_of_offer(offer, today), **facts}
    verdicts = [
        judge(instrument, known, today) for instrument in for_courses(book.instruments, today)
    ]
    return tuple(
        Chance(verdict, estimate(verdict.instrument, known, offer.price_cents))
        for verdict in ranked(verdicts)
    )


def best(chances_: Sequence[Chance]) -> Chance | None:
    """Return the first chance that fits or is open; None if nothing is left."""
    return next((chance for chance in chances_ if chance.verdict.status != "no"), None)


def facts_of_offer(offer: Offer, today: date) -> dict[str, Value]:
    """Return what the offer says about itself, in the words of the funding rules."""
    dates = [day for day in offer.dates if day.starts >= today]
    first = dates[0] if dates else None
    weeks = (first.ends - first.starts).days / 7 if first and first.ends else None
    return offer_facts(
        hours=offer.hours,
        measure_azav=offer.azav,
        provider_azav=offer.provider_azav,
        starts_on=first.starts if first else None,
        today=today,
        duration_weeks=weeks,
        price_cents=offer.price_cents,
        degree_kind=offer.degree_kind,
        schedule=offer.schedules,
    )


def standing(instrument: Instrument, facts: Mapping[str, Value], today: date) -> Verdict:
    """Return what the person's facts alone say about an instrument."""
    return judge(instrument, canonical(facts), today)


def _document(instrument: Instrument) -> Document:
    return Document(
        key=instrument.id,
        kind="funding",
        title=instrument.name.de,
        learn=instrument.plain.de,
        text="\n".join(paragraph.de for paragraph in instrument.text),
        facts=Facts(on_request=True),
    )
