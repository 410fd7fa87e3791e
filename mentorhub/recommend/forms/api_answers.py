"""What programs get from the interface: the shapes behind its description."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from mentorhub.recommend.eligibility import Status
from mentorhub.recommend.engine.document import LEVELS, Kind, Step
from mentorhub.recommend.forms.api import Forms, Schedules
from mentorhub.recommend.models.link import LinkState

SimpleLevels = Literal[*LEVELS]  # type: ignore[valid-type]


class Told(BaseModel):
    """The ground of everything that programs get."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class Links(Told):
    """Addresses of pages; null where there is none."""

    self: str
    first: str
    last: str
    prev: str | None
    next: str | None


class Wish(Told):
    """One thing that was taken out of the sentence; its id in ``without`` drops it."""

    id: str
    kind: str
    params: dict[str, str]


class Understood(Told):
    """What was understood; ``loosened`` are filters that would have left nothing fitting."""

    topic: str
    chips: list[Wish]
    loosened: list[str]


class Because(Told):
    """Why a hit is here, as a code with values."""

    code: str
    params: dict[str, str]


class FundingStatus(Told):
    """What an instrument says to a course; nothing for now where it is under review."""

    id: str
    status: Status
    under_review: bool


class Elsewhere(Told):
    """The course of a hit on other days, at another place or of another provider."""

    key: str
    provider: str
    city: str | None
    format: Forms | None
    start: list[str]
    on_request: bool


class HitTold(Told):
    """One hit; scores compare within one answer only.

    A course that is offered several times is one hit: of its offers the best fitting stands for
    it, and ``others`` are the rest that pass the filters, best fitting first.
    """

    key: str
    title: str
    kind: Kind
    provider: str
    link: str | None
    score: float
    reasons: list[Because]
    funding: list[FundingStatus]
    as_of: str | None
    others: list[Elsewhere]


class SearchPage(Told):
    """One page of hits, best first; ``links`` is null for a search that stands in no address.

    ``total`` counts the hits, ``offers`` all offers that they stand for.
    ``none_near``: no hit is about what was asked for, they are only the nearest there are.
    """

    query: str
    understood: Understood
    step: Step
    none_near: bool
    took_ms: float
    offers: int
    hits: list[HitTold]
    total: int
    links: Links | None


class OfferTold(Told):
    """One offer, in the names of the import; null is unknown.

    ``seen_on`` is the day on which its source was last known to say this; ``stale`` that it could
    not be checked for longer than is usual. ``licence`` is that of the source, where it has one.
    ``link`` is the page at the provider; what was found there on the day ``link_checked_on`` is
    ``link_state``: there, doubtful (not there once), dead (not there on two days) or unknown.
    """

    id: str
    title: str
    kind: Kind
    learn: str
    description: str
    provider: str
    city: str | None
    postcode: str | None
    format: Forms | None
    schedule: list[Schedules]
    start: list[str]
    begin_text: str | None
    on_request: bool
    duration_hours: int | None
    price_eur: float | None
    azav: bool | None
    provider_azav: bool | None
    link: str | None
    language: str | None
    level: SimpleLevels | None
    requirements: str
    target_group: str
    degree: str
    degree_kind: str | None
    as_of: str | None
    url: str
    changed_at: str
    seen_on: str | None
    stale: bool
    link_state: LinkState | None
    link_checked_on: str | None
    licence: str | None


class OffersPage(Told):
    """One page of offers, in a lasting order."""

    items: list[OfferTold]
    total: int
    links: Links


class Words(Told):
    """The same in German and English."""

    de: str
    en: str


class ApplyTold(Told):
    """Who applies, where, until when and with which papers."""

    by: Literal["person", "company", "either"]
    where: Words
    deadline: Words
    papers: list[Words]


class ConditionTold(Told):
    """What the law asks for, and the fact that it is about."""

    fact: str
    law: str
    question: Words


class InstrumentTold(Told):
    """One funding instrument. This is no legal advice; the office decides.

    After the day ``review_on`` it is under review: no rule and no amount is told then.
    """

    id: str
    name: Words
    short: Words
    kind: str
    level: str
    open: bool
    summary: Words
    text: list[Words]
    decides: Words
    apply: ApplyTold | None
    conditions: list[ConditionTold]
    valid_from: str | None
    valid_until: str | None
    ended_on: str | None
    ended_reason: Words | None
    review_on: str | None
    under_review: bool
    legal_basis: str
    source: str
    text_date: str
    url: str
    steps: str | None


class TaskTold(Told):
    """One thing to do.

    ``due`` is the latest day, null while the start is not known; ``binding`` says that a law or
    the programme sets it, otherwise it is advice. ``state``: open, today, hurry (advice that is
    overdue) or late (too late for this start). Where offices are closed on that day,
    ``better_on`` is the last working day before.
    """

    id: str
    by: Literal["person", "company", "either"]
    text: Words
    binding: bool
    law: str | None
    by_when: Words
    days_before_start: int | None
    due: str | None
    state: Literal["open", "today", "hurry", "late"]
    offices_closed: bool
    better_on: str | None
    where: Words
    papers: list[Words]
    if_late: Words | None


class StepsTold(Told):
    """What to do to get an instrument, in the order of the days. This is no legal advice."""

    instrument: str
    name: Words
    offer: str | None
    starts_on: str | None
    too_late: bool
    valid_until: str | None
    tasks: list[TaskTold]
    decides: Words
    legal_basis: str
    text_date: str


class FundingPage(Told):
    """One page of instruments."""

    items: list[InstrumentTold]
    total: int
    links: Links


class Finding(Told):
    """A condition that is met, not met or unknown."""

    fact: str
    law: str
    text: Words


class VerdictTold(Told):
    """What facts say about an instrument; ``reason`` is set where it is closed to everybody.

    Of one that is ``under_review`` they say nothing for now.
    """

    id: str
    status: Status
    met: list[Finding]
    not_met: list[Finding]
    unknown: list[Finding]
    missing: list[str]
    reason: Words | None
    under_review: bool
    legal_basis: str
    text_date: str


class Question(Told):
    """A fact that is missing."""

    fact: str
    question: Words


class Verdicts(Told):
    """What facts say about all instruments. This is no legal advice; the office decides."""

    items: list[VerdictTold]
    next_question: Question | None


class WrongValue(Told):
    """One value that cannot be taken; ``name`` leads to it, with dots."""

    name: str
    reason: str


class Problem(Told):
    """Why there is no answer (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    request_id: str
    errors: list[WrongValue] | None = None
