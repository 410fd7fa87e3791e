"""Log lines: one JSON object each, with an id, and nothing that tells who it was."""

import json
import logging

import pytest

from mentorhub.kit import logs
from mentorhub.web.limits import limiter
from tests.web.specimen import make_app

ADDRESS = "203.0.113.7"


@pytest.fixture
def logged(capsys):
    """Returns a function that does something and gives back the lines that it left in the log."""

    def run(deed):
        root, levels = (
            logging.getLogger(),
            {name: logging.getLogger(name).level for name in logs.QUIET},
        )
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(root, "handlers", [])
            patch.setattr(root, "level", root.level)
            logs.set_up("debug")
            deed()
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)
        return [json.loads(line) for line in capsys.readouterr().err.splitlines()]

    return run


def test_whoever_is_too_fast_is_not_named(logged):
    app = make_app()
    app.add_url_rule("/eng", "narrow", limiter.limit("1 per minute")(lambda: "fine"))
    limiter.reset()

    def ask_twice():
        for _ in range(2):
            app.test_client().get("/eng", environ_base={"REMOTE_ADDR": ADDRESS})

    lines = logged(ask_twice)
    limiter.reset()
    assert [line["status"] for line in lines if "status" in line] == [200, 429]
    assert ADDRESS not in json.dumps(lines)


def test_an_error_tells_kind_and_place_but_not_its_message(logged):
    def fail():
        try:
            raise ValueError("password is hunter2")
        except ValueError:
            logging.getLogger("x").exception("it broke")

    (line,) = logged(fail)
    assert line["error"] == "ValueError"
    assert "test_logs.py" in line["trace"][-1]
    assert "hunter2" not in json.dumps(line)


def test_a_block_with_a_number_puts_it_on_its_lines(logged):
    def tell():
        with logs.numbered("job-7-1"):
            logging.getLogger("x").warning("inside")
        logging.getLogger("x").warning("outside")

    assert [line["request"] for line in logged(tell)] == ["job-7-1", "-"]
