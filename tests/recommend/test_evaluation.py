"""The search measured on somebody's own offers and questions, by the site's own code path."""

import json
from datetime import date

import numpy as np
import pytest

from mentorhub.kit import schemas
from mentorhub.recommend import evaluation
from mentorhub.recommend.engine.search import SearchEngine
from mentorhub.recommend.engine.text import words
from mentorhub.recommend.evaluation import EngineMaker, EvaluationError
from mentorhub.recommend.mappings import mapping_of
from tests.recommend.offers import GAZETTEER, TODAY

OFFERS = [
    {"id": "w1", "title": "Schweißen für Einsteiger", "city": "Dortmund", "start": "2025-03-03"},
    {"id": "w2", "title": "Schweißen für Profis", "city": "Köln", "start": "2027-03-01"},
    {"id": "e1", "title": "Excel für das Büro", "format": "online", "start": ["2019-01-07"]},
    {"id": "p1", "title": "Pflegehelferin werden", "city": "Mainz"},
    {"id": "f1", "title": "Bildungsgutschein", "kind": "funding"},
]
QUESTIONS = [
    {
        "id": "q1",
        "query": "Schweißen für Einsteiger",
        "relevant": {"w1": 3, "w2": 2},
        "type": "plain",
    },
    {"id": 2, "query": "Excel", "relevant": {"e1": 3}, "type": "plain"},
    {"id": "q3", "query": "Pfleghelferin", "relevant": {"p1": 3}, "type": "typo"},
    {"id": "q4", "query": "Raumfahrt", "relevant": {}},
]


class ToyEncoder:
    """Counts the letters of the words: near enough to tell welding from office work."""

    name = "letters-of-a-test"
    dimension = 26

    def documents(self, texts, progress=None):
        return np.stack([self.query(text) for text in texts])

    def query(self, text):
        row = np.full(self.dimension, 0.01, np.float32)
        for letter in "".join(words(text)):
            row[ord(letter) % self.dimension] += 1
        return row / np.linalg.norm(row)


def make(documents, encoder, folder):
    return SearchEngine.of_documents(documents, encoder, folder, GAZETTEER)


def write(path, lines):
    path.write_text("\n".join(json.dumps(line) for line in lines))
    return path


@pytest.fixture
def offers_file(tmp_path):
    """The five offers in the import format."""
    return write(tmp_path / "offers.jsonl", OFFERS)


@pytest.fixture
def questions_file(tmp_path):
    """The four judged questions."""
    return write(tmp_path / "queries.jsonl", QUESTIONS)


def evaluate(offers_file, questions_file, encoder=None, today=TODAY, **more):
    records = evaluation.read_offers(offers_file).records
    return evaluation.evaluate(
        evaluation.documents_of(records, GAZETTEER),
        evaluation.read_questions(questions_file),
        encoder=encoder,
        make_engine=EngineMaker(make),
        today=today,
        **more,
    )


def test_report_and_run_fit_their_schemas(offers_file, questions_file):
    report, run = evaluate(offers_file, questions_file, ToyEncoder())
    schemas.check("evaluation", report)
    schemas.check("evaluation-run", run)
    assert (report["offers"], report["queries"], report["encoder"]) == (5, 4, "letters-of-a-test")
    assert report["steps"] == {"hybrid": 4}
    assert set(run) == {"q1", "2", "q3", "q4"}


def test_the_baseline_searches_words_only(offers_file, questions_file):
    report, _ = evaluate(offers_file, questions_file)
    assert report["encoder"] is None
    assert sum(report["steps"].values()) == 4
    assert "hybrid" not in report["steps"]
    assert report["engine"] == report["words_only"]


def test_figures_are_told_overall_and_by_type(offers_file, questions_file):
    report, run = evaluate(offers_file, questions_file)
    assert run["q1"][:2] == ["w1", "w2"]
    assert set(report["engine"]["by_type"]) == {"plain", "typo", "untyped"}
    assert report["engine"]["by_type"]["plain"] == {
        "queries": 2, "ndcg@10": 1.0, "hit@1": 1.0, "hit@5": 1.0, "mrr": 1.0, "recall@50": 1.0,
    }  # fmt: skip
    assert report["engine"]["by_type"]["untyped"]["recall@50"] == 0


@pytest.mark.parametrize("today", [date(2025, 12, 1), date(2040, 1, 1)])
def test_offers_whose_starts_have_passed_count_as_current(offers_file, questions_file, today):
    _, run = evaluate(offers_file, questions_file, today=today)
    assert run["2"][0] == "e1"
    assert {"w1", "w2"} <= set(run["q1"])


