"""What of a model's sentences is shown: nothing about money in its own words."""

from dataclasses import replace

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
        "Das sind nur zweitausend im Jahr.",
        "Sie sparen damit viel.",
        "Danach verdienen Sie mehr.",
        "Das trägt der Betrieb für Sie.",
        "Dafür kommt Ihr Chef auf, das ist schon klar.",
        "Die Hälfte davon bekommen Sie wieder.",
        "Sie müssen nur einen Antrag stellen.",
        "Das steht Ihnen zu.",
        "Der Kurs ist k-o-s-t-e-n-l-o-s.",
        "Der Kurs ist kosten los und gut für Sie.",
        "Der Kurs ist für lau, das ist gut für Sie.",
        "Sie zah len 100 Pro zent davon nicht.",
        "Bu kurs bedava, das ist so.",
        "Ten kurs jest za darmo, das ist gut so.",
        "Acest curs este gratuit und gut für Sie.",
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
        "![Bild](https://example.org/a.png)",
        "Mehr gibt es auf lernen.example und auch hier.",
        "Der Kurs ist k\u043estenlos für Sie.",
        "Der Kurs ist \uff4bostenlos für Sie.",
        "Der Kurs ist ko\u00adstenlos für Sie.",
        "Der Kurs ist ko\u0301stenlos für Sie.",
        "Rufen Sie diese Nummer an.",
        "Geben Sie mir Ihr Passwort, dann geht es los.",
        "Этот курс для вас.",
        "Bu kurs sizin için uygun.",
        "Ten kurs jest dobry dla Pana.",
        "هذه الدورة مناسبة لك",
    ],
)
def test_links_markup_and_instructions_are_never_shown(text):
    assert shown(text) == []


def test_a_number_that_stands_in_no_offer_is_not_shown():
    assert shown("Er dauert 40 Stunden.") == []
    assert shown("Er dauert 32 Stunden.", ["erfunden"]) == []


@pytest.mark.parametrize(
    "text",
    [
        "Er dauert zwei Wochen und ist für Sie.",
        "Der Kurs ist am Wochenende, so wie Sie es möchten.",
        "Der Kurs ist in Köln, das ist für Sie nah.",
        "Der Kurs ist online, also von zu Hause aus.",
        "Am Ende haben Sie ein anerkanntes Zertifikat.",
        "Danach haben Sie einen Berufsabschluss.",
        "Der Kurs ist für das Niveau B1 und für Sie gut.",
        "Dafür brauchen Sie gar nichts ausgeben.",
        "Ihr Betrieb muss dafür aufkommen.",
        "Sie müssen dafür nichts aus eigener Tasche geben.",
        "Sie dürfen dafür von der Arbeit fern bleiben.",
        "Sie erfüllen alle Bedingungen dafür.",
        "Sie haben ein Recht darauf.",
        "Es gibt dafür Mittel vom Land.",
        "Der Kurs wird vom Land getragen.",
        "Danach haben Sie sicher eine Stelle.",
        "Das geht auf unsere Kasse.",
        "Man hat Ihnen das schon fest versprochen.",
    ],
)
def test_what_the_text_of_the_offer_does_not_say_is_not_shown(text):
    assert shown(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Diese zwei Kurse passen zu dem, was Sie möchten.",
        "Der Kurs ist in Dortmund, das ist nah bei Ihnen.",
        "Sie lernen das mit anderen zusammen.",
        "Das passt zu Ihrem Wunsch: Sie möchten am Abend lernen.",
    ],
)
def test_what_the_text_of_the_offer_says_is_shown(text):
    assert shown(text) == [text]


def test_the_persons_own_words_may_come_back():
    said = Said("Sie stapeln von Hand, dort lernen Sie das Fahren.", ["stapler"])
    assert list(allowed([said], PROVEN)) == []
    told = replace(PROVEN, said=["bei uns stapeln wir von Hand, ich will fahren"])
    assert list(allowed([said], told)) == [said.text]


def test_repeats_and_floods_are_cut():
    many = [Said(f"Der Kurs ist gut{'!' * at}", ["stapler"]) for at in range(20)]
    assert len(list(allowed([*many, *many], PROVEN))) == MOST_SHOWN
    assert len(list(allowed([many[0], many[0]], PROVEN))) == 1
