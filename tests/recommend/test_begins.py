"""When a course begins: what is read, what is only kept, and what nobody can know."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorhub.recommend.begins import EARLIEST, LATEST, Begins, read

MONDAY = date(2027, 1, 11)


@pytest.mark.parametrize(
    "text",
    [
        "2027-01-11", "2027-01-11T09:00:00Z", "11.01.2027", "11.1.2027", "11. 1. 2027", "11.01.27",
        "Mo, 11.01.2027, 9:00 Uhr", "ab 11.01.2027", "11. Januar 2027", "11. Jan. 2027",
        "11.01.2027 - 15.01.2027", "11.01.-15.01.2027", "11.-15.01.2027", "11. bis 15. Januar 2027",
        "2027-01-11/2027-01-15", "2027/01/11", "2027.01.11", "2027-1-11",
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(text):
    assert read([text]) == Begins(days=(MONDAY,))


@pytest.mark.parametrize("text", ["15-03-2027", "15/03/2027", "15/3/2027", "03/15/2027"])
def test_with_strokes_a_day_is_read_where_only_one_can_be_meant(text):
    assert read([text]) == Begins(days=(date(2027, 3, 15),))


def test_the_same_number_twice_is_one_day():
    assert read(["05/05/2027"]) == Begins(days=(date(2027, 5, 5),))


@pytest.mark.parametrize(
    "text", ["2026-13-45", "31.02.2027", "31. Februar 2027", "31/31/2027", "29.-30.02.2027"]
)
def test_a_day_that_no_calendar_has_is_no_date_and_not_the_end_of_its_year(text):
    assert read([text]) == Begins(words=text, unread=(text,))


def test_a_day_that_no_calendar_has_is_told_beside_others():
    both = read(["11.01.2027, 31.02.2027"])
    assert both == Begins(days=(MONDAY,), unread=("31.02.2027",))


def test_several_days_are_read_out_of_one_text_and_out_of_several():
    both = (MONDAY, date(2027, 2, 15))
    assert read(["11.01.2027, 15.02.2027"]).days == both
    assert read(["15.02.2027", "2027-01-11"]).days == both
    assert read(["11.01.2027 und 15.02.2027"]).days == both


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("März 2027", date(2027, 3, 31)),
        ("Ende Februar 2028", date(2028, 2, 29)),
        ("2027-03", date(2027, 3, 31)),
        ("03/2027", date(2027, 3, 31)),
        ("April - Juni 2027", date(2027, 6, 30)),
        ("2027", date(2027, 12, 31)),
        ("Frühjahr 2027", date(2027, 12, 31)),
        ("KW 12/2027", date(2027, 12, 31)),
        ("2027/03", date(2027, 3, 31)),
        ("03/04/2027", date(2027, 4, 3)),
        ("01-11-2027", date(2027, 11, 1)),
        ("31.02.2027, sonst April 2027", date(2027, 4, 30)),
    ],
)
def test_less_than_a_day_counts_to_its_end_and_keeps_its_words(text, last):
    assert read([text]) == Begins(days=(last,), words=text)


@pytest.mark.parametrize(
    "text",
    ["auf Anfrage", "on_request", "Termine nach Vereinbarung", "Einstieg jederzeit möglich",
     "laufend", "n. V."],
)  # fmt: skip
def test_on_request_is_said_in_many_ways(text):
    assert read([text]) == Begins(open=True)
    assert read(["2024-01-01", text]) == Begins(days=(date(2024, 1, 1),), open=True)


def test_saying_nothing_is_on_request():
    assert read([]) == read(["", " "]) == Begins(open=True)


@pytest.mark.parametrize("text", ["KW 12", "24/7", "Mai", "ab 3. Quartal", "11.13.", "0001-01-01"])
def test_a_dated_text_without_a_year_is_no_start_and_not_on_request(text):
    assert read([text]) == Begins(words=text, unread=(text,))


def test_other_words_leave_the_course_open_and_are_kept():
    assert read(["im Frühjahr"]) == Begins(words="im Frühjahr", open=True, unread=("im Frühjahr",))


def test_words_stand_back_behind_a_day():
    assert read(["2027-01-11", "März 2027"]) == Begins(days=(MONDAY, date(2027, 3, 31)))


@given(st.lists(st.text() | st.from_regex(r"[\d./ -]{4,24}"), max_size=4))
def test_whatever_a_text_says_days_are_days_and_nothing_is_open_by_a_number(texts):
    found = read(texts)
    assert all(EARLIEST <= day <= LATEST for day in found.days)
    assert list(found.days) == sorted(set(found.days))
