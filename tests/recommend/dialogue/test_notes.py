import pytest

from mentorhub.recommend.dialogue.hearing import corrected, hear
from mentorhub.recommend.dialogue.notes import spelled_out
from mentorhub.recommend.dialogue.situation import situation
from tests.recommend.dialogue.test_situation import TODAY, lives_in


def heard(text):
    return situation(text, TODAY, lives_in)


def test_a_note_is_heard_as_the_sentences_it_stands_for():
    assert (
        heard("w, 43, ungelernt, TZ 25h, Altenheim 64 MA").items()
        >= {
            "alter": 43,
            "berufsabschluss": False,
            "betriebsgroesse": 64,
            "beschaeftigt": True,
        }.items()
    )
    assert (
        heard("TN w 46, gel. Köchin, 30 Std/Wo").items()
        >= {
            "alter": 46,
            "berufsabschluss": True,
            "wochenstunden": 30,
        }.items()
    )


def test_the_fields_of_a_form_are_heard_one_by_one():
    form = """Alter: 39
        Beschäftigt seit: 01.10.2020
        Arbeitszeit: 38,5 Std./Woche
        Berufsabschluss: nein
        Betriebsgröße: 1.057
        Lehrgang: Umschulung zur Fachkraft für Metalltechnik, 16 Monate
        Maßnahme AZAV: ja
        Träger AZAV: ja"""
    assert (
        heard(form).items()
        >= {
            "alter": 39,
            "beschaeftigungsmonate": 73,
            "wochenstunden": 38.5,
            "berufsabschluss": False,
            "betriebsgroesse": 1057,
            "zeitrahmen_monate": 16,
            "massnahme_azav": True,
            "traeger_azav": True,
        }.items()
    )


@pytest.mark.parametrize(
    ("field", "facts"),
    [
        ("Berufsabschluss: ja", {"berufsabschluss": True}),
        ("Ausbildung: keine", {"berufsabschluss": False}),
        ("Maßnahme AZAV: nein", {"massnahme_azav": False}),
        ("Träger AZAV nein", {"traeger_azav": False}),
        ("Beschäftigte: 57", {"betriebsgroesse": 57}),
    ],
)
def test_a_field_means_what_it_says(field, facts):
    assert heard(field).items() >= facts.items()


@pytest.mark.parametrize(
    "text",
    [
        "Der Kurs fängt im Februar an.",
        "Standorte mit 20, 35, 60 Leuten",
        "Kinder 9 + 12.",
        "Ich bin 60+",
        "am 24.11., 15 Uhr",
        "Seite 3, 45 Euro",
    ],
)
def test_not_every_number_of_a_note_is_an_age(text):
    assert "jahre alt" not in spelled_out(text)
    assert "alter" not in heard(text)


def test_several_lines_are_all_heard():
    assert heard("Wir sind 35 Leute.\nMit freundlichen Grüßen\nPersonal")["betriebsgroesse"] == 35


def test_a_correction_takes_back_its_own_sentence_only():
    text = "Ich bin 33. Wir sind 50 Leute, quatsch, wir sind 60 Leute."
    assert corrected(text) == "Ich bin 33. wir sind 60 Leute."
    assert hear(corrected(text)).items() >= {"alter": 33, "betriebsgroesse": 60}.items()
