"""Our own format: one JSON object a line; see docs/schemas/offer-line.json."""

import json
from collections.abc import Iterator
from typing import BinaryIO

from mentorhub.recommend.sources.entries import LINE, Entries, Fault, Told
from mentorhub.recommend.sources.json_stream import NOT_JSON, refuse

LONGEST = 200_000


def entries(file: BinaryIO) -> Entries:
    """Yield the object of each line, or what is wrong with it; empty lines are skipped."""
    for at, line in enumerate(lines_of(file), start=1):
        if line.strip():
            yield at, _entry(line)


def lines_of(file: BinaryIO) -> Iterator[bytes]:
    """Yield the lines of a file; of a line that is too long its beginning, one byte too much."""
    while line := file.readline(LONGEST + 1):
        yield line
        while len(line) > LONGEST and not line.endswith(b"\n"):
            line = file.readline(LONGEST + 1)


def _entry(line: bytes) -> Told | Fault:
    if len(line) > LONGEST:
        return Fault(LINE, f"is longer than {LONGEST} bytes")
    try:
        told = json.loads(line, parse_constant=refuse)
    except (ValueError, RecursionError):
        return Fault(LINE, NOT_JSON)
    return Told(told) if isinstance(told, dict) else Fault(LINE, "must be one JSON object")
