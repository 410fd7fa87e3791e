"""How much documents are about what somebody does not want: "kein Büro", "alles außer Pflege"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from mentorhub.recommend.engine.generation import Generation
from mentorhub.recommend.engine.ranking import share_of_subjects, share_of_words
from mentorhub.recommend.engine.vectors import Rows, Vectors
from mentorhub.recommend.engine.weights import Weights

_FROM: Final = 0.3  # of the likest document, where what is alike begins to count
_FULL: Final = 0.7  # and where it counts in full


@dataclass(frozen=True, slots=True)
class Unwanted:
    """One thing that is not wanted: the pieces of its words, and the shares of subjects in it.

    ``subjects`` (k,) is None where meaning cannot be compared.
    """

    pieces: Mapping[str, float]
    subjects: Vectors | None = None


def likeness(
    things: Sequence[Unwanted], rows: Rows, generation: Generation, weights: Weights
) -> Vectors:
    """Return how much each row is about any of the things: (len(rows),) from 0 to 1."""
    most = np.zeros(len(rows), np.float32)
    for thing in things:
        said = share_of_words(thing.pieces, rows, generation, weights)
        about = share_of_subjects(thing.subjects, rows, generation, weights)
        most = np.maximum.reduce([most, said, about])
    return np.asarray(np.clip((most - _FROM) / (_FULL - _FROM), 0.0, 1.0), np.float32)
