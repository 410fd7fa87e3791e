"""Which desk a request reaches."""

from hypothesis import given
from hypothesis import strategies as st

from mentorhub.recommend.engine.places import Place
from mentorhub.tandems.routing import DeskAt, Spot, distance, nearest

DORTMUND = Spot("Dortmund", "NW", Place("Dortmund", 51.514, 7.466))
UNNA = Spot("Unna", "NW", Place("Unna", 51.538, 7.688))
COLOGNE = Spot("Köln", "NW", Place("Köln", 50.938, 6.96))
SAARLOUIS = Spot("Saarlouis", "SL", Place("Saarlouis", 49.313, 6.753))
SOMEWHERE_NW = Spot("Kleinort", "NW")

middles = st.builds(Place, st.just("x"), st.floats(47.3, 55.0), st.floats(5.9, 15.0))
spots = st.builds(Spot, st.just("x"), st.sampled_from(["NW", "SL"]), st.none() | middles)


def test_the_nearest_desk_gets_it():
    desks = [DeskAt(1, COLOGNE), DeskAt(2, DORTMUND), DeskAt(3, SAARLOUIS)]
    assert nearest(UNNA, desks) == {2}


def test_all_desks_of_the_nearest_place_get_it_so_that_none_is_preferred():
    desks = [DeskAt(1, DORTMUND), DeskAt(2, DORTMUND), DeskAt(3, COLOGNE)]
    assert nearest(UNNA, desks) == {1, 2}


def test_without_a_middle_all_desks_of_the_land_get_it():
    desks = [DeskAt(1, COLOGNE), DeskAt(2, DORTMUND), DeskAt(3, SAARLOUIS), DeskAt(4)]
    assert nearest(SOMEWHERE_NW, desks) == {1, 2}


def test_an_unknown_postcode_reaches_every_desk():
    assert nearest(None, [DeskAt(1, COLOGNE), DeskAt(2)]) == {1, 2}


def test_a_land_without_desks_reaches_every_desk():
    assert nearest(Spot("Kleinort", "HH"), [DeskAt(1, COLOGNE), DeskAt(2)]) == {1, 2}


def test_nobody_is_reached_only_where_there_is_no_desk():
    assert nearest(UNNA, []) == frozenset()


def test_a_distance_needs_two_middles():
    assert distance(UNNA, SOMEWHERE_NW) is None
    assert distance(None, UNNA) is None
    assert 14 < distance(UNNA, DORTMUND) < 17


@given(st.none() | spots, st.lists(st.none() | spots, max_size=8))
def test_somebody_is_always_reached_and_nobody_nearer_is_left_out(asked_from, places):
    desks = [DeskAt(number, spot) for number, spot in enumerate(places)]
    chosen = nearest(asked_from, desks)
    assert bool(chosen) == bool(desks)
    near = [distance(asked_from, d.spot) for d in desks if d.organisation_id in chosen]
    left = [distance(asked_from, d.spot) for d in desks if d.organisation_id not in chosen]
    known = [km for km in left if km is not None]
    if known and None not in near:
        assert min(known) >= min(near)
