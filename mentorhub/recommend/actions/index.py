"""Makes the search index from the database: only new texts are encoded, then one swap."""

from collections.abc import Callable
from dataclasses import dataclass

from mentorhub.kit.db import Database
from mentorhub.recommend.engine.build import build, encoded
from mentorhub.recommend.engine.cache import VectorCache
from mentorhub.recommend.engine.generation import Parts
from mentorhub.recommend.engine.shelf import Shelf
from mentorhub.recommend.engine.vectors import Encoder
from mentorhub.recommend.funding import FundingBook
from mentorhub.recommend.queries import offers

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Workshop:
    """Where generations are made: the shelf, the vectors already known, the encoder if any."""

    shelf: Shelf
    cache: VectorCache
    encoder: Callable[[], Encoder | None]


def rebuild(
    db: Database, workshop: Workshop, book: FundingBook, progress: Progress | None = None
) -> str:
    """Build a generation from the database, publish it and return its name.

    Without an encoder the generation holds words only. The offers are read in one transaction
    that is over before the encoder starts.

    Raises:
        BuildRefused: the result fails a check; the generation in use stays.
        Busy: another process is building.
    """
    with db.reading() as session:
        documents = [*offers.documents(session), *book.documents()]
    encoder = workshop.encoder()
    if encoder is None:
        parts = Parts(documents=documents)
    else:
        parts = encoded(documents, encoder, workshop.cache, progress)
    return build(workshop.shelf, parts, expected=len(documents))
