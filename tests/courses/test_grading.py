"""What an answer is worth."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorhub.courses import grading
from mentorhub.courses.grading import grade, is_whole, passed, read_answer, total
from mentorhub.courses.material.questions import (
    Cloze,
    Essay,
    Gap,
    Matching,
    Multiple,
    Number,
    Ordering,
    Short,
    Single,
    TrueFalse,
    worth,
)
from tests.courses import questions as make

GAPS = (
    Gap(id="1", accepted=("Arbeit",)),
    Gap(id="amt", options=("Agentur", "Jobcenter"), right="Agentur"),
)
CLOZE = make.cloze("Die {{amt}} für {{1}}.", *GAPS, points=2)


RIGHT = {
    Single: lambda q: next(n for n, each in enumerate(q.options) if each.right),
    Multiple: lambda q: [n for n, each in enumerate(q.options) if each.right],
    TrueFalse: lambda q: 0 if q.right else 1,
    Short: lambda q: q.accepted[0],
    Number: lambda q: f"{q.value!r} {q.unit}",
    Matching: lambda q: [q.rights.index(pair.right) for pair in q.pairs],
    Ordering: lambda q: list(range(len(q.items))),
    Cloze: lambda q: {gap.id: gap.right or gap.accepted[0] for gap in q.gaps},
    Essay: lambda _: "Ein Text.",
}


def right_answer(question):
    """The answer that deserves everything."""
    return RIGHT[type(question)](question)


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=5), st.dictionaries(st.text(max_size=3), inner, max_size=4)
    ),
    max_leaves=8,
)
NEAR = st.one_of(
    st.integers(-1, 7),
    st.lists(st.one_of(st.none(), st.integers(-1, 7)), max_size=8),
    st.dictionaries(st.sampled_from("1234"), st.one_of(make.SIMPLE, st.integers()), max_size=4),
    make.SIMPLE,
    st.from_regex(r"-?[0-9.,]{1,9} ?[a-z]{0,3}", fullmatch=True),
)


@given(make.questions(), st.one_of(JSON, NEAR))
def test_points_are_from_nothing_to_all_whatever_is_answered(question, answer):
    mark = grade(question, answer)
    assert 0 <= mark.points <= mark.out_of == worth(question) * 100


@given(make.questions())
def test_the_right_answer_gets_all(question):
    mark = grade(question, right_answer(question), language="en")
    if isinstance(question, Essay):
        assert mark == grading.Mark(0, question.worth * 100, needs_person=True)
    else:
        assert mark.points == mark.out_of
        assert all(part.right for part in mark.parts)


@given(make.questions(), st.one_of(st.none(), st.just(""), st.just([]), st.just({}), st.just(" ")))
def test_an_open_answer_is_worth_nothing_and_needs_nobody(question, answer):
    mark = grade(question, answer)
    assert mark.points == 0
    assert not mark.needs_person
    assert all(part.given is None and part.feedback == "" for part in mark.parts)


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        (make.single("+a", "b"), [2, -1, True, "0", [0], 0.0, 10**400, {"0": 0}]),
        (make.true_false(right=True), [2, -1, True, False, "0", [0], "true"]),
        (make.multiple("+a", "+b", "c"), [[0, 0], [0, 1, 3], [0, -1], [True], ["0"], [None], 0, "0"]),
        (make.multiple("+a", "+b", "c"), [[0, 1] * 100_000, {"0": "1"}, [[0]], [0.0]]),
        (make.short("a*"), ["a" * 2_000, 1, ["a"], {"a": "a"}, "\x00"]),
        (make.number(5), [5, 5.0, ["5"], "5" * 1_000, "1e999999999", "nan", "inf", "5 Stunden"]),
        (make.matching(("a", "1"), ("b", "2")), [[0], [0, 1, 1], [0, 2], ["0", 1], [0, True], "01"]),
        (make.ordering("a", "b", "c"), [[0, 1], [0, 0, 1], [0, 1, 3], [0, 1, 2, 2], ["0", 1, 2], 0]),
        (CLOZE, [["Arbeit"], "Arbeit", {"1": 1, "amt": ["Agentur"]}, {"2": "Arbeit"}, {1: "Arbeit"}]),
    ],
)  # fmt: skip
def test_what_does_not_fit_the_question_is_worth_nothing(question, answers):
    assert [grade(question, each).points for each in answers] == [0] * len(answers)


def test_the_feedback_is_that_of_the_option_chosen():
    assert grade(make.single("+a", "b"), 1).parts == (grading.PartMark("1", 1, False, "zu b"),)
    assert grade(make.true_false(right=False), 0).parts[0].feedback == "J"
    assert grade(make.true_false(right=False), 1) == grading.Mark(
        100, 100, (grading.PartMark("1", 1, True, "N"),)
    )


def test_each_option_of_several_says_whether_it_was_rightly_taken_or_left():
    mark = grade(make.multiple("+a", "+b", "c", "d"), [0, 2])
    assert mark.parts == (
        grading.PartMark("0", 0, True, "zu +a"),
        grading.PartMark("1", None, False),
        grading.PartMark("2", 2, False, "zu c"),
        grading.PartMark("3", None, True),
    )


@pytest.mark.parametrize(
    ("answer", "points"),
    [([0], 50), ([1, 0], 100), ([0, 2], 0), ([0, 1, 2], 50), ([0, 1, 2, 3], 0), ([2], 0)],
)
def test_a_right_choice_adds_its_part_and_a_wrong_one_takes_it_away(answer, points):
    assert grade(make.multiple("+a", "+b", "c", "d"), answer).points == points


def test_thirds_are_rounded_to_the_nearest_hundredth():
    question = make.multiple("+a", "+b", "+c", "d", "e", "f")
    assert [grade(question, answer).points for answer in ([0], [0, 1], [0, 1, 2])] == [33, 67, 100]


@given(make.multiples())
def test_choosing_everything_pays_only_where_everything_is_right(question):
    everything = list(range(len(question.options)))
    all_right = all(each.right for each in question.options)
    mark = grade(question, everything)
    assert mark.points == (mark.out_of if all_right else 0)


@given(make.multiples(), st.data())
def test_a_further_right_choice_never_lowers_and_a_wrong_one_never_raises(question, data):
    places = range(len(question.options))
    chosen = data.draw(st.lists(st.sampled_from(places), unique=True))
    before = grade(question, chosen).points
    for place in set(places) - set(chosen):
        after = grade(question, [*chosen, place]).points
        assert after >= before if question.options[place].right else after <= before


@given(make.multiples(), st.data())
def test_the_order_in_which_options_are_chosen_does_not_matter(question, data):
    places = range(len(question.options))
    chosen = data.draw(st.lists(st.sampled_from(places), unique=True))
    shuffled = data.draw(st.permutations(chosen))
    assert grade(question, chosen) == grade(question, shuffled)


def test_each_pair_counts_alike_and_two_may_share_a_side():
    question = make.matching(("a", "1"), ("b", "2"), ("c", "1"), distractors=("3",), points=3)
    assert question.rights == ("1", "2", "3")
    assert grade(question, [0, 1, 0]).points == 300
    assert grade(question, [0, 2, None]).points == 100
    assert [part.right for part in grade(question, [0, 2, None]).parts] == [True, False, False]


@pytest.mark.parametrize(
    ("order", "points"),
    [
        ([0, 1, 2, 3], 400),
        ([3, 2, 1, 0], 0),
        ([1, 2, 3, 0], 200),
        ([3, 0, 1, 2], 200),
        ([0, 2, 1, 3], 100),
        ([0, 1, None, None], 200),
        ([0, 1, None, 2], 200),
    ],
)
def test_an_item_counts_where_it_follows_what_it_belongs_behind(order, points):
    assert grade(make.ordering("a", "b", "c", "d", points=4), order).points == points


@given(make.orderings(), st.data())
def test_only_the_right_order_gets_all(question, data):
    order = data.draw(st.permutations(range(len(question.items))))
    mark = grade(question, list(order))
    assert (mark.points == mark.out_of) == (order == sorted(order))
    assert [part.given for part in mark.parts] == [order.index(n) for n in range(len(order))]


def test_a_guessed_order_gets_one_of_n_on_average():
    question = make.ordering("a", "b", "c", "d", points=4)
    points = [grade(question, list(each)).points for each in itertools.permutations(range(4))]
    assert Fraction(sum(points), len(points)) == 100


def test_each_gap_counts_alike():
    assert grade(CLOZE, {"1": "arbeit.", "amt": "Agentur"}).points == 200
    mark = grade(CLOZE, {"1": "Arbeit", "amt": "Jobcenter"})
    assert mark.points == 100
    assert mark.parts == (
        grading.PartMark("1", "Arbeit", True),
        grading.PartMark("amt", "Jobcenter", False),
    )


def test_a_gap_to_choose_is_right_to_the_letter():
    assert grade(CLOZE, {"amt": "agentur"}).points == 0


@pytest.mark.parametrize("text", ["119,5", "120.5 h", "120 Stunden", "Std. 120", "120h"])
def test_the_tolerance_belongs_to_the_answer(text):
    question = make.number(120, 0.5, "Stunden", ("h", "Std."))
    told = text if any(each.isalpha() for each in text) else f"{text} h"
    assert grade(question, told).points == 100


@pytest.mark.parametrize("text", ["120", "119,49 h", "120,51 h", "120 Tage", "-120 h", "h"])
def test_another_number_or_unit_or_none_is_wrong(text):
    assert grade(make.number(120, 0.5, "Stunden", ("h", "Std.")), text).points == 0


def test_the_tolerance_is_decimal_to_the_end():
    assert grade(make.number(0.3, 0.1), "0,4").points == 100
    assert grade(make.number(0.1, 0.2), "0,3").points == 100
    assert grade(make.number(0.1, 0.2), "0,30000000000000001").points == 0


def test_the_language_of_the_course_decides_what_a_point_means():
    assert grade(make.number(1234), "1.234").points == 100
    assert grade(make.number(1234), "1.234", language="en").points == 0
    assert grade(make.number(1.234), "1.234", language="en").points == 100


def test_an_essay_is_worth_what_a_person_gives():
    mark = grading.grade_essay(make.essay(2, 3), [150, 300])
    assert (mark.points, mark.out_of, mark.needs_person) == (450, 500, False)
    assert [(part.given, part.right) for part in mark.parts] == [(150, False), (300, True)]


@pytest.mark.parametrize(
    "given", [[], [100], [100, 100, 100], [-1, 0], [201, 0], [True, 0], ["1", 0]]
)
def test_points_beyond_a_criterion_are_refused(given):
    with pytest.raises(ValueError, match="criteri"):
        grading.grade_essay(make.essay(2, 3), given)


def test_marks_add_up_and_say_that_a_person_is_needed():
    marks = [grading.Mark(33, 100), grading.Mark(67, 100), grading.Mark(0, 300, needs_person=True)]
    assert total(marks) == grading.Total(100, 500, True)
    assert total(marks).share == Fraction(1, 5)
    assert total([]).share == 0


@pytest.mark.parametrize(
    ("points", "out_of", "pass_mark", "enough"),
    [(70, 100, 70, True), (69, 100, 70, False), (667, 1000, 67, False), (670, 1000, 67, True)],
)
def test_the_pass_mark_is_met_exactly(points, out_of, pass_mark, enough):
    assert passed([grading.Mark(points, out_of)], pass_mark) is enough


def test_nobody_passes_without_questions():
    assert not passed([], 1)


@given(
    st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 1000)), min_size=1), st.integers(1, 100)
)
def test_passing_is_the_exact_share(pairs, pass_mark):
    marks = [grading.Mark(min(pair), max(pair)) for pair in pairs]
    share = total(marks).share
    assert passed(marks, pass_mark) == (
        bool(total(marks).out_of) and share >= Fraction(pass_mark, 100)
    )


FIELDS = st.dictionaries(
    st.one_of(
        st.sampled_from(["answer", "unit", *(f"{n}-{k}" for n in ("pair", "place", "gap") for k in range(5))]),
        st.text(max_size=5),
    ),
    st.lists(st.one_of(st.text(max_size=8), st.integers(-2, 8).map(str)), max_size=4),
    max_size=8,
)  # fmt: skip


@given(make.questions(), FIELDS)
def test_any_form_is_read_and_graded_without_an_error(question, values):
    mark = grade(question, read_answer(question, values))
    assert 0 <= mark.points <= mark.out_of


def form_of(question, answer):
    """The fields that a browser sends for an answer."""
    if isinstance(question, Single | TrueFalse):
        return {"answer": [str(answer)]}
    if isinstance(question, Multiple):
        return {"answer": [str(each) for each in reversed(answer)]}
    if isinstance(question, Matching):
        return {f"pair-{n}": [str(each)] for n, each in enumerate(answer)}
    if isinstance(question, Ordering):
        return {f"place-{item}": [str(place)] for place, item in enumerate(answer, 1)}
    if isinstance(question, Cloze):
        return {f"gap-{id_}": [text] for id_, text in answer.items()}
    return {"answer": [answer]}


@given(make.questions())
def test_what_is_sent_is_what_was_answered(question):
    answer = right_answer(question)
    assert read_answer(question, form_of(question, answer)) == answer


@given(make.questions())
def test_a_form_without_fields_is_an_open_answer(question):
    assert read_answer(question, {}) is None
    assert read_answer(question, {"answer": [], "pair-0": [""], "place-0": [" "]}) is None


def test_two_values_for_one_choice_are_none():
    assert read_answer(make.single("+a", "b"), {"answer": ["0", "1"]}) is None


def test_places_that_are_not_there_are_left_out():
    assert read_answer(make.multiple("+a", "b"), {"answer": ["0", "9", "x", "-1", "²"]}) == [0]
    assert read_answer(make.single("+a", "b"), {"answer": ["2"]}) is None


def test_a_place_given_twice_stays_open():
    fields = {"place-0": ["2"], "place-1": ["1"], "place-2": ["2"], "place-3": ["4"]}
    assert read_answer(make.ordering("a", "b", "c", "d"), fields) == [1, None, None, 3]


def test_half_a_matching_is_kept():
    question = make.matching(("a", "1"), ("b", "2"))
    assert read_answer(question, {"pair-1": ["0"]}) == [None, 0]


def test_a_unit_of_its_own_field_is_put_behind_the_number_once():
    question = make.number(120, unit="Stunden", units=("h",))
    assert read_answer(question, {"answer": ["120"], "unit": ["h"]}) == "120 h"
    assert read_answer(question, {"answer": ["120 h"], "unit": ["h"]}) == "120 h"
    assert read_answer(question, {"answer": ["viele"], "unit": ["h"]}) == "viele"
    assert read_answer(question, {"unit": ["h"]}) is None


def test_texts_lose_what_no_database_keeps():
    text = read_answer(make.essay(1), {"answer": ["Ein\x00s\r\nzwei\rdrei" + "x" * 50_000]})
    assert text.startswith("Eins\nzwei\ndrei")
    assert len(text) <= grading.LONGEST_TEXT


@pytest.mark.parametrize(
    ("question", "whole", "in_part"),
    [
        (make.single("+a", "b"), 0, None),
        (make.multiple("+a", "b"), [0], None),
        (make.matching(("a", "1"), ("b", "2")), [0, 1], [0, None]),
        (make.ordering("a", "b"), [1, 0], [1, None]),
        (CLOZE, {"1": "x", "amt": "Jobcenter"}, {"1": "x"}),
        (make.essay(1), "Darum.", None),
    ],
)
def test_an_answer_is_whole_if_nothing_of_it_is_open(question, whole, in_part):
    assert is_whole(question, whole)
    assert not is_whole(question, in_part)
    assert not is_whole(question, None)
