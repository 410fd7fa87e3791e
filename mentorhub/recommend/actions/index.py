"""Makes the search index from the database: only new texts are encoded, then one swap."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b

from sqlalchemy import update
from sqlalchemy.orm import Session

from mentorhub.kit import audit, jobs
from mentorhub.kit.db import Database
from mentorhub.kit.jobs import Job
from mentorhub.recommend.actions.catalogue import INDEX_JOB
from mentorhub.recommend.engine.bridge import Bridge, Subject, mark_of
from mentorhub.recommend.engine.build import build, encoded
from mentorhub.recommend.engine.cache import VectorCache
from mentorhub.recommend.engine.document import Document
from mentorhub.recommend.engine.exchange import Exchange
from mentorhub.recommend.engine.generation import Broken, Generation, Manifest, Parts
from mentorhub.recommend.engine.grow import Wanted, base_for, grow, taken_over
from mentorhub.recommend.engine.shelf import Shelf
from mentorhub.recommend.engine.vectors import Encoder
from mentorhub.recommend.queries import content, offers

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Workshop:
    """Where generations are made: the shelf, the vectors already known, the encoder if any.

    With an ``exchange`` what is made here is stored for other machines, and theirs is built upon.
    """

    shelf: Shelf
    cache: VectorCache
    encoder: Callable[[], Encoder | None]
    exchange: Exchange | None = None

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

    def has_index(self) -> bool:
        """Return whether there is a generation in use that this version of the code made."""
        name = self.shelf.current()
        if name is None:
            return False
        try:
            Manifest.read(self.shelf.path(name))
        except Broken:
            return False
        return True

    def has_whole_index(self) -> bool:
        """Return whether the generation in use can be opened; reads every byte of it."""
        name = self.shelf.current()
        if name is None:
            return False
        try:
            Generation.open(self.shelf.path(name))
        except Broken:
            return False
        return True


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

    Raises:
        BuildRefused: the result fails a check; the generation in use stays.
        Busy: another process is building.
    """
    if workshop.exchange:
        workshop.exchange.fetch()
    encoder = workshop.encoder()
    with db.reading() as session:
        book = content.funding_book(session)
        subjects = content.sayings_now(session).subjects
        ours = list(book.documents())
        wanted = _wanted(session, ours)
        name = encoder.name if encoder else None
        base = None if whole else base_for(workshop.shelf, wanted, name)
        missing = [
            key for key, row in zip(wanted.keys, _rows(base, wanted), strict=True) if row < 0
        ]
        stored = offers.documents_of(session, missing)
    by_key = stored | {document.key: document for document in ours}
    documents = [by_key[key] for key in missing]
    parts = Parts(documents)
    if encoder:
        bridge = _bridge(base, subjects, encoder, workshop.cache, progress)
        parts = encoded(documents, encoder, workshop.cache, progress, bridge)
    if base is not None:
        made = grow(workshop.shelf, base, wanted, parts, made_at=now)
    else:
        parts = replace(parts, stamps=wanted.stamps)
        made = build(workshop.shelf, parts, expected=len(wanted.keys), made_at=now)
    if workshop.exchange:
        workshop.exchange.store()
    return made


def _wanted(session: Session, ours: Sequence[Document]) -> Wanted:
    """Return what an index of this moment holds: the offers, then our own instruments."""
    own = {document.key for document in ours}
    marks = [(key, stamp) for key, stamp in offers.stamps(session) if key not in own]
    marks += [(document.key, blake2b(repr(document).encode()).hexdigest()) for document in ours]
    return Wanted([key for key, _ in marks], [stamp for _, stamp in marks])


def _rows(base: Generation | None, wanted: Wanted) -> Sequence[int]:
    return [-1] * len(wanted.keys) if base is None else taken_over(base, wanted).tolist()


def _bridge(
    base: Generation | None,
    subjects: Sequence[Subject],
    encoder: Encoder,
    cache: VectorCache,
    progress: Progress | None,
) -> Bridge | None:
    """Return the bridge over these subjects, that of the base where it is the same."""
    if not subjects:
        return None
    known = base.bridge if base else None
    if known and known.mark == mark_of(subjects, encoder.name):
        return known
    return Bridge.of(subjects, encoder, cache, progress)


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
