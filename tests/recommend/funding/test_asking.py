"""What is asked about funding, and when the questions end."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentorhub.recommend.eligibility import BY_NAME, FACTS, Test
from mentorhub.recommend.funding.asking import MOST_QUESTIONS, Case, answers, next_question
from mentorhub.recommend.funding.files import load

INSTRUMENTS = load(Path(__file__).parents[3] / "content" / "funding")
TODAY = date(2026, 11, 27)
PAYERS = [one for one in INSTRUMENTS if one.is_open(TODAY) and one.pays_a_part]
QUALIFYING = {
    "dauer_stunden": 480,
    "unterrichtsstunden": 480,
    "kursgebuehr": 4800,
    "massnahme_azav": True,
    "traeger_azav": True,
    "traeger_azav_oder_qm": True,
    "ziel": "abschluss_ausbildungsberuf_min_2_jahre",
    "tage_bis_kursbeginn": 60,
}
PRIVATE = {
    "dauer_stunden": 60,
    "unterrichtsstunden": 60,
    "kursgebuehr": 900,
    "massnahme_azav": False,
    "traeger_azav": True,
    "ziel": "anderes",
    "tage_bis_kursbeginn": 60,
}
COURSES = (QUALIFYING, PRIVATE, {"dauer_stunden": 160, "kursgebuehr": 2000}, {}, None)


def about(course, facts=(), skipped=(), health=False):
    """Return the case of somebody who looks at a course, None for no course yet."""
    return Case(
        PAYERS,
        {**(course or {}), **dict(facts)},
        TODAY,
        may_ask=lambda name: (
            BY_NAME[name].knower != "offer"
            and name not in skipped
            and (health or not BY_NAME[name].health)
        ),
        has_course=course is not None,
    )


def talked_through(course, said):
    """Return what was asked, and the case at the end; what ``said`` lacks is not known."""
    facts, skipped, asked = {}, set(), []
    while name := next_question(about(course, facts, skipped), asked=len(asked)):
        asked.append(name)
        if name in said:
            facts[name] = said[name]
        else:
            skipped.add(name)
    return asked, about(course, facts, skipped)


EMPLOYEE = {"beschaeftigt": True, "berufsabschluss": False, "betriebsgroesse": 34}
BUYER = {"wohnsitz_land": "NRW", "zve_jahr": 32000, "kurs_berufsbezogen": True, "alter": 41}


def test_an_employee_without_qualification_is_asked_three_questions():
    asked, case = talked_through(QUALIFYING, {**EMPLOYEE, "anlass": "anderer"})
    assert sorted(asked) == ["berufsabschluss", "beschaeftigt", "betriebsgroesse"]
    assert case.best.instrument.id == "sgb3-82"
    assert case.money(case.best).person_cents.high == 0
    assert case.money(case.best).wage_percent_up_to.high == 100


def test_a_private_buyer_is_asked_what_the_cheque_needs():
    asked, case = talked_through(PRIVATE, BUYER)
    assert sorted(asked) == sorted(BUYER)
    assert case.best.instrument.id == "bildungsscheck-nrw-2"
    assert case.money(case.best).person_cents.high == 45000


def test_who_is_unemployed_is_not_asked_about_a_company():
    asked, case = talked_through(
        QUALIFYING,
        {"beschaeftigt": False, "berufsabschluss": True, "anlass": "arbeitslosigkeit_beenden"},
    )
    assert "betriebsgroesse" not in asked
    assert case.best.instrument.id == "sgb3-81-bildungsgutschein"


def test_joint_taxes_are_asked_where_the_income_lies_between_the_limits():
    asked, _ = talked_through(PRIVATE, {**BUYER, "zve_jahr": 70000, "zusammen_veranlagt": True})
    assert "zusammen_veranlagt" in asked
    assert "zusammen_veranlagt" not in talked_through(PRIVATE, BUYER)[0]


def test_unknown_all_the_way_ends_with_nothing_sure():
    for course in COURSES:
        asked, case = talked_through(course, {})
        assert len(asked) <= MOST_QUESTIONS
        assert case.best is None


def test_what_only_an_offer_knows_is_never_asked_but_keeps_a_way_from_being_sure():
    case = about({**QUALIFYING, "massnahme_azav": None}, EMPLOYEE)
    assert next_question(case) != "massnahme_azav"
    assert "sgb3-82" not in {one.instrument.id for one in case.options if one.is_sure}


def test_a_free_way_is_asked_about_where_the_course_only_leaves_its_aim_open():
    course = {**PRIVATE, "dauer_stunden": 160, "massnahme_azav": True, "ziel": None}
    skilled = {"berufsabschluss": True, "jahre_seit_berufsabschluss": 9, "betriebsgroesse": 34}
    asked, case = talked_through(course, {**BUYER, **skilled, "beschaeftigt": True})
    assert {"beschaeftigt", "betriebsgroesse"} <= set(asked)
    first = case.better[0]
    assert (first.instrument.id, [one.field for one in first.left]) == ("sgb3-82", ["ziel"])
    assert first.deciding == ()
    _, case = talked_through(course, {**BUYER, **skilled, "beschaeftigt": False})
    assert "sgb3-82" not in {one.instrument.id for one in case.options}


def test_without_a_course_its_conditions_are_for_the_choice_of_one():
    case = about(None, EMPLOYEE)
    assert case.best.instrument.id == "sgb3-82"


def test_health_is_asked_last_and_only_with_consent():
    facts = {
        **EMPLOYEE,
        "berufsabschluss": True,
        "jahre_seit_berufsabschluss": 9,
        "betriebsgroesse": 150,
        "anlass": "anderer",
        "alter": 40,
    }
    assert next_question(about(QUALIFYING, facts)) is None
    assert next_question(about(QUALIFYING, facts, health=True)) == "schwerbehindert"
    del facts["alter"]
    assert next_question(about(QUALIFYING, facts, health=True)) == "alter"


def test_nobody_is_asked_how_long_ago_before_whether_at_all():
    asked, _ = talked_through(
        QUALIFYING,
        {**EMPLOYEE, "berufsabschluss": True, "jahre_seit_berufsabschluss": 5, "anlass": "anderer"},
    )
    assert asked.index("berufsabschluss") < asked.index("jahre_seit_berufsabschluss")


def test_going_on_asks_what_decides_the_other_instruments():
    case = about(QUALIFYING, EMPLOYEE)
    assert next_question(case) is None
    assert next_question(case, everything=True) is not None


def test_answers_stand_on_both_sides_of_every_threshold():
    tests = (Test("betriebsgroesse", "<", 50), Test("betriebsgroesse", "<", 500))
    values = sorted(value for _, value in answers("betriebsgroesse", tests))
    assert len(values) == 3
    assert values[0] < 50 <= values[1] < 500 <= values[2]
    assert sum(share for share, _ in answers("betriebsgroesse", tests)) == pytest.approx(1)


def _values(name):
    fact = BY_NAME[name]
    if fact.kind == "yes_no":
        return st.booleans()
    if fact.kind == "choice":
        return st.sampled_from([one.value for one in fact.choices])
    top = min(fact.maximum or 200_000, 200_000)
    numbers = st.integers(max(0, int(fact.minimum or 0)), int(top))
    return st.one_of(st.none(), numbers) if fact.never else numbers


SAID = st.fixed_dictionaries(
    {},
    optional={
        one.name: _values(one.name)
        for one in FACTS
        if one.knower != "offer" and not one.health and one.name != "kurs_begonnen"
    },
)
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@SLOW
@given(said=SAID, course=st.sampled_from(COURSES))
def test_questions_end_and_none_is_asked_twice(said, course):
    asked, case = talked_through(course, said)
    assert len(asked) == len(set(asked)) <= MOST_QUESTIONS
    assert not set(asked) & set(course or {})
    if len(asked) < MOST_QUESTIONS:
        assert next_question(case) is None


@SLOW
@given(said=SAID, course=st.sampled_from(COURSES))
def test_going_on_ends_too(said, course):
    facts, skipped = dict(said), set()
    for _ in range(len(FACTS)):
        case = Case(
            INSTRUMENTS,
            {**(course or {}), **facts},
            TODAY,
            may_ask=lambda name: BY_NAME[name].knower != "offer" and name not in skipped,
        )
        name = next_question(case, everything=True)
        if name is None:
            return
        assert name not in facts
        assert name not in skipped
        skipped.add(name)
    pytest.fail("the questions never end")


@SLOW
@given(said=SAID, course=st.sampled_from(COURSES), more=st.data())
def test_an_answer_never_unsettles_what_is_decided(said, course, more):
    case = about(course, said)
    name = next_question(case)
    if name is None:
        return
    after = case.with_answer(name, more.draw(_values(name)))
    before = {one.instrument.id: one.verdict.status for one in (*case.options, *case.closed)}
    for option in (*after.options, *after.closed):
        if before[option.instrument.id] != "unknown":
            assert option.verdict.status == before[option.instrument.id]


@SLOW
@given(said=SAID, course=st.sampled_from(COURSES), more=st.data())
def test_looking_ahead_judges_as_if_all_were_judged_anew(said, course, more):
    case = about(course, said)
    name = next_question(case)
    if name is None:
        return
    value = more.draw(_values(name))
    assert case.with_answer(name, value).options == about(course, {**said, name: value}).options


@SLOW
@given(said=SAID, course=st.sampled_from(COURSES))
def test_nothing_open_is_better_than_the_best_when_the_questions_end(said, course):
    case = about(course, said)
    if next_question(case) is None and case.best:
        assert not [one for one in case.better if one.deciding]


def test_what_is_under_review_is_neither_asked_for_nor_sure():
    later = date(2035, 1, 1)
    instruments = [one for one in PAYERS if one.under_review(later)]
    case = Case(instruments, {**QUALIFYING, **EMPLOYEE}, later)
    assert len(case.reviewed) == len([one for one in instruments if one.is_open(later)]) > 0
    assert case.best is None
    assert next_question(case) is None
    assert next_question(case, everything=True) is None


@pytest.mark.parametrize("fact", [one for one in FACTS if one.roughly], ids=lambda one: one.name)
def test_the_rules_decide_alike_about_all_of_a_range(fact):
    """A range may only end where a rule does: nobody is judged by a number they did not say."""
    limits = set()
    for instrument in INSTRUMENTS:
        rules = [*instrument.conditions, *instrument.specials]
        tests = [test for rule in rules for way in rule.ways for test in way]
        limits |= {
            test.value + (0 if test.op in ("<=", ">") else -1)
            for test in tests
            if test.field == fact.name
        }
    ends = [one.value for one in fact.roughly[:-1]]
    assert limits <= set(ends)
    assert fact.roughly[-1].value == ends[-1] + 1
