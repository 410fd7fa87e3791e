"""Work for later: a row in the deed's own transaction, carried out by the worker.

The row is the truth and Huey only the messenger: after the commit a message says that there is
work, and a periodic sweep finds the rows whose message was lost in a crash. A handler may run
twice and must not mind.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import JSON, ForeignKey, Index, delete, exists, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from mentorhub.kit import logs
from mentorhub.kit.db import Base, Database, after_commit
from mentorhub.kit.services import Services

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)
FOR_GOOD = datetime(9999, 1, 1, tzinfo=UTC)  # the lease of a job that has ended
PERIODIC_KEPT = timedelta(days=7)  # rows of periodic jobs, so that trouble can be looked up
LOST = "WorkerLost"  # the error of a job that ended its worker in every try


class Job(Base):
    """One piece of work. ``open_key`` is unique among open jobs and emptied at the end."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_due", "due_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(index=True)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    open_key: Mapped[str | None] = mapped_column(unique=True)
    by_id: Mapped[int | None]
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(default="")
    ending: Mapped["JobEnding | None"] = relationship(lazy="joined")


class JobEnding(Base):
    """How a job ended: well, or with the kind of the last error."""

    __tablename__ = "job_ending"
    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"), primary_key=True)
    at: Mapped[datetime]
    error: Mapped[str | None]


class Progress(Protocol):
    """Tells how far a handler is: ``progress(done, total, note="")``."""

    def __call__(self, done: int, total: int, note: str = "") -> None:
        """Store the numbers where pages can show them."""


@dataclass(frozen=True)
class Patience:
    """How often a job is tried; the pause before the next try doubles until it is ``longest``."""

    tries: int = 5
    first: timedelta = timedelta(seconds=20)
    longest: timedelta = timedelta(hours=4)

    def pause(self, tries: int) -> timedelta:
        """Return how long to wait after so many tries."""
        return min(self.first * (1 << (tries - 1)), self.longest)


USUAL = Patience()

Handler = Callable[[Services, Mapping[str, Any], Progress], None]


class Messenger(Protocol):
    """Tells the worker that there is something to do."""

    def nudge(self) -> None:
        """Wake the worker; may be lost, the sweep finds the row anyway."""


