"""When questions come back: later each time, soon after a mistake, never before their day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorhub.courses import remembering
from mentorhub.courses.material.files import read_course
from mentorhub.courses.remembering import CardKey, Memory, answered, cards_of, due
from tests.courses.material import COURSE_TOML, FINAL, files

DAY = date(2026, 11, 21)
OWN = CardKey("zuhoeren", "abschluss", "frage")
OTHER = CardKey("zuhoeren", "abschluss", "stunden")

FELT = st.sampled_from([None, "hard", "easy"])
ANSWERS = st.lists(st.tuples(st.booleans(), FELT, st.integers(-400, 400)), min_size=1, max_size=12)


def after(*rights: bool) -> Memory:
    """What is remembered after these answers, each on the day on which the question came back."""
    memory, day = None, DAY
    for right in rights:
        memory = answered(memory, day, right=right)
        day = memory.due_on
    return memory


def wait(memory: Memory) -> int:
    return (memory.due_on - memory.seen_on).days


def test_right_answers_make_the_waiting_grow():
    waits = [wait(after(*[True] * count)) for count in range(1, 6)]
    assert waits == sorted(set(waits))
    assert waits[0] >= 1
    assert waits[-1] > 100


def test_a_mistake_brings_the_question_back_soon_and_sets_it_back():
    firm, slipped = after(True, True, True), after(True, True, True, False)
    assert wait(after(False)) == 1
    assert wait(slipped) <= 7 < wait(firm)


def test_what_it_felt_like_moves_the_day_but_never_of_a_wrong_answer():
    firm = after(True, True)
    waits = [
        wait(answered(firm, firm.due_on, right=True, felt=felt)) for felt in ("hard", None, "easy")
    ]
    assert waits == sorted(set(waits))
    wrong = {answered(firm, firm.due_on, right=False, felt=felt) for felt in ("hard", None, "easy")}
    assert len(wrong) == 1


@given(ANSWERS)
def test_no_question_is_due_on_the_day_of_its_answer_or_later_than_in_a_year(answers):
    memory, day = None, DAY
    for right, felt, passed in answers:
        day += timedelta(days=passed)  # clocks may be set back
        memory = answered(memory, day, right=right, felt=felt)
        assert 1 <= wait(memory) <= 365
        assert memory.seen_on >= day
        assert memory == answered_again(memory)


def answered_again(memory: Memory) -> Memory:
    """A memory as the database gives it back: the same numbers."""
    return Memory(
        float(repr(memory.stability)), float(repr(memory.difficulty)), memory.seen_on, memory.due_on
    )


def test_a_clock_set_back_neither_fails_nor_counts_days_below_nothing():
    firm = after(True, True)
    back = answered(firm, DAY - timedelta(days=1000), right=True)
    assert back.seen_on == firm.seen_on
    assert back.due_on > firm.seen_on


def test_the_night_in_which_clocks_change_is_a_day_like_any_other():
    for eve in (date(2027, 3, 27), date(2027, 10, 30)):
        memory = answered(None, eve, right=False)
        assert memory.due_on == eve + timedelta(days=1)


def test_known_questions_come_on_their_day_and_new_ones_from_the_day_after_the_course():
    cards = {OWN: DAY, OTHER: DAY}
    assert due(cards, {}, DAY) == []
    assert due(cards, {}, DAY + timedelta(days=1)) == [OWN, OTHER]
    memory = Memory(5.0, 5.0, DAY, DAY + timedelta(days=3))
    assert due(cards, {OTHER: memory}, DAY + timedelta(days=2)) == [OWN]
    assert due(cards, {OTHER: memory}, DAY + timedelta(days=3)) == [OTHER, OWN]


def test_a_question_that_is_not_asked_any_more_is_not_due():
    memory = Memory(5.0, 5.0, DAY, DAY)
    assert due({OWN: DAY}, {OWN: memory, OTHER: memory}, DAY) == [OWN]


def test_new_questions_of_several_courses_come_in_turn():
    cards = {CardKey(course, "q", str(n)): DAY for course in ("a", "b") for n in range(3)}
    found = due(cards, {}, DAY + timedelta(days=1))
    assert [key.course for key in found] == ["a", "b", "a", "b", "a", "b"]


def test_free_texts_are_not_asked():
    essay = '\n[[question]]\nid = "warum"\nkind = "essay"\ntext = "Warum?"\nexplanation = "Weil."\n'
    essay += '[[question.criterion]]\ntext = "Grund"\npoints = 2\n'
    course = read_course("zuhoeren", files(**{"quizzes/abschluss.toml": FINAL + essay}))
    assert {key.question for key in cards_of(course)} == {"ohren", "frage", "stunden"}


def test_a_test_that_only_renews_is_not_given_away():
    renewed = COURSE_TOML.replace("valid_months = 36", 'valid_months = 36\nrenewal = "frisch"')
    changed = files(**{"course.toml": renewed, "quizzes/frisch.toml": FINAL})
    assert {each.quiz for each in cards_of(read_course("zuhoeren", changed))} == {
        "zwischendurch",
        "abschluss",
    }


@pytest.mark.parametrize(("count", "told"), [(0, 1), (1, 1), (3, 1), (5, 2)])
def test_five_cards_take_about_two_minutes(count, told):
    assert remembering.minutes(count) == told
