"""Judged queries: added, corrected, deleted, and taken from files."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.kit import audit, db
from mentorhub.kit.errors import Refused
from mentorhub.recommend.judged_lines import Judging
from mentorhub.recommend.models import JudgedQuery


class ChangedMeanwhile(Refused):
    """Somebody else changed the query since it was read."""


@dataclass(frozen=True)
class Taken:
    """How many queries of a file were new, other than before, or the same."""

    added: int
    changed: int
    same: int


def add(session: Session, judging: Judging, *, by: int | None, now: datetime) -> JudgedQuery:
    """Add a query under a name of its own."""
    row = _new(f"q-{secrets.token_hex(4)}", judging, by, now)
    session.add(row)
    session.flush()
    audit.note(session, "judged.added", f"judged:{row.id}", by=by, at=now)
    return row


def change(
    session: Session, row: JudgedQuery, judging: Judging, *, seen: int, by: int, now: datetime
) -> None:
    """Correct a query; ``seen`` is the edition that was read.

    Raises:
        ChangedMeanwhile: it is another one by now.
    """
    session.refresh(row, with_for_update=True)
    if row.edition != seen:
        raise ChangedMeanwhile(row.name)
    if _fill(row, judging, by, now):
        audit.note(session, "judged.changed", f"judged:{row.id}", by=by, at=now)


def delete(session: Session, row: JudgedQuery, *, by: int, now: datetime) -> None:
    """Delete a query; measurements that were made with it stay as they are."""
    audit.note(session, "judged.deleted", f"judged:{row.id}", by=by, at=now)
    session.delete(row)


def take(session: Session, found: Mapping[str, Judging], *, by: int | None, now: datetime) -> Taken:
    """Take the queries of a file: known names are corrected, no query is deleted."""
    db.hold(session, "judged.take")
    rows = {row.name: row for row in session.scalars(select(JudgedQuery))}
    added = changed = 0
    for name, judging in found.items():
        if name not in rows:
            session.add(_new(name, judging, by, now))
            added += 1
        elif _fill(rows[name], judging, by, now):
            changed += 1
    audit.note(session, "judged.taken", "judged", by=by, at=now, added=added, changed=changed)
    return Taken(added, changed, len(found) - added - changed)


def _new(name: str, judging: Judging, by: int | None, now: datetime) -> JudgedQuery:
    return JudgedQuery(
        name=name,
        query=judging.query,
        type=judging.type,
        grades=dict(judging.grades),
        changed_at=now,
        by_id=by,
    )


def _fill(row: JudgedQuery, judging: Judging, by: int | None, now: datetime) -> bool:
    """Write what was judged into the row; return whether it was something else before."""
    if Judging(row.query, row.type, row.grades) == judging:
        return False
    row.query, row.type, row.grades = judging.query, judging.type, dict(judging.grades)
    row.edition += 1
    row.changed_at, row.by_id = now, by
    return True
