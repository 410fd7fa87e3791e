"""The German catalogue is complete, and its check would notice if it were not."""

import gettext

import pytest
from babel.messages.catalog import Catalog
from click.testing import CliRunner

from mentorhub.web import catalogue

PART = 'msgid "%(n)s offers"\nmsgstr "%(n)s Angebote"\n'


def wanted(*texts):
    made = Catalog()
    for text in texts:
        made.add(text, locations=[("room/views.py", 7)])
    return made


@pytest.fixture
def parts(tmp_path):
    """A folder of parts; write into it, then merge."""
    folder = tmp_path / "de" / "parts"
    folder.mkdir(parents=True)
    return folder


def test_every_text_of_the_frame_is_german():
    given, _ = catalogue.merge()
    ours = [fault for fault in catalogue.check(catalogue.extract(), given) if "web/" in fault.where]
    assert ours == []


def test_no_two_parts_disagree():
    _, faults = catalogue.merge()
    assert faults == []


def test_code_templates_and_mails_are_read():
    found = catalogue.extract()
    assert found.get("Price on request") is not None
    assert found.get("Skip to the content") is not None
    assert found.get("A barrier was reported") is not None
    assert found.get("done", "step") is not None


def test_a_missing_text_is_named_with_its_place(parts):
    (parts / "room.po").write_text(PART)
    given, _ = catalogue.merge(parts.parent.parent)
    (fault,) = catalogue.check(wanted("%(n)s offers", "New"), given)
    assert (fault.kind, fault.text, fault.where) == ("missing", "New", "room/views.py:7")


def test_an_empty_translation_is_missing(parts):
    (parts / "room.po").write_text('msgid "New"\nmsgstr ""\n')
    given, _ = catalogue.merge(parts.parent.parent)
    assert [fault.kind for fault in catalogue.check(wanted("New"), given)] == ["missing"]


@pytest.mark.parametrize("german", ["Angebote", "%(m)s Angebote", "%(n)s von %(m)s"])
def test_other_placeholders_are_noticed(parts, german):
    (parts / "room.po").write_text(f'msgid "%(n)s offers"\nmsgstr "{german}"\n')
    given, _ = catalogue.merge(parts.parent.parent)
    (fault,) = catalogue.check(wanted("%(n)s offers"), given)
    assert fault.kind == "other placeholders"


def test_a_plural_may_leave_the_number_out_for_one(parts):
    (parts / "room.po").write_text(
        'msgid "%(num)s offer"\nmsgid_plural "%(num)s offers"\n'
        'msgstr[0] "ein Angebot"\nmsgstr[1] "%(num)s Angebote"\n'
    )
    given, _ = catalogue.merge(parts.parent.parent)
    asked = Catalog()
    asked.add(("%(num)s offer", "%(num)s offers"))
    assert list(catalogue.check(asked, given)) == []


def test_two_parts_that_disagree_are_named(parts):
    (parts / "a.po").write_text('msgid "Back"\nmsgstr "Zurück"\n')
    (parts / "b.po").write_text('msgid "Back"\nmsgstr "Rücken"\n')
    _, (fault,) = catalogue.merge(parts.parent.parent)
    assert (fault.kind, fault.text, fault.where) == ("two translations", "Back", "b.po")


def test_what_nothing_shows_any_more_is_listed(parts):
    (parts / "room.po").write_text(PART)
    given, _ = catalogue.merge(parts.parent.parent)
    assert catalogue.unused(wanted("New"), given) == ["%(n)s offers"]


def test_the_compiled_catalogue_is_what_the_application_reads(parts):
    (parts / "room.po").write_text(PART)
    given, _ = catalogue.merge(parts.parent.parent)
    path = catalogue.compile_to(given, parts.parent.parent)
    with path.open("rb") as file:
        read = gettext.GNUTranslations(file)
    assert read.gettext("%(n)s offers") == "%(n)s Angebote"


def test_the_check_fails_if_something_is_missing(monkeypatch):
    monkeypatch.setattr(catalogue, "extract", lambda: wanted("Nobody translates this"))
    answer = CliRunner().invoke(catalogue.main, ["--check"])
    assert answer.exit_code == 1
    assert "Nobody translates this" in answer.output
