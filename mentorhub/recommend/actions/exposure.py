"""Adds what processes have counted, and forgets what is too old to be shown."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from mentorhub.recommend.exposure import DAYS_KEPT, Counts
from mentorhub.recommend.models import ProviderShown, StepTaken

_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
_ROWS = 200  # in one statement


def add(session: Session, counts: Counts) -> None:
    """Add to the sums of each day, also while other processes do."""
    _add(session, ProviderShown, "provider", "places", counts.places)
    _add(session, StepTaken, "step", "searches", counts.searches)


def forget(session: Session, *, today: date) -> None:
    """Delete the sums of days that are no longer shown."""
    for table in (ProviderShown, StepTaken):
        session.execute(delete(table).where(table.day < today - timedelta(days=DAYS_KEPT)))


def _add(
    session: Session,
    table: type[ProviderShown] | type[StepTaken],
    name: str,
    number: str,
    counts: Counter[tuple[date, str]],
) -> None:
    """Add rows in the order of their keys, so that two processes never wait for each other."""
    rows = [{"day": day, name: key, number: count} for (day, key), count in sorted(counts.items())]
    insert = _INSERT[session.get_bind().dialect.name]
    for start in range(0, len(rows), _ROWS):
        fresh = insert(table).values(rows[start : start + _ROWS])
        total = getattr(table, number) + fresh.excluded[number]
        session.execute(
            fresh.on_conflict_do_update(index_elements=["day", name], set_={number: total})
        )
