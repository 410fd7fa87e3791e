"""Saved lists."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from mentorhub.kit.crypto import Cipher, token_hash
from mentorhub.recommend.models import SavedList


def own(
    session: Session, *, person_id: int | None, token: str | None, now: datetime
) -> SavedList | None:
    """Return the list of the person, or of the visitor who holds the token."""
    if person_id is not None:
        return session.scalar(select(SavedList).where(SavedList.person_id == person_id))
    if not token:
        return None
    return session.scalar(
        select(SavedList).where(SavedList.token_hash == token_hash(token), SavedList.ends_at > now)
    )


def shared(session: Session, token: str, *, now: datetime) -> SavedList | None:
    """Return the list that is shared under this link."""
    lasting = or_(SavedList.ends_at.is_(None), SavedList.ends_at > now)
    return session.scalar(
        select(SavedList).where(SavedList.share_hash == token_hash(token), lasting)
    )


def share_token(cipher: Cipher, kept: SavedList) -> str | None:
    """Return the token of the list's link, None without one or if it cannot be opened."""
    if kept.share_sealed is None:
        return None
    return cipher.open_text(kept.share_sealed, kept.about)


def export_for(session: Session, person_id: int) -> list[dict[str, str]]:
    """Return what a person has saved, as plain values."""
    kept = session.scalar(select(SavedList).where(SavedList.person_id == person_id))
    return [
        {"key": entry.offer.key, "title": entry.offer.title, "at": entry.at.isoformat()}
        for entry in (kept.offers if kept else [])
    ]
