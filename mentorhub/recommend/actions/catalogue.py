"""Offers come, change, go and come back; every deed leaves a version and asks for the index."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mentorhub.kit import audit, jobs
from mentorhub.kit.clock import GERMANY
from mentorhub.kit.db import hold
from mentorhub.kit.errors import Refused
from mentorhub.recommend.engine.text import fold
from mentorhub.recommend.gazetteer import Gazetteer
from mentorhub.recommend.models import Offer, OfferDate, OfferVersion, Withdrawal
from mentorhub.recommend.offer_record import OfferRecord, Start, key_from, monday_in
from mentorhub.recommend.queries import offers
from mentorhub.recommend.versions import LATER

INDEX_JOB = "offers.changed"
MANY = "offers.many"
"""What a deed holds that brings or takes many offers: keys are everybody's, so one at a time."""
EDITOR = "editor"
OWN_KEYS = "eigen-"
Outcome = Literal["added", "changed", "unchanged", "foreign", "withdrawn"]

_PLAIN = (
    "title", "kind", "learn", "description", "provider", "provider_azav", "link", "azav",
    "postcode", "town", "form", "on_request", "begin_text", "hours", "price_cents", "level",
    "language", "requirements", "target_group", "degree", "degree_kind", "as_of",
)  # fmt: skip


class AlreadyWithdrawn(Refused):
    """Somebody withdrew the offer before."""


class NotWithdrawn(Refused):
    """The offer is not withdrawn."""


class KeyTaken(Refused):
    """Another offer has this key already."""


class ChangedMeanwhile(Refused):
    """Somebody else changed the offer after the form was opened."""


@dataclass(frozen=True)
class Origin:
    """Who brings an offer: the source's name, the person, the import run, the moment."""

    source: str
    at: datetime
    by: int | None = None
    import_id: int | None = None


def take(
    session: Session,
    records: Sequence[OfferRecord],
    *,
    origin: Origin,
    gazetteer: Gazetteer,
) -> list[Outcome]:
    """Add or change offers and return what became of each record, in order; each key once.

    An offer of another source is left alone (``foreign``). Nothing is written while a source
    repeats itself, so what an editor changed meanwhile stays; its next new word counts. An offer
    that went with its source is offered again, one of an import that was taken back by any
    source; what an editor withdrew stays withdrawn. Others who bring offers wait for this one.
    """
    hold(session, MANY)
    known = _known(session, records)
    outcomes = [_outcome(known.get(record.key), record, origin.source) for record in records]
    fresh: list[Offer] = []
    for record, outcome in zip(records, outcomes, strict=True):
        if outcome == "added":
            fresh.append(_new(record, origin, gazetteer))
        elif outcome == "changed":
            offer = known[record.key]
            if went_with_source(offer):
                offer.withdrawal = None
            offer.source, offer.source_digest = origin.source, record.digest()
            _change(session, offer, record, origin, gazetteer)
        elif outcome == "unchanged":
            _confirm(known[record.key], record, origin)
    session.add_all(fresh)
    session.flush()
    for offer in fresh:
        _version(session, offer, "added", origin)
    if {"added", "changed"} & set(outcomes):
        ask_for_index(session, origin.at)
    return outcomes


def foresee(session: Session, records: Sequence[OfferRecord], *, source: str) -> list[Outcome]:
    """Return what ``take`` would do with each record now; nothing is written."""
    known = _known(session, records)
    return [_outcome(known.get(record.key), record, source) for record in records]


def add(session: Session, record: OfferRecord, *, origin: Origin, gazetteer: Gazetteer) -> Offer:
    """Add one offer that an editor wrote.

    Raises:
        KeyTaken: the key is in use.
    """
    if session.scalar(select(Offer.id).where(Offer.key == record.key)):
        raise KeyTaken(record.key)
    offer = _new(record, origin, gazetteer)
    try:
        with session.begin_nested():
            session.add(offer)
    except IntegrityError as problem:
        raise KeyTaken(record.key) from problem
    _version(session, offer, "added", origin)
    audit.note(session, "offer.added", f"offer:{offer.key}", by=origin.by, at=origin.at)
    ask_for_index(session, origin.at)
    return offer


def free_key(session: Session, title: str) -> str:
    """Return a key for a new offer of our own, made from its title.

    It begins with a word that no file of ``content/`` uses, so that neither gets in the other's
    way.
    """
    key = OWN_KEYS + key_from(title)
    taken = offers.keys_beginning(session, key)
    further = (f"{key}-{number}" for number in count(2))
    return key if key not in taken else next(each for each in further if each not in taken)


