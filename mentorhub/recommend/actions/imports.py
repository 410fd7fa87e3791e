"""Catalogues from outside: record by record, repeatable; a bad one stops nobody."""

from collections.abc import Callable, Container, Iterable
from dataclasses import replace
from datetime import datetime
from itertools import islice

from sqlalchemy.orm import Session

from mentorhub.kit import audit
from mentorhub.kit.db import Database
from mentorhub.recommend.actions import catalogue, leaving
from mentorhub.recommend.actions.tally import (
    MOST_REPORTED,
    Chunk,
    Forecast,
    Named,
    sort_out,
    unconfirmed,
)
from mentorhub.recommend.gazetteer import Gazetteer
from mentorhub.recommend.models import OfferImport
from mentorhub.recommend.queries.content import instrument_ids
from mentorhub.recommend.sources.door import Read

CHUNK = 500
TAKEN_BACK = "taken back by its source"
LEFT_OUT = "no longer in its catalogue"
_COUNTS = ("read", "added", "changed", "unchanged", "gone", "bad")


def foresee(session: Session, reads: Iterable[Read], *, source: str) -> Forecast:
    """Return what an import of these records would do now; nothing is written."""
    tally, named, is_end = Forecast(), Named(), False
    waiting = iter(reads)
    ours, origin = instrument_ids(session), _origin_name(source)
    while some := list(islice(waiting, CHUNK)):
        chunk = sort_out(some, named, ours)
        records = [record for _at, record in chunk.good]
        keys = [key for _at, key in chunk.gone]
        outcomes = catalogue.foresee(session, records, source=origin)
        gone = leaving.foresee(session, keys, source=origin)
        tally, is_end = tally.plus(chunk, outcomes, gone, ours), chunk.is_end
    if not is_end:
        return tally
    missing, present = leaving.left_out(session, origin, named.all)
    return replace(tally, gone=tally.gone + len(missing), missing=len(missing), present=present)


def run(
    db: Database,
    reads: Iterable[Read],
    *,
    source: str,
    format_: str,
    gazetteer: Gazetteer,
    now: datetime,
    total: int = 0,
    by: int | None = None,
    confirmed: bool = False,
    progress: Callable[[int], None] = lambda _: None,
) -> OfferImport:
    """Import records in chunks, each in a transaction of its own, and return the finished run.

    Killed half way, the chunks before stay; importing again completes the rest. ``total`` is how
    many records are expected, so that everybody can see whether all were read. ``confirmed`` lets
    a whole catalogue take more than half of its offers away.
    """
    with db.writing() as session:
        run_ = begin(
            session, source=source, format_=format_, total=total, by=by, now=now,
            confirmed=confirmed,
        )  # fmt: skip
    return carry_on(db, run_.id, reads, gazetteer=gazetteer, progress=progress)


def begin(
    session: Session,
    *,
    source: str,
    format_: str,
    total: int,
    by: int | None,
    now: datetime,
    confirmed: bool = False,
) -> OfferImport:
    """Note a run that has read nothing yet."""
    run_ = OfferImport(
        source=source, format=format_, at=now, by_id=by, total=total, confirmed=confirmed, report=[]
    )
    session.add(run_)
    session.flush()
    audit.note(session, "offers.imported", f"import:{run_.id}", by=by, at=now)
    return run_


def carry_on(
    db: Database,
    run_id: int,
    reads: Iterable[Read],
    *,
    gazetteer: Gazetteer,
    progress: Callable[[int], None] = lambda _: None,
) -> OfferImport:
    """Import the records that a run has not read yet, and return it.

    ``reads`` is all of the file, from its first record. A run that was taken back stops; where
    two processes carry on with one run, one of them stops.
    """
    with db.reading() as session:
        run_ = session.get_one(OfferImport, run_id)
    at, waiting, named, is_end = run_.read, iter(reads), Named(), False
    named.note(islice(waiting, at))
    while some := list(islice(waiting, CHUNK)):
        with db.writing() as session:
            run_ = session.get_one(OfferImport, run_id, with_for_update=True)
            if run_.undo or run_.read != at:
                return run_
            ours = instrument_ids(session)
            chunk = sort_out(some, named, ours)
            _take_chunk(session, run_, chunk, ours, gazetteer)
        at, is_end = run_.read, chunk.is_end
        progress(at)
    with db.writing() as session:
        run_ = session.get_one(OfferImport, run_id, with_for_update=True)
        if is_end and not run_.undo:
            _let_missing_go(session, run_, named)
        run_.total = run_.read
    return run_


def _take_chunk(
    session: Session,
    run_: OfferImport,
    chunk: Chunk,
    ours: Container[str],
    gazetteer: Gazetteer,
) -> None:
    origin = _origin(run_)
    keys = [key for _at, key in chunk.gone]
    gone = leaving.take_back(session, keys, origin=origin, reason=TAKEN_BACK)
    records = [record for _at, record in chunk.good]
    outcomes = catalogue.take(session, records, origin=origin, gazetteer=gazetteer)
    before = Forecast(**{name: getattr(run_, name) for name in _COUNTS}, report=tuple(run_.report))
    tally = before.plus(chunk, outcomes, gone, ours)
    for name in _COUNTS:
        setattr(run_, name, getattr(tally, name))
    run_.report = list(tally.report)


def _let_missing_go(session: Session, run_: OfferImport, named: Named) -> None:
    """Withdraw what a whole catalogue leaves out; most of it only if somebody confirmed that."""
    origin = _origin(run_)
    missing, there = leaving.left_out(session, origin.source, named.all)
    forecast = Forecast(missing=len(missing), present=there - run_.added)
    if forecast.takes_most and not run_.confirmed:
        told = unconfirmed(forecast.missing, forecast.present)
        run_.report = [told, *run_.report][:MOST_REPORTED]
        return
    leaving.let_go(session, missing, origin=origin, reason=LEFT_OUT)
    run_.gone += len(missing)


def _origin(run_: OfferImport) -> catalogue.Origin:
    return catalogue.Origin(_origin_name(run_.source), run_.at, run_.by_id, run_.id)


def _origin_name(source: str) -> str:
    return f"import:{source}"
