"""Sources that are fetched by themselves: how they stand, how each fetch went."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from mentorhub.kit.jobs import Job
from mentorhub.recommend.models import Offer, Source, SourceFetch, Withdrawal
from mentorhub.recommend.queries.imports import FETCH_JOB, open_jobs
from mentorhub.recommend.queries.links import dead_by_origin
from mentorhub.recommend.queries.offers import Page, paged

State = Literal["running", "asks", "failing", "paused", "new", "stale", "fresh"]
FetchState = Literal["running", "broken_off", "tried", "imported", "unchanged", "stopped", "failed"]


@dataclass(frozen=True)
class Age:
    """When a source was last known to be as we have it, and until when that is fresh."""

    fetched_at: datetime | None
    fresh_until: date | None
    licence: str


@dataclass(frozen=True)
class Standing:
    """A source, how it stands, and its last fetch if there was one.

    ``offers`` are those that are not withdrawn, ``dead_links`` how many pages that they lead to are
    dead; ``work`` is the job that fetches it just now.
    """

    source: Source
    state: State
    is_stale: bool
    last: SourceFetch | None
    offers: int
    dead_links: int
    work: Job | None


@dataclass(frozen=True)
class _Sums:
    """What is asked for all sources at once: jobs by id, offers and dead links by origin."""

    busy: Mapping[int, Job]
    offers: Mapping[str, int]
    dead_links: Mapping[str, int]


def by_id(session: Session, source_id: int) -> Source | None:
    """Return one source."""
    return session.get(Source, source_id)


def by_name(session: Session, name: str) -> Source | None:
    """Return one source."""
    return session.scalar(select(Source).where(Source.name == name))


def all_sources(session: Session) -> Sequence[Source]:
    """Return all sources, by name."""
    return session.scalars(select(Source).order_by(Source.name)).all()


def fetch_by_id(session: Session, fetch_id: int) -> SourceFetch | None:
    """Return one fetch."""
    return session.get(SourceFetch, fetch_id)


def fetches(session: Session, source: Source, page: int) -> Page:
    """Return the fetches of a source, newest first."""
    rows = select(SourceFetch).where(SourceFetch.source_id == source.id)
    return paged(session, rows.order_by(SourceFetch.id.desc()), page)


def standings(session: Session, today: date) -> list[Standing]:
    """Return all sources and how they stand, by name."""
    found = all_sources(session)
    sums = _Sums(_jobs(session), _offers(session, found), dead_by_origin(session, today))
    return [_standing(session, each, sums, today) for each in found]


def standing(session: Session, source: Source, today: date) -> Standing:
    """Return how one source stands."""
    sums = _Sums(_jobs(session), _offers(session, [source]), dead_by_origin(session, today))
    return _standing(session, source, sums, today)


def under_way(session: Session) -> frozenset[int]:
    """Return the ids of the sources that are being fetched, or are about to be."""
    return frozenset(_jobs(session))


def fetch_state(fetch: SourceFetch, standing: Standing) -> FetchState:
    """Return how a fetch of a source went; only its last one can be going on."""
    if fetch.ended_at is not None:
        return fetch.outcome  # type: ignore[return-value]  # one of these words by its action
    goes_on = standing.state == "running" and fetch == standing.last
    return "running" if goes_on else "broken_off"


def ages(session: Session) -> Mapping[str, Age]:
    """Return how old what we have of each source is, by what its offers name as their source."""
    return {
        each.origin: Age(each.fetched_at, each.fresh_until, each.licence)
        for each in all_sources(session)
    }


def source_of_import(session: Session, import_id: int) -> Source | None:
    """Return the source that an import came from, None if it came another way."""
    fetch = select(SourceFetch.source_id).where(SourceFetch.import_id == import_id)
    return session.scalar(select(Source).where(Source.id.in_(fetch)))


def last_fetch(session: Session, source_id: int) -> SourceFetch | None:
    """Return the newest fetch of a source."""
    rows = select(SourceFetch).where(SourceFetch.source_id == source_id)
    return session.scalar(rows.order_by(SourceFetch.id.desc()).limit(1))


def _jobs(session: Session) -> Mapping[int, Job]:
    """Return the jobs that fetch sources, or will, by the id of the source."""
    return {int(job.payload["source"]): job for job in open_jobs(session, (FETCH_JOB,))}


def _standing(
    session: Session,
    source: Source,
    sums: _Sums,
    today: date,
) -> Standing:
    last = last_fetch(session, source.id)
    return Standing(
        source=source,
        state=_state(source, last, sums.busy, today),
        is_stale=source.is_stale(today),
        last=last,
        offers=sums.offers.get(source.origin, 0),
        dead_links=sums.dead_links.get(source.origin, 0),
        work=sums.busy.get(source.id),
    )


def _state(source: Source, last: SourceFetch | None, busy: Container[int], today: date) -> State:
    if source.id in busy:
        return "running"
    if last and last.outcome == "stopped":
        return "asks"
    if source.failures:
        return "failing"
    if source.pause:
        return "paused"
    if source.fetched_at is None:
        return "new"
    return "stale" if source.is_stale(today) else "fresh"


def _offers(session: Session, sources: Sequence[Source]) -> dict[str, int]:
    """Return how many offers of these sources are not withdrawn."""
    there = ~exists().where(Withdrawal.offer_id == Offer.id)
    names = [each.origin for each in sources]
    rows = select(Offer.source, func.count(Offer.id)).where(Offer.source.in_(names), there)
    return {name: int(count) for name, count in session.execute(rows.group_by(Offer.source))}
