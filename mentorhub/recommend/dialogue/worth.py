"""What a question is worth: how much its answer would change what we show.

For each possible answer the courses at hand are ordered anew, and the funding rules are asked
again. A question that changes nothing is worth nothing, however interesting the answer.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Final

from mentorhub.recommend.dialogue.talk import AskKind
from mentorhub.recommend.eligibility import (
    Condition,
    Instrument,
    Value,
    Verdict,
    amount_questions,
    is_ordinary,
    judge,
    of_both,
)
from mentorhub.recommend.engine.places import Place, distance_km
from mentorhub.recommend.funding.asking import SHARES

SHOWN: Final = 3
"""So many courses an answer shows."""

_OPPOSED: Final = 0.5  # of all that lies between the scores, lost by what contradicts an answer
_REACH_KM, _FAR_KM = 25.0, 60.0
_UNKNOWN_FIT: Final = 0.5
_MONEY: Final = 0.5
_MONEY_ASKED: Final = 1.5
_COURSES_BESIDE_MONEY: Final = 0.4
_ONLY_AMOUNT: Final = 0.3  # a verdict stays, but what somebody pays becomes clearer
_READINESS: Final[Mapping[AskKind, float]] = {
    "place": 1.0, "time": 0.9, "german": 1.0, "employment": 1.0,
    "qualification": 1.0, "aim": 0.3, "company_size": 0.8, "income": 0.7, "age": 0.6,
    "form": 0.5, "start": 0.5, "price": 0.4,
}  # fmt: skip
"""How gladly and how well people answer: less where a question is delicate, or seldom decides."""
_SOON_DAYS: Final = 42
_DEAR_CENTS: Final = 30_000

Facts = Mapping[str, Value]


@dataclass(frozen=True)
class Candidate:
    """One course that the search found, as far as questions can tell it from others."""

    key: str
    score: float
    title: str
    learn: str = ""
    where: Place | None = None
    form: str | None = None
    schedules: frozenset[str] = frozenset()
    next_start: date | None = None
    price_cents: int | None = None
    degree_kind: str | None = None
    levels: frozenset[str] = frozenset()
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True)
class Money:
    """What the funding rules go by: the instruments, the person's facts, whether they asked.

    ``is_paid``: somebody pays already, so nobody need be asked for it.
    """

    instruments: Sequence[Instrument]
    facts: Facts
    asked_for: bool
    today: date
    is_paid: bool = False


@dataclass(frozen=True)
class _Possible:
    """One possible answer: how likely it is, how well a course fits it, what it says as facts."""

    share: float
    fit: Callable[[Candidate], float]
    facts: Facts


def worth(
    kinds: Iterable[AskKind], candidates: Sequence[Candidate], money: Money
) -> dict[AskKind, float]:
    """Return for each kind how much its answer would change the courses and the funding.

    From 0 (nothing) to about 2 (all courses shown would be others, and all funding is settled).
    "topic" is none of ``kinds``: without one there are no courses to compare.
    """
    waiting = _Waiting.of(candidates[:SHOWN], money)
    return {kind: _READINESS[kind] * _worth(kind, candidates, money, waiting) for kind in kinds}


def _worth(
    kind: AskKind, candidates: Sequence[Candidate], money: Money, waiting: "_Waiting"
) -> float:
    if not candidates:
        return 0.0
    possible = _POSSIBLE[kind](candidates, money.today)
    search = sum(one.share * _better(candidates, one.fit) for one in possible)
    if money.asked_for:
        search *= _COURSES_BESIDE_MONEY
    weight = _weight(candidates[:SHOWN], money)
    if not weight:
        return search
    return search + weight * sum(one.share * waiting.settled_by(one.facts) for one in possible)


def _better(candidates: Sequence[Candidate], fit: Callable[[Candidate], float]) -> float:
    """Return by how much the courses shown would fit better if the answer were known."""
    spread = candidates[0].score - candidates[-1].score
    after = {one.key: one.score - _OPPOSED * spread * (1 - fit(one)) for one in candidates}
    then = sorted(candidates, key=lambda one: -after[one.key])[:SHOWN]
    return (sum(map(fit, then)) - sum(map(fit, candidates[:SHOWN]))) / len(then)


@dataclass(frozen=True)
class _Waiting:
    """The verdicts on the courses shown that are open, each with the facts behind it."""

    verdicts: Sequence[tuple[Verdict, Facts]]
    known: Facts
    today: date
    settled: dict[tuple[tuple[str, Value], ...], float] = field(default_factory=dict)

    @classmethod
    def of(cls, candidates: Sequence[Candidate], money: Money) -> "_Waiting":
        """Return what is open about these courses for this person."""
        pairs = [
            (judge(instrument, known, money.today), known)
            for known in (of_both(one.facts, money.facts) for one in candidates)
            for instrument in money.instruments
        ]
        still_open = [(verdict, known) for verdict, known in pairs if verdict.status == "unknown"]
        return cls(still_open, money.facts, money.today)

    def settled_by(self, answer: Facts) -> float:
        """Return how much of what is open the answer would close, from 0 to 1."""
        new = {name: value for name, value in answer.items() if name not in self.known}
        if not new or not self.verdicts:
            return 0.0
        key = tuple(sorted(new.items()))
        if key not in self.settled:
            shares = [_closed(verdict, known, new, self.today) for verdict, known in self.verdicts]
            self.settled[key] = sum(shares) / len(shares)
        return self.settled[key]


def _closed(before: Verdict, known: Facts, new: Facts, today: date) -> float:
    """Return the share of an open verdict that new facts close."""
    after = judge(before.instrument, {**known, **new}, today)
    waiting, waiting_then = _deciding(before), _deciding(after)
    if after.status != "unknown" or not waiting_then:
        return 1.0 if waiting else 0.0
    if len(waiting_then) < len(waiting):
        return 1 - len(waiting_then) / len(waiting)
    names = amount_questions(before.instrument, known)
    return _ONLY_AMOUNT if new.keys() & set(names) else 0.0


def _deciding(verdict: Verdict) -> list[Condition]:
    """Return the open conditions that people do not ordinarily meet."""
    return [one for one in verdict.unknown if not is_ordinary(one)]


def _weight(candidates: Sequence[Candidate], money: Money) -> float:
    """Return how much money matters: more if somebody asks, nothing where all is free."""
    if money.is_paid:
        return 0.0
    if money.asked_for:
        return _MONEY_ASKED
    costs = [one for one in candidates if one.price_cents != 0]
    return _MONEY * len(costs) / len(candidates)


def _anywhere(_candidate: Candidate) -> float:
    return 1.0


def _places(candidates: Sequence[Candidate], _today: date) -> list[_Possible]:
    """Return that somebody lives near one of the courses, each as likely as the others."""
    towns = {one.where.name: one.where for one in candidates if one.where and one.form != "online"}
    if not towns:
        return []
    share = 1 / len(towns)
    return [
        _Possible(share, partial(_near, home), {"wohnsitz_land": "NRW"}) for home in towns.values()
    ]


def _near(home: Place, candidate: Candidate) -> float:
    if candidate.form == "online":
        return 0.8
    if candidate.where is None or not candidate.where.has_middle or not home.has_middle:
        return _UNKNOWN_FIT
    away = distance_km(candidate.where, home)
    return 1.0 if away <= _REACH_KM else 0.5 if away <= _FAR_KM else 0.0


def _times(_candidates: Sequence[Candidate], _today: date) -> list[_Possible]:
    shares = {"evening": 0.3, "weekend": 0.2, "part_time": 0.25, "full_time": 0.25}
    return [_Possible(share, partial(_when, time), {}) for time, share in shares.items()]


def _when(time: str, candidate: Candidate) -> float:
    if not candidate.schedules:
        return _UNKNOWN_FIT
    if "self_paced" in candidate.schedules and time != "full_time":
        return 0.8
    return float(time in candidate.schedules)


def _forms(_candidates: Sequence[Candidate], _today: date) -> list[_Possible]:
    shares = {"presence": 0.6, "online": 0.4}
    return [_Possible(share, partial(_how, form), {}) for form, share in shares.items()]


def _how(form: str, candidate: Candidate) -> float:
    return 0.6 if candidate.form in (None, "blended") else float(candidate.form == form)


def _starts(_candidates: Sequence[Candidate], today: date) -> list[_Possible]:
    def soon(one: Candidate) -> float:
        if one.next_start is None:
            return 0.7
        return float((one.next_start - today).days <= _SOON_DAYS)

    return [_Possible(0.5, soon, {}), _Possible(0.5, _anywhere, {})]


def _prices(_candidates: Sequence[Candidate], _today: date) -> list[_Possible]:
    def low(one: Candidate) -> float:
        if one.price_cents is None:
            return _UNKNOWN_FIT
        return float(one.price_cents <= _DEAR_CENTS)

    return [_Possible(0.4, low, {}), _Possible(0.6, _anywhere, {})]


def _german(candidates: Sequence[Candidate], _today: date) -> list[_Possible]:
    """Return the levels of these courses by how often they occur, if they teach German."""
    if sum(bool(one.levels) for one in candidates[:SHOWN]) <= SHOWN // 2:
        return []
    levels = Counter(level for one in candidates for level in one.levels)
    return [_Possible(share, partial(_at_level, level), {}) for level, share in _shares(levels)]


def _shares(counts: Counter[str]) -> list[tuple[str, float]]:
    return [(name, count / counts.total()) for name, count in sorted(counts.items())]


def _at_level(level: str, candidate: Candidate) -> float:
    return float(level in candidate.levels) if candidate.levels else 0.0


_LEADS_TO: Final[Mapping[str, str]] = {
    "vocational": "qualification", "partial": "qualification", "upgrading": "rise",
    "school": "school", "certificate": "skill", "none": "skill", "language": "skill",
}  # fmt: skip
_AIM_FACTS: Final[Mapping[str, Facts]] = {
    "qualification": {"anlass": "berufsabschluss_fehlt", "kurs_berufsbezogen": True},
    "school": {"anlass": "hauptschulabschluss"},
    "rise": {"anlass": "anderer", "kurs_berufsbezogen": True},
    "skill": {"anlass": "anderer", "kurs_berufsbezogen": True},
}


def _aims(candidates: Sequence[Candidate], _today: date) -> list[_Possible]:
    """Return where these courses lead, each end by how often it occurs."""
    ends = Counter(_LEADS_TO[one.degree_kind] for one in candidates if one.degree_kind)
    return [_Possible(share, partial(_leads, end), _AIM_FACTS[end]) for end, share in _shares(ends)]


def _leads(end: str, candidate: Candidate) -> float:
    if candidate.degree_kind is None:
        return _UNKNOWN_FIT
    return float(_LEADS_TO[candidate.degree_kind] == end)


def _only(*answers: tuple[float, Facts]) -> Callable[..., list[_Possible]]:
    """Return answers that say nothing about the course."""

    def possible(_candidates: Sequence[Candidate], _today: date) -> list[_Possible]:
        return [_Possible(share, _anywhere, facts) for share, facts in answers]

    return possible


def _said(name: str) -> list[tuple[float, Facts]]:
    """Return how likely which answers about one fact are."""
    return [(share, {name: value}) for share, value in SHARES[name]]


_POSSIBLE: Final[Mapping[AskKind, Callable[[Sequence[Candidate], date], list[_Possible]]]] = {
    "place": _places,
    "time": _times,
    "form": _forms,
    "start": _starts,
    "price": _prices,
    "german": _german,
    "aim": _aims,
    "employment": _only(
        (0.65, {"beschaeftigt": True}),
        (0.35, {"beschaeftigt": False, "anlass": "arbeitslosigkeit_beenden"}),
    ),
    "qualification": _only(
        (0.4, {"berufsabschluss": False}),
        (0.6, {"berufsabschluss": True, "jahre_seit_berufsabschluss": 10}),
    ),
    "company_size": _only(*_said("betriebsgroesse")),
    "income": _only(*_said("zve_jahr")),
    "age": _only(*_said("alter")),
}
