"""How much of a chat model an installation uses: per dialogue, per day, and not while it is away.

The counts are shared by all processes and machines, and say nothing about who asked what.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NoReturn

from sqlalchemy.exc import SQLAlchemyError

from mentorhub.assist.chat import Busy, LimitReached, NothingSpent
from mentorhub.kit.tallies import Tallies

log = logging.getLogger(__name__)

A_DAY: Final = 86_400.0
REST_SECONDS: Final = 60.0
FAILURES_BEFORE_REST: Final = 3

Spend = Callable[[int, int], None]
"""Takes tokens for one more call, and those that its dialogue has used; raises NothingSpent."""


@dataclass(frozen=True)
class Use:
    """What was used of one day, in UTC; ``tokens`` are counted before a call, so never too low."""

    tokens: int
    calls: int
    failures: int
    refusals: int


class Budget:
    """Counts tokens before they are used, and leaves a model alone that was away or slow often.

    ``a_talk`` and ``a_day`` are the most tokens of one dialogue and of all of a day.
    """

    def __init__(
        self,
        tallies: Callable[[], Tallies],
        *,
        a_talk: int,
        a_day: int,
        now: Callable[[], datetime],
    ) -> None:
        self._tallies = tallies
        self.a_talk = a_talk
        self.a_day = a_day
        self._now = now

    def spend(self, tokens: int, in_talk: int) -> None:
        """Count the tokens of one more call of a dialogue that has used ``in_talk``.

        Raises:
            Busy: the model rests.
            LimitReached: the tokens of the dialogue or of the day would not do.
            NothingSpent: nothing can be counted.
        """
        try:
            if in_talk + tokens > self.a_talk:
                self._refuse(LimitReached("the limit of this dialogue is reached"))
            if self.is_resting():
                self._refuse(Busy("the model has been away or slow often in the last minute"))
            if self._add("tokens", tokens) > self.a_day:
                self._add("tokens", -tokens)
                self._refuse(LimitReached("the limit of today is reached"))
            self._add("calls", 1)
        except SQLAlchemyError as problem:
            log.error("the tokens of the chat model cannot be counted", exc_info=problem)
            raise NothingSpent("nothing can be counted") from problem

    def failed(self) -> None:
        """Count a call that came to nothing; after some within a minute the model rests."""
        self._troubled(is_failure=True)

    def slow(self) -> None:
        """Count an answer that came late: no failure, but towards the rest like one."""
        self._troubled(is_failure=False)

    def is_resting(self) -> bool:
        """Return whether the model is left alone for now."""
        return self._look("rest") >= FAILURES_BEFORE_REST

    def today(self) -> Use:
        """Return what was used today."""
        return Use(*map(self._look, ("tokens", "calls", "failures", "refusals")))

    def _troubled(self, *, is_failure: bool) -> None:
        try:
            if is_failure:
                self._add("failures", 1)
            self._add("rest", 1, REST_SECONDS)
        except SQLAlchemyError as problem:
            log.error("the failures of the chat model cannot be counted", exc_info=problem)

    def _refuse(self, why: NothingSpent) -> NoReturn:
        self._add("refusals", 1)
        raise why

    def _add(self, what: str, amount: int, seconds: float = A_DAY) -> int:
        now = self._now().timestamp()
        return self._tallies().add(self._key(what), amount, seconds, now=now)

    def _look(self, what: str) -> int:
        return self._tallies().look(self._key(what), now=self._now().timestamp())[0]

    def _key(self, what: str) -> str:
        return "chat:rest" if what == "rest" else f"chat:{self._now():%Y-%m-%d}:{what}"
