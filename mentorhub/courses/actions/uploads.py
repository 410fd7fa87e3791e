"""Files of editors: kept between the report about them and the decision, then gone."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from mentorhub.courses.models import CourseUpload

KEPT = timedelta(days=1)
LONGEST_NAME = 120


def keep(
    session: Session, kind: str, name: str, target: str, data: bytes, *, by: int, now: datetime
) -> CourseUpload:
    """Keep a file for a day at most; what is older goes."""
    sweep(session, now=now)
    upload = CourseUpload(
        kind=kind, name=name[:LONGEST_NAME], target=target, data=data, by_id=by, at=now
    )
    session.add(upload)
    session.flush()
    return upload


def sweep(session: Session, *, now: datetime) -> None:
    """Throw away what nobody has decided about for a day."""
    session.execute(delete(CourseUpload).where(CourseUpload.at < now - KEPT))


def discard(session: Session, upload: CourseUpload) -> None:
    """Throw a file away."""
    session.delete(upload)
    session.flush()
