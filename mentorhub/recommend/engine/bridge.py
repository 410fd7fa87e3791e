"""From what people say to what courses are about: the subjects of a question.

A question rarely has the words of a course title. It is compared with sentences that people say
about known subjects; the question is moved towards the words of its subjects, and documents about
them are preferred.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mentorhub.recommend.engine.cache import VectorCache
from mentorhub.recommend.engine.fuse import towards
from mentorhub.recommend.engine.vectors import Encoder, Progress, Rows, Vectors, products, units
from mentorhub.recommend.engine.weights import Weights

BRIDGE_FILE: Final = "bridge.npz"
ABOUT_FILE: Final = "about.npz"
_LIKEST: Final = 0.4  # of the likest sentences beside a subject as a whole
_EVEN: Final = 0.3  # of a covariance that is even in all directions: few sentences tell little
_SUBJECTS_OF_A_DOCUMENT: Final = 4
_SHARP: Final = 0.25  # of the spread of likeness between subjects, see ``About.of``
_AT_ONCE: Final = 10_000
_LITTLE: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Subject:
    """What a course may be about: words of course titles, and sentences that people say."""

    key: str
    mean: tuple[str, ...]
    say: tuple[str, ...]


def mark_of(subjects: Sequence[Subject], encoder_name: str) -> str:
    """Return what changes with the subjects and with the encoder of a bridge."""
    return blake2b(repr((encoder_name, *subjects)).encode(), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Bridge:
    """Subjects, their words and what people say about them, as vectors of one encoder.

    In the space into which ``whitening`` (d, d) leads from ``middle`` (d,), sentences about one
    subject differ equally in every direction. Language and manner of speaking, in which they
    differ most, count least there. ``said`` (n, d) are the unit rows of all sentences in it; those
    of one subject stand together, ``first`` (k,) is the row of its first. ``centres`` (k, d) are
    the unit means of each subject's sentences, ``words`` (k, d) the unit vectors of its words, all
    float32. ``names`` (k,) are the first words. ``mark`` is that of ``mark_of``.
    """

    middle: Vectors
    whitening: Vectors
    said: Vectors
    first: Rows
    centres: Vectors
    words: Vectors
    names: NDArray[np.str_]
    mark: str = ""

    @classmethod
    def of(
        cls,
        subjects: Sequence[Subject],
        encoder: Encoder,
        cache: VectorCache,
        progress: Progress | None = None,
    ) -> "Bridge":
        """Return the bridge over these subjects; sentences that the cache knows are not encoded."""
        said = cache.vectors([one for each in subjects for one in each.say], encoder, progress)
        counts = [len(each.say) for each in subjects]
        owner = np.repeat(np.arange(len(subjects)), counts)
        middle = said.mean(0)
        whitening = _whitening(said - middle, owner)
        seen = units((said - middle) @ whitening)
        return cls(
            middle=middle,
            whitening=whitening,
            said=seen,
            first=np.cumsum([0, *counts[:-1]], dtype=np.int64),
            centres=units(_means(seen, owner)),
            words=np.stack([encoder.query(", ".join(each.mean)) for each in subjects]),
            names=np.array([each.mean[0] for each in subjects], np.str_),
            mark=mark_of(subjects, encoder.name),
        )

    def shares(self, query: Vectors, weights: Weights) -> Vectors:
        """Return how much of each subject there is in a question's vector: (k,), sum 1.

        A subject is as like a question as its sentences are on the whole and, for a smaller part,
        as the two likest of them are.
        """
        seen = units(np.asarray(products(self.whitening.T, query - self.middle), np.float32))
        like = (1 - _LIKEST) * products(self.centres, seen) + _LIKEST * self._two_likest(seen)
        return _softmax(np.asarray(like, np.float32) / weights.bridge_warmth)

    def _two_likest(self, seen: Vectors) -> Vectors:
        """Return the mean cosine of the two likest sentences of each subject: (k,)."""
        cosines = products(self.said, seen)
        best = np.maximum.reduceat(cosines, self.first)
        owner = np.repeat(best, np.diff([*self.first, len(cosines)]))
        rest = np.where(cosines == owner, -np.inf, cosines)
        next_best = np.maximum.reduceat(rest, self.first)
        both = (best + np.where(np.isfinite(next_best), next_best, best)) / 2
        return np.asarray(both, np.float32)

    def moved(self, query: Vectors, shares: Vectors, weights: Weights) -> Vectors:
        """Return the unit vector of a question, moved towards the words of its subjects."""
        most = np.argsort(-shares, kind="stable")[: weights.bridge_most]
        kept = shares[most] / shares[most].sum()
        return towards(query, kept @ self.words[most], weights.bridge)

    def named(self, shares: Vectors, weights: Weights) -> tuple[str, ...]:
        """Return the names of the subjects that a question is plainly about, largest first."""
        largest = np.argsort(-shares, kind="stable")[: weights.bridge_most]
        return tuple(str(self.names[at]) for at in largest if shares[at] >= weights.bridge_named)

    def save(self, folder: Path) -> None:
        """Write the bridge into the folder."""
        np.savez(
            folder / BRIDGE_FILE,
            allow_pickle=False,
            middle=self.middle,
            whitening=self.whitening,
            said=self.said.astype(np.float16),
            first=self.first,
            centres=self.centres,
            words=self.words,
            names=self.names,
            mark=self.mark,
        )

    @classmethod
    def load(cls, folder: Path) -> "Bridge | None":
        """Read what ``save`` wrote, None where there is none."""
        if not (folder / BRIDGE_FILE).exists():
            return None
        with np.load(folder / BRIDGE_FILE, allow_pickle=False) as stored:
            said = stored["said"].astype(np.float32)
            return cls(**(dict(stored) | {"said": said, "mark": str(stored["mark"])}))


@dataclass(frozen=True, slots=True)
class About:
    """What each document is about.

    ``subjects`` (n, m) are the numbers of its subjects, largest first, ``shares`` (n, m) theirs.
    """

    subjects: NDArray[np.uint16]
    shares: NDArray[np.float16]

    @classmethod
    def of(cls, vectors: Vectors, bridge: Bridge) -> "About":
        """Return the subjects of documents with these unit vectors (n, d).

        A document is compared with the words of every subject. What a subject shares with all
        others is no reason to be about it and is taken off. A document whose vector is not there
        yet, a row of zeros, is about nothing.
        """
        among = bridge.words @ bridge.words.T
        apart = among[~np.eye(len(among), dtype=np.bool_)]
        sharp = max(_SHARP * float(apart.std()) if len(apart) else 1.0, _LITTLE)
        most = min(_SUBJECTS_OF_A_DOCUMENT, len(among))
        subjects = np.empty((len(vectors), most), np.uint16)
        shares = np.empty((len(vectors), most), np.float16)
        for start in range(0, len(vectors), _AT_ONCE):
            part = slice(start, start + _AT_ONCE)
            every = _softmax((vectors[part] @ bridge.words.T - among.mean(1)) / sharp)
            largest = np.argsort(-every, axis=1, kind="stable")[:, :most]
            subjects[part] = largest
            shares[part] = np.take_along_axis(every, largest, axis=1)
        shares[~vectors.any(axis=1)] = 0
        return cls(subjects, shares)

    @classmethod
    def joined(cls, one: "About", other: "About", rows: Rows) -> "About":
        """Return these rows of two, counted through from the first to the second."""
        return cls(
            np.concatenate([one.subjects, other.subjects])[rows],
            np.concatenate([one.shares, other.shares])[rows],
        )

    def alike(self, rows: Rows, wanted: Vectors) -> Vectors:
        """Return how much each of the rows shares subjects with a question's ``wanted`` (k,)."""
        shares = self.shares[rows].astype(np.float32)
        return np.asarray((shares * wanted[self.subjects[rows]]).sum(1), np.float32)

    def save(self, folder: Path) -> None:
        """Write it into the folder."""
        np.savez(
            folder / ABOUT_FILE, allow_pickle=False, subjects=self.subjects, shares=self.shares
        )

    @classmethod
    def load(cls, folder: Path) -> "About | None":
        """Read what ``save`` wrote, None where there is none."""
        if not (folder / ABOUT_FILE).exists():
            return None
        with np.load(folder / ABOUT_FILE, allow_pickle=False) as stored:
            return cls(**stored)


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


def _softmax(rows: Vectors) -> Vectors:
    powers = np.exp(rows - rows.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), np.float32)
