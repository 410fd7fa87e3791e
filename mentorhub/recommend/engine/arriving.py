"""Vectors of a generation whose documents do not all have one yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from mentorhub.recommend.engine import vectors as complete
from mentorhub.recommend.engine.vectors import Choice, Mask, Rows, VectorIndex, Vectors, products

ARRIVED_FILE: Final = "arrived.npy"


def arrived(vectors: Vectors) -> Mask:
    """Return which rows (n, d) are there, (n,): a row of zeros stands for one that is not."""
    return np.asarray(vectors.any(axis=1))


def write(vectors: Vectors, folder: Path) -> None:
    """Write the index of unit rows (n, d), float32; those that are not there are left out."""
    here = arrived(vectors)
    if here.all():
        complete.write(vectors, folder)
        return
    np.save(folder / ARRIVED_FILE, np.flatnonzero(here))
    if here.any():
        complete.write(vectors[here], folder)


def load(folder: Path, count: int) -> "VectorIndex | ArrivingIndex | None":
    """Open what ``write`` left of ``count`` documents; None where no vector was there."""
    if not (folder / complete.INDEX_FILE).exists():
        return None
    index = VectorIndex.open(folder)
    here = load_arrived(folder, count)
    return index if here is None else ArrivingIndex(index, here)


def load_arrived(folder: Path, count: int) -> Mask | None:
    """Return which of ``count`` documents have their vector, None where all have."""
    if not (folder / ARRIVED_FILE).exists():
        return None
    here = np.zeros(count, np.bool_)
    here[np.load(folder / ARRIVED_FILE)] = True
    return here


@dataclass(frozen=True, slots=True)
class _Here:
    """What of a choice has arrived, by the numbers of ``rows`` (m,)."""

    choice: Choice
    rows: Rows

    @property
    def share(self) -> float:
        return self.choice.share

    def has(self, rows: Rows) -> Mask:
        return self.choice.has(self.rows[rows])

    def whole(self) -> Mask:
        return self.choice.whole()[self.rows]


class ArrivingIndex:
    """The vectors that have arrived, asked by the rows of all documents."""

    def __init__(self, index: VectorIndex, here: Mask) -> None:
        self._index = index
        self._rows: Rows = np.flatnonzero(here)
        self._place: Rows = np.where(here, np.cumsum(here) - 1, -1)

    @property
    def count(self) -> int:
        """Number of rows, with those that have no vector."""
        return len(self._place)

    @property
    def dimension(self) -> int:
        """Length of each row."""
        return self._index.dimension

    def agrees(self) -> bool:
        """Return whether as many vectors are there as rows have one."""
        return self._index.count == len(self._rows)

    def nearest(self, query: Vectors, count: int) -> Rows:
        """Return up to ``count`` rows with the largest inner product, best first."""
        return self._rows[self._index.nearest(query, count)]

    def nearest_of_each(self, query: Vectors, count: int, choices: Sequence[Choice]) -> list[Rows]:
        """Return for each choice up to ``count`` of its rows, best first."""
        here = [_Here(choice, self._rows) for choice in choices]
        return [self._rows[found] for found in self._index.nearest_of_each(query, count, here)]

    def scores(self, query: Vectors, rows: Rows) -> Vectors:
        """Return the inner product of the query with each of the rows; 0 where there is none."""
        return products(self.stored(rows), query)

    def stored(self, rows: Rows) -> Vectors:
        """Return the vectors of these rows, (n, d), float32; zeros where there is none."""
        places = self._place[rows]
        here = places >= 0
        result = np.zeros((len(rows), self.dimension), np.float32)
        if here.any():
            result[here] = self._index.stored(places[here])
        return result
