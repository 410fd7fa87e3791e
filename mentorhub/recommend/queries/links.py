"""Pages at providers: which are there, which are dead, and which offers lead to them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from mentorhub.recommend.models import Link, Offer
from mentorhub.recommend.queries.imports import open_jobs
from mentorhub.recommend.queries.offers import BATCH, Page, is_current, paged

CHECK_JOB = "links.check"
AGAIN_JOB = "links.check_again"
STATES = ("dead", "doubtful", "unknown", "there", "new", "all")
NAMED = 3
"""So many offers of a link are named in a list."""


@dataclass(frozen=True)
class Led:
    """The offers that lead to one page: the first of them by title, and how many there are."""

    offers: Sequence[Offer]
    total: int

    @property
    def more(self) -> int:
        """How many are not named."""
        return self.total - len(self.offers)


def by_id(session: Session, link_id: int) -> Link | None:
    """Return one link."""
    return session.get(Link, link_id)


def of_address(session: Session, address: str) -> Link | None:
    """Return what is known of the page at an address, None where nobody has looked for it yet."""
    return session.scalar(select(Link).where(Link.address == address)) if address else None


def by_address(session: Session, addresses: Sequence[str]) -> dict[str, Link]:
    """Return what is known of some pages, by address."""
    known = session.scalars(select(Link).where(Link.address.in_(addresses)))
    return {each.address: each for each in known}


def editors_page(session: Session, *, state: str, origin: str, page: int, today: date) -> Page:
    """Return links in a state, one of STATES, longest unchecked first; ``origin`` "" is any."""
    return paged(session, _rows(state, origin, today), page)


def in_state(session: Session, state: str, today: date) -> Iterator[Link]:
    """Yield the links in a state, one of STATES, longest unchecked first."""
    yield from session.scalars(_rows(state, "", today).execution_options(yield_per=BATCH))


def counts(session: Session, *, origin: str, today: date) -> dict[str, int]:
    """Return how many links there are in each of STATES."""
    states = _in_state()
    told = [func.count().filter(states[name]) for name in STATES if name != "all"]
    rows = select(*told, func.count()).select_from(Link).where(_is_named(origin, today))
    return dict(zip(STATES, session.execute(rows).one(), strict=True))


def count_dead(session: Session, today: date) -> int:
    """Return how many dead links offers lead to that can be taken."""
    rows = select(func.count(Link.id)).where(Link.dead_at.is_not(None), _is_named("", today))
    return session.scalar(rows) or 0


def dead_by_origin(session: Session, today: date) -> dict[str, int]:
    """Return how many dead links the offers of each catalogue lead to."""
    dead = select(Link.address).where(Link.dead_at.is_not(None))
    rows = select(Offer.source, func.count(Offer.link.distinct())).group_by(Offer.source)
    counted = session.execute(rows.where(Offer.link.in_(dead), is_current(today)))
    return {origin: int(count) for origin, count in counted}


def led_by(session: Session, links: Sequence[Link], today: date) -> Mapping[str, Led]:
    """Return the offers that lead to each of these links, by address."""
    here = and_(Offer.link.in_([each.address for each in links]), is_current(today))
    sums = select(Offer.link, func.count()).where(here).group_by(Offer.link)
    totals = {address: int(count) for address, count in session.execute(sums)}
    place = func.row_number().over(partition_by=Offer.link, order_by=(Offer.title, Offer.id))
    ranked = select(Offer.id, place.label("place")).where(here).subquery()
    first = select(Offer).join(ranked, ranked.c.id == Offer.id).where(ranked.c.place <= NAMED)
    found = session.scalars(first.order_by(Offer.title, Offer.id)).all()
    return {
        address: Led([each for each in found if each.link == address], total)
        for address, total in totals.items()
    }


def asked_again(session: Session) -> frozenset[int]:
    """Return the ids of the links that somebody has asked to check now."""
    return frozenset(int(job.payload["link"]) for job in open_jobs(session, (AGAIN_JOB,)))


def due(
    session: Session, *, every: timedelta, at_one_host: int, limit: int, now: datetime
) -> Sequence[Link]:
    """Return the links whose time has come, longest unchecked first, so many of one host.

    Hosts that somebody is asking just now are left out.
    """
    busy = select(Link.host).where(Link.busy_until > now)
    is_due = or_(Link.checked_at.is_(None), Link.checked_at <= now - every)
    order = (Link.checked_at.nulls_first(), Link.id)
    place = func.row_number().over(partition_by=Link.host, order_by=order)
    ranked = select(Link.id, place.label("place")).where(is_due, Link.host.not_in(busy)).subquery()
    rows = select(Link).join(ranked, ranked.c.id == Link.id).where(ranked.c.place <= at_one_host)
    return session.scalars(rows.order_by(*order).limit(limit)).all()


def is_busy(session: Session, host: str, now: datetime) -> bool:
    """Return whether somebody is asking a host just now."""
    rows = select(Link.id).where(Link.host == host, Link.busy_until > now)
    return session.scalar(rows.limit(1)) is not None


def _rows(state: str, origin: str, today: date) -> Select[Link]:
    rows = select(Link).where(_is_named(origin, today))
    if state != "all":
        rows = rows.where(_in_state()[state])
    return rows.order_by(Link.checked_at.nulls_first(), Link.id)


def _is_named(origin: str, today: date) -> ColumnElement[bool]:
    """Return what a link must fulfil to be that of an offer that can be taken."""
    here = exists().where(Offer.link == Link.address, is_current(today))
    return here.where(Offer.source == origin) if origin else here


def _in_state() -> dict[str, ColumnElement[bool]]:
    """Return what ``Link.state`` says, for the database."""
    checked, alive = Link.checked_at.is_not(None), Link.dead_at.is_(None)
    sure = and_(checked, alive, Link.gone_on.is_(None))
    return {
        "dead": and_(checked, Link.dead_at.is_not(None)),
        "doubtful": and_(checked, alive, Link.gone_on.is_not(None)),
        "unknown": and_(sure, Link.why != ""),
        "there": and_(sure, Link.why == ""),
        "new": Link.checked_at.is_(None),
    }
