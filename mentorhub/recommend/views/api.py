"""The interface for programs: search, offers and funding as JSON, without accounts or cookies."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from flask import jsonify, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Gone

from mentorhub.kit import clock
from mentorhub.recommend import funding_book, going_out, plain, policy, question
from mentorhub.recommend.eligibility import Value
from mentorhub.recommend.engine.wishes import find_place
from mentorhub.recommend.exports import Terms
from mentorhub.recommend.finder import Finder
from mentorhub.recommend.forms import api as asked
from mentorhub.recommend.forms import api_answers as told
from mentorhub.recommend.forms.api import _
from mentorhub.recommend.freshness import SourceBook
from mentorhub.recommend.funding.asking import Case, is_peoples, next_question
from mentorhub.recommend.funding.reverse import NEVER, Demand, demand
from mentorhub.recommend.funding_book import FundingBook
from mentorhub.recommend.gazetteer import Gazetteer
from mentorhub.recommend.models import Link, Offer
from mentorhub.recommend.queries import links, plans, public
from mentorhub.recommend.views.api_spec import (
    GONE,
    NOT_THERE,
    UNREADABLE,
    WITH_BODY,
    answers,
    bp,
    description,
    refuse,
    spec,
)
from mentorhub.web.context import db, service

KEY = {"key": _("What the offer is called, as in every list")}
ID = {"instrument_id": _("What the instrument is called, as in the list")}


@bp.get("/openapi.json", endpoint="description")
def describe() -> ResponseReturnValue:
    """Describe the interface (OpenAPI 3.1)."""
    return jsonify(description())


@bp.get("/search")
@spec.validate(resp=answers(told.SearchPage, UNREADABLE), tags=["search"], operation_id="search")
def search(query: asked.SearchQuery) -> told.SearchPage:
    """Find courses and funding for a sentence.

    The same search as on the pages: place, time, price and more are taken out of the sentence,
    and every hit says why it is there.
    """
    page, total = _found(query, {}, clock.today())
    return told.SearchPage.model_validate(
        {**page, "total": total, "links": _links(query.page, query.limit, total)}
    )


@bp.post("/search")
@spec.validate(
    resp=answers(told.SearchPage, UNREADABLE, WITH_BODY),
    tags=["search"],
    operation_id="searchWithFacts",
)
def search_with_facts(json: asked.SearchBody) -> told.SearchPage:
    """Find courses for a sentence and for what somebody says about themselves.

    Words and facts stand in no address; they decide about this answer and are not kept.
    """
    page, total = _found(json, asked.told(json.facts), clock.today())
    return told.SearchPage.model_validate({**page, "total": total, "links": None})


@bp.get("/offers")
@spec.validate(resp=answers(told.OffersPage, UNREADABLE), tags=["offers"], operation_id="offers")
def offers(query: asked.OffersQuery) -> told.OffersPage:
    """List the offers that can be taken today, in a lasting order.

    Whoever wants all of them takes a file of the catalogue instead.
    """
    today = clock.today()
    wanted = replace(query.wanted(), demand=_demand(query.funding, today))
    with db.reading() as session:
        rows, total = public.page(session, wanted, today, limit=query.limit, offset=query.offset)
        known = links.by_address(session, [row.link for row in rows if row.link])
        items = [_offer(row, known.get(row.link), today) for row in rows]
    return told.OffersPage.model_validate(
        {"items": items, "total": total, "links": _links(query.page, query.limit, total)}
    )


@bp.get("/offers/<path:key>", merge_slashes=False)
@spec.validate(
    resp=answers(told.OfferTold, NOT_THERE, GONE),
    tags=["offers"],
    path_parameter_descriptions=KEY,
    operation_id="offer",
)
def offer(key: str) -> told.OfferTold:
    """Show one offer that can be taken today."""
    today = clock.today()
    with db.reading() as session:
        try:
            found = policy.public_offer(session, key, today)
        except policy.NoLongerOffered as problem:
            raise Gone from problem
        link = links.of_address(session, found.link)
        return told.OfferTold.model_validate(_offer(found, link, today))


@bp.get("/funding", endpoint="instruments")
@spec.validate(
    resp=answers(told.FundingPage, UNREADABLE), tags=["funding"], operation_id="instruments"
)
def list_instruments(query: asked.Paging) -> told.FundingPage:
    """List the funding instruments, also those that are over and say why."""
    today, known = clock.today(), service(FundingBook).instruments
    shown = known[query.offset : query.offset + query.limit]
    return told.FundingPage.model_validate(
        {
            "items": [plain.instrument(one, service(Terms), today) for one in shown],
            "total": len(known),
            "links": _links(query.page, query.limit, len(known)),
        }
    )


@bp.get("/funding/<instrument_id>")
@spec.validate(
    resp=answers(told.InstrumentTold, NOT_THERE),
    tags=["funding"],
    path_parameter_descriptions=ID,
    operation_id="instrument",
)
def instrument(instrument_id: str) -> told.InstrumentTold:
    """Show one funding instrument with its conditions and its legal basis."""
    found = service(FundingBook).get(instrument_id)
    return told.InstrumentTold.model_validate(
        plain.instrument(found, service(Terms), clock.today())
    )


@bp.get("/funding/<instrument_id>/steps")
@spec.validate(
    resp=answers(told.StepsTold, NOT_THERE, UNREADABLE),
    tags=["funding"],
    path_parameter_descriptions=ID,
    operation_id="steps",
)
def steps(instrument_id: str, query: asked.StepsQuery) -> told.StepsTold:
    """Say what to do to get an instrument, by whom, where and until when.

    There is nothing to do for an instrument that is over.
    """
    plan = plans.plan(service(FundingBook), instrument_id, clock.today(), starts_on=query.start)
    return told.StepsTold.model_validate(plain.steps(plan))


@bp.post("/funding")
@spec.validate(
    resp=answers(told.Verdicts, UNREADABLE, WITH_BODY), tags=["funding"], operation_id="judge"
)
def judge(json: asked.FundingBody) -> told.Verdicts:
    """Say what each instrument says to these facts, and which question settles most.

    Facts decide about this answer and are not kept. A fact that is missing is unknown.
    """
    facts, today = asked.told(json.facts), clock.today()
    judged = [funding_book.standing(one, facts, today) for one in service(FundingBook).instruments]
    case = Case(service(FundingBook).instruments, facts, today, may_ask=is_peoples)
    name = next_question(case, everything=True)
    return told.Verdicts.model_validate(plain.verdicts(judged, name))


def _demand(instrument_id: str | None, today: date) -> Demand | None:
    """Return what an instrument demands of courses, None where none was named."""
    if instrument_id is None:
        return None
    one = service(FundingBook).find(instrument_id)
    return demand(one, {}) if one and one.pays_course and one.is_open(today) else NEVER


def _found(
    asked_: asked.Search, facts: Mapping[str, Value], today: date
) -> tuple[dict[str, Any], int]:
    sentence = question.read(asked_.q).text
    if asked_.place and find_place(asked_.place, service(Gazetteer)) is None:
        refuse("place", "is no town or postcode that we know")
    with db.reading() as session:
        answer = service(Finder).find(
            session,
            sentence,
            today=today,
            given=asked_.given(),
            without=frozenset(asked_.without),
            facts=facts,
            limit=asked_.limit,
            offset=asked_.offset,
        )
        return plain.with_age(plain.found(sentence, answer), answer), answer.results.total


def _offer(found: Offer, link: Link | None, today: date) -> dict[str, Any]:
    fresh = service(SourceBook).of(found.source, today, found.known_as_of)
    return plain.offer(going_out.listed(found, today), service(Terms), fresh, link)


def _links(page: int, limit: int, total: int) -> dict[str, str | None]:
    """Return the addresses of this page and those around it."""
    last = max(1, -(-total // limit))

    def address(number: int) -> str:
        sent: dict[str, Any] = {**request.args.to_dict(flat=False), "page": number}
        return service(Terms).base_url + url_for(str(request.endpoint), **sent)

    return {
        "self": address(page),
        "first": address(1),
        "last": address(last),
        "prev": address(min(page - 1, last)) if page > 1 else None,
        "next": address(page + 1) if page < last else None,
    }
