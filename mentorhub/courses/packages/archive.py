"""Reads a zip file of others: every entry is looked at before any is unpacked.

Nothing is ever written under a name that the file chose: unpacked files bear numbers.
"""

import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import BinaryIO

from mentorhub.courses.packages.report import BadPackage, Finding

MEGABYTE = 1_000_000
DIRECTORY_BYTES = 4 * MEGABYTE  # of the list of entries, before it is read
RATIO, RATIO_FROM = 200, MEGABYTE  # more than this, from this size on: a bomb
DEEPEST = 25
LONGEST_NAME, LONGEST_PART = 500, 255  # bytes
AT_ONCE = 1 << 16
SHOWN = 20  # faults of one file
LOCAL_HEADER = 30  # bytes before an entry's name: APPNOTE 4.3.7

_END, _END_64 = b"PK\x05\x06", b"PK\x06\x07"
_JUNK = re.compile(r"(?:^|/)(?:__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._)", re.IGNORECASE)
_NOT_SERVED = re.compile(
    r"\.(?:exe|msi|bat|cmd|com|scr|pif|ps1|vbs|hta|lnk|dll|so|sh|php|phtml|jsp|asp|aspx|cgi|jar"
    r"|class|swf|flv)$",
    re.IGNORECASE,
)
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)


@dataclass(frozen=True)
class Limits:
    """How much of a package is taken: bytes of the zip, bytes unpacked, number of entries."""

    packed: int = 200 * MEGABYTE
    unpacked: int = 600 * MEGABYTE
    entries: int = 10_000


@dataclass(frozen=True)
class Entry:
    """One file of a package under the name by which the package calls it."""

    name: str
    size: int
    info: zipfile.ZipInfo = field(repr=False, compare=False)


@dataclass(frozen=True)
class Archive:
    """A zip file in which every entry is one that we take, and what was left."""

    zip: zipfile.ZipFile
    entries: tuple[Entry, ...]
    left: tuple[Finding, ...]

    @cached_property
    def by_key(self) -> Mapping[str, Entry]:
        """The files by ``key_of`` their names."""
        return {key_of(each.name): each for each in self.entries}

    @property
    def unpacked_bytes(self) -> int:
        """How large everything is that is taken."""
        return sum(each.size for each in self.entries)

    def pieces(self, entry: Entry) -> Iterator[bytes]:
        """Yield what an entry holds.

        Raises:
            BadPackage: it is not what the list of entries says.
        """
        total = 0
        try:
            with self.zip.open(entry.info) as opened:
                while piece := opened.read(AT_ONCE):
                    total += len(piece)
                    yield piece
        except _BROKEN as problem:
            raise _bad("broken", entry.name) from problem
        if total != entry.size:
            raise _bad("broken", entry.name)

    def read(self, entry: Entry, most: int) -> bytes:
        """Return what a small entry holds.

        Raises:
            BadPackage: it is larger than ``most`` bytes, or broken.
        """
        if entry.size > most:
            raise _bad("entry_too_large", entry.name)
        return b"".join(self.pieces(entry))

    def prove(self) -> None:
        """Unpack everything into nothing.

        Raises:
            BadPackage: something is not what the list of entries says.
        """
        for entry in self.entries:
            for _piece in self.pieces(entry):
                pass


