"""Import runs, the files that wait for them, and the work that is under way."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from mentorhub.kit.jobs import Job, JobEnding
from mentorhub.recommend.models import OfferImport, OfferMapping, OfferUpload, SourceFetch
from mentorhub.recommend.queries.offers import Page, paged

IMPORT_JOB = "offers.import"
FETCH_JOB = "sources.fetch"
RunState = Literal["undone", "running", "complete", "broken_off"]
WorkState = Literal["waiting", "running", "again"]


@dataclass(frozen=True)
class Work:
    """A job that has not ended; ``again`` waits for another try after a failure."""

    name: str
    state: WorkState
    asked_at: datetime
    done: int
    total: int
    note: str
    payload: dict[str, Any]


def imports_page(session: Session, page: int) -> Page:
    """Return the import runs, newest first."""
    return paged(session, select(OfferImport).order_by(OfferImport.id.desc()), page)


def import_by_id(session: Session, import_id: int) -> OfferImport | None:
    """Return one import run."""
    return session.get(OfferImport, import_id)


def last_import(session: Session) -> OfferImport | None:
    """Return the newest import run."""
    return session.scalar(select(OfferImport).order_by(OfferImport.id.desc()).limit(1))


def sources(session: Session) -> Sequence[str]:
    """Return the names of all catalogues that were ever imported, sorted."""
    rows = select(OfferImport.source).distinct().order_by(OfferImport.source)
    return session.scalars(rows).all()


def upload_by_id(session: Session, upload_id: int) -> OfferUpload | None:
    """Return a file that waits for its import."""
    return session.get(OfferUpload, upload_id)


def upload_of(session: Session, import_id: int) -> OfferUpload | None:
    """Return the file that an import reads, None once it has been read or came another way."""
    return session.scalar(select(OfferUpload).where(OfferUpload.import_id == import_id))


def waiting_uploads(session: Session) -> Sequence[OfferUpload]:
    """Return the files that were checked but not imported yet, newest first."""
    rows = select(OfferUpload).where(OfferUpload.import_id.is_(None))
    return session.scalars(rows.order_by(OfferUpload.id.desc())).all()


def mappings(session: Session) -> Sequence[OfferMapping]:
    """Return the mappings that editors saved, by name."""
    return session.scalars(select(OfferMapping).order_by(OfferMapping.name)).all()


def mapping_by_id(session: Session, mapping_id: int | None) -> OfferMapping | None:
    """Return one saved mapping."""
    return session.get(OfferMapping, mapping_id) if mapping_id else None


def mapping_by_name(session: Session, name: str) -> OfferMapping | None:
    """Return one saved mapping."""
    return session.scalar(select(OfferMapping).where(OfferMapping.name == name))


def work(session: Session, names: Collection[str], now: datetime) -> list[Work]:
    """Return what the jobs of these names are doing that have not ended, oldest first."""
    return [_work(job, now) for job in open_jobs(session, names)]


def open_jobs(session: Session, names: Collection[str]) -> Sequence[Job]:
    """Return the jobs of these names that have not ended, oldest first."""
    ended = exists().where(JobEnding.job_id == Job.id)
    rows = select(Job).where(Job.name.in_(names), ~ended).order_by(Job.id)
    return session.scalars(rows).all()


def last_failure(session: Session, name: str) -> JobEnding | None:
    """Return how the last ended job of this name failed; None if it went well."""
    rows = select(JobEnding).join(Job).where(Job.name == name).order_by(Job.id.desc())
    last = session.scalar(rows.limit(1))
    return last if last and last.error else None


def run_state(run: OfferImport, under_way: Collection[int]) -> RunState:
    """Return how an import stands; ``under_way`` are the ids of those that a job carries out."""
    if run.undo:
        return "undone"
    if run.id in under_way:
        return "running"
    return "complete" if run.is_complete else "broken_off"


def imports_under_way(session: Session, now: datetime) -> frozenset[int]:
    """Return the ids of the imports that a job is carrying out or will."""
    of_files = {one.payload["import"] for one in work(session, (IMPORT_JOB,), now)}
    fetched = {one.payload["source"] for one in work(session, (FETCH_JOB,), now)}
    rows = select(SourceFetch.import_id).where(
        SourceFetch.source_id.in_(fetched),
        SourceFetch.ended_at.is_(None),
        SourceFetch.import_id.is_not(None),
    )
    return frozenset(of_files | set(session.scalars(rows)))


def _work(job: Job, now: datetime) -> Work:
    held = job.leased_until is not None and job.leased_until >= now
    state: WorkState = "running" if held else "again" if job.tries else "waiting"
    return Work(job.name, state, job.asked_at, job.done, job.total, job.note, job.payload)
