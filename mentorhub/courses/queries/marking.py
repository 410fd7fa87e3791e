"""What waits for somebody to read it: practice tasks and free texts of quizzes."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session, aliased, contains_eager

from mentorhub.accounts.models import Person
from mentorhub.courses.material.questions import Essay
from mentorhub.courses.models import (
    Attempt,
    AttemptGrant,
    CohortMember,
    Enrolment,
    Handing,
    PracticeAnswer,
    PracticeHanding,
)
from mentorhub.courses.queries import attempts, cohorts
from mentorhub.courses.queries.cohorts import Keeper
from mentorhub.courses.queries.versions import course_of


@dataclass(frozen=True)
class Waiting:
    """A text that waits: whose, of which course, since when.

    ``handing_id`` names a practice task; otherwise ``attempt_id`` and ``question`` a free text.
    """

    name: str
    course: str
    title: str
    at: datetime
    handing_id: int | None = None
    attempt_id: int | None = None
    question: str = ""


def handings_of(session: Session, enrolment_id: int) -> list[PracticeHanding]:
    """Return what somebody handed in for the task of a course, the first one first."""
    query = select(PracticeHanding).where(PracticeHanding.enrolment_id == enrolment_id)
    return list(session.scalars(query.order_by(PracticeHanding.number)))


def waiting(session: Session, keeper: Keeper) -> list[Waiting]:
    """Return everything that waits for this keeper, the longest first."""
    found = [*_practice(session, keeper), *_essays(session, keeper)]
    return sorted(found, key=lambda each: each.at)


def answered_lately(session: Session, person_id: int, since: datetime) -> list[PracticeHanding]:
    """Return the tasks of a person that were answered since, the newest answer first."""
    query = (
        select(PracticeHanding)
        .join(PracticeAnswer, PracticeAnswer.handing_id == PracticeHanding.id)
        .join(Enrolment, Enrolment.id == PracticeHanding.enrolment_id)
        .where(Enrolment.person_id == person_id, PracticeAnswer.at >= since)
    )
    return list(session.scalars(query.order_by(PracticeAnswer.at.desc())))


def open_essays(attempt: Attempt) -> list[Essay]:
    """Return the free texts of an attempt that nobody has read yet, in order."""
    return [
        each.question
        for each in attempts.shown(attempt)
        if isinstance(each.question, Essay) and each.mark and each.mark.needs_person
    ]


@dataclass(frozen=True)
class UsedUp:
    """Somebody has used all attempts at a quiz and has not passed; ``attempt_id`` is the last."""

    name: str
    course: str
    title: str
    count: int
    at: datetime
    attempt_id: int


def used_up(session: Session, keeper: Keeper) -> list[UsedUp]:
    """Return who can go on only if this keeper allows another attempt, the longest first."""
    later, better = aliased(Attempt), aliased(Handing)
    same = (later.enrolment_id == Attempt.enrolment_id, later.quiz == Attempt.quiz)
    passed = exists().where(*same, better.attempt_id == later.id, better.passed.is_(True))
    rows = session.execute(
        select(Attempt, Person.name)
        .join(Handing, Handing.attempt_id == Attempt.id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(
            Handing.passed.is_(False),
            ~exists().where(*same, later.number > Attempt.number),
            ~passed,
            ~exists().where(AttemptGrant.attempt_id == Attempt.id),
            *_kept(session, keeper),
        )
        .order_by(Handing.at)
        .options(contains_eager(Attempt.enrolment))
    ).unique()
    return [
        UsedUp(
            name,
            course_of(attempt.enrolment.version).title,
            attempts.quiz_of(attempt).title,
            attempt.number,
            attempt.handing.at,
            attempt.id,
        )
        for attempt, name in rows
        if attempt.handing and is_stuck(session, attempt)
    ]


def is_stuck(session: Session, attempt: Attempt) -> bool:
    """Return whether an attempt was somebody's last one at a quiz that they still have to pass."""
    enrolment = attempt.enrolment
    quiz = course_of(enrolment.version).quizzes.get(attempt.quiz)
    if quiz is None or quiz.attempts is None or attempt.number < quiz.attempts:
        return False
    mine = attempts.attempts_of(session, enrolment.id, attempt.quiz)
    if not enrolment.is_open or mine[-1].id != attempt.id:
        return False
    is_decided = all(each.handing and each.handing.passed is False for each in mine)
    return is_decided and attempts.is_used_up(quiz, mine)


def _practice(session: Session, keeper: Keeper) -> list[Waiting]:
    rows = session.execute(
        select(PracticeHanding, Person.name)
        .join(Enrolment, Enrolment.id == PracticeHanding.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(
            ~exists().where(PracticeAnswer.handing_id == PracticeHanding.id),
            *_kept(session, keeper),
        )
    ).unique()
    found = []
    for handing, name in rows:
        course = course_of(handing.enrolment.version)
        title = course.practice.title if course.practice else course.title
        found.append(Waiting(name, course.title, title, handing.at, handing_id=handing.id))
    return found


def _essays(session: Session, keeper: Keeper) -> list[Waiting]:
    rows = session.execute(
        select(Attempt, Person.name)
        .join(Handing, Handing.attempt_id == Attempt.id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Handing.waits.is_(True), *_kept(session, keeper))
    ).unique()
    return [
        Waiting(
            name,
            course_of(attempt.version).title,
            attempts.quiz_of(attempt).title,
            attempt.handing.at,
            attempt_id=attempt.id,
            question=essay.id,
        )
        for attempt, name in rows
        if attempt.handing
        for essay in open_essays(attempt)
    ]


def _kept(session: Session, keeper: Keeper) -> list[ColumnElement[bool]]:
    """Return what must hold of an enrolment that is this keeper's business.

    The same as ``cohorts.keeps_person`` asks of one person.
    """
    where = [
        Enrolment.person_id != keeper.person_id,
        *cohorts.not_barred(keeper, Enrolment.person_id),
    ]
    if keeper.within is not None:
        mine = cohorts.takes(session, cohorts.kept(session, keeper))
        where.append(
            exists().where(
                CohortMember.person_id == Enrolment.person_id, cohorts.is_present(), mine
            )
        )
    return where
