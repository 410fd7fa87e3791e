"""Meaning: unit vectors in a FAISS index on disk, mapped rather than copied."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol, runtime_checkable

import faiss as _typed_faiss
import numpy as np
from numpy.typing import NDArray

faiss: Any = _typed_faiss  # its stubs know neither SearchParametersHNSW nor arrays

Vectors = NDArray[np.float32]
Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]
Progress = Callable[[int, int], None]

INDEX_FILE: Final = "vectors.faiss"
QUICK_FILE: Final = "quick.faiss"
ROWS_FILE: Final = "vectors.f16.npy"
EXACT_UP_TO: Final = 20_000  # rows compared in half precision, one after the other
_RESCORED = 1.5  # 8-bit candidates for each row asked for, compared again in half precision
_QUICK_RESCORED = 3.0  # the same of 4-bit candidates
_QUICK_LEAST = 300  # of them, however few rows are asked for
_QUICK_ENOUGH = 2.0  # so many of them have to be allowed, else every allowed row is looked at
_QUICK_MOST = 0.08  # of all rows: where fewer are allowed, 8 bits of these are quicker
# The 16 levels that stand best for normally distributed values, in deviations from their mean.
# Source: Max, Quantizing for minimum distortion, IRE Transactions on Information Theory, 1960.
_HALF_OF_LEVELS: Final = (0.1284, 0.3881, 0.6568, 0.9424, 1.256, 1.618, 2.069, 2.733)


class Encoder(Protocol):
    """Turns text into vectors; prefixes for questions and documents are its business."""

    @property
    def name(self) -> str:
        """Name of model and version; an index of another name is refused."""

    @property
    def dimension(self) -> int:
        """Length of each vector."""

    def documents(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Return one unit row per text: (n, dimension), float32."""

    def query(self, text: str) -> Vectors:
        """Return the unit vector of a question: (dimension,), float32."""


class Learned(Protocol):
    """What a training taught an encoder to tell apart."""

    @property
    def keys(self) -> Sequence[str]:
        """The keys of the subjects."""

    @property
    def directions(self) -> Vectors:
        """Unit rows (keys, dimension): where intents about each subject lie from ``middle``."""

    @property
    def middle(self) -> Vectors:
        """(dimension,)."""

    @property
    def sharpness(self) -> float:
        """What a cosine is multiplied by before the softmax over all subjects."""

    def knows(self, sentence: str) -> bool:
        """Return whether the training saw this sentence."""


