"""What `make quality` says of told situations: do we hear what a careful reader would?

A fact that is heard wrongly costs more than one that is not heard, so both are counted apart.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from mentorhub.recommend.dialogue.situation import situation
from mentorhub.recommend.eligibility import Value
from mentorhub.recommend.gazetteer import Gazetteer

HALVES: Final = {"building": "told.jsonl", "sealed": "told_sealed.jsonl"}
TODAY: Final = date(2026, 11, 27)
"""The day on which all of them are told."""
ANY: Final = "*"


@dataclass(frozen=True)
class Told:
    """A situation, the facts that a reader takes from it, and those that may be taken as well.

    Whatever else is heard is wrong. ``ANY`` stands for every value.
    """

    text: str
    facts: Mapping[str, Value]
    may: Mapping[str, Value]


@dataclass(frozen=True)
class Difference:
    """What was heard wrongly in one situation, and what was not heard."""

    text: str
    wrong: Mapping[str, Value]
    missed: Mapping[str, Value]
    heard: int


def read(path: Path) -> list[Told]:
    """Return the situations of a file, one JSON object a line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [Told(one["text"], one["facts"], one["may"]) for one in map(json.loads, lines)]


def listener(gazetteer: Gazetteer) -> Callable[[str], Mapping[str, Value]]:
    """Return what hears a situation as it is heard in the house, on the day of the files."""
    return lambda text: situation(text, TODAY, gazetteer.funding_land)


def differences(
    told: Sequence[Told], hear: Callable[[str], Mapping[str, Value]]
) -> list[Difference]:
    """Return how what is heard differs from what was told, one for each situation."""
    return [_difference(one, hear(one.text)) for one in told]


def _difference(one: Told, heard: Mapping[str, Value]) -> Difference:
    known = {**one.may, **one.facts}
    wrong = {
        name: value
        for name, value in heard.items()
        if name not in known or known[name] not in (ANY, value)
    }
    missed = dict(one.facts.items() - heard.items())
    return Difference(one.text, wrong, missed, len(heard))


def measure(told: Sequence[Told], found: Sequence[Difference]) -> dict[str, float]:
    """Return precision and recall of facts, and the shares of situations heard well.

    ``unharmed`` are those in which nothing is heard wrongly, ``whole`` those in which nothing is
    missed either.
    """
    heard, asked = sum(one.heard for one in found), sum(len(one.facts) for one in told)
    return {
        "precision": 1 - sum(len(one.wrong) for one in found) / heard if heard else 1.0,
        "recall": 1 - sum(len(one.missed) for one in found) / asked,
        "unharmed": sum(not one.wrong for one in found) / len(found),
        "whole": sum(not one.wrong and not one.missed for one in found) / len(found),
    }


def table(figures: Mapping[str, Mapping[str, float]]) -> str:
    """Return one line a figure, a column for each half."""
    lines = [f"{'facts heard':22}" + "".join(f"{half:>10}" for half in figures)]
    for name in next(iter(figures.values())):
        shown = "".join(f"{half[name]:>10.0%}" for half in figures.values())
        lines.append(f"  {name:20}{shown}")
    return "\n".join(lines)
