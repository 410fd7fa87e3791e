"""Instruments as pages show them: every condition with its state, its law and its question."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import filterfalse

from flask_babel import gettext

from mentorhub.recommend import wording
from mentorhub.recommend.eligibility import (
    BY_NAME,
    LIMITS,
    Condition,
    Estimate,
    Fact,
    Instrument,
    Span,
    Verdict,
    is_likely,
    is_ordinary,
)
from mentorhub.recommend.funding.asking import Case, next_question
from mentorhub.recommend.views.visit import Told
from mentorhub.recommend.wording.ways import Mark, State, badge_of, condition_in


@dataclass(frozen=True)
class Line:
    """One condition. ``ask`` is asked right here, ``asked_above`` elsewhere on the page.

    Above a question ``needed`` says what must be true; ``instead`` are questions of which one
    answer alone would do as well.
    """

    state: State
    words: str
    law: str
    ask: Fact | None = None
    asked_above: str = ""
    needed: str = ""
    instead: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class Judged:
    """One instrument with what is known about it.

    ``ordinary`` are open conditions that most people meet, ``money`` says what it would pay.
    """

    instrument: Instrument
    verdict: Verdict
    mark: Mark
    status: str
    lines: tuple[Line, ...]
    ordinary: tuple[Line, ...] = ()
    money: tuple[str, ...] = ()

    @property
    def closed(self) -> str:
        """Return why nobody can apply, nothing where one can."""
        return wording.say(self.verdict.reason)


@dataclass
class Questions:
    """Sees to it that no question is asked twice on one page."""

    told: Told
    placed: set[str] = field(default_factory=set)

    def first(self, case: Case, *, everything: bool = False) -> Fact | None:
        """Return the question to ask first, and remember that it stands on the page."""
        name = next_question(case, everything=everything)
        return self.put(BY_NAME[name] if name else None)

    def put(self, fact: Fact | None) -> Fact | None:
        """Return the same question, and remember that it stands on the page."""
        if fact:
            self.placed.add(fact.name)
        return fact

    def judged(self, verdict: Verdict, estimate: Estimate | None = None) -> Judged:
        """Return the instrument with all its conditions, the open ones as questions."""
        states: tuple[tuple[State, Iterable[Condition]], ...] = (
            ("unknown", filterfalse(is_ordinary, verdict.unknown)),
            ("not_met", verdict.not_met),
            ("met", verdict.met),
        )
        lines = tuple(
            self._line(state, condition, verdict)
            for state, conditions in states
            for condition in conditions
        )
        ordinary = tuple(
            self._line("unknown", condition, verdict)
            for condition in filter(is_ordinary, verdict.unknown)
        )
        mark, status = self._status(verdict)
        money = _money(estimate, certain=verdict.status == "fits")
        return Judged(verdict.instrument, verdict, mark, status, lines, ordinary, money)

    def _line(self, state: State, condition: Condition, verdict: Verdict) -> Line:
        words = condition_in(state, condition)
        names = self._askable(condition, verdict) if state == "unknown" else []
        if not names:
            return Line(state, words, condition.law)
        if names[0] in self.placed:
            return Line(state, words, condition.law, asked_above=names[0])
        return Line(
            state,
            words,
            condition.law,
            ask=self.put(BY_NAME[names[0]]),
            needed=condition_in("met", condition),
            instead=self._instead(condition, names[1:]),
        )

    def _instead(self, condition: Condition, names: Iterable[str]) -> tuple[Fact, ...]:
        """Return the questions, not on the page yet, of which one answer alone would do."""
        alone = {way[0].field for way in condition.ways if len(way) == 1}
        asked = [name for name in names if name in alone and name not in self.placed]
        self.placed.update(asked)
        return tuple(BY_NAME[name] for name in asked)

    def _askable(self, condition: Condition, verdict: Verdict) -> list[str]:
        """Return the facts that the condition waits for and that this person may be asked for.

        Of two numbers of which one limits the other it is the one that the condition speaks of,
        unless the other one is asked for on the page anyway.
        """
        own = {
            LIMITS[test.field].of: test.field
            for way in condition.ways
            for test in way
            if test.field in LIMITS and LIMITS[test.field].first
        }
        names = (
            name if name in self.placed else own.get(name, name)
            for name in verdict.missing_for(condition)
        )
        return [name for name in names if self.told.may_ask(name)]

    def _status(self, verdict: Verdict) -> tuple[Mark, str]:
        if self._only_the_course_decides(verdict):
            return "success", gettext("fits you, the course decides")
        return badge_of(verdict)

    def _only_the_course_decides(self, verdict: Verdict) -> bool:
        """Return whether something is open that no answer of this person could settle."""
        if verdict.status != "unknown" or verdict.under_review or is_likely(verdict):
            return False
        deciding = filterfalse(is_ordinary, verdict.unknown)
        return bool(self.told.facts) and not any(self._askable(one, verdict) for one in deciding)


def _money(estimate: Estimate | None, *, certain: bool) -> tuple[str, ...]:
    if estimate is None:
        return ()
    parts = (
        _own_part(estimate.person_cents, certain=certain),
        wording.can_borrow(estimate.loan_cents),
        wording.company_pays(estimate.employer_cents),
        wording.company_gets(estimate.wage_percent_up_to),
    )
    return tuple(part for part in parts if part)


def _own_part(cents: Span | None, *, certain: bool) -> str:
    if cents is None:
        return ""
    money = wording.span(cents)
    if certain:
        return str(gettext("You probably pay %(money)s.", money=money))
    return str(gettext("If all of this fits, you probably pay %(money)s.", money=money))
