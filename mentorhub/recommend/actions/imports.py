"""Catalogues from outside: line by line, repeatable, undoable; a bad line stops nobody."""

import json
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorhub.kit import audit
from mentorhub.kit.db import Database
from mentorhub.kit.errors import Refused
from mentorhub.recommend.actions import catalogue
from mentorhub.recommend.gazetteer import Gazetteer
from mentorhub.recommend.models import ImportUndo, Offer, OfferImport, OfferVersion
from mentorhub.recommend.offer_record import OfferRecord, WrongField, from_line

CHUNK = 500
LONGEST_LINE = 200_000
MOST_REPORTED = 1000

Line = tuple[int, OfferRecord | WrongField]


class AlreadyUndone(Refused):
    """The import was taken back before."""


class NotTheLast(Refused):
    """A later import of the same source changed the same offers; take that back first."""


class MappingError(ValueError):
    """A mapping file is wrong; the message says where."""


@dataclass(frozen=True)
class LineMapping:
    """How another catalogue's names become ours.

    ``fields`` gives for each of our import fields a name of theirs, a list of names (joined by
    commas) or a text with {names}; ``constants`` are the same for every line.
    """

    fields: Mapping[str, str | Sequence[str]]
    constants: Mapping[str, Any]

    def translate(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """Return the line in our names; what it does not have is left out."""
        ours = dict(self.constants)
        for name, theirs in self.fields.items():
            value = _pick(line, theirs)
            if value not in (None, ""):
                ours[name] = value
        return ours


def read_mapping(path: Path) -> LineMapping:
    """Return the mapping of a TOML file with the tables ``fields`` and ``constants``.

    Raises:
        MappingError: it cannot be read or has other tables.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise MappingError(f"{path}: {problem}") from problem
    if not content.get("fields") or set(content) - {"fields", "constants"}:
        raise MappingError(f"{path}: needs the table [fields] and may have [constants]")
    return LineMapping(content["fields"], content.get("constants", {}))


def read_lines(lines: Iterable[bytes], mapping: LineMapping | None = None) -> Iterator[Line]:
    """Yield number and record of each line, or what is wrong with it; empty lines are skipped."""
    for number, raw in enumerate(lines, start=1):
        if not raw.strip():
            continue
        try:
            yield number, _read(raw, mapping)
        except WrongField as problem:
            yield number, problem


def run(
    db: Database,
    lines: Iterable[Line],
    *,
    source: str,
    gazetteer: Gazetteer,
    now: datetime,
    by: int | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> OfferImport:
    """Import lines in chunks, each in a transaction of its own, and return the finished run.

    Killed half way, the chunks before stay; importing again completes the rest.
    """
    with db.writing() as session:
        run_ = OfferImport(source=source, format="jsonl", at=now, by_id=by, report=[])
        session.add(run_)
        session.flush()
        audit.note(session, "offers.imported", f"import:{run_.id}", by=by, at=now)
    origin = catalogue.Origin(f"import:{source}", now, by, run_.id)
    seen: set[str] = set()
    waiting = iter(lines)
    while chunk := list(islice(waiting, CHUNK)):
        with db.writing() as session:
            run_ = session.get_one(OfferImport, run_.id)
            _take_chunk(session, run_, chunk, seen, origin, gazetteer)
        progress(run_.read)
    return run_


def undo(
    session: Session, run_: OfferImport, *, gazetteer: Gazetteer, by: int | None, now: datetime
) -> tuple[int, int]:
    """Take an import back: withdraw what it added, set back what it changed.

    Returns how many offers were withdrawn and how many set back.

    Raises:
        AlreadyUndone: it was taken back before.
        NotTheLast: a later run changed some of the same offers.
    """
    if run_.undo:
        raise AlreadyUndone(str(run_.id))
    touched = session.scalars(select(OfferVersion).where(OfferVersion.import_id == run_.id)).all()
    mine = select(OfferVersion.offer_id).where(OfferVersion.import_id == run_.id)
    later = select(func.count(OfferVersion.id)).where(
        OfferVersion.offer_id.in_(mine),
        OfferVersion.import_id > run_.id,
        ~select(ImportUndo).where(ImportUndo.import_id == OfferVersion.import_id).exists(),
    )
    if session.scalar(later):
        raise NotTheLast(str(run_.id))
    gone: list[Offer] = []
    back = 0
    for offer, before in _with_earlier(session, touched):
        if before is not None and before.deed != "withdrawn":
            origin = catalogue.Origin(offer.source, now, by)
            catalogue.set_back(session, offer, before.facts, origin=origin, gazetteer=gazetteer)
            back += 1
        elif not offer.withdrawal:
            gone.append(offer)
    catalogue.withdraw_many(session, gone, by=by, reason=f"import {run_.id} undone", now=now)
    run_.undo = ImportUndo(at=now, by_id=by)
    audit.note(session, "offers.import_undone", f"import:{run_.id}", by=by, at=now)
    return len(gone), back


def _take_chunk(
    session: Session,
    run_: OfferImport,
    chunk: Sequence[Line],
    seen: set[str],
    origin: catalogue.Origin,
    gazetteer: Gazetteer,
) -> None:
    report = list(run_.report)
    good: list[tuple[int, OfferRecord]] = []
    for number, read in chunk:
        if isinstance(read, OfferRecord) and read.key not in seen:
            seen.add(read.key)
            good.append((number, read))
            continue
        problem = read if isinstance(read, WrongField) else WrongField("id", "appears twice")
        run_.bad += 1
        report.append({"line": number, "field": problem.field, "reason": problem.reason})
    records = [record for _, record in good]
    outcomes = catalogue.take(session, records, origin=origin, gazetteer=gazetteer)
    for (number, record), outcome in zip(good, outcomes, strict=True):
        if outcome == "foreign":
            run_.bad += 1
            report.append(
                {"line": number, "field": "id", "reason": "belongs to an offer of another source"}
            )
        report.extend(
            {"line": number, "field": name, "reason": "not understood, left out"}
            for name in record.notes
        )
    run_.read += len(chunk)
    run_.added += outcomes.count("added")
    run_.changed += outcomes.count("changed")
    run_.unchanged += outcomes.count("unchanged")
    run_.report = report[:MOST_REPORTED]


def _with_earlier(
    session: Session, touched: Sequence[OfferVersion]
) -> Iterator[tuple[Offer, OfferVersion | None]]:
    """Yield each touched offer with its version before; None where the import added it."""
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
            yield offers[version.offer_id], earlier[-1] if earlier else None


def _read(raw: bytes, mapping: LineMapping | None) -> OfferRecord:
    if len(raw) > LONGEST_LINE:
        raise WrongField("line", f"is longer than {LONGEST_LINE} bytes")
    try:
        line = json.loads(raw)
    except (ValueError, RecursionError) as problem:
        raise WrongField("line", "is not JSON in UTF-8") from problem
    if not isinstance(line, dict):
        raise WrongField("line", "must be one JSON object")
    return from_line(mapping.translate(line) if mapping else line)


def _pick(line: Mapping[str, Any], theirs: str | Sequence[str]) -> Any:
    if not isinstance(theirs, str):
        return ", ".join(filter(None, (_text(line.get(name)) for name in theirs)))
    if "{" not in theirs:
        return line.get(theirs)
    try:
        return theirs.format_map({name: _text(value) for name, value in line.items()})
    except (KeyError, ValueError, IndexError, AttributeError):
        return None


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return "" if value is None else str(value)
