"""The command as people type it: what it prints, what it refuses, what it leaves behind."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from functools import partial

import pytest
from jsonschema import validate

from tests.conftest import ROOT, SECRET

pytestmark = pytest.mark.slow

SCHEMAS = ROOT / "docs" / "schemas"


@pytest.fixture
def mentorhub(var):
    """Runs `mentorhub …` on this test's own installation and returns the finished process."""
    return partial(_run, var)


def _run(var, *words, **changes):
    environment = os.environ | {
        "MENTORHUB_VAR": str(var),
        "MENTORHUB_SECRET_KEY": SECRET,
        "MENTORHUB_DEMO": "on",
        **changes,
    }
    return subprocess.run(
        [sys.executable, "-m", "mentorhub.cli", *words],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def _schema(name):
    return json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))


def test_find_prints_what_its_schema_promises(mentorhub):
    done = mentorhub("find", "Ich will abends in Dortmund Stapler fahren lernen", "--json")
    answer = json.loads(done.stdout)
    validate(answer, _schema("find"))
    assert answer["step"] == "hybrid"
    assert answer["hits"][0]["key"].startswith("stapler-dortmund")
    assert {one["status"] for one in answer["hits"][0]["funding"]} <= {"fits", "unknown", "no"}
    assert {chip["kind"] for chip in answer["understood"]["chips"]} >= {"place", "time"}
    assert set(answer) == {"query", "understood", "step", "none_near", "took_ms", "offers", "hits"}


def test_find_keeps_to_the_limit_and_goes_by_words_without_an_encoder(mentorhub):
    done = mentorhub("find", "Schweißen", "--json", "--limit", "3", MENTORHUB_ENCODER="none")
    answer = json.loads(done.stdout)
    assert answer["step"] == "words"
    assert len(answer["hits"]) == 3


def test_a_second_load_changes_nothing(mentorhub):
    assert "nothing changed" in mentorhub("content", "load").stdout


def test_a_bad_content_file_is_named_and_changes_nothing(mentorhub, tmp_path):
    for folder in ("offers", "funding", "glossary"):
        (tmp_path / "content" / folder).mkdir(parents=True)
    bad = tmp_path / "content" / "offers" / "neu.toml"
    bad.write_text('[[offer]]\nkey = "x"\ntitle = "X"\nform = "presense"\n', encoding="utf-8")
    done = mentorhub("content", "load", MENTORHUB_CONTENT=str(tmp_path / "content"))
    assert done.returncode == 1
    for named in ("neu.toml", "x", "form", "presense", "nothing was changed"):
        assert named in done.stderr
    assert "nothing changed" in mentorhub("content", "load").stdout


def test_an_import_is_searchable_listed_and_taken_back(mentorhub, tmp_path):
    lines = tmp_path / "catalogue.jsonl"
    lines.write_text(
        '{"id": "imker-1", "title": "Imkerei: Bienen halten und Honig schleudern", "city": "Hamm"}\n'
        "not json\n"
        '{"id": "imker-2"}\n',
        encoding="utf-8",
    )
    done = mentorhub("offers", "import", str(lines), "--format", "jsonl")
    assert "3 read, 1 added, 0 changed, 0 unchanged, 0 withdrawn, 2 not taken" in done.stdout
    assert "line 2" in done.stdout
    assert "line 3 (imker-2): title: is missing" in done.stdout
    assert "imker-1" in mentorhub("find", "Bienen und Honig").stdout
    listed = mentorhub("offers", "imports").stdout
    number = listed.split()[0]
    assert "1 offers withdrawn" in mentorhub("offers", "withdraw", number).stdout
    assert "imker-1" not in mentorhub("find", "Bienen und Honig").stdout
    assert mentorhub("offers", "withdraw", number).returncode == 1


