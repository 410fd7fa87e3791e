"""Steps of the database over tables that are filled already: nothing that was there is lost."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import MetaData, insert, select

import mentorhub.app  # noqa: F401  every table is known once the application is
from mentorhub.courses.models import Attempt, Enrolment
from mentorhub.kit import schema
from mentorhub.kit.db import Database

NOW = datetime(2026, 11, 1, 9, 30, tzinfo=UTC)
FIRST = {
    "person": {
        "id": 1, "email": "lena@beispiel.test", "name": "Lena", "sort_name": "lena",
        "locale": "de", "created_at": NOW, "fs_uniquifier": "u", "mf_recovery_codes": [],
    },
}  # fmt: skip
LEARNING = {
    "course": {"slug": "kurs", "origin": "folder"},
    "course_version": {
        "id": 1, "course_slug": "kurs", "number": 1, "digest": "d", "title": "Kurs", "body": "{}",
        "at": NOW,
    },
    "enrolment": {
        "id": 1, "person_id": 1, "course_slug": "kurs", "round": 1, "version_id": 1, "at": NOW,
    },
    "course_completion": {"enrolment_id": 1, "at": NOW, "minutes": 40},
    "lesson_reading": {
        "id": 1, "enrolment_id": 1, "lesson": "anfang", "place": 2, "furthest": 3, "seconds": 60,
        "opened_at": NOW, "seen_at": NOW, "finished_at": NOW,
    },
    "reflection_note": {
        "id": 1, "enrolment_id": 1, "reflection": "gedanke", "sealed": b"s", "at": NOW,
    },
    "story_walk": {"enrolment_id": 1, "story": "tuer", "path": ["a", "b"], "at": NOW},
    "quiz_attempt": {
        "id": 1, "enrolment_id": 1, "version_id": 1, "quiz": "test", "number": 1, "seed": "s",
        "begun_at": NOW,
    },
    "attempt_answer": {
        "attempt_id": 1, "question": "frage", "answer": {"answer": 1}, "saved_at": NOW,
    },
    "attempt_handing": {
        "attempt_id": 1, "at": NOW, "points": 3, "out_of": 4, "passed": True, "waits": False,
    },
}  # fmt: skip
STEPS = {"0001": FIRST, "courses": LEARNING}


@pytest.fixture(params=["sqlite", "postgres"])
def old(request, tmp_path) -> Iterator[Database]:
    """A database of the first version, which is filled as it grew."""
    if request.param == "sqlite":
        address = f"sqlite:///{tmp_path / 'old.db'}"
    else:
        address = request.getfixturevalue("postgres_beside")("old")
    database = Database(address)
    for step, tables in STEPS.items():
        schema.upgrade(database, step)
        _fill(database, tables)
    yield database
    database.dispose()


def _fill(database: Database, tables: Mapping[str, Mapping[str, Any]]) -> None:
    there = MetaData()
    with database.engine.begin() as connection:
        there.reflect(connection, only=list(tables))
        for name, row in tables.items():
            connection.execute(insert(there.tables[name]), [_as_kept(row, database)])


def _as_kept(row: Mapping[str, Any], database: Database) -> dict[str, Any]:
    """Return a row with its moments as the database keeps them."""
    bare = database.engine.dialect.name == "sqlite"
    moment = NOW.replace(tzinfo=None) if bare else NOW
    return {name: moment if value == NOW else value for name, value in row.items()}


def test_what_was_there_before_is_there_after_every_step(old):
    schema.upgrade(old)
    assert schema.is_current(old)
    there = MetaData()
    with old.engine.connect() as connection:
        there.reflect(connection)
        for name, row in (FIRST | LEARNING).items():
            found = connection.execute(select(there.tables[name])).mappings().one()
            assert {key: found[key] for key in row} == _as_kept(row, old), name


def test_what_was_learned_before_counts_on(old):
    schema.upgrade(old)
    with old.reading() as session:
        [mine] = session.scalars(select(Enrolment))
        assert (mine.person.name, mine.version.title, mine.due_on) == ("Lena", "Kurs", None)
        assert (mine.completion.at, mine.completion.minutes, mine.end) == (NOW, 40, None)
        [attempt] = session.scalars(select(Attempt))
        assert (attempt.handing.points, attempt.handing.passed) == (3, True)
