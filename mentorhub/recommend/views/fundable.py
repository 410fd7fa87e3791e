"""From an instrument to the courses that it would pay for."""

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from mentorhub.kit import clock
from mentorhub.kit.errors import Missing
from mentorhub.recommend import funding_book
from mentorhub.recommend.eligibility import Condition, Instrument
from mentorhub.recommend.engine.places import Place
from mentorhub.recommend.engine.wishes import find_place
from mentorhub.recommend.forms.public import SearchForm, page_of
from mentorhub.recommend.funding.reverse import demand, unanswered
from mentorhub.recommend.funding_book import FundingBook
from mentorhub.recommend.gazetteer import Gazetteer
from mentorhub.recommend.queries import fundable
from mentorhub.recommend.queries.fundable import Counts, Group, Wanted
from mentorhub.recommend.views import visit
from mentorhub.recommend.views.blueprint import bp
from mentorhub.recommend.views.cards import Card, card, case_of
from mentorhub.recommend.views.judged import Judged, Questions
from mentorhub.recommend.views.saved import saved_keys
from mentorhub.recommend.views.visit import Told
from mentorhub.web.context import db, service

PAGE = 10
LONGEST_WORDS = 200
OPEN = "offen"  # in the address: courses of which something is still to be asked


@dataclass(frozen=True)
class Asked:
    """What somebody wants to see of the courses that an instrument pays for."""

    wanted: Wanted
    group: Group
    page: int


@dataclass(frozen=True)
class Shown:
    """The courses of one page, each with what it does not say, and how many there are in all."""

    cards: tuple[tuple[Card, tuple[Condition, ...]], ...]
    counts: Counts
    page: int
    pages: int


@bp.get("/foerderung/<instrument_id>/kurse")
def fundable_courses(instrument_id: str) -> ResponseReturnValue:
    """Show the courses that this instrument would pay for, by what they say about themselves."""
    one = service(FundingBook).get(instrument_id)
    if not one.pays_course:
        raise Missing(instrument_id)
    if not one.is_open(clock.today()):
        return redirect(url_for(".instrument", instrument_id=one.id))
    form = SearchForm(request.args)
    asked = _asked(form)
    with db.reading() as session:
        told = visit.told(session)
        judged = _judged(one, told)
        barred = judged.verdict.status == "no"
        shown = None if barred else _shown(session, one, asked, told)
    return render_template(
        "recommend/fundable_courses.html",
        one=one,
        judged=judged,
        form=form,
        asked=asked,
        shown=shown,
        told=told,
        place_unknown=bool(form.ort.data) and asked.wanted.place is None,
    )


def _asked(form: SearchForm) -> Asked:
    given = form.given()
    place = _place_of(given.place)
    words = " ".join((form.q.data or "").split())[:LONGEST_WORDS]
    group: Group = "open" if request.args.get("stand") == OPEN else "fits"
    return Asked(
        Wanted(words, place, given.radius_km if place else None, given.form),
        group,
        page_of(request.args),
    )


def _place_of(name: str | None) -> Place | None:
    return find_place(name, service(Gazetteer)) if name else None


def _judged(one: Instrument, told: Told) -> Judged:
    """Return what the visitor's answers alone say about the instrument."""
    return Questions(told).judged(funding_book.standing(one, told.facts, clock.today()))


def _shown(session: Session, one: Instrument, asked: Asked, told: Told) -> Shown:
    """Return the page asked for; one behind the last is the last."""
    today = clock.today()
    wanted = demand(one, told.facts)
    counts = fundable.counts(session, wanted, asked.wanted, today)
    total = counts.fits if asked.group == "fits" else counts.open
    pages = max(1, -(-total // PAGE))
    page = min(asked.page, pages)
    rows = fundable.page(
        session,
        wanted,
        asked.wanted,
        today,
        group=asked.group,
        limit=PAGE,
        offset=(page - 1) * PAGE,
    )
    book, saved = service(FundingBook), saved_keys(session)
    cards = []
    for offer in rows:
        chances = funding_book.chances(book, offer, told.facts, today)
        case = case_of(offer, chances, told, today)
        shown = card(offer, case, today, near=asked.wanted.place, saved=saved)
        said = funding_book.facts_of_offer(offer, today)
        cards.append((shown, unanswered(one, told.facts, said)))
    return Shown(tuple(cards), counts, page, pages)
