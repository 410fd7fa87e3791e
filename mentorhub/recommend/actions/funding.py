"""Keeps what the rules of funding said before, and tells when one says something else."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from sqlalchemy.orm import Session

from mentorhub.kit import audit, jobs
from mentorhub.recommend.funding.changes import changes
from mentorhub.recommend.models import FundingVersion
from mentorhub.recommend.queries import funding as rows

RULE_JOB = "funding.rule_changed"
"""Left where a rule says something else: its id as ``instrument``, the number as ``version``.

Its handler is the room's that keeps plans.
"""


def keep_versions(session: Session, files: Mapping[str, bytes], now: datetime) -> None:
    """Make every file that differs from its last version a new one; one that went is noted too.

    ``files`` are all there are, by name. The same files twice make nothing. A rule that is new asks
    for nothing, for nobody can have planned with it.
    """
    last = rows.newest(session)
    texts = {name.removesuffix(".toml"): data.decode() for name, data in files.items()}
    for id_ in sorted({*last, *texts}):
        before = last.get(id_)
        if before is None:
            session.add(FundingVersion(instrument_id=id_, number=1, at=now, text=texts[id_]))
        elif before.text != texts.get(id_):
            _go_on(session, before, texts.get(id_), now)


def _go_on(session: Session, before: FundingVersion, text: str | None, now: datetime) -> None:
    both_there = before.text is not None and text is not None
    found = changes(before.text or "", text or "") if both_there else ()
    version = FundingVersion(
        instrument_id=before.instrument_id,
        number=before.number + 1,
        at=now,
        text=text,
        changes=[asdict(one) for one in found],
        alters=not both_there or any(one.alters for one in found),
    )
    session.add(version)
    deed = "funding.changed" if text else "funding.removed"
    audit.note(session, deed, f"funding:{version.instrument_id}", by=None, at=now)
    if version.alters:
        told = {"instrument": version.instrument_id, "version": version.number}
        jobs.enqueue(session, RULE_JOB, told, at=now)
