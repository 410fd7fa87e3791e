"""Which questions an attempt gets, and in which order everything is shown."""

from collections import Counter
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorhub.courses.drawing import Asked, draw
from mentorhub.courses.material.questions import Gap
from mentorhub.courses.material.quizzes import Quiz
from tests.courses import questions as make

SEEDS = st.one_of(st.integers(), st.text(max_size=20))


def named(question, name):
    return question.model_copy(update={"id": name})


def quiz_of(*questions, **more):
    return Quiz(title="Quiz", questions=questions, **more)


def bank(count, **more):
    return quiz_of(*(named(make.single("+a", "b", "c"), f"q{n}") for n in range(count)), **more)


MATCHING = make.matching(("a", "1"), ("b", "2"), ("c", "3"), ("d", "1"), distractors=("4",))
ALL = quiz_of(
    make.single("+a", "b", "c", "d"),
    make.multiple("+a", "+b", "c", "d"),
    make.true_false(right=True),
    make.short("a"),
    make.number(1),
    MATCHING,
    make.ordering("a", "b", "c", "d"),
    make.cloze(
        "{{1}} {{2}}",
        Gap(id="1", accepted=("x",)),
        Gap(id="2", options=("x", "y", "z"), right="x"),
    ),
    make.essay(1),
)


@st.composite
def quizzes(draw_):
    drawn = draw_(st.lists(make.questions(), min_size=1, max_size=8))
    questions = tuple(named(each, f"q{n}") for n, each in enumerate(drawn))
    return Quiz(title="Quiz", shuffle=draw_(st.booleans()), questions=questions)


@given(quizzes(), SEEDS)
@settings(max_examples=50)
def test_each_question_is_asked_once_and_shows_everything_once(quiz, seed):
    asked = draw(quiz, seed)
    assert sorted(each.question for each in asked) == sorted(q.id for q in quiz.questions)
    for each in asked:
        question = quiz.question(each.question)
        shown = next(
            (getattr(question, n) for n in ("options", "rights", "items") if hasattr(question, n)),
            (),
        )
        assert sorted(each.order) == list(range(len(shown)))
        gaps = getattr(question, "gaps", ())
        assert [sorted(gap) for gap in each.gaps] == [list(range(len(gap.options))) for gap in gaps]


@given(st.integers(1, 12), st.integers(1, 12), st.booleans(), SEEDS)
def test_a_draw_takes_as_many_as_the_quiz_says_and_none_twice(count, drawn, shuffle, seed):
    quiz = bank(count, draw=min(count, drawn), shuffle=shuffle)
    asked = [each.question for each in draw(quiz, seed)]
    assert len(asked) == len(set(asked)) == quiz.asked


@given(quizzes(), SEEDS)
@settings(max_examples=30)
def test_the_same_seed_gives_the_same(quiz, seed):
    assert draw(quiz, seed) == draw(quiz, seed)


def test_a_seed_gives_what_it_gave_on_every_machine():
    """These orders are kept with attempts: they must not change with Python or with us."""
    assert draw(ALL, 7) == draw(ALL, "7") == GIVEN


def test_another_seed_gives_another_order():
    assert len({draw(bank(8), seed) for seed in range(50)}) > 45


def test_without_shuffling_questions_and_options_stand_as_written():
    quiz = ALL.model_copy(update={"shuffle": False})
    for seed in range(20):
        asked = {each.question: each for each in draw(quiz, seed)}
        assert list(asked) == [each.id for each in quiz.questions]
        assert asked["s"].order == asked["m"].order == (0, 1, 2, 3)
        assert asked["c"].gaps == ((), (0, 1, 2))


def test_without_shuffling_drawn_questions_keep_their_order():
    for seed in range(20):
        asked = [each.question for each in draw(bank(9, draw=4, shuffle=False), seed)]
        assert asked == sorted(asked)


@pytest.mark.parametrize("shuffle", [True, False])
@pytest.mark.parametrize("count", [3, 4])
def test_an_ordering_never_shows_the_right_order(count, shuffle):
    quiz = quiz_of(make.ordering(*"abcd"[:count]), shuffle=shuffle)
    seen = {draw(quiz, seed)[0].order for seed in range(600)}
    assert seen == set(permutations(range(count))) - {tuple(range(count))}


def test_of_two_things_either_order_comes():
    quiz = quiz_of(make.ordering("a", "b"), shuffle=False)
    assert {draw(quiz, seed)[0].order for seed in range(50)} == {(0, 1), (1, 0)}


def test_right_sides_are_shuffled_always():
    quiz = quiz_of(MATCHING, shuffle=False)
    assert len({draw(quiz, seed)[0].order for seed in range(600)}) == 24


def test_what_a_question_shows_does_not_hang_on_the_others():
    alone = quiz_of(MATCHING)
    assert draw(alone, 5)[0] in draw(ALL, 5)


def _far(counts, cells, total):
    """Pearson's statistic for equally likely cells."""
    expected = total / cells
    return sum((counts[each] - expected) ** 2 / expected for each in counts) + expected * (
        cells - len(counts)
    )


def test_every_order_is_equally_likely():
    orders = Counter(
        tuple(each.question for each in draw(bank(4), f"seed {n}")) for n in range(4800)
    )
    assert len(orders) == 24
    assert _far(orders, 24, 4800) < 49.7  # one in a thousand for 23 degrees of freedom


def test_every_choice_of_questions_is_equally_likely():
    quiz = bank(6, draw=3)
    chosen = Counter(tuple(sorted(each.question for each in draw(quiz, n))) for n in range(4000))
    assert len(chosen) == 20
    assert _far(chosen, 20, 4000) < 43.8  # one in a thousand for 19 degrees of freedom


GIVEN = (
    Asked(question="c", order=(), gaps=((), (1, 0, 2))),
    Asked(question="s", order=(3, 2, 0, 1), gaps=()),
    Asked(question="p", order=(2, 3, 0, 1), gaps=()),
    Asked(question="m", order=(1, 0, 2, 3), gaps=()),
    Asked(question="e", order=(), gaps=()),
    Asked(question="k", order=(), gaps=()),
    Asked(question="z", order=(), gaps=()),
    Asked(question="o", order=(1, 3, 2, 0), gaps=()),
    Asked(question="t", order=(), gaps=()),
)
