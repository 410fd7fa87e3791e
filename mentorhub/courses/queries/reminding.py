"""Which due days are near, and who wants a letter about them."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from mentorhub.courses.models import (
    CohortDue,
    CohortMember,
    CourseVersion,
    DueReminder,
    Enrolment,
)
from mentorhub.courses.queries.cohorts import is_present

SOON = timedelta(days=3)


@dataclass(frozen=True)
class NearDue:
    """A course that somebody has open and that is due soon, as one of their groups wants it."""

    enrolment_id: int
    person_id: int
    slug: str
    title: str
    due_on: date
    cohort_id: int


def is_near(due_on: date, today: date) -> bool:
    """Return whether a due day comes soon, or is today."""
    return today <= due_on <= today + SOON


def not_reminded(session: Session, today: date) -> list[NearDue]:
    """Return what is due soon to those who want letters of the group and got none about it."""
    told = exists().where(
        DueReminder.enrolment_id == Enrolment.id, DueReminder.due_on == Enrolment.due_on
    )
    query = (
        select(
            Enrolment.id,
            Enrolment.person_id,
            Enrolment.course_slug,
            CourseVersion.title,
            CohortDue.due_on,
            func.min(CohortMember.cohort_id),
        )
        .join(CourseVersion, CourseVersion.id == Enrolment.version_id)
        .join(CohortMember, CohortMember.person_id == Enrolment.person_id)
        .join(
            CohortDue,
            (CohortDue.cohort_id == CohortMember.cohort_id)
            & (CohortDue.course_slug == Enrolment.course_slug)
            & (CohortDue.due_on == Enrolment.due_on),
        )
        .where(
            Enrolment.due_on.between(today, today + SOON),
            CohortMember.wants_letters.is_(True),
            is_present(),
            ~Enrolment.end.has(),
            ~Enrolment.completion.has(),
            ~told,
        )
        .group_by(Enrolment.id, CourseVersion.title, CohortDue.due_on)
        .order_by(Enrolment.id)
    )
    return [NearDue(*row) for row in session.execute(query)]
