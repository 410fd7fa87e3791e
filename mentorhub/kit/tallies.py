"""Counts of what happened in a span of time, shared by all processes; made anew when lost.

As with Huey's messages: in PostgreSQL beside the tables, otherwise in a file of its own, so that
counting never waits for a deed.
"""

from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    Column,
    Engine,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    case,
    create_engine,
    delete,
    event,
    select,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection

TIDY_SECONDS = 60.0
BUSY_SECONDS = 2

_TABLE = Table(
    "tally",
    MetaData(),
    Column("key", String, primary_key=True),
    Column("count", Integer, nullable=False),
    Column("until", Float, nullable=False),
)
# Written by hand, because it is derived: no step of the migrations knows it.
_CREATE = (
    "CREATE {kind} IF NOT EXISTS tally "
    "(key VARCHAR PRIMARY KEY, count INTEGER NOT NULL, until DOUBLE PRECISION NOT NULL)"
)


class Tallies:
    """Counts under keys; ``now`` and ``until`` are seconds since 1970."""

    def __init__(self, database: URL, folder: Path) -> None:
        self._engine = _open(database, folder)
        self._insert: Any = {"sqlite": sqlite, "postgresql": postgresql}[
            self._engine.dialect.name
        ].insert
        self._tidied = 0.0

    def add(self, key: str, amount: int, seconds: float, *, now: float) -> int:
        """Count ``amount`` more and return the sum since the first within these seconds."""
        self._tidy(now)
        is_over = _TABLE.c.until <= now
        first = self._insert(_TABLE).values(key=key, count=amount, until=now + seconds)
        again = first.on_conflict_do_update(
            index_elements=[_TABLE.c.key],
            set_={
                "count": case((is_over, amount), else_=_TABLE.c.count + amount),
                "until": case((is_over, now + seconds), else_=_TABLE.c.until),
            },
        )
        with self._engine.begin() as connection:
            return int(connection.execute(again.returning(_TABLE.c.count)).scalar_one())

    def look(self, key: str, *, now: float) -> tuple[int, float]:
        """Return the sum and when it ends; 0 and ``now`` where nothing was counted."""
        wanted = select(_TABLE.c.count, _TABLE.c.until)
        with self._engine.connect() as connection:
            row = connection.execute(
                wanted.where(_TABLE.c.key == key, _TABLE.c.until > now)
            ).one_or_none()
        return (int(row[0]), float(row[1])) if row else (0, now)

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def _tidy(self, now: float) -> None:
        if now - self._tidied < TIDY_SECONDS:
            return
        self._tidied = now
        with self._engine.begin() as connection:
            connection.execute(delete(_TABLE).where(_TABLE.c.until <= now))


def _open(database: URL, folder: Path) -> Engine:
    if database.get_backend_name() != "sqlite":
        engine, kind = create_engine(database, pool_pre_ping=True, pool_size=1), "UNLOGGED TABLE"
    else:
        folder.mkdir(parents=True, exist_ok=True)
        address, kind = f"sqlite:///{folder / 'tallies.db'}", "TABLE"
        engine = create_engine(address, connect_args={"timeout": BUSY_SECONDS})
        event.listen(engine, "connect", _make_light)
    with engine.begin() as connection:
        connection.execute(text(_CREATE.format(kind=kind)))
    return engine


def _make_light(connection: DBAPIConnection, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=OFF"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
