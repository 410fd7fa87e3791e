"""Which mentors a request reaches, and what waits for one of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from mentorhub.accounts.models import Organisation, Person, Role, Side
from mentorhub.accounts.policy import employer_side_ids
from mentorhub.accounts.queries import Member, members_with
from mentorhub.kit.crypto import Cipher
from mentorhub.recommend.engine.places import Place as Middle
from mentorhub.recommend.models import Place
from mentorhub.tandems import routing
from mentorhub.tandems.content import Content
from mentorhub.tandems.models import (
    Case,
    ConversationRequest,
    RequestDesk,
    RequestErasure,
    Taking,
    Whom,
)
from mentorhub.tandems.queries.opening import content_of
from mentorhub.tandems.routing import DeskAt, Spot

MENTOR_FOR = {Whom.inside: Role.in_company_mentor, Whom.outside: Role.inter_company_mentor}


@dataclass(frozen=True)
class Waiting:
    """A request as the desk sees it: everything but the way to reach the person.

    ``content`` is None if it cannot be opened; its ``contact`` is empty until somebody has taken
    the request. ``km`` is the distance from the reader's nearest desk, None if it cannot be told.
    """

    id: int
    reference: str
    asked_at: datetime
    whom: Whom
    content: Content | None
    place: str
    km: float | None
    company: str | None
    was_given_back: bool


def choose(
    session: Session, *, whom: Whom, postcode: str, organisation: Organisation | None
) -> frozenset[int]:
    """Return the organisations whose mentors may take such a request; empty if nobody is there.

    Inside, that is the company itself; outside, the nearest desk with at least one mentor who
    does not stand for the employer of the company concerned (for any, if it is not known).
    """
    company_id = organisation.id if organisation else None
    if whom is Whom.inside:
        able = _able(session, Role.in_company_mentor, company_id)
        return frozenset({each.organisation_id for each in able} & {company_id})
    able = _able(session, Role.inter_company_mentor, company_id)
    where = postcode or (organisation.postcode if organisation else "")
    spots = spots_of(session, {where, *(each.postcode for each in able)})
    desks = {each.organisation_id: spots.get(each.postcode) for each in able}
    return routing.nearest(
        spots.get(where), [DeskAt(id_, spot) for id_, spot in sorted(desks.items())]
    )


def mentors_for(session: Session, request: ConversationRequest) -> list[Member]:
    """Return everybody who may read and take the request at present, by name, each once."""
    desks = {desk.organisation_id for desk in request.desks}
    able = _able(session, MENTOR_FOR[request.whom], request.organisation_id)
    found = {each.person_id: each for each in able if each.organisation_id in desks}
    return list(found.values())


def waiting_for(person: Person) -> Select[ConversationRequest]:
    """Select what waits for this mentor; ``person`` belongs to the session that runs it."""
    return at_desks_of(person).where(~exists().where(Taking.request_id == ConversationRequest.id))


def at_desks_of(person: Person) -> Select[ConversationRequest]:
    """Select what came to this mentor's desks and was not erased, taken or not."""
    inside = person.organisations_as(Role.in_company_mentor)
    outside = person.organisations_as(Role.inter_company_mentor)
    employer = [each.organisation_id for each in person.memberships if each.side is Side.employer]
    mine = exists().where(
        RequestDesk.request_id == ConversationRequest.id,
        or_(
            and_(ConversationRequest.whom == Whom.inside, RequestDesk.organisation_id.in_(inside)),
            and_(
                ConversationRequest.whom == Whom.outside, RequestDesk.organisation_id.in_(outside)
            ),
        ),
    )
    found = select(ConversationRequest).where(
        mine, ~exists().where(RequestErasure.request_id == ConversationRequest.id)
    )
    if employer:  # leaves out NULL as well: a company that nobody named may be one of these
        found = found.where(ConversationRequest.organisation_id.not_in(employer))
    return found


def count_waiting(session: Session, person: Person) -> int:
    """Return how many requests wait for this mentor."""
    waiting = waiting_for(person).with_only_columns(ConversationRequest.id)
    return session.scalar(select(func.count()).select_from(waiting.subquery())) or 0


def waiting(session: Session, cipher: Cipher, person: Person) -> list[Waiting]:
    """Return what waits for this mentor, longest first."""
    found = session.scalars(
        waiting_for(person).order_by(ConversationRequest.waits_since, ConversationRequest.id)
    )
    return _shown(session, cipher, person, list(found.unique()))


def waiting_one(
    session: Session, cipher: Cipher, person: Person, request: ConversationRequest
) -> Waiting:
    """Return one request as this mentor's desk sees it."""
    return _shown(session, cipher, person, [request])[0]


def spots_of(session: Session, postcodes: Iterable[str]) -> dict[str, Spot]:
    """Return where these postcodes are; unknown ones are left out.

    Where several towns share a postcode, the largest with a known middle stands for it.
    """
    rows = session.execute(
        select(Place)
        .where(Place.postcode.in_({code for code in postcodes if code}))
        .order_by(Place.latitude.is_not(None), Place.population, Place.town)
    ).scalars()
    return {row.postcode: Spot(row.town, row.state, _middle(row)) for row in rows}


def _able(session: Session, role: Role, company_id: int | None) -> list[Member]:
    barred = employer_side_ids(session, company_id)
    return [each for each in members_with(session, role) if each.person_id not in barred]


def _shown(
    session: Session, cipher: Cipher, person: Person, requests: list[ConversationRequest]
) -> list[Waiting]:
    homes = {each.organisation_id: each.organisation.postcode for each in person.memberships}
    asked_from = {each.id: _asked_from(each) for each in requests}
    spots = spots_of(session, {*homes.values(), *asked_from.values()})
    return [_row(cipher, each, asked_from[each.id], homes, spots) for each in requests]


def _row(
    cipher: Cipher,
    request: ConversationRequest,
    asked_from: str,
    homes: dict[int, str],
    spots: dict[str, Spot],
) -> Waiting:
    sealed: ConversationRequest | Case = request.case or request
    content = content_of(cipher, sealed)
    spot = spots.get(asked_from)
    desks = [homes[desk.organisation_id] for desk in request.desks if desk.organisation_id in homes]
    known = [km for home in desks if (km := routing.distance(spot, spots.get(home))) is not None]
    return Waiting(
        id=request.id,
        reference=request.reference,
        asked_at=request.at,
        whom=request.whom,
        content=content.without_contact() if content else None,
        place=f"{asked_from} {spot.town}" if spot else asked_from,
        km=min(known, default=None),
        company=request.organisation.name if request.organisation else None,
        was_given_back=request.case is not None,
    )


def _asked_from(request: ConversationRequest) -> str:
    return request.postcode or (request.organisation.postcode if request.organisation else "")


def _middle(row: Place) -> Middle | None:
    if row.latitude is None or row.longitude is None:
        return None
    return Middle(row.town, row.latitude, row.longitude, row.postcode)
