"""What to do and until when: each instrument, at the edges of days, weeks, months and years."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorhub.recommend.funding.checklist import checklist, is_too_late, is_working_day
from mentorhub.recommend.funding.facts import Text
from mentorhub.recommend.funding.files import load
from mentorhub.recommend.funding.steps import Apply, Step

BOOK = {one.id: one for one in load(Path(__file__).parents[3] / "content" / "funding")}
OPEN = {id_: one for id_, one in BOOK.items() if not one.ended}
TODAY = date(2026, 11, 27)
MONDAY = date(2027, 2, 15)
DAYS = st.dates(date(1990, 1, 1), date(2150, 12, 31))

DAY_BEFORE = {
    "bildungsscheck-nrw-2": {"anmeldung"},
    "inqa-coaching": {"beratung"},
    "sgb3-111a": {"beratung", "antrag"},
    "sgb3-81-bildungsgutschein": {"antrag", "gutschein"},
    "sgb3-82": {"antrag"},
    "sgb3-82a": {"antrag"},
}
WITHOUT_A_DAY = {"grundbildung-alphadekade", "sgb3-87a", "weiterbildungsstipendium"}


def dues(id_, starts_on=MONDAY, today=TODAY):
    return {task.step.id: task.due for task in checklist(BOOK[id_], starts_on, today)}


def states(id_, starts_on, today=TODAY):
    return {task.step.id: task.state for task in checklist(BOOK[id_], starts_on, today)}


def step(days=1, *, binding=True, **more) -> Step:
    text = Text("Tun Sie es.", "Do it.")
    law = "§ 1" if binding else ""
    return Step("a", "person", text, binding, law, days, **more)


def only(*steps):
    """An instrument that asks for these steps and nothing else."""
    where = Text("Amt", "Office")
    return replace(BOOK["sgb3-82"], apply=Apply("person", where, steps))


def test_only_whoever_has_no_course_yet_must_find_one():
    one = step(no_course=Text("Dann suchen Sie.", "Then look for one."))
    [without] = checklist(only(one), None, TODAY, has_course=False)
    [with_one] = checklist(only(one), MONDAY, TODAY)
    assert without.step.text == Text("Tun Sie es. Dann suchen Sie.", "Do it. Then look for one.")
    assert with_one.step.text == Text("Tun Sie es.", "Do it.")


@pytest.mark.parametrize("id_", OPEN)
def test_every_open_instrument_says_what_to_do_and_where(id_):
    tasks = checklist(BOOK[id_], MONDAY, TODAY)
    assert tasks
    assert all(task.step.text.de and task.where.de for task in tasks)


@pytest.mark.parametrize("id_", [id_ for id_, one in BOOK.items() if one.ended])
def test_nothing_is_to_be_done_for_what_has_ended(id_):
    assert checklist(BOOK[id_], MONDAY, TODAY) == ()


@pytest.mark.parametrize(("id_", "steps"), DAY_BEFORE.items())
def test_an_application_must_be_there_on_the_day_before_the_start(id_, steps):
    binding = {
        task.step.id: task.due
        for task in checklist(BOOK[id_], MONDAY, TODAY)
        if task.step.binding and task.due
    }
    assert binding == dict.fromkeys(steps, date(2027, 2, 14))


@pytest.mark.parametrize(("id_", "condition"), [
    (id_, condition)
    for id_, one in OPEN.items()
    for condition in one.conditions
    if condition.field == "tage_bis_kursbeginn"
])  # fmt: skip
def test_steps_and_conditions_name_the_same_day(id_, condition):
    days = {each.days_before_start for each in BOOK[id_].apply.steps if each.binding} - {None}
    assert max(days) == condition.ways[0][0].value


def test_a_letter_for_educational_leave_goes_out_six_weeks_before():
    assert dues("awbg-nrw") == {"brief": date(2027, 1, 4)}


def test_the_allowance_for_upgrading_has_no_day_that_binds_before_the_start():
    tasks = checklist(BOOK["afbg"], MONDAY, TODAY)
    assert [(task.due, task.step.binding) for task in tasks] == [
        (date(2027, 2, 14), False), (None, True),
    ]  # fmt: skip


@pytest.mark.parametrize("id_", WITHOUT_A_DAY)
def test_what_hangs_on_no_start_has_no_day(id_):
    assert set(dues(id_).values()) == {None}
    assert not is_too_late(checklist(BOOK[id_], date(2020, 1, 1), TODAY))


@pytest.mark.parametrize("id_", OPEN)
def test_without_a_start_there_are_no_days_but_the_same_order(id_):
    known, unknown = checklist(BOOK[id_], MONDAY, TODAY), checklist(BOOK[id_], None, TODAY)
    assert [task.step for task in known] == [task.step for task in unknown]
    assert {(task.due, task.state) for task in unknown} == {(None, "open")}


@pytest.mark.parametrize(
    ("starts_on", "state"),
    [
        (TODAY + timedelta(days=2), "open"),
        (TODAY + timedelta(days=1), "today"),
        (TODAY, "late"),
        (TODAY - timedelta(days=1), "late"),
    ],
)
def test_the_day_before_the_start_is_the_last_one(starts_on, state):
    assert states("bildungsscheck-nrw-2", starts_on)["anmeldung"] == state


@pytest.mark.parametrize(("days", "late"), [(43, False), (42, False), (41, True)])
def test_six_weeks_are_whole(days, late):
    tasks = checklist(BOOK["awbg-nrw"], TODAY + timedelta(days=days), TODAY)
    assert is_too_late(tasks) is late


def test_overdue_advice_is_to_be_followed_at_once():
    assert states("sgb3-82", TODAY + timedelta(days=10)) == {"gespraech": "hurry", "antrag": "open"}


def test_advice_is_lost_when_the_day_that_binds_has_passed():
    assert set(states("sgb3-82", TODAY).values()) == {"late"}


def test_what_comes_after_the_course_stays_open():
    assert states("bildungsscheck-nrw-2", TODAY - timedelta(days=30))["abrechnung"] == "open"


def test_advice_alone_never_makes_it_too_late():
    tasks = checklist(BOOK["afbg"], date(2025, 1, 1), TODAY)
    assert [task.state for task in tasks] == ["hurry", "open"]
    assert not is_too_late(tasks)


@pytest.mark.parametrize(
    ("starts_on", "due", "better"),
    [
        (date(2027, 1, 11), date(2027, 1, 10), date(2027, 1, 8)),  # a Sunday
        (date(2027, 1, 10), date(2027, 1, 9), date(2027, 1, 8)),  # a Saturday
        (date(2027, 1, 2), date(2027, 1, 1), date(2026, 12, 31)),  # New Year, over the year
        (date(2027, 3, 30), date(2027, 3, 29), date(2027, 3, 25)),  # all of Easter
        (date(2027, 5, 28), date(2027, 5, 27), date(2027, 5, 26)),  # Corpus Christi in NRW
        (date(2027, 11, 2), date(2027, 11, 1), date(2027, 10, 29)),  # All Saints in NRW
        (date(2026, 12, 28), date(2026, 12, 27), date(2026, 12, 24)),  # Christmas
    ],
)
def test_where_offices_are_closed_the_working_day_before_is_named(starts_on, due, better):
    (task,) = checklist(only(step()), starts_on, TODAY)
    assert (task.due, task.closed, task.better) == (due, True, better)


def test_no_working_day_is_named_that_has_passed():
    (task,) = checklist(only(step()), date(2026, 11, 30), date(2026, 11, 28))
    assert (task.due, task.closed, task.better) == (date(2026, 11, 29), True, None)


def test_an_ordinary_day_is_nothing_special():
    (task,) = checklist(only(step()), date(2027, 2, 17), TODAY)
    assert (task.closed, task.better) == (False, None)


@pytest.mark.parametrize(
    ("starts_on", "days", "due"),
    [
        (date(2028, 3, 1), 1, date(2028, 2, 29)),
        (date(2027, 3, 1), 1, date(2027, 2, 28)),
        (date(2100, 3, 1), 1, date(2100, 2, 28)),
        (date(2028, 4, 11), 42, date(2028, 2, 29)),
        (date(2028, 2, 29), 1, date(2028, 2, 28)),
        (date(2027, 1, 1), 1, date(2026, 12, 31)),
        (date(2027, 1, 31), 60, date(2026, 12, 2)),
        (date(2027, 3, 29), 1, date(2027, 3, 28)),  # the clocks change
        (MONDAY, 0, MONDAY),
    ],
)
def test_days_are_counted_over_leap_days_and_years(starts_on, days, due):
    assert [task.due for task in checklist(only(step(days)), starts_on, TODAY)] == [due]


@pytest.mark.parametrize("starts_on", [date.min, date.max])
def test_no_day_is_too_far_away(starts_on):
    for one in OPEN.values():
        checklist(one, starts_on, TODAY)


def test_what_is_due_first_comes_first_whatever_the_record_says():
    late, early = step(1), replace(step(60, binding=False), id="b")
    undated = replace(step(None, binding=False, when=Text("Danach", "After")), id="c")
    tasks = checklist(only(undated, late, early), MONDAY, TODAY)
    assert [task.step.id for task in tasks] == ["b", "a", "c"]


@given(starts_on=DAYS, today=DAYS)
def test_days_are_in_order_and_before_the_start(starts_on, today):
    for one in OPEN.values():
        found = [task.due for task in checklist(one, starts_on, today) if task.due]
        assert found == sorted(found)
        assert all(due < starts_on for due in found)


@given(starts_on=DAYS, today=DAYS)
def test_a_day_is_late_only_if_it_has_passed(starts_on, today):
    for one in OPEN.values():
        for task in checklist(one, starts_on, today):
            passed = task.due is not None and task.due < today
            assert (task.state in ("late", "hurry")) is passed
            assert task.better is None or (
                today <= task.better < task.due and is_working_day(task.better)
            )


@given(starts_on=DAYS, today=DAYS)
def test_a_later_start_never_makes_it_later(starts_on, today):
    for one in OPEN.values():
        if is_too_late(checklist(one, starts_on + timedelta(days=1), today)):
            assert is_too_late(checklist(one, starts_on, today))


@pytest.mark.parametrize(
    ("days", "binding", "german", "english"),
    [
        (0, True, "Spätestens am ersten Tag", "At the latest on the first day"),
        (1, True, "Spätestens am Tag vor dem Beginn", "At the latest on the day before the start"),
        (1, False, "Am besten vor dem Beginn", "Best before the start"),
        (5, False, "Am besten 5 Tage vor dem Beginn", "Best 5 days before the start"),
        (7, True, "Spätestens 1 Woche vor dem Beginn", "At the latest 1 week before the start"),
        (42, True, "Spätestens 6 Wochen vor dem Beginn", "At the latest 6 weeks before the start"),
        (30, False, "Am besten 1 Monat vor dem Beginn", "Best 1 month before the start"),
        (60, False, "Am besten 2 Monate vor dem Beginn", "Best 2 months before the start"),
    ],
)
def test_a_time_before_the_start_is_said_in_its_largest_unit(days, binding, german, english):
    assert step(days, binding=binding).by_when == Text(german, english)


def test_who_applies_learns_the_deadline_and_the_advice():
    said = BOOK["sgb3-82"].apply.deadline
    assert said.de == "Spätestens am Tag vor dem Beginn. Am besten 2 Monate vor dem Beginn"
    assert BOOK["sgb3-87a"].apply.deadline.de == "Nach jeder Prüfung, so bald wie möglich"


def test_papers_of_all_steps_are_named_once():
    card = Text("Ausweis", "Card")
    apply = only(step(papers=(card,)), step(2, papers=(card, Text("Brief", "Letter")))).apply
    assert [paper.de for paper in apply.papers] == ["Ausweis", "Brief"]


def test_what_is_done_online_needs_no_open_office():
    [at_office], [online] = (
        checklist(only(step(online=online)), MONDAY, TODAY) for online in (False, True)
    )
    assert (at_office.due.weekday(), at_office.closed) == (6, True)
    assert (online.due, online.closed, online.better) == (at_office.due, False, None)


def test_the_cheque_can_be_asked_for_on_a_sunday():
    first, *_ = checklist(BOOK["bildungsscheck-nrw-2"], MONDAY, TODAY)
    assert (first.step.id, first.due.weekday(), first.closed) == ("anmeldung", 6, False)
