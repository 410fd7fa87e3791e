import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from mentorhub.assist.derived import publish


def fill(text):
    def write(folder):
        (folder / "content").write_text(text)

    return write


def is_there(folder):
    return (folder / "content").is_file()


def unseen(target):
    return [path for path in target.parent.glob(f".{target.name}~*") if path.is_dir()]


@pytest.fixture
def target(tmp_path):
    return tmp_path / "models" / "small"


def test_a_missing_folder_is_made(target):
    assert publish(target, fill("one"), is_there)
    assert (target / "content").read_text() == "one"


def test_a_current_folder_is_left_alone(target):
    publish(target, fill("one"), is_there)
    assert not publish(target, fill("two"), is_there)
    assert (target / "content").read_text() == "one"


def test_a_current_folder_on_a_read_only_disk_is_no_obstacle(target):
    target.mkdir(parents=True)
    fill("one")(target)
    assert not publish(target, fill("two"), is_there)
    assert list(target.parent.iterdir()) == [target]


def test_force_replaces_a_current_folder_and_keeps_one(target):
    publish(target, fill("one"), is_there)
    assert publish(target, fill("two"), is_there, force=True)
    assert (target / "content").read_text() == "two"
    assert len(unseen(target)) == 1


def test_a_copied_real_folder_is_replaced_too(target):
    target.mkdir(parents=True)
    fill("copied")(target)
    publish(target, fill("two"), is_there, force=True)
    assert (target / "content").read_text() == "two"
    assert len(unseen(target)) == 1


def test_a_failed_build_leaves_the_old_folder(target):
    def fail(folder):
        fill("half")(folder)
        raise OSError("disk full")

    publish(target, fill("one"), is_there)
    with pytest.raises(OSError, match="disk full"):
        publish(target, fail, is_there, force=True)
    assert (target / "content").read_text() == "one"


def test_two_at_once_make_it_one_after_the_other(target):
    inside = threading.Semaphore(1)

    def alone(folder):
        assert inside.acquire(blocking=False)
        fill("one")(folder)
        inside.release()

    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: publish(target, alone, is_there), range(8)))
    assert sorted(made) == [False] * 7 + [True]


def test_a_neighbour_whose_name_begins_alike_is_not_swept(target):
    neighbour = target.with_name(f"{target.name}-transformers")
    publish(neighbour, fill("neighbour"), is_there)
    publish(target, fill("one"), is_there)
    publish(target, fill("two"), is_there, force=True)
    assert (neighbour / "content").read_text() == "neighbour"


KILLED = """
import os, signal, sys
from pathlib import Path
from mentorhub.assist import derived

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def fill(folder):
    (folder / "content").write_text("two")
    if where == "fill":
        die()

target, where = Path(sys.argv[1]), sys.argv[2]
if where != "fill":
    setattr(derived, where, die)
derived.publish(target, fill, lambda folder: False, force=True)
"""


@pytest.mark.parametrize("where", ["fill", "_sync", "_switch", "_sync_name"])
@pytest.mark.parametrize("before", ["one", None])
def test_a_kill_leaves_a_whole_folder_or_none(target, where, before):
    if before:
        publish(target, fill(before), is_there)
    died = subprocess.run([sys.executable, "-c", KILLED, str(target), where], check=False)
    assert died.returncode == -signal.SIGKILL
    switched = "two" if where == "_sync_name" else before
    assert is_there(target) == (switched is not None)
    if switched:
        assert (target / "content").read_text() == switched
    publish(target, fill("three"), is_there, force=True)
    assert (target / "content").read_text() == "three"
    assert len(unseen(target)) == 1


def test_a_link_left_by_a_kill_does_not_block_the_next_build(target):
    target.parent.mkdir(parents=True)
    target.with_name(f".{target.name}.link").symlink_to("gone")
    publish(target, fill("one"), is_there)
    assert (target / "content").read_text() == "one"
