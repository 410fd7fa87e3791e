"""Offers as pages, the index and editors read them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from mentorhub.recommend import documents as documents_
from mentorhub.recommend.engine.document import Document
from mentorhub.recommend.models import Offer, OfferDate, OfferImport, OfferVersion, Withdrawal

BATCH = 2000
PAGE = 25


@dataclass(frozen=True)
class Page:
    """One page of rows: ``number`` counts from 1, ``total`` counts all rows."""

    rows: Sequence[Any]
    number: int
    total: int
    size: int = PAGE

    @property
    def pages(self) -> int:
        """Return how many pages there are, at least one."""
        return max(1, -(-self.total // self.size))


def by_keys(session: Session, keys: Sequence[str]) -> dict[str, Offer]:
    """Return the offers of these keys, current or not, by key."""
    return {o.key: o for o in session.scalars(select(Offer).where(Offer.key.in_(keys)))}


def by_key(session: Session, key: str) -> Offer | None:
    """Return one offer, whatever its state."""
    return session.scalar(select(Offer).where(Offer.key == key))


def visible_keys(session: Session, keys: Sequence[str], today: date) -> set[str]:
    """Return which of these offers a visitor may see today: not withdrawn, not over."""
    rows = session.scalars(select(Offer.key).where(Offer.key.in_(keys), _current(today)))
    return set(rows)


def documents(session: Session) -> Iterator[Document]:
    """Yield every offer that is not withdrawn as the engine wants it, the newest first.

    Offers that are over are in it: the search hides them by its own ``today``.
    """
    rows = (
        select(Offer)
        .where(~Offer.withdrawal.has())
        .order_by(Offer.changed_at.desc(), Offer.key)
        .execution_options(yield_per=BATCH)
    )
    yield from map(documents_.of_offer, session.scalars(rows))


def newest(session: Session, today: date, limit: int, offset: int = 0) -> list[Offer]:
    """Return the current courses that changed last."""
    rows = select(Offer).where(_current(today), Offer.kind == "course")
    rows = rows.order_by(Offer.changed_at.desc(), Offer.key).limit(limit).offset(offset)
    return list(session.scalars(rows))


def count_courses(session: Session, today: date) -> int:
    """Return how many courses can be taken today."""
    rows = select(func.count(Offer.id)).where(_current(today), Offer.kind == "course")
    return session.scalar(rows) or 0


def editors_page(session: Session, *, words: str, state: str, page: int, today: date) -> Page:
    """Return offers for the editors' list: ``state`` is current, over, withdrawn or all."""
    rows = select(Offer)
    for word in words.split()[:8]:
        like = f"%{_escaped(word)}%"
        rows = rows.where(
            or_(
                Offer.title.ilike(like, escape="\\"),
                Offer.key.ilike(like, escape="\\"),
                Offer.provider.ilike(like, escape="\\"),
                Offer.town.ilike(like, escape="\\"),
            )
        )
    wanted = {
        "current": _current(today),
        "over": and_(~_withdrawn(), ~_current(today)),
        "withdrawn": _withdrawn(),
    }.get(state)
    if wanted is not None:
        rows = rows.where(wanted)
    return _paged(session, rows.order_by(Offer.changed_at.desc(), Offer.key), page)


def history(session: Session, offer: Offer) -> Sequence[OfferVersion]:
    """Return the versions of an offer, newest first."""
    rows = select(OfferVersion).where(OfferVersion.offer_id == offer.id)
    return session.scalars(rows.order_by(OfferVersion.id.desc())).all()


def imports_page(session: Session, page: int) -> Page:
    """Return the import runs, newest first."""
    return _paged(session, select(OfferImport).order_by(OfferImport.id.desc()), page)


def import_by_id(session: Session, import_id: int) -> OfferImport | None:
    """Return one import run."""
    return session.get(OfferImport, import_id)


def _paged(session: Session, rows: Select[Any], page: int) -> Page:
    total = session.scalar(select(func.count()).select_from(rows.order_by(None).subquery())) or 0
    number = max(1, min(page, -(-total // PAGE) or 1))
    found = session.scalars(rows.limit(PAGE).offset((number - 1) * PAGE)).all()
    return Page(found, number, total)


def _withdrawn() -> ColumnElement[bool]:
    return exists().where(Withdrawal.offer_id == Offer.id)


def _current(today: date) -> ColumnElement[bool]:
    starts = exists().where(OfferDate.offer_id == Offer.id, OfferDate.starts >= today)
    return and_(~_withdrawn(), or_(Offer.on_request, starts))


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
