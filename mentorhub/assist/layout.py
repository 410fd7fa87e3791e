"""How texts lie before the network: which tokens, where they stand, and who sees whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

STEP: Final = 4
"""Lengths are rounded up to this, so that the plugin keeps a few shapes, not hundreds."""

_UNSEEN: Final = np.float32(-1e4)
"""Added to the attention that a token would get; its softmax is zero in float32."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class View:
    """Who sees whom in some layers, and how much each token counts in the end.

    Attributes:
        unseen: (n, 1, longest or 1, longest), float32, added to the attention that a token of the
            third axis pays to one of the fourth: 0 where it sees it.
        share: (n, 1, longest), float32: the share of each token in the vector of its row.
    """

    unseen: NDArray[np.float32]
    share: NDArray[np.float32]

    @classmethod
    def of(cls, sees: Mask, counts: Mask) -> Self:
        """Return the view for masks of these shapes."""
        share = counts / counts.sum(axis=2, keepdims=True)
        return cls(_unseen(sees), share.astype(np.float32))


@dataclass(frozen=True, slots=True)
class Layout:
    """Whole texts: each token sees all others of its text, and counts as much as they do.

    Attributes:
        tokens: (n, longest), int32; rows are filled up with the id of the padding.
        places: (longest,), int32: where in its text each token stands.
        view: of all layers.
    """

    tokens: NDArray[np.int32]
    places: NDArray[np.int32]
    view: View

    @classmethod
    def of(cls, tokens: NDArray[np.int32], padding: int) -> Self:
        """Return how texts with these ids lie."""
        present = tokens != padding
        places = np.arange(tokens.shape[1], dtype=np.int32)
        return cls(tokens, places, View.of(present[:, None, None], present[:, None]))


@dataclass(frozen=True, slots=True)
class Question:
    """One question, laid out so that a single pass tells what it means and what is wanted.

    In the layers that both share, the words that tell what is wanted see nothing else, as if
    nothing else had been said. Words beside the question, which may stand
    for some of it, see all of it, and nothing of it ever sees them.

    Attributes:
        tokens: (1, longest), int32, filled up with the id of the padding.
        places: (longest,), int32.
        unseen: as in ``View``, of the shared layers.
        meant: of the last layers, for what the question means.
        topic: (m,), int64: the places of the tokens that tell what is wanted.
        wanted: of the last layers, for what is wanted; only ``topic`` goes through them.
    """

    tokens: NDArray[np.int32]
    places: NDArray[np.int32]
    unseen: NDArray[np.float32]
    meant: View
    topic: NDArray[np.int64]
    wanted: View

    @classmethod
    def of(
        cls, ids: Sequence[int], own: Sequence[bool], beside: Sequence[int], padding: int
    ) -> Self:
        """Return how a question lies.

        Args:
            ids: of all that was said, from the begin to the end.
            own: whether each of them tells what is wanted.
            beside: ids of the words beside it and an end of their own, or none.
            padding: the id that fills up.
        """
        said, count = len(ids), len(ids) + len(beside)
        longest = rounded(count)
        tokens = np.full((1, longest), padding, np.int32)
        tokens[0, :count] = [*ids, *beside]
        places = np.arange(longest, dtype=np.int32)
        wants = np.zeros(longest, np.bool_)
        wants[:said] = own
        sees = np.zeros((longest, longest), np.bool_)
        sees[:, :count] = True
        counts = sees[0].copy()
        if beside:  # its words follow the question as if that had no end
            places[said:] -= 1
            sees[:said, said:] = False
            sees[said:, said - 1] = False
            counts[said - 1] = False
        alone = sees & (wants | ~wants[:, None])
        at = np.flatnonzero(wants)
        topic = np.zeros(rounded(len(at)), np.int64)
        topic[: len(at)] = at
        filled = np.arange(len(topic)) < len(at)
        return cls(
            tokens,
            places,
            _unseen(alone[None, None]),
            View.of(sees[None, None], counts[None, None]),
            topic,
            View.of(filled[None, None, None], filled[None, None]),
        )


def _unseen(sees: Mask) -> NDArray[np.float32]:
    return np.where(sees, np.float32(0), _UNSEEN)


def rounded(length: int) -> int:
    """Return the length that a row of so many tokens is filled up to."""
    return -(-length // STEP) * STEP
