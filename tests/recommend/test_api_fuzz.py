"""Schemathesis against a real server: whatever it sends, the interface keeps its description."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from werkzeug.serving import WSGIRequestHandler, make_server

from mentorhub.web.limits import flood, limiter
from tests.recommend import site as small

ROOT = str(Path(__file__).parents[2])
TOO_LONG = 300
EXAMPLES = "30"


class Silent(WSGIRequestHandler):
    """Says nothing about each request."""

    def log_request(self, *_):
        pass


@pytest.fixture
def address(own_site, monkeypatch):
    """The address of a very small site, served by threads that live as long as the test."""
    monkeypatch.setattr(limiter, "enabled", False)
    monkeypatch.setattr(flood, "enabled", False)
    monkeypatch.setattr(small, "TAKEN", 2)
    site = own_site()
    server = make_server("127.0.0.1", 0, site.app, threaded=True, request_handler=Silent)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.slow
def test_schemathesis_finds_nothing(address, tmp_path):
    done = subprocess.run(
        [
            sys.executable, "-m", "schemathesis.cli", "run", f"{address}/api/v1/openapi.json",
            "--checks=all", "--mode=all", "--seed=20261121", f"--max-examples={EXAMPLES}",
            "--phases=examples,coverage,fuzzing", "--generation-database=none", "--no-color",
            "--request-timeout=10",
        ],
        cwd=tmp_path, capture_output=True, text=True, timeout=TOO_LONG, check=False,
        env=os.environ | {"SCHEMATHESIS_HOOKS": "tests.recommend.fuzz_places", "PYTHONPATH": ROOT},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert "8 selected / 8 total" in done.stdout
