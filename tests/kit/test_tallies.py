"""Counting in a span of time, by several processes at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from mentorhub.kit.tallies import TIDY_SECONDS, Tallies


@pytest.fixture
def opened(database, tmp_path):
    """Returns a function that opens the tallies as one more process does."""
    made = []

    def open_one():
        made.append(Tallies(database.url, tmp_path))
        return made[-1]

    yield open_one
    with made[0]._engine.begin() as connection:
        connection.execute(text("DROP TABLE tally"))
    for each in made:
        each.close()


def test_processes_count_together(opened):
    one, other = opened(), opened()
    assert [one.add("k", 1, 60, now=0.0), other.add("k", 2, 60, now=10.0)] == [1, 3]
    assert other.look("k", now=59.0) == (3, 60.0)


def test_after_the_span_counting_begins_anew(opened):
    tallies = opened()
    tallies.add("k", 5, 60, now=0.0)
    assert tallies.look("k", now=60.0) == (0, 60.0)
    assert tallies.add("k", 1, 60, now=60.0) == 1


def test_nothing_is_kept_for_longer_than_needed(opened):
    tallies = opened()
    tallies.add("k", 5, 10, now=0.0)
    tallies.add("other", 1, 10, now=TIDY_SECONDS)
    with tallies._engine.connect() as connection:
        assert connection.execute(text("SELECT key FROM tally")).scalars().all() == ["other"]


def test_counting_at_the_same_time_misses_nothing(opened):
    several = [opened() for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        sums = list(pool.map(lambda n: several[n % 4].add("k", 1, 60, now=0.0), range(40)))
    assert sorted(sums) == list(range(1, 41))
