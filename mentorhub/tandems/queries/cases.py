"""Cases as the mentors who hold them see them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, selectinload

from mentorhub.accounts.models import Person, fold_name
from mentorhub.accounts.policy import may_hold_cases_of
from mentorhub.accounts.queries import names
from mentorhub.kit.crypto import Cipher
from mentorhub.tandems.content import Content
from mentorhub.tandems.models import (
    Case,
    CaseDraft,
    CaseEnding,
    CaseLog,
    CaseMentor,
    Channel,
    Conversation,
    Deed,
    NextStep,
    Outcome,
)
from mentorhub.tandems.queries.opening import content_of, text_of
from mentorhub.tandems.queries.rule_changes import Changed, unchecked

PAGE_ROWS = 20


@dataclass(frozen=True)
class Step:
    """One next step; ``text`` is None if it cannot be opened."""

    id: int
    text: str | None
    due_on: date | None
    done_at: datetime | None
    done_by: str


@dataclass(frozen=True)
class Talk:
    """One conversation as it is shown; ``notes`` is None if they cannot be opened."""

    id: int
    held_on: date
    minutes: int
    channel: Channel
    notes: str | None
    by: str
    at: datetime
    changed_at: datetime | None
    version: int


@dataclass(frozen=True)
class Logged:
    """One line of the case's own log; ``by`` is empty for the person or the machine."""

    deed: Deed
    by: str
    at: datetime


@dataclass(frozen=True)
class CaseRow:
    """A case in the list of cases; ``first_name`` is None if it was erased or cannot be opened."""

    id: int
    first_name: str | None
    opened_at: datetime
    ended_at: datetime | None
    outcome: Outcome | None
    is_erased: bool
    open_steps: int
    next_due: date | None


@dataclass(frozen=True)
class CasePage:
    """One page of cases; ``total`` counts all that fit, pages count from 1."""

    rows: tuple[CaseRow, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE_ROWS))


@dataclass(frozen=True)
class CaseView:
    """Everything that a mentor who holds the case may see."""

    id: int
    reference: str | None
    opened_at: datetime
    company: str | None
    content: Content | None
    is_erased: bool
    mentors: tuple[str, ...]
    talks: tuple[Talk, ...]
    steps: tuple[Step, ...]
    log: tuple[Logged, ...]
    ended_at: datetime | None
    outcome: Outcome | None
    keeps_funding: bool
    changed: tuple[Changed, ...] = ()

    @property
    def is_open(self) -> bool:
        """Return whether something can be added."""
        return self.ended_at is None and not self.is_erased

    @property
    def open_steps(self) -> tuple[Step, ...]:
        """What is still to be done, what is due first on top."""
        still = [step for step in self.steps if step.done_at is None]
        return tuple(sorted(still, key=lambda step: (step.due_on or date.max, step.id)))

    @property
    def done_steps(self) -> tuple[Step, ...]:
        """What was done."""
        return tuple(step for step in self.steps if step.done_at is not None)


def held_by(session: Session, person: Person, *, ended: bool = False) -> list[Case]:
    """Return the cases that this mentor holds and may hold, newest first."""
    over = exists().where(CaseEnding.case_id == Case.id)
    found = session.scalars(
        select(Case)
        .join(CaseMentor, CaseMentor.case_id == Case.id)
        .where(CaseMentor.person_id == person.id, over if ended else ~over)
        .options(selectinload(Case.steps))
        .order_by(Case.opened_at.desc(), Case.id.desc())
    ).unique()
    return [each for each in found if may_hold_cases_of(session, person, each.organisation_id)]


def holds(session: Session, person: Person, case: Case) -> bool:
    """Return whether this mentor holds the case and may do so at present."""
    is_holder = any(each.person_id == person.id for each in case.mentors)
    return is_holder and may_hold_cases_of(session, person, case.organisation_id)


def gave_back(session: Session, person: Person, case_id: int) -> bool:
    """Return whether this mentor has given this case back at some time."""
    line = exists().where(
        CaseLog.case_id == case_id, CaseLog.deed == Deed.given_back, CaseLog.by_id == person.id
    )
    return bool(session.scalar(select(line)))


def stranded(session: Session) -> list[Case]:
    """Return the open cases that nobody holds any more who may."""
    over = exists().where(CaseEnding.case_id == Case.id)
    cases = session.scalars(select(Case).where(~over).order_by(Case.id)).unique().all()
    return [each for each in cases if not _is_held(session, each)]


