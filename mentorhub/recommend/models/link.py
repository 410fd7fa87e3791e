"""Pages that offers lead to, and whether they are there."""

from datetime import date, datetime
from typing import Literal

from sqlalchemy.orm import Mapped, mapped_column

from mentorhub.kit.db import Base
from mentorhub.recommend.links import Finding, History

LinkState = Literal["new", "there", "unknown", "doubtful", "dead"]


class Link(Base):
    """One address that offers name as their page at the provider; several may share it.

    ``why`` and ``status`` are what the last look said, ``why`` empty where the page was there.
    ``there_at`` is when it was last seen, ``gone_on`` the first day on which it was not, and
    ``dead_at`` when a second day said the same. ``busy_until`` is set while it is being looked at
    or its host rests.
    """

    __tablename__ = "link"
    __table_args__ = ({"sqlite_autoincrement": True},)  # an old page never meets a new link
    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(unique=True)
    host: Mapped[str] = mapped_column(index=True)
    checked_at: Mapped[datetime | None] = mapped_column(index=True)
    why: Mapped[str] = mapped_column(default="")
    status: Mapped[int | None]
    there_at: Mapped[datetime | None]
    gone_on: Mapped[date | None]
    dead_at: Mapped[datetime | None] = mapped_column(index=True)
    busy_until: Mapped[datetime | None]

    @property
    def found(self) -> Finding:
        """What the last look said."""
        return Finding(self.why, self.status)

    @property
    def history(self) -> History:
        """What is known of the page."""
        return History(self.there_at, self.gone_on, self.dead_at)

    @property
    def state(self) -> LinkState:
        """How it stands; doubtful was gone once, unknown is a look that said nothing."""
        if self.checked_at is None:
            return "new"
        if self.dead_at:
            return "dead"
        if self.gone_on:
            return "doubtful"
        return "unknown" if self.why else "there"
