"""From what people say to what courses are called: known subjects that a question is near.

A question rarely has the words of a course title. It is compared by meaning with sentences that
people say about known subjects, and moved towards the words of the nearest of these.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mentorhub.recommend.engine.cache import VectorCache
from mentorhub.recommend.engine.fuse import towards
from mentorhub.recommend.engine.vectors import Encoder, Progress, Rows, Vectors
from mentorhub.recommend.engine.weights import Weights

BRIDGE_FILE: Final = "bridge.npz"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a course may be about: words of course titles, and sentences that people say."""

    key: str
    mean: tuple[str, ...]
    say: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """Subjects near a question, nearest first, and the share of each; the shares sum to 1."""

    rows: Rows
    shares: Vectors


@dataclass(frozen=True, slots=True)
class Bridge:
    """Subjects and what people say about them, as vectors of one encoder.

    ``sayings`` (n, d) and ``subjects`` (k, d) hold unit rows, float32. The sayings of one subject
    stand together; ``first`` (k,) is the row of its first. ``names`` (k,) are its first word.
    """

    sayings: Vectors
    first: Rows
    subjects: Vectors
    names: NDArray[np.str_]

    @classmethod
    def of(
        cls,
        subjects: Sequence[Subject],
        encoder: Encoder,
        cache: VectorCache,
        progress: Progress | None = None,
    ) -> "Bridge":
        """Return the bridge over these subjects; sentences that the cache knows are not encoded."""
        counts = [len(subject.say) for subject in subjects]
        return cls(
            sayings=cache.vectors(
                [one for each in subjects for one in each.say], encoder, progress
            ),
            first=np.cumsum([0, *counts[:-1]], dtype=np.int64),
            subjects=np.stack([encoder.query(", ".join(each.mean)) for each in subjects]),
            names=np.array([each.mean[0] for each in subjects], np.str_),
        )

    def near(self, query: Vectors, weights: Weights) -> Near:
        """Return the subjects that stand out for the unit vector of a question, maybe none.

        A subject is as like a question as its two likest sayings are on average.
        """
        like = self._likeness(query)
        best = np.argsort(-like, kind="stable")[: weights.bridge_most]
        behind = like[best[0]] - like[best]
        outstanding = (like[best] - like.mean()) >= weights.bridge_stands_out * like.std()
        rows = best[outstanding & (behind <= weights.bridge_behind)]
        pull = np.exp((like[rows] - like[best[0]]) / weights.bridge_warmth)
        return Near(rows, (pull / max(pull.sum(), 1e-9)).astype(np.float32))

    def moved(self, query: Vectors, near: Near, weights: Weights) -> Vectors:
        """Return the unit vector of a question, moved towards the words of near subjects."""
        if len(near.rows) == 0:
            return query
        return towards(query, near.shares @ self.subjects[near.rows], weights.bridge)

    def _likeness(self, query: Vectors) -> Vectors:
        cosines = self.sayings @ query
        first = np.maximum.reduceat(cosines, self.first)
        owner = np.repeat(first, np.diff([*self.first, len(cosines)]))
        rest = np.where(cosines == owner, -np.inf, cosines)
        second = np.maximum.reduceat(rest, self.first)
        return np.asarray((first + np.where(np.isfinite(second), second, first)) / 2, np.float32)

    def save(self, folder: Path) -> None:
        """Write the bridge into the folder, the sayings in half precision."""
        np.savez(
            folder / BRIDGE_FILE,
            allow_pickle=False,
            sayings=self.sayings.astype(np.float16),
            first=self.first,
            subjects=self.subjects,
            names=self.names,
        )

    @classmethod
    def load(cls, folder: Path) -> "Bridge | None":
        """Read what ``save`` wrote, None where there is none."""
        if not (folder / BRIDGE_FILE).exists():
            return None
        with np.load(folder / BRIDGE_FILE, allow_pickle=False) as stored:
            return cls(
                sayings=stored["sayings"].astype(np.float32),
                first=stored["first"],
                subjects=stored["subjects"],
                names=stored["names"],
            )