def page_of(
    session: Session,
    cipher: Cipher,
    person: Person,
    *,
    name: str = "",
    ended: bool = False,
    page: int = 1,
) -> CasePage:
    """Return one page of this mentor's cases whose first name contains ``name``.

    Names are sealed, so the search opens each own case; a mentor has at most some hundred.
    """
    wanted = fold_name(name)
    rows = [_row(cipher, each) for each in held_by(session, person, ended=ended)]
    if wanted:
        rows = [row for row in rows if wanted in fold_name(row.first_name or "")]
    page = min(max(1, page), max(1, -(-len(rows) // PAGE_ROWS)))
    shown = rows[(page - 1) * PAGE_ROWS : page * PAGE_ROWS]
    return CasePage(tuple(shown), len(rows), page)


def view_of(session: Session, cipher: Cipher, case: Case) -> CaseView:
    """Return everything about a case for a mentor who holds it."""
    known = names(session, _everybody(case))
    return CaseView(
        id=case.id,
        reference=case.request.reference if case.request else None,
        opened_at=case.opened_at,
        company=case.organisation.name if case.organisation else None,
        content=content_of(cipher, case),
        is_erased=case.sealed is None,
        mentors=tuple(sorted(known[each.person_id] for each in case.mentors)),
        talks=tuple(_talk(cipher, each, known) for each in case.conversations),
        steps=tuple(_step(cipher, each, known) for each in case.steps),
        log=tuple(Logged(each.deed, known.get(each.by_id or 0, ""), each.at) for each in case.log),
        ended_at=case.ending.at if case.ending else None,
        outcome=case.ending.outcome if case.ending else None,
        keeps_funding=case.funding is not None,
        changed=tuple(unchecked(session, cipher, [case])),
    )


def draft_of(
    session: Session, cipher: Cipher, case: Case, person: Person
) -> tuple[dict[str, str], datetime] | None:
    """Return what this mentor has begun to write and when, None if there is nothing."""
    draft = session.get(CaseDraft, (case.id, person.id))
    text = text_of(cipher, draft) if draft else None
    if draft is None or text is None:
        return None
    fields: dict[str, str] = json.loads(text)
    return fields, draft.at


def due_steps(cipher: Cipher, cases: Sequence[Case]) -> list[tuple[Case, Step]]:
    """Return the open steps of these cases, what is due first on top."""
    still = [(case, step) for case in cases for step in case.steps if step.done is None]
    still.sort(key=lambda pair: (pair[1].due_on or date.max, pair[1].id))
    return [(case, _step(cipher, step, {})) for case, step in still]


def _is_held(session: Session, case: Case) -> bool:
    holders = [session.get(Person, each.person_id) for each in case.mentors]
    return any(may_hold_cases_of(session, each, case.organisation_id) for each in holders if each)


def _everybody(case: Case) -> set[int]:
    people = {each.person_id for each in case.mentors}
    people |= {each.by_id for each in case.conversations}
    people |= {each.done.by_id for each in case.steps if each.done}
    return people | {each.by_id for each in case.log if each.by_id is not None}


def _row(cipher: Cipher, case: Case) -> CaseRow:
    content = content_of(cipher, case)
    still = [step for step in case.steps if step.done is None]
    return CaseRow(
        id=case.id,
        first_name=content.first_name if content else None,
        opened_at=case.opened_at,
        ended_at=case.ending.at if case.ending else None,
        outcome=case.ending.outcome if case.ending else None,
        is_erased=case.sealed is None,
        open_steps=len(still),
        next_due=min((step.due_on for step in still if step.due_on), default=None),
    )


def _talk(cipher: Cipher, row: Conversation, known: dict[int, str]) -> Talk:
    return Talk(
        id=row.id,
        held_on=row.held_on,
        minutes=row.minutes,
        channel=row.channel,
        notes=text_of(cipher, row),
        by=known.get(row.by_id, ""),
        at=row.at,
        changed_at=row.changed_at,
        version=row.version,
    )


def _step(cipher: Cipher, row: NextStep, known: dict[int, str]) -> Step:
    return Step(
        id=row.id,
        text=text_of(cipher, row),
        due_on=row.due_on,
        done_at=row.done.at if row.done else None,
        done_by=known.get(row.done.by_id, "") if row.done else "",
    )
