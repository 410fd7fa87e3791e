"""How many calls of a process may wait for a chat model at a time.

Each call keeps one of the server's threads waiting. Without a limit a slow model would soon have
all of them, and nobody could read any page.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Final

from mentorhub.assist.chat import Busy

KEPT_FREE: Final = 2
"""So many threads of a process are left to other pages, as long as there are more."""


class Seats:
    """Seats for calls: who finds none free is sent on at once."""

    def __init__(self, number: int) -> None:
        self._free = BoundedSemaphore(number)

    @classmethod
    def beside(cls, threads: int) -> "Seats":
        """Return the seats of a process that answers requests in so many threads."""
        return cls(max(1, threads - KEPT_FREE))

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Take a seat for the time of one call.

        Raises:
            Busy: none is free.
        """
        if not self._free.acquire(blocking=False):
            raise Busy("as many calls as there may be are under way")
        try:
            yield
        finally:
            self._free.release()
