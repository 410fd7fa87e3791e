"""Schemathesis against a real server: whatever it sends, the interface keeps its description."""

import subprocess
import sys
import threading

import pytest
from werkzeug.serving import make_server

from mentorhub.web.limits import flood, limiter

SECONDS = 50
EXAMPLES = "12"


@pytest.fixture
def address(site, monkeypatch):
    """The address of the small site, served by threads that live as long as the test."""
    monkeypatch.setattr(limiter, "enabled", False)
    monkeypatch.setattr(flood, "enabled", False)
    server = make_server("127.0.0.1", 0, site.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_schemathesis_finds_nothing(address, tmp_path):
    done = subprocess.run(
        [
            sys.executable, "-m", "schemathesis.cli", "run", f"{address}/api/v1/openapi.json",
            "--checks=all", "--mode=all", "--seed=20261121", f"--max-examples={EXAMPLES}",
            "--phases=examples,coverage,fuzzing", "--generation-database=none", "--no-color",
            "--request-timeout=10",
        ],
        cwd=tmp_path, capture_output=True, text=True, timeout=SECONDS, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert "7 selected" in done.stdout or "Operations" in done.stdout, done.stdout
