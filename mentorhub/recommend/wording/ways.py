"""The ways to pay for a course as pages show them: the best open, the others folded."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Literal

from mentorhub.recommend.eligibility import BY_NAME, Condition, Fact, Verdict, is_likely
from mentorhub.recommend.funding.combine import WAGE_FACTS, Barred, Certainty, Way, Ways
from mentorhub.recommend.wording.speech import _, say
from mentorhub.recommend.wording.sums import (
    Sum,
    for_company,
    for_person,
    in_short,
    name_of,
    sums,
)

Mark = Literal["success", "info", "warning", "danger"]
"""How something stands, as badges show it."""

State = Literal["met", "not_met", "unknown"]
"""What the facts say to one condition."""

_MARKS: dict[Certainty, Mark] = {"fits": "success", "likely": "success", "open": "info"}


@dataclass(frozen=True)
class ShownWay:
    """One way: its name, how sure it is, who pays what, and the calculation.

    ``label`` is the name with what the person pays, so that ways can be compared.
    """

    way: Way
    name: str
    label: str
    mark: Mark
    status: str
    person: str
    company: tuple[str, ...]
    why: str
    sums: tuple[Sum, ...]


@dataclass(frozen=True)
class ShownWays:
    """All ways of one course; ``wage_questions`` would make the part of the company exact."""

    ways: tuple[ShownWay, ...]
    barred: tuple[Barred, ...]
    wage_questions: tuple[Fact, ...]


def shown(ways: Ways, known: Container[str], placed: Container[str] = ()) -> ShownWays:
    """Return the ways in the reader's words.

    ``known`` are the facts that were told; what is ``placed`` is asked elsewhere on the page.
    """
    asked = tuple(one for one in _wage_questions(ways, known) if one.name not in placed)
    return ShownWays(tuple(_shown(way) for way in ways.ways), ways.barred, asked)


def badge_of(verdict: Verdict) -> tuple[Mark, str]:
    """Return how an instrument stands, as a badge shows it, and in a few words."""
    if verdict.under_review:
        return "warning", _("is being checked")
    if verdict.status == "no":
        return "warning", _("does not exist any more") if verdict.over else _("does not fit")
    if verdict.status == "fits":
        return _badge("fits")
    return _badge("likely" if is_likely(verdict) else "open")


def condition_in(state: State, condition: Condition) -> str:
    """Return what a condition says where it is met, not met, or still open."""
    texts = {"met": condition.met, "not_met": condition.not_met, "unknown": condition.unknown}
    return say(texts[state])


def _badge(certainty: Certainty) -> tuple[Mark, str]:
    words = {
        "fits": _("fits what you told us"),
        "likely": _("will probably fit"),
        "open": _("still open"),
    }
    return _MARKS[certainty], words[certainty]


def _shown(way: Way) -> ShownWay:
    mark, status = _badge(way.certainty)
    return ShownWay(
        way=way,
        name=name_of(way),
        label=in_short(way),
        mark=mark,
        status=status,
        person=for_person(way),
        company=for_company(way),
        why=say(way.pair.text) if way.pair else "",
        sums=sums(way),
    )


def _wage_questions(ways: Ways, known: Container[str]) -> Iterator[Fact]:
    """Yield what is asked so that the wage becomes a number: only where somebody pays for it."""
    if not any(way.wage_percent or way.leave for way in ways.ways[:1]):
        return
    for name in WAGE_FACTS:
        if name not in known:
            yield BY_NAME[name]