class Desk:
    """Knows every handler by name and runs what is due."""

    def __init__(self, services: Services, clock: Callable[[], datetime]) -> None:
        self._services = services
        self._handlers: dict[str, Handler] = {}
        self._periodic: dict[str, timedelta] = {}
        self._patience: dict[str, Patience] = {}
        self._clock = clock

    def register(
        self,
        name: str,
        handler: Handler,
        *,
        every: timedelta | None = None,
        patience: Patience = USUAL,
    ) -> None:
        """Give the job ``name`` its handler; ``every`` asks for it again and again."""
        if name in self._handlers:
            raise ValueError(f"two handlers for the job {name}")
        self._handlers[name] = handler
        self._patience[name] = patience
        if every:
            self._periodic[name] = every

    def ask_periodic(self) -> None:
        """Write a row for every periodic job whose last one is older than its period.

        Rows of it that ended more than a week ago are dropped.
        """
        now = self._clock()
        for name, every in self._periodic.items():
            with self._services.get(Database).writing() as session:
                recent = select(Job.id).where(Job.name == name, Job.asked_at > now - every)
                if session.scalar(recent.limit(1)) is None:
                    enqueue(session, name, at=now, key=name)
                    drop_ended(session, name, before=now - max(PERIODIC_KEPT, every))

    def run_due(self, limit: int = 100) -> int:
        """Run what is due, oldest first, and return how many jobs were run."""
        for count in range(limit):
            job = self._claim()
            if job is None:
                return count
            with logs.numbered(f"job-{job.id}-{job.tries}"):
                self._run(job)
        return limit

    def _claim(self) -> Job | None:
        now = self._clock()
        with self._services.get(Database).writing() as session:
            free = or_(Job.leased_until.is_(None), Job.leased_until < now)
            ended = exists().where(JobEnding.job_id == Job.id)
            due = select(Job.id).where(Job.due_at <= now, free, ~ended)
            job_id = session.scalar(due.order_by(Job.due_at, Job.id).limit(1))
            if job_id is None:
                return None
            # Asked again of the row itself: another worker may have ended or put off the job
            # since we saw it, and PostgreSQL looks at no other table when it asks again.
            taken = session.execute(
                update(Job)
                .where(Job.id == job_id, free, Job.due_at <= now)
                .values(leased_until=now + LEASE, tries=Job.tries + 1, open_key=None)
            )
            if not taken.rowcount:  # type: ignore[attr-defined]
                return None
            return session.get_one(Job, job_id)

    def _run(self, job: Job) -> None:
        """Run the handler, unless every try has been used up by workers that did not come back."""
        patience = self._patience.get(job.name, USUAL)
        error = LOST if job.tries > patience.tries else self._try(job)
        now = self._clock()
        with self._services.get(Database).writing() as session:
            row = session.get_one(Job, job.id)
            if error and row.tries < patience.tries:
                row.leased_until = None
                row.due_at = now + patience.pause(row.tries)
                row.note = error
                return
            row.leased_until = FOR_GOOD
            row.ending = JobEnding(at=now, error=error)
        if error:
            log.error("job given up", extra={"job": job.name, "error": error})

    def _try(self, job: Job) -> str | None:
        """Return None if the handler did its work, otherwise the kind of the error."""
        try:
            self._handlers[job.name](self._services, job.payload, self._progress(job.id))
        except Exception as problem:
            log.exception("job failed", extra={"job": job.name})
            return type(problem).__name__
        return None

    def _progress(self, job_id: int) -> Progress:
        def progress(done: int, total: int, note: str = "") -> None:
            with self._services.get(Database).writing() as session:
                job = session.get_one(Job, job_id)
                job.done, job.total, job.note = done, total, note
                job.leased_until = self._clock() + LEASE

        return progress


def settle(session: Session, name: str, *, asked_until: datetime, at: datetime) -> None:
    """End the waiting jobs of this name: somebody has just done their work in the foreground."""
    ended = exists().where(JobEnding.job_id == Job.id)
    idle = or_(Job.leased_until.is_(None), Job.leased_until < at)
    waiting = select(Job).where(Job.name == name, Job.asked_at <= asked_until, idle, ~ended)
    for job in session.scalars(waiting):
        job.open_key, job.leased_until = None, FOR_GOOD
        job.ending = JobEnding(at=at, error=None)


def drop_ended(session: Session, name: str, *, before: datetime) -> None:
    """Drop the jobs of this name that ended before; nothing else may point to them."""
    over = select(JobEnding.job_id).join(Job).where(Job.name == name, JobEnding.at < before)
    ids = list(session.scalars(over))
    session.execute(delete(JobEnding).where(JobEnding.job_id.in_(ids)))
    session.execute(delete(Job).where(Job.id.in_(ids)))


def is_waiting(session: Session, name: str) -> bool:
    """Return whether a job of this name has been asked for and has not ended."""
    ended = exists().where(JobEnding.job_id == Job.id)
    return session.scalar(select(Job.id).where(Job.name == name, ~ended).limit(1)) is not None


def enqueue(
    session: Session,
    name: str,
    payload: Mapping[str, Any] | None = None,
    *,
    at: datetime,
    key: str | None = None,
    by: int | None = None,
) -> Job | None:
    """Ask for the job ``name``; returns None if one with the same ``key`` is waiting already.

    ``payload`` holds plain values and no personal data. A job that has begun no longer absorbs:
    what changes while it runs is seen by the next one.
    """
    job = Job(
        name=name, payload=dict(payload or {}), open_key=key, asked_at=at, due_at=at, by_id=by
    )
    try:
        with session.begin_nested():
            session.add(job)
    except IntegrityError:
        return None
    messenger = session.info.get("messenger")
    if messenger:
        after_commit(session, messenger.nudge)
    return job
