"""Drafts of a chat model as its answers come in; no model is asked for them."""

from datetime import datetime

from sqlalchemy.orm import Session

from mentorhub.assist.drafting import OptionOut, PlainOut, QuestionOut
from mentorhub.courses.actions import draft_verdicts, drafting
from mentorhub.courses.actions.drafting import Answer
from mentorhub.courses.models import Draft
from mentorhub.courses.queries import drafts as reads
from mentorhub.courses.queries import versions
from mentorhub.kit import jobs

COURSE, LESSON = "bedarfe-erkennen", "bedarfsgespraech"


def fill(session: Session, by: int, now: datetime) -> dict[str, int]:
    """Return the ids of what was made, named as in ``furniture.Known``."""
    questions = _draft(session, reads.QUESTIONS, by, now)
    for place in range(4):
        _answer(session, questions, place, now)
    first, second, *_ = questions.pieces
    told = _question(questions, 0).model_dump()
    draft_verdicts.accept(session, first, told, "Aus Entwürfen (Beispiel)", "KI", by=by, now=now)
    draft_verdicts.discard(session, second, by=by, now=now)
    drafting.cancel(session, questions, by=by, now=now)
    plain = _draft(session, reads.PLAIN, by, now)
    for place in range(3):
        _answer(session, plain, place, now)
    draft_verdicts.keep_words(session, plain.pieces[0], "So ist es **kürzer**.", by=by, now=now)
    jobs.settle(session, drafting.JOB, asked_until=now, at=now)  # it stays at work for good
    return {"questions_draft_id": questions.id, "plain_draft_id": plain.id}


def _draft(session: Session, kind: str, by: int, now: datetime) -> Draft:
    version = versions.offered_version(session, COURSE)
    assert version
    lesson = versions.course_of(version).lesson(LESSON)
    assert lesson
    return drafting.ask(session, version, lesson, kind, "beispiel-modell", by=by, now=now)


def _answer(session: Session, draft: Draft, place: int, now: datetime) -> None:
    turn = drafting.next_turn(session, draft.id)
    assert turn
    passage = reads.passages_of(draft)[place]
    said = PlainOut(text=f"{passage.source} Es sind 77 Punkte.")
    drafting.keep(
        session,
        draft.id,
        turn,
        Answer(said if draft.kind == reads.PLAIN else _question(draft, place)),
        now,
    )
    session.refresh(draft)


def _question(draft: Draft, place: int) -> QuestionOut:
    """Return a question to a passage; the last one stands on a sentence that is not there."""
    text = reads.passages_of(draft)[place].text
    return QuestionOut(
        kind="single",
        text=f"Was steht in Abschnitt {place}?",
        options=[
            OptionOut(text="Das steht da", right=True, why="So steht es in der Lektion."),
            OptionOut(text="Etwas anderes", right=False, why="Davon ist keine Rede."),
        ],
        explanation="Lesen Sie den Abschnitt noch einmal.",
        quote=text.split(". ")[0] if place < 3 else "Dieser Satz steht nirgends.",
    )
