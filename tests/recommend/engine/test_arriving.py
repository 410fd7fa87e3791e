"""Offers whose vectors are still being made: found by words, neither hidden nor favoured."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorhub.recommend.engine import arriving
from mentorhub.recommend.engine.bridge import Bridge, Subject
from mentorhub.recommend.engine.build import BuildRefused, build
from mentorhub.recommend.engine.document import Feedback
from mentorhub.recommend.engine.generation import Generation, Parts
from mentorhub.recommend.engine.grow import Late, Wanted, grow
from mentorhub.recommend.engine.live import Live
from mentorhub.recommend.engine.ranking import supposed
from mentorhub.recommend.engine.search import SearchEngine
from mentorhub.recommend.engine.shelf import NothingOlder, Shelf
from mentorhub.recommend.engine.vectors import Allowed, VectorIndex
from tests.recommend.engine.doubles import TODAY, Atlas, PieceEncoder, course

ENCODER = PieceEncoder()
COURSES = [course(f"k{n}", f"{'Excel' if n % 2 else 'Englisch'} Stufe {n}") for n in range(30)]
STAMPS = [f"s{n}" for n in range(30)]
LACKING = np.arange(0, 30, 3)


def vectors(lacking=LACKING):
    rows = ENCODER.documents([each.indexed_text() for each in COURSES])
    rows[lacking] = 0
    return rows


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path / "search")


def publish(shelf, lacking=LACKING, bridge=None) -> str:
    generic = ENCODER.query("Kurs")
    parts = Parts(COURSES, vectors(lacking), ENCODER.name, generic, bridge, STAMPS)
    return build(shelf, parts)


def opened(shelf) -> Generation:
    return Generation.open(shelf.path(shelf.current()))


def search(shelf, text, **more):
    engine = SearchEngine(Live(shelf), lambda: ENCODER, Atlas())
    return engine.search(text, today=TODAY, seed="0", limit=50, **more)


def test_the_index_of_some_answers_by_the_rows_of_all(tmp_path):
    rows = vectors()
    arriving.write(rows, tmp_path)
    some = arriving.load(tmp_path, 30)
    query = ENCODER.query("Excel Stufe 7")
    here = np.setdiff1d(np.arange(30), LACKING)
    assert some.count == 30
    found = some.nearest(query, 50)
    assert set(found) == set(here)
    assert (np.diff(rows[found] @ query) < 2e-3).all()
    only = np.zeros(30, np.bool_)
    only[[0, 1, 2]] = True
    assert set(some.nearest_of_each(query, 5, [Allowed(only)])[0]) == {1, 2}
    assert np.allclose(some.scores(query, np.arange(30)), rows @ query, atol=2e-3)
    assert not some.stored(LACKING).any()


def test_where_all_are_there_nothing_stands_between(tmp_path):
    arriving.write(vectors(lacking=[]), tmp_path)
    assert isinstance(arriving.load(tmp_path, 30), VectorIndex)
    assert not (tmp_path / arriving.ARRIVED_FILE).exists()


def test_what_has_no_vector_is_found_by_its_words(shelf):
    publish(shelf)
    assert opened(shelf).manifest.lacking == len(LACKING)
    results = search(shelf, "Englisch Stufe 12")
    assert results.step == "hybrid"
    assert "k12" in [hit.key for hit in results.hits[:3]]
    codes = {reason.code for hit in results.hits if hit.key == "k12" for reason in hit.reasons}
    assert "words" in codes
    assert "meaning" not in codes


def test_before_any_vector_is_there_the_search_goes_by_words(shelf):
    publish(shelf, np.arange(30))
    results = search(shelf, "Englisch Stufe 12")
    assert results.step == "words"
    assert results.hits[0].key == "k12"
    assert search(shelf, "").total == 30


def test_likeness_claims_nothing_about_what_has_no_vector(shelf):
    subjects = [
        Subject("excel", ("Excel",), ("Ich will Excel können", "Tabellen")),
        Subject("english", ("Englisch",), ("Ich will Englisch können", "Sprachen")),
    ]

    class Cache:
        def vectors(self, texts, encoder, progress=None):
            return encoder.documents(texts)

    publish(shelf, bridge=Bridge.of(subjects, ENCODER, Cache()))
    assert not opened(shelf).about.shares[LACKING].any()
    engine = SearchEngine(Live(shelf), lambda: ENCODER, Atlas())
    alike = engine.similar(key="k1", today=TODAY, limit=20)
    assert not {hit.key for hit in alike.hits} & {f"k{row}" for row in LACKING}
    assert engine.similar(key="k0", today=TODAY).step == "words"
    for wanted in ("k0", "k1"):
        hits = search(shelf, "Excel", feedback=Feedback(more=(wanted,), less=("k3",))).hits
        like = [hit for hit in hits if any(one.code == "fits_example" for one in hit.reasons)]
        assert len(like) < len(hits) / 2


def test_late_vectors_make_it_the_index_that_would_have_been_made_anew(shelf, tmp_path):
    publish(shelf)
    base = opened(shelf)
    wanted = Wanted(base.keys, base.stamps)
    fresh = Parts([], np.empty((0, ENCODER.dimension), np.float32), ENCODER.name)
    first = LACKING[:4]
    grow(shelf, base, wanted, fresh, Late(first, vectors([])[first]))
    step = opened(shelf)
    assert step.lacking().tolist() == LACKING[4:].tolist()
    grow(shelf, step, wanted, fresh, Late(LACKING[4:], vectors([])[LACKING[4:]]))
    assert opened(shelf).manifest.lacking == 0
    other = Shelf(tmp_path / "other")
    publish(other, lacking=[])
    for text in ("Excel Stufe 7", "Englisch", "Tabellen"):
        ours, theirs = search(shelf, text).hits, search(other, text).hits
        assert [hit.key for hit in ours] == [hit.key for hit in theirs]


def test_steps_take_the_place_of_nothing_that_can_be_gone_back_to(shelf):
    for _ in range(3):
        publish(shelf, lacking=[])
    for count in range(10, 3, -1):
        publish(shelf, LACKING[:count])
    assert shelf.names() == ["000001", "000002", "000003", "000009", "000010"]
    publish(shelf, lacking=[])
    assert shelf.names() == ["000002", "000003", "000010", "000011"]
    assert shelf.rollback() == "000003"


def test_nobody_goes_back_to_a_step(shelf):
    publish(shelf)
    publish(shelf, lacking=[])
    with pytest.raises(NothingOlder):
        shelf.rollback()


def test_a_vector_that_is_not_of_unit_length_is_refused_beside_lacking_ones(shelf):
    rows = vectors()
    rows[1] *= 0.5
    with pytest.raises(BuildRefused):
        build(shelf, Parts(COURSES, rows, ENCODER.name))


values = st.lists(
    st.tuples(st.floats(0.5, 1), st.floats(0, 1), st.booleans()), min_size=1, max_size=40
)


@given(values)
def test_what_is_supposed_stays_within_what_is_known(rows):
    meant, said = (np.array([row[at] for row in rows], np.float32) for at in (0, 1))
    known = np.array([row[2] for row in rows])
    known[0] = True
    found = supposed(meant, said, known)
    assert np.array_equal(found[known], meant[known])
    assert found.min() >= meant[known].min() - 1e-6
    assert found.max() <= meant[known].max() + 1e-6


def test_who_has_more_of_the_words_is_supposed_to_mean_more():
    said = np.array([0.2, 0.4, 0.6, 0.8, 0.3, 0.7], np.float32)
    meant = np.array([0.80, 0.81, 0.82, 0.83, 0, 0], np.float32)
    found = supposed(meant, said, np.array([True] * 4 + [False] * 2))
    assert found[4] < found[5]


@pytest.mark.slow
def test_the_real_encoder_finds_by_meaning_what_was_found_by_its_words(shelf, encoder):
    titles = ("Tabellenkalkulation", "Metall verbinden", "Lagerlogistik", "Buchhaltung")
    courses = [course(title, title) for title in titles]
    courses.append(course("pflege", "Betreuungskraft", text="Menschen mit Demenz begleiten"))
    keys = [each.key for each in courses]
    nothing = np.zeros((len(courses), encoder.dimension), np.float32)
    build(shelf, Parts(courses, nothing, encoder.name, stamps=keys))
    engine = SearchEngine(Live(shelf), lambda: encoder, Atlas())
    by_word = engine.search("Betreuungskraft", today=TODAY, seed="0")
    assert (by_word.step, by_word.hits[0].key) == ("words", "pflege")
    other_words = engine.search("looking after old people", today=TODAY, seed="0")
    assert other_words.hits[0].key != "pflege"
    base = opened(shelf)
    late = Late(np.arange(5), encoder.documents([each.indexed_text() for each in courses]))
    grow(shelf, base, Wanted(keys, keys), Parts([], nothing[:0], encoder.name), late)
    engine = SearchEngine(Live(shelf), lambda: encoder, Atlas())
    by_meaning = engine.search("looking after old people", today=TODAY, seed="0")
    assert (by_meaning.step, by_meaning.hits[0].key) == ("hybrid", "pflege")
