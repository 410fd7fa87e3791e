"""What tables have in common, whatever file they come in: headings, and cells as text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice
from typing import Any

from mentorhub.recommend.offer_record import one_line
from mentorhub.recommend.sources.entries import Unreadable

LONGEST_CELL = 100_000
MOST_COLUMNS = 200
LONGEST_HEADING = 200
MOST_ABOVE = 20
"""How many rows may hold the name of the list and the like before its headings."""

Row = tuple[int, Sequence[Any]]
"""A row that holds something, with its number in the file."""


@dataclass(frozen=True)
class Table:
    """The headings of a table and the rows below; ``is_list`` where it has but one column."""

    names: list[str]
    rows: Iterator[Row]
    is_list: bool


def table(rows: Iterator[Row]) -> Table | None:
    """Return what rows tell from their headings on, the first row that fills several cells.

    Where none of the first rows does, the first one is the heading. None: there is no row.

    Raises:
        Unreadable: the headings cannot be used.
    """
    above: list[Row] = []
    is_list = True
    for row in islice(rows, MOST_ABOVE):
        above.append(row)
        is_list = sum(bool(plain(cell)) for cell in row[1]) < 2
        if not is_list:
            break
    if not above:
        return None
    first, rest = (above[0], above[1:]) if is_list else (above[-1], [])
    return Table(headings(first[1]), chain(rest, rows), is_list)


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
