"""Meaning: unit vectors in a FAISS index on disk, mapped rather than copied."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, Protocol

import faiss as _typed_faiss
import numpy as np
from numpy.typing import NDArray

faiss: Any = _typed_faiss  # its stubs know neither SearchParametersHNSW nor arrays

Vectors = NDArray[np.float32]
Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]
Progress = Callable[[int, int], None]

INDEX_FILE: Final = "vectors.faiss"
ROWS_FILE: Final = "vectors.f16.npy"
EXACT_UP_TO: Final = 20_000  # rows compared in half precision, one after the other
SCANNED_UP_TO: Final = 200_000  # rows compared in 8 bit first: half the memory to read
_LINKS = 32
_EF_BUILD = 80
_EF_SEARCH = 256
_RESCORED = 1.5  # candidates for each row asked for, compared again in half precision
SCAN_UP_TO: Final = 20_000  # allowed rows compared one by one instead of through the graph


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


def write(
    vectors: Vectors,
    folder: Path,
    exact_up_to: int = EXACT_UP_TO,
    scanned_up_to: int = SCANNED_UP_TO,
) -> None:
    """Write the index of unit rows (n, d), float32, into the folder.

    Up to ``exact_up_to`` rows every comparison is exact on half-precision values. Above, candidates
    are found on 8-bit values and compared again on half-precision rows: up to ``scanned_up_to`` by
    looking at every row, above through a graph (HNSW).
    """
    count, dimension = vectors.shape
    metric, kind = faiss.METRIC_INNER_PRODUCT, faiss.ScalarQuantizer
    if count <= exact_up_to:
        index = faiss.IndexScalarQuantizer(dimension, kind.QT_fp16, metric)
    elif count <= scanned_up_to:
        index = faiss.IndexScalarQuantizer(dimension, kind.QT_8bit, metric)
    else:
        index = faiss.IndexHNSWSQ(dimension, kind.QT_8bit, _LINKS, metric)
        index.hnsw.efConstruction = _EF_BUILD
    if count > exact_up_to:
        index.train(vectors[:: max(1, count // 100_000)])
        np.save(folder / ROWS_FILE, vectors.astype(np.float16))
    index.add(vectors)
    faiss.write_index(index, str(folder / INDEX_FILE))


class VectorIndex:
    """The vectors of one generation, read-only and safe to share between threads."""

    def __init__(self, index: Any, rows: NDArray[np.float16] | None, scan_up_to: int) -> None:
        self._index = index
        self._rows = rows
        self._scan_up_to = scan_up_to

    @classmethod
    def open(cls, folder: Path, scan_up_to: int = SCAN_UP_TO) -> "VectorIndex":
        """Map the index that ``write`` left in the folder."""
        index = faiss.read_index(str(folder / INDEX_FILE), faiss.IO_FLAG_MMAP_IFC)
        rows_file = folder / ROWS_FILE
        rows = np.load(rows_file, mmap_mode="r") if rows_file.exists() else None
        return cls(index, rows, scan_up_to)

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
            return self._search(query, count, self._parameters(allowed, faiss.SearchParameters))
        return self._best_of(self._candidates(query, int(count * _RESCORED), allowed), query, count)

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
        if not isinstance(self._index, faiss.IndexHNSW):
            return self._search(query, count, self._parameters(allowed, faiss.SearchParameters))
        if allowed is not None and int(allowed.sum()) <= self._scan_up_to:
            return np.flatnonzero(allowed)
        parameters = self._parameters(
            allowed, faiss.SearchParametersHNSW, efSearch=max(_EF_SEARCH, count)
        )
        return self._search(query, count, parameters)

    def _parameters(self, allowed: Mask | None, kind: Any, **values: int) -> Any:
        if allowed is None:
            return kind(**values)
        bits = np.packbits(allowed, bitorder="little")
        return kind(sel=faiss.IDSelectorBitmap(bits), **values)

    def _search(self, query: Vectors, count: int, parameters: Any) -> Rows:
        _, found = self._index.search(query[np.newaxis], count, params=parameters)
        rows: Rows = found[0][found[0] >= 0]
        return rows

    def _best_of(self, rows: Rows, query: Vectors, count: int) -> Rows:
        order = np.argsort(-self.scores(query, rows), kind="stable")
        return rows[order[:count]]
