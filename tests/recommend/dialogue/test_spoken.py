"""Spoken words in written ones: what is sure is written out, what is not stays as it was."""

import pytest

from mentorhub.recommend.dialogue.spoken import number_of, plainly


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("vierunddreißig Leute", "34 Leute"),
        ("Vierunddreissig Leute", "34 Leute"),
        ("zwoelf Monate", "12 Monate"),
        ("zu zwölft", "zu 12"),
        ("zu dritt", "zu 3"),
        ("an die dreißig", "an die 30"),
        ("ein halbes Dutzend", "6"),
        ("zwei Dutzend", "24"),
        ("neunhundert Euro", "900 Euro"),
        ("achtzehnhundert Euro", "1800 Euro"),
        ("zweitausendfünfhundert Euro", "2500 Euro"),
        ("tausend Euro", "1000 Euro"),
        ("seit einem halben Jahr", "seit 6 Monaten"),
        ("seit anderthalb Jahren", "seit 18 Monaten"),
        ("zweieinhalb Jahre", "30 Monaten"),
        ("seit nem Vierteljahr", "seit 3 Monaten"),
        ("seit einem Jahr", "seit 1 Jahr"),
        ("in einer Woche", "in 1 Woche"),
        ("am fünfzehnten Januar", "am 15. Januar"),
        ("Start 15.01.2027", "Start am 15.01.2027"),
        ("Beginn: Mo, 01.02.2027", "Beginn am 01.02.2027"),
        ("2027-01-15", "15.01.2027"),
        ("4.800,- €", "4.800 Euro"),
        ("€ 1.200", "1.200 Euro"),
        ("knapp 5 Mille", "knapp 5000 Euro"),
        ("2,5 k€", "2500€"),
        ("30 tausend", "30000"),
        ("2,400 euros", "2.400 euros"),
        ("ein Viertel der Belegschaft", "25 Prozent der Belegschaft"),
        ("keen Beruf jelernt", "kein Beruf gelernt"),
        ("i hob koan Beruf", "ich habe keinen Beruf"),
        ("47 bin i", "47 bin ich"),
        ("nix jelernt", "nichts gelernt"),
        ("abgeschlosen", "abgeschlossen"),
        ("Ausbildnug", "ausbildung"),
        ("Ich bin 46. Ich wohne", "Ich bin 46 . Ich wohne"),
    ],
)
def test_what_is_sure_is_written_out(said, plain):
    assert plainly(said) == plain


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ein paar Dutzend Leute",
        "eine Ausbildung und ein Kurs",
        "Hunderte von Leuten",
        "am 15. Januar",
        "im 2. Lehrjahr",
        "ein halbjährlicher Bericht",
        "net 1600",
        "Jeder, jetzt, jemand",
        "die Firma ist angeschlossen",
        "I work in a warehouse",
        "Das Viertel der Stadt",
        "Ich wohne in Dreieich",
        "🦜" * 50,
    ],
)
def test_what_is_not_stays_as_it_was(text):
    assert plainly(text) == text


def test_a_number_is_one_word_or_none():
    assert number_of("einundzwanzig") == 21
    assert number_of("hundertzwanzig") == 120
    assert number_of("zwolftausend") == 12_000
    assert [number_of(word) for word in ("ein", "jahrhundert", "hundertwasser", "")] == [None] * 4


def test_hostile_words_end_quickly():
    for text in ("zu zwölft " * 1000, "1 000 " * 2000, "tausend" * 1000, "halbes jahr " * 500):
        assert plainly(text)
