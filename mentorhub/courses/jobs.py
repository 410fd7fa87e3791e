"""What the worker does for this room: certificates, discussions, courses for the tutor."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy.orm import Session

from mentorhub.courses.actions import certifying, digests, reminding, renewing
from mentorhub.courses.actions.certifying import SEAL_JOB
from mentorhub.courses.actions.signing import Notary
from mentorhub.courses.queries import certificates, discussing, versions
from mentorhub.courses.tutor import Tutor
from mentorhub.kit import clock
from mentorhub.kit.db import Database
from mentorhub.kit.jobs import Desk, Progress
from mentorhub.kit.services import Services

DAILY = "certificates.daily"


class Chore(Protocol):
    """One part of the daily work, in a transaction of its own; returns how much it did."""

    def __call__(self, session: Session, now: datetime) -> int:
        """Do it."""


CHORES: tuple[Chore, ...] = (
    certifying.catch_up,
    renewing.renew_programmes,
    renewing.remind,
    reminding.remind,
)
DIGESTS = "courses.digests"
READING = "courses.reading"


def register(desk: Desk) -> None:
    """Give the jobs of this room their handlers."""
    desk.register(SEAL_JOB, seal)
    desk.register(DAILY, daily, every=timedelta(hours=24))
    desk.register(DIGESTS, send_digests, every=timedelta(hours=6))
    desk.register(READING, read_courses, every=timedelta(hours=1))


def seal(services: Services, _payload: Mapping[str, Any], progress: Progress) -> None:
    """Sign every certificate that has no proof yet, each in a transaction of its own."""
    db, notary = services.get(Database), services.get(Notary)
    with db.reading() as session:
        ids = certificates.without_proof(session)
    for done, id_ in enumerate(ids, 1):
        with db.writing() as session:
            notary.seal(session, id_, clock.now())
        progress(done, len(ids))


def daily(services: Services, _payload: Mapping[str, Any], progress: Progress) -> None:
    """Issue and renew certificates, write about what ends and what is due; twice is once."""
    for done, chore in enumerate(CHORES, 1):
        with services.get(Database).writing() as session:
            chore(session, clock.now())
        progress(done, len(CHORES))


def send_digests(services: Services, _payload: Mapping[str, Any], progress: Progress) -> None:
    """Queue the mail of today for everybody who wants it; a second time does nothing."""
    db = services.get(Database)
    with db.reading() as session:
        people = discussing.digests(session)
    for done, person_id in enumerate(people, start=1):
        with db.writing() as session:
            digests.tell(session, person_id, clock.today(), clock.now())
        progress(done, len(people))


def read_courses(services: Services, _payload: Mapping[str, Any], progress: Progress) -> None:
    """Read the courses that are offered, so that who asks one first does not wait for it."""
    with services.get(Database).reading() as session:
        courses = [versions.course_of(each) for each in versions.offered(session).values()]
    for done, course in enumerate(courses, start=1):
        if not services.get(Tutor).prepare(course):
            return
        progress(done, len(courses))
