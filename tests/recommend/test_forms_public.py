"""What visitors type, read the way they mean it, and nothing that breaks."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from mentorhub.recommend.amounts import LARGEST_NUMBER, read_number
from mentorhub.recommend.eligibility import BY_NAME
from mentorhub.recommend.engine.document import Given
from mentorhub.recommend.engine.intent.length import MOST_DAYS
from mentorhub.recommend.forms.public import (
    FARTHEST_KM,
    LAST_PAGE,
    LONGEST_CHIP_ID,
    SearchForm,
    dropped_of,
    page_of,
    question_of,
)
from mentorhub.recommend.question import LONGEST_QUESTION
from mentorhub.recommend.wording.answers import read_answer, typed, wrong_answer

texts = st.text(max_size=60)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("40", 40),
        ("40 ", 40),
        ("1.250", 1250),
        ("1,250", 1250),
        ("1 250", 1250),
        ("1\u00a0250,50 €", 1250.5),
        ("1.250,50", 1250.5),
        ("1,250.50", 1250.5),
        ("1'250", 1250),
        ("31.000 Euro", 31000),
        ("0,2", 0.2),
        ("0.125", 0.125),
        ("0,125", 0.125),
        (",5", 0.5),
        ("2,0", 2),
        ("٣٥", 35),
    ],
)
def test_a_number_is_read_however_it_is_typed(typed, number):
    assert read_number(typed) == number


@given(st.integers(0, LARGEST_NUMBER) | st.floats(0, LARGEST_NUMBER).map(lambda it: round(it, 6)))
@example(0.00001)
@example(2.125)
def test_a_number_is_shown_so_that_it_is_read_as_the_same(number):
    assert read_number(typed(number)) == number


@pytest.mark.parametrize(
    "typed", ["viele", "-3", "nan", "inf", "1e5", "1.2.3", "12,34,56", "12.345.678", "--", "."]
)
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(ValueError, match=re.escape(typed)):
        read_number(typed)


@given(st.text())
def test_reading_a_number_ends_in_a_number_or_a_refusal(typed):
    try:
        number = read_number(typed)
    except ValueError:
        return
    assert 0 <= number <= LARGEST_NUMBER


@given(st.sampled_from(sorted(BY_NAME)), st.text())
def test_reading_an_answer_ends_in_an_answer_or_a_refusal(name, typed):
    fact = BY_NAME[name]
    try:
        value = read_answer(fact, typed)
    except ValueError:
        return
    assert value is None or isinstance(value, bool) == (fact.kind == "yes_no")


@given(st.integers(0, 10_000))
def test_a_share_is_asked_and_shown_in_per_cent(hundredths):
    fact = BY_NAME["schon_freigestellt_anteil"]
    share = hundredths / 10_000
    shown = typed(share, fact)
    assert shown == typed(hundredths / 100)
    assert read_answer(fact, shown) == share


def test_a_wrong_share_is_told_the_limits_in_per_cent(site):
    with site.app.test_request_context("/"):
        said = wrong_answer(BY_NAME["anteil_betroffen_strukturwandel"])
    assert "0 bis 100" in said


@given(st.text(max_size=3000))
def test_a_question_is_one_printable_line_of_limited_length(typed):
    question = question_of(MultiDict({"q": typed}))
    assert len(question.text) <= LONGEST_QUESTION
    assert question.text == question.text.strip()
    assert all(sign.isprintable() for sign in question.text)


@given(st.text())
def test_a_page_is_a_number_that_can_be_shown(typed):
    assert 1 <= page_of(MultiDict({"seite": typed})) <= LAST_PAGE


@example(["_"])
@given(st.lists(st.text(), max_size=60))
def test_only_names_of_chips_are_dropped(typed):
    sent: MultiDict[str, str] = MultiDict()
    sent.setlist("ohne", typed)
    assert all(len(chip) <= LONGEST_CHIP_ID and chip.islower() for chip in dropped_of(sent))


FIELDS = "ort umkreis zeit zeit_nicht form preis frei guenstig foerderbar sprache niveau art ab bis dauer".split()  # noqa: SIM905


@pytest.fixture(scope="module")
def context(_german, site):
    with site.app.test_request_context("/"):
        yield


@pytest.mark.usefixtures("context")
@given(st.dictionaries(st.sampled_from(FIELDS), texts))
def test_filters_are_read_or_left_out(sent):
    found = SearchForm(MultiDict(sent)).given()
    assert found.radius_km is None or 0 < found.radius_km <= FARTHEST_KM
    assert found.max_days is None or 0 < found.max_days <= MOST_DAYS
    assert found.kind in (None, "course", "funding")
    assert found.max_price_cents is None or 0 <= found.max_price_cents <= 10_000_000


@pytest.mark.usefixtures("context")
def test_nothing_set_is_nothing_given():
    assert SearchForm(MultiDict()).given() == Given()
    assert SearchForm(MultiDict(dict.fromkeys(FIELDS, ""))).given() == Given()


@pytest.mark.usefixtures("context")
def test_one_wrong_filter_does_not_take_the_others_away():
    found = SearchForm(MultiDict({"preis": "viel", "ort": " Köln ", "frei": "ja"})).given()
    assert found == Given(place="Köln", free=True)


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize(
    ("typed", "free"), [("ja", True), ("1", True), ("nein", False), ("", False)]
)
def test_a_box_is_ticked_or_not(typed, free):
    assert SearchForm(MultiDict({"frei": typed})).given().free is free
