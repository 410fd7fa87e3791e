"""Parts of a bench on a small scale: what they measure has really happened."""

import pytest
from sqlalchemy import func, select

from mentorhub.config import Settings
from mentorhub.kit.db import Database
from mentorhub.recommend.models import Offer
from tests.conftest import demo_settings
from tools import bench_imports, bench_shared, bench_sources
from tools.bench_report import Report

pytestmark = pytest.mark.slow


@pytest.fixture
def settings(tmp_path) -> Settings:
    """An installation that holds nothing yet."""
    return demo_settings(tmp_path, demo=False)


def test_files_of_each_format_are_imported_and_parsed(settings):
    report = Report()
    bench_imports.run(report, settings, count=30)
    assert len(report.rows) == 4
    assert all(row.value > 0 and row.baseline_value > 0 for row in report.rows)
    for name in ("jsonl", "qcat"):
        db = Database(f"sqlite:///{settings.var / name}.db")
        with db.reading() as session:
            assert session.scalar(select(func.count(Offer.id))) == 30
        db.dispose()


def test_an_index_is_stored_and_fetched_by_folder_and_by_postgres(settings):
    report = Report()
    bench_shared.run(report, settings, size=40)
    told = {row.what: row for row in report.rows}
    assert len(told) == len(report.rows) == 6
    folder = told["index of 40, shared folder, size"]
    assert folder.value == pytest.approx(folder.baseline_value, rel=0.01)
    assert told["index of 40, PostgreSQL, size"].value > 0
    assert all(row.value > 0 for row in report.rows)


def test_the_peak_of_a_reader_is_its_own_and_not_that_of_its_parent(tmp_path):
    path = tmp_path / "catalogue.xml"
    bench_sources.write_catalogue(path, 20)
    large = b"x" * (400 << 20)
    rate, peak = bench_sources.measure(bench_sources.by_iterparse, path)
    assert rate > 0
    assert 10 < peak < len(large) >> 20
