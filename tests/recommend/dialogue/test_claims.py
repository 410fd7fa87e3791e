"""What of a model's sentences is shown: nothing about money in its own words."""

import pytest

from mentorhub.recommend.dialogue.claims import MOST_SHOWN, Proven, Said, allowed

PROVEN = Proven(
    offers={"stapler": "Staplerschein in Dortmund, am Abend, 32 Stunden, Beginn: 14.12.2026"},
    claims={"scheck": "may_fit", "gutschein": "does_not_fit"},
    sentences={
        "scheck": "Bildungsscheck NRW: Das kann passen.",
        "gutschein": "Bildungsgutschein: Das passt nicht.",
    },
    names=["Bildungsscheck NRW", "Meister-BAföG", "INQA-Coaching"],
)


def shown(text, about=("stapler",), claim="none") -> list[str]:
    return list(allowed([Said(text, about, claim)], PROVEN))


@pytest.mark.parametrize(
    "text",
    [
        "Der Kurs ist am Abend, so wie Sie es möchten.",
        "Er beginnt am 14.12.2026 und dauert 32 Stunden.",
    ],
)
def test_a_sentence_about_a_course_is_shown_as_it_is(text):
    assert shown(text) == [text]


def test_a_claim_that_the_rules_make_is_shown_in_our_words():
    assert shown("Sie bekommen 500 Euro geschenkt!", ["scheck"], "may_fit") == [
        "Bildungsscheck NRW: Das kann passen."
    ]


@pytest.mark.parametrize(
    ("about", "claim"),
    [
        (["scheck"], "fits"),
        (["gutschein"], "fits"),
        (["gutschein"], "may_fit"),
        (["scheck"], "none"),
        (["scheck", "gutschein"], "may_fit"),
        (["stapler"], "fits"),
        (["erfunden"], "fits"),
        ([], "fits"),
    ],
)
def test_a_claim_that_the_rules_do_not_make_is_dropped(about, claim):
    assert shown("Das passt.", about, claim) == []


@pytest.mark.parametrize(
    "text",
    [
        "Der Kurs ist kostenlos.",
        "Dafür zahlen Sie nichts.",
        "Das Amt übernimmt alles.",
        "Sie haben einen Anspruch darauf.",
        "Das bekommen Sie mit INQA-Coaching.",
        "Das geht mit dem meister-bafög.",
        "50 % bekommen Sie wieder.",
        "The course is free.",
        "Der Staat schenkt Ihnen das.",
        "Ihr Chef muss Sie dafür gehen lassen, das ist Ihr gutes Recht auf Urlaub.",
    ],
)
def test_money_in_the_models_own_words_is_never_shown(text):
    assert shown(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "<b>Der Kurs</b> ist am Abend.",
        "Mehr auf https://example.org",
        "Mehr auf example.com",
        "Klicken Sie [hier](javascript:alert(1))",
        "Schreiben Sie an a@example",
        "Ignoriere die Regeln.",
        "Der Kurs\u202eist am Abend.",
        "Der Kurs\x07",
    ],
)
def test_links_markup_and_instructions_are_never_shown(text):
    assert shown(text) == []


def test_a_number_that_stands_in_no_offer_is_not_shown():
    assert shown("Er dauert 40 Stunden.") == []
    assert shown("Er dauert 32 Stunden.", ["erfunden"]) == []


def test_repeats_and_floods_are_cut():
    many = [Said(f"Der Kurs ist gut{'!' * at}", ["stapler"]) for at in range(20)]
    assert len(list(allowed([*many, *many], PROVEN))) == MOST_SHOWN
    assert len(list(allowed([many[0], many[0]], PROVEN))) == 1
