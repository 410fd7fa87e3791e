"""In which line of a TOML text something stands, which ``tomllib`` does not tell."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

_TABLE = re.compile(r"\s*\[\[?\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"\s*([A-Za-z0-9_-]+|\"[^\"]*\")\s*=\s*(.*)$")
_LONG = re.compile(r'"""|\'\'\'')
_WHERE = re.compile(r"\(at line (\d+), column \d+\)|\(at end of document\)")

Path = tuple[str | int, ...]


class BrokenToml(ValueError):
    """A text is no TOML; ``line`` says where it breaks."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line


def parse(text: str) -> dict[str, Any]:
    """Return what a TOML text says.

    Raises:
        BrokenToml: it is none.
    """
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as problem:
        found = _WHERE.search(str(problem))
        line = int(found[1]) if found and found[1] else text.count("\n") + 1
        raise BrokenToml(line, _WHERE.sub("", str(problem)).strip()) from problem


def lines(text: str) -> dict[Path, int]:
    """Return the line of every table and key, from 1; tables of a list have their number."""
    found: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    here: Path = ()
    closing = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if closing:
            closing = "" if closing in line else closing
            continue
        table = _TABLE.match(line)
        if table:
            here = _place(table[1], counts, is_list=line.lstrip().startswith("[["))
            found.setdefault(here, number)
            continue
        key = _KEY.match(line)
        if key:
            found.setdefault((*here, key[1].strip('"')), number)
            closing = _left_open(key[2])
    return found


def line_of(where: Mapping[Path, int], loc: Sequence[str | int]) -> int:
    """Return the line of the innermost part of ``loc`` that is known, 1 if none is.

    Parts that do not stand in the file (names of kinds) are passed over.
    """
    path: Path = ()
    line = where.get((), 1)
    for step in loc:
        longer = (*path, step)
        if any(known[: len(longer)] == longer for known in where):
            path = longer
            line = where.get(path, line)
    return line


def _place(name: str, counts: dict[Path, int], *, is_list: bool) -> Path:
    path: Path = ()
    steps = [step.strip().strip('"') for step in name.split(".")]
    for step in steps[:-1]:
        path = (*path, step)
        if path in counts:
            path = (*path, counts[path] - 1)
    path = (*path, steps[-1])
    if not is_list:
        return path
    counts[path] = counts.get(path, 0) + 1
    for deeper in [known for known in counts if known[: len(path)] == path and known != path]:
        if deeper[len(path)] != counts[path] - 1:
            continue
        del counts[deeper]
    return (*path, counts[path] - 1)


def _left_open(value: str) -> str:
    """Return the quotes that a value opens and does not close in its line."""
    opening = _LONG.match(value)
    if opening and opening[0] not in value[3:]:
        return opening[0]
    return ""
