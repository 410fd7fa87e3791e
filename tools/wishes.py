"""What `make quality` says of wishes: are they understood as a reader would understand them?"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from mentorhub.recommend.engine.document import Understood
from mentorhub.recommend.engine.intent import understand
from mentorhub.recommend.engine.places import Gazetteer

HALVES = {"building": "wishes.jsonl", "sealed": "wishes_sealed.jsonl"}
FIELDS = (
    "times", "not_times", "places", "not_places", "radius_km", "form", "max_price_cents", "free",
    "cheap", "level", "language", "start", "kind",
)  # fmt: skip


@dataclass(frozen=True)
class Told:
    """A sentence and the wishes that a reader finds in it."""

    text: str
    wishes: Mapping[str, Any]


def read(path: Path) -> list[Told]:
    """Return the sentences of a file, one JSON object a line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [Told(plain["text"], plain["wishes"]) for plain in map(json.loads, lines)]


def measure(told: Sequence[Told], gazetteer: Gazetteer, today: date) -> dict[str, float]:
    """Return the share of sentences in which all is understood, then that of each field.

    A field counts where it is told or was understood.
    """
    right, seen, whole = Counter[str](), Counter[str](), 0
    for one in told:
        found = understood(understand(one.text, gazetteer, today))
        wrong = set(_wrong(one.wishes, found))
        whole += not wrong
        for field in one.wishes.keys() | found.keys():
            seen[field] += 1
            right[field] += field not in wrong
    shares = {field: right[field] / seen[field] for field in FIELDS if seen[field]}
    return {"whole": whole / len(told), **shares}


def understood(seen: Understood) -> dict[str, Any]:
    """Return the wishes of a sentence by the fields of the file; what is not wished for is left."""
    places = (seen.place, *seen.also_places)
    plain = {
        "times": sorted(seen.times),
        "not_times": sorted(seen.not_times),
        "places": [place.name for place in places if place],
        "not_places": [place.name for place in seen.not_places],
        "start": bool(seen.start_from or seen.start_until or seen.not_starts),
    }
    for field in FIELDS:
        plain.setdefault(field, getattr(seen, field, None))
    return {field: value for field, value in plain.items() if value}


def _wrong(told: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[str]:
    for field in FIELDS:
        if not _agree(field, told.get(field), found.get(field)):
            yield field


def _agree(field: str, told: object, found: object) -> bool:
    """Return whether two values mean the same to a search.

    One time in common is enough, since each stands for several; "near a town" has a radius of its
    own; further places beside one that was told do no harm.
    """
    if field == "radius_km" and told is None:
        return True
    if isinstance(told, list) and isinstance(found, list) and field in ("times", "places"):
        return bool(set(told) & set(found)) and (field == "times" or len(found) <= len(told) + 1)
    return told == found


def table(figures: Mapping[str, Mapping[str, float]]) -> str:
    """Return one line a field, a column for each half."""
    fields = dict.fromkeys(field for half in figures.values() for field in half)
    lines = [f"{'wishes understood':22}" + "".join(f"{half:>10}" for half in figures)]
    for field in fields:
        shares = (half.get(field) for half in figures.values())
        shown = "".join(f"{'-':>10}" if one is None else f"{one:>10.0%}" for one in shares)
        lines.append(f"  {field:20}{shown}")
    return "\n".join(lines)
