"""Catalogues from outside: line by line, repeatable, undoable; a bad line stops nobody."""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorhub.kit import audit
from mentorhub.kit.db import Database, hold
from mentorhub.kit.errors import Refused
from mentorhub.recommend.actions import catalogue
from mentorhub.recommend.gazetteer import Gazetteer
from mentorhub.recommend.import_lines import Line
from mentorhub.recommend.models import ImportUndo, Offer, OfferImport, OfferVersion
from mentorhub.recommend.offer_record import OfferRecord, WrongField
from mentorhub.recommend.queries.content import instrument_ids
from mentorhub.recommend.versions import differences

CHUNK = 500
MOST_REPORTED = 1000
FOREIGN = "belongs to an offer of another source"
TWICE = "appears twice"
INSTRUMENT = "is the id of a funding instrument"
OURS = "is an instrument of ours, whose own page is shown"
NOT_UNDERSTOOD = "not understood, left out"
WORDS_SHOWN = "no day was understood, its words are shown"
HIDDEN = "no day was understood, hidden until it has one"

Problem = dict[str, Any]


class AlreadyUndone(Refused):
    """The import was taken back before."""


@dataclass(frozen=True)
class Undone:
    """What taking an import back did: offers withdrawn, set back, left as editors changed them."""

    gone: int
    back: int
    kept: int


class NotTheLast(Refused):
    """A later import of the same source changed the same offers; take that back first."""


@dataclass(frozen=True)
class Forecast:
    """What an import does: how many lines were read, what became of them, what is wrong.

    ``report`` holds line number, field and reason of the first thousand problems.
    """

    read: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    bad: int = 0
    report: tuple[Problem, ...] = ()

    def plus(
        self,
        read: int,
        good: Sequence[tuple[int, OfferRecord]],
        outcomes: Sequence[catalogue.Outcome],
        bad: Sequence[Problem],
        ours: Container[str] = (),
    ) -> "Forecast":
        """Return this and one more chunk of lines; ``ours`` are the ids of our instruments."""
        told = [*bad]
        told += (_problem(number, "id", OURS) for number, each in good if each.key in ours)
        for (number, record), outcome in zip(good, outcomes, strict=True):
            if outcome == "foreign":
                told.append(_problem(number, "id", FOREIGN))
            else:
                told += (_problem(number, name, _left_out(name, record)) for name in record.notes)
        told.sort(key=lambda problem: problem["line"])
        return Forecast(
            self.read + read,
            self.added + outcomes.count("added"),
            self.changed + outcomes.count("changed"),
            self.unchanged + outcomes.count("unchanged"),
            self.bad + len(bad) + outcomes.count("foreign"),
            (*self.report, *told)[:MOST_REPORTED],
        )


def foresee(session: Session, lines: Iterable[Line], *, source: str) -> Forecast:
    """Return what an import of these lines would do now; nothing is written."""
    tally = Forecast()
    seen: set[str] = set()
    waiting = iter(lines)
    ours = instrument_ids(session)
    while chunk := list(islice(waiting, CHUNK)):
        good, bad = _sorted_out(chunk, seen, ours)
        records = [record for _, record in good]
        outcomes = catalogue.foresee(session, records, source=_origin_name(source))
        tally = tally.plus(len(chunk), good, outcomes, bad, ours)
    return tally


