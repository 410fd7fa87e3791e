"""Pure: a table as a sheet of Excel in which no cell is a formula."""

import io
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

Cell = str | int | float | datetime | None
MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL: Final = 32_000
LONGEST_TITLE: Final = 31
_FORBIDDEN: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NO_TITLE: Final = re.compile(r"[\[\]:*?/\\]")


def write(title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a workbook with one sheet; whatever a text begins with, it is kept as a text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_NO_TITLE.sub(" ", _text(title))[:LONGEST_TITLE].strip("' ") or "1")
    sheet.freeze_panes = "B2"
    sheet.append([_cell(sheet, each, bold=True) for each in header])
    for row in rows:
        sheet.append([_cell(sheet, each) for each in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: WriteOnlyWorksheet, value: Cell, *, bold: bool = False) -> WriteOnlyCell:
    made = WriteOnlyCell(sheet, _text(value) if isinstance(value, str) else value)
    if isinstance(value, str):
        made.data_type = "s"  # a text that begins with "=" would be taken for a formula
    if bold:
        made.font = Font(bold=True)
    return made


def _text(value: str) -> str:
    return _FORBIDDEN.sub("", value)[:LONGEST_CELL]
