"""Judged queries of this installation, and what the search made of them at each measurement."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from mentorhub.kit.db import Base


class JudgedQuery(Base):
    """A question with the grade of each offer that was judged for it, by key: 0 to 3.

    ``name`` is its id in files. ``edition`` counts its changes from 1: whoever saves says which
    one was read.
    """

    __tablename__ = "judged_query"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012  an old page never meets a new row
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    query: Mapped[str]
    type: Mapped[str] = mapped_column(default="", index=True)
    grades: Mapped[dict[str, int]] = mapped_column(JSON)
    edition: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]
    by_id: Mapped[int | None]


class QualityRun(Base):
    """One measurement. Until it has ``ended_at`` it goes on or was broken off.

    ``generation`` and ``encoder`` say what was measured, no encoder that it went by words only.
    ``left_out`` queries have no good answer in this index.
    """

    __tablename__ = "quality_run"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    by_id: Mapped[int | None]
    generation: Mapped[str] = mapped_column(default="")
    encoder: Mapped[str | None]
    queries: Mapped[int] = mapped_column(default=0)
    left_out: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None]


class QualityAnswer(Base):
    """What one measurement found for one query: its first hits and how good all of them were.

    ``ours`` and ``words`` are the figures of the whole search and of the one by words only.
    """

    __tablename__ = "quality_answer"
    run_id: Mapped[int] = mapped_column(ForeignKey("quality_run.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    query: Mapped[str]
    type: Mapped[str]
    grades: Mapped[dict[str, int]] = mapped_column(JSON)
    hits: Mapped[list[str]] = mapped_column(JSON)
    ndcg10: Mapped[float]
    ours: Mapped[dict[str, Any]] = mapped_column(JSON)
    words: Mapped[dict[str, Any]] = mapped_column(JSON)
