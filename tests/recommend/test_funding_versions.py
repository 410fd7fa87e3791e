"""Rules of funding have a history: what was loaded before stays, and a changed rule is told."""

import shutil

import pytest
from alembic import command
from sqlalchemy import select, text

from mentorhub.kit import schema
from mentorhub.kit.audit import AuditEntry
from mentorhub.kit.db import Database
from mentorhub.kit.jobs import Job
from mentorhub.recommend.actions import content
from mentorhub.recommend.actions.funding import RULE_JOB
from mentorhub.recommend.models import FundingVersion
from mentorhub.recommend.queries import funding as rows
from tests.recommend.funding.test_files import GOOD
from tests.recommend.offers import GAZETTEER, NOON, TODAY
from tests.recommend.site import CONTENT


@pytest.fixture
def folder(tmp_path):
    """A content folder with our own instruments."""
    (tmp_path / "offers").mkdir()
    shutil.copytree(CONTENT / "funding", tmp_path / "funding")
    return tmp_path


def load(database, folder) -> content.Loaded:
    with database.writing() as session:
        return content.load(session, folder, GAZETTEER, today=TODAY, now=NOON)


def edit(folder, old, new, name="afbg.toml") -> None:
    path = folder / "funding" / name
    text_ = path.read_text("utf-8")
    assert old in text_
    path.write_text(text_.replace(old, new, 1), "utf-8")


def history(database, id_="afbg"):
    with database.reading() as session:
        return list(rows.history(session, id_))


def told(database) -> list[dict]:
    with database.reading() as session:
        return list(session.scalars(select(Job.payload).where(Job.name == RULE_JOB)))


def test_the_first_load_makes_the_first_version_of_each_and_tells_nobody(database, folder):
    load(database, folder)
    with database.reading() as session:
        kept = session.scalars(select(FundingVersion)).all()
    files = {path.stem: path.read_text("utf-8") for path in (folder / "funding").glob("*.toml")}
    assert {one.instrument_id: one.text for one in kept} == files
    assert {(one.number, one.alters, one.at) for one in kept} == {(1, False, NOON)}
    assert told(database) == []


def test_the_same_files_twice_make_nothing(database, folder):
    load(database, folder)
    assert load(database, folder).nothing
    assert len(history(database)) == 1


def test_a_changed_rule_keeps_its_earlier_text_and_leaves_a_job(database, folder):
    load(database, folder)
    before = (folder / "funding" / "afbg.toml").read_text("utf-8")
    edit(folder, "grant_percent = 50", "grant_percent = 40")
    load(database, folder)
    newest, first = history(database)
    assert first.text == before
    assert (newest.number, newest.alters) == (2, True)
    [change] = rows.changes_of(newest)
    assert (change.part, change.field, change.before, change.after) == (
        "share",
        "grant_percent",
        "50",
        "40",
    )
    assert told(database) == [{"instrument": "afbg", "version": 2}]
    with database.reading() as session:
        [note] = session.scalars(select(AuditEntry))
    assert (note.deed, note.subject, note.by_id) == ("funding.changed", "funding:afbg", None)
    assert load(database, folder).nothing
    assert len(told(database)) == 1


@pytest.mark.parametrize(
    ("old", "new"), [("review_on = 2", "review_on = 3"), ("text_date", "# gelesen\ntext_date")]
)
def test_other_words_are_a_version_that_tells_nobody(database, folder, old, new):
    load(database, folder)
    edit(folder, old, new)
    load(database, folder)
    assert [(one.number, one.alters) for one in history(database)] == [(2, False), (1, False)]
    assert told(database) == []


def test_a_file_that_goes_and_comes_back_is_told_both_times(database, folder):
    load(database, folder)
    path = folder / "funding" / "weiterbildungsstipendium.toml"
    kept = path.read_text("utf-8")
    path.unlink()
    load(database, folder)
    load(database, folder)
    with database.reading() as session:
        assert rows.gone(session) == ["weiterbildungsstipendium"]
    path.write_text(kept, "utf-8")
    load(database, folder)
    versions = history(database, "weiterbildungsstipendium")
    assert [(one.number, one.text, one.alters) for one in versions] == [
        (3, kept, True),
        (2, None, True),
        (1, kept, False),
    ]
    assert [one["version"] for one in told(database)] == [2, 3]
    with database.reading() as session:
        assert rows.gone(session) == []


def test_a_rule_that_is_new_tells_nobody(database, folder):
    load(database, folder)
    new = GOOD.replace('with = "*"', 'with = "afbg"').replace("order = 1", "order = 901")
    (folder / "funding" / "probe.toml").write_text(new, "utf-8")
    load(database, folder)
    assert [one.number for one in history(database, "probe")] == [1]
    assert told(database) == []


def test_a_load_that_is_refused_makes_no_version(database, folder):
    load(database, folder)
    edit(folder, "grant_percent = 50", "grant_percent = 40")
    (folder / "funding" / "halb.toml").write_text("id = 'halb'\n")
    with pytest.raises(ValueError, match="halb"):
        load(database, folder)
    assert len(history(database)) == 1


def test_what_was_loaded_before_the_upgrade_is_the_first_version(tmp_path, postgres_beside, folder):
    for address in (f"sqlite:///{tmp_path / 'steps.db'}", postgres_beside("rule_versions")):
        database = Database(address)
        with database.engine.begin() as connection:
            command.upgrade(schema._config(connection), "looked_up")
        with database.engine.begin() as connection:
            connection.execute(
                text(
                    "INSERT INTO content_file (path, digest, loaded_at, text) VALUES"
                    " ('funding/afbg.toml', 'x', '2026-01-02 10:00:00', 'id = \"afbg\"'),"
                    " ('glossary/de.toml', 'x', '2026-01-02 10:00:00', 'egal')"
                )
            )
        schema.upgrade(database)
        assert [(one.number, one.text) for one in history(database)] == [(1, 'id = "afbg"')]
        load(database, folder)
        assert [one.number for one in history(database)] == [2, 1]
        assert len(history(database, "sgb3-82")) == 1
        database.dispose()
