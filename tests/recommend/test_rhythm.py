"""When a source is asked: in its rhythm, later after failures, stale after a missed turn."""

from datetime import UTC, date, datetime, timedelta

import pytest

from mentorhub.recommend.rhythm import Rhythm

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def test_without_an_hour_the_rhythm_counts_from_the_last_fetch():
    assert Rhythm(6 * HOUR).next(NOON) == NOON + 6 * HOUR


@pytest.mark.parametrize(
    ("every", "after", "due"),
    [
        (DAY, NOON, datetime(2026, 11, 22, 2, 0, tzinfo=UTC)),
        (DAY, datetime(2026, 11, 21, 1, 59, tzinfo=UTC), datetime(2026, 11, 21, 2, 0, tzinfo=UTC)),
        (DAY, datetime(2026, 11, 21, 2, 0, tzinfo=UTC), datetime(2026, 11, 22, 2, 0, tzinfo=UTC)),
        (7 * DAY, NOON, datetime(2026, 11, 28, 2, 0, tzinfo=UTC)),
        (DAY, datetime(2027, 3, 27, 12, 0, tzinfo=UTC), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
    ],
)
def test_an_hour_is_one_of_germany_in_summer_and_winter(every, after, due):
    assert Rhythm(every, 3).next(after) == due


def test_after_failures_the_pause_doubles_up_to_the_rhythm():
    rhythm = Rhythm(2 * DAY)
    pauses = [rhythm.retry(NOON, failures) - NOON for failures in (1, 2, 3, 7, 9, 500)]
    quarter = timedelta(minutes=15)
    assert pauses == [quarter, 2 * quarter, HOUR, 16 * HOUR, 2 * DAY, 2 * DAY]


def test_an_hourly_source_rests_up_to_a_day():
    assert Rhythm(HOUR).retry(NOON, 50) == NOON + DAY


def test_what_a_server_wishes_counts_up_to_a_week():
    rhythm = Rhythm(HOUR)
    assert rhythm.retry(NOON, 1, 5 * HOUR) == NOON + 5 * HOUR
    assert rhythm.retry(NOON, 1, timedelta(seconds=1)) == NOON + timedelta(minutes=15)
    assert rhythm.retry(NOON, 1, 400 * DAY) == NOON + 7 * DAY


def test_fresh_is_what_missed_no_more_than_a_turn():
    assert Rhythm(HOUR).fresh_until(NOON) == date(2026, 11, 22)
    assert Rhythm(DAY).fresh_until(NOON) == date(2026, 11, 23)
    assert Rhythm(DAY).fresh_until(NOON.replace(hour=23)) == date(2026, 11, 24)
