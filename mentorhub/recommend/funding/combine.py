"""The ways to pay for one course: which instruments go together, and who then pays what.

A way is one instrument that pays the course, or two that the law lets work together, with what
can be had beside them: paid leave, a bonus. All money is in whole cents, and a span where a fact
is missing or where the law says "up to". Sources: the records in ``content/funding``.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import combinations
from typing import Final, Literal

from mentorhub.recommend.eligibility import (
    BY_NAME,
    Assumption,
    Estimate,
    Exclusion,
    Instrument,
    Span,
    Value,
    Verdict,
    assume,
    canonical,
    estimate,
    is_likely,
    judge,
)
from mentorhub.recommend.funding.costs import price_of
from mentorhub.recommend.funding.rules import Pair, any_way

Certainty = Literal["fits", "likely", "open"]

_SURE: Final[Mapping[Certainty, int]] = {"fits": 0, "likely": 1, "open": 2}
_WORST: Final = 10**15
_WEEKS_IN_3_MONTHS: Final = 13
_WORKDAYS: Final = 5
_SHORTEST_WEEK: Final = 1
_PAID_BY: Final = "gefoerdert_nach"
WAGE_FACTS: Final = ("bruttolohn_monat", "wochenstunden", "kursstunden_in_arbeitszeit")
"""What must be known so that the wage is a number, the more important first."""


@dataclass(frozen=True)
class Course:
    """Who pays the price of the course; office, employer and person add up to it.

    At matching ends: what the office pays at most leaves the employer the least. ``loan`` is the
    part of what the person pays that may be borrowed.
    """

    price: int
    office: Span
    employer: Span
    person: Span
    loan: Span | None = None


@dataclass(frozen=True)
class Wage:
    """What the hours in the course cost the company, and what it gets back at most.

    ``pay`` is that of a month, ``week`` the working hours of a week. ``time`` is the wage of
    ``hours``, ``flat`` the share of social insurance on it (``flat_percent``). ``grant`` is at most
    ``percent`` of both; as the law says "up to", it may be less, down to nothing.
    """

    pay: int
    week: float
    hours: tuple[float, float]
    hourly: int
    flat_percent: int
    time: Span
    flat: Span
    percent: Span
    grant: Span

    @property
    def cost(self) -> Span:
        """Return what the hours cost before the grant."""
        return Span(self.time.low + self.flat.low, self.time.high + self.flat.high)

    @property
    def rest(self) -> Span:
        """Return what they cost the company after the grant, if it is as high as it can be."""
        return Span(self.cost.low - self.grant.low, self.cost.high - self.grant.high)


@dataclass(frozen=True)
class Leave:
    """Days off with pay, at most, and the wage that the company goes on paying for them."""

    days: int
    cents: int | None


@dataclass(frozen=True)
class Way:
    """One way to pay for the course.

    ``members`` are what the law says about each instrument, the one that pays the course first;
    ``beside`` what can be had in addition. ``course`` is None without a price or where the record
    holds no rates, ``wage`` where there is no subsidy or a fact is missing. ``assumed`` are the
    ordinary answers that were taken for granted.
    """

    members: tuple[Verdict, ...]
    certainty: Certainty
    course: Course | None
    pair: Pair | None = None
    wage_percent: Span | None = None
    wage: Wage | None = None
    leave: Leave | None = None
    beside: tuple[Verdict, ...] = ()
    laws: tuple[str, ...] = ()
    assumed: tuple[Assumption, ...] = ()

    @property
    def instruments(self) -> tuple[Instrument, ...]:
        """Return the instruments of this way, the one that pays the course first."""
        return tuple(verdict.instrument for verdict in self.members)

    @property
    def person(self) -> Span | None:
        """Return what the person pays in the end."""
        return self.course.person if self.course else None

    @property
    def company(self) -> Span | None:
        """Return what the company pays in the end, from the best case to the worst.

        The best: every subsidy as high as the law allows. None while its wage part is unknown.
        """
        if self.course is None or (self.wage_percent is not None and self.wage is None):
            return None
        low, high = self.course.employer.low, self.course.employer.high
        if self.wage:
            low, high = low + self.wage.rest.low, high + self.wage.cost.high
        return Span(low, high)


@dataclass(frozen=True)
class Barred:
    """Two instruments that each would do, but not together."""

    first: Instrument
    second: Instrument
    exclusion: Exclusion


@dataclass(frozen=True)
class Ways:
    """All ways for one course, the best first, and what cannot be had together."""

    ways: tuple[Way, ...]
    barred: tuple[Barred, ...]


def ways(
    instruments: Collection[Instrument],
    facts: Mapping[str, Value],
    today: date,
    price_cents: int | None = None,
    *,
    ordinarily: bool = False,
) -> Ways:
    """Return every way to pay for a course, the best for the person first.

    Sure ways stand before likely ones, and those before open ones; among them what costs the
    person least, then the company, then the order of preference. Without a price, ``kursgebuehr``
    (euros) is used when it is there. With ``ordinarily`` each instrument is judged with its own
    ordinary answers, which the way then lists.

    Raises:
        FactError: a fact has a value of the wrong kind.
        ValueError: the price is negative.
    """
    known = canonical(facts)
    taken = {one.id: assume(one, known) if ordinarily else (known, ()) for one in instruments}
    verdicts = [judge(one, taken[one.id][0], today) for one in instruments]
    able = {one.instrument.id: one for one in verdicts if _may_pay(one)}
    desk = _Desk(able, taken, known, today, price_cents)
    found = desk.without_parts([*desk.alone(), *desk.paired()])
    found = [desk.with_more(way) for way in found] or desk.only_leave()
    listed = (replace(way, assumed=desk.assumed(way)) for way in found)
    return Ways(tuple(sorted(listed, key=_rank)), tuple(_barred(able)))


def between(one: Instrument, other: Instrument) -> Exclusion | None:
    """Return the rule that keeps two instruments apart, None if they go together."""
    for first, second in ((one, other), (other, one)):
        for exclusion in sorted(first.exclusions, key=lambda each: each.other == "*"):
            if exclusion.bars(second.id):
                return exclusion
    return None


def _rank(way: Way) -> tuple[int, bool, int, int, int, int]:
    """Return what the person pays before what the company does; then the larger subsidy."""
    return (
        _SURE[way.certainty],
        way.instruments[0].kind == "wage",  # there the person gives up a part of the pay
        way.course.person.high if way.course else _WORST,
        way.course.employer.high if way.course else _WORST,
        -way.wage_percent.high if way.wage_percent else 0,
        way.instruments[0].order,
    )


def _barred(able: Mapping[str, Verdict]) -> Iterable[Barred]:
    payers = [one.instrument for one in able.values() if _pays(one.instrument)]
    for one, other in combinations(payers, 2):
        exclusion = between(one, other)
        if exclusion:
            yield Barred(one, other, exclusion)


def _may_pay(verdict: Verdict) -> bool:
    """Return whether money may come from it: nothing is reckoned with a rule under review."""
    return verdict.status != "no" and not verdict.under_review


def _pays(instrument: Instrument) -> bool:
    """Return whether the instrument pays a course, or the time for it, by itself."""
    return instrument.pays_a_part or instrument.kind == "wage"


@dataclass(frozen=True)
class _Desk:
    """Puts ways together out of what is able to pay."""

    able: Mapping[str, Verdict]
    taken: Mapping[str, tuple[Mapping[str, Value], tuple[Assumption, ...]]]
    known: Mapping[str, Value]
    today: date
    price: int | None

    def alone(self) -> list[Way]:
        """Return one way for each instrument that pays the course or the time by itself."""
        found = []
        for verdict in self.able.values():
            if verdict.instrument.kind == "wage":
                found.append(replace(self._way((verdict,), None), course=self._by("employer")))
            elif _pays(verdict.instrument):
                found.append(self._way((verdict,), self._money(verdict.instrument)))
        return found

    def _money(self, instrument: Instrument) -> Estimate | None:
        return estimate(instrument, self.taken[instrument.id][0], self.price)

    def paired(self) -> list[Way]:
        """Return the ways in which one instrument pays the course and another the wage."""
        return [
            way
            for verdict in self.able.values()
            for pair in verdict.instrument.pairs
            if (way := self._pair(verdict, pair))
        ]

    def _counts(self, wages: Instrument, pair: Pair) -> bool | None:
        """Return whether the law lets the pair of this instrument work together here."""
        return any_way(pair.ways, self.taken[wages.id][0])

    def without_parts(self, found: Sequence[Way]) -> list[Way]:
        """Return the ways without those that are only a part of a pair that is sure to count."""
        whole = [way for way in found if way.pair and self._counts(way.instruments[-1], way.pair)]
        parts = {(one,) for way in whole for one in way.instruments}
        return [way for way in found if way.instruments not in parts]

    def assumed(self, way: Way) -> tuple[Assumption, ...]:
        """Return what was assumed for the instruments of a way, each answer once."""
        members = (*way.members, *way.beside)
        return tuple(
            dict.fromkeys(each for one in members for each in self.taken[one.instrument.id][1])
        )

    def _pair(self, wages: Verdict, pair: Pair) -> Way | None:
        payer, state = self.able.get(pair.other), self._counts(wages.instrument, pair)
        if payer is None or state is False:
            return None
        course, pays = self._money(payer.instrument), self._money(wages.instrument)
        way = self._way((payer, wages), course, pays.wage_percent_up_to if pays else None)
        certainty = way.certainty if state else "open"
        return replace(way, pair=pair, certainty=certainty, laws=(*way.laws, pair.law))

    def only_leave(self) -> list[Way]:
        """Return the way that is left where nothing pays the course: learn on days off."""
        course = self._by("person")
        return [
            replace(self._way((verdict,), None), course=course, leave=self._leave(verdict))
            for verdict in self.able.values()
            if verdict.instrument.kind == "leave"
        ]

    def _by(self, payer: Literal["person", "employer"]) -> Course | None:
        """Return the course as one of them pays it alone; None without a price."""
        price = price_of(self.known, self.price)
        if price is None:
            return None
        nothing, whole = Span(0, 0), Span(price, price)
        course = Course(price, nothing, nothing, nothing)
        return (
            replace(course, person=whole) if payer == "person" else replace(course, employer=whole)
        )

    def _way(
        self, members: tuple[Verdict, ...], course: Estimate | None, percent: Span | None = None
    ) -> Way:
        percent = percent or (course.wage_percent_up_to if course else None)
        percent = percent if percent and percent.high else None
        return Way(
            members,
            _certainty(members),
            _course(course),
            wage_percent=percent,
            wage=self._wage(members[-1].instrument, percent) if percent else None,
            laws=course.laws if course else (),
        )

    def _wage(self, instrument: Instrument, percent: Span) -> Wage | None:
        """Return the wage of the hours in the course; None while a fact is missing."""
        pay, week = (self._number(name) for name in WAGE_FACTS[:2])
        hours = self._hours()
        if instrument.wage is None or pay is None or week is None or hours is None:
            return None
        if week < _SHORTEST_WEEK:  # no pay of an hour can be worked out from that
            return None
        month, flat_percent = round(pay * 100), instrument.wage.flat_percent
        hourly = Fraction(month * 3) / (_WEEKS_IN_3_MONTHS * Fraction(week))
        time = Span(*(round(hourly * Fraction(end)) for end in hours))
        flat = Span(*(round(Fraction(end * flat_percent, 100)) for end in (time.low, time.high)))
        grant = Span(
            (time.low + flat.low) * percent.low // 100,
            (time.high + flat.high) * percent.high // 100,
        )
        return Wage(
            month,
            week,
            hours,
            round(hourly),
            flat_percent,
            time,
            flat,
            percent=percent,
            grant=grant,
        )

    def _hours(self) -> tuple[float, float] | None:
        """Return from how many to how many hours of the course are working time."""
        whole, said = self._number("dauer_stunden"), self._number(WAGE_FACTS[2])
        if said is not None:
            within = said if whole is None else min(said, whole)
            return (within, within)
        return None if whole is None else (0, whole)

    def _number(self, name: str) -> float | None:
        value = self.known.get(name)
        return value if isinstance(value, int | float) and not isinstance(value, bool) else None

    def with_more(self, way: Way) -> Way:
        """Return the way with what can be had beside it: days off, a bonus."""
        for verdict in self._leaves(way):
            way = replace(way, leave=self._leave(verdict), beside=(*way.beside, verdict))
        return replace(way, beside=(*way.beside, *self._bonuses(way)))

    def _leaves(self, way: Way) -> Iterable[Verdict]:
        """Return the days off that go with this way: where the pay does not go on anyway."""
        if way.wage_percent or way.instruments[0].kind == "wage":
            return
        for verdict in self.able.values():
            apart = any(between(verdict.instrument, one) for one in way.instruments)
            if verdict.instrument.kind == "leave" and not apart and _settled(verdict):
                yield verdict

    def _bonuses(self, way: Way) -> Iterable[Verdict]:
        """Return the bonuses that follow from this way, if nothing speaks against them.

        None beside a pair: where part of it is funding for employees, that is disputed (BSG,
        B 11 AL 2/23 R), and the record of the bonus says so.
        """
        if way.pair:
            return
        for instrument in (one.instrument for one in self.able.values()):
            if instrument.kind == "bonus" and instrument not in way.instruments:
                told = {**self.taken[instrument.id][0], **_paid_by(way.instruments[0])}
                verdict = judge(instrument, told, self.today)
                if _settled(verdict):
                    yield verdict

    def _leave(self, verdict: Verdict) -> Leave | None:
        """Return the days off; a day costs the company a fifth of a week's pay."""
        days = max((one.days or 0 for one in verdict.instrument.amounts), default=0)
        if not days:
            return None
        pay = self._number(WAGE_FACTS[0])
        if pay is None:
            return Leave(days, None)
        week = Fraction(round(pay * 100) * 3, _WEEKS_IN_3_MONTHS)
        return Leave(days, round(week * days / _WORKDAYS))


def _paid_by(payer: Instrument) -> dict[str, Value]:
    """Return how the course is paid in this way, as the fact that bonuses ask for."""
    names = [choice.value for choice in BY_NAME[_PAID_BY].choices]
    fitting = (name for name in names if f"{payer.id}-".startswith(f"{name.replace('_', '-')}-"))
    return {_PAID_BY: next(fitting, names[-1])}


def _certainty(members: Sequence[Verdict]) -> Certainty:
    if all(one.status == "fits" for one in members):
        return "fits"
    return "likely" if all(map(_settled, members)) else "open"


def _settled(verdict: Verdict) -> bool:
    """Return whether an instrument fits, or does as soon as what is ordinary is met."""
    return verdict.status == "fits" or is_likely(verdict)


def _course(found: Estimate | None) -> Course | None:
    """Return who pays the course as an estimate has it."""
    if found is None or found.person_cents is None or found.grant_cents is None:
        return None
    employer = found.employer_cents or Span(0, 0)
    price = found.grant_cents.low + employer.high + found.person_cents.high
    return Course(price, found.grant_cents, employer, found.person_cents, found.loan_cents)
