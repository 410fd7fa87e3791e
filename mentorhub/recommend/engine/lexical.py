"""Words: BM25 over pieces of words in a tantivy index on disk."""

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import tantivy

from mentorhub.recommend.engine.document import Document
from mentorhub.recommend.engine.text import grams, piece_line, pieces, topic_words
from mentorhub.recommend.engine.vectors import Progress, Rows, Vectors

FOLDER: Final = "words"
_ENTRIES_FILE = "entries.npy"
_REWRITTEN = (".json", ".npy")  # everything else is a segment, whose files stay as they are
_HEAP_BYTES = 128_000_000
_MOST_PIECES = 160  # a pasted page is not a question
_COMMON = 0.35  # a piece in a larger share of the texts tells little and takes longest to count,
_MANY = 5_000  # where it is in more texts than this
_REPORT_EVERY = 1000


@dataclass(frozen=True, slots=True)
class Words:
    """The text of one document: the head (title, what is learnt), and all of it."""

    head: str
    whole: str


def write(texts: Iterable[Words], total: int, folder: Path, progress: Progress | None) -> None:
    """Write the word index of the texts, in row order, into the empty folder."""
    index = tantivy.Index(_schema(), path=str(folder))
    with index.writer(heap_size=_HEAP_BYTES, num_threads=1) as writer:
        for row, text in enumerate(texts):
            writer.add_document(_entry(row, text))
            if progress and row % _REPORT_EVERY == 0:
                progress(row, total)
    write_entries(np.arange(total), folder)


def take_over(theirs: Path, own: Path) -> list[str]:
    """Give an empty folder the index of another without copying what is never written again.

    Return the names of the files that both share now.
    """
    shared = []
    for path in theirs.iterdir():
        if path.suffix in _REWRITTEN:
            shutil.copyfile(path, own / path.name)
        elif path.suffix != ".lock":
            (own / path.name).hardlink_to(path)
            shared.append(path.name)
    return shared


def change(folder: Path, gone: Iterable[int], new: Iterable[tuple[int, Words]]) -> None:
    """Take entries out of a word index by their numbers, and add others; no file is rewritten."""
    index = tantivy.Index.open(str(folder))
    with index.writer(heap_size=_HEAP_BYTES, num_threads=1) as writer:
        for number in gone:
            writer.delete_documents_by_query(tantivy.Query.term_query(index.schema, "row", number))
        for number, text in new:
            writer.add_document(_entry(number, text))


def write_entries(numbers: Rows, folder: Path) -> None:
    """Write the number under which the index knows each row: (n,), each once."""
    np.save(folder / _ENTRIES_FILE, np.asarray(numbers, np.int64))


def words_of(document: Document) -> Words:
    """Return what the word index reads of a document."""
    return Words(f"{document.title}\n{document.learn}", document.indexed_text())


def _entry(number: int, text: Words) -> tantivy.Document:
    entry = tantivy.Document()
    entry.add_text("head", piece_line(text.head))
    entry.add_text("whole", piece_line(text.whole))
    entry.add_unsigned("row", number)
    return entry


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in ("head", "whole"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    builder.add_unsigned_field("row", fast=True, indexed=True)
    return builder.build()


def question(text: str, others: Iterable[str] = (), others_weigh: float = 0.5) -> dict[str, float]:
    """Return the pieces to look for and the weight of each.

    The topic words of the text weigh 1; ``others``, words that may stand for them, weigh
    ``others_weigh``.
    """
    asked = {piece: 1.0 for word in topic_words(text) for piece in grams(word)}
    for other in others:
        for piece in pieces(other):
            asked.setdefault(piece, others_weigh)
    return dict(list(asked.items())[:_MOST_PIECES])


class WordIndex:
    """The words of one generation, read-only and safe to share between threads."""

    def __init__(self, index: tantivy.Index, entries: Rows) -> None:
        self.entries = entries
        self._row_of = np.full(int(entries.max(initial=-1)) + 1, -1, np.int64)
        self._row_of[entries] = np.arange(len(entries))
        self._schema = index.schema
        self._searcher = index.searcher()

    @classmethod
    def open(cls, folder: Path) -> "WordIndex":
        """Map the index that ``write`` left in the folder."""
        index = tantivy.Index.open(str(folder))
        index.config_reader(reload_policy="manual")
        return cls(index, np.load(folder / _ENTRIES_FILE))

    @property
    def count(self) -> int:
        """Number of rows."""
        return int(self._searcher.num_docs)

    def best(
        self, asked: Mapping[str, float], count: int, head_weighs: float = 0.0
    ) -> tuple[Rows, Vectors]:
        """Return up to ``count`` rows with any of the pieces and their score, best first.

        The score is BM25 of the whole text plus ``head_weighs`` x BM25 of the head. Pieces that
        are in very many texts count only where no other is asked for.
        """
        if not asked or count < 1:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        telling = self._telling(asked) or asked
        result = self._searcher.search(self._any_of(telling, head_weighs), limit=count, count=False)
        if not result.hits:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        scores, addresses = zip(*result.hits, strict=True)
        numbers = self._searcher.fast_field_values("row", list(addresses))
        return self._row_of[np.array(numbers, np.int64)], np.array(scores, np.float32)

    def holds(self, row: int, asked: Iterable[str]) -> bool:
        """Return whether the row has every one of the pieces in its head."""
        own = tantivy.Query.term_query(self._schema, "row", int(self.entries[row]))
        every = [(tantivy.Occur.Must, self._term("head", piece, 1.0)) for piece in asked]
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, own), *every])
        return bool(self._searcher.search(query, limit=1, count=False).hits)

    def _telling(self, asked: Mapping[str, float]) -> dict[str, float]:
        most = max(_COMMON * self.count, _MANY)
        return {
            piece: weight
            for piece, weight in asked.items()
            if self._searcher.doc_freq("whole", piece) <= most
        }

    def _any_of(self, asked: Mapping[str, float], head_weighs: float) -> tantivy.Query:
        # Built by hand: the query parser would make phrases of the pieces.
        terms = [self._term("whole", piece, weight) for piece, weight in asked.items()]
        if head_weighs:
            terms += [
                self._term("head", piece, weight * head_weighs) for piece, weight in asked.items()
            ]
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])

    def _term(self, field: str, piece: str, weight: float) -> tantivy.Query:
        term = tantivy.Query.term_query(self._schema, field, piece, "freq")
        return term if weight == 1.0 else tantivy.Query.boost_query(term, weight)
