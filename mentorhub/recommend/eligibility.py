"""The pure heart of funding: which instrument fits which facts, and what it would pay.

Everything is three-valued. A condition is met, not met or unknown; an instrument fits, does
not fit, or stays open until somebody answers a question. Nothing is ever guessed: a fact
that is missing is unknown, and only ``assume`` fills ordinary cases in, saying which.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from mentorhub.recommend.funding.costs import Estimate, Span, amount_questions, estimate
from mentorhub.recommend.funding.facts import (
    BY_NAME,
    FACTS,
    LIMITS,
    Fact,
    FactError,
    Text,
    Value,
    canonical,
)
from mentorhub.recommend.funding.rules import (
    Amount,
    Condition,
    Exclusion,
    Instrument,
    Special,
    Test,
    any_way,
    open_fields,
)
from mentorhub.recommend.funding.steps import Apply

__all__ = [
    "BY_NAME",
    "FACTS",
    "LIMITS",
    "Amount",
    "Apply",
    "Assumption",
    "Condition",
    "Estimate",
    "Exclusion",
    "Fact",
    "FactError",
    "Instrument",
    "Span",
    "Special",
    "Test",
    "Text",
    "Value",
    "Verdict",
    "amount_questions",
    "as_written",
    "assume",
    "canonical",
    "estimate",
    "for_courses",
    "is_likely",
    "is_ordinary",
    "judge",
    "of_both",
    "offer_facts",
    "ranked",
]

Status = Literal["fits", "unknown", "no"]

_ORDER: Mapping[Status, int] = {"fits": 0, "unknown": 1, "no": 2}


@dataclass(frozen=True)
class Verdict:
    """What the facts say about one instrument.

    ``missing`` names the facts that would settle the unknown conditions; ``reason`` is set
    when the instrument itself is closed (ended, not yet open) whatever the facts are, and
    ``over`` when it is closed for good. ``under_review`` says that nobody has looked at the rule
    in time: then ``instrument`` holds neither conditions nor amounts, and nothing is settled.
    """

    instrument: Instrument
    status: Status
    met: tuple[Condition, ...] = ()
    not_met: tuple[Condition, ...] = ()
    unknown: tuple[Condition, ...] = ()
    missing: tuple[str, ...] = ()
    reason: Text | None = None
    over: bool = False
    under_review: bool = False

    def missing_for(self, condition: Condition) -> list[str]:
        """Return the missing facts that one of the unknown conditions waits for, its own first."""
        named = dict.fromkeys(test.field for way in condition.ways for test in way)
        named |= dict.fromkeys(LIMITS[name].of for name in named if name in LIMITS)
        return [name for name in named if name in self.missing]


def judge(instrument: Instrument, facts: Mapping[str, Value], today: date) -> Verdict:
    """Say whether the instrument fits the facts.

    An ended instrument and one outside its dates is always "no", with the reason. One under
    review is "unknown", whatever the facts are. One condition that is not met makes "no"; one
    that is unknown makes "unknown".

    Raises:
        FactError: a fact has a value of the wrong kind.
    """
    if not instrument.under_review(today):
        return as_written(instrument, facts, today)
    canonical(facts)
    closed = _closed(instrument, today)
    status: Status = "no" if closed else "unknown"
    return Verdict(instrument.as_of(today), status, reason=closed, under_review=True)


def as_written(instrument: Instrument, facts: Mapping[str, Value], today: date) -> Verdict:
    """Say what the record says to the facts, whether it was looked at in time or not.

    Raises:
        FactError: a fact has a value of the wrong kind.
    """
    known = canonical(facts)
    closed = _closed(instrument, today)
    if closed:
        return Verdict(instrument, "no", reason=closed, over=instrument.is_over(today))
    states = [(condition, any_way(condition.ways, known)) for condition in instrument.conditions]
    not_met = tuple(condition for condition, state in states if state is False)
    unknown = tuple(condition for condition, state in states if state is None)
    return Verdict(
        instrument,
        "no" if not_met else "unknown" if unknown else "fits",
        met=tuple(condition for condition, state in states if state),
        not_met=not_met,
        unknown=unknown,
        missing=_missing(unknown, known),
    )


def _closed(instrument: Instrument, today: date) -> Text | None:
    """Return why nobody can apply today, or None when one can."""
    if instrument.is_open(today):
        return None
    if instrument.ended:
        return instrument.ended_reason
    if instrument.valid_until and today > instrument.valid_until:
        day = instrument.valid_until
        return Text(
            f"Nach unserem Stand ging das Programm bis zum {day:%d.%m.%Y}.",
            f"As far as we know, the programme ran until {day.isoformat()}.",
        )
    if instrument.valid_from and today < instrument.valid_from:
        day = instrument.valid_from
        return Text(
            f"Das Programm beginnt erst am {day:%d.%m.%Y}.",
            f"The programme only starts on {day.isoformat()}.",
        )
    return None


def _missing(unknown: Iterable[Condition], known: Mapping[str, Value]) -> tuple[str, ...]:
    """Return the facts that the unknown conditions wait for, each once, in their order."""
    names: dict[str, None] = {}
    for condition in unknown:
        names |= dict.fromkeys(open_fields(condition.ways, known))
    return tuple(names)


def is_ordinary(condition: Condition) -> bool:
    """Return whether most people meet this condition: the record says that it need not be asked.

    What a course is like is never taken for granted, but that it is still to come is. Nor is an
    answer that depends on another one.
    """
    fact = BY_NAME[condition.field]
    if condition.must_ask or condition.default_like:
        return False
    return fact.knower != "offer" or fact.timing


def is_likely(verdict: Verdict) -> bool:
    """Return whether an instrument fits as soon as what is ordinarily met is met here too."""
    is_open = verdict.status == "unknown" and not verdict.under_review
    return is_open and all(map(is_ordinary, verdict.unknown))


def ranked(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Return the verdicts, fitting ones first, each group in the order of preference.

    What is under review stands behind what is only open.
    """

    def place(verdict: Verdict) -> tuple[int, bool, int]:
        return _ORDER[verdict.status], verdict.under_review, verdict.instrument.order

    return sorted(verdicts, key=place)


