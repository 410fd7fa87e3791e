"""The real server: start to first answer, memory of a web worker, times of pages."""

import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from mentorhub import preparation
from mentorhub.app import build_services
from mentorhub.config import ROOT, Settings
from mentorhub.kit import clock
from mentorhub.kit.db import Database
from mentorhub.recommend.actions import content
from tools.bench_report import Report, times

ANSWER_SECONDS = 120

BARE_APP = """
from flask import Flask
def wsgi():
    app = Flask("bare")
    app.add_url_rule("/", "start", lambda: "hello")
    return app
"""


def run(report: Report, settings: Settings) -> None:
    """Prepare an installation, start its server and ask, beside a bare Flask app."""
    services = build_services(settings)
    preparation.prepare(services, settings, lambda line: print(f"    {line}"))
    services.get(Database).dispose()
    bare = settings.var / "bare_app.py"
    bare.write_text(BARE_APP)
    with server(settings, "bare_app:wsgi", settings.var) as (address, process, begun):
        bare_start = until_answer(address + "/", begun)
        _load(address + "/", 50)
        bare_memory = _memory(process)
    with server(settings, "mentorhub.app:wsgi", ROOT) as (address, process, begun):
        start = until_answer(address + "/", begun)
        report.add("start to first answer", start, "s", "bare Flask app", bare_start)
        question = "/suche?q=abends+Stapler+fahren+in+Dortmund"
        first = until_answer(address + question, begun)
        report.add("start to first search answer", first, "s", "bare Flask app", bare_start)
        whole = until_answer(address + "/readyz", begun)
        report.add("start to hybrid search", whole, "s", "bare Flask app", bare_start)
        _load(address + question, 100)
        report.add("memory of a web worker", _memory(process), "MiB", "bare Flask app", bare_memory)
        alive = statistics.median(_load(address + "/healthz", 100)) * 1000
        for page in ("/", question, "/angebote/" + _some_key(settings), "/foerderung"):
            taken = statistics.median(_load(address + page, 60)) * 1000
            report.add(f"page {page[:40]}, p50", taken, "ms", "/healthz", alive)


@contextmanager
def server(
    settings: Settings,
    target: str = "mentorhub.app:wsgi",
    folder: Path = ROOT,
    workers: int = 1,
) -> Iterator[tuple[str, "subprocess.Popen[bytes]", float]]:
    """Yield address, process and begin of a server that is starting; it ends with the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "MENTORHUB_VAR": str(settings.var),
        "MENTORHUB_DATABASE_URL": settings.database_url,
        "MENTORHUB_PORT": str(port),
        "MENTORHUB_LOG_LEVEL": "error",
        "MENTORHUB_ENCODER": settings.encoder,
        "MENTORHUB_PROXIES": str(settings.proxies),
    }
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "--no-log",
        "--host", "127.0.0.1", "--port", str(port),
        "--workers", str(workers), "--blocking-threads", "4", target,
    ]  # fmt: skip
    begun = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, env=environment)
    try:
        yield f"http://localhost:{port}", process, begun
    finally:
        process.terminate()
        process.wait(30)


def until_answer(address: str, begun: float) -> float:
    """Return how many seconds after ``begun`` an address answers for the first time."""
    while time.perf_counter() - begun < ANSWER_SECONDS:
        try:
            _get(address)
        except OSError:
            time.sleep(0.02)
        else:
            return time.perf_counter() - begun
    raise SystemExit(f"no answer from {address} in {ANSWER_SECONDS} s")


def _get(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310  our own server
        return answer.read()


def _load(address: str, count: int) -> list[float]:
    return times(_get, [address] * count)


def _memory(process: "subprocess.Popen[bytes]") -> float:
    """Return the memory of the worker itself, in MiB, without what it shares with others."""
    family = psutil.Process(process.pid).children(recursive=True) or [psutil.Process(process.pid)]
    return max(child.memory_full_info().uss for child in family) / 2**20


def _some_key(settings: Settings) -> str:
    return content.read_offers(settings.content / "offers", clock.today())[0].key