def key_of(name: str) -> str:
    """Return what names have in common that some file system takes for the same."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def look(file: BinaryIO, limits: Limits) -> Archive:
    """Return the archive if all of it is harmless.

    Raises:
        BadPackage: it is not; the first faults are told.
    """
    size = file.seek(0, 2)
    if size > limits.packed:
        raise _bad("too_large", str(size))
    opened = _opened(file, size, limits)
    infos = opened.infolist()
    faults = [*_bombs(infos, limits), *_overlaps(opened, infos), *_faults_of(infos)]
    if faults:
        raise BadPackage(faults[:SHOWN])
    named = [(name_of(info), info) for info in infos if not name_of(info).endswith("/")]
    reasons = [(_left(name), name) for name, _info in named]
    return Archive(
        opened,
        tuple(Entry(name, info.file_size, info) for name, info in named if not _left(name)),
        tuple(Finding(code=code, where=name) for code, name in reasons if code),
    )


def names(file: BinaryIO, limits: Limits) -> list[str]:
    """Return the names in a zip file, harmless or not; none if it cannot be read."""
    try:
        _refuse_endless_list(file, file.seek(0, 2), limits)
        return [name_of(each) for each in zipfile.ZipFile(file).infolist()]
    except (BadPackage, *_BROKEN):
        return []


def name_of(info: zipfile.ZipInfo) -> str:
    """Return the name of an entry: as UTF-8 where it says so or is, else as code page 437.

    Some programs of Windows divide folders by backslashes; no name of a file can hold one there.
    """
    name = info.orig_filename
    if not info.flag_bits & 0x800:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode()
    return name.replace("\\", "/")


def fault_of_name(name: str) -> str:
    """Return why a name is not taken, nothing if it is."""
    parts = name.removesuffix("/").split("/")
    checks = {
        "strange_name": any(unicodedata.category(each) in ("Cc", "Cs") for each in name),
        "absolute_name": name.startswith("/") or re.match(r"[A-Za-z]:", name) is not None,
        "parent_name": ".." in parts,
        "empty_name": bool({"", "."} & set(parts)),
        "long_name": any(_bytes(each) > LONGEST_PART for each in parts)
        or _bytes(name) > LONGEST_NAME,
        "too_deep": len(parts) > DEEPEST,
    }
    return next((code for code, is_so in checks.items() if is_so), "")


def _faults_of(infos: list[zipfile.ZipInfo]) -> Iterator[Finding]:
    seen: set[str] = set()
    for info in infos:
        name = name_of(info)
        key = key_of(name.rstrip("/"))
        fault = fault_of_name(name) or _fault_of(info) or ("double_name" if key in seen else "")
        seen.add(key)
        if fault:
            yield Finding(code=fault, where=_shown(name))


def _opened(file: BinaryIO, size: int, limits: Limits) -> zipfile.ZipFile:
    _refuse_endless_list(file, size, limits)
    try:
        opened = zipfile.ZipFile(file)
    except UnicodeDecodeError as problem:
        raise _bad("strange_name") from problem
    except _BROKEN as problem:
        raise _bad("no_zip") from problem
    if len(opened.infolist()) > limits.entries:
        raise _bad("too_many_files", str(len(opened.infolist())))
    return opened


def _fault_of(info: zipfile.ZipInfo) -> str:
    kind = stat.S_IFMT(info.external_attr >> 16)
    checks = {
        "encrypted": bool(info.flag_bits & 0x1) or info.compress_type == 99,
        "link": kind == stat.S_IFLNK,
        "special_file": kind not in (0, stat.S_IFREG, stat.S_IFDIR, stat.S_IFLNK),
        "compression": info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED),
        "bomb": info.file_size >= RATIO_FROM
        and info.file_size > RATIO * max(1, info.compress_size),
        "broken": info.compress_type == zipfile.ZIP_STORED and info.file_size != info.compress_size,
    }
    return next((code for code, is_so in checks.items() if is_so), "")


def _left(name: str) -> str:
    if _JUNK.search(name):
        return "junk"
    return "not_served" if _NOT_SERVED.search(name) else ""


def _bombs(infos: list[zipfile.ZipInfo], limits: Limits) -> Iterator[Finding]:
    total = sum(each.file_size for each in infos)
    if total > limits.unpacked:
        yield Finding(code="unpacks_too_large", where=str(total))


def _overlaps(opened: zipfile.ZipFile, infos: list[zipfile.ZipInfo]) -> Iterator[Finding]:
    """Yield entries whose bytes lie in those of the next one: how the same bytes count often."""
    ordered = sorted(infos, key=lambda each: each.header_offset)
    starts = [each.header_offset for each in ordered] + [opened.start_dir]
    for info, end in zip(ordered, starts[1:], strict=True):
        if info.header_offset + LOCAL_HEADER + info.compress_size > end:
            yield Finding(code="overlap", where=_shown(name_of(info)))


def _refuse_endless_list(file: BinaryIO, size: int, limits: Limits) -> None:
    """Refuse a list of entries that would fill memory, before anybody reads it.

    Source: APPNOTE 6.3.10, section 4.3.16.
    """
    file.seek(max(0, size - (1 << 16) - 22))
    tail = file.read()
    plain = tail[-22:].startswith(_END) and tail.endswith(b"\0\0")
    at = len(tail) - 22 if plain else tail.rfind(_END)
    if at < 0 or len(tail) - at < 22:
        raise _bad("no_zip")
    if tail[max(0, at - 20) : at].startswith(_END_64):
        raise _bad("zip64")
    count, length = struct.unpack("<HI", tail[at + 10 : at + 16])
    if count > limits.entries:
        raise _bad("too_many_files", str(count))
    if length > DIRECTORY_BYTES:
        raise _bad("too_many_files")


def _bytes(text: str) -> int:
    return len(text.encode(errors="surrogatepass"))


def _shown(name: str) -> str:
    return "".join(each if each.isprintable() else "?" for each in name)[:120]


def _bad(code: str, where: str = "") -> BadPackage:
    return BadPackage([Finding(code=code, where=where)])