@runtime_checkable
class IntentEncoder(Encoder, Protocol):
    """An encoder that was also trained to tell what people want."""

    @property
    def intents_name(self) -> str:
        """Name of model and training; intents of another name do not fit."""

    def learned(self) -> Learned:
        """Return the subjects that it tells apart."""

    def intents(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Return what is wanted with each text: unit rows (n, dimension), float32."""

    def question(
        self, said: Sequence[tuple[str, bool]], beside: str = ""
    ) -> tuple[Vectors, Vectors]:
        """Return what a question means and what is wanted with it: unit vectors (dimension,).

        ``said`` are its words, and whether each tells what is wanted; ``beside`` are others that
        may stand for some of them.
        """


class Choice(Protocol):
    """Which rows may be found; they need not be known before they are asked about."""

    @property
    def share(self) -> float:
        """About which share of all rows it is."""

    def has(self, rows: Rows) -> Mask:
        """Return which of the rows may be found."""

    def whole(self) -> Mask:
        """Return which of all rows may be found, (n,)."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """The choice of what a mask (n,) allows."""

    mask: Mask

    @property
    def share(self) -> float:
        """Which share of all rows it is."""
        return float(self.mask.mean())

    def has(self, rows: Rows) -> Mask:
        """Return which of the rows are allowed."""
        return self.mask[rows]

    def whole(self) -> Mask:
        """Return the mask."""
        return self.mask


def products(rows: Vectors, query: Vectors) -> Vectors:
    """Return the inner product of each row (n, d) with the query (d,): (n,), float32.

    Without BLAS, which would wake threads on every core for a millisecond of work: beside other
    processes it was thirty times as slow.
    """
    found: Vectors = np.einsum("ij,j->i", rows, query)
    return found


def ranges(starts: Rows, sizes: Rows) -> Rows:
    """Return the numbers from each of ``starts`` on, ``sizes`` of them, run behind run."""
    begins = np.cumsum(sizes) - sizes
    found: Rows = np.arange(sizes.sum()) + np.repeat(starts - begins, sizes)
    return found


def use_threads(count: int) -> None:
    """Set how many threads FAISS uses in this process; web workers use one."""
    faiss.omp_set_num_threads(count)


def units(rows: Vectors) -> Vectors:
    """Return the rows, or the one row, at unit length; a zero row stays as it is."""
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-9), np.float32)


def write(vectors: Vectors, folder: Path, exact_up_to: int = EXACT_UP_TO) -> None:
    """Write the index of unit rows (n, d), float32, into the folder.

    Up to ``exact_up_to`` rows every comparison is exact on half-precision values. Above,
    candidates are found on values of 4 bits, or of 8 where few rows are allowed, and compared
    again on half-precision rows.
    """
    count, dimension = vectors.shape
    metric, kind = faiss.METRIC_INNER_PRODUCT, faiss.ScalarQuantizer
    if count <= exact_up_to:
        index = faiss.IndexScalarQuantizer(dimension, kind.QT_fp16, metric)
    else:
        index = faiss.IndexScalarQuantizer(dimension, kind.QT_8bit, metric)
        index.train(_sample(vectors))
        np.save(folder / ROWS_FILE, vectors.astype(np.float16))
        faiss.write_index(_quick(vectors), str(folder / QUICK_FILE))
    index.add(vectors)
    faiss.write_index(index, str(folder / INDEX_FILE))


def _quick(vectors: Vectors) -> Any:
    """Return the rows with 16 levels for each dimension, in the order that registers want."""
    dimension = vectors.shape[1]
    quick = faiss.IndexPQFastScan(dimension, dimension, 4, faiss.METRIC_INNER_PRODUCT)
    some = _sample(vectors)
    levels = np.array([*(-level for level in _HALF_OF_LEVELS[::-1]), *_HALF_OF_LEVELS])
    centroids = some.mean(0)[:, np.newaxis] + some.std(0)[:, np.newaxis] * levels
    faiss.copy_array_to_vector(centroids.astype(np.float32).ravel(), quick.pq.centroids)
    quick.is_trained = True
    quick.add(vectors)
    return quick


def _sample(vectors: Vectors) -> Vectors:
    return vectors[:: max(1, len(vectors) // 100_000)]


class VectorIndex:
    """The vectors of one generation, read-only and safe to share between threads."""

    def __init__(self, index: Any, rows: NDArray[np.float16] | None, quick: Any | None) -> None:
        self._index = index
        self._rows = rows
        self._quick = quick

    @classmethod
    def open(cls, folder: Path) -> "VectorIndex":
        """Map the index that ``write`` left in the folder; the quick part is read into memory."""
        index = faiss.read_index(str(folder / INDEX_FILE), faiss.IO_FLAG_MMAP_IFC)
        rows_file, quick_file = folder / ROWS_FILE, folder / QUICK_FILE
        rows = np.load(rows_file, mmap_mode="r") if rows_file.exists() else None
        quick = faiss.read_index(str(quick_file)) if quick_file.exists() else None
        return cls(index, rows, quick)

    @property
    def count(self) -> int:
        """Number of rows."""
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """Length of each row."""
        return int(self._index.d)

    def nearest(self, query: Vectors, count: int, allowed: Mask | None = None) -> Rows:
        """Return up to ``count`` rows with the largest inner product, best first.

        ``allowed`` (n,) leaves rows out before the search, so it never shortens the answer
        while enough rows are allowed.
        """
        everything = np.ones(self.count, np.bool_)
        choice = Allowed(everything if allowed is None else allowed)
        return self.nearest_of_each(query, count, [choice])[0]

    def nearest_of_each(self, query: Vectors, count: int, choices: Sequence[Choice]) -> list[Rows]:
        """Return for each choice what ``nearest`` returns; all rows are looked through once."""
        if self._rows is None:
            return [self._search(query, count, choice.whole()) for choice in choices]
        parts = self._candidates(query, count, choices)
        rows, places = np.unique(np.concatenate(parts), return_inverse=True)
        ends = np.cumsum([len(part) for part in parts])[:-1]
        scores = np.split(self.scores(query, rows)[places], ends)
        return [
            part[np.argsort(-own, kind="stable")[:count]]
            for part, own in zip(parts, scores, strict=True)
        ]

    def scores(self, query: Vectors, rows: Rows) -> Vectors:
        """Return the inner product of the query with each of the rows, float32."""
        return products(self.stored(rows), query)

    def stored(self, rows: Rows) -> Vectors:
        """Return the vectors of these rows as they are kept, in half precision: (n, d), float32."""
        if self._rows is not None:
            return np.asarray(self._rows[rows], dtype=np.float32)
        found: Vectors = self._index.reconstruct_batch(rows)
        return found

    def _candidates(self, query: Vectors, count: int, choices: Sequence[Choice]) -> list[Rows]:
        """Return for each choice rows among which the nearest are, several times as many."""
        enough = int(max(_QUICK_LEAST, count * _QUICK_RESCORED))
        least = int(min(count * _QUICK_ENOUGH, self.count))
        shares = [choice.share for choice in choices]
        many = [share for share in shares if share * self.count * _QUICK_MOST >= least]
        scanned = self._scanned(query, enough / min(many) if many else 0)
        found = []
        for choice, share in zip(choices, shares, strict=True):
            part = scanned[choice.has(scanned)][:enough] if share in many else scanned[:0]
            if len(part) < least:
                part = self._search(query, int(count * _RESCORED), choice.whole())
            found.append(part)
        return found

    def _scanned(self, query: Vectors, count: float) -> Rows:
        """Return about ``count`` rows that are nearest by 4 bits, best first."""
        most = int(min(count, max(self.count * _QUICK_MOST, _QUICK_LEAST), self.count))
        if self._quick is None or most == 0:
            return np.empty(0, np.int64)
        _, found = self._quick.search(query[np.newaxis], most)
        rows: Rows = found[0][found[0] >= 0]
        return rows

    def _search(self, query: Vectors, count: int, allowed: Mask) -> Rows:
        count = min(count, int(allowed.sum()))
        if count == 0:
            return np.empty(0, np.int64)
        chosen = None
        if not allowed.all():
            chosen = faiss.IDSelectorBitmap(np.packbits(allowed, bitorder="little"))
        parameters = faiss.SearchParameters(sel=chosen)
        _, found = self._index.search(query[np.newaxis], count, params=parameters)
        rows: Rows = found[0][found[0] >= 0]
        return rows
