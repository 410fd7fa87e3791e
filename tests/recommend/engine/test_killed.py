"""kill -9 while an index is written: whatever was done last, what is there loads and goes on."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from mentorhub.recommend.engine.generation import Generation
from mentorhub.recommend.engine.shelf import Shelf
from tests.recommend.engine import killed_builder

ROOT = Path(__file__).parents[3]
PROGRAM = "tests.recommend.engine.killed_builder"


def killed(folder, deed, operation) -> bool:
    """Do the deed in a process of its own; return whether it was killed before its end."""
    command = [sys.executable, "-m", PROGRAM, folder, deed, str(operation)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert ended.returncode in (0, -signal.SIGKILL), ended.stderr.decode()[-2000:]
    return ended.returncode != 0


@pytest.mark.slow
@pytest.mark.parametrize(("deed", "every"), [("build", 17), ("grow", 19), ("arrive", 17)])
def test_whenever_it_is_killed_the_index_loads_and_goes_on(tmp_path, deed, every):
    shelf = Shelf(tmp_path / "search")
    killed_builder.start(tmp_path, deed)
    operation = every
    while killed(tmp_path, deed, operation):
        assert len(Generation.open(shelf.path(shelf.current()))) == len(killed_builder.BEFORE)
        operation += every
    assert operation > 3 * every, "it was hardly ever killed"
    kept = Generation.open(shelf.path(shelf.current()))
    assert kept.keys == killed_builder.keys(deed)
    killed_builder.do(tmp_path, "build")
    assert Generation.open(shelf.path(shelf.current())).keys == killed_builder.keys("build")
