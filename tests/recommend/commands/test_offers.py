"""`mentorhub offers`: what an import says, and what a timetable can tell from its exit code."""

import pytest
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from click.testing import CliRunner

from mentorhub.kit import schema
from mentorhub.kit.services import Services
from mentorhub.recommend.commands.offers import offers_group
from mentorhub.recommend.sources.xsd import Validation
from tests.recommend.offers import GAZETTEER
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
