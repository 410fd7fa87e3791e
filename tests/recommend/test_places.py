"""Postcodes, towns and where they lie: from the packages, through the database, into memory."""

import math
from datetime import date
from itertools import pairwise

import pytest

from mentorhub.recommend import places
from mentorhub.recommend.engine.intent import understand
from mentorhub.recommend.gazetteer import Gazetteer
from mentorhub.recommend.places import PlaceRow, plain

NRW_MUNICIPALITIES = 396
# South, north, west and east of Germany and of North Rhine-Westphalia, a little generous.
GERMANY = (47.2, 55.1, 5.8, 15.1)
NRW = (50.3, 52.6, 5.8, 9.5)


@pytest.fixture(scope="module")
def rows() -> list[PlaceRow]:
    """Every German postcode with its town, as set-up loads them."""
    return places.rows_from_packages()


@pytest.fixture(scope="module")
def nrw(rows) -> list[PlaceRow]:
    """Those of North Rhine-Westphalia."""
    return [row for row in rows if row.state == "NW"]


def known(rows):
    return [row for row in rows if row.latitude is not None]


def within(row, box) -> bool:
    south, north, west, east = box
    return south < row.latitude < north and west < row.longitude < east


def km(one, other) -> float:
    north = (one.latitude - other.latitude) * 111.2
    east = (one.longitude - other.longitude) * 111.2 * math.cos(math.radians(51.5))
    return math.hypot(north, east)


def test_every_municipality_of_the_land_is_known(nrw):
    assert len({row.town for row in nrw}) == NRW_MUNICIPALITIES


def test_every_municipality_has_a_middle(nrw):
    assert [row.town for row in nrw if row.latitude is None] == []


def test_every_row_is_whole_and_there_once(rows):
    assert len(rows) > 12_000
    assert all(len(row.postcode) == 5 and row.postcode.isdecimal() for row in rows)
    assert all(row.town and row.state in places.GEONAMES_STATES.values() for row in rows)
    assert all(first[:2] < second[:2] for first, second in pairwise(rows))
    assert all((row.latitude is None) == (row.longitude is None) for row in rows)


def test_every_middle_lies_in_its_country_and_land(rows, nrw):
    assert [row for row in known(rows) if not within(row, GERMANY)] == []
    assert [row for row in known(nrw) if not within(row, NRW)] == []


def test_one_town_has_one_middle(nrw):
    by_town = places.towns(known(nrw))
    assert all(len({(r.latitude, r.longitude) for r in found}) == 1 for found in by_town.values())


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        ("Köln", "Düsseldorf", 34),
        ("Dortmund", "Bochum", 18),
        ("Aachen", "Minden", 258),
        ("Halle (Westf.)", "Bielefeld", 15),
        ("Wetter (Ruhr)", "Hagen", 8),
        ("Lage", "Detmold", 10),
        ("Neuenkirchen", "Rheine", 7),
        ("Langenberg", "Rheda-Wiedenbrück", 9),
        ("Brühl", "Köln", 13),
        ("Voerde (Niederrhein)", "Wesel", 8),
        ("Hürtgenwald", "Düren", 13),
        ("Borchen", "Paderborn", 6),
        ("Windeck", "Waldbröl", 10),
        ("Ense", "Werl", 5),
    ],
)
def test_towns_lie_as_far_apart_as_on_a_map(nrw, one, other, distance):
    by_town = places.towns(known(nrw))
    assert km(by_town[one][0], by_town[other][0]) == pytest.approx(distance, abs=5)


@pytest.mark.parametrize(
    ("postcode", "town"),
    [("44137", "Dortmund"), ("50667", "Köln"), ("33602", "Bielefeld"), ("52062", "Aachen")],
)
def test_postcodes_belong_to_their_towns(rows, postcode, town):
    assert [row.town for row in rows if row.postcode == postcode] == [town]


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Menden (Sauerland)", "menden"),
        ("Mülheim an der Ruhr", "mülheim"),
        ("Monheim am Rhein", "monheim"),
        ("Halle, Westfalen", "halle"),
        ("Castrop-Rauxel", "castrop rauxel"),
        ("Köln", "köln"),
    ],
)
def test_a_name_without_what_only_tells_it_apart(name, short):
    assert plain(name) == short


