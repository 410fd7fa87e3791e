"""Drafts as editors look through them, and what a new one must not ask again."""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.courses.draft_checks import made, question_key
from mentorhub.courses.material.course import Course
from mentorhub.courses.material.lessons import Lesson
from mentorhub.courses.material.questions import Question
from mentorhub.courses.models import (
    BankQuestion,
    CourseVersion,
    Draft,
    DraftPiece,
    DraftVerdict,
)
from mentorhub.courses.passages import CoursePassage, quoted_lesson, whole_lesson
from mentorhub.courses.queries.banks import question_of as question_in_bank
from mentorhub.courses.queries.versions import course_of

QUESTIONS, PLAIN = "questions", "plain"
KINDS = (QUESTIONS, PLAIN)


def lesson_of(draft: Draft) -> tuple[Course, Lesson]:
    """Return the course and the lesson that a draft is about; versions never change."""
    course = course_of(draft.version)
    lesson = course.lesson(draft.lesson)
    if lesson is None:
        raise LookupError(draft.lesson)
    return course, lesson


def passages_for(lesson: Lesson, kind: str) -> tuple[CoursePassage, ...]:
    """Return what is drafted from: all that is read, or for questions what the course says itself.

    What somebody says in a scene is no fact to be asked for.
    """
    return whole_lesson(lesson) if kind == PLAIN else quoted_lesson(lesson)


def passages_of(draft: Draft) -> tuple[CoursePassage, ...]:
    """Return the passages of a draft by their places."""
    return passages_for(lesson_of(draft)[1], draft.kind)


def question_of(piece: DraftPiece) -> Question:
    """Return the question of a piece: as a person took it, otherwise as it was drafted."""
    said = piece.verdict.body if piece.verdict else ""
    return made(json.loads(said or piece.body))


def drafts_of(session: Session, version: CourseVersion, lesson_id: str) -> list[Draft]:
    """Return the drafts about a lesson of a version, the newest first."""
    rows = select(Draft).where(Draft.version_id == version.id, Draft.lesson == lesson_id)
    return list(session.scalars(rows.order_by(Draft.id.desc())).unique())


def drafted_lessons(session: Session, version: CourseVersion) -> frozenset[str]:
    """Return the lessons of a version from which something was drafted."""
    rows = select(Draft.lesson).where(Draft.version_id == version.id).distinct()
    return frozenset(session.scalars(rows))


def open_draft(session: Session, key: str) -> Draft | None:
    """Return the draft that is at work under this key, None if there is none."""
    return session.scalars(select(Draft).where(Draft.open_key == key)).unique().one_or_none()


def keys_asked(session: Session, draft: Draft, text: str) -> frozenset[str]:
    """Return the keys of questions that a new one like ``text`` must differ from.

    Those of the course, those drafted for it before, thrown away ones too, and those of banks
    that hold these words.
    """
    course, _lesson = lesson_of(draft)
    asked = [each.text for quiz in course.quizzes.values() for each in quiz.questions]
    before = (
        select(DraftPiece)
        .join(Draft, Draft.id == DraftPiece.draft_id)
        .join(CourseVersion, CourseVersion.id == Draft.version_id)
        .where(
            CourseVersion.course_slug == draft.version.course_slug,
            Draft.kind == QUESTIONS,
            DraftPiece.trouble == "",
        )
    )
    asked += [json.loads(each.body)["text"] for each in session.scalars(before).unique()]
    holding = BankQuestion.words.contains(text.casefold(), autoescape=True)
    banked = session.scalars(select(BankQuestion).where(holding).limit(100))
    asked += [question_in_bank(each).text for each in banked]
    return frozenset(map(question_key, asked))


def open_pieces(pieces: Iterable[DraftPiece]) -> int:
    """Return how many pieces wait for a person."""
    return sum(not each.trouble and each.verdict is None for each in pieces)


def export_for(session: Session, person_id: int) -> dict[str, Any]:
    """Return what somebody let a model draft, and what they decided about drafts."""
    asked = session.scalars(select(Draft).where(Draft.by_id == person_id).order_by(Draft.id))
    said = session.scalars(
        select(DraftVerdict).where(DraftVerdict.by_id == person_id).order_by(DraftVerdict.piece_id)
    )
    return {
        "asked": [
            {
                "course": each.version.course_slug,
                "version": each.version.number,
                "lesson": each.lesson,
                "kind": each.kind,
                "at": each.at.isoformat(),
            }
            for each in asked.unique()
        ],
        "decided": [
            {"text": each.body, "bank": each.bank, "at": each.at.isoformat()} for each in said
        ],
    }
