"""What tables have in common, whatever file they come in: headings, and cells as text."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from mentorhub.recommend.offer_record import one_line
from mentorhub.recommend.sources.entries import Unreadable

LONGEST_CELL = 100_000
MOST_COLUMNS = 200
LONGEST_HEADING = 200


def headings(cells: Sequence[Any]) -> list[str]:
    """Return the name of each column; an unnamed one is called after its place, from 1.

    Raises:
        Unreadable: there are none, too many, or two of one name.
    """
    named = [one_line(plain(cell))[:LONGEST_HEADING] for cell in cells]
    while named and not named[-1]:
        named.pop()
    if not named:
        raise Unreadable("has no headings")
    if len(named) > MOST_COLUMNS:
        raise Unreadable(f"has more than {MOST_COLUMNS} columns")
    names = [name or f"#{at}" for at, name in enumerate(named, start=1)]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise Unreadable(f"has two columns with the heading {twice}")
    return names


def told(names: Sequence[str], cells: Sequence[Any]) -> dict[str, str]:
    """Return the cells of a row that hold something, by column."""
    pairs = zip(names, map(plain, cells), strict=False)
    return {name: cell for name, cell in pairs if cell}


def plain(cell: Any) -> str:
    """Return a cell as text: days without a clock, whole numbers without a point."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()
