"""Vectors that need not be made again: one small database file beside the shelf."""

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import numpy as np

from mentorhub.recommend.engine.vectors import Encoder, Progress, Vectors

_BATCH: Final = 256
_WAIT_SECONDS: Final = 30.0


class VectorCache:
    """Keeps one vector per text and encoder name.

    Texts are kept as hashes only. Vectors are stored in half precision and handed out as unit
    rows; each batch is on disk before the next is encoded, so an interrupted run continues.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def vectors(
        self, texts: Sequence[str], encoder: Encoder, progress: Progress | None = None
    ) -> Vectors:
        """Return one unit row per text, (n, d), float32; only new texts are encoded."""
        marks = [_mark(text, encoder.name) for text in texts]
        new = self._missing(dict(zip(marks, texts, strict=True)))
        done = len(set(marks)) - len(new)
        total = len(set(marks))
        for at in range(0, len(new), _BATCH):
            batch = new[at : at + _BATCH]
            if progress:
                progress(done + at, total)
            self._store([mark for mark, _ in batch], encoder.documents([text for _, text in batch]))
        if progress:
            progress(total, total)
        return self._rows(marks, encoder.dimension)

    def known(self, texts: Sequence[str], encoder: Encoder) -> Vectors:
        """Return the unit row of each text that is known, zeros for the others: (n, d), float32."""
        return self._rows([_mark(text, encoder.name) for text in texts], encoder.dimension)

    def keep_only(self, texts: Sequence[str], encoder_name: str) -> int:
        """Forget every vector but those of these texts; return how many were forgotten."""
        with self._open() as database:
            database.execute("CREATE TEMP TABLE wanted (mark BLOB PRIMARY KEY)")
            database.executemany(
                "INSERT OR IGNORE INTO wanted VALUES (?)",
                ((_mark(text, encoder_name),) for text in texts),
            )
            gone = database.execute(
                "DELETE FROM vector WHERE mark NOT IN (SELECT mark FROM wanted)"
            )
            return gone.rowcount

    def _missing(self, texts: dict[bytes, str]) -> list[tuple[bytes, str]]:
        with self._open() as database:
            known = {mark for mark in texts if _find(database, mark) is not None}
        return [(mark, text) for mark, text in texts.items() if mark not in known]

    def _store(self, marks: Sequence[bytes], rows: Vectors) -> None:
        halves = rows.astype(np.float16)
        with self._open() as database:
            database.executemany(
                "INSERT OR REPLACE INTO vector VALUES (?, ?)",
                ((mark, row.tobytes()) for mark, row in zip(marks, halves, strict=True)),
            )

    def _rows(self, marks: Sequence[bytes], dimension: int) -> Vectors:
        rows = np.zeros((len(marks), dimension), np.float32)
        with self._open() as database:
            for at, mark in enumerate(marks):
                data = _find(database, mark)
                if data is not None:
                    rows[at] = np.frombuffer(data, np.float16)
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        unit: Vectors = np.divide(rows, lengths, out=rows, where=lengths > 0)
        return unit

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(self._path, timeout=_WAIT_SECONDS)
        try:
            database.execute("PRAGMA journal_mode = WAL")
            with database:
                database.execute(
                    "CREATE TABLE IF NOT EXISTS vector "
                    "(mark BLOB PRIMARY KEY, data BLOB NOT NULL) WITHOUT ROWID"
                )
                yield database
        finally:
            database.close()


def _mark(text: str, encoder_name: str) -> bytes:
    return hashlib.sha256(encoder_name.encode() + b"\0" + text.encode()).digest()


def _find(database: sqlite3.Connection, mark: bytes) -> bytes | None:
    row = database.execute("SELECT data FROM vector WHERE mark = ?", (mark,)).fetchone()
    return row[0] if row else None
