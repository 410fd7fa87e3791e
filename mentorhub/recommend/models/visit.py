"""What a visitor tells us, and what somebody saved."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorhub.kit.db import Base
from mentorhub.recommend.models.catalogue import Offer


class Sealed:
    """What a visitor told us: sealed, under a random id, until ``ends_at``."""

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    ends_at: Mapped[datetime] = mapped_column(index=True)


class Visit(Sealed, Base):
    """Facts that a visitor gave for funding."""

    __tablename__ = "visit"


class KeptTalk(Sealed, Base):
    """A dialogue of "Frag nach"."""

    __tablename__ = "talk"


class SavedList(Base):
    """Offers that somebody keeps: a person's own list, or a visitor's under a random id.

    A shared list is found by ``share_hash``; ``share_sealed`` lets its owner see the link again.
    """

    __tablename__ = "saved_list"
    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), unique=True)
    share_hash: Mapped[str | None] = mapped_column(unique=True)
    share_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime | None] = mapped_column(index=True)
    offers: Mapped[list["SavedOffer"]] = relationship(
        cascade="all, delete-orphan", order_by="SavedOffer.at", lazy="selectin"
    )

    @property
    def is_shared(self) -> bool:
        """Whether others can read the list under a link."""
        return self.share_hash is not None

    @property
    def about(self) -> str:
        """What the sealed link is bound to."""
        return f"saved_list:{self.id}"


class SavedOffer(Base):
    """One offer on a list."""

    __tablename__ = "saved_offer"
    __table_args__ = (UniqueConstraint("list_id", "offer_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("saved_list.id"))
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"))
    at: Mapped[datetime]
    offer: Mapped[Offer] = relationship(lazy="joined")
