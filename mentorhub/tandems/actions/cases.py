"""What a mentor does in a case: conversations, next steps, its end, giving it back."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from mentorhub.accounts.models import Person
from mentorhub.kit.crypto import Cipher
from mentorhub.kit.errors import Refused
from mentorhub.tandems.actions import holding
from mentorhub.tandems.actions import requests as asking
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
    StepDone,
    StepOrigin,
)
from mentorhub.tandems.queries import cases
from mentorhub.tandems.queries.opening import text_of

SILENT = timedelta(days=365)


class ChangedMeanwhile(Refused):
    """Somebody has changed the conversation since it was read."""


class CannotGiveBack(Refused):
    """The case did not come from a desk, so there is none to give it back to."""


@dataclass(frozen=True)
class StepPlan:
    """A next step as it is written down; ``instrument`` has the task from which it comes."""

    text: str
    due_on: date | None = None
    instrument: str = ""


@dataclass(frozen=True)
class ConversationRecord:
    """A conversation as a mentor writes it down."""

    held_on: date
    minutes: int
    channel: Channel
    notes: str


def log_conversation(
    session: Session,
    cipher: Cipher,
    case: Case,
    record: ConversationRecord,
    steps: Sequence[StepPlan] = (),
    *,
    entry: str,
    by: Person,
    now: datetime,
) -> Conversation:
    """Keep a conversation with its next steps and drop the draft.

    ``entry`` is the random text of the form: sending it twice keeps one conversation.

    Raises:
        CaseOver, Missing: the case has ended or was erased.
    """
    holding.lock(session, case)
    known = session.scalar(select(Conversation).where(Conversation.entry == case.own_entry(entry)))
    if known is not None:
        return known
    conversation = Conversation(
        case_id=case.id,
        entry=case.own_entry(entry),
        by_id=by.id,
        held_on=record.held_on,
        minutes=record.minutes,
        channel=record.channel,
        at=now,
    )
    session.add(conversation)
    session.flush()
    conversation.sealed = cipher.seal(record.notes.encode(), conversation.about)
    holding.note(session, case, Deed.conversation_logged, by=by.id, at=now)
    for number, step in enumerate(steps):
        add_step(session, cipher, case, step, entry=f"{entry}/{number}", by=by, now=now)
    drop_draft(session, case, by)
    session.flush()
    return conversation


def change_conversation(
    session: Session,
    cipher: Cipher,
    conversation: Conversation,
    record: ConversationRecord,
    *,
    version: int,
    by: Person,
    now: datetime,
) -> None:
    """Replace what was written about a conversation. ``version`` is the one that was read.

    The same change a second time changes nothing.

    Raises:
        ChangedMeanwhile: somebody has changed it since.
        CaseOver, Missing: the case has ended or was erased.
    """
    case = session.get_one(Case, conversation.case_id)
    holding.lock(session, case)
    session.refresh(conversation)
    if conversation.version != version:
        if _recorded(cipher, conversation) == record:
            return
        raise ChangedMeanwhile(str(conversation.id))
    conversation.held_on = record.held_on
    conversation.minutes = record.minutes
    conversation.channel = record.channel
    conversation.sealed = cipher.seal(record.notes.encode(), conversation.about)
    conversation.changed_at = now
    holding.note(session, case, Deed.conversation_changed, by=by.id, at=now)
    try:
        session.flush()
    except StaleDataError:
        raise ChangedMeanwhile(str(conversation.id)) from None


def add_step(
    session: Session,
    cipher: Cipher,
    case: Case,
    plan: StepPlan,
    *,
    entry: str,
    by: Person,
    now: datetime,
) -> NextStep:
    """Keep a next step; sending the same ``entry`` twice keeps one.

    Raises:
        CaseOver, Missing: the case has ended or was erased.
    """
    holding.lock(session, case)
    known = session.scalar(select(NextStep).where(NextStep.entry == case.own_entry(entry)))
    if known is not None:
        return known
    step = NextStep(
        case_id=case.id, entry=case.own_entry(entry), by_id=by.id, due_on=plan.due_on, at=now
    )
    session.add(step)
    session.flush()
    step.sealed = cipher.seal(plan.text.encode(), step.about)
    if plan.instrument:
        step.origin = StepOrigin(step_id=step.id)
        step.origin.sealed = cipher.seal(plan.instrument.encode(), step.origin.about)
    holding.note(session, case, Deed.step_added, by=by.id, at=now)
    session.flush()
    return step


def finish_step(session: Session, step: NextStep, *, by: Person, now: datetime) -> None:
    """Mark a step as done; a second time changes nothing.

    Raises:
        CaseOver, Missing: the case has ended or was erased.
    """
    case = _locked_case(session, step)
    if step.done:
        return
    step.done = StepDone(by_id=by.id, at=now)
    holding.note(session, case, Deed.step_done, by=by.id, at=now)
    session.flush()


def reopen_step(session: Session, step: NextStep, *, by: Person, now: datetime) -> None:
    """Take back that a step was done.

    Raises:
        CaseOver, Missing: the case has ended or was erased.
    """
    case = _locked_case(session, step)
    if step.done is None:
        return
    step.done = None
    holding.note(session, case, Deed.step_reopened, by=by.id, at=now)
    session.flush()


def end(session: Session, case: Case, outcome: Outcome, *, by: Person, now: datetime) -> None:
    """End a case; drafts go, everything else stays readable for its mentors for a year.

    Raises:
        CaseOver, Missing: it has ended before or was erased.
    """
    holding.lock(session, case)
    case.drafts.clear()
    case.ending = CaseEnding(by_id=by.id, outcome=outcome, at=now)
    holding.note(session, case, Deed.ended, by=by.id, at=now)
    session.flush()


def end_silent(session: Session, *, now: datetime) -> int:
    """End open cases in which nothing has happened for a year, so that none is kept for ever."""
    over = exists().where(CaseEnding.case_id == Case.id)
    heard = exists().where(CaseLog.case_id == Case.id, CaseLog.at > now - SILENT)
    count = 0
    for case in session.scalars(select(Case).where(~over, ~heard)).unique().all():
        if case.request and case.request.taking is None:
            continue  # it waits at a desk, where the time of requests counts
        holding.lock(session, case)
        case.drafts.clear()
        case.ending = CaseEnding(by_id=None, outcome=Outcome.fell_silent, at=now)
        holding.note(session, case, Deed.ended, by=None, at=now)
        count += 1
    session.flush()
    return count


def reopen(session: Session, case: Case, *, by: Person, now: datetime) -> None:
    """Take the end of a case back; nothing happens if it is open.

    Raises:
        Refused: its content was erased.
    """
    holding.lock_any(session, case)
    if case.sealed is None:
        raise Refused(str(case.id))
    if case.ending is None:
        return
    case.ending = None
    holding.note(session, case, Deed.reopened, by=by.id, at=now)
    session.flush()


def give_back(session: Session, case: Case, *, by: Person | None, now: datetime) -> None:
    """Return a case to its desk, where another mentor can take it and read on.

    ``by`` is None for the machine: its mentor is none any more. Everybody else at the desk gets
    a mail. Where the mentor has let go of it before, nothing happens.

    Raises:
        CannotGiveBack: it came from no desk.
        CaseOver, Missing: it has ended or was erased.
    """
    request = case.request
    if request is None:
        raise CannotGiveBack(str(case.id))
    asking.lock(session, request)
    holding.lock(session, case)
    session.refresh(case, ["mentors"])
    if request.taking is None or (by and by.id not in {each.person_id for each in case.mentors}):
        return
    case.mentors.clear()
    case.drafts.clear()
    request.taking = None
    request.reminder = None
    request.waits_since = now
    holding.note(session, case, Deed.given_back, by=by.id if by else None, at=now)
    session.flush()
    asking.route(session, request, now=now, but=by.id if by else None)


def give_back_stranded(session: Session, *, now: datetime) -> int:
    """Return every open case whose mentor is none any more to its desk; returns how many."""
    found = [case for case in cases.stranded(session) if case.request and case.request.taking]
    for case in found:
        give_back(session, case, by=None, now=now)
    return len(found)


def forget_mentor(session: Session, person_id: int, now: datetime) -> None:
    """Let go of everything that a mentor holds, because the account is about to be erased.

    Open cases go back to their desks, drafts are deleted. What the mentor wrote about others
    stays with the case and points to a person without a name.
    """
    person = session.get_one(Person, person_id)
    session.execute(delete(CaseDraft).where(CaseDraft.person_id == person_id))
    for case in cases.held_by(session, person):
        if case.request:
            give_back(session, case, by=person, now=now)
    session.execute(delete(CaseMentor).where(CaseMentor.person_id == person_id))


def keep_draft(
    session: Session,
    cipher: Cipher,
    case: Case,
    fields: Mapping[str, str],
    *,
    by: Person,
    now: datetime,
) -> None:
    """Keep what a mentor has begun to write; it replaces the draft before.

    A draft that arrives after its conversation was saved is dropped: ``fields["entry"]`` is the
    random text of the form.

    Raises:
        CaseOver, Missing: the case has ended or was erased.
    """
    holding.lock(session, case)
    entry = case.own_entry(fields.get("entry", ""))
    if session.scalar(select(Conversation.id).where(Conversation.entry == entry)):
        return
    draft = CaseDraft(case_id=case.id, person_id=by.id, at=now)
    draft.sealed = cipher.seal(json.dumps(dict(fields)).encode(), draft.about)
    session.merge(draft)
    session.flush()


def drop_draft(session: Session, case: Case, person: Person) -> None:
    """Delete what this mentor has begun to write."""
    session.execute(
        delete(CaseDraft).where(CaseDraft.case_id == case.id, CaseDraft.person_id == person.id)
    )


def _recorded(cipher: Cipher, conversation: Conversation) -> ConversationRecord:
    return ConversationRecord(
        held_on=conversation.held_on,
        minutes=conversation.minutes,
        channel=conversation.channel,
        notes=text_of(cipher, conversation) or "",
    )


def _locked_case(session: Session, step: NextStep) -> Case:
    case = session.get_one(Case, step.case_id)
    holding.lock(session, case)
    session.refresh(step, ["done"])
    return case
