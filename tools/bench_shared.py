"""A finished generation on its way from machine to machine, beside copying the same folder."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import func, select

from mentorhub.app import build_services
from mentorhub.config import Settings
from mentorhub.kit import clock
from mentorhub.kit.db import Base, Database
from mentorhub.recommend.actions.shared_index import SharedDatabase
from mentorhub.recommend.engine.build import build, generic
from mentorhub.recommend.engine.exchange import Exchange, Shared, SharedFolder
from mentorhub.recommend.engine.generation import Parts
from mentorhub.recommend.engine.shelf import Shelf
from mentorhub.recommend.gazetteer import Gazetteer
from mentorhub.recommend.models import IndexChunk, IndexGeneration, IndexPiece
from tools import bench_catalogue, bench_rivals
from tools.bench_changes import DrawnEncoder
from tools.bench_report import Report, seconds

COPY = "shutil.copytree"


def run(report: Report, settings: Settings, size: int) -> None:
    """Store a generation of so many offers and fetch it, by a folder and by PostgreSQL.

    What is fetched is checked byte by byte and put to use, as on each machine. The vectors are
    drawn: nothing is encoded.
    """
    with tempfile.TemporaryDirectory(prefix="mentorhub-bench-") as name:
        folder = Path(name)
        made = _made(settings, size, Shelf(folder / "own"))
        copied, mib = seconds(lambda: shutil.copytree(made, folder / "copy")), _mib(made)
        what = f"index of {size:,}, shared folder"
        _there_and_back(report, what, SharedFolder(folder / "met"), made, folder / "one", copied)
        report.add(f"{what}, size", _mib(folder / "met"), "MiB", COPY, mib)
        what = f"index of {size:,}, PostgreSQL"
        with _postgres(folder / "pg") as db:
            shared = SharedDatabase(db, clock.now)
            _there_and_back(report, what, shared, made, folder / "two", copied)
            report.add(f"{what}, size", _mib_in(db), "MiB", COPY, mib)


def _there_and_back(
    report: Report, what: str, shared: Shared, made: Path, machine: Path, copied: float
) -> None:
    """Store a generation, then fetch it to a machine that has none."""
    report.add(f"{what}, stored", seconds(lambda: shared.store(made)), "s", COPY, copied)
    exchange = Exchange(Shelf(machine), shared)
    report.add(f"{what}, fetched", seconds(exchange.fetch), "s", COPY, copied)
    if Shelf(machine).opened() is None:
        raise SystemExit(f"{what}: nothing came")


def _made(settings: Settings, size: int, shelf: Shelf) -> Path:
    """Return the folder of a generation of so many offers."""
    gazetteer = build_services(settings, database=bench_catalogue.filled(settings)).get(Gazetteer)
    documents = bench_catalogue.documents(settings, gazetteer, size)
    encoder = DrawnEncoder()
    vectors = encoder.documents([document.indexed_text() for document in documents])
    parts = Parts(documents, vectors, encoder.name, generic(encoder))
    return shelf.path(build(shelf, parts, expected=len(documents)))


@contextmanager
def _postgres(folder: Path) -> Iterator[Database]:
    """Yield a database with all tables on a server of its own, which ends with it."""
    folder.mkdir()
    with bench_rivals.server(folder) as address:
        db = Database(address.replace("postgresql://", "postgresql+psycopg://", 1))
        Base.metadata.create_all(db.engine)
        yield db
        db.dispose()


def _mib(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 2**20


def _mib_in(db: Database) -> float:
    """Return what the tables of the shared index take up, in MiB."""
    tables = [each.__tablename__ for each in (IndexChunk, IndexGeneration, IndexPiece)]
    with db.reading() as session:
        sizes = [session.scalar(select(func.pg_total_relation_size(name))) for name in tables]
    return sum(filter(None, sizes)) / 2**20
