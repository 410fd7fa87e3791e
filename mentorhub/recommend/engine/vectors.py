"""Meaning: unit vectors in a FAISS index on disk, mapped rather than copied."""

from collections.abc import Callable, Sequence
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
_QUICK_RESCORED = 6.0  # the same of 4-bit candidates
_QUICK_LEAST = 300  # of them, however few rows are asked for
_QUICK_ENOUGH = 4.0  # so many of them have to be allowed, else every allowed row is looked at
_QUICK_SHARE = 0.25  # of all rows have to be allowed before 4 bits are quicker
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


def products(rows: Vectors, query: Vectors) -> Vectors:
    """Return the inner product of each row (n, d) with the query (d,): (n,), float32.

    Without BLAS, which would wake threads on every core for a millisecond of work: beside other
    processes it was thirty times as slow.
    """
    found: Vectors = np.einsum("ij,j->i", rows, query)
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
        if allowed is not None and allowed.all():
            allowed = None
        count = min(count, self.count if allowed is None else int(allowed.sum()))
        if count == 0:
            return np.empty(0, np.int64)
        if self._rows is None:
            return self._search(query, count, allowed)
        return self._best_of(self._candidates(query, count, allowed), query, count)

    def scores(self, query: Vectors, rows: Rows) -> Vectors:
        """Return the inner product of the query with each of the rows, float32."""
        return products(self.stored(rows), query)

    def stored(self, rows: Rows) -> Vectors:
        """Return the vectors of these rows as they are kept, in half precision: (n, d), float32."""
        if self._rows is not None:
            return np.asarray(self._rows[rows], dtype=np.float32)
        found: Vectors = self._index.reconstruct_batch(rows)
        return found

    def _candidates(self, query: Vectors, count: int, allowed: Mask | None) -> Rows:
        """Return allowed rows among which the nearest are, a few times as many as asked for."""
        share = 1.0 if allowed is None else float(allowed.mean())
        if self._quick is not None and share >= _QUICK_SHARE:
            most = int(max(_QUICK_LEAST, count * _QUICK_RESCORED) / share)
            _, found = self._quick.search(query[np.newaxis], min(self.count, most))
            rows: Rows = found[0][found[0] >= 0]
            kept = rows if allowed is None else rows[allowed[rows]]
            if len(kept) >= min(count * _QUICK_ENOUGH, self.count * share):
                return kept
        return self._search(query, int(count * _RESCORED), allowed)

    def _search(self, query: Vectors, count: int, allowed: Mask | None) -> Rows:
        chosen = None
        if allowed is not None:
            chosen = faiss.IDSelectorBitmap(np.packbits(allowed, bitorder="little"))
        parameters = faiss.SearchParameters(sel=chosen)
        _, found = self._index.search(query[np.newaxis], count, params=parameters)
        rows: Rows = found[0][found[0] >= 0]
        return rows

    def _best_of(self, rows: Rows, query: Vectors, count: int) -> Rows:
        order = np.argsort(-self.scores(query, rows), kind="stable")
        return rows[order[:count]]
