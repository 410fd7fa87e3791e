"""The append-only log of deeds; what happens in a counselling case never comes here."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, event
from sqlalchemy.orm import Mapped, Session, mapped_column

from mentorhub.kit.db import Base


class AuditEntry(Base):
    """One deed: what, on which thing, by whom, when."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_at", "at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    deed: Mapped[str] = mapped_column(index=True)
    subject: Mapped[str] = mapped_column(index=True)
    by_id: Mapped[int | None]
    at: Mapped[datetime]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class Append(RuntimeError):
    """Somebody tried to change the past."""


def note(
    session: Session, deed: str, subject: str, *, by: int | None, at: datetime, **facts: Any
) -> None:
    """Write down a deed such as ``offer.withdrawn`` on ``offer:stapler-dortmund``.

    ``by`` is the id of the person, None for the machine. ``facts`` hold no names and no addresses.
    """
    session.add(AuditEntry(deed=deed, subject=subject, by_id=by, at=at, facts=facts))


@event.listens_for(AuditEntry, "before_update")
@event.listens_for(AuditEntry, "before_delete")
def _refuse(*_: Any) -> None:
    raise Append("the audit log only grows")
