"""What coordinators tell: announcements to a cohort, messages to some of its members."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from mentorhub.accounts.models import Deactivation, Person
from mentorhub.courses.models import (
    Announcement,
    CohortMember,
    CohortMessage,
    CohortMessageReceiver,
)
from mentorhub.courses.queries import cohorts as reads
from mentorhub.courses.queries.cohorts import Keeping
from mentorhub.kit import audit, mail
from mentorhub.kit.errors import Refused


class NobodyThere(Refused):
    """None of the people is in the cohort."""


def announce(
    session: Session, keeping: Keeping, title: str, text: str, *, by: Person, now: datetime
) -> Announcement:
    """Tell the whole cohort something; those who want it get a letter as well."""
    cohort = keeping.cohort
    made = Announcement(cohort_id=cohort.id, title=title, text=text, by_id=by.id, at=now)
    session.add(made)
    session.flush()
    audit.note(session, "cohort.announced", f"cohort:{cohort.id}", by=by.id, at=now)
    context = {"cohort": cohort.name, "cohort_id": cohort.id, "title": title, "text": text}
    to_willing(session, cohort.id, "courses/mail/announcement", context, now)
    return made


def take_back(session: Session, announcement: Announcement, *, by: Person, now: datetime) -> None:
    """Show an announcement no longer."""
    subject = f"cohort:{announcement.cohort_id}"
    session.execute(delete(Announcement).where(Announcement.id == announcement.id))
    audit.note(session, "cohort.announcement_taken_back", subject, by=by.id, at=now)


def write(
    session: Session,
    keeping: Keeping,
    person_ids: Collection[int],
    subject: str,
    text: str,
    *,
    by: Person,
    now: datetime,
) -> CohortMessage:
    """Write to some members, a letter to each; nobody sees who else got one.

    People who are not in the cohort, or whom the keeper may not see, are left out.

    Raises:
        NobodyThere: nobody is left.
    """
    cohort = keeping.cohort
    inside = {each.person_id for each in reads.members(session, keeping)}
    receivers = sorted(inside & set(person_ids))
    if not receivers:
        raise NobodyThere
    made = CohortMessage(
        cohort_id=cohort.id,
        subject=subject,
        text=text,
        by_id=by.id,
        at=now,
        receivers=[CohortMessageReceiver(person_id=id_) for id_ in receivers],
    )
    session.add(made)
    session.flush()
    audit.note(
        session, "cohort.written_to", f"cohort:{cohort.id}", by=by.id, at=now, people=len(receivers)
    )
    context = {
        "cohort": cohort.name,
        "cohort_id": cohort.id,
        "subject": subject,
        "text": text,
        "by": by.name,
    }
    _send(session, receivers, "courses/mail/message", context, now)
    return made


def to_willing(
    session: Session, cohort_id: int, template: str, context: dict[str, Any], now: datetime
) -> None:
    """Send a letter to every member of a cohort who wants what is announced by letter."""
    willing = select(CohortMember.person_id).where(
        CohortMember.cohort_id == cohort_id,
        CohortMember.wants_letters.is_(True),
        reads.is_present(),
    )
    _send(session, list(session.scalars(willing)), template, context, now)


def to_person(
    session: Session, person_id: int, template: str, context: dict[str, Any], now: datetime
) -> bool:
    """Send one person a letter; return whether it can go to them."""
    return _send(session, [person_id], template, context, now) == 1


def _send(
    session: Session,
    person_ids: Collection[int],
    template: str,
    context: dict[str, Any],
    now: datetime,
) -> int:
    """Queue a letter for each of these people who can sign in, in their language; count them."""
    rows = session.execute(
        select(Person.email, Person.locale, Person.name)
        .outerjoin(Deactivation, Deactivation.person_id == Person.id)
        .where(
            Person.id.in_(person_ids),
            Person.password.is_not(None),
            Deactivation.person_id.is_(None),
            ~Person.erasure.has(),
        )
        .order_by(Person.id)
    ).all()
    for email, locale, name in rows:
        mail.queue(session, email, template, {**context, "name": name}, at=now, locale=locale)
    return len(rows)
