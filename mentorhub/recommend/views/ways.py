"""The ways to pay for a course as pages show them: the best open, the others folded."""

from collections.abc import Container, Iterator
from dataclasses import dataclass

from flask_babel import gettext

from mentorhub.recommend import wording
from mentorhub.recommend.eligibility import BY_NAME, Fact
from mentorhub.recommend.funding.combine import WAGE_FACTS, Barred, Certainty, Way, Ways
from mentorhub.recommend.views.judged import Mark
from mentorhub.recommend.views.visit import Told
from mentorhub.recommend.wording.sums import Sum

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


def shown(ways: Ways, told: Told, placed: Container[str] = ()) -> ShownWays:
    """Return the ways in the reader's words; what is ``placed`` is asked elsewhere on the page."""
    asked = tuple(one for one in _wage_questions(ways, told) if one.name not in placed)
    return ShownWays(tuple(_shown(way) for way in ways.ways), ways.barred, asked)


def _shown(way: Way) -> ShownWay:
    status = {
        "fits": gettext("fits what you told us"),
        "likely": gettext("will probably fit"),
        "open": gettext("still open"),
    }[way.certainty]
    return ShownWay(
        way=way,
        name=wording.name_of(way),
        label=wording.in_short(way),
        mark=_MARKS[way.certainty],
        status=status,
        person=wording.for_person(way),
        company=wording.for_company(way),
        why=wording.say(way.pair.text) if way.pair else "",
        sums=wording.sums(way),
    )


def _wage_questions(ways: Ways, told: Told) -> Iterator[Fact]:
    """Yield what is asked so that the wage becomes a number: only where somebody pays for it."""
    if not any(way.wage_percent or way.leave for way in ways.ways[:1]):
        return
    for name in WAGE_FACTS:
        if name not in told.facts:
            yield BY_NAME[name]
