"""What a mentor notes about a person, a company and a course, to find out who pays for it.

Only its sealed form is kept. It holds the day on which a course starts, never a number of days
that would be wrong tomorrow.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from mentorhub.recommend.eligibility import BY_NAME, FactError, Value, canonical
from mentorhub.tandems.content import SavedTitle

DAYS_TO_START = "tage_bis_kursbeginn"
NOT_NOTED = frozenset({DAYS_TO_START, "kurs_begonnen"})
"""Facts that follow from the day of the start."""


@dataclass(frozen=True)
class FundingNote:
    """Facts by their name, and the course: an offer, a day, or what the facts say about it.

    A fact that nobody knows is left out; None says that something has never happened.
    ``health_since`` is the day on which the person agreed that facts about health are written
    down; without it there are none. ``way`` is the way to pay that was chosen, empty for the
    best; only if ``on_sheet`` the sheet to take home tells it.
    """

    facts: Mapping[str, Value] = field(default_factory=dict)
    offer: SavedTitle | None = None
    starts_on: date | None = None
    health_since: date | None = None
    way: str = ""
    on_sheet: bool = False

    @property
    def is_empty(self) -> bool:
        """Return whether nothing is known from which a way to pay could follow."""
        return not self.facts and self.offer is None and self.starts_on is None

    @property
    def tells_of_a_course(self) -> bool:
        """Return whether it is about a certain course, not about any."""
        described = any(BY_NAME[name].knower == "offer" for name in self.facts)
        return described or self.offer is not None or self.starts_on is not None

    def facts_on(self, today: date) -> dict[str, Value]:
        """Return the facts as the rules want them on this day."""
        if self.starts_on is None:
            return dict(self.facts)
        return {**self.facts, DAYS_TO_START: (self.starts_on - today).days}

    def lawful(self) -> "FundingNote":
        """Return the same without facts about health if the person has not agreed to them."""
        if self.health_since is not None:
            return self
        told = {name: value for name, value in self.facts.items() if not BY_NAME[name].health}
        return replace(self, facts=told)

    def packed(self) -> bytes:
        """Return the bytes to seal."""
        return json.dumps(asdict(self), ensure_ascii=False, default=date.isoformat).encode()

    @classmethod
    def unpacked(cls, data: bytes) -> "FundingNote":
        """Return what ``packed`` made bytes of, without facts that the rules know no more."""
        kept: dict[str, Any] = json.loads(data)
        offer = kept["offer"]
        return cls(
            facts={name: value for name, value in kept["facts"].items() if _is_fact(name, value)},
            offer=SavedTitle(**offer) if offer else None,
            starts_on=_day(kept["starts_on"]),
            health_since=_day(kept["health_since"]),
            way=kept["way"],
            on_sheet=kept["on_sheet"],
        ).lawful()


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None


def _is_fact(name: str, value: Value) -> bool:
    """Return whether a kept answer is still one: facts may change between two versions."""
    if name not in BY_NAME or name in NOT_NOTED:
        return False
    try:
        return name in canonical({name: value})
    except FactError:
        return False
