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
from mentorhub.recommend.engine.generation import Block, FileMark, Generation, Parts
from mentorhub.recommend.engine.shelf import Shelf
from mentorhub.recommend.engine.vectors import Rows, Vectors, units

MOST_GROWN: Final = 0.2  # share of documents that may have come since all was made anew
_AT_ONCE: Final = 10_000  # lines copied in one piece


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the next generation is to hold, in order: keys, and a stamp that changes with each."""

    keys: Sequence[str]
    stamps: Sequence[str]


@dataclass(frozen=True, slots=True)
class Late:
    """Vectors of documents that stand in the base without one: their rows there, (m,), (m, d)."""

    rows: Rows
    vectors: Vectors


def base_for(shelf: Shelf, encoder: str | None) -> Generation | None:
    """Return the generation in use if this encoder made it and its documents bear stamps."""
    base = shelf.opened()
    if base is None or base.manifest.encoder != encoder or len(base.stamps) != len(base):
        return None
    return base


def can_grow(base: Generation, wanted: Wanted, rows: Rows) -> bool:
    """Return whether the next generation can grow out of this one.

    ``rows`` are those of ``taken_over``. It cannot where more than MOST_GROWN of it would have
    come or gone since all was made anew.
    """
    kept = int(np.count_nonzero(rows >= 0))
    moved = base.manifest.grown + len(wanted.keys) + len(base) - 2 * kept
    return base.kin is not None and moved <= MOST_GROWN * len(base)


def taken_over(base: Generation, wanted: Wanted) -> Rows:
    """Return for each wanted document its row in the base, -1 where it is new or has changed."""
    found = [base.row(key) for key in wanted.keys]
    pairs = zip(found, wanted.stamps, strict=True)
    same = [-1 if row is None or base.stamps[row] != stamp else row for row, stamp in pairs]
    return np.array(same, np.int64)


def grow(
    shelf: Shelf,
    base: Generation,
    wanted: Wanted,
    fresh: Parts,
    late: Late | None = None,
    *,
    made_at: datetime | None = None,
) -> str:
    """Write, check and publish a generation that takes over what has not changed; return its name.

    ``fresh`` holds the documents that ``taken_over`` does not find, in the order of ``wanted``;
    ``late`` are vectors for documents that it does find.

    Raises:
        BuildRefused: the parts or what was written fail a check; the shelf is unchanged.
        Busy: another process is building.
    """
    rows = taken_over(base, wanted)
    check_parts(fresh, int(np.count_nonzero(rows < 0)))
    growth = _Growth(base, wanted, rows, fresh, late)
    with shelf.locked(), shelf.draft() as draft:
        vectors = growth.write(draft, made_at)
        check_written(Parts(growth.documents, vectors), draft, growth.new)
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
    """One generation that is growing.

    Documents are counted through from those of the base over the fresh ones to those whose vectors
    come late: the last stand for themselves in the base wherever a vector is asked for.
    """

    def __init__(
        self, base: Generation, wanted: Wanted, rows: Rows, fresh: Parts, late: Late | None
    ) -> None:
        self._base, self._wanted, self._rows, self._fresh = base, wanted, rows, fresh
        self.documents = _Documents(base, rows, fresh.documents)
        self.new = np.flatnonzero(rows < 0)
        self._gone = np.setdiff1d(np.arange(len(base)), rows)
        self._picked = rows.copy()
        self._picked[self.new] = len(base) + np.arange(len(self.new))
        late = late or Late(
            np.empty(0, np.int64), np.empty((0, base.manifest.dimension), np.float32)
        )
        self._late = late
        place = np.arange(len(base) + len(self.new))
        place[late.rows] = len(place) + np.arange(len(late.rows))
        self._meant = place[self._picked]

    def write(self, folder: Path, made_at: datetime | None) -> Vectors | None:
        """Write all files into the folder and return the vectors, (n, d)."""
        base, fresh = self._base, self._fresh
        generations.write_keys(self._wanted.keys, self._providers(), self._wanted.stamps, folder)
        generations.write_lines(self._blocks(), len(self._rows), folder)
        Columns.joined(base.columns, Columns.of(fresh.documents), self._picked).save(folder)
        base.vocabulary.with_words_of(fresh.documents).save(folder)
        linked = self._write_words(folder)
        vectors = self._vectors()
        whole = Parts(
            documents=self.documents, vectors=vectors, encoder=base.manifest.encoder,
            generic=base.generic, bridge=fresh.bridge,
        )  # fmt: skip
        generations.write_meaning(whole, folder, self._about())
        self._write_twins(folder, vectors)
        generations.write_manifest(
            whole, len(self._rows), folder, made_at,
            grown=base.manifest.grown + len(self.new) + len(self._gone), linked=linked,
        )  # fmt: skip
        return vectors

    def _providers(self) -> list[str]:
        theirs = [self._base.providers[at] for at in self._base.provider.tolist()]
        theirs += [document.provider for document in self._fresh.documents]
        return [theirs[at] for at in self._picked.tolist()]

    def _blocks(self) -> Iterator[Block]:
        """Yield the lines of all documents; those that stand together in the base in one piece."""
        fresh = iter(self._fresh.documents)
        follows = (np.diff(self._rows) == 1) & (self._rows[:-1] >= 0)
        for run in np.split(self._rows, np.flatnonzero(~follows) + 1):
            if len(run) and run[0] < 0:
                yield generations.block_of(next(fresh))
                continue
            for at in range(0, len(run), _AT_ONCE):
                part = run[at : at + _AT_ONCE]
                yield self._base.block(int(part[0]), int(part[-1]) + 1)

    def _write_words(self, folder: Path) -> dict[str, FileMark]:
        """Link the files of the word index, which never change, and add what is new.

        Return the marks of what was linked.
        """
        own, theirs = folder / lexical.FOLDER, self._base.folder / lexical.FOLDER
        own.mkdir()
        linked = lexical.take_over(theirs, own)
        before = self._base.words.entries
        free = int(before.max(initial=-1)) + 1
        after = np.concatenate([before, free + np.arange(len(self.new))])[self._picked]
        texts = zip(
            after[self.new].tolist(), map(lexical.words_of, self._fresh.documents), strict=True
        )
        if len(self.new) or len(self._gone):
            lexical.change(own, before[self._gone].tolist(), texts)
        lexical.write_entries(after, own)
        names = (f"{lexical.FOLDER}/{name}" for name in linked)
        return {name: self._base.manifest.files[name] for name in names}

    def _vectors(self) -> Vectors | None:
        """Return the vectors of all documents, zeros where one is not there yet."""
        dimension = self._base.manifest.dimension
        if self._base.manifest.encoder is None:
            return None
        result = np.zeros((len(self._rows), dimension), np.float32)
        kept, few = self._rows >= 0, self._meant - len(self._base)
        if self._base.vectors is not None:
            result[kept] = self._base.vectors.stored(self._rows[kept])
        if self._fresh.vectors is not None:
            given = np.concatenate([self._fresh.vectors, self._late.vectors])
            result[few >= 0] = given[few[few >= 0]]
        return units(result)

    def _about(self) -> About | None:
        """Return what the documents are about, None where it has to be calculated anew."""
        known, bridge, new = self._base.about, self._fresh.bridge, self._fresh.vectors
        if known is None or bridge is None or new is None or bridge is not self._base.bridge:
            return None
        titles = [document.title for document in self._fresh.documents]
        titles += map(self._base.title, self._late.rows.tolist())
        fresh = About.of(np.concatenate([new, self._late.vectors]), titles, bridge)
        return About.joined(known, fresh, self._meant)

    def _write_twins(self, folder: Path, vectors: Vectors | None) -> None:
        """Compare anew whoever shares a title with what came, went or has its vector now."""
        base = self._base
        assert base.kin is not None
        kin = np.concatenate([base.kin, twins.kin_of(self._fresh.documents)])[self._picked]
        changed = (self._rows < 0) | (self._meant != self._picked)
        touched = np.concatenate([kin[changed], base.kin[self._gone]])
        row_of = np.full(len(base), twins.UNKNOWN, np.int32)
        kept = np.flatnonzero(self._rows >= 0)
        row_of[self._rows[kept]] = kept
        known = np.full(len(self._rows), twins.UNKNOWN, np.int32)
        known[kept] = row_of[base.twins.first[self._rows[kept]]]
        known[np.isin(kin, touched)] = twins.UNKNOWN
        twins.save(twins.groups(self.documents, vectors, kin=kin, known=known), folder)
        twins.save_kin(kin, folder)
