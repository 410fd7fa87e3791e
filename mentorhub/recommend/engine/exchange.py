"""Several machines, one index: who builds stores it where all can reach it, the others fetch it."""

import logging
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from mentorhub.recommend.engine.generation import Broken, Generation, Manifest, files_of
from mentorhub.recommend.engine.shelf import Busy, Shelf

_log = logging.getLogger(__name__)

_SEEN: Final = "SHARED"


class Unreachable(Exception):
    """What machines share cannot be read or written just now."""


@dataclass(frozen=True, slots=True)
class AtHand:
    """The folder of a generation that is here already, and its name among the shared ones."""

    name: str
    folder: Path


class Shared(Protocol):
    """Where machines meet: whole generations, each under a name of its own."""

    def current(self) -> str | None:
        """Return the name of the one that all shall use, None while there is none.

        Raises:
            Unreachable: it cannot be told.
        """

    def manifest(self, name: str) -> Manifest:
        """Return what a generation holds.

        Raises:
            Broken, Unreachable: it is damaged, or not to be had now.
        """

    def bring(self, name: str, folder: Path, at_hand: AtHand | None) -> None:
        """Write the files of a generation into an empty folder; nobody has checked them.

        What ``at_hand`` holds of them need not travel.

        Raises:
            Broken, Unreachable: it is damaged, or not to be had now.
        """

    def store(self, folder: Path) -> str:
        """Store a generation as the one that all shall use and return its name.

        Raises:
            Broken, Unreachable: it is damaged, or cannot be stored now.
        """


class SharedFolder:
    """A folder that all machines reach; what was killed half way is never seen in it."""

    def __init__(self, folder: Path) -> None:
        self._shelf = Shelf(folder)

    def current(self) -> str | None:
        """Return the name of the generation in use."""
        with _reaching():
            return self._shelf.current()

    def manifest(self, name: str) -> Manifest:
        """Return what a generation holds."""
        if name not in self._shelf.names():
            raise Unreachable(f"{name} is not there")
        return Manifest.read(self._shelf.path(name))

    def bring(self, name: str, folder: Path, at_hand: AtHand | None) -> None:  # noqa: ARG002
        """Copy the files of a generation."""
        with _reaching():
            copy(self._shelf.path(name), folder)

    def store(self, folder: Path) -> str:
        """Copy the files of a generation into the folder, check and publish them."""
        with _reaching(), self._shelf.locked(), self._shelf.draft() as draft:
            copy(folder, draft)
            Generation.open(draft)
            return self._shelf.publish(draft)


class Exchange:
    """Brings generations from this machine's shelf to where machines meet, and from there to here.

    A file beside our generations names the shared one that was fetched or stored last. ``speaks``
    returns the name of this machine's encoder once it is known; a generation that another encoder
    made is left where it is as long as this machine has one of its own.
    """

    def __init__(
        self, shelf: Shelf, shared: Shared, speaks: Callable[[], str | None] | None = None
    ) -> None:
        self._shelf = shelf
        self._shared = shared
        self._speaks = speaks
        self._refused: set[str] = set()

    def is_behind(self) -> bool:
        """Return whether another machine has stored something that is not here yet."""
        return self._ahead() is not None

    def fetch(self) -> str | None:
        """Make the shared generation the one in use here; return its name here, None if none came.

        A damaged one, or one of another encoder, is refused once and for all; one that cannot be
        reached is tried again.
        """
        name = self._ahead()
        if name is None:
            return None
        try:
            other = self._foreign(self._shared.manifest(name))
            if other:
                self._refuse(name, other)
                return None
            with self._shelf.locked(), self._shelf.draft() as draft:
                self._shared.bring(name, draft, self._at_hand())
                Generation.open(draft)
                fetched = self._shelf.publish(draft)
                self._shelf.note(_SEEN, name)
        except Busy:
            return None
        except Broken as error:
            self._refuse(name, str(error))
            return None
        except (OSError, Unreachable) as error:
            _log.warning("the shared index %s cannot be fetched: %s", name, error)
            return None
        _log.info("the shared index %s was fetched as %s", name, fetched)
        return fetched

    def store(self) -> None:
        """Store the generation in use here for the other machines; a failure is only logged."""
        name = self._shelf.current()
        if name is None:
            return
        try:
            stored = self._shared.store(self._shelf.path(name))
        except (Busy, Broken, OSError, Unreachable) as error:
            _log.error("the index %s was not stored for other machines: %s", name, error)
            return
        self._shelf.note(_SEEN, stored)

    def _ahead(self) -> str | None:
        """Return the name of the shared generation, None if it is here or is not wanted."""
        try:
            name = self._shared.current()
        except Unreachable as error:
            _log.warning("the shared index cannot be read: %s", error)
            return None
        is_wanted = name != self._seen() and name not in self._refused
        return name if is_wanted else None

    def _foreign(self, theirs: Manifest) -> str | None:
        """Return why a generation is not for this machine, None if it is."""
        ours = self._shelf.manifest(self._shelf.current())
        if self._speaks is None or ours is None or theirs.encoder is None:
            return None
        speaks = self._speaks() or ours.encoder
        if speaks in (None, theirs.encoder):
            return None
        return f"{theirs.encoder} made it, this machine has {speaks}"

    def _refuse(self, name: str, why: str) -> None:
        self._refused.add(name)
        _log.error("the shared index %s is refused: %s", name, why)

    def _at_hand(self) -> AtHand | None:
        seen, current = self._seen(), self._shelf.current()
        return AtHand(seen, self._shelf.path(current)) if seen and current else None

    def _seen(self) -> str | None:
        return self._shelf.noted(_SEEN)


@contextmanager
def _reaching() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Unreachable(str(error)) from error


def copy(theirs: Path, own: Path) -> None:
    """Copy the files of one folder into an empty one.

    Raises:
        OSError: it is not there, or went away meanwhile.
    """
    files = list(files_of(theirs))
    if not files:
        raise FileNotFoundError(theirs)
    for path in files:
        target = own / path.relative_to(theirs)
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(path, target)
