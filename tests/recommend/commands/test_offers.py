"""`mentorhub offers`: what an import says, and what a timetable can tell from its exit code."""

import pytest
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from click import ClickException
from click.testing import CliRunner

from mentorhub.kit import schema
from mentorhub.kit.db import Database
from mentorhub.kit.services import Services
from mentorhub.recommend.actions import catalogue, index
from mentorhub.recommend.actions.index import Workshop
from mentorhub.recommend.commands.offers import offers_group
from mentorhub.recommend.commands.preparing import rebuild
from mentorhub.recommend.engine.build import BuildRefused
from mentorhub.recommend.engine.shelf import Busy
from mentorhub.recommend.sources.xsd import Validation
from tests.recommend.offers import GAZETTEER, NOON
from tests.recommend.sources.files import moochub


@pytest.fixture
def services(sqlite):
    """What an import needs: a prepared database, no index, no encoder."""
    with sqlite.engine.begin() as connection:
        steps = ScriptDirectory(str(schema.STEPS))
        MigrationContext.configure(connection).stamp(steps, "head")
    found = Services()
    for each in (sqlite, GAZETTEER, Validation()):
        found.put(each)
    return found


@pytest.fixture
def bring(services, tmp_path):
    """Imports bytes as a catalogue called haus; returns exit code and what was said."""

    def bring(data: bytes, format_: str, *words: str) -> tuple[int, str]:
        file = tmp_path / "haus"
        file.write_bytes(data)
        asked = ["import", str(file), "--format", format_, "--no-index", *words]
        done = CliRunner().invoke(offers_group, asked, obj=services)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.exit_code, done.output

    return bring


def test_one_page_of_several_is_no_whole_catalogue(bring):
    page = moochub({}, {}, then="/kurse?page=2")
    for words in (("--whole",), ("--whole", "--dry-run")):
        code, told = bring(page, "moochub", *words)
        assert (code, "one page of several" in told) == (1, True)
    code, told = bring(page, "moochub")
    assert (code, "2 added" in told, "one page of several" in told) == (0, True, True)


@pytest.mark.parametrize("words", [(), ("--dry-run",)])
def test_a_file_that_brings_nothing_fails(bring, words):
    code, told = bring(b"{}", "moochub", *words)
    assert (code, "nothing of the file was taken" in told) == (1, True)


def test_what_nobody_confirmed_fails(bring):
    assert bring(moochub({}, {}, {}, {}), "moochub")[0] == 0
    one = moochub({})
    code, told = bring(one, "moochub", "--whole")
    assert (code, "would withdraw 3 of 4" in told, "--confirm" in told) == (1, True, True)
    assert bring(one, "moochub", "--whole", "--confirm")[0] == 0


def test_changes_are_left_to_who_is_building_the_index(services, monkeypatch):
    said = []
    services.put(Workshop.__new__(Workshop))
    monkeypatch.setattr(index, "rebuild", _busy)
    rebuild(services, said.append, or_leave=True)
    assert "another process is building the index" in said[0]
    with pytest.raises(ClickException, match="another process is building"):
        rebuild(services, said.append)


@pytest.mark.parametrize(("asked", "whole"), [(False, [False]), (True, [True])])
def test_an_import_takes_over_what_did_not_change_unless_somebody_waits_for_all(
    services, monkeypatch, asked, whole
):
    made = []

    def build(_db, _workshop, _progress, *, now, whole):
        made.append(whole)
        raise BuildRefused("enough")

    services.put(Workshop.__new__(Workshop))
    monkeypatch.setattr(index, "rebuild", build)
    with services.get(Database).writing() as session:
        catalogue.ask_for_index(session, NOON)
        if asked:
            index.ask(session, by=7, now=NOON)
    with pytest.raises(ClickException, match="enough"):
        rebuild(services, whole=False)
    assert made == whole


def _busy(*_args, **_named):
    raise Busy