def test_the_same_twice_gives_the_same_run(offers_file, questions_file):
    first = evaluate(offers_file, questions_file, ToyEncoder())
    assert evaluate(offers_file, questions_file, ToyEncoder()) == first


def test_a_run_names_at_most_fifty_of_one_provider_too(tmp_path, questions_file):
    many = [{"id": f"w{n}", "title": f"Schweißen {n}", "provider": "Eins"} for n in range(80)]
    _, run = evaluate(write(tmp_path / "viele.jsonl", many), questions_file)
    assert len(run["q1"]) == len(set(run["q1"])) == 50


def test_progress_is_told_question_by_question(offers_file, questions_file):
    told = []
    evaluate(offers_file, questions_file, progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_without_questions_all_figures_are_zero(offers_file, tmp_path):
    report, run = evaluate(offers_file, write(tmp_path / "keine.jsonl", []))
    assert report["engine"]["overall"]["queries"] == 0
    assert run == {}


def test_the_table_has_a_line_for_every_type(offers_file, questions_file):
    report, _ = evaluate(offers_file, questions_file)
    shown = evaluation.table(report).splitlines()
    assert [line.split()[0] for line in shown[1:-1]] == ["all", "plain", "typo", "untyped"]
    assert "1.000 (1.000)" in shown[2]


def refused(read, tmp_path, content) -> str:
    path = tmp_path / "datei.jsonl"
    path.write_bytes(content)
    with pytest.raises(EvaluationError) as caught:
        read(path)
    return str(caught.value)


def test_bad_offer_lines_are_told_and_left_out(tmp_path):
    path = tmp_path / "datei.jsonl"
    path.write_bytes(
        b"\n".join([
            b'{"id": "a", "title": "x"}',
            b'{"id": "a", "title": "y"}',
            b"",
            b'{"title": "x"}',
            b'{"id": "b", "title": "x", "price_eur": NaN}',
            b'{"id": "c"',
            b"[1]",
            b'{"id": "d", "title": "\xff"}',
            b"[" * 100_000,
            b"x" * 300_000,
            b'{"id": "e", "title": "z"}',
        ])
    )  # fmt: skip
    offers = evaluation.read_offers(path)
    assert [record.key for record in offers.records] == ["a", "e"]
    assert [number for number, _ in offers.bad] == [2, 4, 5, 6, 7, 8, 9, 10]
    assert str(offers.bad[0][1]) == "id: 'a' appears twice"
    assert str(offers.bad[1][1]) == "id: is missing"


def test_another_catalogue_is_read_through_its_mapping(tmp_path):
    path = write(tmp_path / "fremd.jsonl", [{"nr": "7", "name": "Excel"}])
    mapping = mapping_of(b'[fields]\nid = "nr"\ntitle = "name"')
    assert [record.title for record in evaluation.read_offers(path, mapping).records] == ["Excel"]


def test_a_question_is_cleaned_and_cut_as_on_the_site(offers_file, tmp_path):
    plain = {"id": "a", "query": "Schwei\u00dfen", "relevant": {}}
    odd = {"id": "b", "query": " Schwei\u00dfen\x00\n", "relevant": {}}
    long = {"id": "c", "query": "Schwei\u00dfen " + "x" * 500, "relevant": {}}
    cut = {"id": "d", "query": long["query"][:500], "relevant": {}}
    questions = write(tmp_path / "fragen.jsonl", [plain, odd, long, cut])
    _, run = evaluate(offers_file, questions)
    assert run["c"] == run["d"]
    assert run["a"] == run["b"]


@pytest.mark.parametrize(
    ("content", "where"),
    [
        (b'{"id": "a", "query": "x"}', "line 1: the object: 'relevant' is a required property"),
        (b'{"id": "a", "query": 1, "relevant": {}}', "line 1: query"),
        (b'{"id": "a", "query": "x", "relevant": {"b": 99}}', "line 1: relevant.b"),
        (b'{"id": [], "query": "x", "relevant": {}}', "line 1: id"),
        (b'{"id": 1, "query": "x", "relevant": {}}\n' * 2, "line 2: id '1' appears twice"),
        (b"nein", "line 1: not JSON"),
    ],
)
def test_a_bad_question_is_named_with_file_line_and_reason(tmp_path, content, where):
    assert where in refused(evaluation.read_questions, tmp_path, content)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(EvaluationError, match="nirgends"):
        evaluation.read_offers(tmp_path / "nirgends.jsonl")


def test_a_byte_order_mark_does_no_harm(tmp_path):
    path = tmp_path / "bom.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(OFFERS[0]).encode())
    assert [record.key for record in evaluation.read_offers(path).records] == ["w1"]
