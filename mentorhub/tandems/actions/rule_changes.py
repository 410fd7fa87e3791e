"""Tells cases that a rule has changed by which they have next steps, and that it was checked."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.accounts.models import Person
from mentorhub.accounts.policy import may_hold_cases_of
from mentorhub.kit import mail
from mentorhub.kit.crypto import Cipher
from mentorhub.recommend.models import FundingVersion
from mentorhub.tandems.actions import holding
from mentorhub.tandems.models import Case, Deed, RuleChange, RuleChecked
from mentorhub.tandems.queries import rule_changes


def tell(session: Session, cipher: Cipher, instrument: str, number: int, *, now: datetime) -> int:
    """Note this version of a rule in all cases with open steps by an earlier one.

    The mentors of open cases get one letter each, which names neither case nor rule. Returns how
    many cases were told; a second time none is.
    """
    version = session.get(FundingVersion, (instrument, number))
    if version is None:
        return 0
    planned = rule_changes.planned_with(session, cipher, instrument, before=version.at)
    told = [case for case in planned if _note(session, cipher, case, version, now)]
    for person in _mentors(session, told):
        mail.queue(
            session,
            person.email,
            "tandems/mail/rule_changed",
            {"name": person.name},
            at=now,
            locale=person.locale,
        )
    return len(told)


def check(session: Session, change: RuleChange, *, by: Person, now: datetime) -> None:
    """Note that the steps of the case were checked by the changed rule; a second time nothing.

    Raises:
        CaseOver, Missing: the case has ended or was erased.
    """
    case = session.get_one(Case, change.case_id)
    holding.lock(session, case)
    session.refresh(change, ["checked"])
    if change.checked:
        return
    change.checked = RuleChecked(by_id=by.id, at=now)
    holding.note(session, case, Deed.rule_checked, by=by.id, at=now)
    session.flush()


def _note(
    session: Session, cipher: Cipher, case: Case, version: FundingVersion, now: datetime
) -> bool:
    """Note a change in a case; return whether it is new there."""
    holding.lock_any(session, case)
    name = rule_changes.name_of(version)
    entry = case.own_entry(f"rule/{name}")
    known = session.scalar(select(RuleChange.id).where(RuleChange.entry == entry))
    if known is not None or case.sealed is None:
        return False
    change = RuleChange(case_id=case.id, entry=entry, at=now)
    session.add(change)
    session.flush()
    change.sealed = cipher.seal(name.encode(), change.about)
    holding.note(session, case, Deed.rule_changed, by=None, at=now)
    session.flush()
    return True


def _mentors(session: Session, cases: Iterable[Case]) -> list[Person]:
    """Return the mentors who hold one of these and may, each once; nobody for a case that ended."""
    held = {
        (mentor.person_id, case.organisation_id)
        for case in cases
        if case.ending is None
        for mentor in case.mentors
    }
    people = {
        person.id: person
        for person_id, company_id in sorted(held, key=lambda one: one[0])
        if (person := session.get(Person, person_id))
        and may_hold_cases_of(session, person, company_id)
    }
    return list(people.values())
