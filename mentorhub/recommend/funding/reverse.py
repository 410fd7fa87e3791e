"""The other way round: what an instrument demands of a course, so that it could pay for it.

Of the conditions only what an offer says about itself is left. What the person or the company
answered is put in; what they have not answered is no matter of the course and stands in no way.
"""

from collections.abc import Iterable, Mapping

from mentorhub.recommend.funding.facts import BY_NAME, Value, canonical
from mentorhub.recommend.funding.rules import Condition, Instrument, Way, any_way

Demand = tuple[tuple[Way, ...], ...]
"""All of these must be met, each in at least one of its ways; one without ways never is."""

NEVER: Demand = ((),)
"""What no course meets."""


def demand(instrument: Instrument, facts: Mapping[str, Value]) -> Demand:
    """Return what the instrument demands of a course, for somebody of whom this is known.

    Facts about a course that somebody described are left aside: the list is about all courses.

    Raises:
        FactError: a fact has a value of the wrong kind.
    """
    return tuple(ways for _, ways in _demanded(instrument, facts))


def meets(wanted: Demand, offer: Mapping[str, Value]) -> bool | None:
    """Return whether a course meets the demand, None where it does not say enough about itself."""
    states = [any_way(ways, offer) for ways in wanted]
    if False in states:
        return False
    return None if None in states else True


def unanswered(
    instrument: Instrument, facts: Mapping[str, Value], offer: Mapping[str, Value]
) -> tuple[Condition, ...]:
    """Return the conditions of which the course does not say enough about itself."""
    demanded = _demanded(instrument, facts)
    return tuple(one for one, ways in demanded if any_way(ways, offer) is None)


def _demanded(
    instrument: Instrument, facts: Mapping[str, Value]
) -> list[tuple[Condition, tuple[Way, ...]]]:
    """Return each condition that demands something of a course, and the ways to meet it."""
    said = {name: value for name, value in canonical(facts).items() if not _of_offer(name)}
    about = [one for one in instrument.conditions if _is_about_a_course(one.ways)]
    left = [(one, tuple(_left(one.ways, said))) for one in about]
    return [(one, ways) for one, ways in left if () not in ways]


def _left(ways: Iterable[Way], said: Mapping[str, Value]) -> Iterable[Way]:
    """Yield the ways that are still possible, each with what it demands of the course."""
    for way in ways:
        personal = tuple(test for test in way if not _of_offer(test.field))
        if any_way([personal], said) is not False:
            yield tuple(test for test in way if _of_offer(test.field))


def _is_about_a_course(ways: Iterable[Way]) -> bool:
    return any(_of_offer(test.field) for way in ways for test in way)


def _of_offer(name: str) -> bool:
    return BY_NAME[name].knower == "offer"
