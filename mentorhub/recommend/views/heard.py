"""What a sentence says about who wrote it: it counts for this answer, and nobody keeps it.

An answer that was given outranks it, a question that was left open stays open, and what is about
health counts with the person's consent alone.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Final

from mentorhub.kit import clock
from mentorhub.recommend.dialogue.hearing import corrected, hear
from mentorhub.recommend.dialogue.home import lands
from mentorhub.recommend.dialogue.stating import Facts
from mentorhub.recommend.eligibility import BY_NAME, Fact, Value
from mentorhub.recommend.gazetteer import Gazetteer
from mentorhub.recommend.views.visit import Told
from mentorhub.web.context import service

_ID: Final = "angabe.{name}"
# What the engine also understood of the same words, as a chip of its own.
_SAME: Final[Mapping[str, str]] = {
    "beschaeftigt": "audience.unemployed",
    "berufsabschluss": "audience.no_vocation",
    "alter": "audience.older",
    "schwerbehindert": "audience.disability",
}


@dataclass(frozen=True)
class Heard:
    """One fact that a sentence states; ``chips`` are the ids that take it away."""

    fact: Fact
    value: Value
    chips: tuple[str, ...]


def heard_in(text: str, told: Told, dropped: Collection[str]) -> tuple[Heard, ...]:
    """Return the facts that the words state and that nothing else decides."""
    return tuple(
        Heard(BY_NAME[name], value, _ids(name))
        for name, value in _facts_in(text).items()
        if told.may_ask(name)
        and name not in told.facts
        and name not in told.skipped
        and not {*_ids(name)} & {*dropped}
    )


def _facts_in(text: str) -> Facts:
    return {**lands(text, service(Gazetteer), clock.today()), **hear(corrected(text))}


def knowing(told: Told, heard: Collection[Heard]) -> Told:
    """Return what is known about the person while this page is made."""
    return replace(told, facts={**{one.fact.name: one.value for one in heard}, **told.facts})


def _ids(name: str) -> tuple[str, ...]:
    same = _SAME.get(name)
    return (_ID.format(name=name), same) if same else (_ID.format(name=name),)
