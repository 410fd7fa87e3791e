"""Sheets of Excel (.xlsx): values as they were last computed, the first sheet with a table."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from mentorhub.recommend.sources.entries import FILE, LINE, Entries, Fault, Told, Unreadable
from mentorhub.recommend.sources.rows import LONGEST_CELL, MOST_COLUMNS, Row, Table, table, told

MOST_UNPACKED = 200_000_000
"""How many bytes the parts of a file may have together once unpacked."""
MOST_STRINGS = 50_000_000
"""How many bytes the texts may have that all cells share: they are held in memory."""
SHARED = "xl/sharedStrings.xml"
BROKEN = (
    InvalidFileException, zipfile.BadZipFile, zlib.error, struct.error, ArithmeticError,
    AttributeError, EOFError, LookupError, OSError, RuntimeError, SyntaxError, TypeError,
    ValueError,
)  # fmt: skip
"""What is raised where a part of the file is missing, damaged, sealed or makes no sense."""
NO_SHEET = "is not a sheet of Excel that can be read"


def entries(file: BinaryIO) -> Entries:
    """Yield each row below the headings; empty rows are skipped."""
    at = 0
    try:
        _refuse_bombs(file)
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        try:
            for at, entry in _rows(book):
                yield at, entry
        finally:
            book.close()
    except Unreadable as problem:
        yield at + 1, Fault(FILE, str(problem))
    except BROKEN:
        yield at + 1, Fault(FILE, NO_SHEET)


def is_sheet(file: BinaryIO) -> bool:
    """Return whether a file is a workbook of Excel, and go back to its beginning."""
    try:
        with zipfile.ZipFile(file) as parts:
            return "xl/workbook.xml" in parts.namelist()
    except BROKEN:
        return False
    finally:
        file.seek(0)


def _refuse_bombs(file: BinaryIO) -> None:
    """Refuse a file that unpacks to more than we hold; no part can yield more than it declares.

    Raises:
        Unreadable: it is too large.
    """
    with zipfile.ZipFile(file) as parts:
        sizes = {part.filename: part.file_size for part in parts.infolist()}
        whole = sum(part.file_size for part in parts.infolist())
    if whole > MOST_UNPACKED or sizes.get(SHARED, 0) > MOST_STRINGS:
        raise Unreadable(f"is unpacked larger than {MOST_UNPACKED // 1_000_000} MB")
    file.seek(0)


def _rows(book: Any) -> Entries:
    found = _table(book)
    if found is None:
        raise Unreadable("has no headings")
    for at, cells in found.rows:
        if any(len(str(cell)) > LONGEST_CELL for cell in cells):
            yield at, Fault(LINE, f"has a cell that is longer than {LONGEST_CELL} characters")
        else:
            yield at, Told(told(found.names, cells))


def _table(book: Any) -> Table | None:
    """Return the first table of several columns, else the first list, None without either."""
    first = None
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what the file says of its own size is not trusted
        found = table(_filled(sheet))
        if found and not found.is_list:
            return found
        first = first or found
    return first


def _filled(sheet: Any) -> Iterator[Row]:
    """Yield number and cells of each row that holds something."""
    rows = sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1)
    for at, cells in enumerate(rows, start=1):
        if any(cell not in (None, "") for cell in cells):
            yield at, cells
