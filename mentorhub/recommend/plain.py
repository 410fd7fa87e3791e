"""Answers as plain JSON values, the same for the command line and for the interface."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from mentorhub.kit.clock import GERMANY
from mentorhub.recommend.actions.index import Arrival, Kept
from mentorhub.recommend.eligibility import (
    BY_NAME,
    Apply,
    Condition,
    Instrument,
    Text,
    Verdict,
)
from mentorhub.recommend.exports import Listed, Terms
from mentorhub.recommend.exports.lines import line_of
from mentorhub.recommend.finder import Answer, Found
from mentorhub.recommend.freshness import Freshness
from mentorhub.recommend.funding.checklist import Task
from mentorhub.recommend.models import Link, Offer
from mentorhub.recommend.queries.plans import Plan


def found(sentence: str, answer: Answer) -> dict[str, Any]:
    """Return one page of hits as docs/schemas/find.json describes it."""
    results = answer.results
    return {
        "query": sentence,
        "understood": {
            "topic": results.understood.topic,
            "chips": [
                {"id": chip.id, "kind": chip.kind, "params": dict(chip.params)}
                for chip in results.understood.chips
            ],
            "loosened": list(results.loosened),
        },
        "step": results.step,
        "none_near": results.none_near,
        "took_ms": round(results.took_ms, 2),
        "offers": results.offers,
        "hits": [_hit(one) for one in answer.found],
    }


def with_age(page: dict[str, Any], answer: Answer) -> dict[str, Any]:
    """Return one page of hits with the day of which each hit tells, None where nobody says."""
    ages = [one.offer.known_as_of if one.offer else None for one in answer.found]
    hits = [{**hit, "as_of": _day(age)} for hit, age in zip(page["hits"], ages, strict=True)]
    return {**page, "hits": hits}


def offer(one: Listed, terms: Terms, fresh: Freshness, link: Link | None) -> dict[str, Any]:
    """Return an offer as docs/schemas/offer-line.json describes it, with its page and its age.

    ``link`` is what is known of its page at the provider.
    """
    checked_at = link.checked_at if link else None
    return {
        **line_of(one.record),
        "url": terms.page_of(one.record.key),
        "changed_at": one.changed_at.isoformat(),
        "seen_on": _day(fresh.seen_on),
        "stale": fresh.is_stale,
        "link_state": link.state if link else None,
        "link_checked_on": _day(checked_at.astimezone(GERMANY).date() if checked_at else None),
        "licence": fresh.licence or None,
    }


def instrument(told: Instrument, terms: Terms, today: date) -> dict[str, Any]:
    """Return what an instrument pays, to whom, and where its text comes from."""
    one = told.as_of(today)
    return {
        "id": one.id,
        "name": _text(one.name),
        "short": _text(one.short),
        "kind": one.kind,
        "level": one.level,
        "open": one.is_open(today),
        "summary": _text(one.plain),
        "text": [_text(paragraph) for paragraph in one.text],
        "decides": _text(one.decides),
        "apply": _apply(one.apply) if one.apply else None,
        "conditions": [
            {"fact": each.field, "law": each.law, "question": _text(each.question)}
            for each in one.conditions
        ],
        "valid_from": _day(one.valid_from),
        "valid_until": _day(one.valid_until),
        "ended_on": _day(one.ended_on),
        "ended_reason": _text(one.ended_reason) if one.ended_reason else None,
        "review_on": _day(one.review_on),
        "under_review": one.under_review(today),
        "legal_basis": one.legal_basis,
        "source": one.source,
        "text_date": one.text_date.isoformat(),
        "url": f"{terms.base_url}/foerderung/{one.id}",
        "steps": None if one.is_over(today) else f"{terms.base_url}/api/v1/funding/{one.id}/steps",
    }


def steps(plan: Plan) -> dict[str, Any]:
    """Return what docs/schemas/funding-steps.json describes: what to do, and until when."""
    one = plan.instrument
    return {
        "instrument": one.id,
        "name": _text(one.name),
        "offer": plan.offer_key,
        "starts_on": _day(plan.starts_on),
        "too_late": plan.too_late,
        "valid_until": _day(one.valid_until),
        "tasks": [_task(task) for task in plan.tasks],
        "decides": _text(one.decides),
        "legal_basis": one.legal_basis,
        "text_date": one.text_date.isoformat(),
    }


def _task(task: Task) -> dict[str, Any]:
    step = task.step
    return {
        "id": step.id,
        "by": step.who,
        "text": _text(step.text),
        "binding": step.binding,
        "law": step.law or None,
        "by_when": _text(step.by_when),
        "days_before_start": step.days_before_start,
        "due": _day(task.due),
        "state": task.state,
        "offices_closed": task.closed,
        "better_on": _day(task.better),
        "where": _text(task.where),
        "papers": [_text(paper) for paper in step.papers],
        "if_late": _text(step.late) if step.late else None,
    }


def verdicts(judged: Iterable[Verdict], name: str | None) -> dict[str, Any]:
    """Return what facts say about instruments, and the question that settles most."""
    asked = {"fact": name, "question": _text(BY_NAME[name].question)} if name else None
    return {"items": [_verdict(one) for one in judged], "next_question": asked}


def _hit(one: Found) -> dict[str, Any]:
    return {
        "key": one.hit.key,
        "title": one.title,
        "kind": one.hit.kind,
        "provider": one.offer.provider if one.offer else "",
        "link": (one.offer.link or None) if one.offer else None,
        "score": round(one.hit.score, 6),
        "reasons": [
            {"code": reason.code, "params": dict(reason.params)} for reason in one.hit.reasons
        ],
        "funding": _statuses(one),
        "others": [_other(offer) for offer in one.others],
    }


def _other(offer: Offer) -> dict[str, Any]:
    """Return where and when the course of a hit is offered besides."""
    return {
        "key": offer.key,
        "provider": offer.provider,
        "city": offer.town,
        "format": offer.form,
        "start": [one.starts.isoformat() for one in offer.dates],
        "on_request": offer.on_request,
    }


def _statuses(one: Found) -> list[dict[str, Any]]:
    if one.verdict:
        return [_standing(one.verdict)]
    if one.offer and one.offer.kind == "funding":
        return [{"id": one.offer.key, "status": "unknown", "under_review": False}]
    return [_standing(verdict) for verdict in one.chances]


def _standing(one: Verdict) -> dict[str, Any]:
    return {"id": one.instrument.id, "status": one.status, "under_review": one.under_review}


def _verdict(one: Verdict) -> dict[str, Any]:
    return {
        "id": one.instrument.id,
        "status": one.status,
        "met": [_because(each, each.met) for each in one.met],
        "not_met": [_because(each, each.not_met) for each in one.not_met],
        "unknown": [_because(each, each.unknown) for each in one.unknown],
        "missing": list(one.missing),
        "reason": _text(one.reason) if one.reason else None,
        "under_review": one.under_review,
        "legal_basis": one.instrument.legal_basis,
        "text_date": one.instrument.text_date.isoformat(),
    }


def _because(condition: Condition, words: Text) -> dict[str, Any]:
    return {"fact": condition.field, "law": condition.law, "text": _text(words)}


def _apply(told: Apply) -> dict[str, Any]:
    return {
        "by": told.by,
        "where": _text(told.where),
        "deadline": _text(told.deadline),
        "papers": [_text(paper) for paper in told.papers],
    }


def _text(text: Text) -> Mapping[str, str]:
    return {"de": text.de, "en": text.en}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def index_status(kept: Sequence[Kept], arrival: Arrival) -> dict[str, Any]:
    """Return what docs/schemas/search-status.json describes; the newest generation first."""
    return {
        "meaning": {"done": arrival.done, "total": arrival.total},
        "generations": [
            {
                "name": one.name,
                "in_use": one.in_use,
                "made_at": one.made_at.isoformat() if one.made_at else None,
                "documents": one.manifest.count if one.manifest else None,
                "lacking": one.manifest.lacking if one.manifest else None,
                "encoder": one.manifest.encoder if one.manifest else None,
            }
            for one in kept
        ],
    }
