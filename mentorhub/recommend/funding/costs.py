"""What a course would cost the person, the employer and the office, in cents."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from mentorhub.recommend.funding.facts import PLACE, Value, canonical
from mentorhub.recommend.funding.rules import (
    Band,
    Instrument,
    Share,
    Special,
    Test,
    Way,
    any_way,
)

_SIZE: Final = "betriebsgroesse"


@dataclass(frozen=True)
class Span:
    """A number that is known to lie between two ends, both included."""

    low: int
    high: int

    @property
    def exact(self) -> bool:
        """Return whether both ends are the same."""
        return self.low == self.high


@dataclass(frozen=True)
class Estimate:
    """What a course would cost whom, in cents; a span where facts are missing.

    Person, employer and grant add up to the price (at matching ends of their spans). The
    loan is a part of what the person pays that may be borrowed. Money is None without a
    price; percentages are None where the instrument knows none.
    """

    instrument: Instrument
    person_cents: Span | None
    employer_cents: Span | None
    grant_cents: Span | None
    loan_cents: Span | None = None
    employer_percent: Span | None = None
    wage_percent_up_to: Span | None = None
    laws: tuple[str, ...] = ()


def estimate(
    instrument: Instrument, facts: Mapping[str, Value], price_cents: int | None
) -> Estimate | None:
    """Say what the course would cost if the office agrees.

    Without a price, the fact ``kursgebuehr`` (euros) is used when it is there. Returns None
    when the record holds no rates, when the instrument has ended, or when a condition is
    not met. Whether it is open today is for ``judge`` to say.

    Raises:
        FactError: a fact has a value of the wrong kind.
        ValueError: the price is negative.
    """
    known = canonical(facts)
    price = price_of(known, price_cents)
    if instrument.ended or any(any_way(one.ways, known) is False for one in instrument.conditions):
        return None
    if instrument.bands:
        return _by_size(instrument, known, price)
    if instrument.share:
        return _by_share(instrument, instrument.share, price)
    return None


def price_of(known: Mapping[str, Value], price_cents: int | None) -> int | None:
    """Return the price in cents from the argument or from the facts.

    Raises:
        ValueError: the price is negative.
    """
    fee = known.get("kursgebuehr")
    if price_cents is None and isinstance(fee, int | float):
        return round(fee * 100)
    if price_cents is not None and price_cents < 0:
        raise ValueError("price_cents must not be negative")
    return price_cents


def _by_share(instrument: Instrument, share: Share, price: int | None) -> Estimate:
    """Return the estimate of a grant to the person; fractions of a cent fall to the person."""
    if price is None:
        return Estimate(instrument, None, None, None, laws=(share.law,))
    grant = _part(price, share.grant_percent, share.max_grant_cents)
    loan = _part(price, share.loan_percent, share.max_loan_cents)
    return Estimate(
        instrument,
        person_cents=Span(price - grant, price - grant),
        employer_cents=None,
        grant_cents=Span(grant, grant),
        loan_cents=Span(0, loan) if share.loan_percent else None,
        laws=(share.law,),
    )


def _part(price: int, percent: int, limit: int | None) -> int:
    """Return a percentage of the price in whole cents, rounded down, up to the limit."""
    part = price * percent // 100
    return part if limit is None else min(part, limit)


def _by_size(instrument: Instrument, known: Mapping[str, Value], price: int | None) -> Estimate:
    """Return the estimate where the employer pays the rest of the course.

    Bands and special rules that cannot be decided yet are followed both ways; the spans
    hold every result that is still possible.
    """
    bands = _possible_bands(instrument.bands, known)
    answers = [_answers(special, known) for special in instrument.specials]
    rates = [
        _rates(band, instrument.specials, combination)
        for band in bands
        for combination in product(*answers)
    ]
    employer = _span(rate[0] for rate in rates)
    laws = [band.law for band in bands] + [
        special.law
        for special, possible in zip(instrument.specials, answers, strict=True)
        if True in possible
    ]
    grant = _grants(employer, price)
    return Estimate(
        instrument,
        person_cents=None if price is None else Span(0, 0),
        employer_cents=None if price is None or grant is None else _rest(grant, price),
        grant_cents=grant,
        employer_percent=employer,
        wage_percent_up_to=_span(rate[1] for rate in rates),
        laws=tuple(dict.fromkeys(laws)),
    )


def _possible_bands(bands: Sequence[Band], known: Mapping[str, Value]) -> list[Band]:
    """Return the band of the company, or all that are possible while its size is unknown.

    As each person counts for a quarter at least and for one at most, heads bound the size.
    """
    return [band for band in bands if any_way([_within(band)], known) is not False]


def _within(band: Band) -> Way:
    """Return what the size of a company must be for a band."""
    low = Test(_SIZE, ">=", band.start)
    return (low,) if band.below is None else (low, Test(_SIZE, "<", band.below))


def _answers(special: Special, known: Mapping[str, Value]) -> tuple[bool, ...]:
    """Return whether the special rule applies; both answers while that is unknown."""
    state = special.applies(known)
    return (False, True) if state is None else (state,)


def _rates(band: Band, specials: Sequence[Special], applies: Sequence[bool]) -> tuple[int, int]:
    """Return the employer's share and the highest wage subsidy in per cent, 0 to 100."""
    employer, wage = band.employer_percent, band.wage_percent
    for special, yes in zip(specials, applies, strict=True):
        if not yes:
            continue
        if special.set_employer_percent is not None:
            employer = special.set_employer_percent
        if special.set_wage_percent is not None:
            wage = special.set_wage_percent
        employer += special.add_employer_percent
        wage += special.add_wage_percent
    return min(max(employer, 0), 100), min(max(wage, 0), 100)


def _span(numbers: Iterable[int]) -> Span:
    """Return the span that holds all the numbers."""
    values = list(numbers)
    return Span(min(values), max(values))


def _grants(employer: Span, price: int | None) -> Span | None:
    """Return what the office pays of the course for every possible share of the employer."""
    if price is None:
        return None
    return Span(_part(price, 100 - employer.high, None), _part(price, 100 - employer.low, None))


def _rest(grant: Span, price: int) -> Span:
    """Return what is left of the price."""
    return Span(price - grant.high, price - grant.low)


def amount_questions(instrument: Instrument, facts: Mapping[str, Value]) -> tuple[str, ...]:
    """Return the facts that would make the estimate exact, none when it already is.

    In the order of ``FACTS``, so that the size of the company comes before the person's
    age, and health facts last.
    """
    known = canonical(facts)
    if not instrument.bands:
        return ()
    rough = _by_size(instrument, known, None)
    spans = (rough.employer_percent, rough.wage_percent_up_to)
    if all(span is None or span.exact for span in spans):
        return ()
    names = {name for special in instrument.specials for name in special.open_fields(known)}
    if len(_possible_bands(instrument.bands, known)) > 1:
        names.add(_SIZE)
    return tuple(sorted(names, key=PLACE.__getitem__))
