"""Who stood on first result pages: counted in memory, handed over in batches.

A search never waits for the database because of it. What is counted is a sum per day: which
provider had how many places, and on which step of the ladder the search answered. Nothing says
who asked, or what.
"""

import logging
import threading
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from multiprocessing.util import Finalize
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

_log = logging.getLogger(__name__)

EVERY: Final = timedelta(seconds=20)
MOST: Final = 500  # searches that may wait before they are handed over early
DAYS_KEPT: Final = 90


@dataclass(frozen=True)
class Counts:
    """``places`` by day and provider, ``searches`` by day and step of the ladder."""

    places: Counter[tuple[date, str]] = field(default_factory=Counter)
    searches: Counter[tuple[date, str]] = field(default_factory=Counter)

    def add(self, other: "Counts") -> None:
        """Count what the other one has, too."""
        self.places.update(other.places)
        self.searches.update(other.searches)


class Exposure:
    """Collects for one process. ``keep`` stores a batch, or raises SQLAlchemyError.

    Nothing is handed over by itself before ``start``.
    """

    def __init__(
        self, keep: Callable[[Counts], None], *, every: timedelta = EVERY, most: int = MOST
    ) -> None:
        self._keep = keep
        self._every = every
        self._most = most
        self._waiting = Counts()
        self._lock = threading.Lock()
        self._handing_over = threading.Lock()
        self._full = threading.Event()

    def count(self, day: date, step: str, providers: Iterable[str]) -> None:
        """Count one search; ``providers`` has each name once for each place on its first page."""
        with self._lock:
            self._waiting.searches[day, step] += 1
            self._waiting.places.update((day, provider) for provider in providers)
            if self._waiting.searches.total() >= self._most:
                self._full.set()

    def hand_over(self) -> None:
        """Store what was counted; what cannot be stored now is kept for the next time."""
        with self._handing_over:
            with self._lock:
                batch, self._waiting = self._waiting, Counts()
                self._full.clear()
            if not batch.searches:
                return
            try:
                self._keep(batch)
            except SQLAlchemyError as problem:
                _log.error("exposure is kept in memory", exc_info=problem)
                with self._lock:
                    self._waiting.add(batch)

    def start(self) -> None:
        """Hand over again and again from now on, and when this process ends.

        A server's workers are children of ``multiprocessing``: they end without ``atexit``.
        """
        threading.Thread(target=self._hand_over_for_ever, name="exposure", daemon=True).start()
        Finalize(None, self.hand_over, exitpriority=0)

    def _hand_over_for_ever(self) -> None:
        while True:
            self._full.wait(self._every.total_seconds())
            self.hand_over()
