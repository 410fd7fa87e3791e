"""Files of other catalogues: kept between dry run and import, read once, then gone."""

import io
import zlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from mentorhub.kit import audit, jobs
from mentorhub.kit.db import Database
from mentorhub.kit.errors import Refused
from mentorhub.recommend.actions import imports
from mentorhub.recommend.actions.imports import Forecast
from mentorhub.recommend.gazetteer import Gazetteer
from mentorhub.recommend.import_lines import Line, lines_of, mapping_of, read_lines
from mentorhub.recommend.models import ImportUndo, OfferImport, OfferUpload
from mentorhub.recommend.queries.imports import IMPORT_JOB, upload_of

KEPT = timedelta(days=1)


class NothingLeft(Refused):
    """The file of this import has been read or is gone; there is nothing to carry on with."""


class AlreadyBegun(Refused):
    """The file is being imported."""


@dataclass(frozen=True)
class Sent:
    """What an editor sent: the file as bytes, and the TOML text that translates its names."""

    name: str
    source: str
    data: bytes
    mapping: str = ""

    def lines(self) -> Iterator[Line]:
        """Yield the lines of the file, good and bad.

        Raises:
            MappingError: the mapping cannot be used.
        """
        mapping = mapping_of(self.mapping.encode()) if self.mapping else None
        return read_lines(lines_of(io.BytesIO(self.data)), mapping)


def keep(
    session: Session, sent: Sent, forecast: Forecast, *, by: int | None, now: datetime
) -> OfferUpload:
    """Keep a file whose dry run was made, for a day at most."""
    upload = OfferUpload(
        name=sent.name,
        source=sent.source,
        packed=zlib.compress(sent.data),
        mapping=sent.mapping,
        forecast=asdict(forecast),
        by_id=by,
        at=now,
    )
    session.add(upload)
    session.flush()
    return upload


def start(session: Session, upload: OfferUpload, *, by: int | None, now: datetime) -> int:
    """Let the worker import the file and return the number of the run; twice is once."""
    session.refresh(upload, with_for_update=True)
    if upload.import_id is None:
        total = int(upload.forecast["read"])
        run = imports.begin(session, source=upload.source, total=total, by=by, now=now)
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
    session.refresh(upload, with_for_update=True)
    if upload.import_id is not None:
        raise AlreadyBegun(str(upload.import_id))
    session.delete(upload)


def carry_out(
    db: Database,
    import_id: int,
    *,
    gazetteer: Gazetteer,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> None:
    """Read the file of an import to its end and throw it away; a second time does nothing."""
    with db.reading() as session:
        upload = upload_of(session, import_id)
        if upload is None:
            return
        data, total = zlib.decompress(upload.packed), int(upload.forecast["read"])
        sent = Sent(upload.name, upload.source, data, upload.mapping)
    imports.carry_on(
        db,
        import_id,
        sent.lines(),
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


def _ask(session: Session, run_id: int, by: int | None, now: datetime) -> None:
    jobs.enqueue(
        session, IMPORT_JOB, {"import": run_id}, at=now, key=f"{IMPORT_JOB}:{run_id}", by=by
    )
