"""The instruments of this installation and what they say about an offer."""

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date

from mentorhub.kit.errors import Missing
from mentorhub.recommend.eligibility import (
    Instrument,
    Value,
    Verdict,
    canonical,
    for_courses,
    judge,
    of_both,
    offer_facts,
    ranked,
)
from mentorhub.recommend.engine.document import Document, Facts
from mentorhub.recommend.engine.text import STOP_WORDS, Spelling, words
from mentorhub.recommend.funding.asking import Case
from mentorhub.recommend.funding.combine import Way, Ways, ways
from mentorhub.recommend.funding.rules import Pair
from mentorhub.recommend.funding.seldom import common
from mentorhub.recommend.models import Offer


class FundingBook:
    """All instruments as they were last loaded; those that are over explain themselves."""

    def __init__(self, instruments: Sequence[Instrument]) -> None:
        self.instruments = tuple(instruments)
        self._by_id = {instrument.id: instrument for instrument in instruments}
        self._telling = {one.id: _telling(one, self.instruments) for one in self.instruments}
        self._spelling = Spelling(word for telling in self._telling.values() for word in telling)

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

    def partners(self, instrument: Instrument, today: date) -> list[tuple[Instrument, Pair]]:
        """Return what works together with this instrument, whichever record says so.

        Where one of both is under review on this day, nothing is said of them.
        """
        if instrument.under_review(today):
            return []
        own = [(self.get(pair.other), pair) for pair in instrument.pairs]
        others = [(one, pair) for one in self.instruments for pair in one.pairs]
        both = own + [(one, pair) for one, pair in others if pair.other == instrument.id]
        return [(one, pair) for one, pair in both if not one.under_review(today)]

    def shown(self, keys: Iterable[str], text: str, today: date) -> set[str]:
        """Return which of these ids a search for ``text`` may show today.

        What is open is shown; what is closed only to those who ask for it by name.
        """
        ours = [self._by_id[key] for key in keys if key in self._by_id]
        meant = self._meant(text)
        return {one.id for one in ours if one.is_open(today) or self._is_called(one, meant)}

    def called_closed(self, text: str, today: date) -> list[Instrument]:
        """Return the instruments that a text calls by name and that are not open today."""
        closed = [one for one in self.instruments if not one.is_open(today)]
        meant = self._meant(text) if closed else set()
        return [one for one in closed if self._is_called(one, meant)]

    def _meant(self, text: str) -> set[str | None]:
        """Return the words of a text, with those that a slip of the pen may have meant."""
        said = set(words(text))
        return said | {self._spelling.meant(word) for word in said}

    def documents(self) -> list[Document]:
        """Return the instruments as the search engine wants them."""
        return [_document(instrument) for instrument in self.instruments]

    def _is_called(self, instrument: Instrument, said: Container[str | None]) -> bool:
        if any(word in said for word in self._telling[instrument.id]):
            return True
        return all(word in said for word in words(instrument.name.de))


def chances(
    book: FundingBook, offer: Offer, facts: Mapping[str, Value], today: date
) -> tuple[Verdict, ...]:
    """Return what each instrument that can pay for a course says, the most fitting first.

    ``facts`` are what the person said; what the offer says about itself is added.
    """
    if offer.kind != "course":
        return ()
    known = of_both(facts_of_offer(offer, today), facts)
    return tuple(ranked(judge(one, known, today) for one in for_courses(book.instruments, today)))


def ways_to_pay(book: FundingBook, offer: Offer, facts: Mapping[str, Value], today: date) -> Ways:
    """Return the ways to pay for an offer, the best first; none for what is no course.

    What is for few people only is left out while nobody has said that it is for this one.
    """
    if offer.kind != "course":
        return Ways((), ())
    known = of_both(facts_of_offer(offer, today), facts)
    return common(ways(book.instruments, known, today, offer.price_cents))


def sure_way(found: Ways, case: Case) -> Way | None:
    """Return the first way of which every instrument is sure, None if there is none."""
    sure = {option.instrument.id for option in case.options if option.is_sure}
    return next((way for way in found.ways if {one.id for one in way.instruments} <= sure), None)


def facts_of_offer(offer: Offer, today: date) -> dict[str, Value]:
    """Return what the offer says about itself, in the words of the funding rules."""
    first = next((day for day in offer.dates if day.starts >= today), None)
    weeks = (first.ends - first.starts).days / 7 if first and first.ends else None
    return offer_facts(
        hours=offer.hours,
        measure_azav=offer.azav,
        provider_azav=offer.provider_azav,
        starts_on=next_start(offer, today),
        today=today,
        duration_weeks=weeks,
        price_cents=offer.price_cents,
        degree_kind=offer.degree_kind,
        schedule=offer.schedules,
    )


def next_start(offer: Offer, today: date) -> date | None:
    """Return the next day on which the offer begins, None where that is not known to the day."""
    if offer.begin_text:
        return None
    return next((day.starts for day in offer.dates if day.starts >= today), None)


def standing(instrument: Instrument, facts: Mapping[str, Value], today: date) -> Verdict:
    """Return what the person's facts alone say about an instrument."""
    return judge(instrument, canonical(facts), today)


def _telling(instrument: Instrument, book: Iterable[Instrument]) -> frozenset[str]:
    """Return the words of its short name and id that mean this instrument and nothing else.

    A word that another instrument uses, or that a name of another begins with, says nothing.
    """
    own = set(words(f"{instrument.short.de} {instrument.id}")) - STOP_WORDS
    others = [other for other in book if other.id != instrument.id]
    names = [word for other in others for word in _name_words(other)]
    texts = {word for other in others for word in words(_document(other).indexed_text())}
    return frozenset(
        word
        for word in own
        if not word.isdigit()
        and word not in texts
        and not any(name.startswith(word) for name in names)
    )


def _name_words(instrument: Instrument) -> list[str]:
    return words(f"{instrument.name.de} {instrument.short.de} {instrument.id}")


def _document(instrument: Instrument) -> Document:
    return Document(
        key=instrument.id,
        kind="funding",
        title=instrument.name.de,
        learn=instrument.plain.de,
        text="\n".join(paragraph.de for paragraph in instrument.text),
        facts=Facts(on_request=True),
    )
