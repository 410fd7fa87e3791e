import math
from datetime import date, timedelta

import numpy as np
import pytest

from mentorhub.recommend.engine.columns import Columns
from mentorhub.recommend.engine.document import NOT_GERMAN, Given, Understood
from mentorhub.recommend.engine.intent import understand
from mentorhub.recommend.engine.places import Place, distance_km
from mentorhub.recommend.engine.wishes import (
    NEAR_COST,
    UNKNOWN_COST,
    Wishes,
    costs,
    current,
    distances_km,
    filters,
    find_place,
    next_start,
    refused_times_of,
    times_of,
    wishes,
)
from tests.recommend.engine.doubles import TODAY, Atlas, course, funding

ATLAS = Atlas()
DORTMUND = ATLAS.find_town("Dortmund")


def _cost(name, documents, **wanted):
    """Return what each document costs for one wish."""
    return costs(Wishes(**wanted), Columns.of(documents), TODAY)[name].tolist()


def test_wishes_not_made_cost_nothing():
    assert costs(Wishes(), Columns.of([course("a", "Excel")]), TODAY) == {}


def test_the_nearer_the_cheaper_and_unknown_lies_between():
    offers = [
        course("there", "Kurs", town="Dortmund"),
        course("near", "Kurs", town="Bochum"),
        course("online", "Kurs", form="online"),
        course("unknown", "Kurs"),
        course("far", "Kurs", town="Bielefeld"),
    ]
    seen = _cost("place", offers, places=(DORTMUND,), radius_km=20)
    assert seen[0] == 0
    assert seen == sorted(seen)
    assert seen[2] == pytest.approx(NEAR_COST)
    assert seen[3] == pytest.approx(UNKNOWN_COST)


def test_any_of_several_places_will_do():
    offers = [course(town, "Kurs", town=town) for town in ("Dortmund", "Köln", "Bielefeld")]
    seen = _cost("place", offers, places=(DORTMUND, ATLAS.find_town("Köln")), radius_km=20)
    assert seen[:2] == [0, 0]
    assert seen[2] > 0.5


def test_a_refused_place_is_opposed_and_no_other():
    offers = [course(town, "Kurs", town=town) for town in ("Dortmund", "Köln")]
    assert _cost("place", offers, not_places=(DORTMUND,)) == [1, 0]


def test_a_place_whose_middle_is_unknown_is_met_by_its_name():
    nowhere = Place("Windeck", math.nan, math.nan)
    offers = [course("there", "Kurs", town="Windeck"), course("far", "Kurs", town="Köln")]
    assert _cost("place", offers, places=(nowhere,)) == pytest.approx([0, UNKNOWN_COST])


def test_a_refused_time_to_begin_hurts_what_begins_at_no_other():
    june, october = date(2027, 6, 14), date(2027, 10, 4)
    offers = [
        course("june", "Kurs", starts=(june,)),
        course("both", "Kurs", starts=(june, october)),
        course("october", "Kurs", starts=(october,)),
    ]
    summer = (date(2027, 6, 1), date(2027, 8, 31))
    assert _cost("start", offers, not_starts=(summer,)) == [1, 0, 0]


def test_online_is_everywhere_for_whoever_wants_online():
    offers = [course("online", "Kurs", form="online")]
    assert _cost("place", offers, places=(DORTMUND,), form="online") == [0]


def test_distances_are_those_of_the_haversine_formula():
    offers = [course(town, "Kurs", town=town) for town in ("Köln", "Bielefeld", "Waren")]
    seen = distances_km(DORTMUND, Columns.of(offers))
    expected = [distance_km(DORTMUND, ATLAS.find_town(offer.key)) for offer in offers]
    assert np.allclose(seen, expected, rtol=1e-3)


@pytest.mark.parametrize(
    ("schedules", "expected"),
    [({"evening"}, 0), ({"evening", "full_time"}, 0), ({"self_paced"}, NEAR_COST), (set(), UNKNOWN_COST),
     ({"full_time"}, 1)],
)  # fmt: skip
def test_time_met_nearly_met_unknown_and_opposed(schedules, expected):
    offers = [course("a", "Kurs", schedules=frozenset(schedules))]
    assert _cost("time", offers, times=frozenset({"evening"})) == pytest.approx([expected])


