"""What editors wrote, in this process: always whole, at most two seconds behind the database."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mentorhub.kit.db import Database
from mentorhub.kit.errors import Unavailable
from mentorhub.recommend.career import CareerWords
from mentorhub.recommend.funding.files import FundingFileError
from mentorhub.recommend.funding_book import FundingBook
from mentorhub.recommend.glossary import Glossary, GlossaryError
from mentorhub.recommend.occupations import Occupations, OccupationsError
from mentorhub.recommend.queries import content

UNREADABLE = (FundingFileError, GlossaryError, OccupationsError)

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Edition:
    """One state of what editors wrote; ``mark`` tells it from every other."""

    mark: content.Mark
    book: FundingBook
    glossary: Glossary
    occupations: Occupations


class Library:
    """Hands out what was last loaded; a newer edition is read by one thread, then swapped in.

    Make one per process. An edition that this version of the code cannot read is logged, and the
    one before stays.
    """

    def __init__(
        self,
        db: Database,
        clock: Callable[[], float] = time.monotonic,
        check_seconds: float = 2.0,
    ) -> None:
        self._db = db
        self._clock = clock
        self._check_seconds = check_seconds
        self._edition: Edition | None = None
        self._refused: content.Mark | None = None
        self._checked = 0.0
        self._reading = threading.Lock()

    def edition(self) -> Edition:
        """Return the edition in use.

        Raises:
            Unavailable: this version of the code cannot read the only one there is.
        """
        if self._edition is None:
            with self._reading:
                return self._edition or self._first()
        if self._clock() - self._checked >= self._check_seconds:
            self._look_beside_traffic()
        return self._edition

    def _first(self) -> Edition:
        try:
            self._checked = self._clock()
            self._edition = self._read()
        except UNREADABLE as problem:
            raise Unavailable(f"content: {problem}") from problem
        return self._edition

    def _look_beside_traffic(self) -> None:
        if not self._reading.acquire(blocking=False):
            return
        try:
            self._checked = self._clock()
            self._catch_up()
        finally:
            self._reading.release()

    def _catch_up(self) -> None:
        with self._db.reading() as session:
            mark = content.mark(session)
        if self._edition and mark in (self._edition.mark, self._refused):
            return
        try:
            self._edition = self._read()
        except UNREADABLE as problem:
            self._refused = mark
            _log.error("content refused: %s", problem)
        else:
            _log.info("a new edition of what editors wrote is in use")

    def _read(self) -> Edition:
        with self._db.reading() as session:
            return Edition(
                content.mark(session),
                content.funding_book(session),
                content.glossary_now(session),
                content.occupations_now(session),
            )


class CurrentGlossary:
    """The words in use, of glossary and occupations, for whoever is made once and lives long."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def expand(self, text: str) -> Sequence[str]:
        """Return the German words that the text does not say but means."""
        edition = self._library.edition()
        return CareerWords(edition.glossary, edition.occupations).expand(text)
