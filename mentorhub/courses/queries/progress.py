"""What somebody has done of a course, for one enrolment or many at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Row, func, or_, select
from sqlalchemy.orm import Session

from mentorhub.courses.completion import Done
from mentorhub.courses.models import (
    Attempt,
    Attendance,
    Certificate,
    ChecklistTick,
    Enrolment,
    Handing,
    LessonReading,
    LiveDate,
    PracticeAnswer,
    PracticeHanding,
    ReflectionNote,
    StoryWalk,
)

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True)
class Place:
    """Where somebody was last: lesson, block, and when."""

    lesson: str
    block: int
    at: datetime


def enrolments_of(session: Session, person_id: int) -> list[Enrolment]:
    """Return all enrolments of a person, the newest first."""
    rows = select(Enrolment).where(Enrolment.person_id == person_id)
    return list(session.scalars(rows.order_by(Enrolment.at.desc(), Enrolment.id.desc())))


def enrolment_in(session: Session, person_id: int, slug: str) -> Enrolment | None:
    """Return the person's newest enrolment in a course, ended or not."""
    return session.scalar(
        select(Enrolment)
        .where(Enrolment.person_id == person_id, Enrolment.course_slug == slug)
        .order_by(Enrolment.round.desc())
        .limit(1)
    )


def done_of(session: Session, enrolment: Enrolment) -> Done:
    """Return what was done in one enrolment."""
    return done_in(session, [enrolment.id])[enrolment.id]


def done_in(session: Session, ids: Sequence[int]) -> Mapping[int, Done]:
    """Return what was done, by the id of the enrolment; a few queries however many there are."""
    read = select(LessonReading.enrolment_id, LessonReading.lesson).where(
        LessonReading.enrolment_id.in_(ids), LessonReading.finished_at.is_not(None)
    )
    written = select(ReflectionNote.enrolment_id, ReflectionNote.reflection).where(
        ReflectionNote.enrolment_id.in_(ids)
    )
    passed = (
        select(Attempt.enrolment_id, Attempt.quiz)
        .join(Handing, Handing.attempt_id == Attempt.id)
        .where(Attempt.enrolment_id.in_(ids), Handing.passed.is_(True))
    )
    lessons, reflections, quizzes = (
        _grouped(session.execute(rows)) for rows in (read, written, passed)
    )
    practice, live = _accepted(session, ids), _attended(session, ids)
    renewing = _renewing(session, ids)
    return {
        id_: Done(
            lessons[id_],
            quizzes[id_],
            reflections[id_],
            id_ in practice,
            live.get(id_, 0),
            id_ in renewing,
        )
        for id_ in ids
    }


def completed_courses(session: Session, person_id: int) -> frozenset[str]:
    """Return the ids of the courses that a person has completed, in any version."""
    rows = select(Enrolment.course_slug).where(
        Enrolment.person_id == person_id, Enrolment.completion.has()
    )
    return frozenset(session.scalars(rows))


def readings_of(session: Session, enrolment_id: int) -> dict[str, LessonReading]:
    """Return how far somebody has come, by lesson."""
    return readings_in(session, [enrolment_id])[enrolment_id]


def readings_in(session: Session, ids: Sequence[int]) -> dict[int, dict[str, LessonReading]]:
    """Return how far people have come, by the id of the enrolment and by lesson; one query."""
    found: dict[int, dict[str, LessonReading]] = {id_: {} for id_ in ids}
    for row in session.scalars(select(LessonReading).where(LessonReading.enrolment_id.in_(ids))):
        found[row.enrolment_id][row.lesson] = row
    return found


def ticks_of(session: Session, enrolment_id: int) -> dict[str, frozenset[int]]:
    """Return which points are ticked off, by checklist."""
    rows = select(ChecklistTick.checklist, ChecklistTick.item).where(
        ChecklistTick.enrolment_id == enrolment_id
    )
    return _grouped(session.execute(rows))


def walks_of(session: Session, enrolment_id: int) -> dict[str, StoryWalk]:
    """Return the ways taken through case stories, by story."""
    rows = select(StoryWalk).where(StoryWalk.enrolment_id == enrolment_id)
    return {row.story: row for row in session.scalars(rows)}


def notes_of(session: Session, enrolment_id: int) -> dict[str, ReflectionNote]:
    """Return the sealed notes to oneself, by reflection."""
    rows = select(ReflectionNote).where(ReflectionNote.enrolment_id == enrolment_id)
    return {row.reflection: row for row in session.scalars(rows)}


def last_place(readings: Iterable[LessonReading]) -> Place | None:
    """Return where somebody was last among lessons they have not finished."""
    open_ = [each for each in readings if each.finished_at is None]
    newest = max(open_, key=lambda each: each.seen_at, default=None)
    return Place(newest.lesson, newest.place, newest.seen_at) if newest else None


def _accepted(session: Session, ids: Sequence[int]) -> frozenset[int]:
    """Return the enrolments whose practice task was accepted."""
    rows = (
        select(PracticeHanding.enrolment_id)
        .join(PracticeAnswer, PracticeAnswer.handing_id == PracticeHanding.id)
        .where(PracticeHanding.enrolment_id.in_(ids), PracticeAnswer.accepted.is_(True))
    )
    return frozenset(session.scalars(rows))


def _renewing(session: Session, ids: Sequence[int]) -> frozenset[int]:
    """Return the enrolments that renew a certificate of the round before; none that was revoked."""
    rows = (
        select(Enrolment.id)
        .join(
            Certificate,
            (Certificate.person_id == Enrolment.person_id)
            & (Certificate.kind == "course")
            & (Certificate.slug == Enrolment.course_slug)
            & (Certificate.round == Enrolment.round - 1),
        )
        .where(Enrolment.id.in_(ids), Enrolment.round > 1, ~Certificate.revocation.has())
    )
    return frozenset(session.scalars(rows))


def _attended(session: Session, ids: Sequence[int]) -> dict[int, int]:
    """Return at how many dates that count for the course somebody was, by enrolment.

    Who takes a course again needs dates after the beginning of the new round.
    """
    rows = (
        select(Enrolment.id, func.count())
        .join(LiveDate, LiveDate.course_slug == Enrolment.course_slug)
        .join(
            Attendance,
            (Attendance.date_id == LiveDate.id) & (Attendance.person_id == Enrolment.person_id),
        )
        .where(
            Enrolment.id.in_(ids),
            or_(Enrolment.round == 1, LiveDate.begins_at >= Enrolment.at),
        )
        .group_by(Enrolment.id)
    )
    return dict(session.execute(rows).all())


def _grouped(rows: Iterable[Row[K, V]]) -> defaultdict[K, frozenset[V]]:
    found: dict[K, set[V]] = {}
    for key, value in rows:
        found.setdefault(key, set()).add(value)
    return defaultdict(frozenset, {key: frozenset(values) for key, values in found.items()})
