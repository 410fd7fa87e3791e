"""Sources are added, changed, paused, asked and removed; fetching is done by ``fetches``."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from mentorhub.kit import audit, jobs
from mentorhub.kit.crypto import Cipher
from mentorhub.kit.db import hold
from mentorhub.kit.errors import Refused
from mentorhub.kit.fetching import Login
from mentorhub.kit.reach import origin_of, parts_of
from mentorhub.recommend.actions import leaving
from mentorhub.recommend.actions.catalogue import MANY, Origin
from mentorhub.recommend.models import OfferImport, Source, SourceFetch, SourcePause
from mentorhub.recommend.queries import sources as rows
from mentorhub.recommend.queries.imports import FETCH_JOB
from mentorhub.recommend.rhythm import DAY

NEW, ASKED, UNDONE = "new", "asked", "undone"
KEPT = timedelta(days=180)
REMOVED = "its source was removed"


class NameTaken(Refused):
    """Another source has this name."""


class AlreadyAsked(Refused):
    """The source is being fetched."""


class SecretNeeded(Refused):
    """The login was given for another server and must be given again."""


@dataclass(frozen=True)
class Wish:
    """How somebody wants a source to be.

    ``at_hour`` counts from one day upwards. ``secret`` None keeps the present one, an empty one
    drops it.
    """

    address: str
    every_hours: int
    at_hour: int | None = None
    format: str = ""
    mapping_id: int | None = None
    is_whole: bool = False
    licence: str = ""
    login_name: str = ""
    secret: str | None = None


def add(
    session: Session,
    name: str,
    wish: Wish,
    *,
    cipher: Cipher,
    by: int | None,
    now: datetime,
    tries: bool = True,
) -> Source:
    """Add a source, paused until somebody has seen what it would bring.

    With ``tries`` the worker is asked for a trial.

    Raises:
        NameTaken: there is one of this name.
    """
    hold(session, FETCH_JOB)
    if rows.by_name(session, name):
        raise NameTaken(name)
    source = Source(name=name, at=now, due_at=now, by_id=by)
    source.pause = SourcePause(at=now, by_id=by, reason=NEW)
    _fill(source, wish)
    session.add(source)
    session.flush()
    _keep_secret(source, wish, cipher)
    audit.note(session, "source.added", f"source:{source.id}", by=by, at=now)
    if tries:
        ask(session, source, by=by, now=now, is_trial=True)
    return source


def change(
    session: Session, source: Source, wish: Wish, *, cipher: Cipher, by: int | None, now: datetime
) -> None:
    """Change a source; what it says next is read anew, even if it says nothing new.

    Raises:
        SecretNeeded: the address leads to another server, which must not get the present login.
    """
    moved = origin_of(parts_of(source.address)) != origin_of(parts_of(wish.address))
    if moved and source.secret and wish.secret is None:
        raise SecretNeeded(str(source.id))
    _fill(source, wish)
    _keep_secret(source, wish, cipher)
    _begin_anew(source, now)
    audit.note(session, "source.changed", f"source:{source.id}", by=by, at=now)


def pause(
    session: Session, source: Source, *, by: int | None, now: datetime, reason: str = ASKED
) -> None:
    """Let a source be fetched no more by itself; a second time changes nothing."""
    if source.pause is None:
        source.pause = SourcePause(at=now, by_id=by, reason=reason)
        audit.note(session, "source.paused", f"source:{source.id}", by=by, at=now)


def resume(session: Session, source: Source, *, by: int | None, now: datetime) -> None:
    """Let a source be fetched in its rhythm, at once for the first time.

    What an import that was taken back had brought is read anew.
    """
    if source.pause is None:
        return
    source.pause = None
    _begin_anew(source, now)
    audit.note(session, "source.resumed", f"source:{source.id}", by=by, at=now)
    ask_due(session, now=now)


def pause_after_undo(
    session: Session, run: OfferImport, *, by: int | None, now: datetime
) -> Source | None:
    """Pause the source of an import that was taken back, so that it does not bring it again.

    Return the source, None if the import came another way.
    """
    source = rows.source_of_import(session, run.id)
    if source:
        source.etag = source.modified = ""
        pause(session, source, by=by, now=now, reason=UNDONE)
    return source


def ask(
    session: Session,
    source: Source,
    *,
    by: int | None,
    now: datetime,
    is_trial: bool = False,
    confirmed: int = 0,
) -> None:
    """Let the worker fetch a source now; with ``is_trial`` only to see what it would bring.

    ``confirmed`` is how many offers somebody agreed to lose.

    Raises:
        AlreadyAsked: it is being fetched, or about to be.
    """
    _check_rests(session, source)
    _enqueue(session, source, by=by, now=now, is_trial=is_trial, confirmed=confirmed)


def ask_due(session: Session, *, now: datetime) -> int:
    """Let the worker fetch every source whose time has come; return how many."""
    due = select(Source).where(Source.due_at <= now, ~Source.pause.has()).order_by(Source.due_at)
    busy = rows.under_way(session)
    waiting = [source for source in session.scalars(due) if source.id not in busy]
    for source in waiting:
        _enqueue(session, source, by=None, now=now)
    return len(waiting)


def remove(
    session: Session, source: Source, *, withdraws: bool, by: int | None, now: datetime
) -> int:
    """Remove a source with its history; return how many of its offers were withdrawn.

    Without ``withdraws`` its offers stay as they are, and nobody refreshes them.

    Raises:
        AlreadyAsked: it is being fetched, or about to be.
    """
    _check_rests(session, source)
    gone: list[int] = []
    if withdraws:
        hold(session, MANY)
        gone, _count = leaving.left_out(session, source.origin, ())
        leaving.let_go(session, gone, origin=Origin(source.origin, now, by), reason=REMOVED)
    session.execute(delete(SourceFetch).where(SourceFetch.source_id == source.id))
    session.delete(source)
    audit.note(session, "source.removed", f"source:{source.id}", by=by, at=now, gone=len(gone))
    return len(gone)


def sweep(session: Session, *, now: datetime) -> None:
    """Forget fetches of half a year ago, and of those that brought nothing new after a month."""
    old = SourceFetch.at < now - KEPT
    dull = (SourceFetch.outcome == "unchanged") & (SourceFetch.at < now - KEPT / 6)
    session.execute(delete(SourceFetch).where(or_(old, dull)))
    jobs.drop_ended(session, FETCH_JOB, before=now - KEPT / 6)


def login_of(source: Source, cipher: Cipher) -> Login | None:
    """Return how we say to the source who we are, None if we do not."""
    if source.secret is None:
        return None
    return Login(cipher.open(source.secret, _about(source)).decode(), source.login_name)


def _begin_anew(source: Source, now: datetime) -> None:
    """Let a source be read anew at once, whatever it said and however it failed before."""
    source.etag = source.modified = ""
    source.failures, source.due_at = 0, now


def _fill(source: Source, wish: Wish) -> None:
    source.address, source.format, source.mapping_id = wish.address, wish.format, wish.mapping_id
    source.every_hours = wish.every_hours
    source.at_hour = wish.at_hour if timedelta(hours=wish.every_hours) >= DAY else None
    source.is_whole, source.licence = wish.is_whole, wish.licence


def _keep_secret(source: Source, wish: Wish, cipher: Cipher) -> None:
    if wish.secret is not None:
        sealed = cipher.seal(wish.secret.encode(), _about(source)) if wish.secret else None
        source.secret = sealed
    source.login_name = wish.login_name if source.secret else ""


def _check_rests(session: Session, source: Source) -> None:
    if source.id in rows.under_way(session):
        raise AlreadyAsked(str(source.id))


def _enqueue(
    session: Session,
    source: Source,
    *,
    by: int | None,
    now: datetime,
    is_trial: bool = False,
    confirmed: int = 0,
) -> None:
    payload = {"source": source.id, "trial": is_trial, "confirmed": confirmed, "by": by}
    key = f"{FETCH_JOB}:{source.id}"
    jobs.enqueue(session, FETCH_JOB, payload, at=now, key=key, by=by)


def _about(source: Source) -> str:
    return f"source:{source.id}"
