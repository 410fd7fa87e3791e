"""How fresh what we have of a source is, for every page that shows an offer of it."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mentorhub.kit.clock import GERMANY
from mentorhub.kit.db import Database
from mentorhub.recommend.queries import sources

SECONDS = 10.0


@dataclass(frozen=True)
class Freshness:
    """When a source was last known to be as we have it, if it is fetched by itself.

    ``is_stale``: the rhythm of the source would have allowed no such age. ``licence`` says whose
    words they are.
    """

    seen_on: date | None = None
    is_stale: bool = False
    licence: str = ""


class SourceBook:
    """Knows the sources that are fetched by themselves, at most ``seconds`` behind the database."""

    def __init__(self, db: Database, seconds: float = SECONDS) -> None:
        self._db = db
        self._seconds = seconds
        self._kept: tuple[float, Mapping[str, sources.Age]] = (0.0, {})

    def of(self, origin: str, today: date, told: date | None = None) -> Freshness:
        """Return how fresh the offers are that name this as their source.

        ``told`` is the day of which an offer itself tells: if it is newer than the last fetch, it
        counts instead, so that nothing is of today and perhaps out of date as well.
        """
        age = self._ages().get(origin)
        if age is None:
            return Freshness()
        if age.fetched_at is None or age.fresh_until is None:
            return Freshness(licence=age.licence)
        seen_on = age.fetched_at.astimezone(GERMANY).date()
        newest = told if told and seen_on < told <= today else seen_on
        is_stale = today > age.fresh_until + (newest - seen_on)
        return Freshness(seen_on, is_stale, age.licence)

    def _ages(self) -> Mapping[str, sources.Age]:
        until, ages = self._kept
        if time.monotonic() >= until:
            with self._db.reading() as session:
                ages = sources.ages(session)
            self._kept = (time.monotonic() + self._seconds, ages)
        return ages
