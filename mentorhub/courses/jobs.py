"""What the worker does for this room: certificates, discussions, the tutor, drafts."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy.orm import Session

from mentorhub.assist.chat import Busy, ChatFailed, LimitReached
from mentorhub.assist.drafting import Drafter
from mentorhub.courses.actions import certifying, digests, drafting, reminding, renewing
from mentorhub.courses.actions.certifying import SEAL_JOB
from mentorhub.courses.actions.drafting import Answer, Turn
from mentorhub.courses.actions.signing import Notary
from mentorhub.courses.queries import certificates, discussing, versions
from mentorhub.courses.tutor import Tutor
from mentorhub.kit import clock
from mentorhub.kit.db import Database
from mentorhub.kit.jobs import Desk, Progress
from mentorhub.kit.services import Services

log = logging.getLogger(__name__)

DAILY = "certificates.daily"


class Chore(Protocol):
    """One part of the daily work, in a transaction of its own; returns how much it did."""

    def __call__(self, session: Session, now: datetime) -> int:
        """Do it."""


CHORES: tuple[Chore, ...] = (
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
    desk.register(drafting.JOB, draft_passage)
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
    while _catch_up(services):
        pass  # some at a time: nobody who writes waits long
    for done, chore in enumerate(CHORES, 1):
        with services.get(Database).writing() as session:
            chore(session, clock.now())
        progress(done, len(CHORES))


def _catch_up(services: Services) -> int:
    with services.get(Database).writing() as session:
        return certifying.catch_up(session, clock.now())


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


def draft_passage(services: Services, payload: Mapping[str, Any], _progress: Progress) -> None:
    """Let the chat model draft from one passage; no transaction is open while it is asked."""
    db, draft_id = services.get(Database), int(payload["draft"])
    with db.reading() as session:
        turn = drafting.next_turn(session, draft_id)
    if turn is None:
        return
    answer = _drafted(services, turn)
    with db.writing() as session:
        drafting.keep(session, draft_id, turn, answer, clock.now())


def _drafted(services: Services, turn: Turn) -> Answer:
    if turn.task is None:
        return Answer()
    if not services.has(Drafter):
        return Answer(why="off")
    drafter = services.get(Drafter)
    tokens = drafter.cost(turn.task)
    try:
        return Answer(drafter.draft(turn.task), tokens=tokens)
    except Busy:
        return Answer(why="busy")
    except LimitReached:
        return Answer(why="limit")
    except ChatFailed as problem:
        log.info("a passage was not drafted", extra={"why": type(problem).__name__})
        return Answer(why="failed", tokens=tokens)
