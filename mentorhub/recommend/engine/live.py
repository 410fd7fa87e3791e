"""The generation in this process: always whole, at most two seconds behind the shelf."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from mentorhub.recommend.engine.exchange import Exchange
from mentorhub.recommend.engine.generation import Broken, Generation
from mentorhub.recommend.engine.shelf import Shelf

_log = logging.getLogger(__name__)


class Generations(Protocol):
    """Hands out the generation to search in."""

    def generation(self) -> Generation | None:
        """Return it, or None while there is none."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """Always the same generation, for measurements: no swap falls into one."""

    only: Generation

    def generation(self) -> Generation:
        """Return it."""
        return self.only


class Live:
    """Hands out the generation in use; a newer one is loaded beside traffic, then swapped in.

    Make one per process, after forking. Callers keep the generation they were given for the
    whole of one search, so no answer mixes two. What other machines store for this one comes by the
    ``exchange``.
    """

    def __init__(
        self,
        shelf: Shelf,
        clock: Callable[[], float] = time.monotonic,
        check_seconds: float = 2.0,
        exchange: Exchange | None = None,
    ) -> None:
        self._shelf = shelf
        self._clock = clock
        self._check_seconds = check_seconds
        self._exchange = exchange
        self._generation: Generation | None = None
        self._refused: set[str] = set()
        self._checked: float | None = None
        self._loading = threading.Lock()

    def generation(self) -> Generation | None:
        """Return the generation to search in, or None while the shelf is empty.

        The first call loads what lies on the shelf of this machine; later calls never wait for a
        load, and no call waits for another machine.
        """
        if self._checked is None:
            with self._loading:
                self._load()
            if self._exchange:
                self._look_beside_traffic()
        elif self._clock() - self._checked >= self._check_seconds:
            self._look_beside_traffic()
        return self._generation

    def refresh(self) -> None:
        """Load the generation that the shelf names, now, if it is not the one in use."""
        with self._loading:
            self._catch_up()

    def _look_beside_traffic(self) -> None:
        if not self._loading.acquire(blocking=False):
            return
        self._checked = self._clock()
        if not self._exchange and not self._is_behind():
            self._loading.release()
            return
        threading.Thread(target=self._look_and_release, name="search-swap", daemon=True).start()

    def _look_and_release(self) -> None:
        try:
            if self._is_behind() or (self._exchange and self._exchange.is_behind()):
                self._catch_up()
        finally:
            self._loading.release()

    def _is_behind(self) -> bool:
        name = self._shelf.current()
        return name is not None and name != self._name() and name not in self._refused

    def _name(self) -> str | None:
        return self._generation.name if self._generation else None

    def _catch_up(self) -> None:
        if self._exchange:
            self._exchange.fetch()
        self._load()

    def _load(self) -> None:
        self._checked = self._clock()
        if not self._is_behind():
            return
        for name in self._worth_trying():
            try:
                self._generation = Generation.open(self._shelf.path(name))
            except Broken as error:
                self._refused.add(name)
                _log.error("search index refused: %s", error)
            else:
                _log.info("search index %s in use", name)
                return

    def _worth_trying(self) -> list[str]:
        candidates = self._shelf.candidates()
        # Only a process that has nothing yet falls back on an older generation.
        return candidates[:1] if self._generation else candidates
