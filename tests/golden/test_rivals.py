"""The searches that a bench sets beside ours find things, and what is missing is said."""

import json

import numpy as np

from tests.recommend.engine.doubles import PieceEncoder, course
from tools.bench_report import Report, interleaved
from tools.bench_rivals import PGVECTOR, TRIGRAMS, rivals

DOCUMENTS = [
    course("stapler", "Gabelstapler fahren"),
    course("kochen", "Kochen für den Alltag"),
    course("pflege", "Grundkurs Pflege"),
]


def test_every_search_finds_the_course_with_the_words_of_a_question_on_postgres():
    encoder = PieceEncoder()
    vectors = encoder.documents([one.indexed_text() for one in DOCUMENTS])
    with rivals(DOCUMENTS, vectors, encoder, deep=2) as others:
        first = {
            one.name: one.ask("Ich will Gabelstapler fahren.")[:1] for one in others if one.ask
        }
        lost = {one.name: one.ask("Quantenphysik?!") for one in others if one.ask}
        untried = {one.name for one in others if not one.ask}
    assert PGVECTOR in first
    assert untried <= {TRIGRAMS}
    assert all(found == ["stapler"] for found in first.values()), first
    assert all(found == [] for name, found in lost.items() if name not in (PGVECTOR, TRIGRAMS))


def test_what_cannot_be_measured_stands_in_the_report(tmp_path, capsys):
    report = Report()
    report.add("ours", 3.0, "ms", "theirs", 2.0)
    report.add_missing("others", "not installed on this server")
    report.save(tmp_path / "bench.json")
    told = json.loads((tmp_path / "bench.json").read_text())["rows"]
    assert [(row["what"], row["ratio"], row["note"]) for row in told] == [
        ("ours", 1.5, ""),
        ("others", None, "not installed on this server"),
    ]
    assert "not installed on this server" in capsys.readouterr().out


def test_all_are_asked_each_question_in_turn():
    asked = []
    asks = {name: lambda question, name=name: asked.append((question, name)) for name in "ab"}
    took = interleaved(asks, ["x", "y"], rounds=1)
    assert asked == [("x", "a"), ("x", "b"), ("y", "a"), ("y", "b")]
    assert len(took["a"].wall) == len(took["b"].cpu) == 2
    assert np.all(np.array(took["a"].wall) >= 0)
