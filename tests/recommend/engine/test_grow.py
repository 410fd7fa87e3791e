"""A generation that grows out of another is the one that would have been made anew."""

from dataclasses import fields, replace
from datetime import date

import numpy as np
import pytest

from mentorhub.recommend.engine.bridge import Bridge, Subject, mark_of
from mentorhub.recommend.engine.build import BuildRefused, build, encoded
from mentorhub.recommend.engine.cache import VectorCache
from mentorhub.recommend.engine.columns import Columns
from mentorhub.recommend.engine.generation import Generation, Parts
from mentorhub.recommend.engine.grow import Wanted, base_for, can_grow, grow, taken_over
from mentorhub.recommend.engine.live import Live
from mentorhub.recommend.engine.search import SearchEngine
from mentorhub.recommend.engine.shelf import Shelf
from tests.recommend.engine.doubles import TODAY, Atlas, PieceEncoder, course

TOWNS = ("Dortmund", "Köln", "Hamm", None)
BEFORE = [
    course(
        f"k{n}",
        f"{'Excel' if n % 2 else 'Englisch'} Stufe {n}",
        town=TOWNS[n % 4],
        provider=f"Haus {n % 3}",
        language="en" if n % 5 == 0 else "de",
        starts=tuple(date(2027, 1, day) for day in range(1, 1 + n % 3)),
    )
    for n in range(40)
]
CHANGED = replace(BEFORE[3], title="Gabelstapler fahren", provider="Haus 9")
ADDED = course("z", "Schweißen", town="Siegen", language="tr", starts=(date(2027, 2, 2),))
AFTER = [ADDED, CHANGED, *BEFORE[:3], *BEFORE[4:20], *BEFORE[21:]]


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path / "search")


@pytest.fixture
def cache(tmp_path):
    return VectorCache(tmp_path / "cache.db")


def wanted(documents) -> Wanted:
    return Wanted([each.key for each in documents], [str(hash(each)) for each in documents])


def made(shelf, cache, documents, encoder) -> Generation:
    parts = encoded(documents, encoder, cache) if encoder else Parts(documents)
    name = build(shelf, replace(parts, stamps=wanted(documents).stamps))
    return Generation.open(shelf.path(name))


def grown(shelf, cache, documents, encoder) -> Generation:
    base = base_for(shelf, encoder and encoder.name)
    rows = taken_over(base, wanted(documents))
    fresh = [each for each, row in zip(documents, rows, strict=True) if row < 0]
    parts = encoded(fresh, encoder, cache) if encoder else Parts(fresh)
    return Generation.open(shelf.path(grow(shelf, base, wanted(documents), parts)))


def answers(shelf, encoder):
    engine = SearchEngine(Live(shelf), lambda: encoder, Atlas())
    questions = ("Stapler", "Englisch in Köln", "Excel abends", "Schweißen lernen", "")
    return [
        [(hit.key, hit.reasons) for hit in engine.search(one, today=TODAY, seed="0").hits]
        for one in questions
    ]


@pytest.mark.parametrize("encoder", [None, PieceEncoder()])
def test_it_answers_like_one_that_was_made_anew(shelf, cache, tmp_path, encoder):
    made(shelf, cache, BEFORE, encoder)
    growth = grown(shelf, cache, AFTER, encoder)
    other = Shelf(tmp_path / "other")
    anew = made(other, cache, AFTER, encoder)
    assert growth.keys == anew.keys
    assert [growth.document(row) for row in range(len(AFTER))] == AFTER
    for column in fields(Columns):
        ours, theirs = getattr(growth.columns, column.name), getattr(anew.columns, column.name)
        if column.name not in ("site", "spots", "town", "towns", "language", "languages"):
            assert np.array_equal(ours, theirs, equal_nan=ours.dtype.kind == "f"), column.name
    here, there = growth.columns, anew.columns
    assert np.array_equal(here.spots[here.site], there.spots[there.site], equal_nan=True)
    assert (here.towns[here.town[here.site]] == there.towns[there.town[there.site]]).all()
    assert answers(shelf, encoder) == answers(other, encoder)


def test_only_what_is_new_is_encoded(shelf, cache):
    made(shelf, cache, BEFORE, PieceEncoder())
    encoder = PieceEncoder()
    grown(shelf, VectorCache(cache._path.with_name("empty.db")), AFTER, encoder)
    assert encoder.seen == [ADDED.indexed_text(), CHANGED.indexed_text()]


def test_what_grew_can_grow_again(shelf, cache):
    made(shelf, cache, BEFORE, PieceEncoder())
    grown(shelf, cache, AFTER, PieceEncoder())
    last = grown(shelf, cache, [*BEFORE[:20], *BEFORE[21:]], PieceEncoder())
    assert last.manifest.grown == 4 + 3
    assert [last.document(row) for row in range(39)] == [*BEFORE[:20], *BEFORE[21:]]
    assert last.words.count == 39


def test_where_much_has_changed_all_is_made_anew(shelf, cache):
    made(shelf, cache, BEFORE, PieceEncoder())
    assert base_for(shelf, "another") is None
    base = base_for(shelf, "pieces")
    few, all_ = wanted(BEFORE[:30]), wanted(BEFORE)
    assert not can_grow(base, few, taken_over(base, few))
    assert can_grow(base, all_, taken_over(base, all_))


def test_a_missing_document_is_refused(shelf, cache):
    base = made(shelf, cache, BEFORE, None)
    with pytest.raises(BuildRefused):
        grow(shelf, base, wanted(AFTER), Parts([ADDED]))
    assert shelf.current() == base.name


def test_the_one_before_stays_whole(shelf, cache):
    before = made(shelf, cache, BEFORE, PieceEncoder())
    grown(shelf, cache, AFTER, PieceEncoder())
    assert Generation.open(shelf.path(shelf.rollback())).keys == before.keys


def test_what_documents_are_about_is_taken_over_with_the_bridge(shelf, cache, tmp_path):
    encoder = PieceEncoder()
    subjects = [
        Subject("excel", ("Excel",), ("Ich will Excel können", "Tabellen am Computer")),
        Subject("welding", ("Schweißen",), ("Ich will schweißen", "Metall verbinden")),
    ]
    bridge = Bridge.of(subjects, encoder, cache)
    assert bridge.mark == mark_of(subjects, encoder)
    before = encoded(BEFORE, encoder, cache, bridge=bridge)
    build(shelf, replace(before, stamps=wanted(BEFORE).stamps))
    base = base_for(shelf, encoder.name)
    assert base.bridge.mark == bridge.mark
    fresh = encoded([ADDED, CHANGED], encoder, cache, bridge=base.bridge)
    growth = Generation.open(shelf.path(grow(shelf, base, wanted(AFTER), fresh)))
    other = Shelf(tmp_path / "other")
    anew = Generation.open(other.path(build(other, encoded(AFTER, encoder, cache, bridge=bridge))))
    assert np.array_equal(growth.about.subjects, anew.about.subjects)
    assert np.allclose(growth.about.shares, anew.about.shares, atol=2e-3)
