import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mentorhub.recommend.engine.fuse import aligned, centred, ranked, relative, soft_sum, towards

SCORES = arrays(np.float32, st.integers(1, 30), elements=st.floats(0, 100, width=32))


def test_centring_takes_a_share_of_the_generic_question():
    query, generic = np.array([1, 0], np.float32), np.array([0.4, 0.8], np.float32)
    assert np.allclose(centred(query, generic, 0.25), [0.9, -0.2])
    assert centred(query, None, 0.25) is query


def test_a_query_moves_towards_another_and_stays_a_unit():
    moved = towards(np.array([1, 0], np.float32), np.array([0, 1], np.float32), 0.5)
    assert np.isclose(np.linalg.norm(moved), 1)
    assert moved[0] > moved[1] > 0


@given(st.sets(st.integers(0, 40), min_size=1), st.sets(st.integers(0, 40)))
def test_scores_are_found_by_their_row(rows, found):
    rows, found = np.array(sorted(rows)), np.array(sorted(found, reverse=True), np.int64)
    scores = (found + 1).astype(np.float32)
    expected = [row + 1 if row in set(found) else 0 for row in rows]
    assert aligned(rows, found, scores).tolist() == expected


@given(SCORES)
def test_relative_scores_end_at_one(scores):
    shares = relative(scores)
    assert shares.max() == (1 if scores.max() > 0 else 0)
    assert (np.diff(shares[np.argsort(scores, kind="stable")]) >= 0).all()


@given(SCORES, st.floats(0.01, 1))
def test_costs_never_pass_the_cap_and_keep_their_order(costs, cap):
    bent = soft_sum(costs, cap)
    assert (bent <= cap * 1.0001).all()
    assert (np.diff(bent[np.argsort(costs)]) >= -1e-6).all()


def test_a_small_cost_stays_what_it_is():
    assert np.isclose(soft_sum(np.array([0.001], np.float32), 0.05)[0], 0.001, rtol=0.02)


@given(arrays(np.float32, 12, elements=st.sampled_from([0.5, 0.25, 0.125])), st.text(max_size=9))
def test_a_ranking_is_by_score_and_the_same_for_the_same_seed(scores, seed):
    keys = [f"k{number}" for number in range(12)]
    order = ranked(scores, keys, seed)
    assert sorted(order) == list(range(12))
    assert (np.diff(scores[order]) <= 0).all()
    assert (order == ranked(scores, keys, seed)).all()


def test_ties_fall_differently_on_another_day():
    scores, keys = np.zeros(40, np.float32), [f"k{number}" for number in range(40)]
    assert (ranked(scores, keys, "2026-11-21") != ranked(scores, keys, "2026-11-22")).any()


def test_ties_do_not_depend_on_the_order_of_documents():
    keys = [f"k{number}" for number in range(20)]
    scores = np.zeros(20, np.float32)
    forwards = [keys[at] for at in ranked(scores, keys, "s")]
    backwards = [keys[::-1][at] for at in ranked(scores, keys[::-1], "s")]
    assert forwards == backwards


def test_rounding_noise_is_a_tie():
    keys = ["a", "b"]
    one = ranked(np.array([0.5, 0.5 + 1e-8]), keys, "s")
    other = ranked(np.array([0.5 + 1e-8, 0.5]), keys, "s")
    assert (one == other).all()
