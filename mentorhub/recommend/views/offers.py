"""The page of one offer, and what is said where one is gone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from mentorhub.kit import clock
from mentorhub.recommend import funding_book, going_out, policy, wording
from mentorhub.recommend.eligibility import Fact, Instrument, estimate
from mentorhub.recommend.engine.places import Place
from mentorhub.recommend.engine.wishes import find_place
from mentorhub.recommend.exports import Terms, schema_org
from mentorhub.recommend.forms.public import LONGEST_PLACE
from mentorhub.recommend.freshness import SourceBook
from mentorhub.recommend.funding.combine import Ways
from mentorhub.recommend.funding.seldom import is_for_few
from mentorhub.recommend.funding_book import FundingBook, ways_to_pay
from mentorhub.recommend.gazetteer import Gazetteer
from mentorhub.recommend.links import host_of
from mentorhub.recommend.models import Link, Offer
from mentorhub.recommend.policy import NoLongerOffered
from mentorhub.recommend.queries import links, plans
from mentorhub.recommend.question import LONGEST_QUESTION
from mentorhub.recommend.views import funding_steps, visit
from mentorhub.recommend.views.blueprint import bp, came_from_search, person
from mentorhub.recommend.views.cards import card, case_of, cost_by
from mentorhub.recommend.views.funding_steps import Shown
from mentorhub.recommend.views.judged import Judged, Questions
from mentorhub.recommend.views.saved import saved_keys
from mentorhub.recommend.views.similar import like_offer
from mentorhub.recommend.wording import ways
from mentorhub.recommend.wording.ways import ShownWays
from mentorhub.web.context import db, service
from mentorhub.web.filters import day


@dataclass(frozen=True)
class Money:
    """What may pay for this offer and how, what does not, and the question to ask first.

    ``few`` may pay, but hardly for anybody.
    """

    possible: tuple[Judged, ...]
    few: tuple[Judged, ...]
    impossible: tuple[Judged, ...]
    first: Fact | None
    ways: ShownWays


@dataclass(frozen=True)
class Outside:
    """The page at the provider: its address, its host, and what is known of it."""

    address: str
    host: str
    known: Link | None


@bp.get("/angebote/<path:key>")
def offer(key: str) -> ResponseReturnValue:
    """Show everything that is known about one offer, and what is not known.

    Of an instrument of ours our own page speaks, whatever a catalogue says about it.
    """
    if service(FundingBook).find(key):
        return redirect(url_for(".instrument", instrument_id=key))
    today = clock.today()
    with db.reading() as session:
        try:
            found = policy.offer_to_see(session, person(), key, today)
        except NoLongerOffered as gone:
            return _gone(gone.offer)
        return _page(session, found, today)


def _page(session: Session, found: Offer, today: date) -> str:
    told = visit.told(session)
    chances = funding_book.chances(service(FundingBook), found, told.facts, today)
    case, near = case_of(found, chances, told, today), _near()
    shown = card(found, case, today, near=near, saved=saved_keys(session))
    questions = Questions(told)
    first = questions.put(shown.cost.question) or questions.first(case)
    judged = [questions.judged(one, estimate(one.instrument, case.known, None)) for one in chances]
    open_ = [one for one in judged if one.verdict.status != "no"]
    paid = ways_to_pay(service(FundingBook), found, told.facts, today)
    if way := funding_book.sure_way(paid, case) if found.price_cents else None:
        shown = replace(shown, cost=cost_by(way, shown.cost))
    lead = way.instruments if way else tuple(filter(None, [shown.cost.instrument]))
    return render_template(
        "recommend/offer.html",
        offer=found,
        card=shown,
        rows=_rows(found, shown.distance, today),
        dates=[] if found.begin_text else [one for one in found.dates if one.starts >= today],
        money=Money(
            possible=tuple(one for one in open_ if not is_for_few(one.verdict)),
            few=tuple(one for one in open_ if is_for_few(one.verdict)),
            impossible=tuple(one for one in judged if one.verdict.status == "no"),
            first=first,
            ways=ways.shown(_led(paid, lead), told.facts, questions.placed),
        ),
        steps=_steps(found, lead, today),
        similar=like_offer(session, found, told, today, near),
        told=told,
        back=came_from_search(),
        is_current=found.is_current(today),
        fresh=service(SourceBook).of(found.source, today, found.known_as_of),
        outside=_outside(session, found),
        today=today,
        structured=_structured(found, today),
    )


def _led(paid: Ways, lead: Sequence[Instrument]) -> Ways:
    """Return the ways to pay, first the one by these instruments, of which the page speaks above.

    Where they are part of several, it is the best of them.
    """
    wanted = {one.id for one in lead}
    first = [way for way in paid.ways if wanted and wanted <= {one.id for one in way.instruments}]
    rest = [way for way in paid.ways if way not in first[:1]]
    return replace(paid, ways=(*first[:1], *rest))


def _steps(found: Offer, lead: Sequence[Instrument], today: date) -> list[Shown]:
    """Return what to do for these instruments."""
    book = service(FundingBook)
    return [funding_steps.shown(plans.plan(book, one.id, today, offer=found)) for one in lead]


def _outside(session: Session, found: Offer) -> Outside | None:
    """Return where the page at the provider is, None where none is known."""
    if not found.link:
        return None
    return Outside(found.link, host_of(found.link), links.of_address(session, found.link))


def _structured(found: Offer, today: date) -> dict[str, object] | None:
    """Return what search engines read: a course that can be taken, None for anything else."""
    if found.kind != "course" or not found.is_current(today):
        return None
    told = schema_org.course(going_out.listed(found, today), service(Terms), today)
    return {"@context": schema_org.CONTEXT, **told}


def _near() -> Place | None:
    name = request.args.get("ort", "")[:LONGEST_PLACE]
    return find_place(name, service(Gazetteer)) if name else None


def _rows(found: Offer, distance: str, today: date) -> list[tuple[str, str]]:
    """Return the facts of the offer in words; what is not known is named as unknown."""
    unknown = gettext("not stated")
    where = wording.place(found) + (f" · {distance}" if distance else "")
    rows = [
        (gettext("Place"), where),
        (gettext("Start of the course"), wording.begin_day(found, today)),
        (gettext("Length of the course"), wording.length(found, today)),
        (gettext("Times of day"), wording.times(found)),
        (gettext("On site or online"), wording.form_of(found.form)),
        (gettext("Price"), wording.price(found)),
        (gettext("Language of teaching"), wording.language_of(found.language)),
        (gettext("Level of the course"), wording.level_of(found.level)),
        (gettext("What you need"), found.requirements),
        (gettext("For whom"), found.target_group),
        (gettext("What you get at the end"), _degree(found)),
        (gettext("Course approved for funding (AZAV)"), wording.yes_no(found.azav, unknown)),
        (
            gettext("Provider approved for funding (AZAV)"),
            wording.yes_no(found.provider_azav, unknown),
        ),
        (gettext("Provider"), found.provider),
    ]
    return [(str(name), value or unknown) for name, value in rows]


def _degree(found: Offer) -> str:
    kind = wording.degree_kind_of(found.degree_kind)
    return f"{found.degree} ({kind})" if found.degree and kind else found.degree or kind


def _gone(offer: Offer) -> tuple[str, int]:
    """Say that the offer is gone and lead to similar ones; gone for good is 410."""
    last = max((one.starts for one in offer.dates), default=None)
    similar = url_for(
        "recommend.search", q=offer.title[:LONGEST_QUESTION], ort=offer.postcode or offer.town
    )
    page = render_template(
        "recommend/gone.html",
        title=offer.title,
        withdrawn=offer.withdrawal is not None,
        last=day(last) if last and not offer.begin_text else "",
        similar=similar,
    )
    return page, 410