def test_a_table_is_tried_and_imported_with_what_its_columns_seem_to_mean(mentorhub, tmp_path):
    table = tmp_path / "kurse.csv"
    table.write_text("Nr;Kurstitel;Ort\n1;Imkerei;Hamm\n2;Korbflechten;Essen\n", encoding="utf-8")
    asked = ("offers", "import", str(table), "--format", "csv", "--source", "hof", "--no-index")
    dry = mentorhub(*asked, "--dry-run")
    assert "dry run (hof): 2 read, 2 added" in dry.stdout
    assert "Kurstitel -> title" in dry.stderr
    assert "2 added" in mentorhub(*asked).stdout
    table.write_text("Nr;Kurstitel\n9;Weben\n", encoding="utf-8")
    most = mentorhub(*asked, "--whole", "--dry-run").stdout
    assert "2 of 2 offers would be withdrawn" in most
    assert "not confirmed" in mentorhub(*asked, "--whole").stdout
    assert "2 withdrawn" in mentorhub(*asked, "--whole", "--confirm").stdout
    wrong = mentorhub(*asked, "--mapping", "gibt es nicht")
    assert (wrong.returncode, "neither a file nor a saved mapping" in wrong.stderr) == (1, True)


def test_evaluate_prints_and_writes_what_its_schemas_promise(mentorhub, tmp_path):
    offers, queries = tmp_path / "offers.jsonl", tmp_path / "queries.jsonl"
    offers.write_text(
        '{"id": "a", "title": "Gabelstapler fahren", "start": "2020-01-01"}\n'
        '{"id": "b", "title": "Deutsch B1 am Abend", "schedule": "abends"}\n'
        '{"id": "c", "kind": "funding", "title": "Bildungsgutschein"}\n'
        '{"id": "d"}\n',
        encoding="utf-8",
    )
    queries.write_text(
        '{"id": "q1", "query": "stapler fahren lernen", "relevant": {"a": 3}, "type": "plain"}\n'
        '{"id": 2, "query": "abends besser deutsch", "relevant": {"b": 2}, "type": "time"}\n',
        encoding="utf-8",
    )
    run = tmp_path / "run.json"
    done = mentorhub(
        "search", "evaluate", "--offers", str(offers), "--queries", str(queries), "--json",
        "--run", str(run),
    )  # fmt: skip
    report = json.loads(done.stdout)
    validate(report, _schema("evaluation"))
    assert (report["offers"], report["bad_lines"]) == (3, 1)
    assert "offers.jsonl, line 4: title: is missing" in done.stderr
    assert report["engine"]["overall"]["hit@1"] == 1
    assert set(report["engine"]["by_type"]) == {"plain", "time"}
    hits = json.loads(run.read_text())
    validate(hits, _schema("evaluation-run"))
    assert hits["q1"][0] == "a"
    assert hits["2"][0] == "b"


def test_find_prepares_what_nobody_has_prepared(tmp_path):
    done = _run(tmp_path / "empty", "find", "Schweißen lernen", "--json", MENTORHUB_ENCODER="none")
    answer = json.loads(done.stdout)
    assert answer["hits"]
    assert "Preparing" in done.stderr


def test_an_unprepared_database_is_named_with_its_remedy(tmp_path):
    done = _run(tmp_path / "empty", "offers", "imports")
    assert done.returncode == 1
    assert "mentorhub prepare" in done.stderr
    assert "Traceback" not in done.stderr


def test_evaluate_needs_no_prepared_installation(prepared, tmp_path):
    (tmp_path / "empty").mkdir()
    shutil.copy(prepared / "vectors.db", tmp_path / "empty")  # only to save the time
    offers, queries = tmp_path / "offers.jsonl", tmp_path / "queries.jsonl"
    offers.write_text('{"id": "a", "title": "Schweißen", "city": "Hamm"}\n', encoding="utf-8")
    queries.write_text(
        '{"id": "q1", "query": "Schweißen in Hamm", "relevant": {"a": 3}}\n', encoding="utf-8"
    )
    files = ("--offers", str(offers), "--queries", str(queries))
    done = _run(tmp_path / "empty", "search", "evaluate", *files, "--json")
    report = json.loads(done.stdout)
    assert report["steps"] == {"hybrid": 1}
    assert report["engine"]["overall"]["hit@1"] == 1