def change(
    session: Session,
    offer: Offer,
    record: OfferRecord,
    *,
    origin: Origin,
    gazetteer: Gazetteer,
    seen: str,
) -> None:
    """Change one offer by hand; it keeps its source, whose next new word counts again.

    A withdrawn offer stays withdrawn. ``seen`` is the digest that the editor's form was made from.

    Raises:
        ChangedMeanwhile: the offer is not what the editor saw.
    """
    _hold(session, offer)
    if offer.digest != seen:
        raise ChangedMeanwhile(offer.key)
    if offer.digest == record.digest():
        return
    _change(session, offer, record, origin, gazetteer)
    audit.note(session, "offer.changed", f"offer:{offer.key}", by=origin.by, at=origin.at)
    ask_for_index(session, origin.at)


def withdraw(session: Session, offer: Offer, *, by: int | None, reason: str, now: datetime) -> None:
    """Take an offer out of every answer, at once.

    Raises:
        AlreadyWithdrawn: it was withdrawn before.
    """
    _hold(session, offer)
    if offer.withdrawal:
        raise AlreadyWithdrawn(offer.key)
    offer.withdrawal = Withdrawal(at=now, by_id=by, reason=reason)
    offer.changed_at = now
    _version(session, offer, "withdrawn", Origin(offer.source, now, by))
    audit.note(session, "offer.withdrawn", f"offer:{offer.key}", by=by, at=now)
    ask_for_index(session, now)


def withdraw_many(
    session: Session, gone: Sequence[Offer], *, by: int | None, reason: str, now: datetime
) -> None:
    """Let offers go with their source, which may bring them back.

    ``by`` is who did it to the source; the caller notes the deed once for all offers.
    """
    for offer in gone:
        offer.withdrawal = Withdrawal(at=now, by_id=None, reason=reason)
        offer.changed_at = now
        _version(session, offer, "withdrawn", Origin(offer.source, now, by))
    ask_for_index(session, now)


def restore(session: Session, offer: Offer, *, by: int | None, now: datetime) -> None:
    """Bring a withdrawn offer back.

    Raises:
        NotWithdrawn: it is there already.
    """
    _hold(session, offer)
    if not offer.withdrawal:
        raise NotWithdrawn(offer.key)
    offer.withdrawal = None
    offer.changed_at = now
    _version(session, offer, "restored", Origin(offer.source, now, by))
    audit.note(session, "offer.restored", f"offer:{offer.key}", by=by, at=now)
    ask_for_index(session, now)


def roll_relative_starts(session: Session, *, today: date, now: datetime) -> int:
    """Move every relative start that has passed into the future; return how many moved.

    The new start lies as many weeks from today as the example says, so two starts of one
    offer stay apart.
    """
    passed = session.scalars(
        select(OfferDate).where(OfferDate.weeks.is_not(None), OfferDate.starts < today)
    ).all()
    for day in passed:
        offer = session.get_one(Offer, day.offer_id)
        length = day.ends - day.starts if day.ends else None
        first = monday_in(max(day.weeks or 0, 1), today) + timedelta(days=day.starts.weekday())
        taken = {other.starts for other in offer.dates if other is not day}
        while first in taken:
            first += timedelta(weeks=1)
        day.starts, day.ends = first, None if length is None else first + length
    if passed:
        ask_for_index(session, now)
    return len(passed)


def ask_for_index(session: Session, at: datetime) -> None:
    """Ask the worker for a new generation of the index; one waiting request is enough."""
    jobs.enqueue(session, INDEX_JOB, at=at, key=INDEX_JOB)


def snapshot(offer: Offer) -> dict[str, Any]:
    """Return the offer as plain values, as a version keeps it.

    ``withdrawn`` is the reason if it was withdrawn at that moment, otherwise None.
    """
    reason = offer.withdrawal.reason if offer.withdrawal else None
    return {**_facts(offer, offer.dates), "withdrawn": reason}


def facts_of(record: OfferRecord) -> dict[str, Any]:
    """Return a record as the plain values that a version of it would keep."""
    return {**_facts(record, record.starts), "withdrawn": None}


def record_of(key: str, facts: Mapping[str, Any]) -> OfferRecord:
    """Return the record that a version's facts describe."""
    facts = {**LATER, **facts}
    plain = {name: facts[name] for name in _PLAIN if name != "as_of"}
    starts = tuple(
        Start(date.fromisoformat(first), date.fromisoformat(last) if last else None, weeks)
        for first, last, weeks in facts["starts"]
    )
    as_of = date.fromisoformat(facts["as_of"]) if facts["as_of"] else None
    return OfferRecord(
        key=key, starts=starts, schedules=tuple(facts["schedules"]), as_of=as_of, **plain
    )


def set_back(
    session: Session,
    offer: Offer,
    facts: Mapping[str, Any],
    *,
    origin: Origin,
    gazetteer: Gazetteer,
) -> None:
    """Give an offer the shape that an earlier version had; withdrawn or not stays as it is."""
    _change(session, offer, record_of(offer.key, facts), origin, gazetteer)


