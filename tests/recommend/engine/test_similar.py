from dataclasses import replace
from datetime import date, timedelta

import pytest

from mentorhub.recommend.engine.document import Facts
from mentorhub.recommend.engine.weights import Weights
from tests.recommend.engine.doubles import (
    TODAY,
    TOWNS,
    PieceEncoder,
    course,
    engine_of,
    funding,
    keys,
)

EVENING, DAY = frozenset({"evening"}), frozenset({"full_time"})
SOON = (TODAY + timedelta(days=20),)
TEXT = (
    "Sie üben mit dem Gabelstapler auf dem Gelände und legen die Prüfung in Theorie und Praxis ab."
)
FIRST = course(
    "stapler", "Gabelstaplerschein Grundkurs", town="Köln", schedules=DAY, starts=SOON,
    provider="Eins", level="basic", degree_kind="certificate", text=TEXT,
)  # fmt: skip
FILLER = [
    course(f"anderes-{at}", title, starts=SOON, provider=f"P{at}")
    for at, title in enumerate(
        (
            "Excel Tabellen", "Buchhaltung Bilanz", "Kosmetik Massage", "Brotbacken", "Yoga Rücken",
            "Webseiten bauen", "Kinderpflege", "Hundetraining", "Rhetorik", "Malerei Aquarell",
            "Obstbau", "Physik", "Netzwerke", "Ofenbau", "Imkern", "Marketing", "Vertragsrecht",
            "Zuckerguss", "Quantenchemie", "Lohnabrechnung",
        )
    )
]  # fmt: skip
CATALOGUE = [
    FIRST,
    replace(FIRST, key="stapler-bonn", facts=replace(FIRST.facts, town="Bonn")),
    replace(FIRST, key="stapler-vorbei", facts=replace(FIRST.facts, starts=(date(2026, 1, 1),))),
    course("stapler-abend", "Gabelstaplerschein am Abend", town="Köln", schedules=EVENING,
           starts=SOON, provider="Zwei", level="basic", degree_kind="certificate"),
    course("stapler-online", "Gabelstaplerschein Theorie", form="online", schedules=DAY,
           starts=SOON, provider="Drei", level="basic"),
    course("stapler-stufe-2", "Gabelstaplerschein Aufbaukurs", town="Köln", schedules=DAY,
           starts=SOON, provider="Zwei", level="advanced"),
    course("stapler-alt", "Gabelstaplerschein Rückblick", starts=(date(2026, 2, 2),)),
    funding("gutschein", "Gabelstaplerschein Gutschein"),
    *FILLER,
]  # fmt: skip


@pytest.fixture(scope="module", params=["hybrid", "words"])
def engine(request, tmp_path_factory):
    encoder = PieceEncoder(dimension=768) if request.param == "hybrid" else None
    folder = tmp_path_factory.mktemp(request.param)
    return engine_of(CATALOGUE, folder, encoder, weights=Weights().scaled(6))


def relations(found) -> dict[str, str]:
    return {hit.key: hit.reasons[0].code for hit in found.hits}


def test_the_same_course_stands_apart_from_alternatives(engine):
    found = engine.similar(key="stapler", today=TODAY)
    assert [hit.key for hit in found.elsewhere] == ["stapler-bonn"]
    assert set(keys(found)) == {"stapler-abend", "stapler-online", "stapler-stufe-2"}


def test_each_alternative_says_what_is_otherwise(engine):
    hits = {hit.key: hit for hit in engine.similar(key="stapler", today=TODAY).hits}
    told = {key: {r.code: r.params for r in hit.reasons} for key, hit in hits.items()}
    assert told["stapler-abend"] == {"like_course": {}, "other_times": {"times": "evening"}}
    assert told["stapler-online"] == {"like_course": {}, "other_form": {"form": "online"}}
    assert told["stapler-stufe-2"] == {"next_level": {}}


def test_seen_from_the_higher_level_the_lower_one_is_a_step_back(engine):
    assert (
        relations(engine.similar(key="stapler-stufe-2", today=TODAY))["stapler"] == "earlier_level"
    )


def test_twins_among_the_alternatives_are_one(engine):
    hits = engine.similar(key="stapler-abend", today=TODAY).hits
    grouped = {hit.key: hit.others for hit in hits}
    assert grouped.get("stapler") == ("stapler-bonn",) or grouped["stapler-bonn"] == ("stapler",)


def test_what_may_not_be_shown_is_not(engine):
    found = engine.similar(
        key="stapler",
        today=TODAY,
        visible=lambda keys: set(keys) - {"stapler-bonn", "stapler-abend"},
    )
    assert found.elsewhere == ()
    assert "stapler-abend" not in keys(found)


def test_renaming_every_provider_changes_nothing(tmp_path, engine):
    renamed = [replace(one, provider=one.provider[::-1] + "x") for one in CATALOGUE]
    other = engine_of(renamed, tmp_path, engine._encoder(), weights=Weights().scaled(6))
    one = {hit.key: hit.score for hit in engine.similar(key="stapler", today=TODAY).hits}
    assert {hit.key: hit.score for hit in other.similar(key="stapler", today=TODAY).hits} == one


def test_an_unknown_key_without_a_text_finds_nothing(engine):
    found = engine.similar(key="gibt es nicht", today=TODAY)
    assert (found.elsewhere, found.hits) == ((), ())


def test_a_text_finds_what_bears_its_name_and_nothing_else(engine):
    found = engine.similar("Flurförderzeuge, Gabelstaplerschein", today=TODAY)
    assert {"stapler", "stapler-bonn"} & set(keys(found))
    assert all(key.startswith("stapler") for key in keys(found))
    assert engine.similar("Goldschmied", today=TODAY).hits == ()


def test_facts_are_wishes(engine):
    latitude, longitude = TOWNS["Köln"]
    near = Facts(town="Köln", latitude=latitude, longitude=longitude, schedules=EVENING)
    assert keys(engine.similar("Gabelstaplerschein", near, today=TODAY))[0] == "stapler-abend"


def test_no_relation_fills_the_list_while_others_remain(engine):
    hits = engine.similar(key="stapler", today=TODAY, limit=2).hits
    assert len(hits) == 2
