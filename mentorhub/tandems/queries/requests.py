"""A request as the person who sent it sees it, through their private link."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.accounts.queries import names
from mentorhub.kit.crypto import Cipher, token_hash
from mentorhub.tandems.models import Case, ConversationRequest, Whom, WhyErased
from mentorhub.tandems.queries import desks
from mentorhub.tandems.queries.opening import content_of


class State(StrEnum):
    """How things stand for the person who asked."""

    waiting = "waiting"
    nobody_there = "nobody_there"
    taken = "taken"
    talked = "talked"
    ended = "ended"
    withdrawn = "withdrawn"
    expired = "expired"
    case_over = "case_over"


@dataclass(frozen=True)
class DeskName:
    """A desk where the request waits: its name and how many mentors it has."""

    name: str
    town: str
    mentors: int


@dataclass(frozen=True)
class Asked:
    """What the private link shows. It holds nothing of what was written.

    Somebody else may look at the same screen, so neither wish nor notes are part of it.
    """

    reference: str
    asked_at: datetime
    state: State
    whom: Whom
    desks: tuple[DeskName, ...]
    mentors: tuple[str, ...]
    since: datetime
    shows_search: bool

    @property
    def is_erased(self) -> bool:
        """Whether everything that the person wrote is gone."""
        return self.state in (State.withdrawn, State.expired, State.case_over)


def by_token(session: Session, token: str) -> ConversationRequest | None:
    """Return the request behind a private link."""
    return session.scalar(
        select(ConversationRequest).where(ConversationRequest.token_hash == token_hash(token))
    )


def token_to_use(session: Session, tokens: Iterable[str]) -> str:
    """Return the first of these tokens that does not lead to an erased request."""
    for token in tokens:
        found = by_token(session, token)
        if found is None or found.erasure is None:
            return token
    raise ValueError("every token was used up")


def asked(session: Session, request: ConversationRequest) -> Asked:
    """Return how things stand with a request."""
    present = desks.mentors_for(session, request) if not request.erasure else []
    state, since = _state(request, anybody=bool(present))
    holders = [each.person_id for each in request.case.mentors] if request.case else []
    known = names(session, holders)
    return Asked(
        reference=request.reference,
        asked_at=request.at,
        state=state,
        whom=request.whom,
        desks=tuple(
            DeskName(
                desk.organisation.name,
                desk.organisation.town,
                sum(each.organisation_id == desk.organisation_id for each in present),
            )
            for desk in request.desks
        ),
        mentors=tuple(sorted(known.values())),
        since=since,
        shows_search=request.consent.shows_search,
    )


def export(session: Session, cipher: Cipher, request: ConversationRequest) -> dict[str, Any]:
    """Return what the person told us and what became of it, as plain values for JSON.

    A mentor's notes and what was told for funding are not part of it: whoever finds the link on a
    shared computer must not read them. The mentor shows them to the person.
    """
    sealed: ConversationRequest | Case = request.case or request
    content = content_of(cipher, sealed)
    now_known = asked(session, request)
    told: dict[str, Any] = {}
    if content:
        told = {
            "first_name": content.first_name,
            "contact": content.contact,
            "wish": content.wish,
            "searched": content.searched,
            "saved": [{"offer": each.key, "title": each.title} for each in content.saved],
        }
    return {
        "reference": request.reference,
        "asked_at": request.at.isoformat(),
        "whom": request.whom.value,
        "postcode": request.postcode,
        "company": request.organisation.name if request.organisation else None,
        "told": told,
        "consent": {
            "text_version": request.consent.text_version,
            "shows_search": request.consent.shows_search,
            "at": request.consent.at.isoformat(),
        },
        "state": now_known.state.value,
        "state_since": now_known.since.isoformat(),
        "desks": [each.name for each in now_known.desks],
        "mentors": list(now_known.mentors),
        "conversations": _conversations(request.case),
        "funding_details_kept_since": _funding_since(request.case),
    }


def _conversations(case: Case | None) -> list[dict[str, Any]]:
    return [
        {"on": each.held_on.isoformat(), "minutes": each.minutes, "channel": each.channel.value}
        for each in (case.conversations if case else [])
    ]


def _funding_since(case: Case | None) -> str | None:
    return case.funding.at.isoformat() if case and case.funding else None


def _state(request: ConversationRequest, *, anybody: bool) -> tuple[State, datetime]:
    if request.erasure:
        return _ERASED[request.erasure.why], request.erasure.at
    case = request.case
    if case and case.ending:
        return State.ended, case.ending.at
    if request.taking is None:
        return (State.waiting if anybody else State.nobody_there), request.waits_since
    if case and case.conversations:
        return State.talked, case.conversations[-1].at
    return State.taken, request.taking.at


_ERASED = {
    WhyErased.withdrawn: State.withdrawn,
    WhyErased.expired: State.expired,
    WhyErased.case_over: State.case_over,
}
