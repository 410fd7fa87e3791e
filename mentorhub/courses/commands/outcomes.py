"""What `mentorhub courses import` prints, whatever the file is: docs/schemas/course-import.json."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mentorhub.kit.services import Services

Told = dict[str, str]


@dataclass(frozen=True)
class Wishes:
    """What the caller wants: only to look, a bank for questions, an id for a course."""

    dry_run: bool = False
    bank: str = ""
    id: str = ""


@dataclass(frozen=True)
class Outcome:
    """What an import found, took and left; ``facts`` differ from kind to kind.

    ``changed``, ``left`` and ``refused`` name a thing, a code for the reason, and where it helps
    the place and a sentence; with ``refused`` nothing was taken. ``made`` is the id of the course
    or the name of the bank, empty after a dry run.
    """

    kind: str
    title: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    taken: list[str] = field(default_factory=list)
    changed: list[Told] = field(default_factory=list)
    left: list[Told] = field(default_factory=list)
    refused: list[Told] = field(default_factory=list)
    made: str = ""


@dataclass(frozen=True)
class Importer:
    """One kind of file: whether a file is of this kind, and how it is taken in."""

    knows: Callable[[Path], bool]
    take: Callable[[Services, Path, Wishes], Outcome]


def plain(told: dict[str, Any]) -> str:
    """Return an outcome as lines for people."""
    lines = [f"{told['file']}: {told['kind']} {told['title']}".rstrip()]
    lines += [f"  {name}: {value}" for name, value in told["facts"].items() if value != ""]
    lines += [f"  taken: {each}" for each in told["taken"]]
    for what in ("changed", "left", "refused"):
        lines += [f"  {what}: {_line(each)}" for each in told[what]]
    if told["made"]:
        lines.append(f"  made: {told['made']}")
    elif told["dry_run"] and not told["refused"]:
        lines.append("  nothing was changed (dry run)")
    return "\n".join(lines)


def _line(told: Told) -> str:
    says = f"({told['says']})" if "says" in told else ""
    return " ".join(
        each for each in (told["reason"], told.get("where"), told["what"], says) if each
    )
