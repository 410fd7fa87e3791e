from hypothesis import given
from hypothesis import strategies as st

from mentorhub.recommend.engine.spread import (
    MOST,
    WINDOW,
    Candidate,
    ProviderNames,
    diversify,
)

NAMES = ["Lernwerk Hellweg gGmbH (Beispiel)", "Volkshochschule Dortmund", "e. V."]


def _ranking(unmet):
    return [Candidate(row, 1 - row / 100, cost) for row, cost in enumerate(unmet)]


def _order(unmet, owners, named=()):
    return diversify(_ranking(unmet), lambda hit: owners[hit.row], named)


def test_the_third_of_a_provider_waits_behind_the_window():
    owners = [0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    seen = _order([0.0] * 12, owners)
    assert seen == [0, 1, 3, 4, 5, 6, 7, 8, 9, 10, 2, 11]


def test_a_named_provider_stays():
    owners = [0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7]
    assert _order([0.0] * 11, owners, {0}) == list(range(11))


def test_a_strict_fit_is_not_given_up():
    owners = [0, 0, 0, 1, 2]
    assert _order([0, 0, 0, 0.02, 0.02], owners) == [0, 1, 2, 3, 4]


def test_a_single_provider_keeps_its_order():
    assert _order([0.0] * 15, [0] * 15) == list(range(15))


@given(st.lists(st.tuples(st.integers(0, 4), st.sampled_from([0.0, 0.02])), max_size=30))
def test_nothing_is_lost(drawn):
    seen = _order([unmet for _, unmet in drawn], [owner for owner, _ in drawn])
    assert sorted(seen) == list(range(len(drawn)))


@given(st.lists(st.integers(0, 7), max_size=30))
def test_nobody_crowds_the_first_page_while_others_wait(owners):
    seen = [owners[row] for row in _order([0.0] * len(owners), owners)]
    first, later = seen[:WINDOW], seen[WINDOW:]
    if max(map(first.count, first), default=0) > MOST:
        assert all(first.count(owner) >= MOST for owner in later)


def test_a_provider_is_named_by_all_words_of_its_name():
    names = ProviderNames(NAMES)
    assert names.named("Kurse vom Lernwerk Hellweg") == {0}
    assert names.named("VOLKSHOCHSCHULE in Dortmund und Lernwerk Hellweg") == {0, 1}
    assert names.named("Lernwerk") == frozenset()
    assert names.named("") == frozenset()


def test_hits_that_cannot_come_into_the_window_are_not_looked_at():
    looked_at = []
    diversify(_ranking([0.0] * 300), lambda hit: looked_at.append(hit.row) or hit.row)
    assert set(looked_at) == set(range(WINDOW))


def test_a_catalogue_of_one_provider_is_looked_through_once():
    looked_at = []
    diversify(_ranking([0.0] * 300), lambda hit: looked_at.append(hit.row) or 0)
    assert len(looked_at) < 1000