def test_a_refused_time_hurts_only_what_offers_nothing_else():
    offers = [
        course("only", "Kurs", schedules=frozenset({"evening"})),
        course("choice", "Kurs", schedules=frozenset({"evening", "weekend"})),
        course("unknown", "Kurs"),
    ]
    seen = _cost("time", offers, not_times=frozenset({"evening"}))
    assert seen == pytest.approx([1, 0, UNKNOWN_COST])


def test_prices_above_the_limit_cost_more_the_higher_they_are():
    offers = [course(str(cents), "Kurs", price_cents=cents) for cents in (0, 9_000, 12_000, 30_000)]
    seen = _cost("price", [*offers, course("unknown", "Kurs")], max_price_cents=10_000)
    assert seen[:2] == [0, 0]
    assert 0.5 < seen[2] < seen[3] <= 1
    assert seen[4] == pytest.approx(UNKNOWN_COST)


def test_free_is_free_but_a_voucher_comes_close():
    offers = [
        course("free", "Kurs", price_cents=0),
        course("unknown", "Kurs"),
        course("voucher", "Kurs", price_cents=100_000, azav=True),
        course("paid", "Kurs", price_cents=100_000),
    ]
    seen = _cost("price", offers, free=True)
    assert seen[0] == 0
    assert seen == sorted(seen)
    assert seen[2] < seen[3]


def test_levels_next_to_each_other_cost_half():
    offers = [course(level, "Kurs", level=level) for level in ("basic", "intermediate", "advanced")]
    assert _cost("level", offers, level="basic") == [0, 0.5, 1]


def test_a_language_level_is_compared_with_the_title():
    offers = [course("b1", "Deutsch B1"), course("a1", "Deutsch A1"), course("no", "Deutsch")]
    assert _cost("level", offers, level="B1") == pytest.approx([0, 1, UNKNOWN_COST])


def test_whoever_knows_no_german_wants_any_other_language():
    offers = [course("de", "Kurs", language="de"), course("tr", "Kurs", language="tr")]
    offers.append(course("unknown", "Kurs", language=None))
    assert _cost("language", offers, language="other") == pytest.approx([1, 0, UNKNOWN_COST])


@pytest.mark.parametrize(
    ("form", "expected"), [("online", [0, 1, 0.6]), ("presence", [1, 0, 0.25])]
)
def test_forms(form, expected):
    offers = [course(name, "Kurs", form=name) for name in ("online", "presence", "blended")]
    assert _cost("form", offers, form=form) == pytest.approx(expected)


def test_a_start_in_the_window_before_on_request_before_late_before_never():
    offers = [
        course("within", "Kurs", starts=(date(2027, 1, 11),)),
        course("request", "Kurs", on_request=True),
        course("late", "Kurs", starts=(date(2027, 4, 1),)),
        course("before", "Kurs", starts=(date(2026, 12, 1),)),
    ]
    seen = _cost("start", offers, start_from=date(2027, 1, 1), start_until=date(2027, 1, 31))
    assert seen[0] == 0
    assert seen[1] == pytest.approx(NEAR_COST)
    assert 0.5 < seen[2] < seen[3] == 1


def test_the_next_start_is_the_earliest_ahead():
    days = (TODAY + timedelta(30), TODAY - timedelta(5), TODAY + timedelta(3))
    columns = Columns.of([course("a", "Kurs", starts=days), course("b", "Kurs")])
    assert next_start(columns, TODAY).tolist() == [(TODAY + timedelta(3)).toordinal(), -1]


def test_what_lies_behind_is_no_longer_current():
    yesterday, tomorrow = TODAY - timedelta(1), TODAY + timedelta(1)
    offers = [
        course("over", "Kurs", starts=(yesterday,)),
        course("today", "Kurs", starts=(TODAY,)),
        course("again", "Kurs", starts=(yesterday, tomorrow)),
        course("request", "Kurs", starts=(yesterday,), on_request=True),
        course("undated", "Kurs"),
        funding("money", "Geld"),
    ]
    assert current(Columns.of(offers), TODAY).tolist() == [False, True, True, True, True, True]


