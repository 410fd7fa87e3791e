"""Banks of questions: files come in, questions go and come back."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from mentorhub.courses.material.questions import Question
from mentorhub.courses.material.quizzes import MOST_QUESTIONS
from mentorhub.courses.models import BankCourse, BankQuestion, QuestionBank
from mentorhub.courses.queries import banks as reads
from mentorhub.courses.question_files.making import Ids
from mentorhub.courses.question_files.notes import Imported, LeftOut, Taken, note
from mentorhub.kit import audit
from mentorhub.kit.db import hold
from mentorhub.kit.errors import Refused


class NameTaken(Refused):
    """Another bank has this name."""


class NothingToTake(Refused):
    """Not a single question of the file can be taken."""


@dataclass(frozen=True)
class Addition:
    """What a file brings to a bank: the questions that are new to it, and what is left out."""

    taken: tuple[Taken, ...]
    left_out: tuple[LeftOut, ...]


def foresee(session: Session, name: str, imported: Imported) -> Addition:
    """Return what ``add`` would do, and change nothing."""
    bank = reads.bank_named(session, name)
    return _addition(session, bank.id if bank else None, imported)


def add(
    session: Session, name: str, imported: Imported, *, by: int | None, now: datetime
) -> tuple[QuestionBank, Addition]:
    """Add the questions of a file to the bank of this name, and make the bank if there is none.

    What the bank holds already is not taken again.

    Raises:
        NothingToTake: no question is left.
    """
    hold(session, f"bank:{reads.key_of(name)}")
    bank = reads.bank_named(session, name)
    addition = _addition(session, bank.id if bank else None, imported)
    if not addition.taken:
        raise NothingToTake(name)
    if bank is None:
        bank = QuestionBank(name=name, key=reads.key_of(name), by_id=by, at=now)
        session.add(bank)
        session.flush()
    session.add_all(_row(bank.id, each, now) for each in addition.taken)
    session.flush()
    subject, count = f"question_bank:{bank.id}", len(addition.taken)
    audit.note(session, "bank.filled", subject, by=by, at=now, questions=count)
    return bank, addition


def rename(session: Session, bank: QuestionBank, name: str, *, by: int, now: datetime) -> None:
    """Give a bank another name.

    Raises:
        NameTaken: another bank has it.
    """
    hold(session, f"bank:{reads.key_of(name)}")
    other = reads.bank_named(session, name)
    if other and other.id != bank.id:
        raise NameTaken(name)
    bank.name, bank.key = name, reads.key_of(name)
    audit.note(session, "bank.renamed", f"question_bank:{bank.id}", by=by, at=now)


def take_away(session: Session, question: BankQuestion, *, by: int, now: datetime) -> None:
    """Take a question out of its bank; courses that were made with it keep it."""
    question.gone_at = question.gone_at or now
    subject = f"question_bank:{question.bank_id}"
    audit.note(session, "bank.question_gone", subject, by=by, at=now, question=question.id)


def put_back(session: Session, question: BankQuestion, *, by: int, now: datetime) -> None:
    """Put a question back into its bank."""
    question.gone_at = None
    subject = f"question_bank:{question.bank_id}"
    audit.note(session, "bank.question_back", subject, by=by, at=now, question=question.id)


def remove(session: Session, bank: QuestionBank, *, by: int, now: datetime) -> None:
    """Delete a bank with all its questions; courses that were made of it stay."""
    audit.note(session, "bank.deleted", f"question_bank:{bank.id}", by=by, at=now)
    for table in (BankCourse, BankQuestion):
        session.execute(delete(table).where(table.bank_id == bank.id))
    session.delete(bank)
    session.flush()


def _addition(session: Session, bank_id: int | None, imported: Imported) -> Addition:
    there = select(BankQuestion.slug, BankQuestion.digest, BankQuestion.gone_at)
    rows = session.execute(there.where(BankQuestion.bank_id == bank_id)).all() if bank_id else ()
    known = {digest for _slug, digest, gone_at in rows if gone_at is None}
    ids, room = Ids(slug for slug, _digest, _gone in rows), MOST_QUESTIONS - len(known)
    taken: list[Taken] = []
    left_out = list(imported.left_out)
    seen: set[str] = set()
    for each in imported.taken:
        digest = _digest(each.question)
        reason = _why_not(digest, known, seen, len(taken) >= room)
        if reason:
            detail = MOST_QUESTIONS if reason == "bank_full" else ""
            left_out.append(LeftOut(each.line, each.title, note(reason, detail)))
            continue
        seen.add(digest)
        taken.append(_named(each, ids.free(each.question.id)))
    return Addition(tuple(taken), tuple(sorted(left_out, key=lambda each: each.line)))


def _why_not(digest: str, known: set[str], seen: set[str], is_full: bool) -> str:
    if digest in known:
        return "known"
    if digest in seen:
        return "twice"
    return "bank_full" if is_full else ""


def _named(taken: Taken, slug: str) -> Taken:
    if slug == taken.question.id:
        return taken
    question = taken.question.model_copy(update={"id": slug})
    return replace(taken, question=question, changes=(*taken.changes, note("new_id", slug)))


def _digest(question: Question) -> str:
    said = question.model_dump_json(exclude_defaults=True, exclude={"id"})
    return hashlib.sha256(said.encode()).hexdigest()


def _row(bank_id: int, taken: Taken, now: datetime) -> BankQuestion:
    question = taken.question
    return BankQuestion(
        bank_id=bank_id,
        slug=question.id,
        kind=question.kind,
        category=taken.category,
        digest=_digest(question),
        words=" ".join(_words(question.model_dump(exclude={"kind"}))).casefold(),
        body=question.model_dump_json(exclude_defaults=True),
        at=now,
    )


def _words(told: object) -> Iterator[str]:
    """Yield every text inside of a question."""
    if isinstance(told, str):
        yield told
    elif isinstance(told, dict):
        for each in told.values():
            yield from _words(each)
    elif isinstance(told, list | tuple):
        for each in told:
            yield from _words(each)
