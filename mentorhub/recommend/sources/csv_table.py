"""CSV as spreadsheets write it: any usual separator, headings first.

UTF-8, Windows-1252, or UTF-16 with its mark, which Excel calls Unicode text.
"""

import codecs
import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from mentorhub.recommend.sources.entries import FILE, LINE, Entries, Fault, Told, Unreadable
from mentorhub.recommend.sources.rows import LONGEST_CELL, MOST_ABOVE, Row, table, told

SEPARATORS = ";,\t|"
CHUNK = 1_000_000
OLDER = "cp1252"
MARKS_OF_TWO = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def entries(file: BinaryIO) -> Entries:
    """Yield each row below the headings; empty rows are skipped.

    The file is read twice, once for its encoding, so it must know how to seek.
    """
    lines = None
    try:
        text = io.TextIOWrapper(file, encoding=_encoding(file), errors="replace", newline="")
        try:
            lines = csv.reader(text, delimiter=_separator(text), strict=True)
            csv.field_size_limit(LONGEST_CELL)
            yield from _rows(lines)
        finally:
            text.detach()
    except Unreadable as problem:
        yield 1, Fault(FILE, str(problem))
    except csv.Error:
        at = lines.line_num if lines else 1
        yield (
            at,
            Fault(FILE, "has a quotation mark that does not close, or a cell that is too long"),
        )


def _rows(lines: "Iterator[list[str]]") -> Entries:
    told_all = table(_filled(lines))
    if told_all is None:
        raise Unreadable("has no headings")
    names = told_all.names
    for at, cells in told_all.rows:
        if any(cell.strip() for cell in cells[len(names) :]):
            yield at, Fault(LINE, "has more cells than there are headings")
        else:
            yield at, Told(told(names, cells))


def _filled(lines: "Iterator[list[str]]") -> Iterator[Row]:
    """Yield the cells of each row that holds something, with the line on which it begins."""
    begins = 1
    for cells in lines:
        at, begins = begins, lines.line_num + 1  # type: ignore[attr-defined]
        if any(cell.strip() for cell in cells):
            yield at, cells


def _encoding(file: BinaryIO) -> str:
    """Return the encoding of a file and go back to its beginning.

    Raises:
        Unreadable: it is no text, or one that was damaged on its way.
    """
    mark = file.read(2)
    file.seek(0)
    found = _checked_of_two(file) if mark in MARKS_OF_TWO else _of_one(file)
    file.seek(0)
    return found


def _checked_of_two(file: BinaryIO) -> str:
    decode = codecs.getincrementaldecoder("utf-16")().decode
    data = b"-"
    while data:
        data = file.read(CHUNK)
        try:
            text = decode(data, final=not data)
        except UnicodeDecodeError as problem:
            raise Unreadable("is UTF-16 that was damaged on its way") from problem
        if "\0" in text:
            raise Unreadable("is not a text")
    return "utf-16"


def _of_one(file: BinaryIO) -> str:
    decode = codecs.getincrementaldecoder("utf-8")().decode
    found, is_ascii = "utf-8-sig", True
    while data := file.read(CHUNK):
        if b"\0" in data:
            raise Unreadable("is not a text")
        # Signs of two bytes appear in an older encoding only by the rarest accident.
        is_ascii = is_ascii and data.decode("utf-8", "ignore").isascii()
        try:
            if found != OLDER:
                decode(data)
        except UnicodeDecodeError:
            found = OLDER
    if found == OLDER and not is_ascii:
        raise Unreadable("is UTF-8 that was damaged on its way")
    return found


def _separator(text: io.TextIOWrapper) -> str:
    """Return what separates cells in the first line that has any such sign."""
    first = (text.readline(LONGEST_CELL) for _ in range(MOST_ABOVE))
    line = next((each for each in first if any(sign in each for sign in SEPARATORS)), "")
    text.seek(0)
    return max(SEPARATORS, key=line.count)
