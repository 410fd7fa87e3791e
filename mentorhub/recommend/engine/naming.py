"""Which subjects a title calls by their names, misspelt or inside of longer words."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mentorhub.recommend.engine.text import pieces
from mentorhub.recommend.engine.vectors import Rows, Vectors

LEAST: Final = 0.6  # of the pieces of a name, from which on a title has it


class Names:
    """What subjects are called: ``texts`` (p,), and ``owner`` (p,), the number of each's subject.

    The names of one subject stand together, those of the first subject first.
    """

    def __init__(self, texts: NDArray[np.str_], owner: Rows) -> None:
        self.texts, self.owner = texts, owner
        self._first = np.flatnonzero(np.diff(owner, prepend=-1))

    @classmethod
    def of(cls, called: Sequence[Sequence[str]]) -> "Names":
        """Return the names of subjects, each of which is called at least once."""
        owner = np.repeat(np.arange(len(called)), [len(each) for each in called])
        return cls(np.array([one for each in called for one in each], np.str_), owner)

    def share_in(self, title: str) -> Vectors:
        """Return for each subject how much of a name of it stands in the title: (k,), 0 to 1.

        That is the largest share of its pieces over its names, 0 where it is less than LEAST.
        """
        of_piece, sizes = self._pieces
        held = [of_piece[one] for one in set(pieces(title)) if one in of_piece]
        count = np.bincount(np.concatenate(held or [self.owner[:0]]), minlength=len(sizes))
        most = np.maximum.reduceat(count / sizes, self._first)
        return np.asarray(np.where(most >= LEAST, most, 0.0), np.float32)

    @cached_property
    def _pieces(self) -> tuple[dict[str, Rows], Rows]:
        """Which names have each piece, and how many each name has."""
        found: dict[str, list[int]] = defaultdict(list)
        sizes = np.ones(len(self.texts), np.int64)
        for at, name in enumerate(self.texts.tolist()):
            own = set(pieces(name))
            sizes[at] = max(len(own), 1)
            for piece in own:
                found[piece].append(at)
        return {piece: np.array(names) for piece, names in found.items()}, sizes