def run(
    db: Database,
    lines: Iterable[Line],
    *,
    source: str,
    gazetteer: Gazetteer,
    now: datetime,
    total: int = 0,
    by: int | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> OfferImport:
    """Import lines in chunks, each in a transaction of its own, and return the finished run.

    Killed half way, the chunks before stay; importing again completes the rest. ``total`` is how
    many lines are expected, so that everybody can see whether all were read.
    """
    with db.writing() as session:
        run_ = begin(session, source=source, total=total, by=by, now=now)
    return carry_on(db, run_.id, lines, gazetteer=gazetteer, progress=progress)


def begin(
    session: Session, *, source: str, total: int, by: int | None, now: datetime
) -> OfferImport:
    """Note a run that has read nothing yet."""
    run_ = OfferImport(source=source, format="jsonl", at=now, by_id=by, total=total, report=[])
    session.add(run_)
    session.flush()
    audit.note(session, "offers.imported", f"import:{run_.id}", by=by, at=now)
    return run_


def carry_on(
    db: Database,
    run_id: int,
    lines: Iterable[Line],
    *,
    gazetteer: Gazetteer,
    progress: Callable[[int], None] = lambda _: None,
) -> OfferImport:
    """Import the lines that a run has not read yet, and return it.

    ``lines`` are all lines of the file, from the first. A run that was taken back stops; where
    two processes carry on with one run, one of them stops.
    """
    with db.reading() as session:
        run_ = session.get_one(OfferImport, run_id)
    at, waiting = run_.read, iter(lines)
    seen = {read.key for _, read in islice(waiting, at) if isinstance(read, OfferRecord)}
    while chunk := list(islice(waiting, CHUNK)):
        with db.writing() as session:
            run_ = session.get_one(OfferImport, run_id, with_for_update=True)
            if run_.undo or run_.read != at:
                return run_
            _take_chunk(session, run_, chunk, seen, gazetteer)
        at = run_.read
        progress(at)
    with db.writing() as session:
        run_ = session.get_one(OfferImport, run_id, with_for_update=True)
        run_.total = run_.read
    return run_


def undo(
    session: Session, run_: OfferImport, *, gazetteer: Gazetteer, by: int | None, now: datetime
) -> Undone:
    """Take an import back: withdraw what it added, set back what it changed.

    What is no longer as the import made it was changed by editors since, and stays.

    Raises:
        AlreadyUndone: it was taken back before.
        NotTheLast: a later run changed some of the same offers.
    """
    session.refresh(run_, with_for_update=True)
    hold(session, catalogue.MANY)
    if run_.undo:
        raise AlreadyUndone(str(run_.id))
    if _is_built_upon(session, run_):
        raise NotTheLast(str(run_.id))
    reason = f"import {run_.id} undone"
    gone = catalogue.withdraw_added(session, run_.id, by=by, reason=reason, now=now)
    changed = select(OfferVersion).where(
        OfferVersion.import_id == run_.id, OfferVersion.deed != "added"
    )
    again_gone: list[Offer] = []
    back = kept = 0
    for offer, earlier, made in _with_earlier(session, session.scalars(changed).all()):
        before, origin = earlier[-1], catalogue.Origin(offer.source, now, by)
        offer.source_digest = _said_before(offer.key, earlier)
        if differences(made.facts, catalogue.snapshot(offer)):
            kept += 1
            continue
        catalogue.set_back(session, offer, before.facts, origin=origin, gazetteer=gazetteer)
        if offer.withdrawal is None and _was_withdrawn(before):
            again_gone.append(offer)
        else:
            back += 1
    catalogue.withdraw_many(session, again_gone, by=by, reason=reason, now=now)
    run_.undo = ImportUndo(at=now, by_id=by)
    audit.note(session, "offers.import_undone", f"import:{run_.id}", by=by, at=now)
    return Undone(gone + len(again_gone), back, kept)


def _is_built_upon(session: Session, run_: OfferImport) -> bool:
    """Return whether a later run, not taken back itself, changed some of the same offers."""
    mine = select(OfferVersion.offer_id).where(OfferVersion.import_id == run_.id)
    later = select(func.count(OfferVersion.id)).where(
        OfferVersion.offer_id.in_(mine),
        OfferVersion.import_id > run_.id,
        ~select(ImportUndo).where(ImportUndo.import_id == OfferVersion.import_id).exists(),
    )
    return bool(session.scalar(later))


def _was_withdrawn(version: OfferVersion) -> bool:
    return version.facts.get("withdrawn") is not None


def _said_before(key: str, earlier: Sequence[OfferVersion]) -> str | None:
    """Return the mark of what the source said before; None if it had said nothing."""
    said = [version for version in earlier if version.import_id is not None]
    return catalogue.record_of(key, said[-1].facts).digest() if said else None


def _take_chunk(
    session: Session,
    run_: OfferImport,
    chunk: Sequence[Line],
    seen: set[str],
    gazetteer: Gazetteer,
) -> None:
    ours = instrument_ids(session)
    good, bad = _sorted_out(chunk, seen, ours)
    origin = catalogue.Origin(_origin_name(run_.source), run_.at, run_.by_id, run_.id)
    records = [record for _, record in good]
    outcomes = catalogue.take(session, records, origin=origin, gazetteer=gazetteer)
    tally = Forecast(
        run_.read, run_.added, run_.changed, run_.unchanged, run_.bad, tuple(run_.report)
    ).plus(len(chunk), good, outcomes, bad, ours)
    for name in ("read", "added", "changed", "unchanged", "bad"):
        setattr(run_, name, getattr(tally, name))
    run_.report = list(tally.report)


def _origin_name(source: str) -> str:
    return f"import:{source}"


def _sorted_out(
    chunk: Sequence[Line], seen: set[str], ours: Container[str]
) -> tuple[list[tuple[int, OfferRecord]], list[Problem]]:
    """Return records with their line numbers, and problems; ``seen`` grows by the ids.

    A course with the id of one of ``ours``, our instruments, is a problem: it could never be found.
    """
    good: list[tuple[int, OfferRecord]] = []
    bad: list[Problem] = []
    for number, read in chunk:
        if isinstance(read, WrongField):
            bad.append(_problem(number, read.field, read.reason))
        elif read.key in seen:
            bad.append(_problem(number, "id", TWICE))
        elif read.kind == "course" and read.key in ours:
            bad.append(_problem(number, "id", INSTRUMENT))
        else:
            seen.add(read.key)
            good.append((number, read))
    return good, bad


def _left_out(name: str, record: OfferRecord) -> str:
    if name != "start":
        return NOT_UNDERSTOOD
    return WORDS_SHOWN if record.starts or record.on_request else HIDDEN


def _problem(number: int, field: str, reason: str) -> Problem:
    return {"line": number, "field": field, "reason": reason}


def _with_earlier(
    session: Session, touched: Sequence[OfferVersion]
) -> Iterator[tuple[Offer, Sequence[OfferVersion], OfferVersion]]:
    """Yield each touched offer, its versions before, oldest first, and the version that touched."""
    for at in range(0, len(touched), CHUNK):
        versions = touched[at : at + CHUNK]
        ids = [version.offer_id for version in versions]
        offers = {o.id: o for o in session.scalars(select(Offer).where(Offer.id.in_(ids)))}
        rows = select(OfferVersion).where(OfferVersion.offer_id.in_(ids)).order_by(OfferVersion.id)
        past: dict[int, list[OfferVersion]] = {}
        for row in session.scalars(rows):
            past.setdefault(row.offer_id, []).append(row)
        for version in versions:
            earlier = [row for row in past[version.offer_id] if row.id < version.id]
            yield offers[version.offer_id], earlier, version
