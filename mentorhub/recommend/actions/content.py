"""Takes ``content/`` into the database: all of it or nothing."""

import hashlib
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.recommend import glossary, occupations, sayings
from mentorhub.recommend.actions import catalogue, funding
from mentorhub.recommend.funding import files as funding_files
from mentorhub.recommend.gazetteer import Gazetteer
from mentorhub.recommend.models import ContentFile, Offer
from mentorhub.recommend.offer_record import OfferRecord, WrongField, from_content
from mentorhub.recommend.queries.content import (
    FUNDING,
    GLOSSARY,
    KEPT,
    OCCUPATIONS,
    SAYINGS,
)

SOURCE = "content"
OURS = ("offers", *(name.rstrip("/") for name in KEPT), "mappings", "situations")


class ContentError(ValueError):
    """A file of ``content/`` is wrong; the message names file, entry, field and reason."""

    def __init__(self, file: Path, entry: str, name: str, reason: str) -> None:
        super().__init__(f"{file}: {entry}: {name}: {reason}")
        self.file = file
        self.entry = entry
        self.field = name
        self.reason = reason


@dataclass(frozen=True)
class Loaded:
    """What a load did: keys of offers, names of files that are new, other or gone."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    unchanged: int = 0
    files: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether everything was as it is."""
        return not (self.added or self.changed or self.withdrawn or self.files or self.gone)


def read_offers(folder: Path, today: date) -> list[OfferRecord]:
    """Return every offer of the TOML files in ``folder``, sorted by file.

    Raises:
        ContentError: the folder is not there, a file cannot be read, a field is wrong, or a key
            appears twice.
    """
    if not folder.is_dir():
        raise ContentError(folder, "folder", "offers", "is not there")
    records: list[OfferRecord] = []
    seen: dict[str, Path] = {}
    for path in sorted(folder.glob("*.toml")):
        for number, entry in enumerate(_entries(path), start=1):
            name = str(entry.get("key", f"offer {number}"))
            try:
                record = from_content(entry, today)
            except WrongField as problem:
                raise ContentError(path, name, problem.field, problem.reason) from problem
            if record.key in seen:
                raise ContentError(path, name, "key", f"is used in {seen[record.key].name} too")
            seen[record.key] = path
            records.append(record)
    return records


def load(
    session: Session, folder: Path, gazetteer: Gazetteer, *, today: date, now: datetime
) -> Loaded:
    """Bring offers, funding and words of ``folder`` in; a second time changes nothing.

    Offers that are no longer in the files are withdrawn. The texts of funding, glossary, sayings
    and occupations are kept in the database: from there every process reads them. What a rule of
    funding said before stays as a version.

    Raises:
        ContentError: something is wrong in an offer file, or a course has the id of an instrument;
            nothing was changed.
        FundingFileError: something is wrong in a funding file; nothing was changed.
        GlossaryError: something is wrong in the glossary; nothing was changed.
        SayingsError: something is wrong in the sayings; nothing was changed.
        OccupationsError: something is wrong in the occupations; nothing was changed.
    """
    records = read_offers(folder / "offers", today)
    files = _files(folder)
    rules = _inside(files, FUNDING)
    instruments = funding_files.read(rules)
    glossary.read(_inside(files, GLOSSARY))
    sayings.read(_inside(files, SAYINGS))
    occupations.read(_inside(files, OCCUPATIONS))
    origin = catalogue.Origin(SOURCE, now)
    outcomes = catalogue.take(session, records, origin=origin, gazetteer=gazetteer)
    foreign = [r.key for r, o in zip(records, outcomes, strict=True) if o == "foreign"]
    if foreign:
        raise ContentError(folder / "offers", foreign[0], "key", "belongs to another source")
    withdrawn = _withdraw_missing(session, {record.key for record in records}, now)
    _refuse_courses(session, folder, {one.id for one in instruments})
    changed, gone = _keep(session, files, now)
    funding.keep_versions(session, rules, now)
    if any(name.startswith((FUNDING, SAYINGS)) for name in (*changed, *gone)):
        catalogue.ask_for_index(session, now)
    return Loaded(
        added=_keys(records, outcomes, "added"),
        changed=_keys(records, outcomes, "changed"),
        withdrawn=withdrawn,
        unchanged=outcomes.count("unchanged"),
        files=changed,
        gone=gone,
    )


def _entries(path: Path) -> list[dict[str, object]]:
    try:
        with path.open("rb") as file:
            content = tomllib.load(file)
    except (ValueError, OSError, RecursionError) as problem:
        raise ContentError(path, "file", "TOML", str(problem)) from problem
    extra = set(content) - {"offer"}
    if extra:
        raise ContentError(path, "file", min(extra), "only [[offer]] tables are allowed")
    offers = content.get("offer", [])
    if not isinstance(offers, list) or not all(isinstance(offer, dict) for offer in offers):
        raise ContentError(path, "file", "offer", "must be written [[offer]]")
    return offers


def _keys(records: Iterable[OfferRecord], outcomes: Iterable[str], wanted: str) -> tuple[str, ...]:
    return tuple(
        record.key for record, outcome in zip(records, outcomes, strict=True) if outcome == wanted
    )


def _withdraw_missing(session: Session, keys: set[str], now: datetime) -> tuple[str, ...]:
    there = session.scalars(
        select(Offer).where(Offer.source == SOURCE, ~Offer.withdrawal.has())
    ).all()
    gone = [offer for offer in there if offer.key not in keys]
    if gone:
        catalogue.withdraw_many(session, gone, by=None, reason="no longer in content", now=now)
    return tuple(offer.key for offer in gone)


def _files(folder: Path) -> dict[str, bytes]:
    """Return every file of this room by its path inside the folder, read once."""
    paths = [path for part in OURS for path in sorted((folder / part).rglob("*.toml"))]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def _inside(files: Mapping[str, bytes], folder: str) -> dict[str, bytes]:
    return {
        name.removeprefix(folder): data for name, data in files.items() if name.startswith(folder)
    }


def _refuse_courses(session: Session, folder: Path, instruments: Collection[str]) -> None:
    """Refuse an instrument whose id a course has: the course could never be found."""
    rows = select(Offer.key).where(Offer.key.in_(instruments), Offer.kind == "course")
    key = session.scalar(rows.where(~Offer.withdrawal.has()).order_by(Offer.key).limit(1))
    if key:
        path = folder / FUNDING / f"{key}.toml"
        raise ContentError(path, key, "id", "is the key of a course already")


def _keep(
    session: Session, files: Mapping[str, bytes], now: datetime
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Keep what is in the files; return the names of those that changed and of those that went."""
    known = {row.path: row for row in session.scalars(select(ContentFile))}
    changed = []
    for name, data in files.items():
        digest = hashlib.sha256(data).hexdigest()
        row = known.pop(name, None)
        if row and row.digest == digest:
            continue
        text = data.decode() if name.startswith(KEPT) else None
        session.merge(ContentFile(path=name, digest=digest, loaded_at=now, text=text))
        changed.append(name)
    for gone in known.values():
        session.delete(gone)
    return tuple(changed), tuple(known)
