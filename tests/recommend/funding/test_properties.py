"""What holds for all instruments and any facts: three-valued logic, money, ways to pay."""

from collections.abc import Iterator
from datetime import date
from itertools import combinations
from math import ceil, inf

from hypothesis import assume as assume_that
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorhub.recommend.eligibility import (
    BY_NAME,
    FACTS,
    Instrument,
    Span,
    Test,
    assume,
    canonical,
    estimate,
    judge,
)
from mentorhub.recommend.funding.combine import between, ways
from mentorhub.recommend.funding.files import load
from tests.conftest import ROOT

INSTRUMENTS = {one.id: one for one in load(ROOT / "content" / "funding")}
TODAY = date(2026, 11, 21)
CERTAINTIES = ["fits", "likely", "open"]


def _tests(instrument: Instrument) -> Iterator[Test]:
    """Yield every comparison that a record makes."""
    for part in (*instrument.conditions, *instrument.specials, *instrument.pairs):
        for way in part.ways:
            yield from way


def _edges(name):
    """Return the numbers with which the records compare a fact, and those just beside them."""
    limits = {
        test.value
        for one in INSTRUMENTS.values()
        for test in _tests(one)
        if test.field == name and isinstance(test.value, int | float)
    }
    if name == "betriebsgroesse":
        limits |= {band.start for one in INSTRUMENTS.values() for band in one.bands}
    return sorted(limit + beside for limit in limits for beside in (-0.25, -0.01, 0, 0.01, 1))


def _numbers(fact):
    least, most = fact.minimum or 0, fact.maximum or 1e12
    usual = st.one_of(st.integers(0, 130), st.floats(least, min(most, 200_000)))
    edges = _edges(fact.name)
    plain = st.one_of(st.sampled_from(edges), usual) if edges else usual
    return plain.map(lambda value: min(max(value, least), most))


def _values(fact):
    if fact.kind == "choice":
        plain = st.sampled_from([choice.value for choice in fact.choices])
    else:
        plain = st.booleans() if fact.kind == "yes_no" else _numbers(fact)
    return st.one_of(plain, st.none()) if fact.never else plain


def _without(facts, *names):
    return {name: value for name, value in facts.items() if name not in names}


def _agreeing(facts):
    """Two facts may tell of one thing: whether a course has begun, how many people there are."""
    facts = _without(facts, "kurs_begonnen")
    for fact in FACTS:
        if fact.limits:
            other, high = facts[fact.limits.of], fact.limits.high
            most = inf if high is None else max(other * high, ceil(other))
            facts[fact.name] = min(max(facts[fact.name], ceil(other)), most)
    return facts


ALL_FACTS = st.fixed_dictionaries({fact.name: _values(fact) for fact in FACTS}).map(_agreeing)
HIDDEN = st.sets(st.sampled_from(sorted(BY_NAME)))
ANY_INSTRUMENT = st.sampled_from(sorted(INSTRUMENTS))
CENTS = st.integers(0, 3_000_000)


@given(ANY_INSTRUMENT, ALL_FACTS, HIDDEN)
def test_adding_a_fact_never_unsettles_an_answer(name, facts, hidden):
    few = judge(INSTRUMENTS[name], _without(facts, *hidden), TODAY).status
    many = judge(INSTRUMENTS[name], facts, TODAY).status
    assert few in ("unknown", many)


@given(ANY_INSTRUMENT, ALL_FACTS, HIDDEN)
def test_adding_a_fact_never_unsettles_an_answer_that_rests_on_ordinary_ones(name, facts, hidden):
    one = INSTRUMENTS[name]
    few = judge(one, assume(one, _without(facts, *hidden))[0], TODAY).status
    many = judge(one, assume(one, facts)[0], TODAY).status
    assert many != "unknown" or few == "unknown"


@given(ANY_INSTRUMENT, ALL_FACTS, HIDDEN, HIDDEN)
def test_a_fact_that_was_not_assumed_otherwise_never_unsettles_an_answer(name, facts, hidden, more):
    one = INSTRUMENTS[name]
    few, assumed = assume(one, _without(facts, *hidden, *more))
    many, _ = assume(one, _without(facts, *hidden))
    assume_that(all(many.get(each.field) == each.value for each in assumed))
    before, after = judge(one, few, TODAY).status, judge(one, many, TODAY).status
    assert before in ("unknown", after)


@given(ANY_INSTRUMENT, ALL_FACTS, HIDDEN)
def test_saying_that_something_is_unknown_is_like_not_saying_it(name, facts, hidden):
    quiet = _without(facts, *hidden)
    asked = {fact for fact in hidden if not BY_NAME[fact].never}
    aloud = {**_without(facts, *(hidden - asked)), **dict.fromkeys(asked)}
    silent = _without(quiet, *(hidden - asked))
    assert judge(INSTRUMENTS[name], aloud, TODAY) == judge(INSTRUMENTS[name], silent, TODAY)


@given(ANY_INSTRUMENT, ALL_FACTS)
def test_all_facts_together_leave_nothing_open(name, facts):
    assert judge(INSTRUMENTS[name], facts, TODAY).status != "unknown"


@given(ALL_FACTS, HIDDEN, CENTS, CENTS)
def test_a_higher_price_never_lowers_a_grant(facts, hidden, price, more):
    known = _without(facts, *hidden)
    for instrument in INSTRUMENTS.values():
        low, high = (estimate(instrument, known, cents) for cents in (price, price + more))
        assert (low is None) == (high is None)
        if low:
            assert low.grant_cents.low <= high.grant_cents.low
            assert low.grant_cents.high <= high.grant_cents.high


