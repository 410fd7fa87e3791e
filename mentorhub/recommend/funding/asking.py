"""What to ask next about funding, and when enough is known.

A small search for the value of information. For each fact that somebody may be asked for and each
answer that the rules tell apart, the instruments are judged again; the fact whose answer leaves the
least open is asked. With a course at hand the questions end as soon as the best way to pay for it
is settled: nothing that is still open could cost the person less, or then the company.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from math import prod
from typing import Final

from mentorhub.recommend.eligibility import (
    BY_NAME,
    Condition,
    Estimate,
    Instrument,
    Special,
    Test,
    Value,
    Verdict,
    amount_questions,
    canonical,
    estimate,
    is_ordinary,
    judge,
)
from mentorhub.recommend.funding.costs import price_of
from mentorhub.recommend.funding.facts import PLACE, Fact, Known
from mentorhub.recommend.funding.rules import any_way, is_answerable, open_fields

MOST_QUESTIONS: Final = 6
"""So many questions are asked before the first result."""

Shares = tuple[tuple[float, Value], ...]

SHARES: Final[Mapping[str, Shares]] = {
    "beschaeftigt": ((0.65, True), (0.35, False)),
    "berufsabschluss": ((0.6, True), (0.4, False)),
    "betriebsgroesse": ((0.4, 20), (0.4, 150), (0.2, 1000)),
    "zve_jahr": ((0.85, 30_000), (0.15, 70_000)),
    "alter": ((0.15, 22), (0.5, 40), (0.35, 50)),
    "wohnsitz_land": ((0.9, "NRW"), (0.1, "anderes")),
    "anlass": ((0.5, "anderer"), (0.25, "arbeitslosigkeit_beenden"), (0.25, "grundkompetenzen")),
    "kurs_berufsbezogen": ((0.9, True), (0.1, False)),
    "transfer_kug": ((0.03, True), (0.97, False)),
}
"""How likely which answers are; our own estimate, it only orders questions.

