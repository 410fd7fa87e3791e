"""What a mentor keeps in a case for funding, and the tasks that become steps."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from mentorhub.accounts.models import Person
from mentorhub.kit.crypto import Cipher, new_token
from mentorhub.tandems.actions import cases, holding
from mentorhub.tandems.actions.cases import ChangedMeanwhile, StepPlan
from mentorhub.tandems.funding_note import FundingNote
from mentorhub.tandems.models import Case, CaseFunding, Deed
from mentorhub.tandems.queries.funding import note_of, taken_over


def keep(
    session: Session,
    cipher: Cipher,
    case: Case,
    note: FundingNote,
    *,
    revision: str,
    by: Person,
    now: datetime,
) -> CaseFunding:
    """Keep what the person told, for as long as the person wants.

    ``revision`` is the one that was read, empty if there was nothing. The same a second time
    changes nothing. Facts about health are left out unless the person agreed to them.

    Raises:
        ChangedMeanwhile: somebody has changed or deleted it since.
        CaseOver, Missing: the case has ended or was erased.
    """
    holding.lock(session, case)
    session.refresh(case, ["funding"])
    row, note = case.funding, note.lawful()
    if row is not None and note_of(cipher, row) == note:
        return row
    if (row.revision if row else "") != revision:
        raise ChangedMeanwhile(str(case.id))
    if row is None:
        row = case.funding = CaseFunding(case_id=case.id)
    row.sealed = cipher.seal(note.packed(), row.about)
    row.revision, row.by_id, row.at = new_token(), by.id, now
    holding.note(session, case, Deed.funding_kept, by=by.id, at=now)
    session.flush()
    return row


def delete(session: Session, case: Case, *, by: Person, now: datetime) -> None:
    """Delete what the person told for funding, also in a case that has ended.

    A second time changes nothing.
    """
    holding.lock_any(session, case)
    session.refresh(case, ["funding"])
    if case.funding is None:
        return
    case.funding = None
    holding.note(session, case, Deed.funding_deleted, by=by.id, at=now)
    session.flush()


def take_over(
    session: Session,
    cipher: Cipher,
    case: Case,
    steps: Mapping[str, StepPlan],
    *,
    by: Person,
    now: datetime,
) -> int:
    """Make tasks next steps of the case, by their entries; return how many are new.

    Raises:
        CaseOver, Missing: the case has ended or was erased.
    """
    holding.lock(session, case)
    known = taken_over(session, case, steps)
    for entry, step in steps.items():
        cases.add_step(session, cipher, case, step, entry=entry, by=by, now=now)
    return len(steps.keys() - known)