@pytest.mark.parametrize(
    ("given", "passing"),
    [
        (Given(form="online"), {"online"}),
        (Given(form="nonsense"), set()),
        (Given(schedules=frozenset({"evening"})), {"evening"}),
        (Given(schedules=frozenset({"morning"})), {"morning"}),
        (Given(schedules=frozenset({"shift"})), {"weekend"}),
        (Given(schedules=frozenset({"alongside_work"})), {"evening", "weekend"}),
        (Given(schedules=frozenset({"daytime"})), {"morning"}),
        (Given(not_schedules=frozenset({"evening"})), {"morning", "weekend"}),
        (Given(not_schedules=frozenset({"daytime"})), {"evening", "weekend"}),
        (Given(schedules=frozenset({"shift"}), not_schedules=frozenset({"weekend"})), set()),
        (Given(free=True), {"free"}),
        (Given(max_price_cents=0), {"free"}),
        (Given(max_price_cents=10_000), {"free", "cheap"}),
        (Given(azav=True), {"azav"}),
        (Given(language="en"), {"english"}),
        (Given(language="xx"), set()),
        (Given(language=NOT_GERMAN), {"english"}),
        (Given(level="basic"), {"basic"}),
        (Given(level="B1"), {"b1"}),
        (Given(kind="funding"), {"money"}),
        (Given(starts_by=date(2026, 12, 1)), {"soon"}),
        (Given(starts_from=date(2027, 1, 1)), {"later"}),
        (Given(place="Dortmund", radius_km=20, form="presence"), set()),
    ],
)
def test_an_explicit_filter_lets_through_what_is_known_to_fit(given, passing):
    offers = [
        course("online", "Kurs", form="online"),
        course("evening", "Kurs", schedules=frozenset({"evening"})),
        course("morning", "Kurs vormittags"),
        course("weekend", "Kurs", schedules=frozenset({"weekend"})),
        course("free", "Kurs", price_cents=0),
        course("cheap", "Kurs", price_cents=9_000),
        course("azav", "Kurs", azav=True),
        course("english", "Kurs", language="en"),
        course("german", "Kurs", language="de"),
        course("basic", "Kurs", level="basic"),
        course("b1", "Deutsch B1"),
        course("soon", "Kurs", starts=(date(2026, 11, 30),)),
        course("later", "Kurs", starts=(date(2027, 2, 1),)),
        funding("money", "Geld"),
    ]
    masks = filters(given, Columns.of(offers), ATLAS, TODAY)
    assert masks
    allowed = np.all(list(masks.values()), axis=0)
    dated = {"soon", "later"}
    seen = {offer.key for offer, ok in zip(offers, allowed, strict=True) if ok}
    if "starts" in masks:
        seen &= dated  # what has no start is on request and passes any window
    assert seen == passing


def test_a_radius_keeps_the_near_and_the_online():
    offers = [
        course("bochum", "Kurs", town="Bochum"),
        course("koeln", "Kurs", town="Köln"),
        course("online", "Kurs", form="online"),
        course("unknown", "Kurs"),
    ]
    mask = filters(Given(place="44137", radius_km=25), Columns.of(offers), ATLAS, TODAY)["place"]
    assert mask.tolist() == [True, False, True, False]


def test_around_an_unknown_middle_no_radius_can_be_drawn():
    class Villages:
        def find_town(self, name):
            return Place(name, math.nan, math.nan)

    offers = Columns.of(
        [course("there", "K", town="Windeck"), course("online", "K", form="online")]
    )
    given = Given(place="Windeck", radius_km=20)
    assert not filters(given, offers, Villages(), TODAY)["place"].any()


def test_a_place_without_a_radius_filters_nothing():
    assert filters(Given(place="Dortmund"), Columns.of([course("a", "K")]), ATLAS, TODAY) == {}


@pytest.mark.parametrize(
    ("typed", "found"),
    [("Dortmund", "Dortmund"), ("44137", "Dortmund"), ("44137 Dortmund", "Dortmund"),
     ("99999 Bochum", "Bochum"), ("99999", None), ("  ", None), ("Nirgendwo", None)],
)  # fmt: skip
def test_a_place_may_be_typed_in_several_ways(typed, found):
    place = find_place(typed, ATLAS)
    assert (place.name if place else None) == found


