"""What a funding record holds, and the three-valued logic that reads its conditions."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import ceil, inf
from typing import Final, Literal

from mentorhub.recommend.funding.facts import BY_NAME, LIMITS, Limits, Text, Value
from mentorhub.recommend.funding.steps import Apply, Step

InstrumentKind = Literal[
    "course_costs", "wage", "leave", "coaching", "stipend", "bonus", "own_courses"
]
Level = Literal["Bund", "NRW", "Bund/NRW"]
Confidence = Literal["high", "medium"]
Standing = Literal["active", "until", "ended"]


@dataclass(frozen=True)
class Test:
    """One comparison of one fact with one value."""

    __test__ = False  # the name is ours, not pytest's

    field: str
    op: str
    value: Value | tuple[Value, ...]


Way = tuple[Test, ...]


@dataclass(frozen=True)
class Condition:
    """What the law asks for: met when every test of at least one way is met.

    The first way names the fact that the question asks for; further ways are the exceptions
    that the law makes. A condition that need not be asked carries its ordinary answer in
    ``default`` and says why it is the ordinary one; where ``default_like`` names another fact, its
    value is the ordinary answer. ``assumed`` are the ordinary answers about the exceptions.
    """

    ways: tuple[Way, ...]
    law: str
    question: Text
    met: Text
    not_met: Text
    unknown: Text
    must_ask: bool = True
    default: Value = None
    default_like: str | None = None
    default_reason: Text | None = None
    assumed: tuple[tuple[str, Value], ...] = ()
    assumed_reason: Text | None = None

    @property
    def field(self) -> str:
        """Return the name of the fact that this condition is about."""
        return self.ways[0][0].field


@dataclass(frozen=True)
class Band:
    """Rates in per cent for companies from ``start`` up to but not including ``below``."""

    start: float
    below: float | None
    employer_percent: int
    wage_percent: int
    law: str


@dataclass(frozen=True)
class Special:
    """A rule that changes the rates of a band when every test of one way is met.

    ``unless`` are ways in which it does not apply after all. They are looked at once the first
    fact of the first one is told: until then they are taken not to be met, as with most people.
    ``assumed`` holds the ordinary answers that ``assume`` may fill in.
    """

    ways: tuple[Way, ...]
    text: Text
    law: str
    set_employer_percent: int | None = None
    set_wage_percent: int | None = None
    add_employer_percent: int = 0
    add_wage_percent: int = 0
    unless: tuple[Way, ...] = ()
    assumed: tuple[tuple[str, Value], ...] = ()
    assumed_reason: Text | None = None

    @property
    def tests(self) -> tuple[Test, ...]:
        """Return every comparison that it makes."""
        return tuple(test for way in (*self.ways, *self.unless) for test in way)

    def applies(self, known: Mapping[str, Value]) -> bool | None:
        """Return the three-valued "this rule changes the rates"."""
        state = any_way(self.ways, known)
        if not state or not self.unless or self.unless[0][0].field not in known:
            return state
        barred = any_way(self.unless, known)
        return None if barred is None else not barred

    def open_fields(self, known: Mapping[str, Value]) -> list[str]:
        """Return the facts that it waits for."""
        if any_way(self.ways, known):
            return open_fields(self.unless, known) if self.applies(known) is None else []
        return open_fields(self.ways, known)


@dataclass(frozen=True)
class Share:
    """A grant for the person: a part of the price, up to a limit, and perhaps a loan."""

    grant_percent: int
    law: str
    max_grant_cents: int | None = None
    loan_percent: int = 0
    max_loan_cents: int | None = None


@dataclass(frozen=True)
class Amount:
    """One thing that the instrument pays, as a number and in words."""

    what: Text
    law: str
    cents: int | None = None
    percent: int | None = None
    days: int | None = None
    per: Text | None = None


@dataclass(frozen=True)
class WageRule:
    """How the wage for the hours in the course is counted.

    ``flat_percent`` is added for the employer's part of social insurance.
    """

    flat_percent: int
    law: str
    text: Text


@dataclass(frozen=True)
class Pair:
    """Another instrument that pays the course while this one pays towards the wage.

    It counts when every test of one way is met.
    """

    other: str
    ways: tuple[Way, ...]
    text: Text
    law: str


@dataclass(frozen=True)
class Exclusion:
    """What cannot be had together with this instrument: another one, or ``*`` for any.

    ``unless`` names those that ``*`` does not mean.
    """

    other: str
    reason: Text
    law: str
    unless: tuple[str, ...] = ()

    def bars(self, instrument_id: str) -> bool:
        """Return whether it speaks of this instrument."""
        return self.other in ("*", instrument_id) and instrument_id not in self.unless


BEING_CHECKED: Final = Text(
    "Diese Regel wird geprüft. Darum nennen wir jetzt keine Zahlen. Fragen Sie bei der Stelle.",
    "This rule is being checked. So we name no figures now. Please ask the office.",
)
"""What an instrument says of itself past its review date."""


@dataclass(frozen=True)
class Instrument:
    """One funding instrument as its record in ``content/funding`` describes it.

    ``order`` is the order of preference, small first. ``ended_on`` is set for instruments
    that are over; ``ended_reason`` then says why. ``check`` lists what is not certain, as
    questions that visitors can take to the office; editors verify the same, at the latest on
    ``review_on``.
    """

    id: str
    name: Text
    short: Text
    kind: InstrumentKind
    level: Level
    order: int
    plain: Text
    text: tuple[Text, ...]
    legal_basis: str
    text_date: date
    source: str
    confidence: Confidence
    decides: Text
    apply: Apply | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    ended_on: date | None = None
    ended_reason: Text | None = None
    review_on: date | None = None
    check: tuple[Text, ...] = ()
    conditions: tuple[Condition, ...] = ()
    bands: tuple[Band, ...] = ()
    specials: tuple[Special, ...] = ()
    share: Share | None = None
    amounts: tuple[Amount, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    wage: WageRule | None = None
    pairs: tuple[Pair, ...] = ()

    @property
    def ended(self) -> bool:
        """Return whether the instrument is over for good and only explains itself."""
        return self.ended_on is not None

    def is_over(self, today: date) -> bool:
        """Return whether nobody can get it any more on this day."""
        return self.ended or (self.valid_until is not None and self.valid_until < today)

    def is_open(self, today: date) -> bool:
        """Return whether somebody can get it on this day: begun and not over."""
        begun = self.valid_from is None or self.valid_from <= today
        return begun and not self.is_over(today)

    def under_review(self, today: date) -> bool:
        """Return whether nobody has looked at the rule in time; what is over needs no look."""
        late = self.review_on is not None and self.review_on < today
        return late and not self.is_over(today)

    def as_of(self, today: date) -> "Instrument":
        """Return what may be said of it on this day: under review no rule and no amount.

        Then name, office, source and dates are all that is left, and ``plain`` says why. A field
        that is not named here is never shown of a rule that nobody has looked at.
        """
        if not self.under_review(today):
            return self
        return Instrument(
            id=self.id,
            name=self.name,
            short=self.short,
            kind=self.kind,
            level=self.level,
            order=self.order,
            plain=BEING_CHECKED,
            text=(),
            legal_basis=self.legal_basis,
            text_date=self.text_date,
            source=self.source,
            confidence=self.confidence,
            decides=self.decides,
            apply=self.apply and _only_to_ask(self.apply),
            valid_from=self.valid_from,
            valid_until=self.valid_until,
            review_on=self.review_on,
        )

    @property
    def pays_course(self) -> bool:
        """Return whether the instrument can pay for a course that somebody else offers."""
        return self.kind == "course_costs"

    @property
    def pays_a_part(self) -> bool:
        """Return whether the instrument pays a course or a part of it, a scholarship too."""
        return self.pays_course or self.share is not None

    @cached_property
    def tests(self) -> Mapping[str, tuple[Test, ...]]:
        """Return by fact every comparison that conditions, special rules and bands make with it."""
        ways = [way for one in self.conditions for way in one.ways]
        bounds = [band.below for band in self.bands if band.below is not None]
        written = [test for way in ways for test in way]
        written += [test for special in self.specials for test in special.tests]
        written += [Test("betriebsgroesse", "<", bound) for bound in bounds]
        made: dict[str, dict[Test, None]] = {}
        for test in (*written, *(other for one in written for other in _of_another(one))):
            made.setdefault(test.field, {}).setdefault(test)
        return {name: tuple(tests) for name, tests in made.items()}

    @cached_property
    def heeds(self) -> frozenset[str]:
        """Return every fact that matters to it, or to what may be asked about it."""
        before = (BY_NAME[name].after for name in self.tests)
        others = {LIMITS[name].of for name in self.tests if name in LIMITS}
        return frozenset(self.tests) | {after[0] for after in before if after} | others

    @property
    def status(self) -> Standing:
        """Return ``ended``, ``until`` when an end is known, else ``active``."""
        if self.ended:
            return "ended"
        return "until" if self.valid_until else "active"


def _of_another(test: Test) -> Iterator[Test]:
    """Yield the comparisons of the other number that settle one of this number."""
    limits = LIMITS.get(test.field)
    if limits and isinstance(test.value, int | float):
        for factor in filter(None, (limits.low, limits.high)):
            yield Test(limits.of, test.op, test.value / factor)


def _only_to_ask(apply: Apply) -> Apply:
    """Return the one thing that can be done while nobody knows whether the others still hold."""
    ask = Step(
        id="nachfragen",
        who=apply.by,
        text=Text("Fragen Sie nach, was heute gilt.", "Ask what is true today."),
        binding=False,
        when=Text("Jetzt", "Now"),
    )
    return Apply(apply.by, apply.where, (ask,))


def any_way(ways: Iterable[Way], known: Mapping[str, Value]) -> bool | None:
    """Return the three-valued "at least one way is met"."""
    found: bool | None = False
    for way in ways:
        state = _all(way, known)
        if state:
            return True
        found = None if state is None else found
    return found


def _all(way: Way, known: Mapping[str, Value]) -> bool | None:
    """Return the three-valued "every test is met"."""
    found: bool | None = True
    for test in way:
        state = _met(test, known)
        if state is False:
            return False
        found = None if state is None else found
    return found


def _met(test: Test, known: Mapping[str, Value]) -> bool | None:
    """Return whether a fact passes a test, None when the fact is unknown.

    "Never" counts as longer ago than any number of years.
    """
    if test.field not in known:
        limits = LIMITS.get(test.field)
        return _met_within(test, _ends(limits, known)) if limits else None
    value = known[test.field]
    return _COMPARE[test.op](inf if value is None else value, test.value)


def _ends(limits: Limits, known: Mapping[str, Value]) -> tuple[float, float]:
    """Return between which ends an unknown number lies by what is known of another one."""
    other = known.get(limits.of)
    if not isinstance(other, int | float):
        return (-inf, inf)
    least = ceil(other * limits.low) if limits.whole else other * limits.low
    return (least, inf if limits.high is None else other * limits.high)


def _met_within(test: Test, ends: tuple[float, float]) -> bool | None:
    """Return whether every number between two ends passes a test by size, or none does."""
    if test.op not in _BY_SIZE or ends == (-inf, inf):
        return None
    passes = {_COMPARE[test.op](end, test.value) for end in ends}
    return passes.pop() if len(passes) == 1 else None


def _is(value: object, wanted: object) -> bool:
    """Return whether both are equal, without taking True for 1."""
    return value == wanted and isinstance(value, bool) == isinstance(wanted, bool)


_COMPARE: Mapping[str, Callable[..., bool]] = {
    "==": _is,
    "!=": lambda value, wanted: not _is(value, wanted),
    "<": lambda value, limit: value < limit,
    "<=": lambda value, limit: value <= limit,
    ">": lambda value, limit: value > limit,
    ">=": lambda value, limit: value >= limit,
    "in": lambda value, wanted: value in wanted,
    "not in": lambda value, wanted: value not in wanted,
}

_BY_SIZE: Final = ("<", "<=", ">", ">=")

OPERATORS = frozenset(_COMPARE)
"""The comparisons that a record in ``content/funding`` may use."""


def open_fields(ways: Iterable[Way], known: Mapping[str, Value]) -> list[str]:
    """Return the facts that those ways wait for which are still open.

    Of two numbers of which one limits the other it is the one that is asked for first.
    """
    return [name for way in ways if _all(way, known) is None for name in _missing(way, known)]


def _missing(way: Way, known: Mapping[str, Value]) -> list[str]:
    names = [test.field for test in way if test.field not in known]
    if LIMITS.keys().isdisjoint(names):
        return names
    waiting = (test.field for test in way if _met(test, known) is None)
    return [_first(name, known) for name in waiting]


def _first(name: str, known: Mapping[str, Value]) -> str:
    limits = LIMITS.get(name)
    return limits.of if limits and limits.first and limits.of not in known else name


def is_answerable(
    ways: Iterable[Way], known: Mapping[str, Value], askable: Collection[str]
) -> bool:
    """Return whether answers about ``askable`` alone could settle an open "at least one way"."""
    still_open = [_missing(way, known) for way in ways if _all(way, known) is None]
    return any(all(name in askable for name in names) for names in still_open) or all(
        any(name in askable for name in names) for names in still_open
    )
