"""Taking an import back: what it added goes, what it changed or took away is as before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorhub.kit import audit
from mentorhub.kit.db import hold
from mentorhub.kit.errors import Refused
from mentorhub.recommend.actions import catalogue, leaving, sources
from mentorhub.recommend.gazetteer import Gazetteer
from mentorhub.recommend.models import ImportUndo, Offer, OfferImport, OfferVersion
from mentorhub.recommend.versions import differences

CHUNK = 500


class AlreadyUndone(Refused):
    """The import was taken back before."""


@dataclass(frozen=True)
class Undone:
    """What taking an import back did: offers withdrawn, set back, left as editors changed them."""

    gone: int
    back: int
    kept: int


class NotTheLast(Refused):
    """A later import of the same source changed the same offers; take that back first."""


def undo(
    session: Session, run_: OfferImport, *, gazetteer: Gazetteer, by: int | None, now: datetime
) -> Undone:
    """Take an import back: withdraw what it added, set back what it changed, bring back what went.

    What is no longer as the import made it was changed by editors since, and stays. A source that
    the import was fetched from is paused, so that it does not bring the same again.

    Raises:
        AlreadyUndone: it was taken back before.
        NotTheLast: a later run changed some of the same offers.
    """
    session.refresh(run_, with_for_update=True)
    hold(session, catalogue.MANY)
    if run_.undo:
        raise AlreadyUndone(str(run_.id))
    if _is_built_upon(session, run_):
        raise NotTheLast(str(run_.id))
    reason = f"import {run_.id} undone"
    origin = catalogue.Origin(run_.source, now, by)
    gone = leaving.let_added_go(session, run_.id, origin=origin, reason=reason)
    again_gone: list[Offer] = []
    back = kept = 0
    for offer, earlier, made in _touched(session, run_):
        before, origin = earlier[-1], catalogue.Origin(offer.source, now, by)
        offer.source_digest = _said_before(offer.key, earlier)
        if differences(made.facts, catalogue.snapshot(offer)):
            kept += 1
            continue
        if (
            _was_withdrawn(made)
            and not _was_withdrawn(before)
            and catalogue.went_with_source(offer)
        ):
            offer.withdrawal = None
        catalogue.set_back(session, offer, before.facts, origin=origin, gazetteer=gazetteer)
        if offer.withdrawal is None and _was_withdrawn(before):
            again_gone.append(offer)
        else:
            back += 1
    catalogue.withdraw_many(session, again_gone, by=by, reason=reason, now=now)
    run_.undo = ImportUndo(at=now, by_id=by)
    sources.pause_after_undo(session, run_, by=by, now=now)
    audit.note(session, "offers.import_undone", f"import:{run_.id}", by=by, at=now)
    return Undone(gone + len(again_gone), back, kept)


def _is_built_upon(session: Session, run_: OfferImport) -> bool:
    """Return whether a later run, not taken back itself, changed some of the same offers."""
    mine = select(OfferVersion.offer_id).where(OfferVersion.import_id == run_.id)
    later = select(func.count(OfferVersion.id)).where(
        OfferVersion.offer_id.in_(mine),
        OfferVersion.import_id > run_.id,
        ~select(ImportUndo).where(ImportUndo.import_id == OfferVersion.import_id).exists(),
    )
    return bool(session.scalar(later))


def _was_withdrawn(version: OfferVersion) -> bool:
    return version.facts.get("withdrawn") is not None


def _said_before(key: str, earlier: Sequence[OfferVersion]) -> str | None:
    """Return the mark of what the source said before; None if it had said nothing."""
    said = [version for version in earlier if version.import_id and version.deed != "withdrawn"]
    return catalogue.record_of(key, said[-1].facts).digest() if said else None


def _touched(
    session: Session, run_: OfferImport
) -> Iterator[tuple[Offer, Sequence[OfferVersion], OfferVersion]]:
    """Yield each offer that an import changed or took away, with what it was and what it became.

    That is its versions before the import, oldest first, and the last one that the import made.
    """
    mine = select(OfferVersion.offer_id).where(
        OfferVersion.import_id == run_.id, OfferVersion.deed != "added"
    )
    all_ids = session.scalars(mine.distinct().order_by(OfferVersion.offer_id)).all()
    for at in range(0, len(all_ids), CHUNK):
        ids = all_ids[at : at + CHUNK]
        offers = {o.id: o for o in session.scalars(select(Offer).where(Offer.id.in_(ids)))}
        rows = select(OfferVersion).where(OfferVersion.offer_id.in_(ids)).order_by(OfferVersion.id)
        past: dict[int, list[OfferVersion]] = {}
        for row in session.scalars(rows):
            past.setdefault(row.offer_id, []).append(row)
        for id_ in ids:
            made = [row for row in past[id_] if row.import_id == run_.id]
            yield offers[id_], [row for row in past[id_] if row.id < made[0].id], made[-1]
