"""Offers as pages, the index and editors read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from mentorhub.recommend import documents as documents_
from mentorhub.recommend.engine.document import Document
from mentorhub.recommend.engine.text import fold
from mentorhub.recommend.models import Link, Offer, OfferDate, OfferVersion, Withdrawal

Rows: TypeAlias = Select[*tuple[Any, ...]]

BATCH = 2000
PAGE = 25
MOST_WORDS = 8
STATES = ("current", "dead_link", "over", "withdrawn", "all")


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
    rows = session.scalars(select(Offer.key).where(Offer.key.in_(keys), is_current(today)))
    return set(rows)


def stamps(session: Session) -> list[tuple[str, str]]:
    """Return key and stamp of every offer that is not withdrawn, the newest first.

    The stamp changes with the offer, and with the relative starts of examples. Offers that are
    over are in it: the search hides them by its own ``today``.
    """
    first = select(OfferDate.offer_id, func.min(OfferDate.starts))
    first = first.where(OfferDate.weeks.is_not(None)).group_by(OfferDate.offer_id)
    moved = {each[0]: each[1] for each in session.execute(first)}
    rows = select(Offer.id, Offer.key, Offer.digest, Offer.changed_at).where(~_withdrawn())
    rows = rows.order_by(Offer.changed_at.desc(), Offer.key)
    return [
        (key, f"{digest} {changed_at.isoformat()} {moved.get(id_, '')}")
        for id_, key, digest, changed_at in session.execute(rows)
    ]


def documents_of(session: Session, keys: Sequence[str]) -> dict[str, Document]:
    """Return some offers as the engine wants them, by key."""
    found: dict[str, Document] = {}
    for at in range(0, len(keys), BATCH):
        some = by_keys(session, keys[at : at + BATCH])
        found.update((key, documents_.of_offer(offer)) for key, offer in some.items())
    return found


def newest(session: Session, today: date, limit: int, offset: int = 0) -> list[Offer]:
    """Return the current courses that changed last."""
    rows = select(Offer).where(is_current(today), Offer.kind == "course")
    rows = rows.order_by(Offer.changed_at.desc(), Offer.key).limit(limit).offset(offset)
    return list(session.scalars(rows))


def current_with(session: Session, words: str, today: date, limit: int) -> list[Offer]:
    """Return courses that can be taken today and have all these words, by their title.

    The words are looked for in title, key, provider and place.
    """
    rows = matching(select(Offer), words).where(is_current(today), Offer.kind == "course")
    return list(session.scalars(rows.order_by(Offer.title, Offer.key).limit(limit)))


def count_courses(session: Session, today: date) -> int:
    """Return how many courses can be taken today."""
    rows = select(func.count(Offer.id)).where(is_current(today), Offer.kind == "course")
    return session.scalar(rows) or 0


def courses_by_provider(session: Session, today: date) -> dict[str, int]:
    """Return how many courses of each provider can be taken today."""
    rows = select(Offer.provider, func.count(Offer.id)).group_by(Offer.provider)
    counted = session.execute(rows.where(is_current(today), Offer.kind == "course"))
    return {provider: int(count) for provider, count in counted}


def editors_page(session: Session, *, words: str, state: str, page: int, today: date) -> Page:
    """Return offers for the editors' list, last changed first; ``state`` is one of STATES."""
    rows = matching(select(Offer), words)
    wanted = _in_state(today).get(state)
    if wanted is not None:
        rows = rows.where(wanted)
    return paged(session, rows.order_by(Offer.changed_at.desc(), Offer.key), page)


def editors_counts(session: Session, *, words: str, today: date) -> dict[str, int]:
    """Return how many offers with these words there are in each of STATES."""
    count = select(func.count(Offer.id))
    conditions = _in_state(today)
    found = {}
    for state in STATES:
        rows = matching(count, words)
        if state in conditions:
            rows = rows.where(conditions[state])
        found[state] = session.scalar(rows) or 0
    return found


def keys_beginning(session: Session, start: str) -> set[str]:
    """Return the keys in use that begin with these letters."""
    like = f"{_escaped(start)}%"
    return set(session.scalars(select(Offer.key).where(Offer.key.like(like, escape="\\"))))


def history(session: Session, offer: Offer) -> Sequence[OfferVersion]:
    """Return the versions of an offer, newest first."""
    rows = select(OfferVersion).where(OfferVersion.offer_id == offer.id)
    return session.scalars(rows.order_by(OfferVersion.id.desc())).all()


def version_with_offer(session: Session, version_id: int) -> tuple[Offer, OfferVersion] | None:
    """Return one version and the offer that it is a version of."""
    rows = select(Offer, OfferVersion).join(OfferVersion, OfferVersion.offer_id == Offer.id)
    found = session.execute(rows.where(OfferVersion.id == version_id)).one_or_none()
    return (found[0], found[1]) if found else None


def paged(session: Session, rows: Select[Any], page: int) -> Page:
    """Return one page of whatever these rows are; a page that is too high is the last one."""
    total = session.scalar(select(func.count()).select_from(rows.order_by(None).subquery())) or 0
    number = max(1, min(page, -(-total // PAGE) or 1))
    found = session.scalars(rows.limit(PAGE).offset((number - 1) * PAGE)).all()
    return Page(found, number, total)


def cut(rows: Sequence[Any], page: int) -> Page:
    """Return one page of rows at hand; a page that is too high is the last one."""
    number = min(page, Page(rows, 1, len(rows)).pages)
    return Page(rows[(number - 1) * PAGE : number * PAGE], number, len(rows))


def is_current(today: date) -> ColumnElement[bool]:
    """Return what rows must fulfil to be shown today: not withdrawn, and not over."""
    starts = exists().where(OfferDate.offer_id == Offer.id, OfferDate.starts >= today)
    return and_(~_withdrawn(), or_(Offer.on_request, starts))


def matching(rows: Rows, words: str) -> Rows:
    """Keep the offers that have all words; 20,000 are looked through in some 20 ms, unindexed."""
    for word in fold(words).split()[:MOST_WORDS]:
        rows = rows.where(Offer.looked_up.like(f"%{_escaped(word)}%", escape="\\"))
    return rows


def _in_state(today: date) -> dict[str, ColumnElement[bool]]:
    return {
        "current": is_current(today),
        "dead_link": and_(is_current(today), _leads_nowhere()),
        "over": and_(~_withdrawn(), ~is_current(today)),
        "withdrawn": _withdrawn(),
    }


def _withdrawn() -> ColumnElement[bool]:
    return exists().where(Withdrawal.offer_id == Offer.id)


def _leads_nowhere() -> ColumnElement[bool]:
    return exists().where(Link.address == Offer.link, Link.dead_at.is_not(None))


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
