import threading
import time

import pytest

from mentorhub.recommend.engine.build import build
from mentorhub.recommend.engine.generation import Generation, Parts
from mentorhub.recommend.engine.lexical import question
from mentorhub.recommend.engine.live import Live
from mentorhub.recommend.engine.shelf import Shelf
from tests.recommend.engine.doubles import course

PATIENCE_SECONDS = 10


class Clock:
    """A double of the clock; ``now`` is set by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path)


@pytest.fixture
def clock():
    return Clock()


def _publish(shelf, count=1):
    return build(shelf, Parts([course(f"k{number}", "Excel Kurs") for number in range(count)]))


def _until(what):
    """Wait for something that a thread does beside us."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not what():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.005)


def test_an_empty_shelf_gives_nothing_until_something_is_published(shelf, clock):
    live = Live(shelf, clock)
    assert live.generation() is None
    _publish(shelf)
    clock.now += 3
    _until(lambda: live.generation() is not None)


class HangingShare:
    """A double of the exchange whose folder answers only when it is let go."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        self.let_go = threading.Event()
        self.asked_in: set[threading.Thread] = set()

    def is_behind(self) -> bool:
        self.asked_in.add(threading.current_thread())
        self.asked.set()
        self.let_go.wait(PATIENCE_SECONDS)
        return False

    def fetch(self) -> None:
        self.is_behind()


def test_a_share_that_hangs_holds_no_visitor(shelf, clock):
    _publish(shelf)
    share = HangingShare()
    live = Live(shelf, clock, exchange=share)
    for _ in range(3):
        assert live.generation().name == "000001"
        clock.now += 3
    assert share.asked.wait(PATIENCE_SECONDS)
    assert threading.current_thread() not in share.asked_in
    _publish(shelf, 2)
    share.let_go.set()

    def sees_the_next():
        clock.now += 3
        return live.generation().name == "000002"

    _until(sees_the_next)


def test_the_first_look_loads_at_once(shelf, clock):
    _publish(shelf)
    assert Live(shelf, clock).generation().name == "000001"


def test_a_newer_generation_is_seen_after_two_seconds_and_not_before(shelf, clock):
    _publish(shelf)
    live = Live(shelf, clock)
    first = live.generation()
    _publish(shelf, 2)
    clock.now += 1.9
    assert live.generation() is first
    clock.now += 0.2
    _until(lambda: live.generation().name == "000002")
    assert len(live.generation()) == 2


def test_a_rollback_is_followed_too(shelf, clock):
    _publish(shelf)
    _publish(shelf, 2)
    live = Live(shelf, clock)
    assert len(live.generation()) == 2
    shelf.rollback()
    clock.now += 3
    _until(lambda: len(live.generation()) == 1)


def test_a_broken_generation_is_logged_and_the_old_one_stays(shelf, clock, caplog):
    _publish(shelf)
    live = Live(shelf, clock)
    first = live.generation()
    _publish(shelf, 2)
    (shelf.path("000002") / "keys.json").write_text("{")
    clock.now += 3
    live.generation()
    _until(lambda: "refused" in caplog.text)
    assert live.generation() is first
    caplog.clear()
    clock.now += 3
    live.refresh()
    assert live.generation() is first
    assert caplog.text == ""


def test_a_process_that_has_nothing_takes_an_older_whole_one(shelf, clock):
    _publish(shelf)
    _publish(shelf, 2)
    (shelf.path("000002") / "keys.json").write_text("{")
    assert Live(shelf, clock).generation().name == "000001"


def test_readers_never_see_a_mixture_while_generations_are_swapped(shelf):
    counts = {_publish(shelf, count): count for count in (3,)}
    live = Live(shelf, check_seconds=0.0)
    live.generation()
    mixed, seen, searches = [], set(), [0]
    stop = threading.Event()

    def read():
        while not stop.is_set():
            generation: Generation = live.generation()
            rows, _ = generation.words.best(question("Excel"), 100)
            keys = {generation.keys[row] for row in rows}
            if len({len(keys), len(generation), len(generation.columns)}) != 1:
                mixed.append(generation.name)
            seen.add(generation.name)
            searches[0] += 1

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for count in range(4, 16):
        counts[_publish(shelf, count)] = count
    _until(lambda: shelf.current() in seen)
    stop.set()
    for reader in readers:
        reader.join(PATIENCE_SECONDS)
    assert mixed == []
    assert len(seen) > 3
    assert searches[0] > len(seen)
