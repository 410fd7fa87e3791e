"""Refreshers: who wants them, what somebody remembers, and the cards of their last round."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mentorhub.courses.remembering import CardKey, Memory
from mentorhub.kit.db import Base


class RefresherChoice(Base):
    """Whether somebody wants refreshers; without a row they were never asked.

    Until ``snoozed_until`` nothing reminds them.
    """

    __tablename__ = "refresher_choice"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    wanted: Mapped[bool]
    at: Mapped[datetime]
    snoozed_until: Mapped[date | None]


class QuestionMemory(Base):
    """What somebody remembers of a question; see ``remembering.Memory``."""

    __tablename__ = "question_memory"
    __table_args__ = (UniqueConstraint("person_id", "course_slug", "quiz", "question"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_slug: Mapped[str] = mapped_column(ForeignKey("course.slug"))
    quiz: Mapped[str]
    question: Mapped[str]
    stability: Mapped[float]
    difficulty: Mapped[float]
    seen_on: Mapped[date]
    due_on: Mapped[date]

    @property
    def key(self) -> CardKey:
        """Which question it is."""
        return CardKey(self.course_slug, self.quiz, self.question)

    @property
    def memory(self) -> Memory:
        """What is remembered, as the rules take it."""
        return Memory(self.stability, self.difficulty, self.seen_on, self.due_on)


class RefresherCard(Base):
    """One card of somebody's last round; ``number`` counts from 1.

    ``right`` is None until it was answered. ``before`` is the memory before the answer, so that
    the learner can still say how it felt; None for a new card.
    """

    __tablename__ = "refresher_card"
    __table_args__ = (
        CheckConstraint("number BETWEEN 1 AND 5", name="number"),
        CheckConstraint("felt IN ('hard', 'easy')", name="felt"),
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    course_slug: Mapped[str] = mapped_column(ForeignKey("course.slug"))
    quiz: Mapped[str]
    question: Mapped[str]
    seed: Mapped[str]
    drawn_on: Mapped[date]
    answer: Mapped[Any] = mapped_column(JSON(none_as_null=False))
    right: Mapped[bool | None]
    felt: Mapped[str | None]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    @property
    def key(self) -> CardKey:
        """Which question it is."""
        return CardKey(self.course_slug, self.quiz, self.question)
