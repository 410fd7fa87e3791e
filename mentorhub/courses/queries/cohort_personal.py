"""What cohorts hold about a person, to be handed over."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.courses.models import (
    Attendance,
    CohortMember,
    DueReminder,
    Enrolment,
    LiveDate,
    SharingConsent,
)
from mentorhub.courses.queries import cohorts


def export_for(session: Session, person_id: int) -> dict[str, Any]:
    """Return the groups, attended dates, letters, reminders and consents of a person."""
    places = session.scalars(select(CohortMember).where(CohortMember.person_id == person_id))
    dates = session.scalars(
        select(LiveDate)
        .join(Attendance, Attendance.date_id == LiveDate.id)
        .where(Attendance.person_id == person_id)
    )
    consents = session.scalars(select(SharingConsent).where(SharingConsent.person_id == person_id))
    reminders = session.execute(
        select(Enrolment.course_slug, DueReminder.due_on, DueReminder.at)
        .join(DueReminder, DueReminder.enrolment_id == Enrolment.id)
        .where(Enrolment.person_id == person_id)
        .order_by(DueReminder.at, Enrolment.id)
    )
    return {
        "groups": [
            {
                "group": each.cohort.name,
                "joined": each.at.isoformat(),
                "left": each.leaving.at.isoformat() if each.leaving else None,
                "letters": each.wants_letters,
            }
            for each in places
        ],
        "dates": [{"title": each.title, "begun": each.begins_at.isoformat()} for each in dates],
        "messages": [
            {"at": each.at.isoformat(), "subject": each.subject, "text": each.text}
            for each in cohorts.messages_to(session, person_id)
        ],
        "reminders": [
            {"course": slug, "due": due_on.isoformat(), "at": at.isoformat()}
            for slug, due_on, at in reminders
        ],
        "shared": [
            {"organisation": c.organisation_id, "what": c.what.value, "since": c.at.isoformat()}
            for c in consents
        ],
    }
