"""The rules of funding that changed since cases took steps over from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from mentorhub.kit.crypto import Cipher
from mentorhub.recommend.funding.changes import Change
from mentorhub.recommend.models import FundingVersion
from mentorhub.recommend.queries import funding as versions
from mentorhub.tandems.models import Case, NextStep, RuleChange, RuleChecked, StepDone, StepOrigin
from mentorhub.tandems.queries.opening import text_of


@dataclass(frozen=True)
class Changed:
    """A change that nobody has checked yet; ``instrument`` is None if it cannot be opened.

    ``changes`` says what is otherwise, nothing where the rule ``is_gone`` or is back.
    """

    id: int
    case_id: int
    instrument: str | None
    changes: tuple[Change, ...] = ()
    is_gone: bool = False


def planned_with(
    session: Session, cipher: Cipher, instrument: str, *, before: datetime
) -> list[Case]:
    """Return the cases that took steps over from this instrument before, and have not done them.

    The instruments are sealed, so each such step is opened.
    """
    done = exists().where(StepDone.step_id == NextStep.id)
    steps = session.execute(
        select(NextStep.case_id, StepOrigin)
        .join(StepOrigin, StepOrigin.step_id == NextStep.id)
        .where(NextStep.at < before, ~done)
    )
    ids = {case_id for case_id, origin in steps if text_of(cipher, origin) == instrument}
    found = session.scalars(select(Case).where(Case.id.in_(ids)).order_by(Case.id))
    return list(found.unique())


def unchecked(session: Session, cipher: Cipher, cases: Sequence[Case]) -> list[Changed]:
    """Return the changes in these cases that no mentor has checked yet, the oldest first."""
    checked = exists().where(RuleChecked.change_id == RuleChange.id)
    rows = session.scalars(
        select(RuleChange)
        .where(RuleChange.case_id.in_([case.id for case in cases]), ~checked)
        .order_by(RuleChange.id)
    ).unique()
    return [_changed(session, row, text_of(cipher, row)) for row in rows]


def name_of(version: FundingVersion) -> str:
    """Return the name under which a version is noted in a case."""
    return f"{version.instrument_id}/{version.number}"


def _changed(session: Session, row: RuleChange, name: str | None) -> Changed:
    instrument, _, number = (name or "").rpartition("/")
    version = session.get(FundingVersion, (instrument, int(number))) if instrument else None
    if version is None:
        return Changed(row.id, row.case_id, None)
    changes = versions.changes_of(version)
    return Changed(row.id, row.case_id, instrument, changes, is_gone=version.text is None)
