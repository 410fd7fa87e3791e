"""Dates of a cohort: planned, changed, called off, and who was there."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from mentorhub.accounts.models import Person
from mentorhub.courses.actions import completing, telling
from mentorhub.courses.models import Attendance, CalendarLink, LiveCancellation, LiveDate
from mentorhub.courses.queries import cohorts as reads
from mentorhub.courses.queries import progress
from mentorhub.courses.queries.cohorts import Keeping
from mentorhub.kit import audit
from mentorhub.kit.crypto import Cipher, new_token, token_hash
from mentorhub.kit.db import hold
from mentorhub.kit.errors import Refused


class CalledOff(Refused):
    """The date does not take place."""


class NotYet(Refused):
    """Nobody was at a date that has not begun."""


class Over(Refused):
    """The date is over."""


@dataclass(frozen=True)
class Meeting:
    """What a date is; ``course`` is the id of the course it counts for, if it counts for one."""

    title: str
    begins_at: datetime
    ends_at: datetime
    place: str = ""
    link: str = ""
    course: str | None = None


def plan(
    session: Session, keeping: Keeping, meeting: Meeting, *, by: Person, now: datetime
) -> LiveDate:
    """Write down a date and tell those who want letters."""
    made = LiveDate(cohort_id=keeping.cohort.id, by_id=by.id, at=now, **_columns(meeting))
    session.add(made)
    session.flush()
    audit.note(session, "live.planned", f"live:{made.id}", by=by.id, at=now)
    _tell(session, made, "courses/mail/date_planned", now)
    return made


def change(
    session: Session, date: LiveDate, meeting: Meeting, *, by: Person, now: datetime
) -> None:
    """Change a date and tell those who want letters.

    Raises:
        CalledOff: it does not take place.
    """
    if date.cancellation:
        raise CalledOff
    for column, value in _columns(meeting).items():
        setattr(date, column, value)
    session.flush()
    audit.note(session, "live.changed", f"live:{date.id}", by=by.id, at=now)
    _tell(session, date, "courses/mail/date_changed", now)


def call_off(session: Session, date: LiveDate, *, by: Person, now: datetime) -> None:
    """Let a date not take place and tell those who want letters; a second time changes nothing.

    Raises:
        Over: it has taken place.
    """
    if date.cancellation:
        return
    if date.ends_at <= now:
        raise Over
    date.cancellation = LiveCancellation(by_id=by.id, at=now)
    session.execute(delete(Attendance).where(Attendance.date_id == date.id))
    session.flush()
    audit.note(session, "live.called_off", f"live:{date.id}", by=by.id, at=now)
    _tell(session, date, "courses/mail/date_called_off", now)


def note_attendance(
    session: Session,
    keeping: Keeping,
    date: LiveDate,
    person_ids: Collection[int],
    *,
    by: Person,
    now: datetime,
) -> None:
    """Keep who was there, of those whom the keeper may see; their courses may be complete by it.

    Nobody says so of themselves.

    Raises:
        CalledOff, NotYet: nobody can have been there.
    """
    if date.cancellation:
        raise CalledOff
    if date.begins_at > now:
        raise NotYet
    hold(session, f"live:{date.id}")
    seen = {each.person_id for each in reads.members(session, keeping)} - {by.id}
    before = reads.attended(session, date.id) & seen
    wanted = seen & set(person_ids)
    session.execute(
        delete(Attendance).where(
            Attendance.date_id == date.id, Attendance.person_id.in_(before - wanted)
        )
    )
    fresh = sorted(wanted - before)
    session.add_all(
        Attendance(date_id=date.id, person_id=id_, by_id=by.id, at=now) for id_ in fresh
    )
    session.flush()
    audit.note(session, "live.attended", f"live:{date.id}", by=by.id, at=now, people=len(wanted))
    for person_id in fresh if date.course_slug else ():
        enrolment = progress.enrolment_in(session, person_id, date.course_slug or "")
        if enrolment:
            completing.look(session, enrolment, now)


def make_calendar_link(session: Session, cipher: Cipher, person_id: int, now: datetime) -> str:
    """Return the token of a fresh private address of one's calendar; an older one ends."""
    hold(session, f"calendar_link:{person_id}")
    close_calendar_link(session, person_id)
    token = new_token()
    link = CalendarLink(person_id=person_id, token_hash=token_hash(token), at=now)
    link.sealed = cipher.seal(token.encode(), link.about)
    session.add(link)
    session.flush()
    return token


def close_calendar_link(session: Session, person_id: int) -> None:
    """Let the private address lead nowhere from now on."""
    session.execute(delete(CalendarLink).where(CalendarLink.person_id == person_id))


def calendar_token(session: Session, cipher: Cipher, person_id: int) -> str | None:
    """Return the token of one's private address, None if there is none."""
    link = session.get(CalendarLink, person_id)
    if link is None:
        return None
    return cipher.open_text(link.sealed, link.about)


def _columns(meeting: Meeting) -> dict[str, str | datetime | None]:
    return {
        "title": meeting.title,
        "begins_at": meeting.begins_at,
        "ends_at": meeting.ends_at,
        "place": meeting.place,
        "link": meeting.link,
        "course_slug": meeting.course,
    }


def _tell(session: Session, date: LiveDate, template: str, now: datetime) -> None:
    context = {
        "cohort_id": date.cohort_id,
        "title": date.title,
        "begins_at": date.begins_at.isoformat(),
        "place": date.place or date.link,
    }
    telling.to_willing(session, date.cohort_id, template, context, now)
