"""The catalogue as everybody may have it: current offers, page by page or all of them."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorhub.recommend.funding.reverse import Demand
from mentorhub.recommend.models import Offer
from mentorhub.recommend.queries import content
from mentorhub.recommend.queries.fundable import not_refused
from mentorhub.recommend.queries.offers import Rows, is_current


@dataclass(frozen=True)
class State:
    """How much there is and when it last changed; ``mark`` differs where the offers differ."""

    courses: int
    texts: int
    changed_at: datetime | None
    mark: str


@dataclass(frozen=True)
class Wanted:
    """Which current offers somebody asks for; None asks for all.

    ``demand`` leaves courses that say nothing against what an instrument demands of them.
    """

    kind: str | None = None
    provider: str | None = None
    changed_since: datetime | None = None
    demand: Demand | None = None


def state(session: Session, today: date) -> State:
    """Return how much can be had today."""
    counts: Rows = select(Offer.kind, func.count(), func.max(Offer.changed_at), func.sum(Offer.id))
    rows = _public(session, counts, today).group_by(Offer.kind)
    found = {kind: (count, last, total) for kind, count, last, total in session.execute(rows)}
    parts = [f"{kind}.{count}.{total}" for kind, (count, _, total) in sorted(found.items())]
    last = max((row[1] for row in found.values()), default=None)
    return State(
        courses=found.get("course", (0,))[0],
        texts=found.get("funding", (0,))[0],
        changed_at=last,
        mark="-".join([*parts, last.isoformat() if last else "", today.isoformat()]),
    )


def after(session: Session, today: date, last_id: int, limit: int) -> list[Offer]:
    """Return the next current offers behind the one of this number."""
    rows = _public(session, select(Offer), today).where(Offer.id > last_id)
    return list(session.scalars(rows.order_by(Offer.id).limit(limit)))


def page(
    session: Session, wanted: Wanted, today: date, *, limit: int, offset: int
) -> tuple[list[Offer], int]:
    """Return one page of the current offers, in a lasting order, and how many there are."""
    rows = _wanted(_public(session, select(Offer), today), wanted)
    if wanted.demand is not None:
        rows = rows.where(Offer.kind == "course", not_refused(wanted.demand, today))
    count = rows.with_only_columns(func.count(Offer.id))
    found = session.scalars(rows.order_by(Offer.id).limit(limit).offset(offset))
    return list(found), session.scalar(count) or 0


def providers(session: Session, today: date) -> list[tuple[str, bool]]:
    """Return who offers a current course, and whether any of them says AZAV of the provider."""
    names: Rows = select(Offer.provider, Offer.provider_azav).distinct()
    rows = _public(session, names, today).where(Offer.kind == "course")
    found: dict[str, bool] = {}
    for name, approved in session.execute(rows):
        found[name] = found.get(name, False) or bool(approved)
    return sorted(found.items())


def _public(session: Session, rows: Rows, today: date) -> Rows:
    """Leave what is over or withdrawn, and imported texts about instruments that are ours."""
    ours = content.instrument_ids(session)
    return rows.where(is_current(today), Offer.key.not_in(ours))


def _wanted(rows: Rows, wanted: Wanted) -> Rows:
    if wanted.kind is not None:
        rows = rows.where(Offer.kind == wanted.kind)
    if wanted.provider is not None:
        rows = rows.where(Offer.provider == wanted.provider)
    if wanted.changed_since is not None:
        rows = rows.where(Offer.changed_at >= wanted.changed_since)
    return rows