def for_courses(instruments: Iterable[Instrument], today: date) -> list[Instrument]:
    """Return the instruments that can pay for a course today, in the order of preference."""
    return sorted(
        (one for one in instruments if one.pays_course and one.is_open(today)),
        key=lambda one: one.order,
    )


@dataclass(frozen=True)
class Assumption:
    """An ordinary answer that was filled in because nobody said anything else."""

    field: str
    value: Value
    reason: Text


def assume(
    instrument: Instrument, facts: Mapping[str, Value]
) -> tuple[dict[str, Value], tuple[Assumption, ...]]:
    """Return the facts with the ordinary answers of this instrument, and what was assumed.

    Facts that are known are never touched, and nothing is assumed where the record says
    that one must ask. Of exceptions it is only assumed that they are not there where what they
    are an exception from is known.
    """
    known = canonical(facts)
    assumed: list[Assumption] = []
    for name, value, reason in _usual(instrument, known):
        if name not in known and reason is not None:
            known[name] = value
            assumed.append(Assumption(name, value, reason))
    return known, tuple(assumed)


_Usual = tuple[str, Value, Text | None]


def _usual(instrument: Instrument, known: Mapping[str, Value]) -> Iterator[_Usual]:
    """Yield the ordinary answers that ``known`` lacks; each is added to it before the next."""
    for condition in instrument.conditions:
        if any_way(condition.ways, known) is None:
            yield from _ordinary(condition, known)
    still_open = [one for one in instrument.conditions if any_way(one.ways, known) is None]
    waiting = _missing(still_open, known)
    for condition in instrument.conditions:
        like = condition.default_like
        if like and like in known and condition.field in waiting:
            yield condition.field, known[like], condition.default_reason
    for special in instrument.specials:
        for name, value in special.assumed:
            yield name, value, special.assumed_reason


def _ordinary(condition: Condition, known: Mapping[str, Value]) -> Iterable[_Usual]:
    """Return the ordinary answer of a condition, or those about its exceptions; with the reason."""
    if condition.field not in known:
        own = (condition.field, condition.default, condition.default_reason)
        return [] if condition.default_like else [own]
    return [(name, value, condition.assumed_reason) for name, value in condition.assumed]


AIMS: Mapping[str, str] = {
    "upgrading": "aufstiegsfortbildung",
    "school": "schulabschluss",
    "vocational": "abschluss_ausbildungsberuf_min_2_jahre",
    "certificate": "anderes",
    "none": "anderes",
    "language": "anderes",
}
"""What the kind of degree of an offer says about the aim of the course.

"vocational" stands for occupations with at least two years of training. A partial
qualification leaves the aim open: it may be a step to a full one.
"""


def of_both(offer: Mapping[str, Value], person: Mapping[str, Value]) -> dict[str, Value]:
    """Return what an offer says about itself and what somebody said, who knows better.

    Only when it begins the offer knows better: the date may be that of another time.
    """
    said = dict(person)
    if "tage_bis_kursbeginn" in offer:
        said.pop("kurs_begonnen", None)
    return {**offer, **said}


_FULL_TIME = frozenset({"full_time"})
_PART_TIME = frozenset({"part_time", "evening", "weekend"})


def offer_facts(
    *,
    hours: float | None = None,
    measure_azav: bool | None = None,
    provider_azav: bool | None = None,
    starts_on: date | None = None,
    today: date | None = None,
    duration_weeks: float | None = None,
    price_cents: int | None = None,
    degree_kind: str | None = None,
    schedule: Iterable[str] = (),
) -> dict[str, Value]:
    """Return what an offer says about itself as facts; what it does not say is left out."""
    facts: dict[str, Value] = {
        "dauer_stunden": hours,
        "unterrichtsstunden": hours,
        "massnahme_azav": measure_azav,
        "traeger_azav": provider_azav,
        "traeger_azav_oder_qm": provider_azav or None,
        "kursgebuehr": None if price_cents is None else price_cents / 100,
        "zeitrahmen_monate": None if duration_weeks is None else round(duration_weeks * 12 / 52, 1),
        "tage_bis_kursbeginn": (starts_on - today).days if starts_on and today else None,
        "ziel": AIMS.get(degree_kind or ""),
        "lernform": _form_of_time(frozenset(schedule)),
    }
    return {name: value for name, value in facts.items() if value is not None}


def _form_of_time(schedule: frozenset[str]) -> str | None:
    """Return full or part time when the schedule leaves no doubt."""
    if schedule == _FULL_TIME:
        return "vollzeit"
    return "teilzeit" if schedule and schedule <= _PART_TIME else None
