"""A letter before a course is due, once for each day that a group sets."""

from datetime import datetime

from sqlalchemy.orm import Session

from mentorhub.courses.actions import telling
from mentorhub.courses.models import DueReminder
from mentorhub.courses.queries import reminding as reads
from mentorhub.kit.clock import GERMANY
from mentorhub.kit.db import hold

TEMPLATE = "courses/mail/due_soon"


def remind(session: Session, now: datetime) -> int:
    """Write to everybody to whom something is due soon; return how many letters.

    A second time, even at once, sends nothing. To whom no letter can go counts as not reminded.
    """
    hold(session, "due-reminders")
    letters = 0
    for each in reads.not_reminded(session, now.astimezone(GERMANY).date()):
        day = each.due_on
        context = {
            "title": each.title,
            "slug": each.slug,
            "cohort_id": each.cohort_id,
            "day": [day.year, day.month, day.day],
        }
        if telling.to_person(session, each.person_id, TEMPLATE, context, now):
            session.add(DueReminder(enrolment_id=each.enrolment_id, due_on=day, at=now))
            letters += 1
    session.flush()
    return letters
