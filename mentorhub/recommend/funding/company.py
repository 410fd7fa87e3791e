"""What is possible for the people of one company: a few groups of them, each with an instrument.

The groups are those between which the law makes a difference. Nobody is asked about individuals:
each group says of whom it speaks, and the rules decide with what the company told of itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Final, Literal

from mentorhub.recommend.eligibility import (
    BY_NAME,
    Condition,
    Instrument,
    Span,
    Value,
    Verdict,
    amount_questions,
    is_ordinary,
    judge,
)
from mentorhub.recommend.funding.combine import Way, ways
from mentorhub.recommend.funding.rules import Pair, open_fields
from mentorhub.recommend.funding.staff import Staff

Outlook = Literal["possible", "open", "no"]

_ORDER: Final[Mapping[Outlook, int]] = {"possible": 0, "open": 1, "no": 2}
_EMPLOYEES: Final = "sgb3-82"
_QUALIFICATION: Final = "abschluss_ausbildungsberuf_min_2_jahre"
_AGE: Final = "alter"
_HUNDRED_EUROS: Final = 10_000  # of such a course a cent is a hundredth of a per cent
_PAYING: Final = ("course_costs", "wage")


@dataclass(frozen=True)
class Company:
    """What a company told of itself; None is unknown.

    ``agreement`` is one on training (§ 82 Abs. 4 SGB III), ``change`` what was agreed on structural
    change (§ 82a SGB III, a choice of ``vereinbarung``), ``affected`` the share of staff that it
    concerns, 0 to 1. ``hours`` and ``price_cents`` are those of the course that they think of.
    """

    name: str = ""
    staff: Staff | None = None
    agreement: bool | None = None
    change: str | None = None
    affected: float | None = None
    in_nrw: bool | None = None
    hours: float | None = None
    price_cents: int | None = None

    def plain(self) -> dict[str, Any]:
        """Return this as plain JSON values."""
        return asdict(self)

    @classmethod
    def of_plain(cls, kept: Mapping[str, Any]) -> "Company":
        """Return the company of which these are the plain values."""
        staff = kept["staff"]
        return cls(**{**kept, "staff": Staff(**staff) if staff else None})

    @property
    def facts(self) -> dict[str, Value]:
        """Return the answers as facts."""
        work = None if self.in_nrw is None else "NRW" if self.in_nrw else "anderes"
        known: dict[str, Value] = {
            "betriebsgroesse": self.staff.counted if self.staff else None,
            "beschaeftigte_koepfe": self.staff.heads if self.staff else None,
            "kollektivvereinbarung": self.agreement,
            "vereinbarung": self.change,
            "anteil_betroffen_strukturwandel": self.affected,
            "beschaeftigungsschwerpunkt": work,
            "dauer_stunden": self.hours,
        }
        return {name: value for name, value in known.items() if value is not None}


@dataclass(frozen=True)
class Group:
    """Some people of a company, what makes them a group, and the instrument that is for them.

    ``age`` is the limit that its rule names, None where it plays no part; ``instead`` is what the
    people themselves can ask for where the company gets nothing.
    """

    key: str
    instrument: Instrument
    facts: Mapping[str, Value]
    age: int | None = None
    instead: Instrument | None = None


@dataclass(frozen=True)
class Paid:
    """Who pays what of one course for somebody of a group, and what the company gets of the wage.

    Percentages are of the price, and of the wage for the time of the course ("up to"). Cents are
    None without a price. ``pair`` is set where two instruments work together.
    """

    company_percent: Span
    company_cents: Span | None
    agency_cents: Span | None
    wage_percent: Span | None
    laws: tuple[str, ...]
    pair: Pair | None = None


@dataclass(frozen=True)
class Prospect:
    """What the rules say for one group.

    ``of_company``, ``of_course`` and ``of_people`` are what is still open, by who can answer it;
    ``ask`` are the questions to the company that decide, also those that decide how much.
    """

    group: Group
    outlook: Outlook
    verdict: Verdict
    money: Paid | None
    of_company: tuple[Condition, ...]
    of_course: tuple[Condition, ...]
    of_people: tuple[Condition, ...]
    ask: tuple[str, ...]


def prospects(
    instruments: Iterable[Instrument], company: Company, today: date
) -> tuple[Prospect, ...]:
    """Return what is possible for each group, what can be had first and what cannot last."""
    by_id = {one.id: one for one in instruments}
    found = [_prospect(group, by_id, company, today) for group in groups(by_id.values())]
    return tuple(sorted(found, key=lambda one: _ORDER[one.outlook]))


def groups(instruments: Iterable[Instrument]) -> tuple[Group, ...]:
    """Return the groups that these instruments tell apart, the main target group first."""
    by_id = {one.id: one for one in instruments}
    employees = by_id.get(_EMPLOYEES)
    found = list(_employees(employees)) if employees else []
    found += [
        Group(key, by_id[id_], facts, instead=by_id.get(_INSTEAD.get(key, "")))
        for key, id_, facts in _WHOLE
        if id_ in by_id
    ]
    return tuple(found)


_WHOLE: Final[tuple[tuple[str, str, Mapping[str, Value]], ...]] = (
    ("change", "sgb3-82a", {"beschaeftigt": True}),
    ("coaching", "inqa-coaching", {}),
    ("leave", "awbg-nrw", {"beschaeftigt": True}),
    ("basics", "grundbildung-alphadekade", {"lese_schreib_rechen_bedarf": True}),
    ("upgrading", _EMPLOYEES, {"beschaeftigt": True, "ziel": "aufstiegsfortbildung"}),
)
"""Groups without a difference between people."""
_INSTEAD: Final = {"upgrading": "afbg"}


def _employees(one: Instrument) -> Iterable[Group]:
    limit = _age_limit(one)
    young: dict[str, Value] = {
        "beschaeftigt": True,
        "berufsabschluss": True,
        "ziel": "anderes",
        "schwerbehindert": False,
        _AGE: limit - 1 if limit else None,
    }
    lacking = young | {"berufsabschluss": False, "ziel": _QUALIFICATION}
    yield Group("unqualified", one, lacking)
    yield Group("qualified", one, young, age=limit)
    if limit:
        yield Group("older", one, young | {_AGE: limit}, age=limit)
    yield Group("disabled", one, young | {"schwerbehindert": True})


def _age_limit(one: Instrument) -> int | None:
    """Return the age from which the rates of an instrument change, None if they never do."""
    tests = (test for special in one.specials for way in special.ways for test in way)
    ages = (test.value for test in tests if test.field == _AGE and test.op == ">=")
    return next((age for age in ages if isinstance(age, int)), None)


def _prospect(
    group: Group, by_id: Mapping[str, Instrument], company: Company, today: date
) -> Prospect:
    facts = company.facts | dict(group.facts)
    verdict = judge(group.instrument, facts, today)
    if verdict.under_review:
        silent = replace(group, instrument=verdict.instrument)
        return Prospect(silent, "open", verdict, None, (), (), (), ask=())
    way = _way(group, by_id, facts, today) if verdict.status != "no" else None
    verdicts = way.members if way and way.pair else (verdict,)
    of_company = _known_to("company", verdicts)
    outlook = _outlook(verdict, of_company)
    rates, price = way if group.instrument.kind in _PAYING else None, company.price_cents
    whole = _way(group, by_id, facts, today, price) if rates and price else None
    money = _paid(rates, whole) if rates else None
    return Prospect(
        group,
        outlook,
        verdict,
        money,
        of_company=of_company,
        of_course=_known_to("offer", verdicts),
        of_people=_known_to("person", verdicts),
        ask=() if outlook == "no" else _questions(group, facts, of_company, money),
    )


def _paid(rates: Way, whole: Way | None) -> Paid | None:
    """Return who pays what for somebody of a group, None where the records hold no rates.

    ``rates`` are for a course of a hundred euros, ``whole`` for the one that they think of.
    """
    if rates.course is None:
        return None
    share = rates.course.employer
    return Paid(
        Span(share.low // 100, share.high // 100),
        company_cents=whole.course.employer if whole and whole.course else None,
        agency_cents=whole.course.office if whole and whole.course else None,
        wage_percent=rates.wage_percent,
        laws=rates.laws,
        pair=rates.pair,
    )


def _way(
    group: Group,
    by_id: Mapping[str, Instrument],
    facts: Mapping[str, Value],
    today: date,
    price_cents: int = _HUNDRED_EUROS,
) -> Way | None:
    """Return the way to pay that its instrument has a part in, with another if the law says so."""
    own = group.instrument
    able = [own, *(by_id[pair.other] for pair in own.pairs if pair.other in by_id)]
    found = ways(able, facts, today, price_cents).ways
    return next((way for way in found if own in way.instruments), None)


def _outlook(verdict: Verdict, of_company: tuple[Condition, ...]) -> Outlook:
    """Return "open" only where the company itself has still to answer something that matters."""
    if verdict.status == "no":
        return "no"
    return "open" if any(not is_ordinary(one) for one in of_company) else "possible"


def _known_to(knower: str, verdicts: Iterable[Verdict]) -> tuple[Condition, ...]:
    """Return the open conditions of which one side knows, one for each fact.

    In which state people work is known to the company as well, and asked of it.
    """
    open_ = (one for verdict in verdicts for one in verdict.unknown)
    found: dict[tuple[str, str], Condition] = {}
    for one in open_:
        if _knower(one.field) == knower:
            found.setdefault((one.field, one.met.de), one)
    return tuple(found.values())


def _knower(name: str) -> str:
    return "company" if name == "beschaeftigungsschwerpunkt" else BY_NAME[name].knower


def _questions(
    group: Group,
    facts: Mapping[str, Value],
    of_company: Iterable[Condition],
    money: Paid | None,
) -> tuple[str, ...]:
    """Return the facts of the company that are still asked for, each once."""
    waiting = (one.ways[:1] for one in of_company if not is_ordinary(one))
    deciding = [name for ways in waiting for name in open_fields(ways, facts)]
    settled = money is None or money.pair is not None
    amounts = () if settled else amount_questions(group.instrument, facts)
    known = [name for name in amounts if _knower(name) == "company"]
    return tuple(dict.fromkeys((*deciding, *known)))
