"""Who may see that somebody asked for a conversation, and who may see a case.

Only mentors, only what came to their own desk or what they hold, and never anybody who stands
for the employer concerned, or for any employer where the company is not known: no representative,
nobody responsible for staff, no administrator, no coordinator. A door takes the person who knocks
(None for a visitor) and gives the thing, or raises ``NotSignedIn``, ``Denied`` or ``Missing``; the
answer comes from the database, not from what the person was when loaded.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from mentorhub.accounts.models import MENTORS, Person
from mentorhub.accounts.policy import signed_in
from mentorhub.kit.errors import Denied, Missing, Refused
from mentorhub.tandems.models import (
    Case,
    Conversation,
    ConversationRequest,
    NextStep,
    RuleChange,
)
from mentorhub.tandems.queries import cases, desks, requests


class AlreadyTaken(Refused):
    """A mentor of the same desk has taken the request: who, when, and which case it became."""

    def __init__(self, request: ConversationRequest) -> None:
        super().__init__(request.reference)
        self.reference = request.reference
        self.by_id = request.taking.by_id if request.taking else None
        self.by = request.taking.by.name if request.taking else ""
        self.at: datetime | None = request.taking.at if request.taking else None
        self.case_id = request.case.id if request.case else None


def mentor(session: Session, person: Person | None) -> Person:
    """Return the mentor who knocks, as the database knows them now.

    Raises:
        NotSignedIn: nobody is signed in.
        Denied: somebody else is, or the person is no mentor any more.
    """
    present = session.get(Person, signed_in(person).id)
    if present is None or not present.active or not present.held_roles & MENTORS:
        raise Denied
    return present


def waiting_request(session: Session, person: Person | None, id_: int) -> ConversationRequest:
    """Return a request that waits at one of this mentor's desks.

    Raises:
        NotSignedIn, Denied: visitors, everybody but mentors.
        Missing: it came to other desks, was withdrawn, or never was.
        AlreadyTaken: a mentor has taken it.
    """
    knocking = mentor(session, person)
    found = session.scalar(desks.at_desks_of(knocking).where(ConversationRequest.id == id_))
    if found is None:
        raise Missing(str(id_))
    if found.taking:
        raise AlreadyTaken(found)
    return found


def own_case(session: Session, person: Person | None, id_: int) -> Case:
    """Return a case that this mentor holds.

    Raises:
        NotSignedIn, Denied: visitors, everybody but mentors.
        Missing: others hold it, the mentor may not hold it any more, or it never was.
    """
    knocking = mentor(session, person)
    found = session.get(Case, id_)
    if found is None or not cases.holds(session, knocking, found):
        raise Missing(str(id_))
    return found


def own_case_to_give_back(session: Session, person: Person | None, id_: int) -> Case | None:
    """Return a case that this mentor holds, None if this mentor has given it back already.

    Raises:
        NotSignedIn, Denied, Missing: as for ``own_case``.
    """
    try:
        return own_case(session, person, id_)
    except Missing:
        if cases.gave_back(session, mentor(session, person), id_):
            return None
        raise


def own_conversation(
    session: Session, person: Person | None, case_id: int, id_: int
) -> Conversation:
    """Return a conversation of a case that this mentor holds.

    Raises:
        NotSignedIn, Denied, Missing: as for ``own_case``, or it belongs to another case.
    """
    case = own_case(session, person, case_id)
    found = session.get(Conversation, id_)
    if found is None or found.case_id != case.id:
        raise Missing(str(id_))
    return found


def own_step(session: Session, person: Person | None, case_id: int, id_: int) -> NextStep:
    """Return a next step of a case that this mentor holds.

    Raises:
        NotSignedIn, Denied, Missing: as for ``own_case``, or it belongs to another case.
    """
    case = own_case(session, person, case_id)
    found = session.get(NextStep, id_)
    if found is None or found.case_id != case.id:
        raise Missing(str(id_))
    return found


def own_rule_change(session: Session, person: Person | None, case_id: int, id_: int) -> RuleChange:
    """Return a changed rule in a case that this mentor holds.

    Raises:
        NotSignedIn, Denied, Missing: as for ``own_case``, or it belongs to another case.
    """
    case = own_case(session, person, case_id)
    found = session.get(RuleChange, id_)
    if found is None or found.case_id != case.id:
        raise Missing(str(id_))
    return found


def asked(session: Session, token: str) -> ConversationRequest:
    """Return the request behind a private link; whoever has the link is the person.

    Raises:
        Missing: there is none.
    """
    found = requests.by_token(session, token)
    if found is None:
        raise Missing
    return found
