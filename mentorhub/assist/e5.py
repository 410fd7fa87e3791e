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

from mentorhub.assist import intents, model_folder
from mentorhub.assist.errors import EncoderBroken
from mentorhub.assist.intents import Learned
from mentorhub.assist.layout import STEP, Layout, Question, View, rounded
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

VECTORS = "vectors"
INTENTS = "intents"
"""What the network returns: what texts mean, and what people want who say them."""

STATES = "states"
"""The node at which the two part: the layers before it serve both."""

EIGHT_BIT_BLOCK = 128
"""Neighbours in a row that share one scale. Blocks of 32 were a quarter slower and no better in
search, though nearer to float32 (cosine .9998 for .9994); whole rows fell to .998."""

_USUAL = 80
"""Nearly all questions have no more tokens than this, with the words beside them."""

_CHUNK = 4096
_BATCH_TOKENS = 512
"""Tokens in one batch: more was slower and took more memory (measured, one thread)."""

_COMMON = {
    "INFERENCE_PRECISION_HINT": "f32",
    # Workers beside each other must not be nailed to the same core.
    "ENABLE_CPU_PINNING": False,
}
_SHORTCUT = {"DYNAMIC_QUANTIZATION_GROUP_SIZE": EIGHT_BIT_BLOCK}
"""Activations in 8 bit, like the weights: more than twice as fast, no loss seen."""

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
        self.intents_name = f"{manifest.name}+intents@{intents.sha256()[:8]}"
        self._threads = threads
        self._options = _COMMON | (_EXACT if exact else _SHORTCUT)
        self._core = openvino.Core()
        self._first, self._last = self._in_parts()
        # Two threads in requests of one network wait for each other for ever, now and then
        # (OpenVINO 2026.4, two streams). Who wants more at once runs more processes.
        self._quick_turn = Lock()
        self._bulk: dict[str, _Bulk] = {}
        self._bulk_turn = Lock()

    def query(self, text: str) -> NDArray[np.float32]:
        """Return the vector of a question: (dimension,), float32, unit length."""
        vector: NDArray[np.float32] = self.vectors(self.tokens([text], self.query_prefix))[0]
        return vector

    def question(
        self, said: Sequence[tuple[str, bool]], beside: str = ""
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return what a question means and what is wanted with it: (dimension,) each, unit.

        Args:
            said: the words of the question, and whether each tells what is wanted.
            beside: words that may stand for some of them; what is wanted never depends on them.
        """
        return self._asked(self._laid_out(said, beside))

    def _asked(self, asked: Question) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        with self._quick_turn:
            self._first.infer([asked.tokens, asked.places, asked.unseen])
            states = self._first.get_output_tensor().data
            [meant] = self._told(VECTORS, states, asked.meant)
            [wanted] = self._told(INTENTS, states[:, asked.topic], asked.wanted)
        return meant, wanted

    def warm(self) -> None:
        """Ask once in every usual length: the first question of a length takes twice as long."""
        tokenizer = self._tokenizer
        for length in range(STEP, _USUAL + 1, STEP):
            ids = [tokenizer.begin, *[tokenizer.unknown] * (length - 2), tokenizer.end]
            self._asked(Question.of(ids, [True] * length, [], self._padding))

    def documents(
        self, texts: Sequence[str], progress: Progress | None = None
    ) -> NDArray[np.float32]:
        """Return the vectors of documents: (n, dimension), float32, unit rows.

        ``progress`` is called in the caller's own thread.
        """
        return self._many(texts, self.document_prefix, VECTORS, progress)

    def intents(
        self, texts: Sequence[str], progress: Progress | None = None
    ) -> NDArray[np.float32]:
        """Return what is wanted with questions: (n, dimension), float32, unit rows."""
        return self._many(texts, self.query_prefix, INTENTS, progress)

    def learned(self) -> Learned:
        """Return the subjects that the training taught; only who builds an index asks for them."""
        return intents.learned()

    def _many(
        self, texts: Sequence[str], prefix: str, kind: str, progress: Progress | None
    ) -> NDArray[np.float32]:
        found = np.empty((len(texts), self.dimension), np.float32)
        done = 0
        for rows, vectors in self._encoded(texts, prefix, kind):
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
        return self._run(tokens, VECTORS)

    def _run(self, tokens: NDArray[np.int32], kind: str) -> NDArray[np.float32]:
        """Return the vectors of one kind for rows of ids."""
        texts = Layout.of(tokens, self._padding)
        with self._quick_turn:
            self._first.infer([texts.tokens, texts.places, texts.view.unseen])
            return self._told(kind, self._first.get_output_tensor().data, texts.view)

    def _told(self, kind: str, states: NDArray[np.float32], view: View) -> NDArray[np.float32]:
        self._last[kind].infer([states, view.unseen, view.share])
        return _result(self._last[kind], kind, (len(view.share), self.dimension))

    def _laid_out(self, said: Sequence[tuple[str, bool]], beside: str) -> Question:
        ids = [self._tokenizer.begin, *self._tokenizer.pieces(self.query_prefix)]
        own = [True] * len(ids)
        for word, wanted in said:
            if len(ids) >= self.longest:
                break
            pieces = self._tokenizer.pieces(word[:MAX_CHARACTERS])
            ids += pieces
            own += [wanted] * len(pieces)
        del ids[self.longest - 1 :], own[self.longest - 1 :]
        room = self.longest - len(ids) - 1
        pieces = self._tokenizer.pieces(f"({beside[:MAX_CHARACTERS]})")[:room] if beside else []
        end = self._tokenizer.end
        return Question.of(
            [*ids, end], [*own, True], [*pieces, end] if pieces else [], self._padding
        )

    def _encoded(
        self, texts: Sequence[str], prefix: str, kind: str
    ) -> Iterator[tuple[list[int], NDArray[np.float32]]]:
        """Yield numbers of texts and their vectors, in the order in which they get ready."""
        if len(texts) <= HANDFUL:
            for row, text in enumerate(texts):
                yield [row], self._run(self.tokens([text], prefix), kind)
            return
        with self._bulk_turn:
            if kind not in self._bulk:
                compiled = self._compile(self._whole(kind), "THROUGHPUT", streams=self._threads)
                self._bulk[kind] = _Bulk(compiled, kind, self._threads, self.dimension)
            yield from self._bulk[kind].run(self._batched(texts, prefix))

    def _batched(self, texts: Sequence[str], prefix: str) -> Iterator[tuple[list[int], Layout]]:
        for start in range(0, len(texts), _CHUNK):
            ids = self._cut(texts[start : start + _CHUNK], prefix)
            for rows in batches([len(one) for one in ids], _BATCH_TOKENS):
                tokens = self._filled([ids[row] for row in rows])
                yield [start + row for row in rows], Layout.of(tokens, self._padding)

    def _cut(self, texts: Iterable[str], prefix: str) -> list[list[int]]:
        limited = (prefix + text[:MAX_CHARACTERS] for text in texts)
        return self._tokenizer.encode_all(limited, self.longest)

    def _filled(self, ids: list[list[int]]) -> NDArray[np.int32]:
        longest = rounded(max(map(len, ids), default=0))
        tokens = np.full((len(ids), longest), self._padding, np.int32)
        for row, one in enumerate(ids):
            tokens[row, : len(one)] = one
        return tokens

    def _in_parts(self) -> tuple["openvino.InferRequest", dict[str, "openvino.InferRequest"]]:
        """Return the layers that both kinds share, and the last ones of each kind."""
        import openvino
        from openvino import opset15 as op

        whole = self._core.read_model(self._network)
        tokens, places, unseen, share = whole.get_parameters()
        shared = next(node for node in whole.get_ops() if node.get_friendly_name() == STATES)
        first = self._quick(openvino.Model([shared.output(0)], [tokens, places, unseen], STATES))
        given = op.parameter(shared.get_output_partial_shape(0), openvino.Type.f32, name=STATES)
        for place in shared.output(0).get_target_inputs():
            place.replace_source_output(given.output(0))
        last = {
            kind: self._quick(openvino.Model([_source(whole, kind)], [given, unseen, share], kind))
            for kind in (VECTORS, INTENTS)
        }
        return first, last

    def _quick(self, network: "openvino.Model") -> "openvino.InferRequest":
        return self._compile(network, "LATENCY", streams=1).create_infer_request()

    def _whole(self, kind: str) -> "openvino.Model":
        """Return the whole network, without what only the other kind needs."""
        import openvino

        network = self._core.read_model(self._network)
        return openvino.Model([_source(network, kind)], network.get_parameters(), kind)

    def _compile(
        self, network: "openvino.Model", hint: str, streams: int
    ) -> "openvino.CompiledModel":
        options = self._options | {
            "PERFORMANCE_HINT": hint,
            "NUM_STREAMS": streams,
            "INFERENCE_NUM_THREADS": self._threads,
        }
        return self._core.compile_model(network, "CPU", options)


class _Bulk:
    """Several batches in flight on one compiled network."""

    def __init__(
        self, compiled: "openvino.CompiledModel", kind: str, streams: int, dimension: int
    ) -> None:
        self._kind = kind
        self._idle = [compiled.create_infer_request() for _ in range(streams)]
        self._dimension = dimension

    def run(
        self, todo: Iterable[tuple[list[int], Layout]]
    ) -> Iterator[tuple[list[int], NDArray[np.float32]]]:
        """Yield the rows and vectors of each batch while the next ones are running."""
        running: deque[tuple[Any, list[int]]] = deque()
        try:
            for rows, texts in todo:
                if not self._idle:
                    yield self._finish(running)
                request = self._idle.pop()
                running.append((request, rows))
                request.start_async(
                    [texts.tokens, texts.places, texts.view.unseen, texts.view.share]
                )
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
        vectors = _result(request, self._kind, (len(rows), self._dimension))
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


def _source(network: "openvino.Model", kind: str) -> "openvino.Output":
    """Return what the network gives out under this name."""
    return network.output(kind).get_node().input_value(0)


def _result(request: Any, kind: str, shape: tuple[int, int]) -> NDArray[np.float32]:
    vectors: NDArray[np.float32] = request.get_tensor(kind).data.copy()
    if vectors.shape != shape:
        raise EncoderBroken(f"The network returned {vectors.shape} instead of {shape}.")
    return vectors
