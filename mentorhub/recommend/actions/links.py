"""Links are taken up, looked at in turn and noted; who asks for one has it looked at now."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from mentorhub.kit import jobs
from mentorhub.kit.db import Database, hold
from mentorhub.recommend.link_check import LinkChecker, NotNow
from mentorhub.recommend.links import Finding, host_of
from mentorhub.recommend.models import Link, Offer
from mentorhub.recommend.queries import links as rows
from mentorhub.recommend.queries.links import AGAIN_JOB, CHECK_JOB
from mentorhub.recommend.queries.offers import is_current

MOST = 60
MOST_OF_HOST = 5
MOST_NEW = 5000
AT_ONCE = 8
RUN_SECONDS = 15.0
"""How long one run goes on beginning to look; the worker has other work too."""
REST = timedelta(minutes=10)
"""How long a host is left alone at least where our turn did not come: it is slow, or tired."""
LEASE = timedelta(minutes=10)
KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Errand:
    """Who looks at pages, and with what."""

    db: Database
    checker: LinkChecker
    clock: Callable[[], datetime]
    most: int = MOST
    told: Callable[[str, Finding], None] = field(default=lambda _address, _found: None)


@dataclass(frozen=True)
class Stop:
    """One page that shall be looked at."""

    link_id: int
    address: str


@dataclass(frozen=True)
class Seen:
    """What was found at a page, None where our turn did not come: the host rests so long."""

    stop: Stop
    found: Finding | None
    rest: timedelta = timedelta(0)


def collect(session: Session, *, today: date) -> None:
    """Take up the links of offers that can be taken, and forget those that no such offer has."""
    hold(session, CHECK_JOB)
    is_named = exists().where(Offer.link == Link.address, is_current(today))
    session.execute(delete(Link).where(~is_named).execution_options(synchronize_session=False))
    is_known = exists().where(Link.address == Offer.link)
    fresh = select(Offer.link).distinct().where(Offer.link != "", is_current(today), ~is_known)
    for address in session.scalars(fresh.limit(MOST_NEW)).all():
        session.add(Link(address=address, host=host_of(address)))


def ask(session: Session, link: Link, *, by: int, now: datetime) -> None:
    """Let the worker look at one page now; a second time changes nothing."""
    jobs.enqueue(session, AGAIN_JOB, {"link": link.id}, at=now, key=f"{AGAIN_JOB}:{link.id}", by=by)


def sweep(session: Session, *, now: datetime) -> None:
    """Drop the jobs with which somebody looked at a link a day ago."""
    jobs.drop_ended(session, AGAIN_JOB, before=now - KEPT)


def carry_out(errand: Errand, only: int | None = None) -> int:
    """Look at the pages whose time has come, or at ``only`` one; return at how many.

    Hosts are asked side by side, the pages of one host one after the other. What our turn does
    not come for stays due.
    """
    now = errand.clock()
    with errand.db.writing() as session:
        stops = _claim(session, errand, only, now)
    until = errand.checker.clock() + RUN_SECONDS
    looked = 0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        tours = [pool.submit(_tour, errand.checker, tour, until) for tour in _by_host(stops)]
        for tour in as_completed(tours):
            with errand.db.writing() as session:
                _note(session, tour.result(), errand.clock())
            for seen in tour.result():
                if seen.found:
                    errand.told(seen.stop.address, seen.found)
                    looked += 1
    return looked


def _claim(session: Session, errand: Errand, only: int | None, now: datetime) -> list[Stop]:
    """Return the pages to look at, kept from everybody else for as long as that may take."""
    hold(session, CHECK_JOB)
    if only is None:
        found = rows.due(
            session,
            every=errand.checker.every,
            at_one_host=MOST_OF_HOST,
            limit=errand.most,
            now=now,
        )
    else:
        one = rows.by_id(session, only)
        found = [one] if one and not rows.is_busy(session, one.host, now) else []
    for link in found:
        link.busy_until = now + LEASE
    return [Stop(link.id, link.address) for link in found]


def _by_host(stops: Sequence[Stop]) -> list[list[Stop]]:
    ordered = sorted(stops, key=lambda stop: host_of(stop.address))
    return [list(tour) for _host, tour in groupby(ordered, lambda stop: host_of(stop.address))]


def _tour(checker: LinkChecker, tour: Sequence[Stop], until: float) -> list[Seen]:
    return [_look(checker, stop, until) for stop in tour]


def _look(checker: LinkChecker, stop: Stop, until: float) -> Seen:
    try:
        return Seen(stop, checker.look(stop.address, until))
    except NotNow as told:
        return Seen(stop, None, max(REST, timedelta(seconds=told.seconds)))


def _note(session: Session, tour: Sequence[Seen], now: datetime) -> None:
    """Note what was found; where a host rests its pages wait, so that those of others come."""
    for seen in tour:
        link = rows.by_id(session, seen.stop.link_id)
        if link and seen.found:
            _write(link, seen.found, now)
        elif link:
            link.busy_until = now + seen.rest


def _write(link: Link, found: Finding, now: datetime) -> None:
    history = link.history.after(found, now)
    link.checked_at, link.why, link.status = now, found.why, found.status
    link.there_at, link.gone_on, link.dead_at = history.there_at, history.gone_on, history.dead_at
    link.busy_until = None
