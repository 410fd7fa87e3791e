"""What is kept in a case for funding, and which ways to pay follow from it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.accounts.queries import names
from mentorhub.kit.crypto import Cipher
from mentorhub.recommend import policy as offers
from mentorhub.recommend.eligibility import (
    BY_NAME,
    Instrument,
    Value,
    Verdict,
    judge,
    of_both,
)
from mentorhub.recommend.eligibility import ranked as best_first
from mentorhub.recommend.funding import asking
from mentorhub.recommend.funding.checklist import Task
from mentorhub.recommend.funding.combine import Way, Ways, ways
from mentorhub.recommend.funding.seldom import common, is_for_few
from mentorhub.recommend.funding_book import FundingBook, facts_of_offer
from mentorhub.recommend.models import Offer
from mentorhub.recommend.queries import plans
from mentorhub.recommend.queries.plans import Plan
from mentorhub.tandems.funding_note import NOT_NOTED, FundingNote
from mentorhub.tandems.models import Case, CaseFunding, NextStep
from mentorhub.tandems.queries.opening import bytes_of

_NOT_FOR_A_COURSE = ("coaching", "own_courses")


@dataclass(frozen=True)
class Kept:
    """What is kept in a case; ``note`` is None if it cannot be opened."""

    note: FundingNote | None
    revision: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Advice:
    """The ways to pay, the chosen one first in ``plans``, and what the law says to the facts.

    ``chosen`` is None where nothing is left to choose; ``few`` is possible, but hardly ever;
    ``deciding`` names the fact that settles
    most, None where the best way is settled. ``instead`` are the facts that count
    though the offer says something else.
    """

    ways: Ways
    chosen: Way | None
    plans: tuple[Plan, ...]
    possible: tuple[Verdict, ...]
    few: tuple[Verdict, ...]
    impossible: tuple[Verdict, ...]
    deciding: str | None
    instead: tuple[str, ...] = ()


def kept(session: Session, cipher: Cipher, case: Case) -> Kept | None:
    """Return what is kept in this case, None if there is nothing."""
    row = session.get(CaseFunding, case.id)
    if row is None:
        return None
    by = names(session, [row.by_id]).get(row.by_id, "")
    return Kept(note_of(cipher, row), row.revision, by, row.at)


def note_of(cipher: Cipher, row: CaseFunding) -> FundingNote | None:
    """Return what was noted; None if it cannot be opened."""
    data = bytes_of(cipher, row)
    return None if data is None else FundingNote.unpacked(data)


def offer_of(session: Session, note: FundingNote, today: date) -> Offer | None:
    """Return the offer that the note is about, None if there is none or it cannot be taken."""
    return course(session, note.offer.key, today) if note.offer else None


def course(session: Session, key: str, today: date) -> Offer | None:
    """Return a course of this key that everybody can take today, None if there is none."""
    return offers.public_courses(session, [key], today).get(key)


def advise(book: FundingBook, note: FundingNote, offer: Offer | None, today: date) -> Advice:
    """Return who can pay for the course; what the mentor noted about it counts before the offer."""
    said = facts_of_offer(offer, today) if offer else {}
    noted = note.facts_on(today)
    known = of_both(said, noted)
    found = common(ways(book.instruments, known, today))
    verdicts = best_first(judge(one, known, today) for one in _for_a_course(book, today))
    open_ = [one for one in verdicts if one.status != "no"]
    chosen = next((way for way in found.ways if way_id(way) == note.way), None)
    chosen = chosen or next(iter(found.ways), None)
    return Advice(
        ways=found,
        chosen=chosen,
        plans=tuple(
            plans.plan(
                book,
                one.id,
                today,
                offer=offer,
                starts_on=note.starts_on,
                has_course=note.tells_of_a_course,
            )
            for one in (chosen.instruments if chosen else ())
        ),
        possible=tuple(one for one in open_ if not is_for_few(one)),
        few=tuple(filter(is_for_few, open_)),
        impossible=tuple(one for one in verdicts if one.status == "no"),
        deciding=_deciding(book, note, known, today),
        instead=tuple(name for name, value in note.facts.items() if said.get(name, value) != value),
    )


def way_id(way: Way) -> str:
    """Return the name of a way in forms: the ids of its instruments."""
    return "+".join(one.id for one in way.instruments)


def entry_of(plan: Plan, task: Task) -> str:
    """Return the entry under which a task becomes a step of a case: for one start only once."""
    course = plan.offer_key or ""
    start = plan.starts_on.isoformat() if plan.starts_on else ""
    return f"foerderung/{plan.instrument.id}/{task.step.id}/{course}/{start}"


def taken_over(session: Session, case: Case, entries: Collection[str]) -> frozenset[str]:
    """Return which of these entries are steps of the case already."""
    own = {case.own_entry(entry): entry for entry in entries}
    known = session.scalars(select(NextStep.entry).where(NextStep.entry.in_(own)))
    return frozenset(own[each] for each in known)


def _deciding(
    book: FundingBook, note: FundingNote, known: Mapping[str, Value], today: date
) -> str | None:
    """Return the fact that settles most; about health only if the person agreed to that."""

    def may_ask(name: str) -> bool:
        return name not in NOT_NOTED and (note.health_since is not None or not BY_NAME[name].health)

    told = asking.Case(
        book.instruments, known, today, may_ask=may_ask, has_course=note.tells_of_a_course
    )
    return asking.next_question(told)


def _for_a_course(book: FundingBook, today: date) -> Sequence[Instrument]:
    return [
        one for one in book.instruments if one.is_open(today) and one.kind not in _NOT_FOR_A_COURSE
    ]