def _known(session: Session, records: Sequence[OfferRecord]) -> dict[str, Offer]:
    keys = [record.key for record in records]
    return {o.key: o for o in session.scalars(select(Offer).where(Offer.key.in_(keys)))}


def _outcome(offer: Offer | None, record: OfferRecord, source: str) -> Outcome:
    if offer is None:
        return "added"
    if offer.source != source and not _is_abandoned(offer):
        return "foreign"
    repeated = offer.source_digest == record.digest()
    return "unchanged" if repeated and not went_with_source(offer) else "changed"


def _new(record: OfferRecord, origin: Origin, gazetteer: Gazetteer) -> Offer:
    offer = Offer(key=record.key, source=origin.source, digest=record.digest())
    offer.source_digest = offer.digest
    offer.added_at = offer.changed_at = origin.at
    offer.withdrawal = None
    _fill(offer, record)
    offer.catalogue_as_of = _made_on(record, origin)
    offer.date_of = record.date_of or None
    offer.dates = _dates(record.starts)
    _locate(offer, gazetteer)
    return offer


def _confirm(offer: Offer, record: OfferRecord, origin: Origin) -> None:
    """Note that a newer catalogue says the same of an offer as an older one did."""
    days = (offer.catalogue_as_of, _made_on(record, origin))
    offer.catalogue_as_of = max(filter(None, days), default=None)
    offer.date_of = record.date_of or None


def _made_on(record: OfferRecord, origin: Origin) -> date | None:
    """Return when the catalogue of an offer was made, None where it tells none that has come."""
    day = record.catalogue_as_of
    return day if day and day <= origin.at.astimezone(GERMANY).date() else None


def _change(
    session: Session, offer: Offer, record: OfferRecord, origin: Origin, gazetteer: Gazetteer
) -> None:
    _fill(offer, record)
    offer.catalogue_as_of = _made_on(record, origin)
    offer.date_of = record.date_of or offer.date_of
    offer.digest, offer.changed_at = record.digest(), origin.at
    _set_dates(session, offer, record.starts)
    _locate(offer, gazetteer)
    _version(session, offer, "changed", origin)


def _facts(of: Offer | OfferRecord, starts: Sequence[OfferDate | Start]) -> dict[str, Any]:
    facts: dict[str, Any] = {name: getattr(of, name) for name in _PLAIN}
    facts["as_of"] = of.as_of.isoformat() if of.as_of else None
    facts["schedules"] = list(of.schedules)
    facts["starts"] = [
        [day.starts.isoformat(), day.ends.isoformat() if day.ends else None, day.weeks]
        for day in starts
    ]
    return facts


def went_with_source(offer: Offer) -> bool:
    """Return whether an offer is withdrawn, and no editor decided it."""
    return offer.withdrawal is not None and offer.withdrawal.by_id is None


def _is_abandoned(offer: Offer) -> bool:
    """Return whether another catalogue may bring this offer: its import was taken back."""
    return offer.source.startswith("import:") and went_with_source(offer)


def _hold(session: Session, offer: Offer) -> None:
    """Make everybody else who wants to change this offer wait, and see it as it is now."""
    session.execute(select(Offer.id).where(Offer.id == offer.id).with_for_update())
    session.refresh(offer)


def _fill(offer: Offer, record: OfferRecord) -> None:
    for name in _PLAIN:
        setattr(offer, name, getattr(record, name))
    offer.schedules = list(record.schedules)
    told = (record.title, offer.key, record.provider, record.town, record.postcode)
    offer.looked_up = fold(" ".join(filter(None, told)))


def _dates(starts: Sequence[Start]) -> list[OfferDate]:
    return [OfferDate(starts=s.starts, ends=s.ends, weeks=s.weeks) for s in starts]


def _set_dates(session: Session, offer: Offer, starts: Sequence[Start]) -> None:
    if [(d.starts, d.ends, d.weeks) for d in offer.dates] == [
        (s.starts, s.ends, s.weeks) for s in starts
    ]:
        return
    offer.dates.clear()
    session.flush()
    offer.dates.extend(_dates(starts))


def _locate(offer: Offer, gazetteer: Gazetteer) -> None:
    place = gazetteer.locate(offer.postcode, offer.town)
    offer.latitude = place.latitude if place else None
    offer.longitude = place.longitude if place else None


def _version(session: Session, offer: Offer, deed: str, origin: Origin) -> None:
    session.add(
        OfferVersion(
            offer_id=offer.id,
            deed=deed,
            at=origin.at,
            by_id=origin.by,
            import_id=origin.import_id,
            facts=snapshot(offer),
        )
    )
