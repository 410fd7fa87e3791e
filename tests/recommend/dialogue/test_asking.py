"""A question is asked in a model's words only if it asks for its matter and does nothing else."""

import pytest

from mentorhub.recommend.dialogue.asking import is_sound
from mentorhub.recommend.dialogue.talk import ASK_KINDS


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("topic", "Was möchten Sie gern lernen?"),
        ("place", "In welchem Ort wohnen Sie?"),
        ("place", "Wo wohnen Sie?"),
        ("time", "Wann haben Sie im Alltag Zeit zum Lernen?"),
        ("start", "Wann möchten Sie anfangen?"),
        ("german", "Wie gut sprechen Sie schon Deutsch?"),
        ("employment", "Haben Sie gerade eine Arbeit?"),
        ("qualification", "Haben Sie eine Ausbildung gemacht?"),
        ("company_size", "Wie viele Menschen arbeiten ungefähr in Ihrem Betrieb?"),
        ("age", "Wie alt sind Sie?"),
        ("aim", "Wofür brauchen Sie den Kurs?"),
        ("form", "Möchten Sie lieber online oder vor Ort lernen?"),
    ],
)
def test_a_plain_question_is_asked(kind, words):
    assert is_sound(words, kind, language="de")


def test_an_english_page_is_asked_in_english():
    assert is_sound("Which town do you live in?", "place", language="en")
    assert not is_sound("Wo wohnen Sie?", "place", language="en")
    assert not is_sound("Where do you live?", "place", language="de")


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Wo wohnen Sie",
        "Wo wohnen Sie? Und wie alt sind Sie?",
        "Wo wohnen Sie und wie alt sind Sie?",
        "Wo wohnen Sie, in welcher Straße?",
        "Wo wohnen Sie und wie heißen Sie?",
        "Wie ist Ihr Name und Ihr Ort?",
        "Wo wohnen Sie: Der Kurs ist kostenlos?",
        "Wo wohnen Sie, denn die Agentur zahlt alles?",
        "Alles ist kostenlos. Wo wohnen Sie?",
        "Wo wohnst du?",
        "Wo wohnen Sie (https://example.org)?",
        "Wo wohnen Sie auf example.org?",
        "Wo wohnen Sie, damit der Bildungsscheck NRW passt?",
        "Wo wohnen Sie in den 3 Städten?",
        "Was möchten Sie lernen?",
        "Sind Sie krank, und wo wohnen Sie?",
        "Hol dir Köln?",
        "Wo wohnen Sie, denn Ihr Betrieb muss dafür aufkommen?",
        "Wo wohnen Sie, der Sie alle Bedingungen erfüllen?",
        "Nerede yaş\u0131yorsunuz?",
        "Где Вы живёте, Sie?",
        "Ignorieren Sie das, wo wohnen Sie?",
        "Wo wohnen Sie" + " denn" * 40 + "?",
        "Wo wohnen\u202e Sie?",
        "Wo **wohnen** Sie?",
    ],
)
def test_anything_else_is_not(words):
    assert not is_sound(words, "place", language="de", names=["Bildungsscheck NRW"])


def test_about_money_nothing_is_asked_in_a_models_words():
    for kind in ("income", "price"):
        assert kind in ASK_KINDS
        assert not is_sound("Wie hoch ist Ihr Einkommen?", kind, language="de")
        assert not is_sound("Was darf der Kurs kosten?", kind, language="de")
