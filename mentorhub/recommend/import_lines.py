"""Lines of other catalogues: read one by one, translated into our names, never trusted."""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from mentorhub.kit import schemas
from mentorhub.recommend.offer_record import OfferRecord, WrongField, from_line

LINE_FIELDS = schemas.fields("offer-line")
LONGEST_LINE = 200_000
LONGEST_MAPPING = 64_000
LONGEST_PATTERN = 500
LONGEST_PART = 20_001

_NAME_IN_PATTERN = re.compile(r"\{([^{}]+)\}")

Line = tuple[int, OfferRecord | WrongField]


class MappingError(ValueError):
    """A mapping file is wrong; the message says where."""


@dataclass(frozen=True)
class LineMapping:
    """How another catalogue's names become ours.

    ``fields`` gives for each of our import fields a name of theirs, a list of names (joined by
    commas) or a text with {names}; ``constants`` are the same for every line.
    """

    fields: Mapping[str, str | Sequence[str]]
    constants: Mapping[str, Any]

    def translate(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """Return the line in our names; what it does not have is left out."""
        ours = dict(self.constants)
        for name, theirs in self.fields.items():
            value = _pick(line, theirs)
            if value not in (None, ""):
                ours[name] = value
        return ours


def read_mapping(path: Path) -> LineMapping:
    """Return the mapping of a TOML file with the tables ``fields`` and ``constants``.

    Raises:
        MappingError: it cannot be read, or something in it is not allowed.
    """
    try:
        return mapping_of(path.read_bytes())
    except (OSError, MappingError) as problem:
        raise MappingError(f"{path}: {problem}") from problem


def mapping_of(content: bytes) -> LineMapping:
    """Return the mapping that a TOML text in UTF-8 describes.

    Raises:
        MappingError: it cannot be read, or something in it is not allowed.
    """
    if len(content) > LONGEST_MAPPING:
        raise MappingError(f"is longer than {LONGEST_MAPPING} bytes")
    try:
        tables = tomllib.loads(content.decode())
    except (ValueError, RecursionError) as problem:
        raise MappingError(f"is not TOML in UTF-8: {problem}") from problem
    fields, constants = tables.get("fields"), tables.get("constants", {})
    if not (fields and isinstance(fields, dict) and isinstance(constants, dict)):
        raise MappingError("needs the table [fields] and may have [constants]")
    if set(tables) - {"fields", "constants"}:
        raise MappingError("only the tables [fields] and [constants] are allowed")
    for name in (*fields, *constants):
        if name not in LINE_FIELDS:
            raise MappingError(f"'{name}' is not a field of the import")
    for name, theirs in fields.items():
        _check_pattern(name, theirs)
    return LineMapping(fields, {name: _constant(name, v) for name, v in constants.items()})


def lines_of(file: BinaryIO) -> Iterator[bytes]:
    """Yield the lines of a file; of a line that is too long its beginning, one byte too much."""
    while line := file.readline(LONGEST_LINE + 1):
        yield line
        while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            line = file.readline(LONGEST_LINE + 1)


def read_lines(lines: Iterable[bytes], mapping: LineMapping | None = None) -> Iterator[Line]:
    """Yield number and record of each line, or what is wrong with it; empty lines are skipped."""
    for number, raw in enumerate(lines, start=1):
        if not raw.strip():
            continue
        try:
            yield number, _read(raw, mapping)
        except WrongField as problem:
            yield number, problem


def _read(raw: bytes, mapping: LineMapping | None) -> OfferRecord:
    if len(raw) > LONGEST_LINE:
        raise WrongField("line", f"is longer than {LONGEST_LINE} bytes")
    try:
        line = json.loads(raw, parse_constant=_refuse_constant)
        if not isinstance(line, dict):
            raise WrongField("line", "must be one JSON object")
        return from_line(mapping.translate(line) if mapping else line)
    except WrongField:
        raise
    except (ValueError, RecursionError) as problem:
        raise WrongField("line", "is not JSON in UTF-8, or is nested too deep") from problem


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")


def _check_pattern(name: str, theirs: Any) -> None:
    parts = theirs if isinstance(theirs, list) else [theirs]
    if not parts or not all(isinstance(part, str) and part for part in parts):
        raise MappingError(
            f"fields.{name} must be a name, a list of names or a text with {{names}}"
        )
    if any(len(part) > LONGEST_PATTERN for part in parts):
        raise MappingError(f"fields.{name} is longer than {LONGEST_PATTERN} characters")
    rest = _NAME_IN_PATTERN.sub("", theirs) if isinstance(theirs, str) else ""
    if "{" in rest or "}" in rest:
        raise MappingError(f"fields.{name}: every {{ needs a name and a }} behind it")


def _constant(name: str, value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    texts = isinstance(value, list) and all(isinstance(each, str) for each in value)
    if texts or isinstance(value, str | int | float | bool):
        return value
    raise MappingError(f"constants.{name} must be a text, a number, true, false or a list of texts")


def _pick(line: Mapping[str, Any], theirs: str | Sequence[str]) -> Any:
    if not isinstance(theirs, str):
        return ", ".join(filter(None, (_text(line.get(name)) for name in theirs)))
    names = _NAME_IN_PATTERN.findall(theirs)
    if not names:
        return line.get(theirs)
    if any(name not in line for name in names):
        return None
    return _NAME_IN_PATTERN.sub(lambda found: _text(line[found[1]]), theirs)


def _text(value: Any) -> str:
    """Return a value of theirs as text, cut where no field of ours could hold it."""
    if isinstance(value, list):
        return ", ".join(map(_text, value))[:LONGEST_PART]
    return "" if value is None else str(value)[:LONGEST_PART]
