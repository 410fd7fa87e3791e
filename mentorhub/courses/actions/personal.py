"""Forgets what this room holds about a person whose account is about to be erased."""

from datetime import datetime

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from mentorhub.courses.actions import discussing
from mentorhub.courses.models import (
    Attempt,
    AttemptAnswer,
    AttemptGrant,
    Attendance,
    CalendarLink,
    ChecklistTick,
    CohortLeaving,
    CohortMember,
    CohortMessage,
    CohortMessageReceiver,
    Completion,
    CourseUpload,
    Draft,
    DraftVerdict,
    DueReminder,
    Enrolment,
    EnrolmentEnd,
    EssayGrade,
    Handing,
    LessonReading,
    PackageAttempt,
    PackageOpening,
    PackageRow,
    PartState,
    PracticeAnswer,
    PracticeHanding,
    QuestionMemory,
    ReflectionNote,
    RefresherCard,
    RefresherChoice,
    SharingConsent,
    Sitting,
    StoryWalk,
)


def forget(session: Session, person_id: int, now: datetime) -> None:
    """Delete everything that a person did in courses, and files that wait for their decision."""
    discussing.forget(session, person_id, now)
    session.execute(delete(CourseUpload).where(CourseUpload.by_id == person_id))
    mine = select(Enrolment.id).where(Enrolment.person_id == person_id)
    attempts = select(Attempt.id).where(Attempt.enrolment_id.in_(mine))
    readings = select(LessonReading.id).where(LessonReading.enrolment_id.in_(mine))
    _forget_groups(session, person_id)
    tasks = select(PracticeHanding.id).where(PracticeHanding.enrolment_id.in_(mine))
    session.execute(delete(PracticeAnswer).where(PracticeAnswer.handing_id.in_(tasks)))
    for of_attempt in (EssayGrade, AttemptAnswer, AttemptGrant, Handing):
        session.execute(delete(of_attempt).where(of_attempt.attempt_id.in_(attempts)))
    played = select(PackageAttempt.id).where(PackageAttempt.enrolment_id.in_(mine))
    for of_package in (PackageOpening, PartState):
        session.execute(delete(of_package).where(of_package.attempt_id.in_(played)))
    session.execute(delete(Sitting).where(Sitting.reading_id.in_(readings)))
    of_enrolment = (
        Attempt,
        PackageAttempt,
        PracticeHanding,
        LessonReading,
        ChecklistTick,
        ReflectionNote,
        StoryWalk,
        EnrolmentEnd,
        Completion,
        DueReminder,
    )
    for table in of_enrolment:
        session.execute(delete(table).where(table.enrolment_id.in_(mine)))
    for of_person in (RefresherChoice, RefresherCard, QuestionMemory):
        session.execute(delete(of_person).where(of_person.person_id == person_id))
    session.execute(delete(Enrolment).where(Enrolment.person_id == person_id))
    session.execute(update(Enrolment).where(Enrolment.by_id == person_id).values(by_id=None))
    for of_others in (PackageRow, Draft, DraftVerdict):
        session.execute(update(of_others).where(of_others.by_id == person_id).values(by_id=None))


def _forget_groups(session: Session, person_id: int) -> None:
    """Delete a person's places in groups, what was written to them, and what they agreed to."""
    places = select(CohortMember.id).where(CohortMember.person_id == person_id)
    session.execute(delete(CohortLeaving).where(CohortLeaving.member_id.in_(places)))
    for table in (
        CohortMember, Attendance, CohortMessageReceiver, SharingConsent, CalendarLink,
    ):  # fmt: skip
        session.execute(delete(table).where(table.person_id == person_id))
    unread = ~exists().where(CohortMessageReceiver.message_id == CohortMessage.id)
    session.execute(delete(CohortMessage).where(unread))
