"""How like a question is to each subject: two ways to learn it from sentences that people say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from mentorhub.recommend.engine.cache import VectorCache
from mentorhub.recommend.engine.vectors import (
    Encoder,
    IntentEncoder,
    Progress,
    Rows,
    Vectors,
    products,
    units,
)

_LIKEST: Final = 0.4  # of the likest sentences beside a subject as a whole
_EVEN: Final = 0.3  # of a covariance that is even in all directions: few sentences tell little
_LITTLE: Final = 1e-9

Sentences = Mapping[str, Sequence[str]]
"""What people say, by the key of its subject."""


@dataclass(frozen=True, slots=True)
class Trained:
    """For an encoder that was trained to tell what people want: a direction for each subject.

    ``directions`` (k, d) are unit rows, float32; the cosine of an intent less ``middle`` (d,) with
    them, times ``sharpness``, is how like it is.
    """

    middle: Vectors
    directions: Vectors
    sharpness: float

    @classmethod
    def of(
        cls,
        said: Sentences,
        encoder: IntentEncoder,
        cache: VectorCache,
        progress: Progress | None = None,
    ) -> "Trained":
        """Return the learned directions, turned by the sentences that the training never saw.

        Only those are encoded. A subject unknown to the training gets the mean of its own.
        """
        learned = encoder.learned()
        known = {key: learned.directions[at] for at, key in enumerate(learned.keys)}
        new = {
            key: [one for one in sentences if key not in known or not learned.knows(one)]
            for key, sentences in said.items()
        }
        texts = [one for sentences in new.values() for one in sentences]
        rows = cache.vectors(texts, _Intents(encoder), progress)
        apart = units(rows - learned.middle)
        sums = np.zeros((len(said), encoder.dimension), np.float32)
        owner = np.repeat(np.arange(len(said)), [len(sentences) for sentences in new.values()])
        np.add.at(sums, owner, apart)
        for at, (key, sentences) in enumerate(said.items()):
            if key in known:
                sums[at] += max(len(sentences) - len(new[key]), 1) * known[key]
        return cls(learned.middle, units(sums), learned.sharpness)

    def likeness(self, wanted: Vectors, _warmth: float) -> Vectors:
        """Return how like each subject is to what is wanted (d,): (k,), to be a softmax.

        How sharp it is was found by the training.
        """
        seen = units(np.asarray(wanted - self.middle, np.float32))
        return np.asarray(self.sharpness * products(self.directions, seen), np.float32)

    def arrays(self) -> dict[str, np.ndarray[tuple[int, ...], np.dtype[np.generic]]]:
        """Return what is stored of it."""
        return {
            "middle": self.middle,
            "directions": self.directions,
            "sharpness": np.array(self.sharpness),
        }


class _Intents:
    """Encodes sentences as what is wanted with them."""

    def __init__(self, encoder: IntentEncoder) -> None:
        self.name = encoder.intents_name
        self.dimension = encoder.dimension
        self.documents = encoder.intents
        self.query = encoder.query


@dataclass(frozen=True, slots=True)
class Whitened:
    """For any other encoder: its sentences, seen so that manner of speaking counts least.

    In the space into which ``whitening`` (d, d) leads from ``middle`` (d,), sentences about one
    subject differ equally in every direction. Language and manner of speaking, in which they
    differ most, count least there. ``said`` (n, d) are the unit rows of all sentences in it; those
    of one subject stand together, ``first`` (k,) is the row of its first. ``centres`` (k, d) are
    the unit means of each subject's sentences, all float32.
    """

    middle: Vectors
    whitening: Vectors
    said: Vectors
    first: Rows
    centres: Vectors

    @classmethod
    def of(
        cls,
        said: Sentences,
        encoder: Encoder,
        cache: VectorCache,
        progress: Progress | None = None,
    ) -> "Whitened":
        """Return what the sentences teach; those that the cache knows are not encoded."""
        texts = [one for sentences in said.values() for one in sentences]
        rows = cache.vectors(texts, encoder, progress)
        counts = [len(sentences) for sentences in said.values()]
        owner = np.repeat(np.arange(len(said)), counts)
        middle = rows.mean(0)
        whitening = _whitening(rows - middle, owner)
        seen = units((rows - middle) @ whitening)
        first = np.cumsum([0, *counts[:-1]], dtype=np.int64)
        return cls(middle, whitening, seen, first, units(_means(seen, owner)))

    def likeness(self, wanted: Vectors, warmth: float) -> Vectors:
        """Return how like each subject is to what is wanted (d,): (k,), to be a softmax.

        A subject is as like a question as its sentences are on the whole and, for a smaller part,
        as the two likest of them are; the less ``warmth``, the more the likest counts.
        """
        seen = units(np.asarray(products(self.whitening.T, wanted - self.middle), np.float32))
        like = (1 - _LIKEST) * products(self.centres, seen) + _LIKEST * self._two_likest(seen)
        return np.asarray(like / warmth, np.float32)

    def arrays(self) -> dict[str, np.ndarray[tuple[int, ...], np.dtype[np.generic]]]:
        """Return what is stored of it."""
        return {
            "middle": self.middle,
            "whitening": self.whitening,
            "said": self.said.astype(np.float16),
            "first": self.first,
            "centres": self.centres,
        }

    def _two_likest(self, seen: Vectors) -> Vectors:
        """Return the mean cosine of the two likest sentences of each subject: (k,)."""
        cosines = products(self.said, seen)
        best = np.maximum.reduceat(cosines, self.first)
        owner = np.repeat(best, np.diff([*self.first, len(cosines)]))
        rest = np.where(cosines == owner, -np.inf, cosines)
        next_best = np.maximum.reduceat(rest, self.first)
        both = (best + np.where(np.isfinite(next_best), next_best, best)) / 2
        return np.asarray(both, np.float32)


def learn(
    said: Sentences, encoder: Encoder, cache: VectorCache, progress: Progress | None = None
) -> Trained | Whitened:
    """Return what this encoder can learn from the sentences."""
    if isinstance(encoder, IntentEncoder):
        return Trained.of(said, encoder, cache, progress)
    return Whitened.of(said, encoder, cache, progress)


def restored(stored: Mapping[str, Vectors]) -> Trained | Whitened:
    """Return what ``arrays`` returned, other arrays among them or not."""
    if "directions" in stored:
        return Trained(stored["middle"], stored["directions"], float(stored["sharpness"]))
    return Whitened(
        stored["middle"],
        stored["whitening"],
        stored["said"].astype(np.float32),
        np.asarray(stored["first"], np.int64),
        stored["centres"],
    )


def _whitening(said: Vectors, owner: Rows) -> Vectors:
    """Return what makes the covariance within the subjects even: (d, d), float32."""
    within = said - _means(said, owner)[owner]
    covariance = (within.T @ within).astype(np.float64) / len(said)
    even = float((said**2).sum()) / said.size
    covariance = (1 - _EVEN) * covariance + _EVEN * max(even, _LITTLE) * np.eye(said.shape[1])
    values, directions = np.linalg.eigh(covariance)
    return np.asarray(directions / np.sqrt(values), np.float32)


def _means(rows: Vectors, owner: Rows) -> Vectors:
    sums = np.zeros((int(owner.max()) + 1, rows.shape[1]), np.float64)
    np.add.at(sums, owner, rows)
    return np.asarray(sums / np.bincount(owner)[:, np.newaxis], np.float32)