Where nothing is said, all answers that the rules tell apart are as likely.
"""

_UNSEEN: Final = 0.02  # the share of an answer that the rules tell apart and ``SHARES`` does not
_NEVER_TAKEN_FOR_GRANTED: Final = frozenset({"beschaeftigt"})
_FOLLOWING: Final = 0.6  # the second best counts so much of the best
_AMOUNT: Final = 0.3  # the way is found, but what it pays is not exact
_ORDINARY: Final = 0.1
_EXAMPLE_CENTS: Final = 100_000  # compares instruments where nobody knows a price

Key = tuple[int, int, int, int]
"""Cents of the person, cents of the company, minus the wage subsidy in per cent, preference."""
_WORST: Final[Key] = (10**15, 10**15, 0, 10**6)


def is_peoples(name: str) -> bool:
    """Return whether people know a fact; others only an offer can tell."""
    return BY_NAME[name].knower != "offer"


@dataclass(frozen=True)
class Option:
    """One instrument as a way to pay.

    ``deciding`` are open conditions that answers could settle, ``left`` such that they cannot
    (the course must say it, or nobody knew), ``ordinary`` those that most people meet.
    ``amounts`` would make the money exact. ``low`` and ``high`` hold what it costs at best
    and at worst.
    """

    verdict: Verdict
    deciding: tuple[Condition, ...]
    left: tuple[Condition, ...]
    ordinary: tuple[Condition, ...]
    amounts: tuple[str, ...]
    low: Key
    high: Key

    @property
    def instrument(self) -> Instrument:
        """Return the instrument that would pay."""
        return self.verdict.instrument

    @property
    def is_sure(self) -> bool:
        """Return whether it fits, once what is ordinarily met is met here too."""
        if self.verdict.status == "no" or self.verdict.under_review:
            return False
        return not self.deciding and not self.left

    def beats(self, bound: Key) -> bool:
        """Return whether it could still be better: by money alone where more must be decided."""
        return self.low[:3] < bound[:3] if self.left else self.low < bound


@dataclass(frozen=True)
class Case:
    """What is known about a person and a course.

    ``may_ask`` says which facts may be asked for; what was skipped may not. Without a course
    (``has_course`` False) what a course must be like is taken as met: one can be chosen.
    ``judged`` are verdicts on these facts that are known already, by instrument.
    """

    instruments: Sequence[Instrument]
    facts: Mapping[str, Value]
    today: date
    may_ask: Callable[[str], bool] = is_peoples
    has_course: bool = True
    judged: Mapping[str, Verdict] = field(default_factory=dict, repr=False, compare=False)
    _kept: Mapping[str, Option] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def known(self) -> dict[str, Value]:
        """Return the facts under their one name."""
        return canonical(self.facts)

    def money(self, option: Option) -> Estimate | None:
        """Return what the course would cost this way, None where it is closed or has no rates."""
        return estimate(option.instrument, self.known, None)

    def with_answer(self, name: str, value: Value) -> "Case":
        """Return the case with one more answer; what does not depend on it is not judged again."""
        kept = {
            id_: option
            for id_, option in self._options.items()
            if option.verdict.status == "no" or name not in option.instrument.heeds
        }
        facts = Known(self.known | canonical({name: value}))
        return replace(self, facts=facts, judged={}, _kept=kept)

    def only(self, ids: Collection[str]) -> "Case":
        """Return the case for these instruments and the best way there is."""
        best = {self.best.instrument.id} if self.best else set()
        few = [one for one in self.instruments if one.id in ids or one.id in best]
        return replace(self, facts=self.known, instruments=few, _kept=self._options)

    @cached_property
    def options(self) -> tuple[Option, ...]:
        """Return the ways that are not closed: sure ones first, each group by what it costs.

        What is under review stands with those that are not sure.
        """
        possible = [one for one in self._options.values() if one.verdict.status != "no"]
        return tuple(sorted(possible, key=lambda one: (not one.is_sure, one.low)))

    @cached_property
    def closed(self) -> tuple[Option, ...]:
        """Return the ways that do not fit, in the order of preference."""
        shut = [one for one in self._options.values() if one.verdict.status == "no"]
        return tuple(sorted(shut, key=lambda one: one.instrument.order))

    @cached_property
    def best(self) -> Option | None:
        """Return the best way that is sure, None while there is none."""
        return next((one for one in self.options if one.is_sure), None)

    @cached_property
    def better(self) -> tuple[Option, ...]:
        """Return the ways that are not sure and could still cost less than the best one."""
        bound = self.best.high if self.best else _WORST
        return tuple(
            one
            for one in self.options
            if not one.is_sure and not one.verdict.under_review and one.beats(bound)
        )

    @property
    def reviewed(self) -> tuple[Option, ...]:
        """Return the ways of which nothing can be said while their rule is being checked."""
        return tuple(one for one in self.options if one.verdict.under_review)

    @cached_property
    def _options(self) -> Mapping[str, Option]:
        return {
            one.id: self._kept.get(one.id) or self._option(self._verdict(one))
            for one in self.instruments
        }

    def _verdict(self, instrument: Instrument) -> Verdict:
        return self.judged.get(instrument.id) or judge(instrument, self.known, self.today)

    def _option(self, verdict: Verdict) -> Option:
        if verdict.status == "no":
            return Option(verdict, (), (), (), (), _WORST, _WORST)
        states = [(one, self._is_granted(one), self._is_answerable(one)) for one in verdict.unknown]
        deciding = tuple(one for one, granted, answerable in states if answerable and not granted)
        low, high = self._costs(verdict)
        return Option(
            verdict,
            deciding=deciding,
            left=tuple(one for one, granted, answerable in states if not (answerable or granted)),
            ordinary=tuple(one for one, granted, answerable in states if answerable and granted),
            amounts=self._amounts(verdict),
            low=low,
            high=high,
        )

    def _is_granted(self, condition: Condition) -> bool:
        """Return whether a condition counts as met while nobody says anything else."""
        if not self.has_course and BY_NAME[condition.field].knower == "offer":
            return True
        firm = condition.field in _NEVER_TAKEN_FOR_GRANTED and self.is_askable(condition.field)
        return is_ordinary(condition) and not firm

    def _is_answerable(self, condition: Condition) -> bool:
        names = open_fields(condition.ways, self.known)
        return is_answerable(condition.ways, self.known, [*filter(self.is_askable, names)])

    def is_askable(self, name: str) -> bool:
        """Return whether a fact is missing, may be asked for, and makes sense to be asked for."""
        if name in self.known or not self.may_ask(name):
            return False
        after = BY_NAME[name].after
        if after is None:
            return True
        before, wanted = after
        return self.known[before] == wanted if before in self.known else self.is_askable(before)

    def could_change(self, instrument: Instrument, special: Special) -> bool:
        """Return whether a special rule could change the money: nobody has said if it applies."""
        waiting = amount_questions(instrument, self.known)
        return any(name in waiting for name in special.open_fields(self.known))

    def first_of(self, name: str) -> str:
        """Return the question that must come before this one, or this one."""
        after = BY_NAME[name].after
        return name if after is None or after[0] in self.known else self.first_of(after[0])

    def _ordinarily(self, instrument: Instrument) -> dict[str, Value]:
        """Return the facts with the ordinary answers of the special rules.

        Who consents to a question about health is asked it.
        """
        usual = {
            name: value
            for one in instrument.specials
            for name, value in one.assumed
            if not (BY_NAME[name].health and self.is_askable(name))
        }
        return Known(usual | self.known)

    def _amounts(self, verdict: Verdict) -> tuple[str, ...]:
        """Return which facts to ask for so that the money is exact in the ordinary case."""
        names = amount_questions(verdict.instrument, self._ordinarily(verdict.instrument))
        return tuple(filter(self.is_askable, names))

    def _costs(self, verdict: Verdict) -> tuple[Key, Key]:
        """Return what the way costs at best and at worst; unknown rates cost the company."""
        order = verdict.instrument.order
        known = self._ordinarily(verdict.instrument)
        said = price_of(known, None)
        price = _EXAMPLE_CENTS if said is None else said
        money = estimate(verdict.instrument, known, price)
        if money is None or money.person_cents is None:
            return (0, price, 0, order), (0, price, 0, order)
        person, company, wage = money.person_cents, money.employer_cents, money.wage_percent_up_to
        return (
            (person.low, company.low if company else 0, -wage.high if wage else 0, order),
            (person.high, company.high if company else 0, -wage.low if wage else 0, order),
        )


def payers(instruments: Iterable[Instrument], today: date) -> list[Instrument]:
    """Return what can pay a course on this day, or a part of it."""
    return [one for one in instruments if one.is_open(today) and one.pays_a_part]


def next_question(case: Case, *, everything: bool = False, asked: int = 0) -> str | None:
    """Return the fact whose answer settles most, None when nothing needs to be asked.

    Asked is what decides the best way to pay, ``MOST_QUESTIONS`` at most, of which there were
    ``asked`` so far; with ``everything`` what decides any of the instruments. Health comes last,
    and a draw goes to the fact that stands first in ``FACTS``.
    """
    names = _names(case, everything)
    if not names or (asked >= MOST_QUESTIONS and not everything):
        return None
    weights = _weights(case, everything)
    small = case.only(weights)
    gains = {name: _gain(small, name, weights, everything) for name in names}
    return case.first_of(
        min(names, key=lambda name: (BY_NAME[name].health, -round(gains[name], 6), PLACE[name]))
    )


def is_anything_left(case: Case) -> bool:
    """Return whether any of the instruments still waits for an answer that somebody could give."""
    return bool(_names(case, everything=True))


def _names(case: Case, everything: bool) -> list[str]:
    """Return the facts that somebody could tell and that something waits for."""
    names: dict[str, None] = {}
    for option in _contenders(case, everything):
        waiting = option.deciding + (option.ordinary if everything else ())
        for condition in waiting:
            for name in open_fields(condition.ways, case.known):
                names.setdefault(name)
        names |= dict.fromkeys(option.amounts)
    return [name for name in names if case.is_askable(name)]


def _contenders(case: Case, everything: bool) -> list[Option]:
    """Return the ways about which there is something to ask, the most promising first.

    Behind the others stand those for which the course must say what nobody may take for granted.
    """
    if everything:
        asked = [one for one in case.options if one.deciding or one.ordinary or one.amounts]
    else:
        rest = [case.best, *case.better] if case.best else case.better
        asked = [one for one in rest if one.deciding or one.amounts]
    return sorted(asked, key=lambda one: (any(each.must_ask for each in one.left), one.low))


def _gain(case: Case, name: str, weights: Mapping[str, float], everything: bool) -> float:
    """Return how much less is open once the fact is known, in the mean of its answers."""
    now = _open(case, weights, everything)
    tests = tuple(test for one in case.options for test in one.instrument.tests.get(name, ()))
    return sum(
        share * (now - _open(case.with_answer(name, value), weights, everything))
        for share, value in answers(name, tests)
    )


def _weights(case: Case, everything: bool) -> dict[str, float]:
    """Return by instrument how much it counts: the best and likeliest way most."""
    return {
        one.instrument.id: _FOLLOWING**place * max(_chance(one, case.known), _UNSEEN)
        for place, one in enumerate(_contenders(case, everything))
    }


def _open(case: Case, weights: Mapping[str, float], everything: bool) -> float:
    """Return how much is open."""
    return sum(
        weights.get(one.instrument.id, 0.0) * _waiting(one, everything)
        for one in _contenders(case, everything)
    )


def _waiting(option: Option, everything: bool) -> float:
    ordinary = len(option.ordinary) * _ORDINARY if everything else 0.0
    return len(option.deciding) + _AMOUNT * len(option.amounts) + ordinary


def _chance(option: Option, known: Mapping[str, Value]) -> float:
    """Return how likely it is that answers decide for a way, from 0 to 1."""
    return prod(_likelihood(one, known) for one in option.deciding)


def _likelihood(condition: Condition, known: Mapping[str, Value]) -> float:
    """Return how likely answers are to meet an open condition, by its most likely way."""
    return max(
        prod(1.0 if test.field in known else _passes(test) for test in way)
        for way in condition.ways
        if any_way((way,), known) is not False
    )


@lru_cache(maxsize=512)
def _passes(test: Test) -> float:
    """Return how likely an answer is to pass a test."""
    shares = answers(test.field, (test,))
    return sum(share for share, value in shares if any_way(((test,),), {test.field: value}))


@lru_cache(maxsize=512)
def answers(name: str, tests: tuple[Test, ...]) -> Shares:
    """Return one answer of each kind that these tests tell apart, and how likely it is."""
    fact, alike = BY_NAME[name], dict[tuple[bool | None, ...], list[Value]]()
    samples = SHARES.get(name, ())
    for value in (*(sample for _, sample in samples), *_candidates(fact, tests)):
        alike.setdefault(_outcome(value, tests), []).append(value)
    weights = {
        outcome: sum(share for share, sample in samples if _outcome(sample, tests) == outcome)
        for outcome in alike
    }
    least = _UNSEEN if samples else 1.0
    total = sum(max(weight, least) for weight in weights.values())
    return tuple(
        (max(weights[outcome], least) / total, values[0]) for outcome, values in alike.items()
    )


def _outcome(value: Value, tests: Iterable[Test]) -> tuple[bool | None, ...]:
    return tuple(any_way(((test,),), {test.field: value}) for test in tests)


def _candidates(fact: Fact, tests: Collection[Test]) -> list[Value]:
    """Return answers on both sides of every threshold."""
    if fact.kind == "yes_no":
        return [True, False]
    if fact.kind == "choice":
        return [choice.value for choice in fact.choices]
    step = 0.01 if fact.maximum is not None and fact.maximum <= 1 else 1
    limits = sorted({float(one.value) for one in tests if isinstance(one.value, int | float)})
    around = {limit + shift for limit in limits for shift in (-step, 0, step)}
    least, most = fact.minimum or 0, fact.maximum
    inside = [one for one in sorted(around) if one >= least and (most is None or one <= most)]
    return [*inside, *((None,) if fact.never else ())] or [least]
