"""Tokens are counted for all processes, and a model that fails is left alone for a while."""

from datetime import timedelta

import pytest

from mentorhub.assist.budget import FAILURES_BEFORE_REST, REST_SECONDS, Budget, Use
from mentorhub.assist.chat import Busy, ChatFailed
from mentorhub.kit.tallies import Tallies


@pytest.fixture
def time(noon):
    """The present moment, which a test may move."""
    return [noon]


@pytest.fixture
def process(sqlite, tmp_path, time):
    """Returns a function that opens the budget as one more process does."""
    opened = []

    def open_one(**limits):
        opened.append(Tallies(sqlite.engine.url, tmp_path))
        return Budget(
            lambda: opened[-1], **{"a_talk": 1000, "a_day": 2000} | limits, now=lambda: time[0]
        )

    yield open_one
    for one in opened:
        one.close()


def test_processes_share_the_tokens_of_a_day(process, time):
    one, other = process(), process()
    one.spend(900, 0)
    other.spend(900, 0)
    with pytest.raises(ChatFailed, match="today"):
        one.spend(201, 0)
    other.spend(200, 0)
    assert one.today() == Use(tokens=2000, calls=3, failures=0, refusals=1)
    time[0] += timedelta(days=1)
    one.spend(900, 0)
    assert one.today() == Use(tokens=900, calls=1, failures=0, refusals=0)


def test_a_dialogue_has_a_limit_of_its_own(process):
    budget = process()
    budget.spend(300, 700)
    with pytest.raises(ChatFailed, match="dialogue"):
        budget.spend(301, 700)
    assert budget.today().tokens == 300


def test_a_model_that_fails_often_rests_for_everybody(process, time):
    one, other = process(), process()
    for _ in range(FAILURES_BEFORE_REST):
        one.failed()
    with pytest.raises(Busy, match="often"):
        other.spend(1, 0)
    time[0] += timedelta(seconds=REST_SECONDS + 1)
    other.spend(1, 0)
    assert other.today().failures == FAILURES_BEFORE_REST


def test_a_model_that_is_slow_often_rests_as_well(process):
    budget = process()
    for _ in range(FAILURES_BEFORE_REST):
        budget.spend(1, 0)
        budget.slow()
    with pytest.raises(Busy, match="slow"):
        budget.spend(1, 0)
    assert budget.today().failures == 0


def test_where_nothing_can_be_counted_nothing_is_spent(process, tmp_path):
    budget = process()
    budget.spend(1, 0)
    (tmp_path / "tallies.db").unlink()
    budget._tallies().close()
    with pytest.raises(ChatFailed, match="counted"):
        budget.spend(1, 0)
    budget.failed()
