"""How what people write is compared: words, numbers, units."""

import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorhub.courses import written


@pytest.mark.parametrize(
    "text",
    [
        "Bildungsgutschein",
        "  bildungsgutschein. ",
        "BILDUNGSGUTSCHEIN!",
        "Ｂildungsgutschein",
        "Bildungs\u00adgutschein",
    ],
)
def test_case_width_spaces_and_final_points_do_not_count(text):
    assert written.fits(text, ["Bildungsgutschein"])


@pytest.mark.parametrize("text", ["", " ", "...", "Bildung", "Bildungsgutscheine", "*"])
def test_other_words_do_not_fit(text):
    assert not written.fits(text, ["Bildungsgutschein"])


def test_composed_and_decomposed_letters_are_one():
    assert written.fits("Fo\u0308rderung", ["F\u00f6rderung"])
    assert written.fits("Strasse", ["Straße"])


def test_quotes_and_dashes_of_phones_are_those_of_keyboards():
    assert written.fits("Wie geht’s – gut", ["Wie geht's - gut"])


def test_case_counts_where_it_is_said():
    assert not written.fits("azav", ["AZAV"], case_sensitive=True)
    assert written.fits("AZAV.", ["AZAV"], case_sensitive=True)


def test_a_text_of_punctuation_alone_can_be_asked_for():
    assert written.fits("?", ["?"])
    assert not written.fits("!", ["?"])


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ("Agentur für Arbeit Köln", "Agentur für Arbeit*"),
        ("Agentur für Arbeit", "Agentur für Arbeit*"),
        ("die Agentur", "*Agentur"),
        ("Aufstiegs-BAföG", "auf*bafög"),
        ("die Agentur für Arbeit, Köln", "*Agentur*Arbeit*"),
        ("5*", "5\\*"),
        ("alles", "*"),
    ],
)
def test_a_star_stands_for_anything(text, accepted):
    assert written.fits(text, [accepted])


@pytest.mark.parametrize(
    ("text", "accepted"),
    [("ab", "ab*b"), ("xAgentur", "Agentur*"), ("ba", "*a*b*"), ("", "*"), ("5x", "5\\*")],
)
def test_a_star_does_not_let_pieces_overlap_or_change_places(text, accepted):
    assert not written.fits(text, [accepted])


def test_many_stars_take_no_time():
    begun = time.perf_counter()
    assert not written.fits("a" * 1000, ["*a" * 140 + "*b"])
    assert time.perf_counter() - begun < 0.5


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0,5", Fraction(1, 2)),
        ("0.5", Fraction(1, 2)),
        (".5", Fraction(1, 2)),
        (",5", Fraction(1, 2)),
        ("-3", -3),
        ("−3", -3),
        ("- 3", -3),
        ("+3", 3),
        ("1.234,5", Fraction(12345, 10)),
        ("1,234.5", Fraction(12345, 10)),
        ("1 234,5", Fraction(12345, 10)),
        ("1\u202f234.5", Fraction(12345, 10)),
        ("1\u00a0234\u2009567", 1234567),
        ("1'234.50", Fraction(12345, 10)),
        ("1’234", 1234),
        ("1.234.567", 1234567),
        ("1,234,567", 1234567),
        ("1234.567", Fraction(1234567, 1000)),
        ("0.234", Fraction(234, 1000)),
        ("0,234", Fraction(234, 1000)),
        ("12,3456", Fraction(123456, 10000)),
        ("007", 7),
        ("1e3", 1000),
        ("1,5E-2", Fraction(15, 1000)),
        ("50,-", 50),
        ("١٢٣", 123),
        ("5.", 5),
    ],
)
@pytest.mark.parametrize("language", ["de", "en"])
def test_both_notations_are_read_in_both_languages(text, value, language):
    assert written.number(text, language) == written.Told(Fraction(value), "")


@pytest.mark.parametrize(
    ("text", "german", "english"),
    [
        ("1.234", 1234, Fraction(1234, 1000)),
        ("1,234", Fraction(1234, 1000), 1234),
        ("12.500", 12500, Fraction(25, 2)),
        ("12,500", Fraction(25, 2), 12500),
    ],
)
def test_what_can_be_either_is_read_as_the_language_writes_it(text, german, english):
    assert written.number(text, "de").value == german
    assert written.number(text, "en").value == english


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "½",
        "1 2",
        "1.23.4",
        "1,2,3",
        "1.234.56",
        "1.234,567.8",
        "1,,5",
        "1.234 567",
        "Stunden 5 Tage",
        "1" * 200,
        "\n",
        "٪",
    ],
)
def test_what_is_no_number_is_none(text):
    assert written.number(text, "de") is None


@pytest.mark.parametrize("text", ["2½", "5²", "10-12", "1e9999", "5 oder 6", "0x10"])
def test_what_stands_behind_a_number_is_kept_as_its_unit(text):
    told = written.number(text, "de")
    assert told is None or not written.same_unit(told.unit, [""])


@pytest.mark.parametrize(
    ("text", "unit"),
    [("120 Std.", "Std."), ("120h", "h"), ("€ 120", "€"), ("120,- €", "€"), ("120 m²", "m2")],
)
def test_a_unit_stands_before_or_behind(text, unit):
    told = written.number(text, "de")
    assert told.value == 120
    assert written.same_unit(told.unit, [unit])


def test_a_unit_is_one_of_its_spellings_and_nothing_else():
    assert written.same_unit("STD", ["Stunden", "h", "Std."])
    assert not written.same_unit("", ["Stunden", "h"])
    assert not written.same_unit("Tage", ["Stunden", "h"])
    assert not written.same_unit("Tage", ["", ""])
    assert written.same_unit("", [""])


def test_a_float_is_the_decimal_that_was_written():
    assert written.exact(0.1) == Fraction(1, 10)
    assert written.exact(1e22) == 10**22


@given(st.text(max_size=120), st.sampled_from(["de", "en"]))
def test_any_text_is_read_without_an_error(text, language):
    told = written.number(text, language)
    assert told is None or isinstance(told.value, Fraction)


@given(st.integers(0, 10**9), st.integers(0, 999), st.booleans())
def test_a_number_in_either_notation_comes_back(whole, part, german):
    text = f"{whole:,}.{part:03}5"
    if german:
        text = text.translate(str.maketrans(",.", ".,"))
    for language in ("de", "en"):
        assert written.number(text, language).value == whole + Fraction(part * 10 + 5, 10_000)


@given(st.text(max_size=30), st.lists(st.text(max_size=10), max_size=3))
def test_what_is_put_in_place_of_stars_fits(end, middles):
    accepted = "anfang*" + "".join(f"{n}x*" for n in range(len(middles))) + "ende"
    told = "anfang" + "".join(f"{each}{n}x" for n, each in enumerate(middles)) + end + "ende"
    assert written.fits(told, [accepted])
