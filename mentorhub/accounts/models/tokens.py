"""Tokens with which programs ask our interface more often."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorhub.kit.db import Base


class ApiToken(Base):
    """Lets one program ask more often; it opens nothing that is not open to everybody.

    Only the hash is kept. ``used_on`` is the last day of its use: nobody needs to know more.
    """

    __tablename__ = "api_token"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    used_on: Mapped[date | None]
    revocation: Mapped["ApiTokenRevocation | None"] = relationship(lazy="joined")


class ApiTokenRevocation(Base):
    """The end of a token; the program goes on as everybody else does."""

    __tablename__ = "api_token_revocation"
    token_id: Mapped[int] = mapped_column(ForeignKey("api_token.id"), primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
