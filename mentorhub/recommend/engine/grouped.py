"""Offers of one course as one hit: who belongs together, and who stands for them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mentorhub.recommend.engine.vectors import Mask, Rows, Vectors

_DIGITS: Final = 6  # to which unmet wishes agree: sums of the same costs differ by rounding


@dataclass(frozen=True, slots=True)
class Twins:
    """The groups of one generation, ready to be asked in every search.

    ``first`` (n,) names for each document the row of the first one of its group. ``rows`` (m,)
    are the documents of groups of two and more, group behind group: the k-th of them is named
    ``heads[k]`` and lies from ``starts[k]`` to ``starts[k + 1]``; ``number`` (m,) is that k.
    """

    first: NDArray[np.int32]
    rows: Rows
    heads: NDArray[np.int32]
    starts: Rows
    number: Rows

    @classmethod
    def of(cls, first: NDArray[np.int32]) -> "Twins":
        """Return the groups as they can be asked."""
        several = np.flatnonzero(np.bincount(first, minlength=len(first))[first] > 1)
        rows = several[np.argsort(first[several], kind="stable")]
        begins = _begins(first[rows])
        starts = np.flatnonzero(begins)
        return cls(
            first,
            rows,
            heads=first[rows[starts]],
            starts=np.append(starts, len(rows)),
            number=np.cumsum(begins) - 1,
        )

    def __len__(self) -> int:
        return len(self.first)

    def best_of_each(self, allowed: Mask, unmet: Vectors) -> Mask:
        """Return the mask with one document of each group: the first that misses the least.

        ``unmet`` (m,) is how far each of ``rows`` is from what was wished for.
        """
        if len(self.rows) == 0:
            return allowed
        could_be = allowed[self.rows]
        if unmet.any():
            missed = np.where(could_be, unmet, np.inf)
            least = np.minimum.reduceat(missed, self.starts[:-1])
            could_be &= missed == least[self.number]
        best = np.flatnonzero(could_be)
        best = best[_begins(self.number[best])]
        kept = allowed.copy()
        kept[self.rows] = False
        kept[self.rows[best]] = True
        return kept

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
        names = self.first[rows]
        at = np.minimum(np.searchsorted(self.heads, names), len(self.heads) - 1)
        several = self.heads[at] == names
        sizes = np.where(several, self.starts[at + 1] - self.starts[at], 1)
        ends = np.cumsum(sizes)
        of = np.repeat(places, sizes)
        within = np.arange(len(of)) - (ends - sizes)[of]
        found = rows[of]
        grouped = several[of]
        found[grouped] = self.rows[(self.starts[at][of] + within)[grouped]]
        kept = ~grouped | allowed[found]
        return found[kept], of[kept]


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
