"""One fetch of a source: asked outside, looked through, then imported or left to a person."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.kit.crypto import Cipher, Unreadable
from mentorhub.kit.db import Database
from mentorhub.kit.fetching import NOTHING, Fetched, Fetcher, Known, Login
from mentorhub.kit.reach import NotFetched
from mentorhub.recommend import mappings
from mentorhub.recommend.actions import imports, pages
from mentorhub.recommend.actions.sources import login_of
from mentorhub.recommend.actions.tally import Forecast
from mentorhub.recommend.gazetteer import Gazetteer
from mentorhub.recommend.mappings import LineMapping, MappingError
from mentorhub.recommend.models import Source, SourceFetch
from mentorhub.recommend.queries.imports import mapping_by_id
from mentorhub.recommend.sources import door
from mentorhub.recommend.sources.door import Catalogue, Read
from mentorhub.recommend.sources.xsd import Xsd

TOLD_EVERY = 5000
FORMAT, COLUMNS, EMPTY, LOGIN, LOST = "format", "columns", "empty", "login", "lost"


class NotTaken(Exception):
    """What came cannot be imported: ``why`` is a code, ``forecast`` what was seen of it."""

    def __init__(self, why: str, forecast: Forecast | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.forecast = forecast


@dataclass(frozen=True)
class Order:
    """What a fetch needs to know, so that nothing is asked of the database on the way.

    ``trouble`` is why it cannot even begin, empty if it can.
    """

    fetch_id: int
    source_id: int
    name: str
    address: str
    format: str
    mapping: LineMapping | None
    is_whole: bool
    known: Known
    login: Login | None
    trouble: str
    due_at: datetime
    is_trial: bool
    confirmed: int
    by: int | None


@dataclass(frozen=True)
class Errand:
    """Who carries a fetch out, and with what."""

    db: Database
    fetcher: Fetcher
    cipher: Cipher
    gazetteer: Gazetteer
    clock: Callable[[], datetime]
    xsd: Xsd | None = None
    progress: Callable[[int, int], None] = field(default=lambda _done, _total: None)


def carry_out(
    errand: Errand,
    source_id: int,
    *,
    is_trial: bool = False,
    confirmed: int = 0,
    by: int | None = None,
) -> int | None:
    """Fetch a source and import what it has; return the number of the fetch.

    First everything is read without importing it. A whole catalogue that would take more than
    half of its offers away stops there, unless ``confirmed`` covers them. A trial always stops
    there. None: the source is gone.
    """
    with errand.db.writing() as session:
        order = _begin(session, errand, source_id, is_trial=is_trial, confirmed=confirmed, by=by)
    if order is None:
        return None
    try:
        _fetch(errand, order)
    except NotFetched as problem:
        _fail(errand, order, problem.why, problem.status, problem.retry_seconds)
    except NotTaken as problem:
        _fail(errand, order, problem.why, forecast=problem.forecast)
    return order.fetch_id


def _fetch(errand: Errand, order: Order) -> None:
    if order.trouble:
        raise NotTaken(order.trouble)
    deadline = errand.fetcher.deadline()
    with tempfile.TemporaryFile() as file, tempfile.TemporaryFile() as all_pages:
        fetched = errand.fetcher.fetch(
            order.address, file, known=order.known, login=order.login, deadline=deadline
        )
        file.seek(0)
        format_ = order.format or (door.recognise(file) if fetched.is_new else None)
        if not fetched.is_new:
            _end(errand, order, "unchanged", fetched)
        elif format_ and (then := door.next_page(file, format_)):
            fetched = pages.fetch_all(
                errand.fetcher, fetched, file, all_pages, then=then, format_=format_,
                address=order.address, login=order.login, deadline=deadline,
            )  # fmt: skip
            all_pages.seek(0)
            _take(errand, order, all_pages, fetched)
        else:
            _take(errand, order, file, fetched)


def _take(errand: Errand, order: Order, file: BinaryIO, fetched: Fetched) -> None:
    """Look through what came, and import it if nobody has to be asked."""
    errand.progress(0, 0)
    told = replace(_catalogue(order, file), xsd=errand.xsd)
    with errand.db.reading() as session:
        reads = _telling(errand, door.read(file, told))
        forecast = imports.foresee(session, reads, source=order.name)
    if forecast.bad >= forecast.read and not forecast.gone:
        raise NotTaken(EMPTY, forecast)
    if order.is_trial:
        _end(errand, order, "tried", fetched, told.format, forecast)
    elif forecast.takes_most and forecast.missing > order.confirmed:
        _end(errand, order, "stopped", fetched, told.format, forecast)
    else:
        errand.progress(0, forecast.read)
        file.seek(0)
        _import(errand, order, door.read(file, told), told.format, forecast)
        _end(errand, order, "imported", fetched, told.format)


def _telling(errand: Errand, reads: Iterator[Read]) -> Iterator[Read]:
    """Yield what is read, and tell now and then that the work goes on."""
    for count, read in enumerate(reads, start=1):
        if count % TOLD_EVERY == 0:
            errand.progress(0, 0)
        yield read


def _import(
    errand: Errand, order: Order, reads: Iterator[Read], format_: str, forecast: Forecast
) -> None:
    with errand.db.writing() as session:
        run = imports.begin(
            session, source=order.name, format_=format_, total=forecast.read, by=order.by,
            now=errand.clock(), confirmed=forecast.takes_most,
        )  # fmt: skip
        session.get_one(SourceFetch, order.fetch_id).import_id = run.id
    imports.carry_on(
        errand.db,
        run.id,
        reads,
        gazetteer=errand.gazetteer,
        progress=lambda done: errand.progress(done, forecast.read),
    )


def _catalogue(order: Order, file: BinaryIO) -> Catalogue:
    """Return how the file is to be read.

    Raises:
        NotTaken: its format, or what its columns mean, cannot be told.
    """
    format_ = order.format or door.recognise(file)
    if format_ is None:
        raise NotTaken(FORMAT)
    names = order.mapping if door.FORMATS[format_].has_columns else None
    if names is None and not door.is_like_ours(file, format_):
        meant = mappings.guess(column.name for column in door.columns(file, format_))
        if "title" not in meant.values():
            raise NotTaken(COLUMNS)
        names = mappings.with_id(mappings.of_columns(meant, {}))
    return Catalogue(format_, order.name, names.translate if names else None, order.is_whole)


def _begin(
    session: Session,
    errand: Errand,
    source_id: int,
    *,
    is_trial: bool,
    confirmed: int,
    by: int | None,
) -> Order | None:
    """Note that a source is asked; one that a lost worker was asking is asked no more."""
    source = session.get(Source, source_id)
    if source is None:
        return None
    now = errand.clock()
    open_ = select(SourceFetch).where(
        SourceFetch.source_id == source_id, SourceFetch.ended_at.is_(None)
    )
    for lost in session.scalars(open_):
        lost.ended_at, lost.outcome, lost.why = now, "failed", LOST
    fetch = SourceFetch(source_id=source_id, at=now, by_id=by, is_trial=is_trial)
    session.add(fetch)
    session.flush()
    anew = is_trial or confirmed
    mapping, login, trouble = _means(session, source, errand.cipher)
    return Order(
        fetch_id=fetch.id,
        source_id=source_id,
        name=source.name,
        address=source.address,
        format=source.format,
        mapping=mapping,
        is_whole=source.is_whole,
        known=NOTHING if anew else Known(source.etag, source.modified),
        login=login,
        trouble=trouble,
        due_at=source.due_at,
        is_trial=is_trial,
        confirmed=confirmed,
        by=by,
    )


def _means(
    session: Session, source: Source, cipher: Cipher
) -> tuple[LineMapping | None, Login | None, str]:
    """Return what a source needs to be read, and what is in the way of it, if anything."""
    try:
        kept = mapping_by_id(session, source.mapping_id)
        mapping = mappings.mapping_of(kept.text.encode()) if kept else None
        return mapping, login_of(source, cipher), ""
    except MappingError:
        return None, None, COLUMNS
    except Unreadable:
        return None, None, LOGIN


def _end(
    errand: Errand,
    order: Order,
    outcome: str,
    fetched: Fetched,
    format_: str = "",
    forecast: Forecast | None = None,
) -> None:
    """Note how a fetch ended; who changed the source meanwhile has it read anew."""
    now = errand.clock()
    with errand.db.writing() as session:
        source = session.get(Source, order.source_id)
        fetch = session.get(SourceFetch, order.fetch_id)
        if source is None or fetch is None:
            return
        fetch.ended_at, fetch.outcome, fetch.why = now, outcome, ""
        fetch.size, fetch.format = fetched.size, format_
        fetch.forecast = asdict(forecast) if forecast else {}
        if order.is_trial:
            return
        source.failures = 0
        if outcome != "stopped":
            source.fetched_at = now
        if source.due_at == order.due_at:
            source.due_at = source.rhythm.next(now)
            if outcome == "imported":
                source.etag, source.modified = fetched.known.etag, fetched.known.modified


def _fail(
    errand: Errand,
    order: Order,
    why: str,
    status: int | None = None,
    retry_seconds: int = 0,
    forecast: Forecast | None = None,
) -> None:
    """Note that nothing was imported, and put the next try off."""
    now = errand.clock()
    with errand.db.writing() as session:
        source = session.get(Source, order.source_id)
        fetch = session.get(SourceFetch, order.fetch_id)
        if source is None or fetch is None:
            return
        fetch.ended_at, fetch.outcome, fetch.why, fetch.status = now, "failed", why, status
        fetch.forecast = asdict(forecast) if forecast else {}
        if not order.is_trial:
            source.failures += 1
            wished = timedelta(seconds=retry_seconds)
            source.due_at = source.rhythm.retry(now, source.failures, wished)
