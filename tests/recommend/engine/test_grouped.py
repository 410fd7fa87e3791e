"""Offers of one course are one hit: who stands for it, what is counted, what is never hidden."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorhub.recommend.engine.document import Given
from mentorhub.recommend.engine.grouped import Twins, standing_first
from mentorhub.recommend.engine.weights import Weights
from tests.recommend.engine.doubles import TODAY, TOWNS, PieceEncoder, course, engine_of, keys

TEXT = (
    "Sie üben auf dem Gelände mit drei verschiedenen Staplern, lernen die Regeln der "
    "Berufsgenossenschaft kennen, heben Lasten sicher ins Regal und legen am letzten Tag eine "
    "Prüfung in Theorie und Praxis ab."
)
SOON, LATER = ((TODAY + timedelta(days=days),) for days in (20, 200))
EVENING, WEEKEND = (frozenset({name}) for name in ("evening", "weekend"))
STAPLER = course(
    "koeln", "Staplerschein", town="Köln", provider="Alpha Schule", text=TEXT, starts=SOON
)
CATALOGUE = [
    STAPLER,
    course("bonn", "Staplerschein", town="Essen", provider="Alpha Schule", text=TEXT,
           starts=LATER, schedules=EVENING),
    course("hagen", "Staplerschein (Wochenende)", town="Hagen", provider="Beta Werk", text=TEXT,
           starts=SOON, schedules=WEEKEND),
    course("zwei", "Staplerschein Stufe 2", town="Hagen", provider="Beta Werk", text=TEXT),
    course("excel", "Excel Grundkurs", town="Köln", provider="Gamma", starts=SOON),
]  # fmt: skip
GROUP = {"koeln", "bonn", "hagen"}


@pytest.fixture(scope="module", params=["hybrid", "words"])
def engine(request, tmp_path_factory):
    encoder = PieceEncoder() if request.param == "hybrid" else None
    folder = tmp_path_factory.mktemp(request.param)
    return engine_of(CATALOGUE, folder, encoder, weights=Weights().scaled(6))


def group_of(results):
    """Return the hit of the course that is offered three times."""
    [hit] = [hit for hit in results.hits if hit.key in GROUP]
    return hit


def test_a_course_is_one_hit_with_all_its_offers(engine):
    seen = engine.search("Staplerschein", today=TODAY)
    hit = group_of(seen)
    assert {hit.key, *hit.others} == GROUP
    assert "zwei" in keys(seen)
    assert seen.offers == seen.total + 2
    assert sum(seen.facets["kind"].values()) == seen.total


@pytest.mark.parametrize("text", ["Staplerschein", ""])
def test_a_course_counts_once_for_each_value_of_its_offers(engine, text):
    seen = engine.search(text, today=TODAY)
    assert seen.facets["schedule"] == {"evening": 1, "weekend": 1}
    assert seen.facets["form"] == {"presence": seen.total}


def test_each_offer_stands_alone_where_nothing_is_grouped(engine):
    seen = engine.search("Staplerschein", today=TODAY, grouped=False)
    assert set(keys(seen)) >= GROUP
    assert not any(hit.others for hit in seen.hits)
    assert seen.offers == seen.total


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Staplerschein in Köln", "koeln"),
        ("Staplerschein in Essen", "bonn"),
        ("Staplerschein in Hagen", "hagen"),
        ("Staplerschein abends", "bonn"),
        ("Staplerschein am Wochenende", "hagen"),
        ("Staplerschein ab Mai", "bonn"),
    ],
)
def test_the_offer_that_fits_best_stands_for_the_course(engine, text, first):
    hit = group_of(engine.search(text, today=TODAY))
    assert hit.key == first
    assert {hit.key, *hit.others} == GROUP


@pytest.mark.parametrize(
    ("given", "left"),
    [
        (Given(schedules=EVENING), {"bonn"}),
        (Given(place="Köln", radius_km=5), {"koeln"}),
        (Given(starts_by=TODAY + timedelta(days=60)), {"koeln", "hagen"}),
        (Given(providers=frozenset({"Alpha Schule"})), {"koeln", "bonn"}),
    ],
)
def test_a_filter_asks_each_offer_by_itself(engine, given, left):
    seen = engine.search("Staplerschein", given, today=TODAY)
    hit = group_of(seen)
    assert {hit.key, *hit.others} == left
    assert not seen.loosened


def test_of_offers_that_fit_alike_each_stands_for_the_course_on_some_days(engine):
    stood = Counter(
        group_of(engine.search("Staplerschein", today=TODAY, seed=str(day))).key
        for day in range(90)
    )
    assert set(stood) == GROUP
    assert min(stood.values()) > 15


def test_the_page_of_a_day_stays_as_it_is(engine):
    first, again = (engine.search("Staplerschein", today=TODAY) for _ in range(2))
    assert [(hit.key, hit.others) for hit in first.hits] == [
        (hit.key, hit.others) for hit in again.hits
    ]


def test_an_offer_of_the_provider_that_was_named_stands_for_the_course(engine):
    for day in range(10):
        seen = engine.search("Staplerschein von Beta Werk", today=TODAY, seed=str(day))
        assert group_of(seen).key == "hagen"


@pytest.mark.parametrize("text", ["Staplerschein", ""])
def test_what_is_withdrawn_leaves_the_others_standing(engine, text):
    gone = group_of(engine.search(text, today=TODAY)).key
    seen = engine.search(text, today=TODAY, visible=lambda some: set(some) - {gone})
    hit = group_of(seen)
    assert {hit.key, *hit.others} == GROUP - {gone}
    everything = engine.search(text, today=TODAY)
    assert (seen.total, seen.offers) == (everything.total, everything.offers - 1)
    nothing = engine.search(text, today=TODAY, visible=lambda some: set(some) - GROUP)
    assert not GROUP & set(keys(nothing))
    assert (nothing.total, nothing.offers) == (everything.total - 1, everything.offers - 3)


def test_what_is_over_is_no_part_of_it(engine):
    hit = group_of(engine.search("Staplerschein", today=TODAY + timedelta(days=30)))
    assert {hit.key, *hit.others} == {"bonn"}


@pytest.mark.parametrize("text", ["Staplerschein", ""])
def test_pages_join_without_gap_or_repeat(engine, text):
    whole = engine.search(text, today=TODAY, limit=50)
    pages = [engine.search(text, today=TODAY, limit=1, offset=at) for at in range(whole.total)]
    assert [hit for page in pages for hit in page.hits] == list(whole.hits)
    assert len(whole.hits) == whole.total
    assert sum(1 + len(hit.others) for hit in whole.hits) == whole.offers


@pytest.mark.parametrize("encoder", [PieceEncoder(), None], ids=["hybrid", "words"])
def test_a_course_with_many_dates_pushes_no_other_course_out(tmp_path, encoder):
    many = [
        replace(STAPLER, key=f"s{at}", facts=replace(STAPLER.facts, starts=(TODAY, day)))
        for at, day in enumerate(TODAY + timedelta(days=at) for at in range(600))
    ]
    others = [course(f"o{at}", f"Stapler Thema {at}", provider=str(at)) for at in range(9)]
    engine = engine_of([*many, *others], tmp_path, encoder)
    seen = engine.search("Staplerschein", today=TODAY)
    assert sum(hit.key.startswith("s") for hit in seen.hits) == 1
    assert {hit.key for hit in seen.hits} >= {f"o{at}" for at in range(9)}
    assert max(len(hit.others) for hit in seen.hits) == 599


def test_the_one_offer_that_fits_is_found_among_hundreds_of_its_course(tmp_path):
    towns = [town for town in TOWNS if town not in ("Siegen", "Kamen")]
    many = [
        replace(course(f"s{at}", "Staplerschein", town=towns[at % len(towns)], text=TEXT))
        for at in range(400)
    ]
    right = course("siegen", "Staplerschein", town="Siegen", text=TEXT, schedules=EVENING)
    engine = engine_of([*many, right], tmp_path, PieceEncoder())
    [hit] = engine.search("Staplerschein in Siegen", today=TODAY).hits
    assert hit.key == "siegen"
    assert len(hit.others) == 400


def test_the_lookup_knows_every_group():
    twins = Twins.of(np.array([0, 1, 0, 3, 3, 5, 0], np.int32))
    allowed = np.array([True, True, True, False, True, True, False])
    assert _members(twins, [6, 1, 3], allowed) == [[0, 2], [1], [4]]
    assert _members(twins, [], allowed) == []
    assert twins.once(np.array([6, 5, 2, 4, 3, 0])).tolist() == [0, 1, 3]
    unmet = np.array([0.5, 9, 0.2, 0.3, 0.1, 9, 0.0], np.float32)
    choice = twins.best_of_each(allowed, unmet.__getitem__)
    assert np.flatnonzero(choice.whole()).tolist() == [1, 2, 4, 5]


@given(
    st.lists(st.tuples(st.integers(0, 5), st.booleans(), st.integers(0, 2)), max_size=30),
    st.data(),
)
def test_a_choice_is_the_same_for_some_documents_as_for_all(drawn, data):
    groups = [group for group, _, _ in drawn]
    twins = Twins.of(np.array([groups.index(group) for group in groups], np.int32))
    allowed = np.array([one for _, one, _ in drawn], np.bool_)
    unmet = np.array([most for _, _, most in drawn], np.float32)
    choice = twins.best_of_each(allowed, unmet.__getitem__)
    whole = choice.whole()
    for group in set(groups):
        own = [at for at, other in enumerate(groups) if other == group and allowed[at]]
        best = min(own, key=lambda at: (unmet[at], at), default=None)
        assert [at for at in own if whole[at]] == ([] if best is None else [best])
    assert not whole[~allowed].any()
    some = st.lists(st.integers(0, max(len(groups) - 1, 0)), max_size=9 if groups else 0)
    rows = np.array(data.draw(some), np.int64)
    assert choice.has(rows).tolist() == whole[rows].tolist()


def test_without_groups_nothing_changes():
    alone = Twins.of(np.arange(4, dtype=np.int32))
    allowed = np.array([True, False, True, True])
    choice = alone.best_of_each(allowed, np.zeros(4, np.float32).__getitem__)
    assert (choice.whole() == allowed).all()
    assert choice.has(np.array([1, 0, 1])).tolist() == [False, True, False]
    assert _members(alone, [2, 0], allowed) == [[2], [0]]
    assert len(Twins.of(np.empty(0, np.int32)).once(np.empty(0, np.int64))) == 0


def _members(twins, rows, allowed):
    found, of = twins.members(np.array(rows, np.int64), allowed)
    return [found[of == place].tolist() for place in range(len(rows))]


def test_who_stands_first_misses_least_was_named_or_drawn():
    nobody = [False] * 3
    assert standing_first([0.2, 0.0, 0.1], [True, False, False], lambda: 0) == [1, 2, 0]
    assert standing_first([0.0, 0.0, 0.1], [False, True, True], lambda: 0) == [1, 0, 2]
    assert standing_first([0.3], [False], lambda: 5) == [0]
    assert standing_first([0.0, 1e-9], [False, False], lambda: 3) == [1, 0]
    assert standing_first([0.1, 0.1, 0.1], nobody, lambda: 4) == [1, 0, 2]
