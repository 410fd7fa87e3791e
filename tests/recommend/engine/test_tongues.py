"""Wishes and towns in six other languages."""

import pytest

from mentorhub.recommend.engine.document import NOT_GERMAN
from mentorhub.recommend.engine.intent import understand
from mentorhub.recommend.engine.intent.tongues import towns
from tests.recommend.engine.doubles import TODAY, Atlas

ATLAS = Atlas()
EVENING, WEEKEND = frozenset({"evening"}), frozenset({"weekend"})


def _understood(text):
    return understand(text, ATLAS, TODAY)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Akşamları Excel kursu arıyorum", {"times": EVENING}),
        ("Hafta sonu olmaz, Excel kursu istiyorum", {"not_times": WEEKEND}),
        ("Hafta içi çalışıyorum, forklift ehliyeti almak istiyorum", {"times": WEEKEND}),
        ("online istemiyorum, Excel öğrenmek istiyorum", {"form": "presence"}),
        ("Almanca B1'im var, bir üst seviye istiyorum", {"level": "B2"}),
        ("Almanca bilmiyorum, depo kursu arıyorum", {"language": NOT_GERMAN}),
        ("хочу на курс сварщика по вечерам", {"times": EVENING}),
        ("по выходным не могу, хочу стать сиделкой", {"not_times": WEEKEND}),
        ("курс Excel, бесплатно", {"free": True}),
        ("курс Excel до 300 евро", {"max_price_cents": 30_000}),
        ("безкоштовний курс для початківців", {"free": True, "level": "basic"}),
        ("Німецька, А2 вже маю, треба далі", {"level": "B1"}),
        ("Kurs spawania, wieczorem nie mogę", {"not_times": EVENING}),
        ("kurs księgowości przez internet, za darmo", {"form": "online", "free": True}),
        ("Kto za to zapłaci? Prawo jazdy na ciężarówkę", {"kind": "funding"}),
        ("Caut curs de bucătar seara, gratuit", {"times": EVENING, "free": True}),
        ("Am A2 la germană și vreau mai departe", {"level": "B1"}),
        ("أريد دورة لحام في المساء", {"times": EVENING}),
        ("لا أريد أونلاين، أريد تعلم الطبخ", {"form": "presence"}),
        ("دورة مجانية للمبتدئين", {"free": True, "level": "basic"}),
        ("I can't do evenings, welding course", {"not_times": EVENING}),
    ],
)
def test_wishes_are_understood(text, expected):
    seen = _understood(text)
    assert {name: getattr(seen, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("text", "town", "topic"),
    [
        ("Köln'de Excel kursu arıyorum", "Köln", "Excel kursu arıyorum"),
        ("Хочу курс Excel в Дортмунде", "Dortmund", "Хочу курс Excel"),
        ("Шукаю курс Excel у Кельні", "Köln", "Шукаю курс Excel"),
        ("Szukam kursu Excel w Dortmundzie", "Dortmund", "Szukam kursu Excel"),
        ("Caut curs Excel în Köln", "Köln", "Caut curs Excel"),
        ("أريد دورة Excel في كولونيا", "Köln", "أريد دورة Excel"),
    ],
)
def test_towns_are_found_and_taken_out(text, town, topic):
    seen = _understood(text)
    assert seen.place is not None
    assert (seen.place.name, seen.topic) == (town, topic)


@pytest.mark.parametrize(
    ("text", "town", "topic"),
    [
        ("курсы сварки около Бохума", "Bochum", "курсы сварки"),
        ("курс зварювання біля Бохума", "Bochum", "курс зварювання"),
        ("курс Excel не далеко от Бохума", "Bochum", "курс Excel"),
        ("curs de sudură lângă Dortmund", "Dortmund", "curs de sudură"),
        ("دورة رافعة شوكية قرب إيسن", "Essen", "دورة رافعة شوكية"),
        ("kaynak kursu Dortmund yakınında", "Dortmund", "kaynak kursu"),
        ("Essen'e yakın kaynak kursu", "Essen", "kaynak kursu"),
        ("kurs spawania blisko Bochum", "Bochum", "kurs spawania"),
        ("kurs spawania niedaleko Bochum", "Bochum", "kurs spawania"),
        ("Schweißkurs nicht weit von Siegen", "Siegen", "Schweißkurs"),
        ("welding not far from Hagen", "Hagen", "welding"),
    ],
)
def test_near_a_town_is_around_it_and_costs_the_topic_no_word(text, town, topic):
    seen = _understood(text)
    assert seen.place is not None
    assert (seen.place.name, seen.radius_km, seen.topic) == (town, 25, topic)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("akşam gelemem Excel kursu", "Excel kursu"),
        ("вечером не могу, курс Excel", "курс Excel"),
        ("курс Excel, только не вечером", "курс Excel"),
    ],
)
def test_a_refusal_takes_no_word_of_the_topic_along(text, topic):
    seen = _understood(text)
    assert (seen.not_times, seen.topic) == (EVENING, topic)


def test_a_word_with_an_ending_is_no_town_for_a_large_word_before_it():
    assert _understood("Przygotowanie wesela dla klientów").place is None


@pytest.mark.parametrize(
    ("word", "language", "town"),
    [
        ("Дюссельдорфе", "ru", "Düsseldorf"),
        ("Мёнхенгладбахе", "ru", "Mönchengladbach"),
        ("Ессені", "uk", "Essen"),
        ("Гагені", "uk", "Hagen"),
        ("دورتموند", "ar", "Dortmund"),
        ("إيسن", "ar", "Essen"),
        ("Bielefeldzie", "pl", "Bielefeld"),
        ("Dortmundda", "tr", "Dortmund"),
        ("дома", "ru", None),
        ("курс", "uk", None),
        ("العمل", "ar", None),
    ],
)
def test_names_of_towns_survive_other_alphabets_and_endings(word, language, town):
    assert towns.meant(word, language) == town


@pytest.mark.parametrize(
    "text",
    [
        "Kurs abends",
        "Ich suche für Frau Yılmaz einen Kurs",
        "Ich möchte am Wochenende Kuchen backen",
        "I want to do a course in the evening",
        "",
    ],
)
def test_german_and_english_are_left_as_they_are(text):
    assert _understood(text).times <= {"evening", "weekend"}
    assert _understood(text).text == text


def test_what_is_refused_leaves_the_topic_in_its_own_words():
    seen = _understood("не онлайн, курс для поваров")
    assert seen.form == "presence"
    assert seen.topic == "курс для поваров"


@pytest.mark.parametrize(
    "text",
    [
        "Köln çok uzak, Excel kursu arıyorum",
        "Köln jest za daleko, szukam kursu Excel",
        "Кёльн слишком далеко, ищу курс Excel",
        "Кельн занадто далеко, шукаю курс Excel",
        "Köln e prea departe, caut curs Excel",
        "كولونيا بعيدة جدا، أريد دورة لحام",
    ],
)
def test_a_town_that_is_too_far_is_refused(text):
    assert [place.name for place in _understood(text).not_places] == ["Köln"]
