"""Files of other catalogues: kept between dry run and import, read once, then gone."""

import io
import zlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from mentorhub.kit import audit, jobs
from mentorhub.kit.db import Database, hold
from mentorhub.kit.errors import Refused
from mentorhub.recommend.actions import imports
from mentorhub.recommend.actions.tally import Forecast
from mentorhub.recommend.gazetteer import Gazetteer
from mentorhub.recommend.mappings import mapping_of
from mentorhub.recommend.models import ImportUndo, OfferImport, OfferMapping, OfferUpload
from mentorhub.recommend.queries.imports import IMPORT_JOB, mapping_by_name, upload_of
from mentorhub.recommend.sources import door
from mentorhub.recommend.sources.door import Catalogue, Read
from mentorhub.recommend.sources.xsd import Xsd

KEPT = timedelta(days=1)
MAPPINGS = "offers.mappings"


class NothingLeft(Refused):
    """The file of this import has been read or is gone; there is nothing to carry on with."""


class AlreadyBegun(Refused):
    """The file is being imported."""


class NotConfirmed(Refused):
    """Most offers of the catalogue would go; somebody has to say that they shall."""


@dataclass(frozen=True)
class Sent:
    """What an editor sent: the file as bytes, its format, and how it is to be read.

    ``mapping`` is the TOML text that translates its names, or empty; ``is_whole`` says that what
    it leaves out is offered no more.
    """

    name: str
    source: str
    data: bytes
    format: str = "jsonl"
    mapping: str = ""
    is_whole: bool = False

    def reads(self, xsd: Xsd | None = None) -> Iterator[Read]:
        """Yield the records of the file, good and bad.

        Raises:
            MappingError: the mapping cannot be used.
        """
        mapping = mapping_of(self.mapping.encode()) if self.mapping else None
        translate = mapping.translate if mapping else None
        told = Catalogue(self.format, self.source, translate, self.is_whole, xsd)
        return door.read(self.file(), told)

    def file(self) -> io.BytesIO:
        """Return the file, to be read from its beginning."""
        return io.BytesIO(self.data)


def of_upload(upload: OfferUpload) -> Sent:
    """Return a kept file as it was sent."""
    return Sent(
        upload.name,
        upload.source,
        zlib.decompress(upload.packed),
        upload.format,
        upload.mapping,
        upload.is_whole,
    )


def keep(
    session: Session, sent: Sent, forecast: Forecast | None, *, by: int | None, now: datetime
) -> OfferUpload:
    """Keep a file for a day at most; without a forecast its names wait for a translation."""
    upload = OfferUpload(
        name=sent.name,
        source=sent.source,
        format=sent.format,
        is_whole=sent.is_whole,
        packed=zlib.compress(sent.data),
        mapping=sent.mapping,
        forecast=asdict(forecast) if forecast else {},
        by_id=by,
        at=now,
    )
    session.add(upload)
    session.flush()
    return upload


def translate(session: Session, upload: OfferUpload, mapping: str, forecast: Forecast) -> None:
    """Give a kept file the translation of its names, and what its import would do with it.

    Raises:
        AlreadyBegun: its import has begun.
    """
    _hold(session, upload)
    upload.mapping, upload.forecast = mapping, asdict(forecast)


def save_mapping(
    session: Session, name: str, mapping: str, *, by: int | None, now: datetime
) -> OfferMapping:
    """Save a mapping for next time; one of the same name is replaced."""
    hold(session, MAPPINGS)
    saved = mapping_by_name(session, name) or OfferMapping(name=name)
    saved.text, saved.by_id, saved.at = mapping, by, now
    session.add(saved)
    session.flush()
    audit.note(session, "offers.mapping_saved", f"mapping:{saved.id}", by=by, at=now)
    return saved


def start(
    session: Session, upload: OfferUpload, *, by: int | None, now: datetime, confirmed: bool = False
) -> int:
    """Let the worker import the file and return the number of the run; twice is once.

    Raises:
        NotConfirmed: it would take most offers of its catalogue away, and nobody confirmed that.
    """
    session.refresh(upload, with_for_update=True)
    forecast = Forecast(**upload.forecast)
    if upload.import_id is None:
        if forecast.takes_most and not confirmed:
            raise NotConfirmed(str(upload.id))
        run = imports.begin(
            session, source=upload.source, format_=upload.format, total=forecast.read, by=by,
            now=now, confirmed=confirmed,
        )  # fmt: skip
        upload.import_id = run.id
        _ask(session, run.id, by, now)
    return upload.import_id


def carry_on(session: Session, run: OfferImport, *, by: int | None, now: datetime) -> None:
    """Let the worker read the rest of a file that was broken off.

    Raises:
        NothingLeft: the file is not there any more.
    """
    if upload_of(session, run.id) is None:
        raise NothingLeft(str(run.id))
    audit.note(session, "offers.import_carried_on", f"import:{run.id}", by=by, at=now)
    _ask(session, run.id, by, now)


def discard(session: Session, upload: OfferUpload) -> None:
    """Throw a file away that shall not be imported.

    Raises:
        AlreadyBegun: its import has begun.
    """
    _hold(session, upload)
    session.delete(upload)


def carry_out(
    db: Database,
    import_id: int,
    *,
    gazetteer: Gazetteer,
    xsd: Xsd | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> None:
    """Read the file of an import to its end and throw it away; a second time does nothing."""
    with db.reading() as session:
        upload = upload_of(session, import_id)
        if upload is None:
            return
        sent, total = of_upload(upload), int(upload.forecast["read"])
    imports.carry_on(
        db,
        import_id,
        sent.reads(xsd),
        gazetteer=gazetteer,
        progress=lambda done: progress(done, total),
    )
    with db.writing() as session:
        session.execute(delete(OfferUpload).where(OfferUpload.import_id == import_id))


def sweep(session: Session, *, now: datetime) -> None:
    """Throw away files that nobody imported within a day, and those of imports taken back."""
    undone = select(ImportUndo.import_id)
    session.execute(
        delete(OfferUpload).where(
            or_(OfferUpload.at <= now - KEPT, OfferUpload.import_id.in_(undone))
        )
    )


def _hold(session: Session, upload: OfferUpload) -> None:
    session.refresh(upload, with_for_update=True)
    if upload.import_id is not None:
        raise AlreadyBegun(str(upload.import_id))


def _ask(session: Session, run_id: int, by: int | None, now: datetime) -> None:
    jobs.enqueue(
        session, IMPORT_JOB, {"import": run_id}, at=now, key=f"{IMPORT_JOB}:{run_id}", by=by
    )
