"""Situations in somebody's own words: the person, the company and a course that was found."""

from datetime import date

import pytest

from mentorhub.recommend.dialogue.situation import situation
from mentorhub.recommend.eligibility import canonical

TODAY = date(2026, 11, 27)
NRW = {"köln", "koln", "dortmund", "hamm", "bad salzuflen"}


def lives_in(name):
    if name in NRW:
        return "NRW"
    return "anderes" if name in ("hannover", "berlin") else None


ABSCHLUSS = "abschluss_ausbildungsberuf_min_2_jahre"


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            "Ich arbeite als Helferin im Lager, wir sind 34 Leute im Betrieb, keine Ausbildung. Die Umschulung "
            "dauert 480 Stunden, kostet 4.800 Euro, ist AZAV-zugelassen und beginnt in 2 Monaten.",
            {"beschaeftigt": True, "betriebsgroesse": 34, "berufsabschluss": False, "dauer_stunden": 480,
             "kursgebuehr": 4800, "massnahme_azav": True, "traeger_azav": True, "ziel": ABSCHLUSS,
             "tage_bis_kursbeginn": 60},
        ),
        (
            "Bin 47, gelernte Bürokauffrau, Betrieb mit 1.200 Mitarbeitern. Kurs mit AZAV, 160 Std., 3.000 €",
            {"alter": 47, "berufsabschluss": True, "betriebsgroesse": 1200, "dauer_stunden": 160,
             "kursgebuehr": 3000, "massnahme_azav": True},
        ),
        (
            "Ich wohne in Köln und verdiene 2.400 brutto im Monat. Der Kurs kostet 900 Euro und fängt am 15.1. an.",
            {"wohnsitz_land": "NRW", "bruttolohn_monat": 2400, "kursgebuehr": 900, "tage_bis_kursbeginn": 49},
        ),
        ("Lehrgang 121 Unterrichtsstunden, nicht nach AZAV zugelassen",
         {"dauer_stunden": 121, "unterrichtsstunden": 121, "massnahme_azav": False}),
        ("Der Kurs beginnt morgen", {"tage_bis_kursbeginn": 1}),
        ("Der Kurs beginnt in drei Wochen", {"tage_bis_kursbeginn": 21}),
        ("Kurs startet in einer Woche", {"tage_bis_kursbeginn": 7}),
        ("Der Kurs hat schon angefangen", {"kurs_begonnen": True}),
        ("Der Lehrgang läuft schon seit Montag", {"kurs_begonnen": True}),
        ("ich arbeite 20 Stunden die Woche", {"wochenstunden": 20, "beschaeftigt": True}),
        ("Teilzeit mit 19,5 Stunden", {"wochenstunden": 19.5}),
        ("38,5-Stunden-Woche", {"wochenstunden": 38.5}),
        ("Ich will Meister werden", {"ziel": "aufstiegsfortbildung"}),
        ("Meisterkurs mit 900 Stunden für 7.500 Euro",
         {"ziel": "aufstiegsfortbildung", "dauer_stunden": 900, "kursgebuehr": 7500}),
        ("Ich will den Hauptschulabschluss nachholen", {"ziel": "schulabschluss", "anlass": "hauptschulabschluss"}),
        ("Ich bin ungelernt und will den Berufsabschluss nachholen",
         {"berufsabschluss": False, "ziel": ABSCHLUSS, "anlass": "berufsabschluss_fehlt"}),
        ("Bei uns gibt es eine Betriebsvereinbarung zur Weiterbildung", {"kollektivvereinbarung": True}),
        ("Wir haben keinen Tarifvertrag", {"kollektivvereinbarung": False}),
        ("Ich hatte dieses Jahr schon einen Bildungsscheck", {"schecks_im_kalenderjahr": 1}),
        ("Ich hatte noch keinen Bildungsscheck", {"schecks_im_kalenderjahr": 0}),
        ("Vor einem Jahr hat mir die Agentur schon einen Kurs bezahlt", {"jahre_seit_letzter_82_foerderung": 1}),
        ("Wir sind zusammen veranlagt, 99.000 Euro zu versteuerndes Einkommen",
         {"zusammen_veranlagt": True}),
        ("Ich lebe in Hannover und arbeite in Dortmund",
         {"wohnsitz_land": "anderes", "beschaeftigungsschwerpunkt": "NRW"}),
        ("wohne in Bad Salzuflen", {"wohnsitz_land": "NRW"}),
        ("hab gerade ausgelernt", {"berufsabschluss": True, "jahre_seit_berufsabschluss": 0}),
        ("Kann ich den Fachlageristen nachholen?", {"ziel": ABSCHLUSS}),
        ("Der Kurs ist kostenlos", {"kursgebuehr": 0}),
        ("Kurs für 349,90 €", {"kursgebuehr": 349.9}),
        ("Der Kurs hat 2.480 Stunden", {"dauer_stunden": 2480}),
    ],
)  # fmt: skip
def test_what_is_said_becomes_facts(text, facts):
    heard = situation(text, TODAY, lives_in)
    assert {name: heard.get(name) for name in facts} == facts
    canonical(heard)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ich arbeite 40 Stunden", {"dauer_stunden", "kursgebuehr"}),
        ("Ich verdiene 2.400 Euro brutto", {"kursgebuehr"}),
        ("Ich bin Meister", {"ziel"}),
        ("Ich suche einen Kurs in Köln", {"wohnsitz_land", "beschaeftigungsschwerpunkt"}),
        ("Was ist AZAV? Keine Ahnung", {"kurs_begonnen"}),
        ("Ich bekomme 1.200 Euro Rente im Monat", {"kursgebuehr"}),
        ("seit 3 Monaten arbeitslos", {"tage_bis_kursbeginn"}),
        ("Ich will keine Umschulung", {"ziel"}),
        ("", {"ziel", "kursgebuehr"}),
    ],
)
def test_what_is_not_said_stays_unknown(text, names):
    assert not names & situation(text, TODAY, lives_in).keys()


def test_hostile_words_end_quickly():
    for text in ("kostet " * 2000, "1.000 " * 2000, "ich wohne in " * 1000, "🦜" * 3000):
        canonical(situation(text, TODAY, lives_in))
