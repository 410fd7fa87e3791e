"""The database: one code path for SQLite and PostgreSQL; nobody else commits."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Connection,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    TypeDecorator,
    create_engine,
    event,
    func,
    make_url,
    select,
)
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker

NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
BUSY_SECONDS = 15


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, stored in UTC, aware on both ways; naive moments are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC, without a zone where the database keeps none."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return the moment aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Base of all tables; ``Mapped[datetime]`` is a moment in UTC."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: UtcDateTime}  # noqa: RUF012


class ReadOnly(RuntimeError):
    """Somebody changed something in a reading transaction: a mistake in the code."""


class Database:
    """Opens transactions. ``url`` is a SQLAlchemy address (sqlite:/// or postgresql+psycopg://)."""

    def __init__(self, url: str, *, pool_size: int = 5) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _engine(url, pool_size)
        writer = self.engine.execution_options(writes=True)
        reader = self.engine.execution_options(
            writes=False, **({} if self.is_sqlite else {"postgresql_readonly": True})
        )
        self._writer = sessionmaker(writer, expire_on_commit=False)
        self._reader = sessionmaker(reader, expire_on_commit=False, autoflush=False)
        event.listen(self._reader, "before_flush", _refuse_flush)
        self._info: dict[str, object] = {}

    def attach(self, **info: object) -> None:
        """Put things into ``session.info`` of every later writing session."""
        self._info.update(info)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Yield a session whose changes are kept if the block ends well, and undone otherwise.

        What ``after_commit`` was given runs once the transaction is safe.
        """
        with self._writer(info=dict(self._info)) as session:
            with session.begin():
                yield session
            for call in session.info.pop("after_commit", ()):
                call()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Yield a session that only reads and never makes a writer wait."""
        with self._reader() as session, session.begin():
            yield session

    def dispose(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def hold(session: Session, name: str) -> None:
    """Make every other transaction that wants to hold ``name`` wait until this one ends.

    On SQLite writing transactions wait for each other anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))


def after_commit(session: Session, call: Callable[[], object]) -> None:
    """Run ``call`` when this session's writing block has been committed; never on failure."""
    session.info.setdefault("after_commit", []).append(call)


def _engine(url: str, pool_size: int) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, pool_size=pool_size, max_overflow=10)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _refuse_flush(session: Session, _context: Any, _instances: Any) -> None:
    if session.new or session.dirty or session.deleted:
        raise ReadOnly("this transaction only reads; use db.writing()")
