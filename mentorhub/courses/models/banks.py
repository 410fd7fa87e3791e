"""Banks of questions beside the courses, the courses made of them, and files on their way in."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorhub.kit.db import Base


class QuestionBank(Base):
    """Questions that editors keep; ``key`` is the name without its case, so that it is unique."""

    __tablename__ = "question_bank"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class BankQuestion(Base):
    """One question: ``body`` is the JSON text of ``material.questions``.

    ``slug`` is its id in the bank; ``digest`` the SHA-256 of all else it says, by which the same
    question is known again; ``words`` what a search looks at, without case. ``gone_at``: an editor
    took it away, and may put it back.
    """

    __tablename__ = "bank_question"
    __table_args__ = (UniqueConstraint("bank_id", "slug"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    bank_id: Mapped[int] = mapped_column(ForeignKey("question_bank.id"))
    slug: Mapped[str]
    kind: Mapped[str]
    category: Mapped[str]
    digest: Mapped[str]
    words: Mapped[str] = mapped_column(Text, deferred=True)
    body: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    gone_at: Mapped[datetime | None]
    bank: Mapped[QuestionBank] = relationship()


class BankCourse(Base):
    """A course that was made of a bank; its versions keep the questions they were made of."""

    __tablename__ = "bank_course"
    course_slug: Mapped[str] = mapped_column(ForeignKey("course.slug"), primary_key=True)
    bank_id: Mapped[int] = mapped_column(ForeignKey("question_bank.id"), index=True)


class CourseUpload(Base):
    """A file that an editor sent; gone once it was taken or thrown away, at most a day old.

    ``kind`` is ``questions`` or ``course``; ``target`` the name of the bank, or the id that the
    course shall have.
    """

    __tablename__ = "course_upload"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012  an old page never meets a new file
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    name: Mapped[str]
    target: Mapped[str]
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(index=True)
