"""`mentorhub courses import`: what it prints, what it leaves behind, and how it ends."""

import json

import pytest
from click.testing import CliRunner

from mentorhub.courses.commands.importing import import_file
from mentorhub.courses.models import CourseRow, QuestionBank
from mentorhub.courses.queries import banks
from mentorhub.kit import schemas
from mentorhub.kit.services import Services
from tests.courses.test_banks import GIFT
from tests.courses.test_course_files import OURS, in_folder, zipped


@pytest.fixture
def run(site, tmp_path):
    """Import these bytes and return exit status and report, which fits its schema."""
    services = Services()
    services.put(site.database)

    def done(data, *options, name="datei.txt"):
        path = tmp_path / name
        path.write_bytes(data)
        words = [str(path), "--json", *options]
        result = CliRunner().invoke(import_file, words, obj=services)
        told = json.loads(result.output)
        schemas.check("course-import", told)
        return result.exit_code, told

    return done


def test_questions_go_into_the_bank_that_is_named(site, run):
    status, told = run(GIFT, "--bank", "Zuhören")
    assert (status, told["kind"], told["made"]) == (0, "gift", "Zuhören")
    assert told["taken"] == ["eins", "zwei", "drei"]
    assert told["facts"]["questions"] == 4
    [left] = told["left"]
    assert (left["where"], left["what"], left["reason"]) == ("line 7", "kaputt", "braces")
    assert site.read(banks.names) == ["Zuhören"]


def test_a_second_time_nothing_can_be_taken(run):
    run(GIFT)
    status, told = run(GIFT)
    assert (status, told["taken"], told["made"]) == (1, [], "")
    assert {each["reason"] for each in told["refused"]} == {"known", "braces"}


def test_a_dry_run_changes_nothing(site, run):
    status, told = run(GIFT, "--dry-run")
    assert (status, told["title"], told["made"], len(told["taken"])) == (0, "datei", "", 3)
    run(zipped(in_folder(OURS, "neu")).getvalue(), "--dry-run")
    assert site.read(lambda session: session.query(QuestionBank).count()) == 0
    assert site.read(lambda session: session.get(CourseRow, "neu")) is None


def test_what_was_changed_is_named(run):
    _status, told = run(b"::x::Was?{=a ~%50%b}")
    [changed] = told["changed"]
    assert (changed["what"], changed["reason"]) == ("x", "partly")


def test_a_course_comes_in_whatever_its_file_is_called(site, run):
    status, told = run(zipped(in_folder(OURS, "neu")).getvalue(), name="x.dat")
    assert (status, told["kind"], told["made"]) == (0, "course", "neu")
    assert told["facts"] | {"state": "new", "version": 1, "lessons": 2} == told["facts"]
    assert run(zipped(in_folder(OURS, "neu")).getvalue())[1]["facts"]["state"] == "same"


def test_an_id_of_the_content_folder_needs_another(run):
    data = zipped(in_folder(OURS)).getvalue()
    status, told = run(data)
    assert (status, told["refused"][0]["reason"]) == (1, "id_taken")
    assert run(data, "--id", "hinhoeren")[1]["made"] == "hinhoeren"
    assert run(data, "--id", "../x")[0] == 1


@pytest.mark.parametrize(
    ("data", "kind", "reason"),
    [
        (b"just words", "unknown", "unknown_kind"),
        (b"", "unknown", "unknown_kind"),
        (b"PK\3\4nothing", "unknown", "broken_zip"),
        (zipped(in_folder(OURS)).getvalue()[:900], "unknown", "broken_zip"),
        (zipped({"a.txt": b"x"}).getvalue(), "unknown", "unknown_kind"),
        (b"\x89PNG\r\n\0\0{a}", "unknown", "unknown_kind"),
        (zipped({"a/course.toml": b"x = "}).getvalue(), "course", "mistake"),
        (zipped({"a/course.toml": b"", "../b": b""}).getvalue(), "course", "parent_name"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_the_reason(run, data, kind, reason):
    status, told = run(data)
    assert (status, told["kind"]) == (1, kind)
    assert reason in {each["reason"] for each in told["refused"]}
