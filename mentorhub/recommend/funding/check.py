"""What ``mentorhub funding check`` answers: facts of a file against the instruments.

Field names of questions and answers are German, as in the worked cases that offices and
researchers exchange (``programm``, ``eingabe``, ``moeglich``, ``lehrgang_arbeitgeber`` …).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any, Final

from mentorhub.recommend.eligibility import (
    BY_NAME,
    Amount,
    Assumption,
    Condition,
    Estimate,
    FactError,
    Instrument,
    Span,
    Value,
    Verdict,
    amount_questions,
    as_written,
    assume,
    canonical,
    estimate,
)
from mentorhub.recommend.funding.combine import Course, Wage, Way, Ways, ways
from mentorhub.recommend.funding.facts import ALIASES, named
from mentorhub.recommend.funding.rules import BEING_CHECKED

_POSSIBLE: Final = {"fits": True, "no": False, "unknown": None}
_LONGEST: Final = 4000
_NO_MORE: Final = "nicht mehr anbieten"
_CERTAINTIES: Final = {"fits": "passt", "likely": "voraussichtlich", "open": "offen"}
UNDER_REVIEW: Final = "wird geprüft"
_MOST_NAMES: Final = 1000
_ASKED: Final = ("programm", "eingabe", "situation", "id")
_WORKED: Final = ("erwartet", "grund")  # what worked cases say besides; it asks for nothing


class WrongQuestion(FactError):
    """A question cannot be read; ``field`` and ``reason`` say which field and why."""


Hear = Callable[[str], Mapping[str, Value]]
"""Says which facts a situation in somebody's own words states."""


@dataclass(frozen=True)
class Question:
    """What is known of one case; without ``programme`` every instrument is asked about.

    ``heard`` are the facts that were taken from words; those that were given count before them.
    ``others`` are names beside ``eingabe`` that ask for nothing we know.
    """

    facts: Mapping[str, Value]
    programme: str | None = None
    id: str | None = None
    heard: Mapping[str, Value] | None = None
    others: tuple[str, ...] = ()


def read(line: object, instruments: Sequence[Instrument], hear: Hear) -> Question:
    """Return the question of one JSON object: facts, a situation in words, or both.

    Raises:
        WrongQuestion: it is no object, or ``programm`` or ``eingabe`` is wrong.
        FactError: a fact is.
    """
    if not isinstance(line, dict):
        raise WrongQuestion("line", "must be a JSON object")
    programme, name = line.get("programm"), line.get("id")
    heard = _heard(line, hear)
    facts = line.get("eingabe", {} if heard is not None else None)
    if "eingabe" not in line and heard is None:
        raise WrongQuestion("eingabe", "is missing")
    if not isinstance(facts, dict):
        raise WrongQuestion("eingabe", "must be a JSON object")
    known = [one.id for one in instruments]
    if programme is not None and programme not in known:
        raise WrongQuestion("programm", f"must be one of: {', '.join(known)}")
    for field, names in (("line", line), ("eingabe", facts)):
        if len(names) > _MOST_NAMES:
            raise WrongQuestion(field, f"has more than {_MOST_NAMES:,} names")
    heard = _not_given(heard, canonical(facts))
    return Question(
        {**(heard or {}), **facts},
        programme,
        None if name is None else str(name),
        heard,
        tuple(one for one in line if one not in (*_ASKED, *_WORKED)),
    )


def _heard(line: Mapping[str, object], hear: Hear) -> Mapping[str, Value] | None:
    """Return what the words of a question state, None where there are none."""
    words = line.get("situation")
    if words is None:
        return None
    if not isinstance(words, str):
        raise WrongQuestion("situation", "must be text")
    if len(words) > _LONGEST:
        raise WrongQuestion("situation", f"has more than {_LONGEST:,} characters")
    return hear(words)


def _not_given(
    heard: Mapping[str, Value] | None, given: Mapping[str, Value]
) -> Mapping[str, Value] | None:
    """Return what was heard and says nothing about what was given."""
    if heard is None:
        return None
    return {
        name: value
        for name, value in heard.items()
        if not canonical({name: value}).keys() & given.keys()
    }


