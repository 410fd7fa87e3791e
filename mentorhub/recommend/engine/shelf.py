"""Generations on disk: published whole, swapped by one name, kept three deep."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from mentorhub.recommend.engine.generation import Broken, Generation, Manifest, files_of

_CURRENT = "CURRENT"
_LOCK = "LOCK"
_DRAFT = ".draft"
_TRASH = ".trash-"
_DIGITS = 6
KEEP: Final = 3


class Busy(Exception):
    """Another process is building or rolling back on this shelf."""


class NothingOlder(Exception):
    """There is no older whole generation to go back to."""


class Shelf:
    """A folder with numbered generations and the name of the one in use.

    A process that is killed at any moment leaves a shelf that loads: a generation gets its
    number only when all its files are on disk, and the name in CURRENT is replaced in one step.
    Generations whose vectors were still arriving are neither kept nor gone back to: they would
    take the place of those from before.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def current(self) -> str | None:
        """Return the name of the generation in use, or None on an empty shelf."""
        return self.noted(_CURRENT)

    def noted(self, what: str) -> str | None:
        """Return what ``note`` wrote under this name, None if nothing."""
        try:
            text = (self._folder / what).read_text("ascii").strip()
        except FileNotFoundError:
            return None
        return text or None

    def note(self, what: str, text: str) -> None:
        """Keep a short text beside the generations, replaced in one step."""
        fresh = self._folder / f"{what}.new"
        fresh.write_text(text + "\n", "ascii")
        _sync(fresh)
        fresh.replace(self._folder / what)
        _sync(self._folder)

    def names(self) -> list[str]:
        """Return the names of all generations, oldest first."""
        if not self._folder.is_dir():
            return []
        names = (path.name for path in self._folder.iterdir() if path.name.isdecimal())
        return sorted(names, key=int)

    def path(self, name: str) -> Path:
        """Return the folder of a generation."""
        return self._folder / name

    def manifest(self, name: str | None) -> Manifest | None:
        """Return what a generation holds, None where none of this name can be read."""
        try:
            return Manifest.read(self.path(name)) if name else None
        except Broken:
            return None

    def opened(self) -> Generation | None:
        """Return the generation in use, checked and open, None where there is no whole one."""
        name = self.current()
        try:
            return Generation.open(self.path(name)) if name else None
        except Broken:
            return None

    def candidates(self) -> list[str]:
        """Return what to try to open: the generation in use, then the others, newest first."""
        names = self.names()[::-1]
        current = self.current()
        if current in names:
            names.remove(current)
            names.insert(0, current)
        return names

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the shelf as its only builder; the lock ends with the process.

        Raises:
            Busy: another process holds it.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / _LOCK).open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise Busy(str(self._folder)) from error
            yield

    @contextmanager
    def draft(self) -> Iterator[Path]:
        """Give an empty folder to build in, cleared of what a killed builder left.

        Only within ``locked``. What is not published is removed at the end.
        """
        for leftover in (*self._folder.glob(_TRASH + "*"), self._folder / _DRAFT):
            shutil.rmtree(leftover, ignore_errors=True)
        folder = self._folder / _DRAFT
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def publish(self, draft: Path) -> str:
        """Make a finished draft the generation in use and return its name.

        Only within ``locked``. Generations beyond those of ``kept`` are removed.
        """
        for path in files_of(draft):
            _sync(path)
        for folder in (*(path for path in draft.rglob("*") if path.is_dir()), draft):
            _sync(folder)
        newest = self.names()[-1:] or ["0"]
        name = f"{int(newest[0]) + 1:0{_DIGITS}d}"
        draft.rename(self.path(name))
        _sync(self._folder)
        self.note(_CURRENT, name)
        self._tidy()
        return name

    def rollback(self) -> str:
        """Go back to the newest whole generation before the one in use and return its name.

        Raises:
            Busy: a build is under way.
            NothingOlder: there is none.
        """
        with self.locked():
            current = self.current() or "0"
            for name in reversed([name for name in self.names() if int(name) < int(current)]):
                if self._is_arriving(name):
                    continue
                try:
                    Generation.open(self.path(name))
                except Broken:
                    continue
                self.note(_CURRENT, name)
                return name
        raise NothingOlder(current)

    def _tidy(self) -> None:
        names = self.names()
        keep = {self.current(), *kept(names, self._is_arriving)}
        for name in names:
            if name not in keep:
                # Renamed first: a half-removed folder must not look like a generation.
                trash = self._folder / (_TRASH + name)
                self.path(name).rename(trash)
                shutil.rmtree(trash, ignore_errors=True)

    def _is_arriving(self, name: str) -> bool:
        manifest = self.manifest(name)
        return manifest is not None and manifest.lacking > 0


def kept(names: Sequence[str], is_arriving: Callable[[str], bool]) -> set[str]:
    """Return which of the names, oldest first, are kept: the newest KEEP that are complete.

    The newest two are kept in any case: somebody may be about to open the one before.
    """
    whole = [name for name in names if not is_arriving(name)]
    return {*whole[-KEEP:], *names[-2:]}


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
