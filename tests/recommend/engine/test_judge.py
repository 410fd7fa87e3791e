import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorhub.recommend.engine.judge import Judged, figures, judge, ndcg

RELEVANT = {"a": 3, "b": 2, "c": 1}
KEYS = st.permutations(list("abcdefghijklmno"))


def test_the_gain_is_that_of_the_formula():
    found = 3 / math.log2(2) + 7 / math.log2(4)
    best = 7 / math.log2(2) + 3 / math.log2(3) + 1 / math.log2(4)
    assert ndcg(["b", "x", "a"], RELEVANT) == pytest.approx(found / best)


def test_figures_of_one_ranking():
    seen = figures(["x", "b", "y", "a"], RELEVANT)
    assert (seen.hit1, seen.hit5, seen.mrr) == (0, 1, 0.5)
    assert seen.recall50 == pytest.approx(2 / 3)


def test_an_empty_ranking_has_nothing():
    seen = figures([], RELEVANT)
    assert (seen.ndcg10, seen.hit1, seen.hit5, seen.mrr, seen.recall50) == (0, 0, 0, 0, 0)


def test_grade_zero_is_not_relevant():
    assert figures(["z", "a"], {"z": 0, "a": 1}).mrr == 0.5


def test_only_the_first_fifty_are_recalled():
    ranking = [f"x{number}" for number in range(50)]
    assert figures([*ranking, "a"], {"a": 1}).recall50 == 0
    assert figures([*ranking[:49], "a"], {"a": 1}).recall50 == 1


def test_types_are_judged_apart_and_together():
    questions = [
        Judged("1", "q", {"a": 1}, "plain"),
        Judged("2", "q", {"a": 1}, "typo"),
        Judged("3", "q", {"a": 1}, "typo"),
    ]
    verdict = judge({"1": ["a"], "2": ["b", "a"]}, questions)
    assert verdict.by_type["plain"].hit1 == 1
    assert verdict.by_type["typo"].mrr == 0.25
    assert verdict.overall.queries == 3
    assert verdict.overall.mrr == pytest.approx((1 + 0.5 + 0) / 3)


def test_no_question_is_no_reason_to_fail():
    assert judge({}, []).overall.queries == 0


@given(KEYS)
def test_every_figure_is_a_share(ranking):
    seen = figures(ranking, RELEVANT)
    shares = (seen.ndcg10, seen.hit1, seen.hit5, seen.mrr, seen.recall50)
    assert all(0 <= share <= 1 for share in shares)


@given(KEYS)
def test_no_ranking_beats_the_ideal_one(ranking):
    assert ndcg(ranking, RELEVANT) <= ndcg(["a", "b", "c"], RELEVANT) == pytest.approx(1)


@given(KEYS, st.integers(1, 14))
def test_moving_the_best_key_up_never_hurts(ranking, at):
    place = ranking.index("a")
    raised = [key for key in ranking if key != "a"]
    raised.insert(max(0, place - at), "a")
    assert ndcg(raised, RELEVANT) >= ndcg(ranking, RELEVANT) - 1e-9
