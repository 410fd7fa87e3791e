"""Banks of questions as editors look through them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from mentorhub.courses.material.questions import Question
from mentorhub.courses.models import BankCourse, BankQuestion, CourseRow, QuestionBank

PAGE = 20
_QUESTION: TypeAdapter[Question] = TypeAdapter(Question)


@dataclass(frozen=True)
class Page:
    """One page of rows: ``number`` counts from 1, ``total`` counts all rows."""

    rows: Sequence[Any]
    number: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE))


@dataclass(frozen=True)
class BankLine:
    """A bank and how many questions it holds."""

    bank: QuestionBank
    questions: int


@dataclass(frozen=True)
class Wanted:
    """Which questions of a bank are looked for: words, kind, category, those taken away."""

    words: str = ""
    kind: str = ""
    gone: bool = False
    category: str = ""


def key_of(name: str) -> str:
    """Return what names have in common that differ in case alone."""
    return name.casefold()


def question_of(row: BankQuestion) -> Question:
    """Return the question of a row."""
    return _QUESTION.validate_json(row.body)


def bank_named(session: Session, name: str) -> QuestionBank | None:
    """Return the bank of this name, None if there is none; case does not count."""
    return session.scalar(select(QuestionBank).where(QuestionBank.key == key_of(name)))


def names(session: Session) -> list[str]:
    """Return the names of all banks."""
    return list(session.scalars(select(QuestionBank.name).order_by(QuestionBank.key)))


def banks_page(session: Session, words: str, number: int) -> Page:
    """Return the banks whose names hold all of the words, sorted by name."""
    found = select(QuestionBank)
    for word in words.casefold().split():
        found = found.where(QuestionBank.key.contains(word, autoescape=True))
    page = _page(session, found.order_by(QuestionBank.key), number)
    counts = _counts(session, [each.id for each in page.rows])
    rows = [BankLine(each, counts.get(each.id, 0)) for each in page.rows]
    return Page(rows, page.number, page.total)


def questions_page(session: Session, bank_id: int, wanted: Wanted, number: int) -> Page:
    """Return rows of questions in the order in which they came."""
    return _page(session, _questions(bank_id, wanted).order_by(BankQuestion.id), number)


def questions_of(session: Session, bank_id: int, category: str = "") -> list[Question]:
    """Return the questions of a bank or a category in the order in which they came.

    Those that were taken away are left out.
    """
    wanted = Wanted(category=category)
    rows = session.scalars(_questions(bank_id, wanted).order_by(BankQuestion.id))
    return [question_of(each) for each in rows]


def kinds_of(session: Session, bank_id: int, category: str = "") -> dict[str, int]:
    """Return how many questions of each kind a bank or a category has, without those taken away."""
    found = _questions(bank_id, Wanted(category=category)).with_only_columns(
        BankQuestion.kind, func.count()
    )
    return dict(
        session.execute(found.group_by(BankQuestion.kind).order_by(BankQuestion.kind)).all()
    )


def categories_of(session: Session, bank_id: int) -> dict[str, int]:
    """Return how many questions each category has, by name, without those taken away."""
    found = _questions(bank_id, Wanted()).with_only_columns(BankQuestion.category, func.count())
    rows = session.execute(
        found.where(BankQuestion.category != "")
        .group_by(BankQuestion.category)
        .order_by(BankQuestion.category)
    )
    return dict(rows.all())


def filed(session: Session, bank_id: int) -> dict[str, str]:
    """Return the category of each question that has one, by the id of the question."""
    rows = session.execute(
        _questions(bank_id, Wanted()).with_only_columns(BankQuestion.slug, BankQuestion.category)
    )
    return {slug: category for slug, category in rows if category}


def category_of(session: Session, bank_id: int, slugs: Collection[str]) -> str:
    """Return the category in which all these questions are, nothing if there is none."""
    known = filed(session, bank_id)
    found = {known.get(slug, "") for slug in slugs}
    return found.pop() if len(found) == 1 else ""


def gone_count(session: Session, bank_id: int) -> int:
    """Return how many questions were taken away."""
    gone = _questions(bank_id, Wanted(gone=True)).subquery()
    return session.scalar(select(func.count()).select_from(gone)) or 0


def courses_of(session: Session, bank_id: int) -> list[CourseRow]:
    """Return the courses that were made of a bank, gone ones too."""
    made = select(BankCourse.course_slug).where(BankCourse.bank_id == bank_id)
    rows = select(CourseRow).where(CourseRow.slug.in_(made)).order_by(CourseRow.slug)
    return list(session.scalars(rows))


def bank_of(session: Session, slug: str) -> QuestionBank | None:
    """Return the bank of which a course was made, None if it was made otherwise."""
    made = session.get(BankCourse, slug)
    return session.get(QuestionBank, made.bank_id) if made else None


def _questions(bank_id: int, wanted: Wanted) -> Select[BankQuestion]:
    is_gone = BankQuestion.gone_at.is_not(None) if wanted.gone else BankQuestion.gone_at.is_(None)
    found = select(BankQuestion).where(BankQuestion.bank_id == bank_id, is_gone)
    if wanted.kind:
        found = found.where(BankQuestion.kind == wanted.kind)
    if wanted.category:
        found = found.where(BankQuestion.category == wanted.category)
    for word in wanted.words.casefold().split():
        found = found.where(BankQuestion.words.contains(word, autoescape=True))
    return found


def _page(session: Session, found: Select[Any], number: int) -> Page:
    total = session.scalar(select(func.count()).select_from(found.order_by(None).subquery())) or 0
    last = max(1, -(-total // PAGE))
    number = min(number, last)
    rows = session.scalars(found.limit(PAGE).offset((number - 1) * PAGE)).all()
    return Page(rows, number, total)


def _counts(session: Session, ids: Sequence[int]) -> dict[int, int]:
    rows = session.execute(
        select(BankQuestion.bank_id, func.count())
        .where(BankQuestion.bank_id.in_(ids), BankQuestion.gone_at.is_(None))
        .group_by(BankQuestion.bank_id)
    )
    return dict(rows.all())
