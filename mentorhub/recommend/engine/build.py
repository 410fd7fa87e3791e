"""Documents in, one checked generation on the shelf out."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

import numpy as np

from mentorhub.recommend.engine import generation as generations
from mentorhub.recommend.engine.arriving import arrived
from mentorhub.recommend.engine.bridge import Bridge
from mentorhub.recommend.engine.cache import VectorCache
from mentorhub.recommend.engine.document import Document
from mentorhub.recommend.engine.generation import Broken, Generation, Manifest, Parts
from mentorhub.recommend.engine.lexical import question
from mentorhub.recommend.engine.shelf import Shelf
from mentorhub.recommend.engine.vectors import Encoder, Progress, Rows, Vectors

_SAMPLES: Final = 32
_UNIT_SLACK: Final = 1e-3
_SELF_SLACK: Final = 2e-3  # what half precision may cost a document against its own vector

# Questions without a topic, as people ask them; what they share says nothing about an offer.
GENERIC_QUESTIONS: Final = (
    "Ich möchte mich weiterbilden.",
    "Welche Kurse gibt es?",
    "Ich suche eine Weiterbildung.",
    "Was kann ich lernen?",
    "Ich will etwas Neues machen.",
    "Ich brauche Hilfe bei der Suche nach einem Kurs.",
    "Wo finde ich einen passenden Kurs für mich?",
    "Ich habe keine Ausbildung und möchte weiterkommen.",
    "Wie geht es für mich beruflich weiter?",
    "Was gibt es in meiner Nähe?",
    "I am looking for a course.",
    "What can I learn?",
    "Bir kurs bulmak istiyorum.",
    "Я ищу курсы.",
    "Я шукаю курси.",
    "أبحث عن دورة",
    "Szukam kursu.",
    "Caut un curs.",
)


class BuildRefused(Exception):
    """A build was not published because its parts do not fit together."""


def encoded(
    documents: Sequence[Document],
    encoder: Encoder,
    cache: VectorCache,
    progress: Progress | None = None,
    bridge: Bridge | None = None,
) -> Parts:
    """Return the parts of a generation with meaning; only texts new to the cache are encoded."""
    texts = [document.indexed_text() for document in documents]
    return Parts(
        documents=documents,
        vectors=cache.vectors(texts, encoder, progress),
        encoder=encoder.name,
        generic=generic(encoder),
        bridge=bridge,
    )


def generic(encoder: Encoder) -> Vectors:
    """Return the mean of the generic questions, (d,), float32, shorter than a unit."""
    rows = [encoder.query(text) for text in GENERIC_QUESTIONS]
    mean: Vectors = np.mean(rows, axis=0, dtype=np.float32)
    return mean


def build(
    shelf: Shelf,
    parts: Parts,
    *,
    expected: int | None = None,
    made_at: datetime | None = None,
    progress: Progress | None = None,
) -> str:
    """Write, check and publish one whole generation; return its name.

    ``expected`` is how many documents the database holds.

    Raises:
        BuildRefused: the parts or what was written fail a check; the shelf is unchanged.
        Busy: another process is building.
    """
    check_parts(parts, expected)
    with shelf.locked(), shelf.draft() as draft:
        generations.write(parts, draft, made_at, progress)
        check_written(parts, draft)
        return shelf.publish(draft)


def check_parts(parts: Parts, expected: int | None) -> None:
    """Refuse parts whose counts, keys or vectors cannot be right.

    Raises:
        BuildRefused: they are not.
    """
    count = len(parts.documents)
    if expected is not None and count != expected:
        raise BuildRefused(f"{count} documents, but the database holds {expected}")
    if len({document.key for document in parts.documents}) != count:
        raise BuildRefused("two documents have the same key")
    if parts.vectors is not None:
        _check_vectors(parts.vectors, count)


def _check_vectors(vectors: Vectors, count: int) -> None:
    if len(vectors) != count:
        raise BuildRefused(f"{len(vectors)} vectors for {count} documents")
    if not np.isfinite(vectors).all():
        raise BuildRefused("a vector is not finite")
    lengths = np.linalg.norm(vectors, axis=1)[arrived(vectors)]
    if len(lengths) and float(np.abs(lengths - 1).max()) > _UNIT_SLACK:
        raise BuildRefused("a vector is not of unit length")


def check_written(parts: Parts, folder: Path, new: Rows | None = None) -> None:
    """Open what was written and let sampled documents look for themselves.

    ``new`` (m,) are the rows that were not taken over from a generation that was checked: half of
    fewer samples are among them. What was written is not read again to compare it with its hashes,
    which were taken a moment ago.

    Raises:
        BuildRefused: the folder does not open, or a document is not found.
    """
    try:
        written = Generation.loaded(folder, Manifest.read(folder))
    except Broken as error:
        raise BuildRefused(str(error)) from error
    if len(written) != len(parts.documents):
        raise BuildRefused(f"{len(written)} documents written of {len(parts.documents)}")
    every = np.arange(len(written))
    samples = _spread(every, _SAMPLES) if new is None else _spread(every, _SAMPLES // 4)
    for row in (*samples, *(() if new is None else _spread(new, _SAMPLES // 4))):
        if not _finds_itself(written, parts, int(row)):
            raise BuildRefused(f"{parts.documents[row].key} does not find itself")


def _spread(rows: Rows, count: int) -> Rows:
    return rows[:: max(1, -(-len(rows) // count))]


def _finds_itself(written: Generation, parts: Parts, row: int) -> bool:
    document = parts.documents[row]
    if written.document(row) != document:
        return False
    if not written.words.holds(row, question(document.title)):
        return False
    if parts.vectors is None or written.vectors is None or not parts.vectors[row].any():
        return True
    own = parts.vectors[row]
    stored = written.vectors.scores(own, np.array([row]))
    best = written.vectors.scores(own, written.vectors.nearest(own, 1))
    return min(float(stored[0]), float(best[0])) >= 1 - _SELF_SLACK
