"""A person decides about what a machine drafted: nothing of it is used before."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from mentorhub.courses.actions import banks
from mentorhub.courses.draft_checks import made
from mentorhub.courses.material.base import LONGEST_SLUG
from mentorhub.courses.models import DraftPiece, DraftVerdict, QuestionBank
from mentorhub.courses.question_files.notes import Imported, Taken
from mentorhub.kit import audit
from mentorhub.kit.db import hold
from mentorhub.kit.errors import Refused


class Decided(Refused):
    """Somebody has decided about this draft."""


def accept(
    session: Session,
    piece: DraftPiece,
    told: dict[str, Any],
    bank_name: str,
    origin: str,
    *,
    by: int,
    now: datetime,
) -> QuestionBank:
    """Put a question, as a person worded it, into a bank; ``origin`` says there where it is from.

    Raises:
        Decided: it is in a bank, or was thrown away.
        NothingToTake: the bank holds it already, or is full.
        ValueError: it is no question.
    """
    _hold(session, piece)
    if piece.verdict:
        raise Decided(piece.id)
    number = f"-{piece.place + 1}"
    slug = piece.draft.lesson[: LONGEST_SLUG - len(number)].strip("-") + number
    question = made(told).model_copy(update={"id": slug})
    taken = Imported("draft", (Taken(question, 0, category=origin),))
    bank, _added = banks.add(session, bank_name, taken, by=by, now=now)
    body = json.dumps(told, ensure_ascii=False)
    piece.verdict = DraftVerdict(body=body, bank=bank.name, by_id=by, at=now)
    _note(session, piece, "accepted", by, now)
    return bank


def keep_words(session: Session, piece: DraftPiece, text: str, *, by: int, now: datetime) -> None:
    """Keep a passage in plain language as a person worded it; the last word counts."""
    _hold(session, piece)
    said = DraftVerdict(body=text, bank="", by_id=by, at=now)
    if piece.verdict:
        said = piece.verdict
        said.body, said.by_id, said.at = text, by, now
    piece.verdict = said
    _note(session, piece, "kept", by, now)


def discard(session: Session, piece: DraftPiece, *, by: int, now: datetime) -> None:
    """Throw a draft away; it can be taken back.

    Raises:
        Decided: somebody has decided before.
    """
    _hold(session, piece)
    if piece.verdict:
        raise Decided(piece.id)
    piece.verdict = DraftVerdict(body="", bank="", by_id=by, at=now)
    _note(session, piece, "discarded", by, now)


def take_back(session: Session, piece: DraftPiece, *, by: int, now: datetime) -> None:
    """Undo a decision, so that the draft waits as it came; nothing to undo is fine.

    Raises:
        Decided: a question is in a bank, from where only its editors take it away.
    """
    _hold(session, piece)
    if piece.verdict is None:
        return
    if piece.verdict.bank:
        raise Decided(piece.id)
    piece.verdict = None
    _note(session, piece, "taken_back", by, now)


def _hold(session: Session, piece: DraftPiece) -> None:
    hold(session, f"draft:{piece.draft_id}")
    session.refresh(piece)


def _note(session: Session, piece: DraftPiece, what: str, by: int, now: datetime) -> None:
    session.flush()
    subject = f"course:{piece.draft.version.course_slug}"
    audit.note(session, f"draft.{what}", subject, by=by, at=now, piece=piece.id)
