"""Situations in somebody's own words: the person, the company and a course that was found."""

from datetime import date

import pytest

from mentorhub.recommend.dialogue.situation import situation
from mentorhub.recommend.eligibility import canonical

TODAY = date(2026, 11, 27)
NRW = {"köln", "koln", "dortmund", "hamm", "bad salzuflen"}


def lives_in(name):
    name = name.casefold()
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


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        # what is not, or not yet, is no fact
        ("Ich habe keinen Beruf gelernt.", {"berufsabschluss": True}),
        ("Ich habe nie einen Beruf gelernt.", {"berufsabschluss": True}),
        ("Ich habe nicht gelernt.", {"berufsabschluss": True}),
        ("Ich habe die Ausbildung noch nicht abgeschlossen", {"berufsabschluss": True}),
        ("Ich habe meine Lehre nie beendet", {"berufsabschluss": True}),
        ("Ich hab zwei Jahre Koch gelernt, dann aufgehört", {"berufsabschluss": True}),
        ("Ich habe Deutsch gelernt", {"berufsabschluss": True}),
        ("Ich habe eine einjährige Ausbildung als Pflegehelferin", {"berufsabschluss": True}),
        ("Ich bin nicht ungelernt", {"berufsabschluss": False}),
        ("Ich habe nicht studiert", {"hochschulabschluss": True}),
        ("Ich bin kein Azubi mehr", {"auszubildend": True}),
        ("Ich will nicht Meister werden", {"ziel": "aufstiegsfortbildung"}),
        ("Die Umschulung führt nicht zum Berufsabschluss", {"ziel": ABSCHLUSS}),
        ("Der Kurs hat noch nicht begonnen", {"kurs_begonnen": True}),
        ("Der Kurs läuft noch nicht", {"kurs_begonnen": True}),
        ("Der Kurs läuft ab Januar", {"kurs_begonnen": True}),
        ("Der Kurs läuft 160 Stunden", {"kurs_begonnen": True}),
        ("Der Kurs beginnt heute noch nicht", {"tage_bis_kursbeginn": 0}),
        ("Ich wohne nicht in NRW", {"wohnsitz_land": "NRW"}),
        ("Ich wohne nicht mehr in Köln, sondern in Hannover", {"wohnsitz_land": "NRW"}),
        ("Ich arbeite nicht in NRW, sondern in Hannover", {"beschaeftigungsschwerpunkt": "NRW"}),
        # what is asked, doubted or imagined is none either
        ("Ich weiß nicht, ob der Kurs AZAV hat", {"massnahme_azav": True}),
        ("Keine Ahnung, ob AZAV", {"massnahme_azav": True}),
        ("Hat der Kurs AZAV?", {"massnahme_azav": True}),
        ("Braucht der Kurs AZAV?", {"massnahme_azav": True}),
        ("AZAV hat der Kurs leider keine", {"massnahme_azav": True}),
        ("Der Anbieter hat AZAV, der Kurs aber nicht", {"massnahme_azav": True}),
        ("Mein Auto ist nicht zugelassen", {"massnahme_azav": False}),
        ("Kann ich den Kurs machen, wenn ich arbeitslos bin?", {"beschaeftigt": False}),
        ("Ich habe Angst, arbeitslos zu werden", {"beschaeftigt": False}),
        ("Wir wollen eine Betriebsvereinbarung zur Weiterbildung machen", {"kollektivvereinbarung": True}),
        ("Haben wir eine Betriebsvereinbarung zur Weiterbildung?", {"kollektivvereinbarung": True}),
        # nor what was, or what is so with others
        ("Ich war mal arbeitslos, jetzt arbeite ich in einer Bäckerei", {"beschaeftigt": False}),
        ("Früher war ich arbeitslos", {"beschaeftigt": False}),
        ("Meine Frau ist arbeitslos", {"beschaeftigt": False}),
        ("Mein Mann ist 50 und arbeitslos, ich arbeite 20 Stunden", {"beschaeftigt": False, "alter": 50}),
        ("Mein Mann hat keinen Berufsabschluss, ich bin gelernte Köchin", {"berufsabschluss": False}),
        ("Mein Mann verdient 70.000 Euro im Jahr", {"zve_jahr": 70000}),
        ("Mein Vater ist 60 Jahre alt", {"alter": 60}),
        ("Meine Kollegin wurde gekündigt", {"gekuendigt": True}),
        ("Mein Bruder macht eine Umschulung", {"ziel": ABSCHLUSS}),
        ("Vor zwei Jahren hatte ich einen Scheck", {"schecks_im_kalenderjahr": 1}),
        ("Ich habe letztes Jahr einen Scheck bekommen", {"schecks_im_kalenderjahr": 1}),
        ("Gibt es dieses Jahr schon Bildungsschecks?", {"schecks_im_kalenderjahr": 1}),
        ("Die Agentur hat mir vor 2 Jahren eine Umschulung abgelehnt", {"jahre_seit_letzter_82_foerderung": 2}),
        ("Realschule nachholen", {"anlass": "hauptschulabschluss"}),
        # numbers of other things
        ("Der Kurs kostet 4.800 Euro netto", {"zve_jahr": 124800}),
        ("Stundenlohn 13 Euro brutto", {"bruttolohn_monat": 13}),
        ("Ich habe 2000 Euro gespart", {"kursgebuehr": 2000}),
        ("Ich zahle 800 Euro Miete", {"kursgebuehr": 800}),
        ("Ich bekomme 1.200 Euro Arbeitslosengeld", {"kursgebuehr": 1200}),
        ("520 Euro im Minijob", {"kursgebuehr": 520}),
        ("55.000 Euro Jahresgehalt", {"kursgebuehr": 55000}),
        ("Das Bahnticket kostet 49 Euro", {"kursgebuehr": 49}),
        ("Die Prüfung kostet 250 Euro, der Kurs 900 Euro", {"kursgebuehr": 250}),
        ("nicht 900 Euro, sondern 1200", {"kursgebuehr": 900}),
        ("Ich kann höchstens 500 Euro bezahlen", {"kursgebuehr": 500}),
        ("Die Beratung ist kostenlos", {"kursgebuehr": 0}),
        ("halbes Jahr, jeden Tag 8 Stunden", {"dauer_stunden": 8}),
        ("20 Wochen zu je 8 Stunden", {"dauer_stunden": 8}),
        ("3 mal 40 Stunden", {"dauer_stunden": 40}),
        ("Der Kurs hat mehr als 120 Stunden", {"dauer_stunden": 120}),
        ("4 Stunden pro Woche, insgesamt 80 Stunden", {"wochenstunden": 4}),
        ("Wir haben unter 50 Mitarbeiter", {"betriebsgroesse": 50}),
        ("Wir haben mehr als 500 Mitarbeiter", {"betriebsgroesse": 500}),
        ("Die Firma hatte mal 600 Leute, jetzt noch 45", {"betriebsgroesse": 600}),
        ("12 Leute im Betrieb, im ganzen Konzern 2000", {"betriebsgroesse": 12}),
        ("Im Kurs sind 20 Leute", {"betriebsgroesse": 20}),
        ("In meiner Familie sind 5 Leute", {"betriebsgroesse": 5}),
        ("Wir suchen 5 Mitarbeiter", {"betriebsgroesse": 5}),
    ],
)  # fmt: skip
def test_what_is_not_so_is_never_heard(text, wrong):
    heard = situation(text, TODAY, lives_in)
    assert not wrong.items() & heard.items()


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Ich habe keinen Beruf gelernt.", {"berufsabschluss": False}),
        ("Ich habe meine Lehre nie beendet", {"berufsabschluss": False}),
        ("Der Kurs hat keine AZAV", {"massnahme_azav": False}),
        ("Mein Mann ist arbeitslos. Ich arbeite im Lager.", {"beschaeftigt": True}),
        ("Ich hatte dieses Jahr noch keinen Scheck", {"schecks_im_kalenderjahr": 0}),
        (
            "Die Agentur hat mir vor 3 Jahren einen Kurs bezahlt",
            {"jahre_seit_letzter_82_foerderung": 3},
        ),
    ],
)
def test_what_is_so_is_still_heard(text, facts):
    heard = situation(text, TODAY, lives_in)
    assert facts.items() <= heard.items()


def test_a_town_is_looked_up_as_it_is_written():
    asked = []
    situation("Ich wohne in Münster.", TODAY, lambda name: asked.append(name))
    assert "Münster" in asked
