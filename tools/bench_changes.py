"""One changed offer among many: how long until it can be found, beside making all anew."""

import json
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select

from mentorhub.kit import clock
from mentorhub.kit.db import Database
from mentorhub.recommend.actions import index
from mentorhub.recommend.actions.index import Workshop
from mentorhub.recommend.engine.grow import base_for
from mentorhub.recommend.models import Offer
from mentorhub.recommend.queries import offers

TIMES = 3
DIMENSION = 384


class DrawnEncoder:
    """Vectors drawn from a hash of the text: they mean nothing and cost no time.

    They lie as close together as those of a real encoder.
    """

    name = "drawn"
    dimension = DIMENSION

    def __init__(self) -> None:
        self._middle = 2 * np.random.default_rng(1).standard_normal(DIMENSION)

    def documents(
        self,
        texts: Sequence[str],
        progress: Callable[[int, int], None] | None = None,  # noqa: ARG002
    ) -> NDArray[np.float32]:
        """Return one unit row per text."""
        return np.array([self.query(text) for text in texts], np.float32).reshape(-1, DIMENSION)

    def query(self, text: str) -> NDArray[np.float32]:
        """Return the unit vector of a text."""
        seed = int.from_bytes(blake2b(text.encode(), digest_size=8).digest())
        row = self._middle + np.random.default_rng(seed).standard_normal(DIMENSION)
        return np.asarray(row / np.linalg.norm(row), np.float32)


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock and of the processor."""

    wall: float
    cpu: float

    @classmethod
    def of(cls, deed: Callable[[], object]) -> "Cost":
        """Return what a deed costs."""
        wall, cpu = time.perf_counter(), time.process_time()
        deed()
        return cls(time.perf_counter() - wall, time.process_time() - cpu)


def lines(real: Sequence[bytes], size: int, towns: Sequence[str]) -> list[bytes]:
    """Return ``size`` lines of an import: real courses, then the same under other titles."""
    chance = random.Random(7)  # noqa: S311
    plain = [json.loads(line) for line in real[:size]]
    while len(plain) < size:
        like, number = chance.choice(plain[: len(real)]), len(plain)
        other = {"id": f"made-{number}", "title": f"{like['title']} {number % 50}"}
        plain.append(like | other | {"town": chance.choice(towns)})
    return [json.dumps(line).encode() for line in plain]


def measure(db: Database, workshop: Workshop) -> tuple[Cost, Cost, dict[str, Cost]]:
    """Return what it costs to make all anew, to take in one change, and parts of the latter."""
    whole = Cost.of(lambda: index.rebuild(db, workshop, now=clock.now()))
    changes = []
    for number in range(TIMES):
        _change(db, number)
        changes.append(Cost.of(lambda: index.rebuild(db, workshop, now=clock.now(), whole=False)))
    parts = {
        "stamps out of the database": Cost.of(partial(_stamps, db)),
        "opening the index in use": Cost.of(lambda: base_for(workshop.shelf, DrawnEncoder.name)),
    }
    return whole, sorted(changes, key=lambda cost: cost.wall)[TIMES // 2], parts


def _stamps(db: Database) -> None:
    with db.reading() as session:
        offers.stamps(session)


def _change(db: Database, number: int) -> None:
    with db.writing() as session:
        rows = select(Offer).order_by(Offer.id).offset(number * 777).limit(1)
        offer = session.scalars(rows).one()
        offer.title, offer.changed_at = f"{offer.title} anders", clock.now()
