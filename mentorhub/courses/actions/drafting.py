"""A chat model drafts for editors, one passage at a time: asked, stopped, gone on with, removed."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from pydantic import BaseModel
from sqlalchemy.orm import Session

from mentorhub.assist.drafting import LONGEST_PASSAGE, DraftTask, plain_task, question_task
from mentorhub.courses.asking import speaks_to_machines
from mentorhub.courses.draft_checks import Unfit, plain_of, question_of
from mentorhub.courses.material.lessons import Lesson
from mentorhub.courses.models import CourseVersion, Draft, DraftEnding, DraftPiece
from mentorhub.courses.passages import CoursePassage
from mentorhub.courses.queries import drafts as reads
from mentorhub.courses.queries.drafts import PLAIN
from mentorhub.kit import audit
from mentorhub.kit.db import hold
from mentorhub.kit.errors import Refused
from mentorhub.kit.jobs import drop_ended, enqueue

JOB: Final = "courses.draft"
PAUSE: Final = timedelta(seconds=30)
MOST_WAITS: Final = 20  # for a seat, or until the model has rested
MOST_FAILURES: Final = 3  # of one passage
KEPT: Final = timedelta(days=7)  # rows of jobs that ended, so that trouble can be looked up


class UnderWay(Refused):
    """The same is being drafted already."""


class NothingToDraft(Refused):
    """The lesson has no passage of which this could be made."""


class NotStopped(Refused):
    """The draft is at work or at its end: there is nothing to stop, or to go on with."""


@dataclass(frozen=True)
class Turn:
    """The next passage of a draft: what the model is asked, or why it is not (``trouble``)."""

    place: int
    task: DraftTask[Any] | None
    trouble: str = ""


@dataclass(frozen=True)
class Answer:
    """What came of a turn: what the model said, or ``why`` it said nothing.

    ``why`` is ``busy``, ``failed``, ``limit`` or ``off``; ``tokens`` are what was used.
    """

    said: BaseModel | None = None
    why: str = ""
    tokens: int = 0


def ask(
    session: Session,
    version: CourseVersion,
    lesson: Lesson,
    kind: str,
    model: str,
    *,
    by: int,
    now: datetime,
) -> Draft:
    """Ask for drafts from each passage of a lesson; the worker makes them.

    Raises:
        UnderWay: the same is being drafted.
        NothingToDraft: the lesson has no passage.
    """
    key = _key(version.id, lesson.id, kind)
    hold(session, f"draft:{key}")
    if reads.open_draft(session, key):
        raise UnderWay(key)
    total = len(reads.passages_for(lesson, kind))
    if not total:
        raise NothingToDraft(key)
    draft = Draft(
        version_id=version.id,
        lesson=lesson.id,
        kind=kind,
        model=model,
        total=total,
        open_key=key,
        by_id=by,
        at=now,
    )
    session.add(draft)
    session.flush()
    _note(session, draft, "asked", by, now)
    _next(session, draft, now)
    return draft


def cancel(session: Session, draft: Draft, *, by: int, now: datetime) -> None:
    """Draft no more; what is there stays.

    Raises:
        NotStopped: it has ended.
    """
    _hold(session, draft)
    if draft.ending:
        raise NotStopped(draft.id)
    _end(session, draft, "cancelled", now)
    _note(session, draft, "cancelled", by, now)


def go_on(session: Session, draft: Draft, *, skips: bool, by: int, now: datetime) -> None:
    """Draft what is left, without the next passage if ``skips``; tokens count from here anew.

    Raises:
        NotStopped: it is at work, or nothing is left.
        UnderWay: another draft of the same is at work.
    """
    key = _key(draft.version_id, draft.lesson, draft.kind)
    hold(session, f"draft:{key}")
    _hold(session, draft)
    if draft.ending is None or draft.ending.why == "done":
        raise NotStopped(draft.id)
    if reads.open_draft(session, key):
        raise UnderWay(key)
    draft.ending = None
    draft.open_key = key
    draft.tokens = draft.waits = draft.failures = 0
    session.flush()
    _note(session, draft, "gone_on", by, now)
    if skips:
        _add(session, draft, DraftPiece(body="", quote="", trouble="skipped"), now)
    else:
        _next(session, draft, now)


def remove(session: Session, draft: Draft, *, by: int, now: datetime) -> None:
    """Delete a draft with all its pieces; what was taken into banks stays there."""
    _hold(session, draft)
    _note(session, draft, "removed", by, now)
    session.delete(draft)
    session.flush()


def next_turn(session: Session, draft_id: int) -> Turn | None:
    """Return the next passage of a draft, None if it has ended or is gone.

    A passage that gives orders to machines, or is too long, is not handed over. The task holds
    the passage and its headings: nothing of who asks.
    """
    draft = session.get(Draft, draft_id)
    if draft is None or draft.ending or draft.done >= draft.total:
        return None
    course, _lesson = reads.lesson_of(draft)
    passage = reads.passages_of(draft)[draft.done]
    if speaks_to_machines(passage.read):
        return Turn(draft.done, None, "orders")
    if len(passage.source) > LONGEST_PASSAGE:
        return Turn(draft.done, None, "long")
    title = " · ".join(dict.fromkeys(filter(None, (passage.lesson_title, passage.heading))))
    if draft.kind == PLAIN:
        return Turn(draft.done, plain_task(title, passage.source, draft.tokens))
    return Turn(draft.done, question_task(course.language, title, passage.text, draft.tokens))


def keep(session: Session, draft_id: int, turn: Turn, answer: Answer, now: datetime) -> None:
    """Keep what came of a turn, and ask for the next one, again, or no more.

    What came for a draft that was stopped meanwhile is kept; a second answer to the same turn
    is not.
    """
    hold(session, f"draft:{draft_id}")
    draft = session.get(Draft, draft_id)
    if draft is None or draft.done != turn.place:
        return
    draft.tokens += answer.tokens
    if turn.trouble:
        _add(session, draft, DraftPiece(body="", quote="", trouble=turn.trouble), now)
    elif answer.said is not None:
        _add(session, draft, _piece(session, draft, answer.said.model_dump()), now)
    elif draft.ending is None:
        _without(session, draft, answer.why, now)


def _without(session: Session, draft: Draft, why: str, now: datetime) -> None:
    """Try again later, or end where that has been tried often enough."""
    if why == "busy":
        draft.waits += 1
    elif why == "failed":
        draft.failures += 1
    if why in ("limit", "off") or draft.waits > MOST_WAITS or draft.failures >= MOST_FAILURES:
        _end(session, draft, why, now)
    else:
        _next(session, draft, now + PAUSE)


def _piece(session: Session, draft: Draft, told: dict[str, Any]) -> DraftPiece:
    passage = reads.passages_of(draft)[draft.done]
    try:
        body, quote = _checked(session, draft, passage, told)
    except Unfit as problem:
        return DraftPiece(body="", quote="", trouble=problem.why)
    return DraftPiece(body=body, quote=quote, trouble="")


def _checked(
    session: Session, draft: Draft, passage: CoursePassage, told: dict[str, Any]
) -> tuple[str, str]:
    if draft.kind == PLAIN:
        return plain_of(told["text"], passage.source), ""
    heads = f"{passage.lesson_title} {passage.heading}"
    question_of(told, passage.source, heads, reads.keys_asked(session, draft, told["text"]))
    return json.dumps(told, ensure_ascii=False), " ".join(told["quote"].split())


def _add(session: Session, draft: Draft, piece: DraftPiece, now: datetime) -> None:
    piece.draft_id, piece.place, piece.at = draft.id, draft.done, now
    session.add(piece)
    draft.done += 1
    draft.waits = draft.failures = 0
    if draft.done >= draft.total:
        _end(session, draft, "done", now)
    elif draft.ending is None:
        _next(session, draft, now)
    session.flush()


def _next(session: Session, draft: Draft, at: datetime) -> None:
    """Ask the worker for the next passage: each is a job of its own, so that mail gets through."""
    enqueue(session, JOB, {"draft": draft.id}, at=at, key=f"draft:{draft.id}")


def _end(session: Session, draft: Draft, why: str, now: datetime) -> None:
    if draft.ending:
        draft.ending.why = why
    else:
        draft.ending = DraftEnding(why=why, at=now)
    draft.open_key = None
    drop_ended(session, JOB, before=now - KEPT)
    session.flush()


def _hold(session: Session, draft: Draft) -> None:
    hold(session, f"draft:{draft.id}")
    session.refresh(draft)


def _key(version_id: int, lesson_id: str, kind: str) -> str:
    return f"{version_id}:{lesson_id}:{kind}"


def _note(session: Session, draft: Draft, what: str, by: int, now: datetime) -> None:
    subject = f"course:{draft.version.course_slug}"
    audit.note(session, f"draft.{what}", subject, by=by, at=now, draft=draft.id, kind=draft.kind)
