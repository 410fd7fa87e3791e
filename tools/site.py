"""A running installation and a browser to look at it, for screenshots and for tests."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
START_SECONDS = 120
END_SECONDS = 20
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-smooth-scrolling",
    "--lang=de-DE",
)


class NotRunning(RuntimeError):
    """A process ended early or did not answer; the message holds the end of its log."""


class NoBrowser(RuntimeError):
    """There is no Chromium on this machine."""

    def __init__(self) -> None:
        super().__init__(
            "Chromium is missing: apt-get install chromium, or CHROMIUM=/path/to/chromium"
        )


def chromium() -> str:
    """Return where Chromium is: what CHROMIUM names, otherwise the system's.

    Raises:
        NoBrowser: it is not there.
    """
    found = shutil.which(os.environ.get("CHROMIUM") or "chromium")
    if found is None:
        raise NoBrowser
    return found


def free_port() -> int:
    """Return a port of this machine that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: str, var: Path, **settings: str) -> Iterator[None]:
    """Run `mentorhub COMMAND` on a folder until the end, which it has to reach alive.

    ``settings`` are those of the environment, without MENTORHUB_ and in small letters.

    Raises:
        NotRunning: it ended before.
    """
    mine = {name: text for name, text in os.environ.items() if "MENTORHUB" not in name}
    given = {"env": "development", "demo": "on", "var": str(var), "log_level": "warning"} | settings
    environment = mine | {f"MENTORHUB_{name.upper()}": text for name, text in given.items()}
    with (var / f"{command}.log").open("wb") as log:
        child = subprocess.Popen(
            [sys.executable, "-m", "mentorhub.cli", command],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            yield
            if child.poll() is not None:
                raise NotRunning(f"{command} ended early: {_end_of_log(var, command)}")
        finally:
            _end(child)


def wait_until_ready(address: str, var: Path) -> None:
    """Return as soon as the site answers that all its parts can serve.

    Raises:
        NotRunning: it took longer than START_SECONDS.
    """
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=5):  # noqa: S310  our own
                return
        except OSError:
            time.sleep(0.3)
    raise NotRunning(f"not ready after {START_SECONDS} s: {_end_of_log(var, 'serve')}")


def _end(child: "subprocess.Popen[bytes]") -> None:
    child.send_signal(signal.SIGINT)
    try:
        child.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _end_of_log(var: Path, command: str) -> str:
    return (var / f"{command}.log").read_text()[-2000:]
