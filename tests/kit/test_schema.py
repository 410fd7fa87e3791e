"""Bringing a database to the shape that the code expects."""

import pytest
from sqlalchemy import text

from mentorhub.kit import schema


def _claim_step(database, step):
    with database.engine.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
        connection.execute(text("INSERT INTO alembic_version VALUES (:step)"), {"step": step})


@pytest.fixture
def newer(database):
    """A database that has seen a step of a later version."""
    _claim_step(database, "from_tomorrow")
    yield database
    with database.engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))


def test_a_newer_database_is_named_and_left_alone(newer):
    assert not schema.is_current(newer)
    with pytest.raises(schema.NewerDatabase, match=r"newer version.*from_tomorrow"):
        schema.upgrade(newer)
