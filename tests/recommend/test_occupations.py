from pathlib import Path

import pytest

from mentorhub.recommend import occupations
from mentorhub.recommend.occupations import DIRECTIONS, OccupationsError
from tests.conftest import ROOT

STEP = """
[[step]]
key = "stapler"
title = "Staplerschein machen"
text = "Sie dürfen dann Stapler fahren."
find = ["Gabelstapler"]
"""
GOOD = """
[[occupation]]
key = "lagerhelfer"
name = "Lagerhelfer:in"
say = ["Helfer:in im Lager", "Lagerkraft"]
kldb = "51311"
deepen = ["stapler"]
"""
OTHER = GOOD.replace("lagerhelfer", "koch").replace("Lagerhelfer:in", "Köchin / Koch")
OTHER = OTHER.replace('["Helfer:in im Lager", "Lagerkraft"]', '["Helfer:in"]')


def _read(text: str, steps: str = STEP):
    return occupations.read({"neu.toml": text.encode(), "steps/neu.toml": steps.encode()})


def _named(text: str) -> list[str]:
    return [one.key for one in _read(GOOD + OTHER).named(text)]


def test_an_occupation_leads_to_its_steps():
    [one] = _read(GOOD).every
    assert (one.name, one.kldb) == ("Lagerhelfer:in", "51311")
    assert [step.title for step in one.steps["deepen"]] == ["Staplerschein machen"]
    assert "rise" not in one.steps


@pytest.mark.parametrize(
    "text",
    [
        "Lagerhelfer",
        "Lagerhelferin",
        "LAGERHELFER:IN",
        "Lagerhelfer*innen",
        "ich bin lagerhelferin und will mehr",
        "wir Lagerhelfer im Betrieb",
        "bei den Lagerhelfern",
        "Helferin im Lager",
        "Lagerkraft",
    ],
)
def test_every_form_of_a_name_is_understood(text):
    assert _named(text) == ["lagerhelfer"]


def test_the_longest_name_wins_and_umlauts_may_be_missing():
    assert _named("Helfer im Lager, früher Koechin") == ["lagerhelfer", "koch"]
    assert _named("Helferin") == ["koch"]
    assert _named("Lager und Küche") == []


def test_a_slip_or_a_part_of_a_name_is_only_suggested():
    known = _read(GOOD + OTHER)
    assert known.named("Lagerhelffer") == ()
    assert [one.key for one in known.like("Lagerhelffer")] == ["lagerhelfer"]
    assert [one.key for one in known.like("irgendwas mit Lager")] == ["lagerhelfer"]
    assert known.like("") == known.like("xy") == ()


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (GOOD + GOOD, "key"),
        (GOOD.replace('"lagerhelfer"', '"Lager Helfer"'), "key"),
        (GOOD.replace("Lagerhelfer:in", " "), "name"),
        (GOOD.replace("Lagerhelfer:in", "-"), "name"),
        (GOOD.replace("Lagerhelfer:in", "Lagerhelfer / "), "name"),
        (GOOD.replace('"Lagerkraft"', '"…"'), "say"),
        (GOOD + GOOD.replace("lagerhelfer", "anders"), "say"),
        (GOOD.replace('["Helfer:in im Lager", "Lagerkraft"]', "[]"), "say"),
        (GOOD.replace("51311", "5131"), "kldb"),
        (GOOD.replace('["stapler"]', '["kran"]'), "deepen"),
        (GOOD.replace("deepen", "rise").replace('["stapler"]', '"stapler"'), "rise"),
        (GOOD.replace('deepen = ["stapler"]', ""), "deepen"),
        (GOOD.replace("deepen", "tiefer"), "tiefer"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_field(text, field):
    with pytest.raises(OccupationsError) as told:
        _read(text)
    assert (told.value.file, told.value.field) == ("neu.toml", field)


@pytest.mark.parametrize(
    ("steps", "field"),
    [
        (STEP + STEP, "key"),
        (STEP.replace("title", "name"), "name"),
        (STEP.replace("Sie dürfen", "x" * 301), "text"),
        (STEP.replace('["Gabelstapler"]', '["  "]'), "find"),
        ("[[occupation]]\nkey = 'a'", "occupation"),
    ],
)
def test_a_mistake_in_a_step_is_named_too(steps, field):
    with pytest.raises(OccupationsError) as told:
        _read(GOOD, steps)
    assert (told.value.file, told.value.field) == ("steps/neu.toml", field)


def test_our_own_occupations_are_whole():
    known = occupations.load(Path(ROOT / "content" / "occupations")).every
    assert len(known) >= 120
    assert all(set(one.steps) == set(DIRECTIONS) for one in known)
    assert all(len(step.text) > 30 for one in known for each in one.steps.values() for step in each)


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("Putzfrau", "reinigungskraft"),
        ("Pflegehelferin", "pflegehelfer"),
        ("Verkäufer", "verkaeufer"),
        ("Fahrer", "auslieferungsfahrer"),
        ("Küchenhilfe", "kuechenhilfe"),
        ("Bauhelfer", "bauhelfer"),
        ("Maschinenbedienerin", "maschinenbediener"),
        ("Security", "sicherheitsmitarbeiter"),
        ("Zimmermädchen", "zimmermaedchen"),
    ],
)
def test_everyday_names_of_our_own_are_understood(said, key):
    known = occupations.load(Path(ROOT / "content" / "occupations"))
    assert [one.key for one in known.named(f"Ich arbeite als {said}.")] == [key]
