"""Tasks from real work: what was handed in, and what a coordinator said to it."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorhub.courses.models.learning import Enrolment
from mentorhub.kit.db import Base


class PracticeHanding(Base):
    """A text was handed in, sealed; it stays as it is. ``number`` counts from 1."""

    __tablename__ = "practice_handing"
    __table_args__ = (UniqueConstraint("enrolment_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    number: Mapped[int]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime]
    enrolment: Mapped[Enrolment] = relationship()
    answer: Mapped["PracticeAnswer | None"] = relationship(
        lazy="joined", cascade="all, delete-orphan"
    )

    @property
    def about(self) -> str:
        """What the sealed bytes are bound to."""
        return f"practice_handing:{self.enrolment_id}:{self.number}"


class PracticeAnswer(Base):
    """A task is accepted, or goes back with words, sealed as well."""

    __tablename__ = "practice_answer"
    handing_id: Mapped[int] = mapped_column(ForeignKey("practice_handing.id"), primary_key=True)
    accepted: Mapped[bool]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    @property
    def about(self) -> str:
        """What the sealed bytes are bound to."""
        return f"practice_answer:{self.handing_id}"
