"""What is possible for a company: which group, which rates, and the question that decides."""

from datetime import date, timedelta

import pytest

from mentorhub.recommend.funding import files
from mentorhub.recommend.funding.company import Company, groups, prospects
from mentorhub.recommend.funding.costs import Span
from mentorhub.recommend.funding.staff import Staff
from tests.recommend.site import CONTENT

INSTRUMENTS = files.load(CONTENT / "funding")
TODAY = date(2026, 11, 27)
WHOLE = Company(
    "Lager GmbH", Staff(34), agreement=False, change="keine", affected=0.05, in_nrw=True,
    hours=480, price_cents=480_000,
)  # fmt: skip


def seen(company, today=TODAY):
    return {one.group.key: one for one in prospects(INSTRUMENTS, company, today)}


def rates(one):
    return one.money.company_percent, one.money.wage_percent


def exact(number):
    return Span(number, number)


def test_a_company_of_34_pays_nothing_for_any_course_and_gets_part_of_the_wage():
    found = seen(WHOLE)
    assert rates(found["unqualified"]) == (exact(0), exact(100))
    for key in ("qualified", "older", "disabled"):
        assert rates(found[key]) == (exact(0), exact(75)), key
        assert found[key].money.company_cents == exact(0)
        assert found[key].outlook == "possible"
        assert found[key].ask == ()


@pytest.mark.parametrize(
    ("staff", "qualified", "older"),
    [
        (Staff(0, 0, 0, 199), (0, 75), (0, 75)),
        (Staff(50), (50, 50), (0, 50)),
        (Staff(499, 1), (50, 50), (0, 50)),
        (Staff(500), (75, 25), (75, 25)),
    ],
)
def test_size_and_age_decide_about_the_rates(staff, qualified, older):
    found = seen(Company(staff=staff, agreement=False))
    assert rates(found["qualified"]) == tuple(map(exact, qualified))
    assert rates(found["older"]) == tuple(map(exact, older))
    assert rates(found["disabled"]) == tuple(map(exact, older))


def test_an_agreement_makes_five_points():
    found = seen(Company(staff=Staff(60), agreement=True))
    assert rates(found["qualified"]) == (exact(45), exact(55))


def test_without_answers_the_rates_are_spans_and_the_questions_stand_there():
    found = seen(Company())
    assert found["qualified"].money.company_percent == Span(0, 75)
    assert found["qualified"].ask == ("betriebsgroesse", "kollektivvereinbarung")
    assert found["coaching"].outlook == "open"
    assert found["coaching"].ask == ("betriebsgroesse",)
    assert set(found["leave"].ask) == {"beschaeftigungsschwerpunkt", "betriebsgroesse"}


def test_heads_decide_about_leave_and_hours_about_the_rest():
    found = seen(Company(staff=Staff(0, 0, 0, 10), in_nrw=True))
    assert found["leave"].outlook == "possible"
    nine = seen(Company(staff=Staff(9), in_nrw=True))
    assert nine["leave"].outlook == "no"
    assert "§ 3 Abs. 7 Satz 2 AWbG" in nine["leave"].verdict.not_met[0].law


@pytest.mark.parametrize(
    ("staff", "affected", "outlook"),
    [
        (Staff(249), 0.1, "possible"),
        (Staff(249), 0.09, "no"),
        (Staff(250), 0.1, "no"),
        (Staff(250), 0.2, "possible"),
        (None, 0.15, "open"),
    ],
)
def test_change_needs_a_share_of_the_staff(staff, affected, outlook):
    found = seen(Company(staff=staff, affected=affected, change="tarifvertrag"))
    assert found["change"].outlook == outlook


@pytest.mark.parametrize(
    ("count", "outlook"), [(0, "no"), (1, "possible"), (249, "possible"), (250, "no")]
)
def test_coaching_is_for_small_companies(count, outlook):
    assert seen(Company(staff=Staff(count)))["coaching"].outlook == outlook


def test_courses_in_reading_and_writing_are_there_while_their_projects_run():
    assert seen(Company())["basics"].outlook == "possible"
    assert seen(Company(), date(2027, 1, 1))["basics"].outlook == "no"


def test_the_way_to_master_craftsman_does_not_go_and_says_by_which_law():
    one = seen(WHOLE)["upgrading"]
    assert (one.outlook, one.money, one.ask) == ("no", None, ())
    assert "§ 22 Abs. 1a" in one.verdict.not_met[0].law


def test_a_course_that_is_too_short_helps_nobody_but_says_why():
    found = seen(Company(staff=Staff(34), hours=120))
    assert found["qualified"].outlook == "no"
    assert "120" in found["qualified"].verdict.not_met[0].not_met.de
    assert seen(Company(staff=Staff(34), hours=121))["qualified"].outlook == "possible"


def test_what_ran_out_is_not_possible():
    assert seen(WHOLE, date(2028, 1, 1))["coaching"].outlook == "no"


def test_what_can_be_had_comes_first():
    order = [one.outlook for one in prospects(INSTRUMENTS, Company(staff=Staff(34)), TODAY)]
    assert order == sorted(order, key=["possible", "open", "no"].index)


def test_a_house_without_records_has_no_groups():
    assert groups([]) == ()


def test_parts_of_the_price_sum_to_the_whole():
    for size in (34, 60, 700):
        for one in seen(Company(staff=Staff(size), agreement=True, price_cents=333_33)).values():
            if one.money:
                assert one.money.agency_cents.low + one.money.company_cents.high == 333_33
                assert one.money.agency_cents.high + one.money.company_cents.low == 333_33


@pytest.mark.parametrize("staff", [None, Staff(34), Staff(60), Staff(700)])
def test_who_catches_up_on_a_qualification_costs_the_company_nothing_at_any_size(staff):
    one = seen(Company(staff=staff))["unqualified"]
    assert rates(one) == (exact(0), exact(100))
    assert one.money.pair.law == "§ 81 Abs. 2, § 82 Abs. 3 Satz 2 und 3 SGB III"
    assert one.ask == ()


def test_in_a_company_that_changes_the_company_pays_the_course():
    one = seen(Company(staff=Staff(34), price_cents=480_000))["change"]
    assert one.money.company_cents == exact(480_000)
    assert one.money.wage_percent is None


def test_without_the_voucher_only_the_share_by_size_is_left():
    alone = [one for one in INSTRUMENTS if one.id != "sgb3-81-bildungsgutschein"]
    found = prospects(alone, Company(staff=Staff(60), agreement=False), TODAY)
    one = next(each for each in found if each.group.key == "unqualified")
    assert rates(one) == (exact(50), exact(100))


def test_of_a_rule_past_its_review_nothing_is_told_but_that():
    late = [one for one in INSTRUMENTS if one.id == "sgb3-82"]
    day = late[0].review_on + timedelta(days=1)
    for one in prospects(late, WHOLE, day):
        assert one.verdict.under_review
        assert (one.outlook, one.money, one.ask) == ("open", None, ())
        assert one.group.instrument.amounts == one.group.instrument.bands == ()
