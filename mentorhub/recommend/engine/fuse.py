"""One ranking out of meaning, words and wishes."""

import hashlib
from collections.abc import Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from mentorhub.recommend.engine.vectors import Rows, Vectors


def centred(query: Vectors, generic: Vectors | None, share: float) -> Vectors:
    """Return the query less ``share`` of the mean of generic questions.

    What all questions have in common favours short titles over long texts; only the query
    is moved, never the documents. The result is not of unit length.
    """
    if generic is None or share == 0.0:
        return query
    return np.asarray(query - share * generic, dtype=np.float32)


def towards(query: Vectors, other: Vectors, share: float) -> Vectors:
    """Return the unit vector of a query moved by ``share`` of another unit vector."""
    moved = query + share * other
    return np.asarray(moved / np.linalg.norm(moved), dtype=np.float32)


def aligned(rows: Rows, found: Rows, scores: Vectors) -> Vectors:
    """Return the score of each of ``rows`` out of what was ``found``; 0 where it was not."""
    result = np.zeros(len(rows), np.float32)
    if len(found) == 0:
        return result
    order = np.argsort(found)
    at = np.minimum(np.searchsorted(found[order], rows), len(found) - 1)
    hit = found[order][at] == rows
    result[hit] = scores[order][at][hit]
    return result


def relative(scores: Vectors) -> Vectors:
    """Return the scores divided by the largest of them; all zero where none is positive."""
    most = float(scores.max()) if len(scores) else 0.0
    return scores / most if most > 0 else np.zeros_like(scores)


def soft_sum(costs: Vectors, cap: float) -> Vectors:
    """Return summed costs bent so that they never pass ``cap``; small ones stay as they are.

    Keeps many unmet wishes from pushing the right topic behind a wrong one.
    """
    return np.asarray(cap * -np.expm1(-costs / cap), dtype=np.float32)


def ranked(scores: Vectors, keys: Sequence[str], seed: str) -> NDArray[np.int64]:
    """Return the places of the scores, best first; ties fall by a hash of seed and key.

    Scores that agree to six digits are ties, since identical texts differ only by rounding.
    """
    rounded = np.round(scores.astype(np.float64), 6)
    drawn: list[int] = []
    for _, run in groupby(np.argsort(-rounded, kind="stable").tolist(), key=rounded.__getitem__):
        tied = list(run)
        if len(tied) > 1:
            tied.sort(key=lambda at: lot(keys[at], seed))
        drawn.extend(tied)
    return np.array(drawn, np.int64)


def lot(key: str, seed: str) -> bytes:
    """Return what decides a tie: the same for the same seed, unrelated between seeds."""
    return hashlib.blake2b(key.encode(), key=seed.encode()[:64], digest_size=8).digest()
