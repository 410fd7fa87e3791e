"""Everyday and foreign words: found whole, in phrases, however they are spelt."""

from collections import Counter
from pathlib import Path

import pytest

from mentorhub.recommend.glossary import Glossary, GlossaryError, Term, load

FOLDER = Path(__file__).parents[2] / "content" / "glossary"
OURS = load(FOLDER)

SMALL = Glossary(
    [
        Term(("Stapler", "Ameise"), ("Gabelstapler", "Flurförderzeug"), "de"),
        Term(("alte Leute pflegen", "alte Leute"), ("Pflege", "Altenpflege"), "de"),
        Term(("Leute",), ("Personal",), "de"),
        Term(("sürücü belgesi",), ("Führerschein",), "tr"),
        Term(("мова",), ("Sprache",), "uk"),
        Term(("لحام",), ("Schweißen",), "ar"),
        Term(("Stapler",), ("Lager",), "de"),
    ]
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ich will Stapler fahren", ("Gabelstapler", "Flurförderzeug", "Lager")),
        ("STAPLER!", ("Gabelstapler", "Flurförderzeug", "Lager")),
        ("Staplerschein", ()),
        ("ich möchte alte Leute pflegen", ("Pflege", "Altenpflege")),
        ("alte Leute", ("Pflege", "Altenpflege")),
        ("junge Leute", ("Personal",)),
        ("surucu belgesi istiyorum", ("Führerschein",)),
        ("SÜRÜCÜ BELGESİ", ("Führerschein",)),
        ("німецька мова", ("Sprache",)),
        ("أريد أن أتعلم اللحام", ("Schweißen",)),
        ("Ameise oder Gabelstapler", ("Flurförderzeug",)),
        ("", ()),
        ("mit Staplern fahren", ("Gabelstapler", "Flurförderzeug", "Lager")),
        ("вивчаю українську мову", ()),
        ("курс німецької мови", ()),
    ],
)
def test_words_are_added_for_what_people_say(text, words):
    assert SMALL.expand(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "Ich hab das noch nie gemacht",
        "Ich mag das nicht",
        "Das kann ich nicht zahlen",
        "Wir laden am Morgen",
        "for me it is important",
        "Die Halle ist eh im Eimer, ach so",
        "Ist er weg, bin ich froh",
    ],
)
def test_small_words_of_every_day_are_not_taken_for_abbreviations(text):
    assert OURS.expand(text) == ()


def test_an_empty_glossary_adds_nothing():
    assert Glossary().expand("Stapler") == ()


def test_our_glossary_is_large_enough_for_every_language():
    glossary = load(FOLDER)
    terms = Counter(term.language for term in glossary.terms)
    assert terms["de"] >= 250
    for language in ("en", "tr", "uk", "ru", "ar", "pl", "ro"):
        assert terms[language] >= 40, language


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Ich putze gerade, will da mehr machen", "Gebäudereinigung"),
        ("ich will mit alten Leuten arbeiten", "Pflege"),
        ("I want to drive a forklift", "Gabelstapler"),
        ("kaynak kursu istiyorum", "Schweißen"),
        ("хочу вчити німецьку", "Deutsch"),
        ("курс сварки", "Schweißen"),
        ("أريد أن أتعلم اللغة الألمانية", "Deutsch"),
        ("kurs na wózki widłowe", "Gabelstapler"),
        ("curs de sudură", "Schweißen"),
        ("vreau să conduc stivuitorul", "Gabelstapler"),
        ("хочу стать бухгалтером, курсы бухгалтера", "Buchhaltung"),
        ("temizlikçiyim", "Gebäudereinigung"),
        ("mit Computern umgehen", "PC-Grundlagen"),
    ],
)
def test_our_glossary_knows_everyday_and_foreign_words(text, word):
    assert word in OURS.expand(text)


def test_no_entry_of_ours_stands_twice_and_none_only_repeats_itself():
    seen = Counter()
    for term in OURS.terms:
        assert len(set(term.mean)) == len(term.mean)
        seen.update((term.language, phrase.casefold()) for phrase in set(term.say))
        assert set(term.say) != set(term.mean), term
    assert [phrase for phrase, times in seen.items() if times > 1] == []


GOOD = '[[term]]\nsay = ["a"]\nmean = ["b"]\nlanguage = "de"\n'


@pytest.mark.parametrize(
    ("text", "entry", "field", "reason"),
    [
        ("[[term", "", "", "not valid TOML"),
        ("", "", "term", "missing"),
        ("term = 3", "", "term", "missing"),
        ("term = [3]", "term 1", "", "a table"),
        (f"x = 1\n{GOOD}", "", "x", "not a known field"),
        (GOOD + 'note = "x"\n', "term 1", "note", "not a known field"),
        (GOOD.replace('["a"]', '"a"'), "term 1", "say", "a list"),
        (GOOD.replace('["a"]', "[]"), "term 1", "say", "at least one"),
        (GOOD.replace('["a"]', '["!"]'), "term 1", "say", "only words"),
        (GOOD.replace('["b"]', "[7]"), "term 1", "mean", "only words"),
        (GOOD.replace('"de"', '"deu"'), "term 1", "language", "two small letters"),
        (GOOD.replace('language = "de"\n', ""), "term 1", "language", "two small letters"),
        (GOOD + GOOD.replace('["b"]', "[]"), "term 2", "mean", "at least one"),
    ],
)
def test_a_bad_file_is_refused_with_entry_field_and_reason(tmp_path, text, entry, field, reason):
    (tmp_path / "de.toml").write_text(text, encoding="utf-8")
    with pytest.raises(GlossaryError) as error:
        load(tmp_path)
    assert (error.value.file, error.value.entry, error.value.field) == ("de.toml", entry, field)
    assert reason in error.value.reason
