"""Several machines, one index: who builds stores it in a shared folder, the others fetch it."""

import logging
import shutil
from pathlib import Path
from typing import Final

from mentorhub.recommend.engine.generation import Broken, Generation, files_of
from mentorhub.recommend.engine.shelf import Busy, Shelf

_log = logging.getLogger(__name__)

_SEEN: Final = "SHARED"


class Exchange:
    """Brings generations from this machine's shelf to a shared one, and from there to here.

    Both are whole shelves, so what was killed half way is never seen. A file beside our
    generations names the shared one that was fetched or stored last.
    """

    def __init__(self, shelf: Shelf, shared: Shelf) -> None:
        self._shelf = shelf
        self._shared = shared
        self._refused: set[str] = set()

    def is_behind(self) -> bool:
        """Return whether another machine has stored something that is not here yet."""
        try:
            name = self._shared.current()
        except OSError as error:
            _log.warning("the shared index cannot be read: %s", error)
            return False
        return name is not None and name != self._seen() and name not in self._refused

    def fetch(self) -> str | None:
        """Make the shared generation the one in use here; return its name here, None if none came.

        A damaged one is refused once and for all, one that cannot be reached is tried again.
        """
        if not self.is_behind():
            return None
        name = self._shared.current() or ""
        try:
            with self._shelf.locked(), self._shelf.draft() as draft:
                copy(self._shared.path(name), draft)
                Generation.open(draft)
                fetched = self._shelf.publish(draft)
                self._shelf.note(_SEEN, name)
        except Busy:
            return None
        except Broken as error:
            self._refused.add(name)
            _log.error("the shared index %s is refused: %s", name, error)
            return None
        except OSError as error:
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
            with self._shared.locked(), self._shared.draft() as draft:
                copy(self._shelf.path(name), draft)
                Generation.open(draft)
                stored = self._shared.publish(draft)
        except (Busy, Broken, OSError) as error:
            _log.error("the index %s was not stored for other machines: %s", name, error)
            return
        self._shelf.note(_SEEN, stored)

    def _seen(self) -> str | None:
        return self._shelf.noted(_SEEN)


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
