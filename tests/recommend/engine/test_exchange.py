"""Two machines share one index: nothing half, damaged or old is ever used."""

import threading

import pytest

from mentorhub.recommend.engine.build import build
from mentorhub.recommend.engine.exchange import Exchange, SharedFolder
from mentorhub.recommend.engine.generation import Generation, Parts
from mentorhub.recommend.engine.shelf import Shelf
from tests.recommend.engine.doubles import course


@pytest.fixture
def shelves(tmp_path):
    return [Shelf(tmp_path / name) for name in ("one", "two", "shared")]


@pytest.fixture
def one(shelves, tmp_path):
    return Exchange(shelves[0], SharedFolder(tmp_path / "shared"))


@pytest.fixture
def two(shelves, tmp_path):
    return Exchange(shelves[1], SharedFolder(tmp_path / "shared"))


def made(shelf, *titles) -> None:
    build(shelf, Parts([course(title, title) for title in titles]))


def keys(shelf) -> list[str]:
    return Generation.open(shelf.path(shelf.current())).keys


def test_what_is_stored_arrives_once(shelves, one, two):
    made(shelves[0], "Excel")
    one.store()
    assert two.fetch() == "000001"
    assert two.fetch() is None
    assert keys(shelves[1]) == ["Excel"]


def test_who_stored_it_does_not_fetch_it(shelves, one):
    made(shelves[0], "Excel")
    one.store()
    assert not one.is_behind()


@pytest.mark.parametrize("damage", [b"", b"other"])
def test_what_is_damaged_is_refused_and_the_old_one_stays(shelves, one, two, damage):
    made(shelves[0], "Excel")
    one.store()
    two.fetch()
    made(shelves[0], "Excel", "Englisch")
    one.store()
    next(shelves[2].path("000002").glob("documents*")).write_bytes(damage)
    assert two.fetch() is None
    assert not two.is_behind()
    assert keys(shelves[1]) == ["Excel"]
    made(shelves[0], "Deutsch")
    one.store()
    assert two.fetch()
    assert keys(shelves[1]) == ["Deutsch"]


def test_what_goes_away_under_the_hand_is_tried_again(shelves, one, two):
    made(shelves[0], "Excel")
    one.store()
    there = shelves[2].path("000001")
    there.rename(there.with_name("elsewhere"))
    assert two.fetch() is None
    assert two.is_behind()
    there.with_name("elsewhere").rename(there)
    assert two.fetch()


def test_what_a_killed_process_has_left_is_in_nobodys_way(shelves, one, two):
    made(shelves[0], "Excel")
    one.store()
    for shelf in shelves[1:]:
        left = shelf.path(".draft")
        left.mkdir(parents=True)
        (left / "half").write_text("half")
    assert two.fetch()
    made(shelves[0], "Englisch")
    one.store()
    assert two.fetch()
    assert keys(shelves[1]) == ["Englisch"]


def test_of_several_processes_one_fetches(shelves, one, tmp_path):
    made(shelves[0], "Excel")
    one.store()
    fetched = []
    shared = SharedFolder(tmp_path / "shared")
    threads = [
        threading.Thread(target=lambda: fetched.append(Exchange(shelves[1], shared).fetch()))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert keys(shelves[1]) == ["Excel"]
    assert set(fetched) <= {None, *shelves[1].names()}


def test_without_the_shared_folder_each_machine_goes_on(shelves, tmp_path):
    made(shelves[0], "Excel")
    (tmp_path / "file").write_text("no folder")
    alone = Exchange(shelves[0], SharedFolder(tmp_path / "file"))
    alone.store()
    assert alone.fetch() is None
    assert keys(shelves[0]) == ["Excel"]
