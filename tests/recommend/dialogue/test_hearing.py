"""What people say about themselves in passing: facts beyond doubt, and nothing else."""

import pytest

from mentorhub.recommend.dialogue.answers import read
from mentorhub.recommend.dialogue.hearing import corrected, hear
from mentorhub.recommend.eligibility import canonical


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Ich arbeite im Lager.", {"beschaeftigt": True}),
        ("bin arbeitslos", {"beschaeftigt": False, "anlass": "arbeitslosigkeit_beenden"}),
        ("Mein Chef weiß nichts davon", {"beschaeftigt": True}),
        ("Mir wurde gekündigt", {"gekuendigt": True, "anlass": "arbeitslosigkeit_abwenden"}),
        ("hab nix gelernt", {"berufsabschluss": False}),
        ("Ich bin gelernte Bürokauffrau", {"berufsabschluss": True}),
        ("Ich bin 46", {"alter": 46}),
        ("Wir sind 12 Leute", {"betriebsgroesse": 12}),
        ("zu versteuerndes Einkommen 72.000", {"zve_jahr": 72_000}),
        ("ich verdiene 1800 netto", {"zve_jahr": 21_600}),
        ("Ich bin ledig", {"zusammen_veranlagt": False}),
        ("arbeite da 3 Jahre", {"beschaeftigungsmonate": 36}),
        ("Ich arbeite bei Müller, seit 4 Monaten", {"beschaeftigt": True, "beschaeftigungsmonate": 4}),
        ("Ich bin 35 Jahre alt und seit 10 Jahren bei Müller", {"alter": 35, "beschaeftigungsmonate": 120}),
        ("bin seit 3 Monaten arbeitslos", {"beschaeftigt": False, "anlass": "arbeitslosigkeit_beenden"}),
        ("Eine Kollegin (52, gelernte Köchin)", {"berufsabschluss": True, "alter": 52}),
        ("Ausbildung vor 3 Jahren", {"berufsabschluss": True, "jahre_seit_berufsabschluss": 3}),
        ("Prüfung mit 92 Punkten bestanden", {"abschlussnote_punkte": 92}),
        ("Abschluss mit 1,8 bestanden", {"abschlussnote": 1.8}),
        ("30 Prozent der Leute brauchen neue Kenntnisse", {"anteil_betroffen_strukturwandel": 0.3}),
        ("I have no vocational training", {"berufsabschluss": False}),
        ("Ich bin 19 und habe einen Minijob", {"beschaeftigt": True, "alter": 19}),
        ("bin befristet angestellt", {"beschaeftigt": True}),
        ("mein Arbeitsvertrag ist nur befristet", {"beschaeftigt": True}),
        ("Mein Vertrag läuft im März aus",
         {"beschaeftigt": True, "gekuendigt": True, "anlass": "arbeitslosigkeit_abwenden"}),
        ("Ich bin selbstständig", {"beschaeftigt": False}),
        ("Ich arbeite als selbständiger Maler", {"beschaeftigt": False}),
        ("Ich bin schwerbehindert", {"schwerbehindert": True}),
        ("kann nicht gut lesen und schreiben",
         {"lese_schreib_rechen_bedarf": True, "anlass": "grundkompetenzen"}),
    ],
)  # fmt: skip
def test_what_leaves_no_doubt_becomes_a_fact(text, facts):
    assert hear(text) == facts
    assert canonical(facts) == facts


@pytest.mark.parametrize(
    "text",
    [
        "Ich bin nicht arbeitslos",
        "dann habe ich geputzt und dann an der Kasse gestanden",
        "Ich habe an der Maschine gearbeitet",
        "ich will an der Kasse arbeiten",
        "Ich bin seit 2 Jahren auf der Suche",
        "bin 3 Jahre in Elternzeit gewesen",
        "Spiel mit 20 Punkten",
        "30 Prozent Rabatt",
        "Ich arbeite gern mit Menschen",
        "Ich will Stapler fahren lernen",
        "Kurs mit 40 Stunden",
        "Ich habe 200 Euro",
        "Ich will mich selbstständig machen",
        "Ich möchte als Selbstständige Geld verdienen",
        "Ich will lernen, selbstständig am Computer zu schreiben und zu drucken",
        "Kurs für den Minijob",
        "Steuern bei Teilzeit und Minijob verstehen",
        "Ich bin nicht schwerbehindert, oder?",
        "Ich bin nicht selbstständig",
        "Ich habe keinen Minijob",
        "Ich war lange selbstständig",
        "wie alt muss man sein?",
        "",
        "🦜" * 500,
    ],
)
def test_what_leaves_doubt_stays_unknown(text):
    assert hear(text) == {}


def test_pay_that_may_or_may_not_exceed_the_limit_is_no_fact():
    assert "zve_jahr" not in hear("verdiene 4500 brutto")
    assert hear("verdiene 9000 brutto")["zve_jahr"] == 117_000
    assert hear("verdiene 2000 brutto")["zve_jahr"] == 24_000


@pytest.mark.parametrize(
    ("kind", "text", "facts"),
    [
        ("employment", "ja klar", {"beschaeftigt": True}),
        ("employment", "nee", {"beschaeftigt": False, "anlass": "arbeitslosigkeit_beenden"}),
        ("employment", "bin selbstständig", {"beschaeftigt": False}),
        ("qualification", "Ja, vor 10 Jahren gelernt",
         {"berufsabschluss": True, "jahre_seit_berufsabschluss": 10}),
        ("qualification", "nein", {"berufsabschluss": False}),
        ("company_size", "so um die 30", {"betriebsgroesse": 30}),
        ("company_size", "so um die dreißig", {"betriebsgroesse": 30}),
        ("age", "sechsundvierzig", {"alter": 46}),
        ("company_size", "300. ne quatsch, 30 leute sind wir", {"betriebsgroesse": 30}),
        ("income", "28.000", {"zve_jahr": 28_000}),
        ("income", "über 50.000 Euro", {"zve_jahr": 50_001}),
        ("income", "30 tausend", {"zve_jahr": 30_000}),
        ("age", "46", {"alter": 46}),
        ("aim", "Ich will Arbeit finden.",
         {"anlass": "arbeitslosigkeit_beenden", "kurs_berufsbezogen": True}),
    ],
)  # fmt: skip
def test_an_answer_is_read_for_its_question(kind, text, facts):
    heard = read(kind, text)
    assert heard.read
    assert heard.facts == facts


@pytest.mark.parametrize(
    "text", ["weiß nicht", "egal", "kp", "keine Ahnung", "ist mir egal", "weis nich"]
)
def test_not_to_know_is_an_answer(text):
    for kind in ("place", "income", "employment", "topic"):
        heard = read(kind, text)
        assert heard.unknown
        assert heard.facts == {}


def test_whoever_does_not_mind_but_names_a_subject_has_answered():
    assert not read("topic", "egal. irgendwas mit Computer").unknown


@pytest.mark.parametrize(
    ("kind", "text"),
    [("age", "wir sind 20 Leute"), ("income", "viel zu wenig"), ("employment", "Tomaten"),
     ("company_size", "bin 34 Jahre alt")],
)  # fmt: skip
def test_something_else_is_no_answer(kind, text):
    assert not read(kind, text).read


def test_a_correction_counts_and_what_came_before_it_does_not():
    assert corrected("Büro. nee quatsch, Lager halt") == "Lager halt"
    assert corrected("Quatsch") == "Quatsch"
    assert corrected("Lager") == "Lager"