def answer(
    asked: Question, instruments: Sequence[Instrument], today: date, *, assume_defaults: bool
) -> dict[str, Any]:
    """Return the answer to one question, as docs/schemas/funding-check.json has it."""
    told: dict[str, Any] = {} if asked.id is None else {"id": asked.id}
    chosen = [one for one in instruments if asked.programme in (None, one.id)]
    answers = [_of_one(one, asked.facts, today, assume_defaults) for one in chosen]
    if asked.heard is not None:
        told["gehoert"] = dict(asked.heard)
    if asked.programme:
        told |= answers[0]
    else:
        found = ways(chosen, asked.facts, today, ordinarily=assume_defaults)
        told |= {"programme": answers, **_ways(found)}
    return told | {"unbekannte_felder": [*_strangers(asked.facts), *_beside(asked.others)]}


def _of_one(
    instrument: Instrument, facts: Mapping[str, Value], today: date, assume_defaults: bool
) -> dict[str, Any]:
    assumed: tuple[Assumption, ...] = ()
    if assume_defaults:
        facts, assumed = assume(instrument, facts)
    verdict, late = as_written(instrument, facts, today), instrument.under_review(today)
    fits = verdict.status == "fits" and not late
    return {
        "programm": instrument.id,
        "name": instrument.name.de,
        "moeglich": None if late and not verdict.reason else _POSSIBLE[verdict.status],
        "status": UNDER_REVIEW if late else _status(verdict),
        "fehlende_fakten": list(verdict.missing) if verdict.status == "unknown" else [],
        "gruende": list(_reasons_under_review(verdict) if late else _reasons(verdict)),
        "angenommen": [_assumption(one) for one in assumed],
        **_money(instrument, facts, fits=fits),
        "leistungen": [_amount(one) for one in instrument.amounts] if fits else [],
        "entscheidet": instrument.decides.de,
        "rechtsgrundlage": instrument.legal_basis,
        "stand": instrument.text_date.isoformat(),
        "pruefen_bis": instrument.review_on.isoformat() if instrument.review_on else None,
        "quelle": instrument.source,
    }


def _status(verdict: Verdict) -> str:
    if verdict.over:
        return _NO_MORE
    return "noch nicht" if verdict.reason else "aktiv"


def _reasons(verdict: Verdict) -> Iterable[dict[str, str]]:
    if verdict.reason:
        yield {
            "ergebnis": "nicht_erfuellt",
            "text": verdict.reason.de,
            "rechtsgrundlage": verdict.instrument.legal_basis,
        }
    for condition in verdict.not_met:
        yield _reason(condition, "nicht_erfuellt", condition.not_met.de)
    for condition in verdict.unknown:
        yield _reason(condition, "unbekannt", condition.unknown.de)
    for condition in verdict.met:
        yield _reason(condition, "erfuellt", condition.met.de)


def _reasons_under_review(verdict: Verdict) -> Iterable[dict[str, str]]:
    """Yield that the rule is being checked, then its reasons by the names of their facts.

    Their own sentences may name amounts.
    """
    yield {
        "ergebnis": "unbekannt",
        "text": BEING_CHECKED.de,
        "rechtsgrundlage": verdict.instrument.legal_basis,
    }
    for reason in _reasons(verdict):
        asked = BY_NAME.get(reason.get("bedingung", ""))
        yield {**reason, "text": asked.label.de} if asked else reason


def _reason(condition: Condition, result: str, text: str) -> dict[str, str]:
    return {
        "ergebnis": result,
        "bedingung": condition.field,
        "text": text,
        "rechtsgrundlage": condition.law,
    }


def _assumption(one: Assumption) -> dict[str, Any]:
    return {"feld": one.field, "wert": one.value, "grund": one.reason.de}


def _amount(one: Amount) -> dict[str, Any]:
    return {
        "was": one.what.de,
        "betrag_eur": None if one.cents is None else _euros(one.cents),
        "prozent": one.percent,
        "tage": one.days,
        "je": one.per.de if one.per else None,
        "rechtsgrundlage": one.law,
    }


def _money(instrument: Instrument, facts: Mapping[str, Value], *, fits: bool) -> dict[str, Any]:
    """Return what it pays; a number that is not settled is None, its ends are in ``spannen``."""
    found = estimate(instrument, facts, None) if fits else None
    spans: dict[str, Span | None] = {}
    if instrument.bands:
        spans = _percents(found) | _in_cents(found, ("employer_cents", "arbeitgeber_eur"))
        spans |= _in_cents(found, ("grant_cents", "foerderung_eur"), ("person_cents", "person_eur"))
    elif instrument.share:
        spans = _in_cents(found, ("grant_cents", "zuschuss_eur"), ("person_cents", "person_eur"))
        if instrument.share.loan_percent:
            spans |= _in_cents(found, ("loan_cents", "darlehen_eur"))
    told: dict[str, Any] = {
        name: _exact(name, span) if span and span.exact else None for name, span in spans.items()
    }
    told["spannen"] = {
        name: [_exact(name, Span(end, end)) for end in (span.low, span.high)]
        for name, span in spans.items()
        if span and not span.exact
    }
    told["fehlende_fakten_betrag"] = list(amount_questions(instrument, facts)) if found else []
    return told


