"""Offers of one course as one hit: who belongs together, and who stands for them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mentorhub.recommend.engine.vectors import Mask, Rows, Vectors, ranges

_DIGITS: Final = 6  # to which unmet wishes agree: sums of the same costs differ by rounding


@dataclass(frozen=True, slots=True)
class Twins:
    """The groups of one generation, ready to be asked in every search.

    ``first`` (n,) names for each document the row of the first one of its group, ``number`` (n,)
    the group, counted from 0, if it has two documents and more, -1 otherwise. ``rows`` (m,) are the
    documents of these groups, group behind group: the k-th lies from ``starts[k]`` to
    ``starts[k + 1]``.
    """

    first: NDArray[np.int32]
    number: NDArray[np.int32]
    rows: Rows
    starts: Rows

    @classmethod
    def of(cls, first: NDArray[np.int32]) -> "Twins":
        """Return the groups as they can be asked."""
        several = np.flatnonzero(np.bincount(first, minlength=len(first))[first] > 1)
        rows = several[np.argsort(first[several], kind="stable")]
        begins = _begins(first[rows])
        number = np.full(len(first), -1, np.int32)
        number[rows] = np.cumsum(begins) - 1
        return cls(first, number, rows, starts=np.append(np.flatnonzero(begins), len(rows)))

    def __len__(self) -> int:
        return len(self.first)

    def best_of_each(self, allowed: Mask, unmet: Callable[[Rows], Vectors]) -> "BestOfEach":
        """Return the choice of one document of each group: the first that misses the least.

        ``unmet`` returns how far each of some rows is from what was wished for.
        """
        return BestOfEach(self, allowed, unmet)

    def once(self, rows: Rows) -> Rows:
        """Return the places in ``rows`` at which a group is met for the first time, in order."""
        places = np.arange(len(rows))
        groups = self.first[rows]
        met = np.empty(len(self.first), np.int64)
        met[groups[::-1]] = places[::-1]
        return np.flatnonzero(met[groups] == places)

    def members(self, rows: Rows, allowed: Mask) -> tuple[Rows, Rows]:
        """Return the allowed rows of the group of each of the rows, group behind group, in order.

        Beside it the place in ``rows`` for which each is returned. A row without a group is its
        own, allowed or not.
        """
        places = np.arange(len(rows))
        if len(self.rows) == 0:
            return rows, places
        at = self.number[rows]
        several = at >= 0
        sizes = np.where(several, self.starts[at + 1] - self.starts[at], 1)
        of = np.repeat(places, sizes)
        found = rows[of]
        grouped = several[of]
        found[grouped] = self.rows[ranges(self.starts[at], sizes)[grouped]]
        kept = ~grouped | allowed[found]
        return found[kept], of[kept]


@dataclass(frozen=True, slots=True)
class BestOfEach:
    """A choice of one allowed document of each group, made only for the groups asked about."""

    twins: Twins
    allowed: Mask
    unmet: Callable[[Rows], Vectors]

    @property
    def share(self) -> float:
        """About which share of all documents is chosen."""
        twins = self.twins
        hits = len(twins) - len(twins.rows) + len(twins.starts) - 1
        return float(self.allowed.mean()) * hits / max(len(twins), 1)

    def has(self, rows: Rows) -> Mask:
        """Return which of the rows are chosen."""
        at = self.twins.number[rows]
        met = np.zeros(len(self.twins.starts), np.bool_)
        met[at] = True
        met[-1] = False  # where rows without a group have landed
        groups = np.flatnonzero(met)
        starts = self.twins.starts[groups]
        sizes = self.twins.starts[groups + 1] - starts
        return self._chosen(self.twins.rows[ranges(starts, sizes)])[rows]

    def whole(self) -> Mask:
        """Return which of all documents are chosen, (n,)."""
        return self._chosen(self.twins.rows)

    def _chosen(self, rows: Rows) -> Mask:
        """Return which documents are chosen; outside these groups all that are allowed.

        ``rows`` (m,) are the documents of groups, group behind group.
        """
        chosen = self.allowed.copy()
        rows = rows[chosen[rows]]
        if len(rows) == 0:
            return chosen
        chosen[rows] = False
        unmet = self.unmet(rows)
        if unmet.any():
            begins = _begins(self.twins.number[rows])
            least = np.minimum.reduceat(unmet, np.flatnonzero(begins))
            rows = rows[unmet == least[np.cumsum(begins) - 1]]
        chosen[rows[_begins(self.twins.number[rows])]] = True
        return chosen


def _begins(numbers: NDArray[np.integer]) -> Mask:
    """Return whether each of sorted numbers is another one than that before it."""
    begins = np.ones(len(numbers), np.bool_)
    np.not_equal(numbers[1:], numbers[:-1], out=begins[1:])
    return begins


def standing_first(
    missed: Sequence[float], chosen: Sequence[bool], lot: Callable[[], int]
) -> list[int]:
    """Return the places of the offers of one course, first the one that stands for it.

    That is the offer that misses the least of what was wished for, of equals one that is
    ``chosen``, and of these the one that is drawn by ``lot``, a number. The others follow by what
    they miss.
    """
    ranks = [(round(most, _DIGITS), not one) for most, one in zip(missed, chosen, strict=True)]
    order = sorted(range(len(ranks)), key=ranks.__getitem__)
    equals = ranks.count(ranks[order[0]])
    if equals > 1:
        order.insert(0, order.pop(lot() % equals))
    return order
