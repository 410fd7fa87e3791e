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
        begins = np.diff(first[rows], prepend=-1) != 0
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
        is_open = allowed[self.rows]
        missed = np.where(is_open, unmet, np.inf)
        least = np.minimum.reduceat(missed, self.starts[:-1])
        best = np.flatnonzero(is_open & (missed == least[self.number]))
        best = best[np.diff(self.number[best], prepend=-1) != 0]
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

    def members(self, rows: Rows, allowed: Mask) -> list[list[int]]:
        """Return for each of the rows the allowed ones of its group, in order."""
        found = [[row] for row in rows.tolist()]
        if len(self.rows) == 0:
            return found
        names = self.first[rows]
        at = np.minimum(np.searchsorted(self.heads, names), len(self.heads) - 1)
        for place in np.flatnonzero(self.heads[at] == names).tolist():
            group = self.rows[self.starts[at[place]] : self.starts[at[place] + 1]]
            found[place] = group[allowed[group]].tolist()
        return found


def standing_first(
    sizes: Sequence[int], missed: Vectors, chosen: Mask, lots: Callable[[int], int]
) -> list[list[int]]:
    """Return for each group the places of its offers, first the one that stands for it.

    Groups of these ``sizes`` lie one behind the other in ``missed`` and ``chosen``; places are
    counted in them. That is the offer that misses the least of what was wished for, of equals one
    that is ``chosen``, and of these the one that is drawn: ``lots`` returns a number for each
    group. The others follow by what they miss.
    """
    count = len(sizes)
    group = np.repeat(np.arange(count), sizes)
    rank = 2 * np.round(missed.astype(np.float64), _DIGITS) * 10**_DIGITS + ~chosen
    order = np.lexsort((rank, group))
    begins = np.concatenate(([0], np.cumsum(sizes))).tolist()
    first = rank[order[begins[:-1]]]
    equals = np.bincount(group[rank[order] == first[group]], minlength=count).tolist()
    places = order.tolist()
    found = [places[begins[at] : begins[at + 1]] for at in range(count)]
    for at, several in enumerate(equals):
        if several > 1:
            found[at].insert(0, found[at].pop(lots(at) % several))
    return found