def _percents(found: Estimate | None) -> dict[str, Span | None]:
    own = found.employer_percent if found else None
    return {
        "lehrgang_arbeitgeber": own,
        "lehrgang_foerderung": Span(100 - own.high, 100 - own.low) if own else None,
        "entgeltzuschuss_bis": found.wage_percent_up_to if found else None,
    }


def _in_cents(found: Estimate | None, *names: tuple[str, str]) -> dict[str, Span | None]:
    return {german: getattr(found, name) if found else None for name, german in names}


def _exact(name: str, span: Span) -> float | int:
    return _euros(span.low) if name.endswith("_eur") else span.low


def _euros(cents: int) -> float | int:
    return cents // 100 if cents % 100 == 0 else cents / 100


def _ways(found: Ways) -> dict[str, Any]:
    """Return how a course could be paid and what cannot be had together."""
    return {
        "wege": [_way(one) for one in found.ways],
        "nicht_zusammen": [
            {
                "programme": [pair.first.id, pair.second.id],
                "grund": pair.exclusion.reason.de,
                "rechtsgrundlage": pair.exclusion.law,
            }
            for pair in found.barred
        ],
    }


def _way(way: Way) -> dict[str, Any]:
    return {
        "programme": [one.id for one in way.instruments],
        "sicherheit": _CERTAINTIES[way.certainty],
        "hinweis": way.pair.text.de if way.pair else None,
        "kurs": _course(way.course),
        "entgeltzuschuss_bis": _ends(way.wage_percent),
        "lohn": _wage(way.wage),
        "freie_tage_bis": way.leave.days if way.leave else None,
        "dazu": [one.instrument.id for one in way.beside],
        "person_eur": _euro_ends(way.person),
        "betrieb_eur": _euro_ends(way.company),
        "rechtsgrundlagen": list(way.laws),
        "angenommen": [_assumption(one) for one in way.assumed],
    }


def _course(course: Course | None) -> dict[str, Any] | None:
    if course is None:
        return None
    return {
        "preis_eur": _euros(course.price),
        "foerderung_eur": _euro_ends(course.office),
        "arbeitgeber_eur": _euro_ends(course.employer),
        "person_eur": _euro_ends(course.person),
        "darlehen_bis_eur": _euros(course.loan.high) if course.loan else None,
    }


def _wage(wage: Wage | None) -> dict[str, Any] | None:
    if wage is None:
        return None
    return {
        "stunden": list(wage.hours),
        "stundenlohn_eur": _euros(wage.hourly),
        "lohn_eur": _euro_ends(wage.time),
        "sozialversicherung_prozent": wage.flat_percent,
        "sozialversicherung_eur": _euro_ends(wage.flat),
        "zuschuss_bis_eur": _euro_ends(wage.grant),
        "rest_mindestens_eur": _euro_ends(wage.rest),
    }


def _ends(span: Span | None) -> list[int] | None:
    return [span.low, span.high] if span else None


def _euro_ends(span: Span | None) -> list[float | int] | None:
    return [_euros(span.low), _euros(span.high)] if span else None


def _strangers(facts: Mapping[str, Value]) -> list[dict[str, str | None]]:
    """Return the fields that no rule knows, each with the nearest known name."""
    names = [*BY_NAME, *ALIASES]
    return [
        {"feld": field, "gemeint": next(iter(get_close_matches(field, names, 1)), None)}
        for field in facts
        if named(field) is None
    ]


def _beside(names: Iterable[str]) -> list[dict[str, str | None]]:
    """Return the names beside ``eingabe`` that ask for nothing; facts belong into it."""
    return [
        {
            "feld": name,
            "gemeint": f"eingabe.{name}"
            if named(name)
            else next(iter(get_close_matches(name, _ASKED, 1)), None),
        }
        for name in names
    ]
