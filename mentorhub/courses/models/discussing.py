"""Discussions: threads on boards, posts, what became of them, and who has seen what."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorhub.accounts.models import Person
from mentorhub.kit.db import Base


class Thread(Base):
    """Posts that belong together, on the board of a lesson or a cohort (``boards.BoardKey``)."""

    __tablename__ = "thread"
    __table_args__ = (Index("ix_thread_board_last_at", "board", "last_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    board: Mapped[str]
    at: Mapped[datetime]
    last_at: Mapped[datetime]


class Post(Base):
    """What somebody wrote, in Markdown; the first of a thread opens it.

    ``entry`` is the form's own mark, so that sending it twice is one post. ``by_id`` is None once
    its author is forgotten; then there is a deletion too and no text.
    """

    __tablename__ = "post"
    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    entry: Mapped[str] = mapped_column(unique=True)
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    changed_at: Mapped[datetime | None]
    thread: Mapped[Thread] = relationship(lazy="joined")
    by: Mapped[Person | None] = relationship(lazy="joined", foreign_keys=[by_id])
    deletion: Mapped["PostDeletion | None"] = relationship(lazy="joined")
    hiding: Mapped["PostHiding | None"] = relationship(lazy="joined")
    mentions: Mapped[list["PostMention"]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="PostMention.person_id"
    )

    @property
    def is_readable(self) -> bool:
        """Whether everybody on the board may read it."""
        return self.deletion is None and self.hiding is None


class PostDeletion(Base):
    """The post is gone for good; the row and its place in the thread stay."""

    __tablename__ = "post_deletion"
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), primary_key=True)
    at: Mapped[datetime]


class PostHiding(Base):
    """Somebody who looks after the board has hidden the post; taking it away shows it again."""

    __tablename__ = "post_hiding"
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), primary_key=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str]
    at: Mapped[datetime]


class PostReport(Base):
    """Somebody asks to look at a post, each person once; settled once somebody has looked."""

    __tablename__ = "post_report"
    __table_args__ = (
        UniqueConstraint("post_id", "by_id"),
        CheckConstraint("settled_at IS NOT NULL OR settled_by_id IS NULL", name="settled"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str]
    at: Mapped[datetime]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[datetime | None]
    post: Mapped[Post] = relationship(lazy="joined")


class PostMention(Base):
    """A post speaks to somebody who reads on the same board."""

    __tablename__ = "post_mention"
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    person: Mapped[Person] = relationship(lazy="joined")


class ThreadSight(Base):
    """Up to which post somebody has seen a thread."""

    __tablename__ = "thread_sight"
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    post_id: Mapped[int]


class DigestChoice(Base):
    """Somebody wants a mail about news in their threads; no row, no mail.

    The last one went on ``told_on`` and told of posts up to ``told_up_to``.
    """

    __tablename__ = "digest_choice"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    at: Mapped[datetime]
    told_on: Mapped[date | None]
    told_up_to: Mapped[int]
