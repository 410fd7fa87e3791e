"""Who holds a case, and the case's own log."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.accounts.models import Membership, Person, Role
from mentorhub.accounts.policy import may_hold_cases_of
from mentorhub.kit.errors import Denied, Missing, Refused
from mentorhub.tandems.models import Case, CaseLog, CaseMentor, Deed


class CaseOver(Refused):
    """The case has ended; nothing can be added to it."""


def note(session: Session, case: Case, deed: Deed, *, by: int | None, at: datetime) -> None:
    """Write one line into the case's log; ``by`` is None for the person or the machine."""
    session.add(CaseLog(case_id=case.id, deed=deed, by_id=by, at=at))


def begin(session: Session, case: Case, person: Person, now: datetime) -> None:
    """Let this mentor hold the case, through the role that allows it.

    Raises:
        Denied: the person is no mentor, or stands for the employer concerned.
    """
    if not may_hold_cases_of(session, person, case.organisation_id):
        raise Denied
    membership, role = _mentoring(person, case.organisation_id)
    own = _membership_in(person, case.organisation_id)
    case.mentors.append(
        CaseMentor(
            person_id=person.id,
            membership_id=membership.id,
            role=role,
            company_membership_id=own.id if own and own.side else None,
            company_side=own.side if own else None,
            at=now,
        )
    )
    session.flush()


def lock(session: Session, case: Case) -> None:
    """Let nobody else change this case until the end of the transaction, and read it anew.

    Raises:
        Missing: its content was erased.
        CaseOver: it has ended.
    """
    lock_any(session, case)
    if case.sealed is None:
        raise Missing(str(case.id))
    if case.ending:
        raise CaseOver(str(case.id))


def lock_any(session: Session, case: Case) -> None:
    """Lock a case whatever its state, and read it anew."""
    session.execute(select(Case.id).where(Case.id == case.id).with_for_update())
    session.refresh(case, ["sealed", "ending"])


def _mentoring(person: Person, company_id: int | None) -> tuple[Membership, Role]:
    """Return the membership and the role through which this mentor may hold the case."""
    open_ones = [each for each in person.memberships if each.organisation.is_open]
    for each in open_ones:
        if each.organisation_id == company_id and Role.in_company_mentor in each.role_set:
            return each, Role.in_company_mentor
    for each in open_ones:
        if Role.inter_company_mentor in each.role_set:
            return each, Role.inter_company_mentor
    raise Denied


def _membership_in(person: Person, company_id: int | None) -> Membership | None:
    if company_id is None:
        return None
    return next((each for each in person.memberships if each.organisation_id == company_id), None)
