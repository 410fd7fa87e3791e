"""One code path, two databases."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select

from mentorhub.kit import audit, schema
from mentorhub.kit.db import ReadOnly, after_commit


def test_a_moment_comes_back_aware_and_in_utc(database):
    berlin = datetime(2026, 7, 1, 14, 30, tzinfo=timezone(timedelta(hours=2)))
    with database.writing() as session:
        audit.note(session, "x.y", "x:1", by=None, at=berlin)
    with database.reading() as session:
        entry = session.scalars(select(audit.AuditEntry)).one()
    assert entry.at == datetime(2026, 7, 1, 12, 30, tzinfo=UTC)
    assert entry.at.tzinfo is UTC


def test_a_naive_moment_is_refused(database):
    with pytest.raises(Exception, match="time zone"), database.writing() as session:
        audit.note(session, "x.y", "x:1", by=None, at=datetime(2026, 7, 1))  # noqa: DTZ001


def test_a_failing_block_leaves_nothing_and_calls_nobody(database, noon):
    called = []
    with pytest.raises(RuntimeError), database.writing() as session:
        audit.note(session, "x.y", "x:1", by=None, at=noon)
        after_commit(session, lambda: called.append(1))
        raise RuntimeError
    with database.reading() as session:
        assert session.scalars(select(audit.AuditEntry)).all() == []
    assert called == []


def test_what_waits_for_the_commit_runs_after_it(database, noon):
    seen = []

    def look():
        with database.reading() as other:
            seen.append(len(other.scalars(select(audit.AuditEntry)).all()))

    with database.writing() as session:
        audit.note(session, "x.y", "x:1", by=None, at=noon)
        after_commit(session, look)
    assert seen == [1]


def test_a_reading_block_cannot_write(database, noon):
    with pytest.raises(ReadOnly), database.reading() as session:
        audit.note(session, "x.y", "x:1", by=None, at=noon)
        session.flush()


def test_whether_the_tables_are_current_is_answered_while_somebody_writes(database):
    with database.writing():
        assert schema.is_current(database) is False


def test_the_audit_log_only_grows(database, noon):
    with database.writing() as session:
        audit.note(session, "x.y", "x:1", by=None, at=noon)
    with pytest.raises(audit.Append), database.writing() as session:
        session.scalars(select(audit.AuditEntry)).one().deed = "nothing happened"
    with pytest.raises(audit.Append), database.writing() as session:
        session.delete(session.scalars(select(audit.AuditEntry)).one())