@given(ALL_FACTS, HIDDEN, CENTS)
def test_the_parts_add_up_to_the_price_and_percentages_stay_in_range(facts, hidden, price):
    known = _without(facts, *hidden)
    for instrument in INSTRUMENTS.values():
        found = estimate(instrument, known, price)
        if found is None:
            continue
        employer = found.employer_cents or Span(0, 0)
        assert found.person_cents.low + employer.low + found.grant_cents.high == price
        assert found.person_cents.high + employer.high + found.grant_cents.low == price
        for percent in filter(None, (found.employer_percent, found.wage_percent_up_to)):
            assert 0 <= percent.low <= percent.high <= 100


@given(ALL_FACTS, HIDDEN, CENTS)
def test_more_facts_only_narrow_an_estimate(facts, hidden, price):
    for instrument in INSTRUMENTS.values():
        rough = estimate(instrument, _without(facts, *hidden), price)
        exact = estimate(instrument, facts, price)
        if exact:
            assert rough.grant_cents.low <= exact.grant_cents.low
            assert exact.grant_cents.high <= rough.grant_cents.high


@given(ANY_INSTRUMENT, ALL_FACTS, HIDDEN)
def test_what_is_assumed_is_said_and_touches_nothing_that_is_known_or_must_be_asked(
    name, facts, hidden
):
    one, given_facts = INSTRUMENTS[name], _without(facts, *hidden)
    known = canonical(given_facts)
    filled, assumed = assume(one, given_facts)
    names = [each.field for each in assumed]
    asked = {condition.field for condition in one.conditions if condition.must_ask}
    assert {field: filled[field] for field in known} == known
    assert set(filled) - set(known) == set(names)
    assert len(set(names)) == len(names)
    assert not set(names) & (set(known) | asked)
    assert all(each.reason.de and each.reason.en for each in assumed)


@given(ALL_FACTS, HIDDEN, st.randoms(use_true_random=False))
def test_the_same_facts_in_any_order_give_the_same_answer(facts, hidden, chance):
    known = _without(facts, *hidden)
    names = list(known)
    chance.shuffle(names)
    shuffled = {name: known[name] for name in names}
    for one in INSTRUMENTS.values():
        assert judge(one, known, TODAY) == judge(one, shuffled, TODAY)
        assert assume(one, known)[0] == assume(one, shuffled)[0]
    assert _ways(known, 100_000) == _ways(shuffled, 100_000)


def _ways(facts, price):
    return ways(INSTRUMENTS.values(), facts, TODAY, price)


@settings(deadline=None)
@given(ALL_FACTS, HIDDEN, CENTS)
def test_the_parts_of_every_way_add_up_to_the_cent(facts, hidden, price):
    for way in _ways(_without(facts, *hidden), price).ways:
        if way.course:
            course = way.course
            assert course.price == price
            assert course.office.low + course.employer.high + course.person.high == price
            assert course.office.high + course.employer.low + course.person.low == price
            assert course.loan is None or course.loan.high <= course.person.high
        if way.wage:
            assert way.wage.grant.high + way.wage.rest.high == way.wage.cost.high
            assert 0 <= way.wage.grant.low <= way.wage.grant.high <= way.wage.cost.high
        if way.wage_percent:
            assert 0 <= way.wage_percent.low <= way.wage_percent.high <= 100
        if way.company:
            assert 0 <= way.company.low <= way.company.high


@settings(deadline=None)
@given(ALL_FACTS, HIDDEN, CENTS, CENTS)
def test_a_dearer_course_never_gets_less_in_any_way(facts, hidden, price, more):
    known = _without(facts, *hidden)
    cheap = {way.instruments: way.course for way in _ways(known, price).ways}
    dear = {way.instruments: way.course for way in _ways(known, price + more).ways}
    assert cheap.keys() == dear.keys()
    for members, course in cheap.items():
        if course:
            for part in ("office", "employer", "person"):
                low, high = getattr(course, part), getattr(dear[members], part)
                assert low.low <= high.low
                assert low.high <= high.high


@settings(deadline=None)
@given(ALL_FACTS, HIDDEN)
def test_ways_stand_in_order_and_hold_nothing_that_is_barred_or_does_not_fit(facts, hidden):
    known = _without(facts, *hidden)
    found = _ways(known, 100_000).ways
    places = [CERTAINTIES.index(way.certainty) for way in found]
    assert places == sorted(places)
    for way in found:
        for one, other in combinations(way.instruments, 2):
            assert between(one, other) is None
        assert all(judge(one, known, TODAY).status != "no" for one in way.instruments)


@settings(deadline=None)
@given(ALL_FACTS, HIDDEN)
def test_a_way_is_as_sure_as_its_instruments_where_ordinary_answers_count(facts, hidden):
    known = _without(facts, *hidden)
    given_facts = {one.id: assume(one, known) for one in INSTRUMENTS.values()}
    for way in ways(INSTRUMENTS.values(), known, TODAY, 100_000, ordinarily=True).ways:
        states = {judge(one, given_facts[one.id][0], TODAY).status for one in way.instruments}
        assert (way.certainty == "fits") == (states == {"fits"})
        own = {each for one in way.instruments for each in given_facts[one.id][1]}
        assert own <= set(way.assumed)
        assert not {each.field for each in way.assumed} & set(known)
