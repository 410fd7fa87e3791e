import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorhub.recommend.engine.build import build
from mentorhub.recommend.engine.generation import Generation, Parts
from mentorhub.recommend.engine.shelf import KEEP, Busy, NothingOlder, Shelf
from tests.recommend.engine.doubles import course


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path / "search")


def _publish(shelf, count=1):
    return build(shelf, Parts([course(f"k{number}", "Excel") for number in range(count)]))


def test_an_empty_shelf_has_no_generation(shelf):
    assert shelf.current() is None
    assert shelf.names() == []
    assert shelf.candidates() == []


def test_the_newest_is_in_use_and_three_stay(shelf):
    for _ in range(5):
        newest = _publish(shelf)
    assert shelf.current() == newest == "000005"
    assert shelf.names() == ["000003", "000004", "000005"]


def test_rollback_goes_back_one_at_a_time(shelf):
    for count in (1, 2, 3):
        _publish(shelf, count)
    assert shelf.rollback() == "000002"
    assert shelf.rollback() == "000001"
    assert len(Generation.open(shelf.path(shelf.current()))) == 1
    with pytest.raises(NothingOlder):
        shelf.rollback()


def test_rollback_steps_over_what_is_broken(shelf):
    for _ in range(3):
        _publish(shelf)
    (shelf.path("000002") / "keys.json").unlink()
    assert shelf.rollback() == "000001"


def test_a_build_after_a_rollback_gets_a_new_number(shelf):
    for _ in range(3):
        _publish(shelf)
    shelf.rollback()
    assert _publish(shelf) == "000004"
    assert shelf.current() == "000004"


def test_the_generation_in_use_is_never_tidied_away(shelf):
    for _ in range(3):
        _publish(shelf)
    shelf.rollback()
    shelf.rollback()
    with shelf.locked(), shelf.draft() as draft:
        (draft / "manifest.json").write_text("{}")
        draft.rename(shelf.path("000009"))
    _publish(shelf)
    assert shelf.current() in shelf.names()
    assert len(shelf.names()) == 3


def test_only_one_builds_at_a_time(shelf):
    with shelf.locked(), pytest.raises(Busy):
        _publish(shelf)
    assert _publish(shelf) == "000001"


def test_a_killed_builder_leaves_nothing_in_the_way(shelf, tmp_path):
    _publish(shelf)
    draft = tmp_path / "search" / ".draft"
    draft.mkdir()
    (draft / "half").write_text("written")
    (tmp_path / "search" / ".trash-000000").mkdir()
    assert _publish(shelf) == "000002"
    assert not draft.exists()
    assert not (tmp_path / "search" / ".trash-000000").exists()


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(["publish", "rollback", "break"]), max_size=7))
def test_whatever_happens_something_whole_is_in_use(tmp_path_factory, deeds):
    shelf = Shelf(tmp_path_factory.mktemp("shelf"))
    _publish(shelf)
    for deed in deeds:
        if deed == "publish":
            _publish(shelf)
        elif deed == "rollback":
            try:
                shelf.rollback()
            except NothingOlder:
                assert shelf.current() is not None
        else:
            newest = shelf.names()[-1]
            if newest != shelf.current():
                (shelf.path(newest) / "manifest.json").unlink(missing_ok=True)
    assert len(Generation.open(shelf.path(shelf.current()))) == 1
    assert len(shelf.names()) <= KEEP + 1
