"""Before a certificate ends: a letter, and the course once more from its beginning."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from mentorhub.courses.actions import certifying
from mentorhub.courses.models import (
    Certificate,
    CertificateReminder,
    CourseVersion,
    Enrolment,
)
from mentorhub.courses.queries import certificates as reads
from mentorhub.courses.queries import progress
from mentorhub.kit import audit, mail
from mentorhub.kit.clock import GERMANY
from mentorhub.kit.db import hold
from mentorhub.kit.errors import Refused


class TooEarly(Refused):
    """The certificate counts for a while, or there is none that could end."""


def renew(session: Session, person_id: int, version: CourseVersion, now: datetime) -> Enrolment:
    """Begin a further round of a course and return it; the open one if it was begun before.

    What it demands says ``completion.steps``: one test where the course has one for that.

    Raises:
        TooEarly: the course is not complete, or its certificate does not end soon.
    """
    slug = version.course_slug
    hold(session, f"enrolment:{person_id}:{slug}")
    last = progress.enrolment_in(session, person_id, slug)
    if last and last.round > 1 and last.completion is None and last.end is None:
        return last
    today = now.astimezone(GERMANY).date()
    if last is None or last.completion is None or not _may(session, last, today):
        raise TooEarly
    fresh = Enrolment(
        person_id=person_id,
        course_slug=slug,
        round=last.round + 1,
        version_id=version.id,
        by_id=person_id,
        at=now,
    )
    session.add(fresh)
    session.flush()
    audit.note(session, "course.renewed", f"enrolment:{fresh.id}", by=person_id, at=now)
    return fresh


def remind(session: Session, now: datetime) -> int:
    """Write to everybody whose certificate ends soon, once for each; return how many letters."""
    due = reads.not_reminded(session, now.astimezone(GERMANY).date())
    letters = 0
    for each in due:
        session.add(CertificateReminder(certificate_id=each.id, at=now))
        letters += _write(session, each, now)
    session.flush()
    return letters


def renew_programmes(session: Session, now: datetime) -> int:
    """Issue programmes' certificates again whose courses were all renewed; return how many."""
    due = reads.ending_programmes(session, now.astimezone(GERMANY).date())
    return sum(
        certifying.certify_programmes(session, each.person_id, each.slug, now) for each in due
    )


def _may(session: Session, last: Enrolment, today: date) -> bool:
    newest = reads.newest(session, last.person_id, "course", last.course_slug)
    return reads.can_take_again(newest, today)


def _write(session: Session, certificate: Certificate, now: datetime) -> int:
    person, end = certificate.person, certificate.valid_until
    if not person.active or end is None:
        return 0
    told = {
        "name": person.name,
        "title": reads.facts_of(certificate).title,
        "is_course": certificate.kind == "course",
        "by_test": reads.renews_by_test(session, certificate),
        "slug": certificate.slug,
        "end": [end.year, end.month, end.day],
    }
    template = "courses/mail/certificate_ends"
    mail.queue(session, person.email, template, told, at=now, locale=person.locale)
    return 1
