"""Makes the search index from the database: only new texts are encoded, then one swap."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import blake2b

import numpy as np
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from mentorhub.kit import audit, jobs
from mentorhub.kit.db import Database
from mentorhub.kit.jobs import Job
from mentorhub.recommend.actions.catalogue import INDEX_JOB, ask_for_index
from mentorhub.recommend.engine.arriving import arrived
from mentorhub.recommend.engine.bridge import Bridge, Subject, mark_of
from mentorhub.recommend.engine.build import BuildRefused, build, generic
from mentorhub.recommend.engine.cache import VectorCache
from mentorhub.recommend.engine.document import Document
from mentorhub.recommend.engine.exchange import Exchange
from mentorhub.recommend.engine.generation import (
    MANIFEST_FILE,
    Broken,
    Generation,
    Manifest,
    Parts,
)
from mentorhub.recommend.engine.grow import Late, Wanted, base_for, can_grow, grow, taken_over
from mentorhub.recommend.engine.shelf import Shelf
from mentorhub.recommend.engine.vectors import Encoder, Rows, Vectors, units
from mentorhub.recommend.queries import content, offers

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Pace:
    """How many texts are encoded before a generation is published, so that nobody waits for long.

    ``at_once`` are some seconds of work, and as many documents come with their vectors. Where more
    are new all come without, and ``step`` vectors arrive together, or the share of the index that
    lets it be published ``most_steps`` times: to publish a large index takes longer.
    """

    at_once: int = 500
    step: int = 2_000
    most_steps: int = 20

    def step_of(self, documents: int) -> int:
        """Return how many vectors arrive together in an index of so many documents."""
        return max(self.step, -(-documents // self.most_steps))


@dataclass(frozen=True)
class Arrival:
    """How many documents of the index can be found by meaning, out of how many."""

    done: int
    total: int

    @property
    def is_over(self) -> bool:
        """Return whether no vector is lacking."""
        return self.done == self.total


@dataclass(frozen=True)
class Kept:
    """One generation on the shelf; without a manifest it is broken and never used."""

    name: str
    in_use: bool
    manifest: Manifest | None
    made_at: datetime | None


@dataclass(frozen=True)
class Workshop:
    """Where generations are made: the shelf, the vectors already known, the encoder if any.

    With an ``exchange`` what is made here is stored for other machines, and theirs is built upon.
    """

    shelf: Shelf
    cache: VectorCache
    encoder: Callable[[], Encoder | None]
    exchange: Exchange | None = None
    pace: Pace = Pace()

    def roll_back(self) -> str:
        """Go back to the generation before the one in use, on all machines; return its name here.

        Raises:
            Busy: a build is under way.
            NothingOlder: there is none.
        """
        name = self.shelf.rollback()
        if self.exchange:
            self.exchange.store()
        return name

    def arrival(self) -> Arrival:
        """Return how far the vectors of the generation in use are; nothing lacks without any."""
        manifest = self._manifest()
        if manifest is None:
            return Arrival(0, 0)
        return Arrival(manifest.count - manifest.lacking, manifest.count)

    def has_index(self) -> bool:
        """Return whether there is a generation in use that this version of the code made."""
        return self._manifest() is not None

    def has_whole_index(self) -> bool:
        """Return whether the generation in use can be opened; reads every byte of it."""
        return self.shelf.opened() is not None

    def _manifest(self) -> Manifest | None:
        return self.shelf.manifest(self.shelf.current())


def generations(shelf: Shelf) -> list[Kept]:
    """Return the generations on the shelf, newest first."""
    current = shelf.current()
    return [_kept(shelf, name, name == current) for name in reversed(shelf.names())]


def _kept(shelf: Shelf, name: str, in_use: bool) -> Kept:
    folder = shelf.path(name)
    try:
        manifest = Manifest.read(folder)
        told = manifest.made_at
        written = (folder / MANIFEST_FILE).stat().st_mtime
    except (Broken, OSError):
        return Kept(name, in_use, None, None)
    made_at = datetime.fromisoformat(told) if told else datetime.fromtimestamp(written, UTC)
    return Kept(name, in_use, manifest, made_at)


def rebuild(
    db: Database,
    workshop: Workshop,
    progress: Progress | None = None,
    *,
    now: datetime | None = None,
    whole: bool = True,
) -> str:
    """Build a generation from the database, publish it and return its name.

    ``now`` is written into it as the moment it was made. Without an encoder it holds words only.
    Unless it must be made ``whole``, only what has changed since the generation in use is read
    and encoded, where that is little. Everything is read in one transaction that is over before
    the encoder starts. Where a catalogue brings a text about one of our own instruments, ours
    stands for both.

    Where many texts are new (see ``Pace``), nobody waits for their vectors: the documents are
    found by their words, and each further call adds vectors, until ``Workshop.arrival`` lacks
    none.

    Raises:
        BuildRefused: the result fails a check; the generation in use stays.
        Busy: another process is building.
    """
    if workshop.exchange:
        workshop.exchange.fetch()
    encoder = workshop.encoder()
    plan = _plan(db, workshop.shelf, encoder, whole=whole)
    parts, late = Parts(plan.documents), None
    if encoder:
        meaning = _Meaning(plan, encoder, workshop, progress)
        parts, late = meaning.parts(), meaning.late()
    if plan.base is not None:
        made = grow(workshop.shelf, plan.base, plan.wanted, parts, late, made_at=now)
    else:
        parts = replace(parts, stamps=plan.wanted.stamps)
        made = build(workshop.shelf, parts, expected=len(plan.wanted.keys), made_at=now)
    if workshop.exchange:
        workshop.exchange.store()
    return made


@dataclass(frozen=True)
class _Plan:
    """What the next generation is made of.

    ``before`` is the generation in use if the same encoder made it, ``rows`` (n,) where each
    wanted document stands in it unchanged, else -1. ``base`` is the same generation if the next
    one grows out of it; ``documents`` are then the others, in order, and all of them if not.
    """

    wanted: Wanted
    documents: Sequence[Document]
    subjects: Sequence[Subject]
    before: Generation | None
    base: Generation | None
    rows: Rows


def _plan(db: Database, shelf: Shelf, encoder: Encoder | None, *, whole: bool) -> _Plan:
    before = base_for(shelf, encoder.name if encoder else None)
    with db.reading() as session:
        ours = list(content.funding_book(session).documents())
        subjects = content.sayings_now(session).subjects
        wanted = _wanted(session, ours)
        rows = np.full(len(wanted.keys), -1) if before is None else taken_over(before, wanted)
        grows = before is not None and not whole and can_grow(before, wanted, rows)
        marks = zip(wanted.keys, rows.tolist(), strict=True)
        missing = [key for key, row in marks if row < 0 or not grows]
        stored = offers.documents_of(session, missing)
    by_key = stored | {document.key: document for document in ours}
    return _Plan(
        wanted=wanted,
        documents=[by_key[key] for key in missing],
        subjects=subjects,
        before=before,
        base=before if grows else None,
        rows=rows,
    )


def _wanted(session: Session, ours: Sequence[Document]) -> Wanted:
    """Return what an index of this moment holds: the offers, then our own instruments."""
    own = {document.key for document in ours}
    marks = [(key, stamp) for key, stamp in offers.stamps(session) if key not in own]
    marks += [(document.key, blake2b(repr(document).encode()).hexdigest()) for document in ours]
    return Wanted([key for key, _ in marks], [stamp for _, stamp in marks])


class _Meaning:
    """Finds the vectors of what is planned, and makes as many new ones as nobody minds."""

    def __init__(
        self, plan: _Plan, encoder: Encoder, workshop: Workshop, progress: Progress | None
    ) -> None:
        self._plan, self._encoder = plan, encoder
        self._cache, self._pace = workshop.cache, workshop.pace
        self._progress = progress

    def parts(self) -> Parts:
        """Return the documents with their vectors, zeros where one is not made yet."""
        return Parts(
            documents=self._plan.documents,
            vectors=self._vectors(),
            encoder=self._encoder.name,
            generic=generic(self._encoder),
            bridge=self._bridge(),
        )

    def late(self) -> Late | None:
        """Return some of the vectors that the base lacks; few where changes wait for them."""
        base = self._plan.base
        if base is None:
            return None
        lacking = np.intersect1d(base.lacking(), self._plan.rows)
        changed = len(self._plan.documents) or len(self._plan.rows) != len(base)
        few = max(0, self._pace.at_once - len(self._plan.documents))
        rows = lacking[: few if changed else self._pace.step_of(len(base))]
        texts = [base.document(row).indexed_text() for row in rows.tolist()]
        return Late(rows, self._made(texts, len(base) - len(lacking), len(base)))

    def _vectors(self) -> Vectors:
        texts = [document.indexed_text() for document in self._plan.documents]
        found = self._cache.known(texts, self._encoder)
        before = self._plan.before
        if before is not None and before.vectors is not None and self._plan.base is None:
            same = np.flatnonzero((self._plan.rows >= 0) & ~arrived(found))
            found[same] = units(before.vectors.stored(self._plan.rows[same]))
        new = np.flatnonzero(~arrived(found))
        if 0 < len(new) <= self._pace.at_once:
            wanted = len(self._plan.wanted.keys)
            found[new] = self._made([texts[at] for at in new], wanted - len(new), wanted)
        return found

    def _made(self, texts: Sequence[str], done: int, of: int) -> Vectors:
        """Return the vectors of these texts, made where the cache has none.

        Raises:
            BuildRefused: the encoder gave nothing for one of them.
        """
        tell = self._progress
        counted = (lambda count, _: tell(done + count, of)) if tell else None
        made = self._cache.vectors(texts, self._encoder, counted)
        if not arrived(made).all():
            raise BuildRefused(f"{self._encoder.name} gave no vector for a text")
        return made

    def _bridge(self) -> Bridge | None:
        """Return the bridge over the subjects, that of the generation before if it is the same."""
        subjects, before = self._plan.subjects, self._plan.before
        if not subjects:
            return None
        known = before.bridge if before else None
        if known and known.mark == mark_of(subjects, self._encoder):
            return known
        return Bridge.of(subjects, self._encoder, self._cache, self._progress)


def go_on(db: Database, workshop: Workshop, *, now: datetime) -> None:
    """Ask for the next vectors where some are lacking; one waiting request is enough."""
    if not workshop.arrival().is_over:
        with db.writing() as session:
            ask_for_index(session, now)


def is_asked_for_all(session: Session) -> bool:
    """Return whether somebody waits for a generation that is made anew."""
    waiting = session.scalar(select(Job.payload).where(Job.open_key == INDEX_JOB))
    return bool(waiting and waiting.get("whole"))


def ask(session: Session, *, by: int | None, now: datetime) -> None:
    """Let the worker make a whole new generation; one waiting request is enough."""
    audit.note(session, "index.asked", "index", by=by, at=now)
    whole = {"whole": True}
    if jobs.enqueue(session, INDEX_JOB, whole, at=now, key=INDEX_JOB) is None:
        session.execute(update(Job).where(Job.open_key == INDEX_JOB).values(payload=whole))


def roll_back(db: Database, workshop: Workshop, *, by: int | None, now: datetime) -> str:
    """Go back to the generation before the one in use and return its name.

    Raises:
        Busy: a build is under way.
        NothingOlder: there is none.
    """
    name = workshop.roll_back()
    with db.writing() as session:
        audit.note(session, "index.rolled_back", f"index:{name}", by=by, at=now)
    return name
