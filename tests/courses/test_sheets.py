"""Sheets for Excel and calendars: what outsiders put into them stays a text."""

import io
from datetime import UTC, date, datetime

import openpyxl
import pytest
from icalendar import Calendar

from mentorhub.courses import calendar, sheets
from mentorhub.courses.calendar import Entry

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize("text", ["=1+1", "+49 231", "-1", "@SUM(A1)", "\tx", "=cmd|' /C calc'!A0"])
def test_no_cell_is_a_formula(text):
    book = openpyxl.load_workbook(io.BytesIO(sheets.write("x", [text], [[text, 3]])))
    for cell in (book.active["A1"], book.active["A2"]):
        assert cell.data_type == "s"
        assert cell.value == text
    assert book.active["B2"].value == 3


def test_signs_that_no_sheet_holds_are_left_out():
    data = sheets.write("a/b:c*?[d]" + "x" * 40, ["k\x00\x0b"], [["\x1bAnna\ufffe", None]])
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert (sheet["A1"].value, sheet["A2"].value) == ("k", "Anna")
    assert len(sheet.title) <= 31


def test_words_cannot_break_out_of_a_calendar():
    evil = "Treffen\r\nATTENDEE:mailto:x@y.z\r\nEND:VEVENT"
    entry = Entry("u1", evil, NOON, NOON.replace(hour=13), NOON, place=evil, link="https://x.test")
    [event] = Calendar.from_ical(calendar.write([entry], "k")).walk("VEVENT")
    assert "attendee" not in event
    assert str(event["summary"]).startswith("Treffen")
    assert event["dtstart"].dt == NOON


def test_a_whole_day_ends_before_the_next_and_blocks_no_time():
    day = calendar.whole_day("u", "Kurs", date(2026, 12, 24), NOON, "https://x.test")
    [event] = Calendar.from_ical(calendar.write([day], "k")).walk("VEVENT")
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2026, 12, 24), date(2026, 12, 25))
    assert str(event["transp"]) == "TRANSPARENT"
