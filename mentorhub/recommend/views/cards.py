"""Offers as pages show them: what it is, where, when, what it costs, why it is here."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask import url_for
from flask_babel import gettext

from mentorhub.recommend import funding_book, wording
from mentorhub.recommend.eligibility import BY_NAME, Estimate, Fact, Instrument, Verdict
from mentorhub.recommend.engine.document import Reason
from mentorhub.recommend.engine.places import Place, distance_km
from mentorhub.recommend.finder import Found
from mentorhub.recommend.freshness import SourceBook
from mentorhub.recommend.funding.asking import Case, Option, next_question
from mentorhub.recommend.funding.combine import Way
from mentorhub.recommend.funding.seldom import is_for_few
from mentorhub.recommend.models import Offer
from mentorhub.recommend.views.visit import Told
from mentorhub.recommend.wording import Because
from mentorhub.web.context import service
from mentorhub.web.filters import money

TEASER = 180
ONLINE = "online"


@dataclass(frozen=True)
class Cost:
    """What the person will probably pay; ``is_known`` False: nobody knows the price.

    ``is_price`` says that it is what the course costs, and who pays it is open. ``hope`` is set
    where it could still be less, ``question`` is what decides that, ``lacks`` what nobody can be
    asked for.
    """

    amount: str
    is_known: bool
    is_price: bool = False
    notes: tuple[str, ...] = ()
    instrument: Instrument | None = None
    hope: str = ""
    question: Fact | None = None
    lacks: str = ""


@dataclass(frozen=True)
class Elsewhere:
    """The same course on other days, at another place or of another provider.

    ``provider`` is empty where it is the same one.
    """

    href: str
    place: str
    distance: str
    begin: str
    provider: str


@dataclass(frozen=True)
class Card:
    """One course in a list; ``others`` are its other offers, ``several`` sums them up."""

    key: str
    anchor: str
    href: str
    title: str
    learn: str
    place: str
    distance: str
    begin: str
    length: str
    times: str
    price: str
    cost: Cost
    why: tuple[Because, ...]
    is_saved: bool
    is_current: bool
    age: str
    others: tuple[Elsewhere, ...] = ()
    several: str = ""


def card_of(
    found: Found, told: Told, today: date, places: Sequence[Place], saved: frozenset[str]
) -> Card:
    """Return the card of a hit: why it is here, and all offers of its course.

    Distances count from the nearest of the ``places`` where the reader could learn.
    """
    assert found.offer
    near = nearest_of(found.offer, places)
    shown = card(
        found.offer,
        case_of(found.offer, found.chances, told, today),
        today,
        near=near,
        reasons=found.hit.reasons,
        saved=saved,
    )
    return replace(
        shown,
        others=elsewhere(found.others, found.offer, today, near),
        several=wording.several(found.offer, found.others) if found.others else "",
    )


def case_of(offer: Offer, chances: Sequence[Verdict], told: Told, today: date) -> Case:
    """Return what is known about a person and an offer; ``chances`` are verdicts on just that."""
    payers = [verdict.instrument for verdict in chances]
    course = funding_book.facts_of_offer(offer, today)
    return told.case(payers, today, course, judged=chances)


def card(
    offer: Offer,
    case: Case,
    today: date,
    *,
    near: Place | None = None,
    reasons: Sequence[Reason] = (),
    saved: frozenset[str] = frozenset(),
) -> Card:
    """Return the card of an offer; ``near`` is where the reader is, ``case`` about this offer."""
    return Card(
        key=offer.key,
        anchor=f"kurs-{'-'.join(offer.key.split())}",
        href=url_for("recommend.offer", key=offer.key, ort=near.name if near else None),
        title=offer.title,
        learn=offer.learn or teaser(offer.description),
        place=wording.place(offer),
        distance=wording.distance(away(offer, near)),
        begin=wording.begin(offer, _wished_start(reasons) or today),
        length=wording.length(offer, today),
        times=wording.times(offer),
        price=wording.price(offer),
        cost=cost(offer, case),
        why=tuple(wording.because(reason) for reason in reasons),
        is_saved=offer.key in saved,
        is_current=offer.is_current(today),
        age=wording.age(offer, service(SourceBook).of(offer.source, today, offer.known_as_of)),
    )


def _wished_start(reasons: Iterable[Reason]) -> date | None:
    """Return the start because of which an offer is here, None where none was wished for."""
    found = (one.params.get("date") for one in reasons if one.code in ("fits_start", "near_start"))
    return next((date.fromisoformat(day) for day in found if day), None)


def elsewhere(
    offers: Iterable[Offer], own: Offer, today: date, near: Place | None = None
) -> tuple[Elsewhere, ...]:
    """Return other offers of a course by where and when they are, the nearest first.

    Without a place for ``near`` the first to begin comes first.
    """

    def rank(offer: Offer) -> tuple[float, date, str]:
        far = away(offer, near)
        return (0.0 if far is None else round(far), offer.next_start(today) or date.max, offer.key)

    return tuple(
        Elsewhere(
            href=url_for("recommend.offer", key=offer.key, ort=near.name if near else None),
            place=wording.place(offer),
            distance=wording.distance(away(offer, near)),
            begin=wording.begin_day(offer, today),
            provider=offer.provider if offer.provider != own.provider else "",
        )
        for offer in sorted(offers, key=rank)
    )


def away(offer: Offer, near: Place | None) -> float | None:
    """Return the distance in km from where the reader is, None if it says nothing."""
    if near is None or not near.has_middle or offer.form == ONLINE:
        return None
    if offer.latitude is None or offer.longitude is None:
        return None
    return distance_km(near, Place(offer.town or "", offer.latitude, offer.longitude))


def nearest_of(offer: Offer, places: Sequence[Place]) -> Place | None:
    """Return the one of several places that is nearest to an offer, the first of those alike."""

    def rank(place: Place) -> float:
        far = away(offer, place)
        return math.inf if far is None else far

    return min(places, key=rank, default=None)


def teaser(text: str) -> str:
    """Return the beginning of a text, cut at a word."""
    line = " ".join(text.split())
    if len(line) <= TEASER:
        return line
    return line[:TEASER].rsplit(" ", 1)[0].rstrip(" ,;:-") + " …"


def cost(offer: Offer, case: Case) -> Cost:
    """Return what the person will probably pay, and through whom it may become less.

    Where nothing is sure and somebody may help to pay, it is the price.
    """
    asked = Cost(money(offer.price_cents), is_known=offer.price_cents is not None)
    if offer.price_cents == 0:
        return replace(asked, notes=(str(gettext("The course is free.")),))
    hope = _hope(case)
    if case.best:
        settled = _likely(asked, case.best.instrument, case.money(case.best))
        return _hoped(settled, case, hope, offer.price_cents) if hope else settled
    if hope:
        return _hoped(replace(asked, is_price=True), case, hope, offer.price_cents)
    return _checked(asked, case)


def cost_by(way: Way, told: Cost) -> Cost:
    """Return the cost as a way has it that is sure: perhaps two instruments pay together."""
    if way.person is None:
        return told
    by = gettext("With: %(name)s.", name=wording.name_of(way))
    return replace(told, amount=wording.span(way.person), notes=(str(by), *told.notes[1:]))


def _checked(asked: Cost, case: Case) -> Cost:
    """Return the cost with a rule that might pay but is being checked, if there is one."""
    if not case.reviewed:
        return asked
    instrument = case.reviewed[0].instrument
    hope = gettext(
        "Perhaps somebody helps to pay. The rule is being checked: %(name)s.",
        name=wording.say(instrument.short),
    )
    return replace(asked, is_price=True, instrument=instrument, hope=str(hope))


def _hope(case: Case) -> Option | None:
    """Return the way that could still cost the person least, None if none costs less.

    What hardly anybody gets is no hope.
    """
    sure = case.best.low[0] if case.best else None
    cheaper = [
        one
        for one in case.better
        if not is_for_few(one.verdict)
        and (sure is None or (one.low[0] < sure and case.money(one) is not None))
    ]
    return min(
        cheaper,
        key=lambda one: (case.money(one) is None, one.low[0], one.instrument.order),
        default=None,
    )


def _likely(asked: Cost, instrument: Instrument, found: Estimate | None) -> Cost:
    name, person = wording.say(instrument.short), found.person_cents if found else None
    notes = [
        gettext("With: %(name)s.", name=name)
        if person
        else gettext("Helps to pay: %(name)s.", name=name),
        wording.can_borrow(found.loan_cents) if found else "",
        wording.first_sentence(wording.say(instrument.decides)),
    ]
    asked = replace(asked, instrument=instrument, notes=tuple(note for note in notes if note))
    if person is None:
        return replace(asked, is_price=True)
    return replace(asked, amount=wording.span(person), is_known=True)


def _hoped(asked: Cost, case: Case, hope: Option, price_cents: int | None) -> Cost:
    name = wording.say(hope.instrument.short)
    found = case.money(hope)
    less = found.person_cents if found else None
    if less is None:
        words = gettext("Perhaps somebody helps to pay: %(name)s.", name=name)
    elif price_cents is not None and less.low >= price_cents:
        return replace(asked, is_price=False)
    else:
        words = gettext(
            "Perhaps you pay only %(money)s. With: %(name)s.", money=wording.span(less), name=name
        )
    shown = replace(asked, instrument=asked.instrument or hope.instrument, hope=str(words))
    asks = next_question(case.only([hope.instrument.id]))
    if asks:
        return replace(shown, question=BY_NAME[asks])
    return replace(shown, lacks=_lacking(hope))


def _lacking(hope: Option) -> str:
    """Return what must still be known of the instrument, though the person cannot be asked."""
    open_ = hope.left or hope.verdict.unknown
    return wording.say(open_[0].unknown) if open_ else ""
