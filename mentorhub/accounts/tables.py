"""Tables as spreadsheets write them: read without trust, written so that nothing is executed.

Knows neither web nor database.
"""

import codecs
import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

LARGEST_BYTES = 1_000_000
MOST_ROWS = 2_000
LONGEST_CELL = 300
DELIMITERS = ";,\t"
# A cell that begins like this is a formula to a spreadsheet (OWASP: CSV injection).
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
GUARD = "'"


class Unreadable(StrEnum):
    """Why a file is not a table that we can read."""

    too_large = "too_large"
    not_text = "not_text"
    no_rows = "no_rows"
    too_many_rows = "too_many_rows"
    broken = "broken"
    broken_text = "broken_text"
    unknown_column = "unknown_column"
    missing_column = "missing_column"
    column_twice = "column_twice"


class NotATable(ValueError):
    """The file cannot be read; ``about`` names the column or the line, if there is one."""

    def __init__(self, why: Unreadable, about: str = "") -> None:
        super().__init__(why.value)
        self.why = why
        self.about = about


@dataclass(frozen=True)
class Row:
    """One line of a table: its number in the file, counted from 1, and its cells by column.

    ``fits`` is False if it has more or fewer cells than there are headings.
    """

    number: int
    cells: Mapping[str, str]
    fits: bool = True

    def cell(self, column: str) -> str:
        """Return what stands in a column, nothing if the file lacks it."""
        return self.cells.get(column, "")


@dataclass(frozen=True)
class Columns:
    """The columns of a table, each with other names that it may bear; which ones are needed."""

    names: Mapping[str, Sequence[str]]
    needed: Sequence[str]

    def find(self, header: str) -> str | None:
        """Return which column a header means."""
        plain = " ".join(header.casefold().split())
        for column, names in self.names.items():
            if plain in (column, *(name.casefold() for name in names)):
                return column
        return None


def decode(data: bytes) -> str:
    """Return the text of a file in UTF-8 or, as older spreadsheets write, Windows-1252.

    Raises:
        NotATable: too large, not a text at all, or UTF-8 that was damaged on its way.
    """
    if len(data) > LARGEST_BYTES:
        raise NotATable(Unreadable.too_large)
    plain = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = plain.decode()
    except UnicodeDecodeError as problem:
        if plain != data or _has_utf8(plain):
            line = plain.count(b"\n", 0, problem.start) + 1
            raise NotATable(Unreadable.broken_text, str(line)) from problem
        text = _decode_older(data)
    if any(ord(sign) < 32 and sign not in "\t\r\n" for sign in text):
        raise NotATable(Unreadable.not_text)
    return text


def _has_utf8(data: bytes) -> bool:
    """Return whether some sign is whole UTF-8; older encodings make one by the rarest accident."""
    return not data.decode("utf-8", "ignore").isascii()


def _decode_older(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as problem:
        raise NotATable(Unreadable.not_text) from problem


def read(text: str, columns: Columns) -> list[Row]:
    """Return the rows below the header; empty lines are left out.

    Raises:
        NotATable: the file as a whole cannot be used; single cells are for the reader to judge.
    """
    first = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = _header(next(lines, []), columns)
        rows = list(_rows(lines, header))
    except csv.Error as problem:
        raise NotATable(Unreadable.broken, str(lines.line_num)) from problem
    if not rows:
        raise NotATable(Unreadable.no_rows)
    return rows


def write(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table for spreadsheets: semicolons, byte order mark, no cell is a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([[_harmless(cell) for cell in row] for row in rows])
    return "\ufeff" + out.getvalue()


def _header(cells: list[str], columns: Columns) -> list[str]:
    found: list[str] = []
    for cell in cells:
        column = columns.find(cell)
        if column is None:
            raise NotATable(Unreadable.unknown_column, cell[:LONGEST_CELL])
        if column in found:
            raise NotATable(Unreadable.column_twice, cell)
        found.append(column)
    for column in columns.needed:
        if column not in found:
            raise NotATable(Unreadable.missing_column, column)
    return found


def _rows(lines: Any, header: list[str]) -> Iterable[Row]:
    count, begins = 0, lines.line_num + 1
    for cells in lines:
        number, begins = begins, lines.line_num + 1
        if not any(cell.strip() for cell in cells):
            continue
        count += 1
        if count > MOST_ROWS:
            raise NotATable(Unreadable.too_many_rows)
        told = {name: _plain(cell) for name, cell in zip(header, cells, strict=False)}
        yield Row(number, told, fits=len(cells) == len(header))


def _plain(cell: str) -> str:
    """Return a cell without surplus space and without the guard that ``write`` put before it."""
    text = " ".join(cell.split())
    if text.startswith(GUARD) and text[1:].startswith(FORMULA_SIGNS):
        return text[1:]
    return text


def _harmless(cell: object) -> str:
    text = "" if cell is None else str(cell)
    return GUARD + text if text.startswith(FORMULA_SIGNS) else text
