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
        ("Ich wohne in Sachsen-Anhalt und arbeite in Köln",
         {"wohnsitz_land": "anderes", "beschaeftigungsschwerpunkt": "NRW"}),
        ("Ich lebe im Saarland", {"wohnsitz_land": "anderes"}),
        ("Wir wohnen in Köln. Meine Eltern wohnen in Hessen.", {"wohnsitz_land": "NRW"}),
        ("Mir wurde zum 31.12. gekündigt", {"gekuendigt": True}),
        ("Die Firma hat Insolvenz angemeldet", {"insolvenz": True}),
        ("Wegen Insolvenz bin ich in der Transfergesellschaft", {"insolvenz": True, "transfer_kug": True}),
        ("keine Schwerbehinderung", {"schwerbehindert": False}),
        ("Abschluss mit Note 1,7 als Industriekauffrau", {"abschlussnote": 1.7, "berufsabschluss": True}),
        ("Wir sind 9 Leute, 4 davon Teilzeit", {"beschaeftigte_koepfe": 9}),
        ("12 Mitarbeiter (davon 5 halbtags)", {"beschaeftigte_koepfe": 12}),
        ("Wir haben zwei Leute dafür. Insgesamt sind wir 64.", {"betriebsgroesse": 64}),
        ("Der Kurs kostet 3.900, neben der Arbeit über 18 Monate",
         {"kursgebuehr": 3900, "lernform": "teilzeit"}),
        ("Prüfungsgebühr: 150 Euro, Kurs: 900 Euro", {"kursgebuehr": 900}),
        ("Den Kurs zahlt schon das Jobcenter", {"andere_oeffentliche_foerderung": True}),
        ("Ich bekomme schon Meister-BAföG", {"andere_oeffentliche_foerderung": True}),
        ("Der Kurs hat schon begonnen, ich hatte keine Beratung bei der Agentur",
         {"kurs_begonnen": True, "beratung_agentur_vor_beginn": False}),
        ("Die Unterweisung müssen wir laut Gesetz machen", {"arbeitgeber_gesetzlich_verpflichtet": True}),
        ("Die Hälfte von uns muss umgeschult werden", {"anteil_betroffen_strukturwandel": 0.5}),
        ("I ben 52 ond han nia ebbes glernt", {"alter": 52, "berufsabschluss": False}),
        ("Habe eine Lehre gemacht, die liegt fünf Jahre zurück",
         {"berufsabschluss": True, "jahre_seit_berufsabschluss": 5}),
        ("Ich mache gerade eine Lehre als Tischler", {"auszubildend": True}),
        ("seit März habe ich wieder eine Stelle", {"beschaeftigt": True}),
        ("Sehr geehrte Frau Müller, unser Mitarbeiter Herr Wolf ist 48", {"alter": 48}),
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
        ("Wir sind 9 Leute, 4 davon Teilzeit", {"betriebsgroesse": 9}),
        ("Bei uns sind zwischen 40 und 60 Leute", {"betriebsgroesse": 60}),
        ("Ich frage für zwei Leute, 31 und 48 Jahre alt", {"betriebsgroesse": 2, "alter": 48}),
        ("Mein Kurs kostet 100, 200 oder 300 Euro", {"kursgebuehr": 100}),
        ("Der Kurs kostet 120 Stunden meiner Zeit", {"kursgebuehr": 120}),
        ("In der Schule hatte ich eine Note von 1,7", {"abschlussnote": 1.7}),
        # nor what is only feared, asked, or told of two people
        ("Der Firma droht die Insolvenz", {"insolvenz": True}),
        ("Ist die Firma pleite?", {"insolvenz": True}),
        ("Unsere Firma ist nicht insolvent", {"insolvenz": True}),
        ("Ich habe Privatinsolvenz angemeldet", {"insolvenz": True}),
        ("Ich bin nicht schwerbehindert, oder?", {"schwerbehindert": False}),
        ("Zahlt die Agentur schon den Kurs?", {"andere_oeffentliche_foerderung": True}),
        ("Ich bekomme kein Meister-BAföG", {"andere_oeffentliche_foerderung": True}),
        ("Ich will einen Abschluss als Koch machen", {"berufsabschluss": True}),
        ("Umschulung mit Abschluss als Kauffrau", {"berufsabschluss": True}),
        ("Ich möchte noch eine Ausbildung machen", {"auszubildend": True}),
        ("Ich hatte noch keine Beratung bei der Agentur", {"beratung_agentur_vor_beginn": False}),
        ("Wenn die Firma pleite geht, bin ich arbeitslos", {"beschaeftigt": False, "insolvenz": True}),
        ("Frau Demir, 31, ohne Ausbildung, und Herr Wolf, gelernter Maler", {"berufsabschluss": False, "alter": 31}),
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


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        # quantities as they are spoken
        ("Bei uns arbeiten vierunddreißig Leute", {"betriebsgroesse": 34}),
        ("wir sind zu zwölft in der Schreinerei", {"betriebsgroesse": 12}),
        ("wir sind so an die dreißig Mann", {"betriebsgroesse": 30}),
        ("Wir haben drei Standorte mit 20, 35 und 60 Leuten", {"betriebsgroesse": 115}),
        ("Wir haben 3 Filialen mit je 20 Leuten", {"betriebsgroesse": 60}),
        ("500 Leute am Standort, im Konzern 12.000", {"betriebsgroesse": 12000}),
        ("Wir sind ein Konzern mit über 9000 Leuten", {"betriebsgroesse": 9000}),
        ("Ich bin 46. Ich wohne in Dortmund.", {"alter": 46, "wohnsitz_land": "NRW"}),
        ("Es geht um Herrn M.: 35, arbeitslos", {"alter": 35, "beschaeftigt": False}),
        ("Ich arbeite seit anderthalb Jahren bei VW", {"beschaeftigungsmonate": 18}),
        ("Vor einem halben Jahr habe ich bei VW angefangen", {"beschaeftigungsmonate": 6}),
        ("seit 3 Monaten bin ich bei VW", {"beschaeftigungsmonate": 3}),
        ("Ich arbeite seit dem 1. März 2024 bei VW", {"beschaeftigungsmonate": 32}),
        ("Vor drei Jahren ausgelernt", {"berufsabschluss": True, "jahre_seit_berufsabschluss": 3}),
        ("gelernter Koch seit 2014", {"berufsabschluss": True, "jahre_seit_berufsabschluss": 12}),
        ("Der Kurs kostet so neunhundert Euro", {"kursgebuehr": 900}),
        ("Knapp 5 Mille soll der Kurs kosten", {"kursgebuehr": 5000}),
        ("Der Kurs kostet nicht 900, sondern 1.900 Euro", {"kursgebuehr": 1900}),
        ("Der Kurs hat 20 Tage à 8 Stunden", {"dauer_stunden": 160}),
        ("Kurs: 12 Wochen, 20 Stunden pro Woche", {"dauer_stunden": 240}),
        ("Der Kurs dauert ein halbes Jahr in Vollzeit",
         {"zeitrahmen_monate": 6, "lernform": "vollzeit"}),
        ("Der Lehrgang läuft 18 Monate berufsbegleitend",
         {"zeitrahmen_monate": 18, "lernform": "teilzeit"}),
        ("Kurs, Start 15.01.2027", {"tage_bis_kursbeginn": 49}),
        ("Der Kurs geht am 15. Januar los", {"tage_bis_kursbeginn": 49}),
        ("Kursstart: Mo, 11.01.2027", {"tage_bis_kursbeginn": 45}),
        ("Der Kurs hat am 2. November begonnen", {"kurs_begonnen": True}),
        # dialect, slips, and people asked for
        ("Ick hab keen Beruf jelernt", {"berufsabschluss": False}),
        ("i hob koa Ausbildung gmacht", {"berufsabschluss": False}),
        ("Ich habe die Ausbildnug nie abgeschlosen", {"berufsabschluss": False}),
        ("Ich frage für meine Tochter, sie ist 22 und arbeitslos",
         {"alter": 22, "beschaeftigt": False}),
        ("Unsere Mitarbeiterin, 47, ungelernt, soll einen Kurs machen",
         {"alter": 47, "berufsabschluss": False}),
        ("Frau Yilmaz ist 38, arbeitet bei uns, keine Ausbildung",
         {"alter": 38, "beschaeftigt": True, "berufsabschluss": False}),
        # work, health, money
        ("Ich arbeite 25 Std. die Woche als Verkäuferin", {"beschaeftigt": True, "wochenstunden": 25}),
        ("Man hat mir gekündigt", {"gekuendigt": True}),
        ("Ich werde zum 31. Dezember arbeitslos", {"anlass": "arbeitslosigkeit_abwenden"}),
        ("Ich bin arbeitslos gemeldet", {"arbeitslos_gemeldet": True, "beschaeftigt": False}),
        ("Mein GdB ist 60", {"schwerbehindert": True}),
        ("Ich habe einen GdB von 30", {"schwerbehindert": False}),
        ("Mein Chef übernimmt die Kosten für den Kurs", {"lehrgangskosten_traegt": "arbeitgeber"}),
        ("Ich hatte dieses Jahr zwei Bildungsschecks", {"schecks_im_kalenderjahr": 2}),
        ("Die Agentur hat mir noch nie etwas bezahlt", {"jahre_seit_letzter_82_foerderung": None}),
        ("Im Haustarifvertrag ist Weiterbildung geregelt", {"kollektivvereinbarung": True}),
        ("Betriebsgröße: 45, Brutto 2.950 €, Alter: 47", {"bruttolohn_monat": 2950, "alter": 47}),
        ("Betrieb: 230 MA. Kurs: CNC, 320 h", {"betriebsgroesse": 230, "dauer_stunden": 320}),
        ("Wir sind zu dritt im Büro, die Firma hat 90 Leute", {"betriebsgroesse": 90}),
        ("Wohnort: Dortmund. Ausbildung: keine.", {"wohnsitz_land": "NRW", "berufsabschluss": False}),
        ("60% GdB", {"schwerbehindert": True}),
        ("Zu versteuerndes Einkommen: 24.780 €", {"zve_jahr": 24780}),
        ("Aushilfe im Supermarkt, 15h/Woche", {"wochenstunden": 15}),
        ("Ausbildung zur Floristin (2009-2012)", {"jahre_seit_berufsabschluss": 14}),
        ("Lehrgang, 21 Monate VZ", {"zeitrahmen_monate": 21, "lernform": "vollzeit"}),
        ("Ich arbeite als freier Dozent", {"beschaeftigt": False}),
        ("Umschulung zum Mechatroniker, 28 Monate", {"zeitrahmen_monate": 28}),
        ("Der Kurs geht vom 1.2. bis 30.4.2027", {"tage_bis_kursbeginn": 66}),
        # other tongues
        ("I am 28 and have no vocational training", {"alter": 28, "berufsabschluss": False}),
        ("Mesleğim yok, 33 yaşındayım", {"berufsabschluss": False, "alter": 33}),
        ("Мені 44 роки, не маю професії", {"alter": 44, "berufsabschluss": False}),
        ("Мне 37 лет, профессии нет, работаю на складе",
         {"alter": 37, "beschaeftigt": True}),
        ("Nie mam zawodu, mam 28 lat", {"berufsabschluss": False, "alter": 28}),
        ("Nu am nicio calificare, am 26 de ani", {"berufsabschluss": False, "alter": 26}),
        ("ليس لدي شهادة مهنية وعمري 30 سنة", {"berufsabschluss": False, "alter": 30}),
    ],
)  # fmt: skip
def test_spoken_quantities_people_and_tongues_are_understood(text, facts):
    heard = situation(text, TODAY, lives_in)
    assert {name: heard.get(name, "unheard") for name in facts} == facts
    canonical(heard)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Bei uns arbeiten 34, davon 10 halbtags", {"betriebsgroesse"}),
        ("8 Leute plus 3 Minijobber", {"betriebsgroesse"}),
        ("Nächstes Jahr stellen wir 20 Leute ein", {"betriebsgroesse"}),
        ("Wir sind drei Geschwister", {"betriebsgroesse"}),
        ("Verein mit 300 Leuten", {"betriebsgroesse"}),
        ("Ein Team von 8 Leuten im Team", {"betriebsgroesse"}),
        ("Gilt das, wenn der Betrieb 600 Leute hat?", {"betriebsgroesse"}),
        ("Ich arbeite schon ewig da, bestimmt 20 Jahre.", {"alter"}),
        ("Ich frage für meine Kollegin. Ich bin 60 und Meister.", {"alter", "berufsabschluss"}),
        ("Mein Kollege hat das gemacht. Er ist 30.", {"alter"}),
        ("Ich bin Witwe seit 5 Jahren und arbeite seit 2 Jahren wieder", {"beschaeftigungsmonate"}),
        ("Werkstudent mit 20 Stunden", {"dauer_stunden"}),
        ("3 Monate à 40 Std.", {"dauer_stunden"}),
        ("Der Kurs ist jeden Dienstag 3 Stunden", {"dauer_stunden"}),
        ("Der Kurs soll 1.500 bis 2.000 Euro kosten", {"kursgebuehr"}),
        ("Der Kurs kostet unter 1000 Euro", {"kursgebuehr"}),
        ("Der Kurs kostet 3 Raten à 400 Euro", {"kursgebuehr"}),
        ("Ich bekomme Mindestlohn", {"bruttolohn_monat", "zve_jahr"}),
        ("Ich bin 61 und gehe in zwei Jahren in Rente", {"zeitrahmen_monate"}),
        ("In 6 Monaten ziehe ich um", {"zeitrahmen_monate"}),
        ("Ich habe am 15. Januar Geburtstag", {"tage_bis_kursbeginn"}),
        ("Wir verdienen zusammen 90.000", {"zve_jahr"}),
        ("Unser Betrieb: 8 Vollzeit, 5 Teilzeit à 20 Std", {"wochenstunden", "betriebsgroesse"}),
        ("Werde im Februar 45", {"alter"}),
        ("Ich habe zwar studiert, aber keinen Abschluss", {"hochschulabschluss"}),
        ("Mein Arbeitgeber sitzt in Berlin", {"beschaeftigungsschwerpunkt"}),
        ("Ich arbeite zu Hause für eine Firma in Berlin", {"beschaeftigungsschwerpunkt"}),
        ("Ich bekomme kein Arbeitslosengeld", {"beschaeftigt", "arbeitslos_gemeldet"}),
        ("Ich habe einen neuen Job ab Januar", {"beschaeftigt"}),
        ("Budget von 1500 Euro für einen Kurs", {"kursgebuehr"}),
        ("Wie teuer ist ein Kurs? 500 Euro?", {"kursgebuehr"}),
        ("Ich fange am 1. Dezember eine neue Stelle an, will einen Kurs", {"tage_bis_kursbeginn"}),
        ("Der Kurs lief vom 3. bis 7. November", {"tage_bis_kursbeginn"}),
        ("Vor 5 Jahren hat mir das Jobcenter eine Umschulung bezahlt", {"ziel"}),
        ("Ich hab BWL studiert, aber nicht fertig gemacht", {"hochschulabschluss"}),
        (
            "Wir verhandeln über eine Betriebsvereinbarung zur Qualifizierung",
            {"kollektivvereinbarung"},
        ),
        ("Keine Ausbildung? Doch, ich bin Bürokaufmann.", {"berufsabschluss"}),
        ("Ich mache nächstes Jahr meinen Gesellenbrief", {"berufsabschluss"}),
        ("Ich habe die Schule ohne Abschluss verlassen", {"berufsabschluss"}),
        ("Mein Abschluss als Elektriker aus Syrien ist nicht anerkannt", {"berufsabschluss"}),
        ("Ich bin gelernter Koch, seit 12 Jahren arbeite ich im Lager", {"berufsabschluss"}),
        ("Ich bin gleichgestellt mit GdB 30", {"schwerbehindert"}),
        ("Hat man mit GdB 50 Vorteile?", {"schwerbehindert"}),
        ("Ich arbeite ehrenamtlich im Tierheim", {"beschaeftigt"}),
        ("Ich arbeite als Beamtin", {"beschaeftigt"}),
        ("Schaff ich das in 3 Monaten?", {"beschaeftigt"}),
        ("Nie jestem bezrobotny", {"beschaeftigt"}),
        ("Wir überlegen, in eine Transfergesellschaft zu gehen", {"transfer_kug"}),
        ("Zahlt mein Chef den Kurs?", {"lehrgangskosten_traegt"}),
        ("Der Chef zahlt die Hälfte vom Kurs", {"lehrgangskosten_traegt"}),
        ("Wir haben einen Betriebsrat", {"kollektivvereinbarung"}),
        ("Habe ich dieses Jahr noch einen Scheck?", {"schecks_im_kalenderjahr"}),
    ],
)
def test_what_may_be_otherwise_is_not_heard(text, names):
    assert not names & situation(text, TODAY, lives_in).keys()


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            "Ich arbeite in einem Betrieb mit 34 Leuten und will Anlagenführer lernen, 480 Stunden, kostet 4800 Euro.",
            {"dauer_stunden": 480, "kursgebuehr": 4800, "betriebsgroesse": 34},
        ),
        ("Ein Kurs über 480 Stunden für 4.800 Euro.", {"dauer_stunden": 480, "kursgebuehr": 4800}),
        ("Der Träger ist zugelassen.", {"traeger_azav": True}),
    ],
)
def test_what_is_said_of_a_course_beside_work_is_heard(text, facts):
    heard = situation(text, TODAY, lives_in)
    assert {name: heard.get(name) for name in facts} == facts


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Kurs: Fachlagerist mit IHK-Abschluss, 480 Std., 4800 €", "berufsabschluss"),
        ("Das sind über 480 Stunden im Jahr, die ich arbeite.", "dauer_stunden"),
        ("Ist der Träger zugelassen?", "traeger_azav"),
    ],
)
def test_what_is_not_said_is_not_heard(text, name):
    assert name not in situation(text, TODAY, lives_in)
