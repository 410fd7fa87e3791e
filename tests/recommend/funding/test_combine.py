"""Ways to pay for a course: who pays what, what goes together, and in which order they stand."""

from datetime import date
from pathlib import Path

import pytest

from mentorhub.recommend.eligibility import FactError, Span
from mentorhub.recommend.funding.combine import Way, Ways, between, ways
from mentorhub.recommend.funding.files import load

INSTRUMENTS = load(Path(__file__).parents[3] / "content" / "funding")
BY_ID = {one.id: one for one in INSTRUMENTS}
TODAY = date(2026, 11, 27)
PRICE = 480_000

UNSKILLED = {
    "beschaeftigt": True,
    "berufsabschluss": False,
    "betriebsgroesse": 34,
    "ziel": "abschluss_ausbildungsberuf_min_2_jahre",
    "dauer_stunden": 480,
    "massnahme_azav": True,
    "traeger_azav": True,
    "tage_bis_kursbeginn": 60,
}
SKILLED = {
    **UNSKILLED,
    "berufsabschluss": True,
    "jahre_seit_berufsabschluss": 10,
    "alter": 38,
    "schwerbehindert": False,
    "kollektivvereinbarung": False,
    "ziel": "anderes",
    "anlass": "anderer",
}
PAY = {"bruttolohn_monat": 2600, "wochenstunden": 40, "kursstunden_in_arbeitszeit": 480}
BUYER = {
    "wohnsitz_land": "NRW",
    "zve_jahr": 30_000,
    "kurs_berufsbezogen": True,
    "massnahme_azav": False,
    "dauer_stunden": 40,
    "tage_bis_kursbeginn": 60,
    "andere_oeffentliche_foerderung": False,
    "schecks_im_kalenderjahr": 0,
}
LEAVE = {
    "beschaeftigt": True,
    "betriebsgroesse": 34,
    "beschaeftigungsmonate": 20,
    "anbieter_anerkannt_awbg": True,
    "beschaeftigungsschwerpunkt": "NRW",
}


def found(facts: dict, price: int | None = PRICE) -> Ways:
    return ways(INSTRUMENTS, facts, TODAY, price)


def named(all_ways: Ways) -> list[tuple[str, ...]]:
    return [tuple(one.id for one in way.instruments) for way in all_ways.ways]


def way_of(all_ways: Ways, *ids: str) -> Way:
    return next(way for way in all_ways.ways if tuple(one.id for one in way.instruments) == ids)


@pytest.mark.parametrize("size", [1, 34, 49.75, 50, 120, 499, 500, 4000])
def test_who_catches_up_on_a_qualification_pays_nothing_nor_does_the_company(size: float) -> None:
    best = found({**UNSKILLED, "betriebsgroesse": size}).ways[0]
    assert [one.id for one in best.instruments] == ["sgb3-81-bildungsgutschein", "sgb3-82"]
    assert best.course
    assert (best.course.office, best.course.employer, best.course.person) == (
        Span(PRICE, PRICE),
        Span(0, 0),
        Span(0, 0),
    )
    assert best.wage_percent == Span(100, 100)
    assert best.certainty == "likely"
    assert best.pair
    assert "§ 81 Abs. 2" in best.pair.law
    assert best.pair.law in best.laws


def test_a_part_of_a_pair_is_no_way_of_its_own() -> None:
    assert ("sgb3-82",) not in named(found(UNSKILLED))
    assert ("sgb3-81-bildungsgutschein",) not in named(found(UNSKILLED))


def test_while_the_aim_is_open_the_pair_is_open_and_its_parts_stand_beside_it() -> None:
    facts = {name: value for name, value in UNSKILLED.items() if name != "ziel"}
    all_ways = found(facts)
    assert way_of(all_ways, "sgb3-81-bildungsgutschein", "sgb3-82").certainty == "open"
    assert way_of(all_ways, "sgb3-82").course.employer == Span(0, 0)
    assert ("sgb3-81-bildungsgutschein",) in named(all_ways)


def test_with_a_qualification_there_is_no_pair() -> None:
    assert all(way.pair is None for way in found(SKILLED).ways)


def test_the_wage_is_counted_line_by_line() -> None:
    best = found({**UNSKILLED, **PAY}).ways[0]
    # 2,600 EUR x 3 months / 13 weeks / 40 hours = 15 EUR an hour
    assert best.wage
    assert best.wage.hourly == 1500
    assert best.wage.time == Span(720_000, 720_000)
    assert best.wage.flat == Span(144_000, 144_000)
    assert best.wage.grant == Span(864_000, 864_000)
    assert best.wage.rest == Span(0, 0)
    assert best.company == Span(0, 864_000)  # "up to" may be nothing


def test_the_size_of_the_company_decides_its_part() -> None:
    best = way_of(found({**SKILLED, **PAY, "betriebsgroesse": 120}), "sgb3-82")
    assert best.course
    assert best.course.employer == Span(240_000, 240_000)
    assert best.wage
    assert best.wage.grant == Span(432_000, 432_000)
    assert best.company == Span(240_000 + 432_000, 240_000 + 864_000)


