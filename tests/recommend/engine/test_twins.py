from dataclasses import replace

import numpy as np
import pytest

from mentorhub.kit import clock
from mentorhub.recommend import evaluation
from mentorhub.recommend.actions import content
from mentorhub.recommend.engine import twins
from mentorhub.recommend.engine.twins import groups
from tests.conftest import ROOT
from tests.recommend.engine.doubles import course
from tests.recommend.site import gazetteer

TEXT = (
    "Sie üben auf dem Gelände mit drei verschiedenen Staplern, lernen die Regeln der "
    "Berufsgenossenschaft kennen, heben Lasten sicher ins Regal und legen am letzten Tag eine "
    "Prüfung in Theorie und Praxis ab."
)
OTHER_TEXT = "Für alle, die schon fahren: Unterweisung im Sitzen, einmal im Jahr, mit Fragebogen."
PLAIN = course("a", "Staplerschein", town="Köln", provider="Eins", text=TEXT)


def same(one, other, vectors=None) -> bool:
    first = groups([one, replace(other, key="b")], vectors)
    return first[0] == first[1]


def changed(title="Staplerschein", provider="Eins", text=TEXT, town="Bonn", **facts):
    return course("b", title, town=town, provider=provider, text=text, **facts)


@pytest.mark.parametrize(
    "title",
    [
        "Staplerschein",
        "STAPLERSCHEIN!",
        "Staplerschein Bonn",
        "Staplerschein (abends)",
        "Staplerschein, samstags vor Ort",
        "Staplerschein - 12.1.2027",
        "Staplerschein ab Februar 2027",
    ],
)
def test_place_day_and_manner_do_not_make_another_course(title):
    assert same(PLAIN, changed(title))


@pytest.mark.parametrize(
    ("title", "facts"),
    [
        ("Staplerschein Stufe 2", {}),
        ("Staplerschein II", {}),
        ("Staplerschein Aufbau", {}),
        ("Staplerschein", {"level": "advanced"}),
        ("Staplerschein", {"language": "tr"}),
        ("Staplerschein", {"degree_kind": "vocational"}),
        ("Staplerschein", {"hours": 400}),
    ],
)
def test_level_language_degree_and_length_do(title, facts):
    told = {"level": "basic", "language": "de", "degree_kind": "certificate", "hours": 16}
    one = course("a", "Staplerschein", town="Köln", provider="Eins", text=TEXT, **told)
    assert same(one, changed(**(told | {"hours": 20})))
    assert not same(one, changed(title, **(told | facts)))


@pytest.mark.parametrize("name", ["language", "degree_kind", "level", "hours"])
def test_what_only_one_catalogue_tells_makes_no_other_course(name):
    told = {"level": "basic", "language": "de", "degree_kind": "certificate", "hours": 16}
    one = course("a", "Staplerschein", town="Köln", provider="Eins", text=TEXT, **told)
    assert same(one, changed(**(told | {name: None})))


@pytest.mark.parametrize(
    "provider",
    ["Holzakademie Sauerland GmbH", "HOLZAKADEMIE SAUERLAND gGmbH", "Holzakademie Sauerland e. V."],
)
def test_a_provider_is_the_same_with_and_without_what_it_is_in_law(provider):
    one = replace(PLAIN, provider="Holzakademie Sauerland")
    told = TEXT.replace("am letzten Tag", "zum Schluss")
    assert same(one, changed(provider=provider, text=told))
    assert not same(one, changed(provider="Holzakademie Westerwald GmbH", text=told))


def test_parts_of_a_course_that_are_told_apart_by_their_year_stay_apart():
    one = replace(PLAIN, title="Systemische Beratung - Teil 2026")
    assert not same(one, changed("Systemische Beratung - Teil 2027"))


def test_two_providers_are_one_course_only_with_one_text():
    assert same(PLAIN, changed(provider="Zwei"))
    assert not same(PLAIN, changed(provider="Zwei", text=TEXT + " Bitte feste Schuhe mitbringen."))
    assert not same(replace(PLAIN, text="Kurz."), changed(provider="Zwei", text="Kurz."))


def test_one_provider_may_say_it_otherwise_but_not_something_else():
    alike, apart = np.eye(2, dtype=np.float32)[[0, 0]], np.eye(2, dtype=np.float32)
    assert same(PLAIN, changed(text=TEXT + " Bitte bringen Sie feste Schuhe mit."))
    assert not same(PLAIN, changed(text=OTHER_TEXT))
    assert not same(PLAIN, changed(text=OTHER_TEXT), apart)
    assert same(PLAIN, changed(text=OTHER_TEXT), alike)


def test_a_title_of_nothing_but_manner_is_no_reason_to_merge():
    one = course("a", "Abendkurs online", provider="Eins", text=TEXT)
    assert not same(one, course("b", "Abendkurs online", provider="Eins", text=TEXT))


def test_a_group_is_named_after_its_first_document():
    rows = [
        PLAIN,
        course("x", "Excel"),
        changed(),
        replace(changed(), key="c", title="staplerschein"),
    ]
    assert groups(rows).tolist() == [0, 1, 0, 0]


def test_each_course_comes_once_and_brings_its_twins():
    group = np.array([0, 1, 0, 3, 0])
    assert twins.collapsed([4, 1, 0, 2], group) == [(0, [2, 3]), (1, [])]


def test_nothing_written_means_that_all_stand_alone(tmp_path):
    assert twins.load(tmp_path, 3).tolist() == [0, 1, 2]
    twins.save(np.array([0, 0, 2], np.int32), tmp_path)
    assert twins.load(tmp_path, 3).tolist() == [0, 0, 2]


def test_no_two_levels_of_our_own_catalogue_are_merged_nor_any_two_courses():
    records = content.read_offers(ROOT / "content" / "offers", clock.today())
    documents = evaluation.documents_of(records, gazetteer())
    assert groups(documents).tolist() == list(range(len(documents)))


def test_our_own_catalogue_twice_is_every_course_once():
    records = content.read_offers(ROOT / "content" / "offers", clock.today())
    once = evaluation.documents_of(records, gazetteer())
    again = [replace(one, key=f"{one.key}-2") for one in once]
    assert groups([*once, *again]).tolist() == [*range(len(once)), *range(len(once))]
