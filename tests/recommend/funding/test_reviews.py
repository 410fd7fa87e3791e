"""Past its review date a rule says nothing but that it is being checked."""

import json
import re
from dataclasses import asdict, replace
from datetime import date, timedelta

import pytest

from mentorhub.recommend.eligibility import (
    assume,
    estimate,
    is_likely,
    judge,
    ranked,
)
from mentorhub.recommend.funding.asking import Case, next_question
from mentorhub.recommend.funding.checklist import checklist
from mentorhub.recommend.funding.combine import ways
from mentorhub.recommend.funding.reviews import SOON, reviews
from mentorhub.recommend.funding.rules import BEING_CHECKED
from mentorhub.recommend.funding_book import FundingBook
from tests.recommend.test_eligibility import CHEQUE, EMPLOYEE, INSTRUMENTS, VOUCHER

REVIEW = date(2027, 3, 31)
NEXT = REVIEW + timedelta(days=1)
AMOUNT = re.compile(r"euro\b|euros\b|€|prozent|per cent|%", re.IGNORECASE)
ONE = replace(INSTRUMENTS["sgb3-82"], review_on=REVIEW)
RUNNING = [one for one in INSTRUMENTS.values() if not one.ended]


def test_the_day_itself_is_in_time_and_the_next_is_late():
    assert not ONE.under_review(REVIEW)
    assert ONE.as_of(REVIEW) is ONE
    assert ONE.under_review(NEXT)


def test_what_is_over_is_never_under_review():
    over = replace(ONE, valid_until=REVIEW)
    assert not over.under_review(NEXT)
    assert judge(over, EMPLOYEE, NEXT).over


@pytest.mark.parametrize("one", RUNNING, ids=lambda one: one.id)
def test_no_amount_and_no_condition_is_left_under_review(one):
    late = replace(one, valid_until=None, review_on=REVIEW).as_of(NEXT)
    assert late.plain == BEING_CHECKED
    assert (late.name, late.source) == (one.name, one.source)
    assert (late.apply.by, late.apply.where) == (one.apply.by, one.apply.where)
    assert [step.id for step in late.apply.steps] == ["nachfragen"]
    assert [task.due for task in checklist(late, NEXT + SOON, NEXT)] == [None]
    told = asdict(late)
    said = json.dumps(
        [told[name] for name in ("name", "short", "plain", "text", "decides", "apply")],
        ensure_ascii=False,
    )
    assert not AMOUNT.search(said), said
    shown = {name for name, value in told.items() if value}
    assert not shown & {"conditions", "bands", "specials", "share", "amounts", "check", "text"}


@pytest.mark.parametrize("facts", [{}, EMPLOYEE, {"beschaeftigt": False}], ids=["", "fits", "no"])
def test_under_review_nothing_is_settled_and_nothing_is_asked(facts):
    verdict = judge(ONE, {**facts, "kursgebuehr": 900}, NEXT)
    assert (verdict.status, verdict.under_review, verdict.missing) == ("unknown", True, ())
    assert not is_likely(verdict)
    assert next_question(Case([ONE], facts, NEXT), everything=True) is None
    assert estimate(verdict.instrument, EMPLOYEE, 90_000) is None
    assert assume(verdict.instrument, {}) == ({}, ())
    assert judge(verdict.instrument, facts, NEXT) == verdict


def test_what_has_not_begun_stays_closed_under_review():
    verdict = judge(replace(ONE, valid_from=date(2028, 1, 1)), EMPLOYEE, NEXT)
    assert (verdict.status, verdict.under_review) == ("no", True)
    assert verdict.reason
    assert verdict.instrument.bands == ()


def test_under_review_stands_behind_what_is_only_open():
    late = judge(replace(INSTRUMENTS["sgb3-81-bildungsgutschein"], review_on=REVIEW), {}, NEXT)
    still_open = judge(replace(INSTRUMENTS["afbg"], review_on=NEXT), {}, NEXT)
    assert ranked([late, still_open]) == [still_open, late]
    assert ranked([judge(ONE, {}, REVIEW), late])[1] is late


@pytest.mark.parametrize(
    ("today", "group"),
    [
        (NEXT, "late"),
        (REVIEW, "soon"),
        (REVIEW - SOON, "soon"),
        (REVIEW - SOON - timedelta(days=1), "later"),
    ],
)
def test_reviews_go_by_their_day(today, group):
    due = reviews([ONE], today)
    assert [one.rule for one in getattr(due, group)] == [ONE]
    assert len(due.late) + len(due.soon) + len(due.later) == 1


def test_the_first_day_comes_first_and_what_is_over_is_left_out():
    first = replace(INSTRUMENTS["afbg"], review_on=REVIEW - timedelta(days=9))
    over = replace(first, valid_until=date(2027, 1, 1))
    due = reviews([ONE, over, first, INSTRUMENTS["bildungspraemie"]], NEXT)
    assert [one.rule for one in due.late] == [first, ONE]


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("sgb3-82", EMPLOYEE),
        ("sgb3-81-bildungsgutschein", VOUCHER),
        ("bildungsscheck-nrw-2", CHEQUE),
    ],
)
def test_in_time_the_review_date_changes_nothing(name, facts):
    one = INSTRUMENTS[name]
    never = replace(one, review_on=None)
    before = judge(one, facts, date(2026, 11, 27))
    assert before == replace(judge(never, facts, date(2026, 11, 27)), instrument=one)


def test_no_way_to_pay_is_reckoned_with_a_rule_under_review():
    book, facts = list(INSTRUMENTS.values()), {**EMPLOYEE, **VOUCHER}
    assert ways(book, facts, REVIEW - timedelta(days=99), 480_000).ways
    late = [one if one.ended else replace(one, review_on=REVIEW, valid_until=None) for one in book]
    found = ways(late, facts, NEXT, 480_000)
    assert (found.ways, found.barred) == ((), ())


@pytest.mark.parametrize("late", ["sgb3-82", "sgb3-81-bildungsgutschein"])
def test_partners_are_named_while_both_are_in_time(late):
    book = FundingBook(
        [
            replace(one, review_on=REVIEW) if one.id == late else replace(one, review_on=None)
            for one in INSTRUMENTS.values()
        ]
    )
    pair = [book.get(name) for name in ("sgb3-82", "sgb3-81-bildungsgutschein")]
    assert [bool(book.partners(one, REVIEW)) for one in pair] == [True, True]
    assert [book.partners(one, NEXT) for one in pair] == [[], []]