def test_without_the_hours_in_working_time_the_wage_is_a_span() -> None:
    facts = {**UNSKILLED, **PAY}
    del facts["kursstunden_in_arbeitszeit"]
    wage = found(facts).ways[0].wage
    assert wage
    assert wage.hours == (0, 480)
    assert wage.time == Span(0, 720_000)


def test_more_hours_in_working_time_than_the_course_has_do_not_count() -> None:
    wage = found({**UNSKILLED, **PAY, "kursstunden_in_arbeitszeit": 9000}).ways[0].wage
    assert wage
    assert wage.hours == (480, 480)


@pytest.mark.parametrize("missing", ["bruttolohn_monat", "wochenstunden"])
def test_without_pay_or_hours_a_week_the_wage_and_the_company_stay_open(missing: str) -> None:
    facts = {**UNSKILLED, **PAY}
    del facts[missing]
    best = found(facts).ways[0]
    assert best.wage is None
    assert best.company is None
    assert best.wage_percent == Span(100, 100)


def test_no_hours_a_week_are_no_division_by_nothing() -> None:
    assert found({**UNSKILLED, **PAY, "wochenstunden": 0}).ways[0].wage is None


def test_a_private_buyer_gets_half_and_may_take_days_off() -> None:
    best = found({**BUYER, **LEAVE, "bruttolohn_monat": 2600}, 90_000).ways[0]
    assert [one.id for one in best.instruments] == ["bildungsscheck-nrw-2"]
    assert best.certainty == "fits"
    assert best.person == Span(45_000, 45_000)
    assert best.leave
    assert (best.leave.days, best.leave.cents) == (5, 60_000)
    assert [one.instrument.id for one in best.beside] == ["awbg-nrw"]


def test_days_off_that_are_not_sure_are_not_promised() -> None:
    best = found({**BUYER, "beschaeftigt": True}, 90_000).ways[0]
    assert best.leave is None


def test_where_nothing_pays_days_off_are_a_way() -> None:
    nothing = {**LEAVE, "wohnsitz_land": "anderes", "massnahme_azav": False, "alter": 50}
    nothing |= {"traeger_azav_oder_qm": False, "anteil_betroffen_strukturwandel": 0}
    nothing |= {"transfer_kug": False, "gekuendigt": True, "berufsabschluss": False}
    all_ways = found(nothing, 20_000)
    assert named(all_ways) == [("awbg-nrw",)]
    assert all_ways.ways[0].person == Span(20_000, 20_000)


def test_the_bonus_stands_beside_the_voucher_only() -> None:
    jobless = {**UNSKILLED, "beschaeftigt": False}
    best, *others = found(jobless).ways
    assert [one.id for one in best.instruments] == ["sgb3-81-bildungsgutschein"]
    assert [one.instrument.id for one in best.beside] == ["sgb3-87a"]
    assert all("sgb3-87a" not in [one.instrument.id for one in way.beside] for way in others)
    assert found(UNSKILLED).ways[0].beside == ()


def test_what_does_not_go_together_is_named_with_its_law() -> None:
    barred = {(one.first.id, one.second.id): one.exclusion for one in found(UNSKILLED).barred}
    assert "§ 82a Abs. 5" in barred["sgb3-82", "sgb3-82a"].law
    assert ("sgb3-82", "bildungsscheck-nrw-2") in barred
    assert all("awbg-nrw" not in pair for pair in barred)


def test_a_rule_between_two_counts_from_either_side() -> None:
    one, other = BY_ID["sgb3-81-bildungsgutschein"], BY_ID["afbg"]
    assert between(one, other) == between(other, one)
    assert between(BY_ID["awbg-nrw"], BY_ID["bildungsscheck-nrw-2"]) is None


def test_sure_ways_stand_first_then_what_costs_the_person_least() -> None:
    all_ways = found({**BUYER, **LEAVE}, 90_000)
    certain = ["fits", "likely", "open"]
    assert [certain.index(way.certainty) for way in all_ways.ways] == sorted(
        certain.index(way.certainty) for way in all_ways.ways
    )
    assert named(all_ways)[0] == ("bildungsscheck-nrw-2",)


def test_nothing_that_is_over_or_does_not_fit_is_a_way() -> None:
    names = {name for ids in named(found(SKILLED)) for name in ids}
    assert not names & {"bildungspraemie", "sgb3-106a", "buergergeldbonus"}


def test_without_a_price_the_fee_of_the_facts_counts_and_without_both_there_is_no_money() -> None:
    with_fee = ways(INSTRUMENTS, {**UNSKILLED, "kursgebuehr": 4800}, TODAY).ways[0]
    assert with_fee.course
    assert with_fee.course.price == PRICE
    bare = ways(INSTRUMENTS, UNSKILLED, TODAY).ways[0]
    assert bare.course is None
    assert bare.person is None


def test_wrong_input_is_refused() -> None:
    with pytest.raises(FactError):
        found({"bruttolohn_monat": -1})
    with pytest.raises(ValueError, match="negative"):
        found(UNSKILLED, -1)
