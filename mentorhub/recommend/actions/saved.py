"""Offers that somebody keeps, with or without an account, and shares by a link."""

from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mentorhub.kit.crypto import Cipher, new_token, token_hash
from mentorhub.kit.errors import Refused
from mentorhub.recommend.models import Offer, SavedList, SavedOffer
from mentorhub.recommend.queries import saved as lists

VISITOR_LIST = timedelta(days=30)
MOST_SAVED = 100


class ListFull(Refused):
    """A list keeps at most a hundred offers."""


def save(
    session: Session, offer: Offer, *, person_id: int | None, token: str | None, now: datetime
) -> str | None:
    """Put an offer on the list of the person, or on the visitor's; twice is once.

    Returns the visitor's token (a new one where none was known), None for a person.

    Raises:
        ListFull: the list has a hundred offers.
    """
    kept = lists.own(session, person_id=person_id, token=token, now=now)
    if kept is None:
        token = None if person_id else new_token()
        kept = _new_list(session, person_id, token, now)
    kept.ends_at = None if person_id else now + VISITOR_LIST
    if all(entry.offer_id != offer.id for entry in kept.offers):
        if len(kept.offers) >= MOST_SAVED:
            raise ListFull(str(kept.id))
        _keep(session, kept, offer, now)
    return token


def _keep(session: Session, kept: SavedList, offer: Offer, now: datetime) -> None:
    """Put the offer on the list, unless a second click has just done so."""
    with suppress(IntegrityError), session.begin_nested():
        session.add(SavedOffer(list_id=kept.id, offer_id=offer.id, at=now))
    session.expire(kept, ["offers"])


def _new_list(
    session: Session, person_id: int | None, token: str | None, now: datetime
) -> SavedList:
    """Return a new list, or the one that the same person has made at this very moment."""
    fresh = SavedList(
        person_id=person_id,
        token_hash=token_hash(token) if token else None,
        made_at=now,
        offers=[],
    )
    try:
        with session.begin_nested():
            session.add(fresh)
    except IntegrityError:
        there = lists.own(session, person_id=person_id, token=token, now=now)
        if there is None:
            raise
        return there
    return fresh


def remove(session: Session, kept: SavedList, offer: Offer) -> None:
    """Take an offer off the list."""
    kept.offers = [entry for entry in kept.offers if entry.offer_id != offer.id]
    session.flush()


def share(cipher: Cipher, kept: SavedList) -> str:
    """Return the token of the link under which the list can be read; the same one each time.

    Where the link cannot be opened any more, there is a new one, and the old one is dead.
    """
    token = lists.share_token(cipher, kept)
    if token is None:
        token = new_token()
        kept.share_hash = token_hash(token)
        kept.share_sealed = cipher.seal(token.encode(), kept.about)
    return token


def unshare(kept: SavedList) -> None:
    """Make the link dead."""
    kept.share_hash = kept.share_sealed = None


def hand_over(session: Session, *, token: str | None, person_id: int, now: datetime) -> None:
    """Move a visitor's list to the person who has just signed in."""
    visitors = lists.own(session, person_id=None, token=token, now=now)
    if visitors is None:
        return
    for entry in list(visitors.offers):
        try:
            save(session, entry.offer, person_id=person_id, token=None, now=now)
        except ListFull:
            break
        session.flush()
    session.delete(visitors)


def forget(session: Session, person_id: int, now: datetime) -> None:
    """Delete a person's list with its link, because the account is about to be erased."""
    kept = lists.own(session, person_id=person_id, token=None, now=now)
    if kept:
        session.delete(kept)


def sweep(session: Session, *, now: datetime) -> None:
    """Delete visitors' lists that nobody has touched for thirty days."""
    ended = select(SavedList.id).where(SavedList.ends_at <= now)
    session.execute(delete(SavedOffer).where(SavedOffer.list_id.in_(ended)))
    session.execute(delete(SavedList).where(SavedList.ends_at <= now))
