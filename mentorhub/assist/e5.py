"""The built-in sentence encoder on OpenVINO: small enough for every web worker.

It needs numpy and openvino, never torch. Queries run through one network tuned for a quick
answer; many documents through a second one, compiled when first needed, that works on
several batches of like length at once.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from mentorhub.assist import model_folder
from mentorhub.assist.errors import EncoderBroken
from mentorhub.assist.model_folder import Manifest
from mentorhub.assist.unigram import Unigram

if TYPE_CHECKING:
    import openvino

Progress = Callable[[int, int], None]
"""Told how many texts are done, and of how many."""

MAX_CHARACTERS = 10_000
"""Longer texts are cut before anything else looks at them. 512 tokens of at most 16
characters end before this."""

HANDFUL = 4
"""Up to this many documents go through the network for queries."""

_CHUNK = 4096
_BATCH_TOKENS = 512
"""Tokens in one batch: more was slower and took more memory (measured, one thread)."""

_STEP = 4
"""Lengths are rounded up to this, so that the plugin keeps a few shapes, not hundreds."""

_COMMON = {
    "INFERENCE_PRECISION_HINT": "f32",
    # Workers beside each other must not be nailed to the same core.
    "ENABLE_CPU_PINNING": False,
}
_SHORTCUT = {"DYNAMIC_QUANTIZATION_GROUP_SIZE": 32}
"""Activations as 8-bit blocks of 32, like the weights: twice as fast, no loss seen."""

_EXACT = {"DYNAMIC_QUANTIZATION_GROUP_SIZE": 0}
"""Without that shortcut, which returns nothing on processors that only have AVX2."""


class E5Encoder:
    """multilingual-e5-small; several threads may ask at once."""

    def __init__(self, folder: Path, threads: int = 1, *, exact: bool = False) -> None:
        """Load the network for queries.

        Args:
            folder: what ``mentorhub.assist.build`` made.
            threads: processor threads for one query, and batches at once in bulk.
            exact: calculate in float32 throughout, at half the speed.

        Raises:
            OSError, ValueError, TypeError, RuntimeError: the folder is missing or broken.
        """
        import openvino  # half a second that only those pay who encode

        manifest = Manifest.read(folder)
        self.name = manifest.name
        self.dimension = manifest.dimension
        self.query_prefix = manifest.query_prefix
        self.document_prefix = manifest.document_prefix
        self.longest = manifest.longest
        self._padding = manifest.padding
        self._tokenizer = Unigram.load(folder / model_folder.VOCABULARY)
        self._network = folder / model_folder.NETWORK
        self._threads = threads
        self._options = _COMMON | (_EXACT if exact else _SHORTCUT)
        self._core = openvino.Core()
        self._quick = self._compile("LATENCY", streams=1).create_infer_request()
        self._quick_turn = Lock()
        self._bulk: _Bulk | None = None
        self._bulk_turn = Lock()

    def query(self, text: str) -> NDArray[np.float32]:
        """Return the vector of a question: (dimension,), float32, unit length."""
        vector: NDArray[np.float32] = self.vectors(self.tokens([text], self.query_prefix))[0]
        return vector

    def documents(
        self, texts: Sequence[str], progress: Progress | None = None
    ) -> NDArray[np.float32]:
        """Return the vectors of documents: (n, dimension), float32, unit rows.

        ``progress`` is called in the caller's own thread.
        """
        found = np.empty((len(texts), self.dimension), np.float32)
        done = 0
        for rows, vectors in self._encoded(texts):
            found[rows] = vectors
            done += len(rows)
            if progress:
                progress(done, len(texts))
        return found

    def tokens(self, texts: Iterable[str], prefix: str) -> NDArray[np.int32]:
        """Return the ids of texts, rows filled up with padding: (n, longest), int32."""
        return self._filled(self._cut(texts, prefix))

    def vectors(self, tokens: NDArray[np.int32]) -> NDArray[np.float32]:
        """Run the network for queries on rows of ids: (n, dimension), unit rows."""
        with self._quick_turn:
            self._quick.infer([tokens])
            return _result(self._quick, (len(tokens), self.dimension))

    def _encoded(self, texts: Sequence[str]) -> Iterator[tuple[list[int], NDArray[np.float32]]]:
        """Yield numbers of texts and their vectors, in the order in which they get ready."""
        if len(texts) <= HANDFUL:
            for row, text in enumerate(texts):
                yield [row], self.vectors(self.tokens([text], self.document_prefix))
            return
        with self._bulk_turn:
            if self._bulk is None:
                compiled = self._compile("THROUGHPUT", streams=self._threads)
                self._bulk = _Bulk(compiled, self._threads, self.dimension)
            yield from self._bulk.run(self._batched(texts))

    def _batched(self, texts: Sequence[str]) -> Iterator[tuple[list[int], NDArray[np.int32]]]:
        for start in range(0, len(texts), _CHUNK):
            ids = self._cut(texts[start : start + _CHUNK], self.document_prefix)
            for rows in batches([len(one) for one in ids], _BATCH_TOKENS):
                yield [start + row for row in rows], self._filled([ids[row] for row in rows])

    def _cut(self, texts: Iterable[str], prefix: str) -> list[list[int]]:
        limited = (prefix + text[:MAX_CHARACTERS] for text in texts)
        return self._tokenizer.encode_all(limited, self.longest)

    def _filled(self, ids: list[list[int]]) -> NDArray[np.int32]:
        longest = rounded(max(map(len, ids), default=0))
        tokens = np.full((len(ids), longest), self._padding, np.int32)
        for row, one in enumerate(ids):
            tokens[row, : len(one)] = one
        return tokens

    def _compile(self, hint: str, streams: int) -> "openvino.CompiledModel":
        options = self._options | {
            "PERFORMANCE_HINT": hint,
            "NUM_STREAMS": streams,
            "INFERENCE_NUM_THREADS": self._threads,
        }
        return self._core.compile_model(self._network, "CPU", options)


class _Bulk:
    """Several batches in flight on one compiled network."""

    def __init__(self, compiled: "openvino.CompiledModel", streams: int, dimension: int) -> None:
        self._idle = [compiled.create_infer_request() for _ in range(streams)]
        self._dimension = dimension

    def run(
        self, todo: Iterable[tuple[list[int], NDArray[np.int32]]]
    ) -> Iterator[tuple[list[int], NDArray[np.float32]]]:
        """Yield the rows and vectors of each batch while the next ones are running."""
        running: deque[tuple[Any, list[int]]] = deque()
        try:
            for rows, tokens in todo:
                if not self._idle:
                    yield self._finish(running)
                request = self._idle.pop()
                running.append((request, rows))
                request.start_async([tokens])
            while running:
                yield self._finish(running)
        finally:
            for request, _rows in running:
                request.wait()
                self._idle.append(request)

    def _finish(
        self, running: deque[tuple[Any, list[int]]]
    ) -> tuple[list[int], NDArray[np.float32]]:
        request, rows = running[0]
        request.wait()
        vectors = _result(request, (len(rows), self._dimension))
        running.popleft()
        self._idle.append(request)
        return rows, vectors


def batches(lengths: Sequence[int], budget: int) -> Iterator[list[int]]:
    """Group texts of like length, longest first.

    Yields the places of the texts in ``lengths``; each comes once. The texts of one batch,
    filled up to the longest, have ``budget`` tokens at most, unless one alone has more.
    """
    order = sorted(range(len(lengths)), key=lambda place: -lengths[place])
    start = 0
    while start < len(order):
        many = max(1, budget // rounded(lengths[order[start]]))
        yield order[start : start + many]
        start += many


def rounded(length: int) -> int:
    """Return the length that a row of so many tokens is filled up to."""
    return -(-length // _STEP) * _STEP


def _result(request: Any, shape: tuple[int, int]) -> NDArray[np.float32]:
    vectors: NDArray[np.float32] = request.get_output_tensor().data.copy()
    if vectors.shape != shape:
        raise EncoderBroken(f"The network returned {vectors.shape} instead of {shape}.")
    return vectors
