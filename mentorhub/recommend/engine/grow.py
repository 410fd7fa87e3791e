"""The next generation out of the one before: what did not change is taken over, not made again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import numpy as np

from mentorhub.recommend.engine import generation as generations
from mentorhub.recommend.engine import lexical, twins
from mentorhub.recommend.engine.bridge import About
from mentorhub.recommend.engine.build import check_parts, check_written
from mentorhub.recommend.engine.columns import Columns
from mentorhub.recommend.engine.document import Document
from mentorhub.recommend.engine.generation import Broken, Generation, Parts
from mentorhub.recommend.engine.shelf import Shelf
from mentorhub.recommend.engine.vectors import Rows, Vectors, units

MOST_GROWN: Final = 0.2  # share of documents that may have come since all was made anew


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the next generation is to hold, in order: keys, and a stamp that changes with each."""

    keys: Sequence[str]
    stamps: Sequence[str]


def base_for(shelf: Shelf, wanted: Wanted, encoder: str | None) -> Generation | None:
    """Return the generation in use if the next one can grow out of it, else None.

    It cannot where another encoder made it, where it keeps no stamps, or where more than
    MOST_GROWN of it would have come or gone since all was made anew.
    """
    name = shelf.current()
    if name is None:
        return None
    try:
        base = Generation.open(shelf.path(name))
    except Broken:
        return None
    if base.manifest.encoder != encoder or len(base.stamps) != len(base):
        return None
    kept = np.count_nonzero(taken_over(base, wanted) >= 0)
    moved = base.manifest.grown + len(wanted.keys) + len(base) - 2 * int(kept)
    return base if moved <= MOST_GROWN * len(base) else None


def taken_over(base: Generation, wanted: Wanted) -> Rows:
    """Return for each wanted document its row in the base, -1 where it is new or has changed."""
    known = {pair: row for row, pair in enumerate(zip(base.keys, base.stamps, strict=True))}
    pairs = zip(wanted.keys, wanted.stamps, strict=True)
    return np.array([known.get(pair, -1) for pair in pairs], np.int64)


def grow(
    shelf: Shelf,
    base: Generation,
    wanted: Wanted,
    fresh: Parts,
    *,
    made_at: datetime | None = None,
) -> str:
    """Write, check and publish a generation that takes over what has not changed; return its name.

    ``fresh`` holds the documents that ``taken_over`` does not find, in the order of ``wanted``.

    Raises:
        BuildRefused: the parts or what was written fail a check; the shelf is unchanged.
        Busy: another process is building.
    """
    rows = taken_over(base, wanted)
    check_parts(fresh, int(np.count_nonzero(rows < 0)))
    with shelf.locked(), shelf.draft() as draft:
        documents = _Documents(base, rows, fresh.documents)
        vectors = _Growth(base, wanted, rows, fresh).write(draft, documents, made_at)
        check_written(Parts(documents, vectors), draft)
        return shelf.publish(draft)


class _Documents(Sequence[Document]):
    """All documents of a growing generation, read one by one."""

    def __init__(self, base: Generation, rows: Rows, fresh: Sequence[Document]) -> None:
        self._base, self._rows, self._fresh = base, rows, fresh
        self._number = np.cumsum(rows < 0) - 1

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, at: int) -> Document:  # type: ignore[override]
        row = int(self._rows[at])
        return self._base.document(row) if row >= 0 else self._fresh[int(self._number[at])]


class _Growth:
    def __init__(self, base: Generation, wanted: Wanted, rows: Rows, fresh: Parts) -> None:
        self._base, self._wanted, self._rows, self._fresh = base, wanted, rows, fresh
        self._new = np.flatnonzero(self._rows < 0)
        # Rows of the base, then the fresh ones behind them: where each wanted document lies.
        self._picked = self._rows.copy()
        self._picked[self._new] = len(base) + np.arange(len(self._new))

    def write(
        self, folder: Path, documents: Sequence[Document], made_at: datetime | None
    ) -> Vectors | None:
        base, fresh = self._base, self._fresh
        generations.write_keys(self._wanted.keys, self._providers(), self._wanted.stamps, folder)
        generations.write_lines(self._lines(), len(self._rows), folder)
        Columns.joined(base.columns, Columns.of(fresh.documents), self._picked).save(folder)
        base.vocabulary.with_words_of(fresh.documents).save(folder)
        self._write_words(folder)
        vectors = self._vectors()
        whole = Parts(
            documents=[], vectors=vectors, encoder=base.manifest.encoder,
            generic=base.generic, bridge=fresh.bridge,
        )  # fmt: skip
        generations.write_meaning(whole, folder, self._about())
        twins.save(twins.groups(documents, vectors), folder)
        gone = len(base) - (len(self._rows) - len(self._new))
        generations.write_manifest(
            whole, len(self._rows), folder, made_at,
            grown=base.manifest.grown + len(self._new) + gone,
        )  # fmt: skip
        return vectors

    def _providers(self) -> list[str]:
        theirs = [self._base.providers[at] for at in self._base.provider.tolist()]
        theirs += [document.provider for document in self._fresh.documents]
        return [theirs[at] for at in self._picked.tolist()]

    def _lines(self) -> Iterator[bytes]:
        fresh = iter(self._fresh.documents)
        for row in self._rows.tolist():
            if row >= 0:
                yield self._base.line(row)
            else:
                yield generations.line_of(next(fresh))

    def _write_words(self, folder: Path) -> None:
        """Link the files of the word index, which never change, and add what is new."""
        own, theirs = folder / lexical.FOLDER, self._base.folder / lexical.FOLDER
        own.mkdir()
        lexical.take_over(theirs, own)
        before = self._base.words.entries
        gone = np.setdiff1d(np.arange(len(self._base)), self._rows)
        free = int(before.max(initial=-1)) + 1
        after = np.concatenate([before, free + np.arange(len(self._new))])[self._picked]
        texts = zip(
            after[self._new].tolist(), map(lexical.words_of, self._fresh.documents), strict=True
        )
        lexical.change(own, before[gone].tolist(), texts)
        lexical.write_entries(after, own)

    def _vectors(self) -> Vectors | None:
        theirs, new = self._base.vectors, self._fresh.vectors
        if theirs is None:
            return None
        result = np.empty((len(self._rows), theirs.dimension), np.float32)
        kept = self._rows >= 0
        result[kept] = theirs.stored(self._rows[kept])
        if new is not None and len(new):
            result[self._new] = new
        return units(result)

    def _about(self) -> About | None:
        """Return what the documents are about, None where it has to be calculated anew."""
        known, bridge, new = self._base.about, self._fresh.bridge, self._fresh.vectors
        if known is None or bridge is None or new is None or bridge is not self._base.bridge:
            return None
        return About.joined(known, About.of(new, bridge), self._picked)
