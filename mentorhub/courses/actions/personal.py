"""Forgets what this room holds about a person whose account is about to be erased."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from mentorhub.courses.actions import discussing
from mentorhub.courses.models import (
    Attempt,
    AttemptAnswer,
    ChecklistTick,
    Completion,
    Enrolment,
    EnrolmentEnd,
    EssayGrade,
    Handing,
    LessonReading,
    PackageAttempt,
    PackageOpening,
    PackageRow,
    PartState,
    QuestionMemory,
    ReflectionNote,
    RefresherCard,
    RefresherChoice,
    Sitting,
    StoryWalk,
)


def forget(session: Session, person_id: int, now: datetime) -> None:
    """Delete everything that a person did in courses."""
    discussing.forget(session, person_id, now)
    mine = select(Enrolment.id).where(Enrolment.person_id == person_id)
    attempts = select(Attempt.id).where(Attempt.enrolment_id.in_(mine))
    readings = select(LessonReading.id).where(LessonReading.enrolment_id.in_(mine))
    for of_attempt in (EssayGrade, AttemptAnswer, Handing):
        session.execute(delete(of_attempt).where(of_attempt.attempt_id.in_(attempts)))
    played = select(PackageAttempt.id).where(PackageAttempt.enrolment_id.in_(mine))
    for of_package in (PackageOpening, PartState):
        session.execute(delete(of_package).where(of_package.attempt_id.in_(played)))
    session.execute(delete(Sitting).where(Sitting.reading_id.in_(readings)))
    of_enrolment = (
        Attempt,
        PackageAttempt,
        LessonReading,
        ChecklistTick,
        ReflectionNote,
        StoryWalk,
        EnrolmentEnd,
        Completion,
    )
    for table in of_enrolment:
        session.execute(delete(table).where(table.enrolment_id.in_(mine)))
    for of_person in (RefresherChoice, RefresherCard, QuestionMemory):
        session.execute(delete(of_person).where(of_person.person_id == person_id))
    session.execute(delete(Enrolment).where(Enrolment.person_id == person_id))
    session.execute(update(Enrolment).where(Enrolment.by_id == person_id).values(by_id=None))
    session.execute(update(PackageRow).where(PackageRow.by_id == person_id).values(by_id=None))
