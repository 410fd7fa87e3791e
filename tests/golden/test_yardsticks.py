"""What `make quality` prints beside the search, on a catalogue of three."""

import json

from mentorhub.recommend import evaluation
from mentorhub.recommend.engine.cache import VectorCache
from mentorhub.recommend.engine.judge import Judged
from tests.recommend.engine.doubles import PieceEncoder, course
from tools import yardsticks

CATALOGUE = [
    course("stapler", "Gabelstapler fahren"),
    course("excel", "Tabellen mit Excel"),
    course("deutsch", "Deutsch lernen"),
]
ASKED = [
    Judged("1", "Gabelstapler", {"stapler": 3}, "plain"),
    Judged("2", "Deutsch", {"deutsch": 3}, "typo"),
]


def report(run) -> dict:
    figures = evaluation.figures(ASKED, run)
    return {"engine": figures, "words_only": figures}


def test_vectors_alone_are_ranked_by_nothing_but_their_cosine(tmp_path):
    cache = VectorCache(tmp_path / "v.db")
    found = yardsticks.vectors_alone(CATALOGUE, ASKED, PieceEncoder(), cache)
    assert found["overall"]["hit@1"] == 1.0
    assert found["by_type"]["plain"]["queries"] == 1


def test_the_table_shows_every_type_beside_all_there_is():
    good, bad = report({"1": ["stapler"], "2": ["deutsch"]}), report({"1": ["excel"], "2": []})
    lines = yardsticks.table(good, bad["engine"], bad["engine"]).splitlines()
    assert len(lines) == len(yardsticks.MEASURES) * 4
    assert lines[0].split() == [
        "ndcg@10", "search", "words", "only", "vectors", "alone", "run", "before", "change",
    ]  # fmt: skip
    assert lines[1].split() == ["all", "2", "1.000", "1.000", "0.000", "0.000", "+1.000"]
    first = yardsticks.table(good, None, None).splitlines()
    assert first[2].split() == ["plain", "1", "1.000", "1.000"]


def test_a_type_that_was_not_there_before_has_no_change():
    good = report({"1": ["stapler"], "2": ["deutsch"]})
    older = {**good["engine"], "by_type": {}}
    assert yardsticks.table(good, None, older).splitlines()[2].split()[-1] == "-"


def test_the_run_before_is_kept_beside_the_latest(tmp_path):
    folder = tmp_path / "quality"
    assert yardsticks.read_before(folder) == {}
    for number in (1, 2):
        yardsticks.keep(folder, {"run": number})
    assert yardsticks.read_before(folder) == {"run": 2}
    assert json.loads((folder / yardsticks.BEFORE).read_text()) == {"run": 1}
