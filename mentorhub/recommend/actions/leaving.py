"""Offers that go with their source: taken back by it, left out of a whole catalogue, undone."""

from collections.abc import Container, Sequence

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from mentorhub.kit.db import hold
from mentorhub.recommend.actions.catalogue import MANY, Origin, Outcome, ask_for_index
from mentorhub.recommend.models import Offer, OfferVersion, Withdrawal

ROWS_AT_ONCE = 2000


def take_back(
    session: Session, keys: Sequence[str], *, origin: Origin, reason: str
) -> list[Outcome]:
    """Let offers go that their source takes back; return what became of each, in order.

    What is not there, or withdrawn already, stays as it is: ``unchanged``. Dates of a course go
    with it; what became of them follows.
    """
    if not keys:
        return []
    hold(session, MANY)
    keys = [*keys, *_dates_of(session, keys, origin.source)]
    outcomes = _outcomes(session, keys, origin.source)
    going = [key for key, outcome in zip(keys, outcomes, strict=True) if outcome == "withdrawn"]
    ids = session.scalars(select(Offer.id).where(Offer.key.in_(going)).order_by(Offer.id)).all()
    let_go(session, ids, origin=origin, reason=reason)
    return outcomes


def foresee(session: Session, keys: Sequence[str], *, source: str) -> list[Outcome]:
    """Return what ``take_back`` would do with these keys now; nothing is written."""
    return _outcomes(session, [*keys, *_dates_of(session, keys, source)], source)


def _dates_of(session: Session, keys: Sequence[str], source: str) -> Sequence[str]:
    """Return the dates of courses, without those that are named themselves."""
    named = Offer.date_of.in_(keys) & Offer.key.not_in(keys)
    rows = select(Offer.key).where(named, Offer.source == source, ~Offer.withdrawal.has())
    return session.scalars(rows.order_by(Offer.id)).all()


def _outcomes(session: Session, keys: Sequence[str], source: str) -> list[Outcome]:
    rows = select(Offer.key, Offer.source).where(Offer.key.in_(keys), ~Offer.withdrawal.has())
    sources = {row.key: row.source for row in session.execute(rows)}
    return [_outcome(sources.get(key), source) for key in keys]


def left_out(session: Session, source: str, named: Container[str]) -> tuple[list[int], int]:
    """Return the ids of a source's offers that it names no longer, and how many it has in all.

    What is withdrawn does not count.
    """
    rows = select(Offer.id, Offer.key).where(Offer.source == source, ~Offer.withdrawal.has())
    there = session.execute(rows.order_by(Offer.id)).all()
    return [id_ for id_, key in there if key not in named], len(there)


def let_go(session: Session, ids: Sequence[int], *, origin: Origin, reason: str) -> None:
    """Let offers go with their source, which may bring them back; however many.

    Rows are written without loading the offers: a large catalogue goes in seconds.
    """
    for at in range(0, len(ids), ROWS_AT_ONCE):
        _withdraw_rows(session, ids[at : at + ROWS_AT_ONCE], origin, reason)
    session.expire_all()
    if ids:
        ask_for_index(session, origin.at)


def let_added_go(session: Session, import_id: int, *, origin: Origin, reason: str) -> int:
    """Let every offer go that an import added; return how many went.

    What was withdrawn already stays as it is. Any source may bring them back.
    """
    added = select(OfferVersion.offer_id).where(
        OfferVersion.import_id == import_id, OfferVersion.deed == "added"
    )
    there = select(Offer.id).where(Offer.id.in_(added), ~Offer.withdrawal.has())
    ids = session.scalars(there.order_by(Offer.id)).all()
    session.execute(update(Offer).where(Offer.id.in_(added)).values(source_digest=None))
    let_go(session, ids, origin=origin, reason=reason)
    return len(ids)


def _outcome(owner: str | None, source: str) -> Outcome:
    if owner is None:
        return "unchanged"
    return "withdrawn" if owner == source else "foreign"


def _withdraw_rows(session: Session, ids: Sequence[int], origin: Origin, reason: str) -> None:
    newest = select(func.max(OfferVersion.id)).where(OfferVersion.offer_id.in_(ids))
    rows = select(OfferVersion.offer_id, OfferVersion.facts).where(
        OfferVersion.id.in_(newest.group_by(OfferVersion.offer_id))
    )
    versions = [
        {
            "offer_id": id_,
            "deed": "withdrawn",
            "at": origin.at,
            "by_id": origin.by,
            "import_id": origin.import_id,
            "facts": {**facts, "withdrawn": reason},
        }
        for id_, facts in session.execute(rows)
    ]
    gone = [{"offer_id": id_, "at": origin.at, "by_id": None, "reason": reason} for id_ in ids]
    session.execute(insert(Withdrawal), gone)
    session.execute(insert(OfferVersion), versions)
    session.execute(update(Offer).where(Offer.id.in_(ids)).values(changed_at=origin.at))
