"""Makes the search index from the database: only new texts are encoded, then one swap."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from mentorhub.kit import audit
from mentorhub.kit.db import Database
from mentorhub.recommend.actions import catalogue
from mentorhub.recommend.engine.bridge import Bridge
from mentorhub.recommend.engine.build import build, encoded
from mentorhub.recommend.engine.cache import VectorCache
from mentorhub.recommend.engine.generation import Broken, Generation, Manifest, Parts
from mentorhub.recommend.engine.shelf import Shelf
from mentorhub.recommend.engine.vectors import Encoder
from mentorhub.recommend.queries import content, offers

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Workshop:
    """Where generations are made: the shelf, the vectors already known, the encoder if any."""

    shelf: Shelf
    cache: VectorCache
    encoder: Callable[[], Encoder | None]

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
) -> str:
    """Build a generation from the database, publish it and return its name.

    ``now`` is written into it as the moment it was made. Without an encoder it holds words only.
    Offers, instruments and sayings are read in one transaction that is over before the encoder
    starts. Where a catalogue brings a text about one of our own instruments, ours stands for both.

    Raises:
        BuildRefused: the result fails a check; the generation in use stays.
        Busy: another process is building.
    """
    with db.reading() as session:
        book = content.funding_book(session)
        subjects = content.sayings_now(session).subjects
        stored = [each for each in offers.documents(session) if book.find(each.key) is None]
    documents = [*stored, *book.documents()]
    encoder = workshop.encoder()
    if encoder is None:
        parts = Parts(documents=documents)
    else:
        bridge = Bridge.of(subjects, encoder, workshop.cache, progress) if subjects else None
        parts = encoded(documents, encoder, workshop.cache, progress, bridge)
    return build(workshop.shelf, parts, expected=len(documents), made_at=now)


def ask(session: Session, *, by: int | None, now: datetime) -> None:
    """Let the worker build a new generation; one waiting request is enough."""
    audit.note(session, "index.asked", "index", by=by, at=now)
    catalogue.ask_for_index(session, now)


def roll_back(db: Database, shelf: Shelf, *, by: int | None, now: datetime) -> str:
    """Go back to the generation before the one in use and return its name.

    Raises:
        Busy: a build is under way.
        NothingOlder: there is none.
    """
    name = shelf.rollback()
    with db.writing() as session:
        audit.note(session, "index.rolled_back", f"index:{name}", by=by, at=now)
    return name
