"""A course in a zip file: its folder as ``docs/course-files.md`` describes it."""

import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePosixPath
from typing import BinaryIO

from mentorhub.courses.packages import archive
from mentorhub.courses.packages.archive import MEGABYTE, Limits
from mentorhub.courses.packages.report import BadPackage, Finding

COURSE = "course.toml"
LIMITS = Limits(packed=200 * MEGABYTE, unpacked=300 * MEGABYTE, entries=2_000)
ENTRIES_READ = 100_000  # to find out what a file is that holds more than we take
_PACKED = frozenset((".png", ".jpg", ".jpeg", ".gif", ".webp", ".mp4", ".webm", ".mp3", ".m4a",
    ".ogg", ".pdf", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".zip"))  # fmt: skip
_PLAIN_FILE = 0o100644 << 16


@dataclass(frozen=True)
class CourseFile:
    """What lies in such a file: the paths inside of the course's folder and what they hold.

    ``id`` is the name of the folder, nothing where the course lies at the top; ``left`` names
    what was passed over, with the reason.
    """

    id: str
    files: Mapping[str, bytes]
    left: tuple[Finding, ...]


def is_course(file: BinaryIO) -> bool:
    """Return whether a file says that it is a course: a zip with a ``course.toml``."""
    names = archive.names(file, replace(LIMITS, entries=ENTRIES_READ))
    return any(PurePosixPath(each).name == COURSE and each.count("/") <= 1 for each in names)


def unpack(file: BinaryIO, limits: Limits = LIMITS) -> CourseFile:
    """Return the files of a course.

    Raises:
        BadPackage: it is none, or a hostile one; every reason is told.
    """
    found = archive.look(file, limits)
    names = [each.name for each in found.entries]
    top = _top(names)
    if f"{top}{COURSE}" not in names:
        raise BadPackage([Finding(code="no_course")])
    files: dict[str, bytes] = {}
    left = list(found.left)
    for entry in found.entries:
        path = entry.name.removeprefix(top)
        if any(part.startswith(".") or part.endswith("~") for part in path.split("/")):
            left.append(Finding(code="junk", where=entry.name))
        else:
            files[path] = b"".join(found.pieces(entry))
    return CourseFile(top.rstrip("/"), files, tuple(left))


def pack(
    out: BinaryIO, id_: str, files: Iterable[tuple[str, Iterable[bytes]]], at: datetime
) -> None:
    """Write the files of a course into a zip; the same files make the same bytes."""
    moment = max(at, datetime(1980, 1, 1, tzinfo=at.tzinfo)).timetuple()[:6]
    with zipfile.ZipFile(out, "w") as target:
        for path, pieces in files:
            info = zipfile.ZipInfo(f"{id_}/{path}", moment)
            info.external_attr = _PLAIN_FILE
            is_packed = PurePosixPath(path).suffix.lower() in _PACKED
            info.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
            with target.open(info, "w") as entry:
                for piece in pieces:
                    entry.write(piece)


def _top(names: Iterable[str]) -> str:
    """Return the only folder that holds everything, with its slash; nothing if there is none."""
    tops = {name.partition("/")[0] for name in names if "/" in name}
    is_alone = len(tops) == 1 and all("/" in name for name in names)
    return f"{tops.pop()}/" if is_alone else ""
