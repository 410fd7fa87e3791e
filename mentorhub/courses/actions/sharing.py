"""What a learner lets their company see: agreed to one by one, withdrawn at any time."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from mentorhub.courses.models import Shared, SharingConsent
from mentorhub.courses.queries import sharing as reads
from mentorhub.kit import audit
from mentorhub.kit.db import hold


def share(
    session: Session,
    person_id: int,
    organisation_id: int,
    what: Collection[Shared],
    now: datetime,
) -> None:
    """Let a company see exactly this from now on, and nothing else."""
    hold(session, f"sharing:{person_id}:{organisation_id}")
    before, after = reads.agreed(session, person_id, organisation_id), frozenset(what)
    mine = (
        SharingConsent.person_id == person_id,
        SharingConsent.organisation_id == organisation_id,
    )
    session.execute(delete(SharingConsent).where(*mine, SharingConsent.what.in_(before - after)))
    session.add_all(
        SharingConsent(person_id=person_id, organisation_id=organisation_id, what=each, at=now)
        for each in sorted(after - before)
    )
    session.flush()
    for deed, changed in (("agreed", after - before), ("withdrawn", before - after)):
        for each in sorted(changed):
            audit.note(
                session,
                f"sharing.{deed}",
                f"person:{person_id}",
                by=person_id,
                at=now,
                organisation=organisation_id,
                what=each.value,
            )