def test_what_is_given_outranks_what_was_said():
    heard = Understood(
        "t", (("t", True),), "t", place=ATLAS.find_town("Köln"), form="online", free=True, level="basic",
        times=frozenset({"evening"}), start_until=TODAY, language="en", kind="funding", azav=True,
        max_days=31,
    )  # fmt: skip
    given = Given(
        place="Dortmund", form="presence", max_price_cents=100, level="B1", language="de",
        schedules=frozenset({"weekend"}), starts_by=TODAY, kind="course", azav=True,
        max_days=7,
    )  # fmt: skip
    assert wishes(heard, given, ATLAS, 15) == Wishes(
        places=(DORTMUND,), radius_km=15, form="presence", max_price_cents=100, level="B1",
        language="de", times=frozenset({"weekend"}), start_until=TODAY, azav=True,
        max_days=7,
    )  # fmt: skip


def test_what_is_given_and_means_nothing_is_no_wish():
    heard = Understood("t", (("t", True),), "t", form="online", level="basic")
    seen = wishes(heard, Given(form="nonsense", level="nonsense"), ATLAS, 15)
    assert (seen.form, seen.level) == ("online", "basic")


def test_a_radius_comes_from_the_given_then_the_sentence_then_the_house():
    heard = Understood("t", (("t", True),), "t", place=DORTMUND, radius_km=30)
    assert wishes(heard, Given(radius_km=5), ATLAS, 15).radius_km == 5
    assert wishes(heard, Given(), ATLAS, 15).radius_km == 30
    assert wishes(Understood("t", (("t", True),), "t"), Given(), ATLAS, 15).radius_km == 15


def test_to_be_cheap_only_ranks_and_yields_to_a_limit():
    offers = [course("cheap", "Kurs", price_cents=100), course("dear", "Kurs", price_cents=90_000)]
    columns = Columns.of(offers)
    nothing = Understood("t", (("t", True),), "t")
    assert filters(Given(cheap=True), columns, ATLAS, TODAY) == {}
    assert wishes(nothing, Given(cheap=True), ATLAS, 15).cheap
    assert not wishes(nothing, Given(cheap=True, free=True), ATLAS, 15).cheap
    said_free = Understood("t", (("t", True),), "t", free=True)
    assert not wishes(said_free, Given(cheap=True), ATLAS, 15).free


def test_times_that_are_given_and_times_that_were_refused_do_not_meet():
    heard = Understood(
        "t", (("t", True),), "t",
        times=frozenset({"evening", "morning"}), not_times=frozenset({"weekend", "full_time"}),
    )  # fmt: skip
    wanted = wishes(heard, Given(schedules=frozenset({"weekend"})), ATLAS, 15)
    assert (wanted.times, wanted.not_times) == ({"weekend"}, {"full_time"})
    refused = wishes(heard, Given(not_schedules=frozenset({"evening"})), ATLAS, 15)
    assert (refused.times, refused.not_times) == ({"morning"}, {"evening"})


@pytest.mark.parametrize(("name", "said"), [("shift", "Schicht"), ("daytime", "tagsüber"),
                                            ("alongside_work", "berufsbegleitend")])  # fmt: skip
def test_times_that_no_offer_states_are_the_same_when_said_and_when_given(name, said):
    heard = understand(f"Excel {said}", ATLAS, TODAY)
    assert heard.times == times_of({name})
    refused = understand(f"Excel nicht {said}", ATLAS, TODAY)
    assert refused.not_times == refused_times_of({name})


def test_who_somebody_is_draws_offers_for_these_people_and_closes_none():
    offers = [
        course("for-women", "Excel", audiences=frozenset({"women", "parents"})),
        course("for-older", "Excel", audiences=frozenset({"older"})),
        course("for-all", "Excel"),
    ]
    assert _cost("audience", offers, audience=frozenset({"parents"})) == pytest.approx(
        [0, UNKNOWN_COST, UNKNOWN_COST]
    )
    heard = Understood("t", (("t", True),), "t", audience=("women", "school"))
    assert wishes(heard, Given(), ATLAS, 15).audience == {"women"}
