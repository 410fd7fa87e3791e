"""Dates, money and distances as people here write them."""

from datetime import UTC, date, datetime

import pytest
from flask_babel import force_locale

from mentorhub.web import filters


@pytest.fixture
def german(app):
    with app.test_request_context("/"):
        yield


@pytest.fixture
def english(app):
    with app.test_request_context("/"), force_locale("en"):
        yield


def test_a_day_has_its_weekday(german):
    assert filters.day(date(2027, 1, 12)) == "Di, 12. Januar 2027"


def test_a_moment_late_in_utc_is_the_next_day_in_germany(german):
    late = datetime(2027, 1, 11, 23, 30, tzinfo=UTC)
    assert filters.day(late) == "Di, 12. Januar 2027"
    assert filters.moment(late) == "Di, 12. Januar 2027, 00:30"
    assert filters.clock(late) == "00:30"


def test_summer_time_counts(german):
    assert filters.clock(datetime(2027, 7, 1, 16, 0, tzinfo=UTC)) == "18:00"


@pytest.mark.parametrize(
    ("cents", "text"),
    [
        (125000, "1.250\xa0€"),
        (1990, "19,90\xa0€"),
        (0, "0\xa0€"),
        (5, "0,05\xa0€"),
        (None, "Preis auf Anfrage"),
    ],
)
def test_money_shows_cents_only_if_there_are_any(german, cents, text):
    assert filters.money(cents) == text


@pytest.mark.parametrize(
    ("distance", "text"),
    [(11.6, "12\xa0km"), (1234.0, "1.234\xa0km"), (0.4, "unter 1\xa0km"), (None, "")],
)
def test_distances_are_whole_kilometres(german, distance, text):
    assert filters.km(distance) == text


def test_numbers_are_grouped(german):
    assert filters.number(6635) == "6.635"


@pytest.mark.usefixtures("english")
def test_english_readers_read_english():
    assert filters.day(date(2027, 1, 12)) == "Tue, 12 January 2027"
    assert filters.money(125000) == "1,250\xa0€"
    assert filters.money(None) == "Price on request"
    assert filters.number(6635) == "6,635"
