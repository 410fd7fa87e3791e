"""Where somebody says that they live and work, in eight languages; what leaves a doubt is not heard."""

from datetime import date

import pytest

from mentorhub.recommend.dialogue.home import lands

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("text", "land"),
    [
        ("Ich arbeite im Lager und will einen Staplerschein. Ich wohne in Hamm.", "NRW"),
        ("wohnhaft Schützenstr. 12 in 44147 Dortmund. Ich suche einen Kurs", "NRW"),
        ("ich komme aus Syrien und wohne in 59065", "NRW"),
        ("Ich wohne in Osnabrück und arbeite in Münster", "anderes"),
        ("I live in Dortmund and want to learn welding", "NRW"),
        ("Almanca kursu arıyorum, Gelsenkirchen'de oturuyorum", "NRW"),
        ("Ищу курсы водителя автобуса, безработный, живу в Эссене", "NRW"),
        ("Я живу в Дортмунді і шукаю роботу", "NRW"),
        ("أريد أن أتعلم اللحام، أعيش في دويسبورغ ولا أعمل", "NRW"),
        ("mieszkam w Bielefeld", "NRW"),
        ("locuiesc în Köln", "NRW"),
    ],
)
def test_it_is_heard(places_known, text, land):
    assert lands(text, places_known, TODAY)["wohnsitz_land"] == land


@pytest.mark.parametrize(
    ("text", "land"),
    [
        ("Kriege ich den Bildungsscheck? Ich arbeite in Bochum in einer Spedition", "NRW"),
        ("Ich wohne in Osnabrück und arbeite in Münster", "NRW"),
        ("Meine Firma sitzt in Hannover", "anderes"),
    ],
)
def test_where_somebody_works_is_heard_too(places_known, text, land):
    assert lands(text, places_known, TODAY)["beschaeftigungsschwerpunkt"] == land


@pytest.mark.parametrize(
    "text",
    [
        "Ich suche einen Kurs in Hamm",
        "Mein Bruder wohnt in Köln",
        "Ich komme aus der Ukraine",
        "Ich lebe seit 2015 in Deutschland",
        "Leben in Essen ist teuer",
        "Ich wohne in Köln. Ab Mai wohne ich in Hamburg, ich wohne in Hamburg",
        "Szukam pracy w Bielefeld",
        "Работаю в Эссене",
        "",
    ],
)
def test_anything_else_leaves_it_open(places_known, text):
    assert lands(text, places_known, TODAY) == {}
