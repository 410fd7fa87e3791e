"""From a sentence to courses, reasons and funding: what pages, commands and measurements ask."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from mentorhub.recommend import funding_book
from mentorhub.recommend.eligibility import Instrument, Value, Verdict
from mentorhub.recommend.engine.document import Facts, Feedback, Given, Hit, Results
from mentorhub.recommend.engine.search import SearchEngine
from mentorhub.recommend.funding_book import FundingBook
from mentorhub.recommend.models import Offer
from mentorhub.recommend.queries import offers


@dataclass(frozen=True)
class Found:
    """One hit with the thing itself: an offer, or an instrument of ours with its verdict.

    ``others`` are offers of the same course: other dates, other places, other providers.
    """

    hit: Hit
    offer: Offer | None = None
    instrument: Instrument | None = None
    verdict: Verdict | None = None
    chances: tuple[Verdict, ...] = ()
    next_start: date | None = None
    others: tuple[Offer, ...] = ()

    @property
    def title(self) -> str:
        """Return the title of the offer or the name of the instrument."""
        if self.offer:
            return self.offer.title
        return self.instrument.name.de if self.instrument else self.hit.key


@dataclass(frozen=True)
class Resembling:
    """What resembles an offer or a text: the same course elsewhere, then alternatives."""

    elsewhere: tuple[Found, ...] = ()
    found: tuple[Found, ...] = ()


@dataclass(frozen=True)
class Answer:
    """One page of hits together with what the engine says about the whole search."""

    results: Results
    found: tuple[Found, ...]


class Finder:
    """Asks the engine, then the database: what the database hides is never shown."""

    def __init__(self, engine: SearchEngine, book: FundingBook) -> None:
        self.engine = engine
        self.book = book

    def find(
        self,
        session: Session,
        text: str,
        *,
        today: date,
        given: Given = Given(),  # noqa: B008  frozen
        without: frozenset[str] = frozenset(),
        facts: Mapping[str, Value] | None = None,
        feedback: Feedback | None = None,
        seed: str | None = None,
        limit: int = 10,
        offset: int = 0,
    ) -> Answer:
        """Return hits for a sentence, best first, with what funding says to each course.

        ``without`` drops chips that the searcher does not want, ``facts`` are what the person
        said about themselves, ``feedback`` names courses that they pointed at. An empty sentence
        gives the newest courses.
        """
        results = self.engine.search(
            text,
            given=given,
            today=today,
            without=without,
            feedback=feedback,
            seed=seed,
            limit=limit,
            offset=offset,
            visible=lambda keys: self._visible(session, keys, text, today),
        )
        if results.step == "newest" and not results.hits:
            results = _newest(session, results, today, limit, offset)
        keys = [key for hit in results.hits for key in (hit.key, *hit.others)]
        rows = offers.by_keys(session, keys)
        found = tuple(self._found(hit, rows, facts or {}, today) for hit in results.hits)
        return Answer(results, found)

    def similar(
        self,
        session: Session,
        text: str = "",
        wanted: Facts | None = None,
        *,
        key: str | None = None,
        today: date,
        facts: Mapping[str, Value] | None = None,
        limit: int = 6,
    ) -> Resembling:
        """Return courses like the one of that key, or about what the text names, without a query.

        ``wanted`` is what would be good about them, by default to be near that course. ``facts``
        are what the person said about themselves. Nothing is found while there is no index.
        """
        alike = self.engine.similar(
            text,
            wanted,
            key=key,
            today=today,
            limit=limit,
            visible=lambda keys: offers.visible_keys(session, keys, today),
        )
        hits = (*alike.elsewhere, *alike.hits)
        rows = offers.by_keys(session, [hit.key for hit in hits])
        found = tuple(self._found(hit, rows, facts or {}, today) for hit in hits)
        return Resembling(found[: len(alike.elsewhere)], found[len(alike.elsewhere) :])

    def twins(self, session: Session, key: str) -> tuple[Offer, ...]:
        """Return the other offers of a course that are not withdrawn, also those that are over."""
        keys = self.engine.twins(key)
        rows = offers.by_keys(session, keys)
        return tuple(rows[one] for one in keys if one in rows and not rows[one].withdrawal)

    def _visible(self, session: Session, keys: Sequence[str], text: str, today: date) -> set[str]:
        """Return what may be shown; of our own instruments our book decides, and nobody else."""
        ours = {key for key in keys if self.book.find(key)}
        theirs = [key for key in keys if key not in ours]
        return offers.visible_keys(session, theirs, today) | self.book.shown(ours, text, today)

    def _found(
        self, hit: Hit, rows: Mapping[str, Offer], facts: Mapping[str, Value], today: date
    ) -> Found:
        instrument = self.book.find(hit.key)
        if instrument:
            verdict = funding_book.standing(instrument, facts, today)
            return Found(hit, instrument=verdict.instrument, verdict=verdict)
        offer = rows.get(hit.key)
        if offer is None:
            return Found(hit)
        return Found(
            hit,
            offer=offer,
            chances=funding_book.chances(self.book, offer, facts, today),
            next_start=offer.next_start(today),
            others=tuple(rows[key] for key in hit.others if key in rows),
        )


def _newest(session: Session, results: Results, today: date, limit: int, offset: int) -> Results:
    """Return the newest courses straight from the database, for the time without an index."""
    rows = offers.newest(session, today, limit, offset)
    hits = tuple(Hit(offer.key, 0.0, (), "course") for offer in rows)
    total = offers.count_courses(session, today)
    return replace(results, hits=hits, total=total, offers=total)