def test_filling_replaces_what_was_there(session):
    old = PlaceRow("00001", "Alt", "NW", None, None, 0)
    new = [PlaceRow("00002", "Neu", "NW", 51.5, 7.5, 9), PlaceRow("00003", "Neu", "NW", 51, 7, 9)]
    places.fill(session, [old])
    places.fill(session, new)
    assert places.count(session) == 2
    assert sorted(places.all_rows(session)) == new


def test_places_survive_the_database_unchanged(session, nrw):
    places.fill(session, nrw)
    assert sorted(places.all_rows(session)) == sorted(nrw)


@pytest.fixture(scope="module")
def gazetteer(rows) -> Gazetteer:
    """All of Germany, at home in North Rhine-Westphalia."""
    return Gazetteer(rows)


@pytest.mark.parametrize(
    ("written", "town"),
    [
        ("Köln", "Köln"),
        ("koeln", "Köln"),
        ("KÖLN", "Köln"),
        ("Menden", "Menden (Sauerland)"),
        ("Mülheim", "Mülheim an der Ruhr"),
        ("Halle", "Halle (Westf.)"),
        ("Hamburg", "Hamburg"),
        ("Munster", "Münster"),
        ("lohne", "Löhne"),
        ("Bunde", "Bünde"),
        ("Neuenkirchen", "Neuenkirchen"),
        ("Neunkirchen", "Neunkirchen"),
    ],
)
def test_towns_are_found_as_people_write_them(gazetteer, written, town):
    assert gazetteer.find_town(written).name == town


def test_the_home_land_wins_where_names_repeat(rows):
    assert Gazetteer(rows, home="ST").find_town("Halle").name.startswith("Halle (Saale)")


def test_an_offer_lies_where_its_postcode_is_otherwise_in_its_town(gazetteer):
    assert gazetteer.locate("44137", "Köln").name == "Dortmund"
    assert gazetteer.locate("00000", "Köln").name == "Köln"
    assert gazetteer.locate(None, "Köln").name == "Köln"
    assert gazetteer.locate("00000", "Nirgendwo") is None
    assert gazetteer.locate(None, None) is None


def test_what_has_no_known_middle_is_nowhere(gazetteer, rows):
    lost = next(row for row in rows if row.town == "Hirschstein")
    assert lost.latitude is None
    assert not gazetteer.find_town("Hirschstein").has_middle
    assert gazetteer.locate(None, "Hirschstein") is None


def test_places_are_complete_once_every_known_middle_is_there(session, nrw):
    assert not places.are_complete(session)
    before = [row._replace(latitude=None, longitude=None) for row in nrw if row.town == "Ense"]
    places.fill(session, before)
    assert not places.are_complete(session)
    places.fill(session, nrw)
    assert places.are_complete(session)


@pytest.mark.parametrize(
    "sentence",
    ["Kurs in {}", "Weiterbildung bei {}, abends", "Excel im Umkreis von 20 km um {}"],
)
@pytest.mark.parametrize("case", [str, str.lower], ids=["as written", "small letters"])
def test_every_municipality_is_understood_in_a_sentence(gazetteer, nrw, sentence, case):
    def heard(town: str) -> str | None:
        text = case(sentence.format(town))
        place = understand(text, gazetteer, date(2026, 11, 21)).place
        return place.name if place else None

    towns = {row.town for row in nrw}
    assert {town: name for town in towns if (name := heard(town)) != town} == {}


def test_every_named_town_is_found_again(gazetteer):
    assert all(gazetteer.find_town(name) for name in gazetteer.towns())
