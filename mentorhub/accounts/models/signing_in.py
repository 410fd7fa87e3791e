"""What the server remembers of a browser: sign-ins, passing notes, failed attempts."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Enum, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorhub.accounts.models.people import Person
from mentorhub.kit.db import Base

# A sign-in ends by itself after this long without use, and in any case after the longest time.
IDLE = timedelta(hours=12)
LONGEST = timedelta(days=7)
# "Last seen" is not written more often than this.
COARSE = timedelta(minutes=15)
# How long the passing notes of a visitor are kept.
VISIT = timedelta(hours=12)


class BrowserSession(Base):
    """Passing notes for one browser, such as a half-finished sign-in or a message to show.

    The cookie holds a random token and nothing else; this row is found by the token's hash.
    """

    __tablename__ = "browser_session"
    token_hash: Mapped[str] = mapped_column(primary_key=True)
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    expires_at: Mapped[datetime] = mapped_column(index=True)


class SignIn(Base):
    """A person is signed in on one device; the token's hash ties it to the browser's cookie.

    ``device`` is the family of browser and system ("Firefox, Windows"), ``seen_at`` is coarse.
    ``is_strong``: more than a password was shown (a code, a passkey, a recovery code).
    """

    __tablename__ = "sign_in"
    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    device: Mapped[str] = mapped_column(default="")
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime] = mapped_column(index=True)
    is_strong: Mapped[bool] = mapped_column(default=False)
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    ending: Mapped["SignInEnding | None"] = relationship(
        lazy="joined", cascade="all, delete-orphan"
    )


class WhyEnded(StrEnum):
    """Why somebody is no longer signed in."""

    signed_out = "signed_out"
    from_list = "from_list"
    everywhere = "everywhere"
    new_password = "new_password"  # noqa: S105  # a reason, not a secret
    deactivated = "deactivated"
    erased = "erased"


class SignInEnding(Base):
    """The end of a sign-in; a copied cookie is worth nothing afterwards."""

    __tablename__ = "sign_in_ending"
    sign_in_id: Mapped[int] = mapped_column(ForeignKey("sign_in.id"), primary_key=True)
    at: Mapped[datetime]
    why: Mapped[WhyEnded] = mapped_column(Enum(WhyEnded, native_enum=False, length=32))


class FailedSignIns(Base):
    """How often in a row somebody failed at one account, whether it exists or not.

    ``key`` is a keyed hash of the address, so that the table tells nobody who tried what.
    """

    __tablename__ = "failed_sign_ins"
    key: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
    since: Mapped[datetime] = mapped_column(index=True)
    locked_until: Mapped[datetime | None]
