"""Packages on this machine: unpacked when somebody first asks, out of the database of all."""

import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from threading import Lock

from mentorhub.courses.packages import reading
from mentorhub.courses.packages.archive import Limits
from mentorhub.courses.packages.reading import INDEX, Held, Unpacked
from mentorhub.courses.queries import packages
from mentorhub.kit.db import Database


class PackageFolder:
    """The folder in which this machine unpacks packages; it can be deleted at any time."""

    def __init__(self, db: Database, folder: Path, limits: Limits) -> None:
        self.limits = limits
        self._db, self._folder = db, folder
        self._open: dict[str, Unpacked] = {}
        self._locks: dict[str, Lock] = {}

    def file(self, digest: str, name: str) -> Held | None:
        """Return a file of a package, None if it has none of this name."""
        held = self._package(digest).find(name)
        if held and not held.path.is_file():  # somebody has tidied up
            self._open.pop(digest, None)
            held = self._package(digest).find(name)
        return held

    def _package(self, digest: str) -> Unpacked:
        if digest not in self._open:
            with self._locks.setdefault(digest, Lock()):
                if digest not in self._open:
                    self._open[digest] = self._unpacked(digest)
        return self._open[digest]

    def _unpacked(self, digest: str) -> Unpacked:
        target = self._folder / digest
        if (target / INDEX).is_file():
            there = Unpacked(target)
            if there.is_whole:
                return there
            shutil.rmtree(target, ignore_errors=True)
        with tempfile.TemporaryFile() as file:
            with self._db.reading() as session:
                file.writelines(packages.zip_of(session, digest))
                known = packages.digests(session)
            reading.unpack(file, self.limits, target)
        self._tidy(known)
        return Unpacked(target)

    def _tidy(self, known: set[str]) -> None:
        """Drop what was unpacked of packages that are gone."""
        for each in self._folder.iterdir():
            if len(each.name) == 64 and each.name not in known:
                with suppress(OSError):
                    shutil.rmtree(each)
