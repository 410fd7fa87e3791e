import pytest

from mentorhub.recommend.engine import lexical
from mentorhub.recommend.engine.lexical import WordIndex, Words, question
from mentorhub.recommend.engine.text import grams

TEXTS = [
    Words("Gabelstaplerschein", "Gabelstaplerschein, zwei Tage in Dortmund"),
    Words("Schweißen für Anfänger", "Schweißen für Anfänger: MAG und WIG"),
    Words("Deutsch B1", "Deutsch B1 mit Gabel und Löffel"),
    Words("Kranführer", "Kran fahren, auch der Gabelstaplerschein ist dabei"),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("words")
    lexical.write(TEXTS, len(TEXTS), folder, None)
    return WordIndex.open(folder)


def test_the_index_holds_every_text(index):
    assert index.count == len(TEXTS)


def test_the_best_match_comes_first(index):
    rows, scores = index.best(question("Gabelstaplerschein"), 10)
    assert rows[0] == 0
    assert (scores[:-1] >= scores[1:]).all()


@pytest.mark.parametrize(
    "typed", ["gabelstabler", "Gabelstapler", "staplerschein", "GABELSTAPPLER"]
)
def test_parts_and_slips_are_found_through_their_pieces(index, typed):
    assert index.best(question(typed), 1)[0].tolist() == [0]


def test_umlauts_may_be_missing(index):
    assert index.best(question("schweissen anfanger"), 1)[0].tolist() == [1]


def test_a_title_can_count_more_than_the_text(index):
    plain = dict(zip(*map(list, index.best(question("Gabelstaplerschein"), 10)), strict=True))
    with_head = dict(
        zip(*map(list, index.best(question("Gabelstaplerschein"), 10, 1.0)), strict=True)
    )
    assert with_head[0] / with_head[3] > plain[0] / plain[3]


def test_a_row_holds_its_own_title_and_no_other(index):
    assert index.holds(2, grams("deutsch"))
    assert not index.holds(0, grams("deutsch"))


def test_nothing_asked_finds_nothing(index):
    assert len(index.best({}, 10)[0]) == 0
    assert len(index.best(question("xyzq"), 10)[0]) == 0


def test_what_is_in_most_of_many_texts_counts_only_where_nothing_else_is_asked(index, monkeypatch):
    monkeypatch.setattr(lexical, "_MANY", 1)
    everywhere, telling = {"_gab": 1.0, "gabe": 1.0}, question("Löffel")
    assert set(index.best(everywhere, 10)[0]) == {0, 2, 3}
    assert set(index.best(everywhere | telling, 10)[0]) == set(index.best(telling, 10)[0])
    monkeypatch.setattr(lexical, "_MANY", 4)
    assert set(index.best(everywhere | telling, 10)[0]) >= {0, 2, 3}


def test_synonyms_weigh_less_than_own_words():
    asked = question("Stapler", ["Gabelstapler"], 0.5)
    assert asked["_sta"] == 1
    assert asked["_gab"] == 0.5


def test_a_pasted_page_is_cut():
    assert len(question(" ".join(f"wort{number}" for number in range(500)))) <= 160


def test_progress_is_told(tmp_path):
    told = []
    lexical.write(TEXTS, len(TEXTS), tmp_path, lambda done, total: told.append((done, total)))
    assert told == [(0, len(TEXTS))]
