"""Deleting what somebody told: on their word, or because its time is over.

What stays is a row without content, so that the private link can say what happened, and the log
of deeds.
"""

from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from mentorhub.accounts.models import Person
from mentorhub.kit import mail
from mentorhub.tandems.actions import holding
from mentorhub.tandems.models import (
    Case,
    CaseEnding,
    ConversationRequest,
    Deed,
    Outcome,
    RequestErasure,
    Taking,
    WhyErased,
)

KEEP_WAITING = timedelta(days=90)
KEEP_ENDED = timedelta(days=365)


def withdraw(session: Session, request: ConversationRequest, *, now: datetime) -> None:
    """Erase a request and its case because the person takes back the consent.

    The mentors who hold the case are told to destroy what they have on paper. A second time
    changes nothing.
    """
    _lock(session, request)
    if request.erasure:
        return
    if request.case:
        _tell_holders(session, request.case, now)
        _empty_case(session, request.case, by=None, now=now)
    _empty_request(session, request, WhyErased.withdrawn, now)


def erase_case(session: Session, case: Case, *, by: Person, now: datetime) -> None:
    """Erase a case and its request because the person told the mentor so."""
    if case.request:
        _lock(session, case.request)
    holding.lock_any(session, case)
    if case.sealed is not None:
        _empty_case(session, case, by=by.id, now=now)
    if case.request and not case.request.erasure:
        _empty_request(session, case.request, WhyErased.withdrawn, now)


def expire_waiting(session: Session, *, now: datetime) -> int:
    """Erase requests that nobody has taken for 90 days; returns how many."""
    old = session.scalars(
        select(ConversationRequest).where(
            ConversationRequest.waits_since <= now - KEEP_WAITING,
            ~exists().where(Taking.request_id == ConversationRequest.id),
            ~exists().where(RequestErasure.request_id == ConversationRequest.id),
        )
    ).unique()
    return sum(_expire(session, request, WhyErased.expired, now) for request in old.all())


def expire_cases(session: Session, *, now: datetime) -> int:
    """Erase cases that ended a year ago; returns how many."""
    old = session.scalars(
        select(Case)
        .join(CaseEnding, CaseEnding.case_id == Case.id)
        .where(CaseEnding.at <= now - KEEP_ENDED, Case.sealed.is_not(None))
    ).unique()
    count = 0
    for case in old.all():
        count += 1
        if case.request:
            _expire(session, case.request, WhyErased.case_over, now)
        else:
            _empty_case(session, case, by=None, now=now)
    return count


def _expire(session: Session, request: ConversationRequest, why: WhyErased, now: datetime) -> bool:
    _lock(session, request)
    if request.erasure or (why is WhyErased.expired and request.taking):
        return False
    if request.case:
        _empty_case(session, request.case, by=None, now=now)
    _empty_request(session, request, why, now)
    return True


def _lock(session: Session, request: ConversationRequest) -> None:
    session.execute(
        select(ConversationRequest.id).where(ConversationRequest.id == request.id).with_for_update()
    )
    session.refresh(request, ["sealed", "taking", "erasure", "case"])


def _empty_request(
    session: Session, request: ConversationRequest, why: WhyErased, now: datetime
) -> None:
    request.sealed = None
    request.postcode = ""
    request.organisation_id = None
    request.desks.clear()
    request.erasure = RequestErasure(why=why, at=now)
    session.flush()


def _empty_case(session: Session, case: Case, *, by: int | None, now: datetime) -> None:
    """Leave a case without content; the company stays known, so that it stays as hidden."""
    holding.lock_any(session, case)
    case.sealed = None
    case.conversations.clear()
    case.steps.clear()
    case.drafts.clear()
    case.funding = None
    case.rule_changes.clear()
    if case.ending is None:
        case.ending = CaseEnding(by_id=by, outcome=Outcome.withdrawn, at=now)
    holding.note(session, case, Deed.erased, by=by, at=now)
    session.flush()


def _tell_holders(session: Session, case: Case, now: datetime) -> None:
    for held in case.mentors:
        person = session.get_one(Person, held.person_id)
        mail.queue(
            session,
            person.email,
            "tandems/mail/withdrawn",
            {"name": person.name, "case_id": case.id},
            at=now,
            locale=person.locale,
        )
