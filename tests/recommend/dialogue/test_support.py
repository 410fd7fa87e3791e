"""A fact that a model has read counts only where the person's own words support it."""

import pytest

from mentorhub.recommend.dialogue.support import READABLE, Claimed, supported
from mentorhub.recommend.eligibility import BY_NAME


def kept(said, name, value, words=None, closed=()):
    return supported([Claimed(name, value, said if words is None else words)], said, closed)


@pytest.mark.parametrize(
    ("said", "name", "value", "fact"),
    [
        ("seit dem Sommer bin ich ohne Job", "beschaeftigt", "no", False),
        ("Ich packe bei uns im Lager Kisten", "beschaeftigt", "yes", True),
        ("Я безробітна вже рік", "beschaeftigt", "no", False),
        ("Şu an işsizim", "beschaeftigt", "no", False),
        ("أنا عاطل عن العمل", "beschaeftigt", "no", False),
        ("Nie mam zawodu", "berufsabschluss", "no", False),
        ("Die Lehre habe ich damals fertig gemacht", "berufsabschluss", "yes", True),
        ("Die Lehre hab ich geschmissen", "berufsabschluss", "no", False),
        ("Bei uns im Betrieb schaffen so 80 Leute", "betriebsgroesse", "80", 80),
        ("Bei uns schaffen vierunddreißig Leute", "betriebsgroesse", "34", 34),
        ("Mam 46 lat", "alter", "46", 46),
        ("Seit 3 Jahren schaff ich da", "beschaeftigungsmonate", "36", 36),
        ("mit dem Schreiben tu ich mich schwer", "lese_schreib_rechen_bedarf", "yes", True),
        ("Mein Vertrag läuft im März aus", "gekuendigt", "yes", True),
        ("ich will den Abschluss nachmachen", "anlass", "berufsabschluss_fehlt",
         "berufsabschluss_fehlt"),
    ],
)  # fmt: skip
def test_what_the_words_say_is_kept(said, name, value, fact):
    assert kept(said, name, value) == {name: fact}


@pytest.mark.parametrize(
    ("said", "name", "value", "words"),
    [
        ("Ich will Stapler fahren", "beschaeftigt", "no", "Ich will Stapler fahren"),
        ("Ich will Stapler fahren", "beschaeftigt", "no", "Ich bin arbeitslos"),
        ("Ich habe keine Arbeit", "beschaeftigt", "yes", "Arbeit"),
        ("Ich bin nicht arbeitslos", "beschaeftigt", "yes", "arbeitslos"),
        ("Mein Bruder ist arbeitslos", "beschaeftigt", "no", "arbeitslos"),
        ("Für meinen Mann: er hat keine Arbeit", "beschaeftigt", "no", "Für meinen Mann"),
        ("Was ist, wenn ich keine Arbeit habe?", "beschaeftigt", "no", "keine Arbeit"),
        ("Brauche ich eine Ausbildung?", "berufsabschluss", "yes", "eine Ausbildung"),
        ("Ich suche Arbeit", "beschaeftigt", "yes", "Arbeit"),
        (
            "Ich habe leider keine fertige Ausbildung",
            "berufsabschluss",
            "yes",
            "fertige Ausbildung",
        ),
        ("Ich bin 46 Jahre alt", "alter", "22", "Ich bin 46 Jahre alt"),
        ("Ich bin 46 Jahre alt", "alter", "46.5", "Ich bin 46 Jahre alt"),
        ("Ich bin 46 Jahre alt", "alter", "", "46"),
        ("Ich wohne Haus 46", "alter", "46", "46"),
        ("Wir sind vierunddreißig Leute", "betriebsgroesse", "30", "dreißig"),
        ("Ich bin 7", "alter", "7", "Ich bin 7"),
        ("Wir sind 80 Leute", "betriebsgroesse", "8", "80 Leute"),
        ("Ich will besser schreiben", "anlass", "erfunden", "besser schreiben"),
        ("Ich verdiene 2000 Euro", "zve_jahr", "2000", "2000 Euro"),
        ("Ich bin schwerbehindert", "schwerbehindert", "yes", "schwerbehindert"),
        ("Ich wohne in Köln", "wohnsitz_land", "NRW", "Köln"),
        ("Ich arbeite", "kursgebuehr", "0", "Ich arbeite"),
        ("Ich arbeite", "beschaeftigt", "ja", "Ich arbeite"),
        ("Ich arbeite", "beschaeftigt", "yes", ""),
        ("Ich arbeite", "beschaeftigt", "yes", " . "),
    ],
)
def test_what_the_words_do_not_say_is_dropped(said, name, value, words):
    assert kept(said, name, value, words) == {}


def test_what_the_person_has_settled_stays():
    assert kept("Ich bin arbeitslos", "beschaeftigt", "no", closed={"beschaeftigt"}) == {}


def test_the_first_of_two_readings_counts():
    two = [Claimed("alter", "46", "46 Jahre"), Claimed("alter", "12", "46 Jahre")]
    assert supported(two, "46 Jahre", ()) == {"alter": 46}


def test_nothing_about_health_income_or_offers_is_read():
    facts = [BY_NAME[name] for name in READABLE]
    assert not [fact.name for fact in facts if fact.health or fact.knower == "offer"]
    assert "zve_jahr" not in READABLE