def test_evaluate_names_file_and_line_of_a_mistake(mentorhub, tmp_path):
    offers, queries = tmp_path / "offers.jsonl", tmp_path / "queries.jsonl"
    offers.write_text('{"id": "a", "title": "A"}\n', encoding="utf-8")
    queries.write_text('{"id": "q1", "query": "a"}\n', encoding="utf-8")
    done = mentorhub("search", "evaluate", "--offers", str(offers), "--queries", str(queries))
    assert done.returncode == 1
    assert "queries.jsonl, line 1" in done.stderr
    assert "relevant" in done.stderr


@pytest.mark.parametrize("empty", ["offers.jsonl", "queries.jsonl"])
def test_evaluate_measures_nothing_where_a_file_has_nothing(mentorhub, tmp_path, empty):
    offers, queries = tmp_path / "offers.jsonl", tmp_path / "queries.jsonl"
    offers.write_text('{"id": "a", "title": "A"}\n', encoding="utf-8")
    queries.write_text('{"id": "q1", "query": "a", "relevant": {"a": 3}}\n', encoding="utf-8")
    (tmp_path / empty).write_text("\n", encoding="utf-8")
    done = mentorhub("search", "evaluate", "--offers", str(offers), "--queries", str(queries))
    assert done.returncode == 1
    assert f"{empty}: nothing in it can be used" in done.stderr


def test_a_wrong_setting_stops_with_its_name(mentorhub):
    done = mentorhub("search", "status", MENTORHUB_PORT="0")
    assert done.returncode == 1
    assert "MENTORHUB_PORT" in done.stderr
    assert "Traceback" not in done.stderr


def test_demo_mode_refuses_to_start_in_production(mentorhub):
    done = mentorhub("prepare", MENTORHUB_ENV="production")
    assert done.returncode == 1
    assert "MENTORHUB_DEMO" in done.stderr


def test_rolling_back_needs_something_older(mentorhub):
    assert mentorhub("search", "rollback").returncode == 1
    assert "is in use" in mentorhub("search", "build").stdout
    assert "000001" in mentorhub("search", "rollback").stdout


def test_a_newer_database_stops_with_a_sentence(mentorhub, var):
    with sqlite3.connect(var / "mentorhub.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'from_tomorrow'")
    connection.close()
    for words in (["prepare"], ["db", "upgrade"]):
        done = mentorhub(*words)
        assert done.returncode == 1
        assert "newer version" in done.stderr
        assert "Traceback" not in done.stderr


def test_the_first_admins_link_leads_to_the_port_at_hand(mentorhub):
    told = ["--email", "neu@hub.example", "--name", "Neu", "--office", "Amt"]
    done = mentorhub("accounts", "create-admin", *told, MENTORHUB_PORT="8123")
    assert "http://localhost:8123/einladung/" in done.stdout


def test_a_database_of_the_demo_is_not_opened_for_real_people(mentorhub):
    real = {
        "MENTORHUB_ENV": "production",
        "MENTORHUB_DEMO": "off",
        "MENTORHUB_BASE_URL": "https://hub.example",
    }
    for command in ("prepare", "serve", "worker"):
        done = mentorhub(command, **real)
        assert done.returncode == 1
        assert "mentorhub leave-demo" in done.stderr
        assert "Traceback" not in done.stderr
    assert "11 demo accounts" in mentorhub("leave-demo", **real).stdout
    assert mentorhub("prepare", **real).returncode == 0


def test_the_catalogue_is_exported_and_comes_in_again_unchanged(mentorhub, tmp_path):
    file = tmp_path / "katalog.jsonl"
    done = mentorhub("offers", "export", "--format", "jsonl", "--to", str(file))
    assert (done.returncode, done.stdout) == (0, "")
    kept = sorted(tmp_path.glob("katalog*")) + sorted(tmp_path.glob(".katalog*"))
    assert kept == [file]
    printed = mentorhub("offers", "export", "--format", "jsonl").stdout
    assert printed == file.read_text(encoding="utf-8")
    for line in printed.splitlines():
        validate(json.loads(line), _schema("offer-line"))
    again = mentorhub("offers", "import", str(file), "--format", "jsonl", "--no-index").stdout
    assert f"{len(printed.splitlines())} read, 0 added, 0 changed" in again


def test_an_export_in_an_unknown_format_is_refused(mentorhub):
    done = mentorhub("offers", "export", "--format", "pdf")
    assert done.returncode == 2
    assert "qcat" in done.stderr
