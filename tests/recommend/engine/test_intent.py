"""What sentences say, as people type them. Every line is one sentence and all it must yield."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorhub.recommend.engine.intent import understand
from mentorhub.recommend.engine.intent.start import easter
from mentorhub.recommend.engine.text import tokens
from mentorhub.recommend.forms.public import CHIP_ID
from tests.recommend.engine.doubles import TODAY, Atlas

ATLAS = Atlas()
EVENING, WEEKEND = frozenset({"evening"}), frozenset({"weekend"})
MORNING = frozenset({"morning"})
ALONGSIDE = frozenset({"evening", "weekend", "self_paced", "part_time"})


def _said(text, without=()):
    """Return what was understood, as a dict of all that differs from nothing said."""
    seen = understand(text, ATLAS, TODAY, without)
    plain = {name: getattr(seen, name) for name in seen.__dataclass_fields__}
    for name in ("text", "said", "topic", "chips"):
        del plain[name]
    plain["place"] = seen.place.name if seen.place else None
    for name in ("also_places", "not_places"):
        plain[name] = tuple(place.name for place in plain[name])
    return {
        name: value for name, value in plain.items() if value not in (None, False, (), frozenset())
    }


def _topic(text):
    return understand(text, ATLAS, TODAY).topic


PLACES = [
    ("Staplerschein in Dortmund", {"place": "Dortmund"}),
    ("staplerschein dortmund", {"place": "Dortmund"}),
    ("STAPLERSCHEIN DORTMUND", {"place": "Dortmund"}),
    ("staplerschein in dortmunt", {"place": "Dortmund"}),
    ("staplerschein dortmunt", {"place": "Dortmund"}),
    ("Kurs in Koeln", {"place": "Köln"}),
    ("Kurs in Koln", {"place": "Köln"}),
    ("Kurs in 44137", {"place": "Dortmund"}),
    ("Kurs in 44137 Dortmund", {"place": "Dortmund"}),
    ("Schweißen bei Köln", {"place": "Köln", "radius_km": 25}),
    ("Schweißen in der Nähe von Siegen", {"place": "Siegen", "radius_km": 25}),
    ("Raum Siegen CNC", {"place": "Siegen", "radius_km": 25}),
    ("CNC im Umkreis von 20 km um Siegen", {"place": "Siegen", "radius_km": 20}),
    ("CNC in Siegen, höchstens 10 km weg", {"place": "Siegen", "radius_km": 10}),
    ("Excel Kurs 30km um Bielefeld", {"place": "Bielefeld", "radius_km": 30}),
    ("Ich wohne in Unna und suche was im Verkauf", {"place": "Unna"}),
    ("ich komm aus hagen und will umschulen", {"place": "Hagen"}),
    ("PC-Kurs in Castrop Rauxel", {"place": "Castrop-Rauxel"}),
    ("Deutsch lernen in Bad Oeynhausen", {"place": "Bad Oeynhausen"}),
    ("AEVO in Mülheim", {"place": "Mülheim an der Ruhr"}),
    ("Fachwirt in Köln-Mülheim", {"place": "Köln"}),
    ("Staplerschein Kölner Raum", {"place": "Köln"}),
    ("Weiterbildung im Ruhrgebiet", {"place": "Ruhrgebiet", "radius_km": 40}),
    ("welding near Cologne", {"place": "Köln", "radius_km": 25}),
    ("Pflegekurs Essen", {"place": "Essen"}),
    ("Kochkurs in Essen", {"place": "Essen"}),
    ("Excel, nicht Dortmund, lieber Essen", {"place": "Essen", "not_places": ("Dortmund",)}),
    ("In Essen rund um die Pflege", {"place": "Essen"}),
    ("pflegehelfer kurs in essen", {"place": "Essen"}),
    ("Deutschkurs Hamm", {"place": "Hamm"}),
    ("Nähkurs in Halle", {"place": "Halle (Westf.)"}),
    ("Nähkurs in Lage", {"place": "Lage"}),
    ("Sachkunde in Werl", {"place": "Werl"}),
    ("Yoga in der Nähe", {"nearby": True}),
    ("Kurse nicht so weit weg", {"nearby": True}),
    (
        "Schweißen im Raum Dortmund/Bochum",
        {"place": "Dortmund", "radius_km": 25, "also_places": ("Bochum",)},
    ),
    ("Kurs in Dortmund oder Bochum", {"place": "Dortmund", "also_places": ("Bochum",)}),
    ("Nicht in Köln, Excel", {"not_places": ("Köln",)}),
    ("Excel, alles außer Köln", {"not_places": ("Köln",)}),
    ("Excel, aber nicht nach Köln fahren", {"not_places": ("Köln",)}),
    ("Excel, Köln ist mir zu weit, Bochum", {"place": "Bochum", "not_places": ("Köln",)}),
    ("Excel, nach Köln ist es zu weit, Bochum", {"place": "Bochum", "not_places": ("Köln",)}),
    ("Köln zu weit, Excel in Bochum", {"place": "Bochum", "not_places": ("Köln",)}),
    ("Excel in Bochum, Cologne is too far", {"place": "Bochum", "not_places": ("Köln",)}),
    ("Excel nicht in Essen, sondern in Bochum", {"place": "Bochum", "not_places": ("Essen",)}),
    ("Ich arbeite in Essen und wohne in Bochum, suche Kurs in Dortmund", {"place": "Dortmund"}),
    ("Kurs in Dortmund, ich wohne in Unna", {"place": "Dortmund"}),
    (
        "Ich arbeite in Essen, wohne in Bochum",
        {"place": "Bochum", "also_places": ("Essen",)},
    ),
    ("Kurs in Rheda-Wiedenbrück", {"place": "Rheda-Wiedenbrück"}),
    ("kurs in rheda-wiedenbrück", {"place": "Rheda-Wiedenbrück"}),
    ("Kurs in Neuenkirchen", {"place": "Neuenkirchen"}),
    ("Kurs in Neunkirchen", {"place": "Neunkirchen"}),
    ("Kurs in Halle (Saale)", {"place": "Halle (Saale)"}),
    ("Kurs in Mühlheim", {"place": "Mülheim an der Ruhr"}),
    ("Kurs in Mühlheim an der Ruhr", {"place": "Mülheim an der Ruhr"}),
    ("Kurs in St. Augustin", {"place": "Sankt Augustin"}),
    ("Kurs in Lotte", {"place": "Lotte"}),
    ("Pflegehelfer Köln-Mülheim", {"place": "Köln"}),
    ("pflegehelfer in köln-mülheim", {"place": "Köln"}),
    ("Deutschkurs Dortmund-Hörde", {"place": "Dortmund"}),
    ("Umschulung Bürokauffrau bochum", {"place": "Bochum"}),
    ("ich wohne in essen und will Staplerschein", {"place": "Essen"}),
    ("komme aus hamm. Suche Deutschkurs", {"place": "Hamm"}),
    ("Suche Nähkurs in kamen", {"place": "Kamen"}),
    ("Deutsch, Essen", {"place": "Essen"}),
    ("Pflege, Hamm", {"place": "Hamm"}),
    ("Töpfern, Hamm", {"place": "Hamm"}),
    ("Staplerschein, Lage.", {"place": "Lage"}),
    ("Excel in Castrop", {"place": "Castrop-Rauxel"}),
    ("Excel in M'gladbach", {"place": "Mönchengladbach"}),
    ("excel mgladbach", {"place": "Mönchengladbach"}),
    ("Excel in Schloss Holte", {"place": "Schloß Holte-Stukenbrock"}),
    ("Excel Fröndenberg", {"place": "Fröndenberg/Ruhr"}),
    ("Excel in Mönchen Gladbach", {"place": "Mönchengladbach"}),
    ("Excel, 20 km um Essen", {"place": "Essen", "radius_km": 20}),
    ("Excel höchstens 10 km von Hamm", {"place": "Hamm", "radius_km": 10}),
    ("Excel in Bochum Wattenscheid", {"place": "Bochum"}),
    ("Excel in Bochum, also in Wattenscheid", {"place": "Bochum"}),
    ("Schweißen köln abends", {"place": "Köln", "times": {"evening"}}),
    ("Gabelstapler im umkreis dortmunt", {"place": "Dortmund", "radius_km": 25}),
    ("SPS in Mülheim a.d. Ruhr", {"place": "Mülheim an der Ruhr"}),
    ("Excel in Halle i. Westf.", {"place": "Halle (Westf.)"}),
    ("Betreuungskraft, Essen oder Umgebung", {"place": "Essen", "radius_km": 25}),
]
NO_PLACES = [
    "Shift handover in english",
    "shift handover",
    "Hobeln und leimen",
    "Essen kochen lernen für die Kantine",
    "essen ausliefern",
    "Umgang mit gesundem Essen",
    "Meine Kollegin Lotte will Excel lernen",
    "CNC im Umkreis von 999999 km",
    "Rund um Essen und Trinken",
    "Ich kümmere mich um Essen und Wäsche",
    "Hygiene beim Essen",
    "Essen auf Rädern fahren",
    "hamm wir da auch was für maler",
    "Ich arbeite in der Halle und will den Kranschein",
    "Hallenkran bedienen",
    "Kochen, Essen",
    "Haushalt, Kinder, Essen",
    "ich will Essen kochen lernen",
    "Ich arbeite in Halle 3 und will Excel lernen",
    "Unterricht in singen für Kinder",
    "Bin in der Lage viel zu lernen",
    "Wir kamen neu in die Firma",
    "Singen vor Publikum",
    "Handel mit Waren",
    "Löhne abrechnen",
    "ich will weg von meinem chef",
    "mit den Händen arbeiten",
    "Prüfungen nach DIN EN 44137",
]
TIMES = [
    ("Kurs, aber Abende gehen nicht", {"not_times": EVENING}),
    ("Excel, ich arbeite jeden Tag bis fünf", {"times": EVENING}),
    ("Excel, arbeite täglich bis 17 Uhr", {"times": EVENING}),
    ("Solar lernen, um halb eins muss ich am Kindergarten stehen", {"times": MORNING}),
    ("Excel zwischen halb neun und halb eins", {"times": MORNING}),
    ("Excel zwischen 9 und 12 Uhr", {"times": MORNING}),
    ("Staplerschein abends", {"times": EVENING}),
    ("staplerschein abens", {"times": EVENING}),
    ("nach Feierabend Excel lernen", {"times": EVENING}),
    ("Excel nach der Arbeit", {"times": EVENING}),
    ("Excel ab 18 Uhr", {"times": EVENING}),
    ("Englisch montagabends", {"times": EVENING}),
    ("evening classes excel", {"times": EVENING}),
    ("Schweißen am Wochenende", {"times": WEEKEND}),
    ("schweißen am wochende", {"times": WEEKEND}),
    ("Hubarbeitsbühne samstags", {"times": WEEKEND}),
    ("welding on weekends", {"times": WEEKEND}),
    ("Deutsch vormittags", {"times": frozenset({"morning"})}),
    ("Umschulung in Teilzeit", {"times": frozenset({"part_time"})}),
    ("SPS Vollzeit", {"times": frozenset({"full_time"})}),
    ("Industriemeister berufsbegleitend", {"times": ALONGSIDE}),
    ("Fachwirt neben der Arbeit", {"times": ALONGSIDE}),
    ("Ich arbeite Vollzeit und will Meister werden", {"times": ALONGSIDE}),
    (
        "arbeite im Schichtdienst, brauche Englisch",
        {"times": frozenset({"self_paced", "weekend", "part_time"})},
    ),
    ("Buchhaltung in meinem Tempo", {"times": frozenset({"self_paced"})}),
    ("Excel aber nicht abends", {"not_times": EVENING}),
    ("Excel, abends geht nicht", {"not_times": EVENING}),
    ("Excel, abends kann ich leider nicht", {"not_times": EVENING}),
    ("Ich arbeite abends, suche Englisch", {"not_times": EVENING}),
    ("Excel, kein Vollzeitkurs", {"not_times": frozenset({"full_time"})}),
    ("Excel unter der Woche", {"not_times": WEEKEND}),
    ("Excel, aber nicht nur abends", {"times": EVENING}),
    ("Ich habe vormittags keine Zeit, Excel", {"not_times": frozenset({"morning"})}),
    ("Ich habe keine Zeit am Vormittag, Excel", {"not_times": MORNING}),
    ("Excel, no time in the evenings", {"not_times": EVENING}),
    (
        "Früschicht und Spätschicht, Exel lernen",
        {
            "times": frozenset(
                {"self_paced", "weekend", "part_time", "morning", "afternoon", "evening"}
            )
        },
    ),
    ("Ich kann abends leider nicht, Excel", {"not_times": EVENING}),
    ("Excel, kein Kurs am Abend", {"not_times": EVENING}),
    ("Excel nur samstags, nicht sonntags", {"times": WEEKEND}),
    ("samstag geht, sonntag nicht, Excel", {"times": WEEKEND}),
    ("Excel am Wochenende, aber nicht sonntags", {"times": WEEKEND}),
    ("Excel on Saturdays, not on Sundays", {"times": WEEKEND}),
    ("kurs Excel tylko w soboty, nie w niedziele", {"times": WEEKEND, "tongue": "pl"}),
    ("Excel, nicht sonntags", {"not_times": WEEKEND}),
    ("Excel, nicht samstags und sonntags", {"not_times": WEEKEND}),
    ("Excel, can't do saturdays or sundays", {"not_times": WEEKEND}),
    ("Excel, weder samstags noch sonntags", {"not_times": WEEKEND}),
    ("Excel, samstags geht nicht, sonntags auch", {"not_times": WEEKEND}),
    ("Excel, nicht abends und am Wochenende", {"not_times": EVENING | WEEKEND}),
    ("Excel abends und am Wochenende", {"times": EVENING | WEEKEND}),
    ("Excel, abends muss ich auf die Kinder aufpassen", {"not_times": EVENING}),
    ("Excel, abends ist mir zu spät", {"not_times": EVENING}),
    ("Excel, abends muss ich lernen", {"times": EVENING}),
    ("Excel, abends bin ich zu müde", {"not_times": EVENING}),
    ("Excel, abends bin ich zu Hause", {"times": EVENING}),
    ("Excel, am Wochenende sind die Kinder da", {"not_times": WEEKEND}),
    ("Excel, am Wochenende sind die Kinder bei der Oma", {"times": WEEKEND}),
    ("Excel lernen weil ich vormittags putzen gehe", {"not_times": MORNING}),
    ("Excel, vormittags und am Wochenende arbeite ich", {"not_times": MORNING | WEEKEND}),
    ("ich arbeite in der Halle und abends will ich Excel lernen", {"times": EVENING}),
    ("I work at night and on weekends, welding course", {"not_times": WEEKEND}),
    ("akşam çalışamıyorum Excel kursu", {"not_times": EVENING, "tongue": "tr"}),
    ("вечером сижу с детьми, курс Excel", {"not_times": EVENING, "tongue": "ru"}),
    ("Schichtleiter werden", {}),
    ("Abendrealschule", {}),
    ("Ich bin zeitlich flexibel und mag Holz", {}),
]
FORMS = [
    ("Buchhaltung online", {"form": "online"}),
    ("Buchhaltung onlien", {"form": "online"}),
    ("von zu Hause aus Buchhaltung lernen", {"form": "online"}),
    ("Kinderpflege von zu Hause", {"form": "online"}),
    ("Onlinekurs Excel", {"form": "online"}),
    ("welding from home", {"form": "online"}),
    ("Excel nicht online", {"form": "presence"}),
    ("kein Onlinekurs, Excel", {"form": "presence"}),
    ("Excel lieber vor Ort als online", {"form": "presence"}),
    ("Excel statt online lieber vor Ort", {"form": "presence"}),
    ("lieber online als vor Ort, Python", {"form": "online"}),
    ("Excel, aber nicht am Computer", {"form": "presence"}),
    ("Python in Präsenz", {"form": "presence"}),
    ("egal ob online oder vor Ort, Altenpflege", {}),
    ("Deutsch in Siegen oder online", {"place": "Siegen"}),
    ("Deutsch online oder in Siegen", {"place": "Siegen"}),
    ("Ich kann nicht gut online, Excel", {"form": "presence"}),
    ("Excel nicht nur online, auch vor Ort", {}),
    ("Excel nicht nur vor Ort, auch online", {}),
    ("Excel nicht nur online", {}),
    ("Excel not only online", {}),
    ("Excel nicht unbedingt online, lieber vor Ort", {"form": "presence"}),
    ("Online-Marketing lernen", {}),
    ("Onlineshop aufbauen", {}),
    ("Meine Mutter zu Hause pflegen", {}),
    ("kleine Teams leiten", {}),
    ("Unterricht über Zoom, Excel", {"form": "online"}),
    ("Pflege zu Hause lernen", {}),
]
PRICES = [
    ("Excel, kosten darf es nichts", {"free": True}),
    ("Excel, bezahlen kann ich nicht", {"free": True}),
    ("Excel, zahlen kann ich leider nichts", {"free": True}),
    ("Kurs Excel, ich kann das nicht bezahlen", {"free": True}),
    ("Solar lernen, einen Gutschein vom Jobcenter hab ich", {"azav": True}),
    ("Deutsch kostenlos", {"free": True}),
    ("Pflege kostenlos", {"free": True}),
    ("Altenpflege gratis", {"free": True}),
    ("Ich pflege meine Mutter umsonst, suche Excel", {}),
    ("deutsch kostenlso", {"free": True}),
    ("Computerkurs umsonst", {"free": True}),
    ("Computerkurs, kann nichts zahlen", {"free": True}),
    ("Computerkurs, der nichts kostet", {"free": True}),
    ("Ich habe kein Geld, will aber Excel lernen", {"free": True}),
    ("free welding course", {"free": True}),
    ("Excel unter 500 Euro", {"max_price_cents": 50_000}),
    ("Excel bis 1.500 €", {"max_price_cents": 150_000}),
    ("Excel max. 300€", {"max_price_cents": 30_000}),
    ("Excel höchstens hundert Euro", {"max_price_cents": 10_000}),
    ("Excel bis 300,- Euro", {"max_price_cents": 30_000}),
    ("Excel ≤ 500 Euro", {"max_price_cents": 50_000}),
    ("Excel, 300 Euro Budget", {"max_price_cents": 30_000}),
    ("150€ Englischkurs", {"max_price_cents": 15_000}),
    ("Excel für 49,90 Euro", {"max_price_cents": 4_990}),
    ("Excel zwischen 100 und 300 Euro", {"max_price_cents": 30_000}),
    ("Excel darf höchstens 300 Euro kosten", {"max_price_cents": 30_000}),
    ("Der Kurs kostet 500 Euro", {}),
    ("450 euro job, suche Lagerkurs", {}),
    ("ich hab nur 400 euro im Monat, Excel", {}),
    ("Excel, ich hab nur 400 Euro", {"max_price_cents": 40_000}),
    ("Excel, ich kann nur 50 Euro im Monat zahlen", {"max_price_cents": 5_000}),
    ("Excel bis 500", {"max_price_cents": 50_000}),
    ("Excel, max. 1.500, in Bochum", {"place": "Bochum", "max_price_cents": 150_000}),
    ("Excel bis 2027", {}),
    ("Excel bis 17", {}),
    ("Rechnen bis 1000", {}),
    ("Stapler bis 3500 kg", {}),
    ("staplerschein ohne geld", {"free": True}),
    ("Menschen ohne Geld beraten", {}),
    ("Excel bis 99999999 Euro", {}),
    ("Excel günstig", {"cheap": True}),
    ("Ich verdiene unter 2000 Euro und will Excel lernen", {}),
]
REST = [
    ("Staplerschein auf Englisch", {"language": "en"}),
    ("Erste Hilfe in englischer Sprache", {"language": "en"}),
    ("Pflegekurs auf Russisch", {"language": "ru"}),
    ("Englischkurs", {}),
    ("Deutsch lernen", {}),
    ("E-Mails auf Englisch schreiben", {}),
    ("Excel für Anfänger", {"level": "basic"}),
    ("exel für anfenger", {"level": "basic"}),
    ("Schweißen ohne Vorkenntnisse", {"level": "basic"}),
    ("Excel, kein Anfängerkurs", {"level": "intermediate"}),
    ("Excel für Fortgeschrittene", {"level": "advanced"}),
    ("Deutsch B1", {"level": "B1"}),
    ("deutsch c1.2", {"level": "C1"}),
    ("Führerschein Klasse C1", {}),
    ("Grundbildung", {}),
    ("Deutsch ab März", {"start_from": date(2027, 3, 1)}),
    ("Deutsch im Januar", {"start_from": date(2027, 1, 1), "start_until": date(2027, 1, 31)}),
    ("Deutsch nächsten Monat", {"start_from": date(2026, 12, 1), "start_until": date(2026, 12, 31)}),
    ("Deutsch sofort", {"start_until": date(2026, 12, 26)}),
    ("Deutsch schnellstmöglich", {"start_until": date(2026, 12, 26)}),
    ("Deutsch Januar", {"start_from": date(2027, 1, 1), "start_until": date(2027, 1, 31)}),
    ("Deutsch noch dieses Jahr", {"start_until": date(2026, 12, 31)}),
    ("Deutsch ab 15.1.", {"start_from": date(2027, 1, 15)}),
    ("Deutsch ab dem 1. Februar 2027", {"start_from": date(2027, 2, 1)}),
    ("Deutsch vor Weihnachten", {"start_until": date(2026, 12, 23)}),
    ("Deutsch spätestens im Mai", {"start_until": date(2027, 5, 31)}),
    ("Deutsch in den Sommerferien", {"start_from": date(2027, 6, 20), "start_until": date(2027, 9, 5)}),
    ("Deutsch nach Ostern", {"start_from": date(2027, 3, 30)}),
    ("Deutsch innerhalb von 2 Wochen", {"start_until": date(2026, 12, 5)}),
    ("Deutsch nicht vor Ostern", {"start_from": date(2027, 3, 28)}),
    ("Deutsch, Start nicht vor März", {"start_from": date(2027, 3, 1)}),
    ("Deutsch nicht nach März", {"start_until": date(2027, 3, 31)}),
    ("Deutsch nicht im Sommer", {"not_starts": ((date(2027, 6, 1), date(2027, 8, 31)),)}),
    ("Deutsch, im Februar nicht", {"not_starts": ((date(2027, 2, 1), date(2027, 2, 28)),)}),
    ("Deutsch zwischen März und Mai", {"start_from": date(2027, 3, 1), "start_until": date(2027, 5, 31)}),
    ("Deutsch Januar oder Februar", {"start_from": date(2027, 1, 1), "start_until": date(2027, 2, 28)}),
    ("Deutsch von November bis Februar", {"start_from": date(2026, 11, 1), "start_until": date(2027, 2, 28)}),
    ("Deutsch vom 3. bis 7. Februar", {"start_from": date(2027, 2, 3), "start_until": date(2027, 2, 7)}),
    ("Deutsch zwischen 15.1. und 20.2.", {"start_from": date(2027, 1, 15), "start_until": date(2027, 2, 20)}),
    ("Deutsch ab Mai 0000", {}),
    ("Deutsch nach Dezember 9999", {}),
    ("Deutsch im Winter 9999", {}),
    ("Deutsch am 31.12.9999", {}),
    ("Deutsch vor Januar 0001", {}),
    ("Ich verliere nächsten Monat meinen Job", {}),
    ("im Januar ist mein Vertrag zu Ende, Lager", {}),
    ("mein Vertrag läuft im Januar aus, Lager", {}),
    ("mein Vertrag läuft im Januar aus, danach Lager", {"start_from": date(2027, 1, 1)}),
    ("im Mai bekomme ich ein Kind, Pflegekurs", {}),
    ("Im März werde ich 30, will Pflege lernen", {}),
    ("Im März will ich Pflege lernen", {"start_from": date(2027, 3, 1), "start_until": date(2027, 3, 31)}),
    ("Ab März arbeite ich nicht mehr, Pflege lernen", {"start_from": date(2027, 3, 1)}),
    ("w styczniu kończy mi się umowa, kurs Excel", {"tongue": "pl"}),
    ("ohne deutsch kurs für lager", {"language": "other"}),
    ("ohne deutsch kurs für lager, kann nur türkisch", {"language": "tr"}),
    ("deutsch kurs für lager", {}),
    ("Mai Tai mixen", {}),
    ("in 24 Monaten fit für die Prüfung", {}),
    ("Deutsch in drei Monaten", {"start_from": date(2027, 2, 1), "start_until": date(2027, 3, 21)}),
    ("Beförderung gefährlicher Güter", {}),
    ("Wer zahlt mir den Meister?", {"kind": "funding"}),
    ("Wie bekomme ich einen Bildungsgutschein?", {"kind": "funding"}),
    ("Zahlt das Jobcenter den Lkw-Führerschein?", {"kind": "funding"}),
    ("Geld für die Meisterschule", {"kind": "funding"}),
    ("Umschulung mit Bildungsgutschein", {"azav": True}),
    ("Kurs Bildungsurlaub Englisch", {}),
    ("Ich bin 52, ungelernt und arbeitslos", {"audience": ("no_vocation", "older", "unemployed")}),
    ("Ich bin nicht arbeitslos, Excel", {}),
    ("Menschen mit Behinderung betreuen", {}),
    ("Geflüchtete unterrichten, Deutsch als Zweitsprache", {}),
    ("Arbeiten mit Frauen in Not", {}),
    ("Ich habe Abitur und will Buchhaltung lernen", {"audience": ("school",)}),
    ("Mit Hauptschulabschluss Pflegehelferin werden", {"audience": ("school",)}),
    ("Mittlere Reife hab ich, jetzt Erzieherin", {"audience": ("school",)}),
    ("Ich will ins Büro, hab aber nur Hauptschule", {"audience": ("school",)}),
    ("Die Hauptschule nachholen", {}),
    ("Ich habe kein Abitur, Excel", {}),
    ("Abitur nachholen", {}),
    ("Ich habe vor das Abitur zu machen", {}),
    ("Kurs mit Hauptschulabschluss", {}),
]  # fmt: skip
NOT_A_PLACE = [(text, {}) for text in NO_PLACES]
CASES = [*PLACES, *NOT_A_PLACE, *TIMES, *FORMS, *PRICES, *REST]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_a_sentence_says_this_and_nothing_else(text, expected):
    assert _said(text) == expected


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Ich möchte abends in Dortmund Gabelstapler fahren lernen", "Gabelstapler fahren lernen"),
        ("Schweißkurs in Hamm am Wochenende, unter 500 Euro", "Schweißkurs"),
        ("Excel nicht online, lieber vor Ort", "Excel"),
        ("abends geht nicht, nur vormittags, Deutsch B1", "Deutsch B1"),
        ("kostenloser Deutschkurs in der Nähe von Siegen", "Deutschkurs"),
        ("Pflegekurs zwischen Köln und Bochum", "Pflegekurs"),
        ("Mülheim a. d. Ruhr SPS", "SPS"),
        ("ab halb sechs abends gehts, Excel", "Excel"),
        ("Excel gibts in Dortmund", "Excel"),
        ("abends in Dortmund", "abends in Dortmund"),
        ("Ich habe Abitur, Buchhaltung", "Buchhaltung"),
        ("samstags ja, sonntags nein, Excel", "Excel"),
        ("Excel, abends muss ich auf die Kinder aufpassen", "Excel"),
        ("ich gehe abends putzen, will Stapler fahren", "Stapler fahren"),
        ("Früschicht und Spätschicht im Wechsel, Exel lernen", "Exel lernen"),
        ("Hab Früh- und Spätschicht im Wechsel, will Excel lernen", "Excel lernen"),
        ("Arbeite im Schichtdienst, will Excel lernen", "Excel lernen"),
        ("die Schicht führen", "die Schicht führen"),
        ("besser schlafen bei Nachtschicht", "besser schlafen bei Nachtschicht"),
        ("Früh- und Spätschicht, gesund bleiben", "Früh- und Spätschicht, gesund bleiben"),
        ("Excel", "Excel"),
    ],
)
def test_the_topic_is_what_the_wishes_leave(text, left):
    assert _topic(text) == left


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Ich möchte abends Gabelstapler  fahren, lernen", "Gabelstapler fahren, lernen"),
        ("Excel nicht online, lieber vor Ort", "Excel"),
        ("  „Excel“ abends\nin Dortmund!", "„Excel“"),
        ("abends in Dortmund", "abends in Dortmund"),
        ("?!", "?!"),
        ("", ""),
    ],
)
def test_of_the_words_said_it_is_known_which_tell_the_topic(text, own):
    seen = understand(text, ATLAS, TODAY)
    assert " ".join(word for word, mine in seen.said if mine) == own
    assert set(" ".join(text.split()).split()) >= {word for word, _ in seen.said}


_BITS = [
    "Excel", "lernen", "abends", "in", "Dortmund,", "nicht", "online", "aber", "kostenlos", "(B1)", "„Stapler“",
    "ab", "März", "!?", "\n", "–", "für", "50", "Euro",
]  # fmt: skip


@given(st.lists(st.sampled_from(_BITS), max_size=14))
def test_every_word_of_the_topic_was_said(said):
    seen = understand(" ".join(said), ATLAS, TODAY)
    own = [word for word, mine in seen.said if mine]
    assert not seen.topic or own
    assert tokens(seen.topic) == [] or {one.folded for one in tokens(seen.topic)} <= {
        one.folded for one in tokens(" ".join(own))
    }


def test_what_is_refused_is_not_encoded():
    seen = understand("Lohnabrechnung lernen, aber nicht online", ATLAS, TODAY)
    assert seen.asked == "Lohnabrechnung lernen"


def test_a_removed_chip_is_not_said_at_all():
    seen = understand("Excel abends in Dortmund", ATLAS, TODAY, without={"place"})
    assert seen.place is None
    assert seen.times == EVENING
    assert seen.asked == "Excel abends"
    assert "place" not in {chip.id for chip in seen.chips}


def test_every_chip_can_be_removed_by_its_id():
    text = "Excel abends online unter 100 Euro in Dortmund für Anfänger auf Englisch ab März"
    ids = {chip.id for chip in understand(text, ATLAS, TODAY).chips}
    assert ids == {"topic", "place", "time.evening", "form", "price", "language", "level", "start"}
    left = understand(text, ATLAS, TODAY, without=ids)
    assert left.chips == ()
    assert _said(text, without=ids) == {}


def test_the_topic_can_be_removed_too():
    assert understand("Excel abends", ATLAS, TODAY, without={"topic"}).topic == ""


def test_chips_name_what_they_stand_for():
    chips = {chip.id: dict(chip.params) for chip in understand(
        "Excel bei Köln bis 200 Euro ab März", ATLAS, TODAY).chips}  # fmt: skip
    assert chips["place"] == {"place": "Köln", "radius_km": "25"}
    assert chips["price"] == {"max_price_cents": "20000"}
    assert chips["start"] == {"from": "2027-03-01"}


def test_nothing_said_is_nothing_understood():
    seen = understand("   ", ATLAS, TODAY)
    assert seen.chips == ()
    assert seen.topic == ""


@pytest.mark.parametrize(
    "day", [date(2024, 3, 31), date(2026, 4, 5), date(2027, 3, 28), date(2038, 4, 25)]
)
def test_easter_falls_on_its_sunday(day):
    assert easter(day.year) == day


SAYINGS = """
0000 9999 99999999999999999999 km Euro ab im Winter Mai 31.12.9999 zwischen vom nicht
Excel abends nicht in Dortmund online kein unter 500 Euro , . ab März B1 am Wochenende 44137 und oder
Essen kochen bei Hamm ! wer zahlt 20 km 15.1. statt als lieber bis 1.500 € Köln-Mülheim Kölner Raum
"""
MIXED = st.lists(st.sampled_from(SAYINGS.split()), max_size=12).map(" ".join)


@given(MIXED | st.text(max_size=60))
def test_no_text_is_too_strange(text):
    seen = understand(text, ATLAS, TODAY)
    ids = [chip.id for chip in seen.chips]
    assert len(ids) == len(set(ids))
    assert set(seen.topic.split()) <= set(text.split())


@given(MIXED)
def test_removing_every_chip_leaves_no_wish(text):
    ids = {chip.id for chip in understand(text, ATLAS, TODAY).chips}
    assert _said(text, without=ids) == {}


# What is not wanted


@pytest.mark.parametrize(
    ("text", "things", "topic"),
    [
        ("ich will kein Büro", ("Büro",), ""),
        ("nicht online, kein büro, irgendwas mit holz", ("büro",), "holz"),
        ("keine Pflege, Excel", ("Pflege",), "Excel"),
        ("Excel, alles außer Pflege", ("Pflege",), "Excel"),
        ("ich will nicht mehr in die Pflege, lieber Lager", ("Pflege",), "Lager"),
        ("Lager statt Pflege", ("Pflege",), "Lager"),
        ("statt Pflege lieber Lager", ("Pflege",), "Lager"),
        ("keine Lust auf Büro, lieber draußen", ("Büro",), "draußen"),
        ("nicht im Büro oder im Verkauf arbeiten", (), "nicht im Büro oder im Verkauf arbeiten"),
        ("Ich will nicht ins Büro oder in den Verkauf", ("Büro", "Verkauf"), ""),
        ("Pflege ist nichts für mich, Excel", ("Pflege",), "Excel"),
        ("Büro will ich nicht", ("Büro",), ""),
        ("Schweißen ist mir zu heiß, was mit Computern", ("Schweißen",), "Computern"),
        ("Vergiss das Büro, lieber Lager", ("Büro",), "Lager"),
        ("Bloß keine Pflege und kein Büro, was mit Holz", ("Pflege", "Büro"), "Holz"),
        ("nur kein Büro, bitte, lieber Lager", ("Büro",), "Lager"),
        ("auf keinen Fall Pflege oder Büro, Excel", ("Pflege", "Büro"), "Excel"),
        ("weg vom Fließband, was mit Büro", ("Fließband",), "Büro"),
        ("was mit Metall, aber nicht schweißen", ("schweißen",), "was mit Metall"),
        ("Umschulung, nichts mit Tieren", ("Tieren",), "Umschulung"),
        ("I don't want an office job, a warehouse", ("office",), "warehouse"),
        ("не хочу в офис, хочу на склад", ("офис",), "на склад"),
        ("ofis işi istemiyorum, depo", ("ofis işi",), "depo"),
        ("nu vreau birou, vreau depozit", ("birou",), "depozit"),
        ("لا أريد مكتب، أريد مستودع", ("مكتب",), "مستودع"),
    ],
)
def test_what_is_refused_is_taken_out_and_remembered(text, things, topic):
    seen = understand(text, ATLAS, TODAY)
    assert (seen.not_topics, seen.topic) == (things, topic)
    assert [chip.params["text"] for chip in seen.chips if chip.kind == "not_topic"] == [*things]


@pytest.mark.parametrize(
    "text",
    [
        "Ich hab keinen Führerschein",
        "Ich bin ungelernt und habe keine Erfahrung",
        "Bin neu hier und keine Ahnung",
        "auf keinen Fall nachts",
        "keine Ausbildung, will an die Maschine",
        "ich kann nicht mit Computern umgehen",
        "Ich verlege Kabel, habe aber keinen Elektroberuf",
        "keine Ahnung was ich will",
        "Weg von den alten Leuten will ich nicht",
        "aus der Metallbude will ich nicht raus",
        "ich kann nicht drei Monate auf Lohn verzichten",
        "nicht in Musterstadt",
        "will Kranführer werden, aber nicht umziehen",
        "den ganzen Tag fahren statt tragen",
        "Bei uns hängt jetzt überall ein Tablet statt Papier",
        "keine körperliche arbeit mehr",
    ],
)
def test_what_is_lacked_or_kept_is_not_refused(text):
    assert understand(text, ATLAS, TODAY).not_topics == ()


@pytest.mark.parametrize(
    ("text", "topic", "drowned"),
    [
        ("İşsizim, kaynakçılık öğrenmek istiyorum", "kaynakçılık", "İşsizim"),
        ("Я безработный, хочу учиться на сварщика", "сварщика", "безработный"),
        ("unemployed, want to learn welding", "welding", "unemployed"),
    ],
)
def test_unemployed_in_another_language_does_not_drown_what_to_learn(text, topic, drowned):
    seen = understand(text, ATLAS, TODAY)
    assert seen.audience == ("unemployed",)
    assert topic in seen.topic
    assert drowned not in seen.topic
    assert understand(drowned, ATLAS, TODAY).topic == drowned


def test_what_is_refused_counts_again_without_its_chip():
    seen = understand("Lager, keine Pflege, nie wieder Küche", ATLAS, TODAY)
    assert seen.not_topics == ("Pflege", "Küche")
    ids = [chip.id for chip in seen.chips if chip.kind == "not_topic"]
    assert all(re.fullmatch(CHIP_ID, one) for one in ids)
    seen = understand("Lager, keine Pflege, nie wieder Küche", ATLAS, TODAY, {ids[0]})
    assert seen.not_topics == ("Küche",)
    assert seen.topic == "Lager"
