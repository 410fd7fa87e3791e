"""The versions of the rules of funding."""

from collections.abc import Sequence

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from mentorhub.recommend.funding.changes import Change
from mentorhub.recommend.models import FundingVersion


def newest(session: Session) -> dict[str, FundingVersion]:
    """Return the newest version of every instrument that ever was, by its id."""
    version = FundingVersion
    last = select(version.instrument_id, func.max(version.number)).group_by(version.instrument_id)
    place = tuple_(version.instrument_id, version.number)
    rows = session.scalars(select(version).where(place.in_(last)))
    return {row.instrument_id: row for row in rows}


def history(session: Session, instrument_id: str) -> Sequence[FundingVersion]:
    """Return the versions of one instrument, the newest first; none where there never was one."""
    rows = select(FundingVersion).where(FundingVersion.instrument_id == instrument_id)
    return session.scalars(rows.order_by(FundingVersion.number.desc())).all()


def altering(session: Session, instrument_id: str, limit: int) -> Sequence[FundingVersion]:
    """Return the last versions since which the rule says something else, the newest first."""
    rows = select(FundingVersion).where(
        FundingVersion.instrument_id == instrument_id, FundingVersion.alters
    )
    return session.scalars(rows.order_by(FundingVersion.number.desc()).limit(limit)).all()


def gone(session: Session) -> list[str]:
    """Return the ids of instruments whose file is there no more."""
    return sorted(id_ for id_, version in newest(session).items() if version.text is None)


def changes_of(version: FundingVersion) -> tuple[Change, ...]:
    """Return what a version changed."""
    return tuple(
        Change(
            part=row["part"] or "",
            entry=row["entry"] or "",
            field=row["field"] or "",
            before=row["before"],
            after=row["after"],
        )
        for row in version.changes
    )
