"""What changed between two texts of one funding file, field by field."""

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

Matter = Literal["conditions", "money", "dates", "together", "apply", "other"]

_WORDING: Final = frozenset(
    {
        "name", "short", "plain", "text", "question", "met", "not_met", "unknown", "reason",
        "default_reason", "assume_reason", "ended_reason", "decides", "check", "source",
        "confidence", "text_date", "review_on", "order", "late",
    }
)  # fmt: skip
"""Fields that say the rule, or where we have it from; all others are what it says."""

_MATTERS: Final[Mapping[str, Matter]] = {
    "condition": "conditions",
    "band": "money",
    "special": "money",
    "share": "money",
    "amount": "money",
    "status": "dates",
    "valid_from": "dates",
    "valid_until": "dates",
    "ended_on": "dates",
    "wage": "money",
    "exclusion": "together",
    "pair": "together",
    "apply": "apply",
    "step": "apply",
}
_NAMED_BY: Final = {
    "condition": "field",
    "band": "from",
    "exclusion": "with",
    "pair": "with",
    "step": "id",
}
"""The field that tells one entry of a list from the others; elsewhere it is the law."""


@dataclass(frozen=True)
class Change:
    """One field that differs, as the file names it; a value is None where the field is missing.

    ``part`` is the table of the file, empty on top, and ``entry`` tells which of several.
    """

    part: str
    entry: str
    field: str
    before: str | None
    after: str | None

    @property
    def alters(self) -> bool:
        """Return whether the rule says something else now, not only in other words."""
        return self.field.removesuffix("_en") == self.field and self.field not in _WORDING

    @property
    def matter(self) -> Matter:
        """Return what the field is about."""
        return _MATTERS.get(self.part or self.field, "other")


def changes(before: str, after: str) -> tuple[Change, ...]:
    """Return every field in which two texts in TOML differ, in the order of the newer one.

    Comments, blank lines and the order of fields do not count. The texts may have been written for
    an earlier version of the code: whether they are whole is not asked.
    """
    old, new = dict(_fields(before)), dict(_fields(after))
    return tuple(
        Change(*place, old.get(place), new.get(place))
        for place in {**new, **old}
        if old.get(place) != new.get(place)
    )


def matters(found: Iterable[Change]) -> tuple[Matter, ...]:
    """Return what the rule says otherwise now, each matter once."""
    return tuple(dict.fromkeys(one.matter for one in found if one.alters))


def _fields(text: str) -> Iterator[tuple[tuple[str, str, str], str]]:
    """Yield the place of every field and what it says."""
    for name, value in tomllib.loads(text).items():
        if isinstance(value, dict):
            yield from (((name, "", field), _said(one)) for field, one in value.items())
        elif isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
            for entry, table in _entries(name, value):
                yield from (((name, entry, field), _said(one)) for field, one in table.items())
        else:
            yield ("", "", name), _said(value)


def _entries(part: str, tables: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the tables of a list, each with a name of its own."""
    seen: dict[str, int] = {}
    for table in tables:
        name = _said(table.get(_NAMED_BY.get(part, "law"), ""))
        seen[name] = seen.get(name, 0) + 1
        yield name if seen[name] == 1 else f"{name} ({seen[name]})", table


def _said(value: object) -> str:
    """Return a value as people read it, each text of a list on a line of its own."""
    if isinstance(value, str | date):
        return str(value)
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return "\n".join(value)
    return json.dumps(value, ensure_ascii=False, default=str)
