"""Logs as one JSON object a line, with the id of the request or job and without personal data."""

import json
import logging
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

request_id: ContextVar[str] = ContextVar("request_id", default="-")

# These tell much at every step; flask-limiter writes the network address of whoever is too fast.
QUIET = ("huey", "alembic", "granian", "_granian", "flask-limiter")

_PLAIN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def new_request_id() -> str:
    """Return a fresh id for one request, short enough to be read out on the telephone."""
    return secrets.token_hex(6)


@contextmanager
def numbered(id_: str) -> Iterator[None]:
    """Write ``id_`` on every line of this block, as for a request."""
    token = request_id.set(id_)
    try:
        yield
    finally:
        request_id.reset(token)


class JsonLines(logging.Formatter):
    """Formats a record as one JSON object; ``extra`` fields become members."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line. Of an error only kind and place are told, never its message."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "where": record.name,
            "request": request_id.get(),
            "what": record.getMessage(),
        }
        line |= {key: value for key, value in vars(record).items() if key not in _PLAIN}
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["trace"] = _places(record)
        return json.dumps(line, ensure_ascii=False, default=str)


def set_up(level: str) -> None:
    """Send all logs of this process to standard error as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for noisy in QUIET:
        logging.getLogger(noisy).setLevel(logging.WARNING)


def _places(record: logging.LogRecord) -> list[str]:
    places = []
    trace = record.exc_info[2] if record.exc_info else None
    while trace:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_filename}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return places[-12:]
