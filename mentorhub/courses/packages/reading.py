"""A whole package: looked at, read and proven, or every reason why not."""

import json
import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import BinaryIO

from mentorhub.courses.packages import archive, manifest
from mentorhub.courses.packages.archive import Archive, Entry, Limits, key_of
from mentorhub.courses.packages.manifest import Manifest
from mentorhub.courses.packages.report import BadPackage, Finding, Report

INDEX = "index.json"
FORGOTTEN = 86_400  # seconds after which a folder that was never finished is nobody's


@dataclass(frozen=True)
class Reading:
    """A package that can be taken."""

    manifest: Manifest
    report: Report


@dataclass(frozen=True)
class Held:
    """One unpacked file: where it lies, how large it is, and what the package calls it."""

    path: Path
    name: str
    size: int


class Unpacked:
    """A package in a folder of this machine; its files bear numbers, an index their names."""

    def __init__(self, folder: Path) -> None:
        names: list[tuple[str, int]] = json.loads((folder / INDEX).read_text("utf-8"))
        self._held = {
            key_of(name): Held(folder / str(number), name, size)
            for number, (name, size) in enumerate(names)
        }

    def find(self, name: str) -> Held | None:
        """Return a file by its name; case does not count, as where many packages are made."""
        return self._held.get(key_of(name))

    @property
    def is_whole(self) -> bool:
        """Whether every file is there in its size."""
        try:
            return all(each.path.stat().st_size == each.size for each in self._held.values())
        except OSError:
            return False


def is_package(file: BinaryIO) -> bool:
    """Return whether a file says that it is a package: a zip with a manifest anywhere in it."""
    found = archive.names(file, Limits())
    return any(name.rpartition("/")[2].lower() == manifest.NAME for name in found)


def read(file: BinaryIO, name: str, limits: Limits) -> Reading:
    """Return what a package holds; ``name`` is what its file is called.

    Raises:
        BadPackage: it is none, or a hostile one; every reason is told.
    """
    found = archive.look(file, limits)
    top, entry = _where(found)
    told, left = manifest.read(found.read(entry, manifest.LARGEST), _finder(found, top))
    found.prove()
    told = told.model_copy(update={"title": told.title or Path(name).stem or "SCORM"})
    if top:
        left = (Finding(code="in_folder", where=top), *left)
    kinds = {True: "sco", False: "asset"}
    report = Report(
        file=name,
        kind=told.kind,
        edition=told.edition,
        title=told.title,
        files=len(found.entries),
        packed_bytes=file.seek(0, 2),
        unpacked_bytes=found.unpacked_bytes,
        taken=tuple(Finding(code=kinds[p.is_sco], where=p.title) for p in told.parts),
        left=(*left, *found.left),
    )
    return Reading(told, report)


def refusal(name: str, problem: BadPackage) -> Report:
    """Return the report about a file of which nothing is taken."""
    return Report(file=name, faults=problem.faults)


def unpack(file: BinaryIO, limits: Limits, target: Path) -> None:
    """Unpack a package into the folder ``target``, which is there afterwards as a whole or not.

    A process that dies leaves a folder of another name behind; it is swept away a day later.

    Raises:
        BadPackage: it is hostile or broken.
    """
    found = archive.look(file, limits)
    target.parent.mkdir(parents=True, exist_ok=True)
    _sweep(target.parent)
    fresh = Path(mkdtemp(prefix="unfinished-", dir=target.parent))
    try:
        for number, entry in enumerate(found.entries):
            with (fresh / str(number)).open("xb") as out:
                out.writelines(found.pieces(entry))
        names = [(entry.name, entry.size) for entry in found.entries]
        with (fresh / INDEX).open("w", encoding="utf-8") as index:
            json.dump(names, index)
            index.flush()
            os.fsync(index.fileno())
        fresh.replace(target)
    except OSError:
        if not (target / INDEX).is_file():  # else another process was faster
            raise
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _sweep(folder: Path) -> None:
    for each in folder.glob("unfinished-*"):
        if time.time() - each.stat().st_mtime > FORGOTTEN:
            shutil.rmtree(each, ignore_errors=True)


def _where(found: Archive) -> tuple[str, Entry]:
    """Return the folder in which the manifest lies (nothing: at the top), and the manifest.

    Raises:
        BadPackage: there is none.
    """
    entry = _manifest(found)
    if entry is None:
        inner = [e.name for e in found.entries if e.name.lower().endswith(".zip")]
        code = "nested_package" if inner and len(found.entries) <= 3 else "no_manifest"
        raise BadPackage([Finding(code=code, where=", ".join(inner[:3]))])
    return entry.name.rpartition("/")[0], entry


def _manifest(found: Archive) -> Entry | None:
    """Return the manifest at the top, or in the only folder that there is."""
    if manifest.NAME in found.by_key:
        return found.by_key[manifest.NAME]
    tops = {each.name.partition("/")[0] for each in found.entries}
    return found.by_key.get(key_of(f"{min(tops)}/{manifest.NAME}")) if len(tops) == 1 else None


def _finder(found: Archive, top: str) -> manifest.Find:
    def find(name: str) -> str | None:
        entry = found.by_key.get(key_of(f"{top}/{name}" if top else name))
        return entry.name if entry else None

    return find
