"""The search index in the shared database: stored whole or not at all, fetched piece by piece."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import delete, func, insert, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from mentorhub.kit.db import Database, hold
from mentorhub.recommend.engine.chunks import cut
from mentorhub.recommend.engine.exchange import AtHand, Unreachable
from mentorhub.recommend.engine.generation import MANIFEST_FILE, Broken, FileMark, Manifest
from mentorhub.recommend.engine.shelf import kept
from mentorhub.recommend.models import IndexChunk, IndexGeneration, IndexPiece

_ONE_AT_A_TIME: Final = "shared index"


class SharedDatabase:
    """Where machines meet that share a database and no folder.

    Files are kept in pieces, each once however many generations hold it, so that only what has
    changed travels. A generation is written in one transaction; memory holds one piece at a time.
    """

    def __init__(self, db: Database, clock: Callable[[], datetime]) -> None:
        self._db = db
        self._clock = clock

    def current(self) -> str | None:
        """Return the name of the generation that was stored last."""
        with self._reading() as session:
            newest = session.scalar(select(func.max(IndexGeneration.id)))
        return None if newest is None else str(newest)

    def manifest(self, name: str) -> Manifest:
        """Return what a generation holds."""
        with self._reading() as session:
            return Manifest.of(_manifest(session, name), name)

    def bring(self, name: str, folder: Path, at_hand: AtHand | None) -> None:
        """Write the files of a generation into an empty folder."""
        with self._reading() as session:
            text = _manifest(session, name)
            here = _places(session, at_hand) if at_hand else {}
            for file in Manifest.of(text, name).files:
                path = _inside(folder, file)
                path.parent.mkdir(exist_ok=True)
                with path.open("wb") as out:
                    out.writelines(_pieces(session, name, file, here))
        (folder / MANIFEST_FILE).write_text(text, "utf-8")

    def store(self, folder: Path) -> str:
        """Store a generation, and drop those that nobody goes back to."""
        manifest = Manifest.read(folder)
        with _reaching(), self._db.writing() as session:
            hold(session, _ONE_AT_A_TIME)
            before = session.scalar(select(func.max(IndexGeneration.id)))
            text = (folder / MANIFEST_FILE).read_text("utf-8")
            stored = IndexGeneration(stored_at=self._clock(), manifest=text)
            session.add(stored)
            session.flush()
            known = _marks(session, before)
            for file, mark in manifest.files.items():
                if known.get(file) == mark:
                    _point_to_the_same(session, before, stored.id, file)
                else:
                    _store_file(session, stored.id, folder / file, file, mark)
            _tidy(session)
            return str(stored.id)

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        """Read as of one moment: what is dropped meanwhile can still be read to its end."""
        with _reaching(), self._db.reading() as session:
            if not self._db.is_sqlite:
                session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            yield session


@contextmanager
def _reaching() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        raise Unreachable(type(error).__name__) from error


def _manifest(session: Session, name: str) -> str:
    found = session.get(IndexGeneration, int(name))
    if found is None:
        raise Unreachable(f"{name} is not there")
    return found.manifest


def _marks(session: Session, generation_id: int | None) -> Mapping[str, FileMark]:
    """Return the files of a stored generation, none where it cannot be read."""
    if generation_id is None:
        return {}
    try:
        return Manifest.of(_manifest(session, str(generation_id)), str(generation_id)).files
    except Broken:
        return {}


def _inside(folder: Path, file: str) -> Path:
    """Return where a file of a generation goes; a name that leads elsewhere is refused."""
    path = (folder / file).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise Broken(f"{file} is no name of a file of an index")
    return path


def _places(session: Session, at_hand: AtHand) -> dict[bytes, tuple[Path, int, int]]:
    """Return where chunks stand in a folder that is here: file, first byte and size of each."""
    rows = select(IndexPiece.file, IndexPiece.chunk, IndexChunk.size)
    rows = rows.join(IndexChunk, IndexChunk.sha256 == IndexPiece.chunk)
    rows = rows.where(IndexPiece.generation_id == int(at_hand.name))
    found: dict[bytes, tuple[Path, int, int]] = {}
    ends: dict[str, int] = {}
    for file, chunk, size in session.execute(rows.order_by(IndexPiece.file, IndexPiece.place)):
        first = ends.get(file, 0)
        found[chunk] = (_inside(at_hand.folder, file), first, size)
        ends[file] = first + size
    return found


def _pieces(
    session: Session, name: str, file: str, here: Mapping[bytes, tuple[Path, int, int]]
) -> Iterator[bytes]:
    """Yield the bytes of a file piece by piece, each as it was stored.

    Raises:
        Broken: one is missing, or other bytes than were stored.
    """
    rows = select(IndexPiece.chunk).where(
        IndexPiece.generation_id == int(name), IndexPiece.file == file
    )
    for chunk in session.scalars(rows.order_by(IndexPiece.place)).all():
        data = _read_here(chunk, here) or session.scalar(
            select(IndexChunk.data).where(IndexChunk.sha256 == chunk)
        )
        if data is None or hashlib.sha256(data).digest() != chunk:
            raise Broken(f"a piece of {file} is not what was stored")
        yield data


def _read_here(chunk: bytes, here: Mapping[bytes, tuple[Path, int, int]]) -> bytes | None:
    """Return a chunk that stands in a file of this machine, None if it does not."""
    if chunk not in here:
        return None
    path, first, size = here[chunk]
    try:
        with path.open("rb") as file:
            file.seek(first)
            data = file.read(size)
    except OSError:
        return None
    return data if hashlib.sha256(data).digest() == chunk else None


def _point_to_the_same(session: Session, before: int | None, after: int, file: str) -> None:
    same = select(after, IndexPiece.file, IndexPiece.place, IndexPiece.chunk)  # type: ignore[call-overload]
    same = same.where(IndexPiece.generation_id == before, IndexPiece.file == file)
    columns = ["generation_id", "file", "place", "chunk"]
    session.execute(insert(IndexPiece).from_select(columns, same))


def _store_file(
    session: Session, generation_id: int, path: Path, file: str, mark: FileMark
) -> None:
    """Store the pieces of a file that the database does not have yet, and where each stands.

    Raises:
        Broken: the file is not what the manifest says.
    """
    whole = hashlib.sha256()
    with path.open("rb") as opened:
        for place, data in enumerate(cut(opened)):
            whole.update(data)
            chunk = hashlib.sha256(data).digest()
            known = select(IndexChunk.size).where(IndexChunk.sha256 == chunk)
            if session.scalar(known) is None:
                row = {"sha256": chunk, "size": len(data), "data": data}
                session.execute(insert(IndexChunk), row)
            piece = {"generation_id": generation_id, "file": file, "place": place, "chunk": chunk}
            session.execute(insert(IndexPiece), piece)
    if whole.hexdigest() != mark.sha256:
        raise Broken(f"{file} is not what was written")


def _tidy(session: Session) -> None:
    """Drop generations that are not kept, and chunks that no generation holds any more."""
    found = {
        str(id_): text
        for id_, text in session.execute(
            select(IndexGeneration.id, IndexGeneration.manifest).order_by(IndexGeneration.id)
        )
    }

    def is_arriving(name: str) -> bool:
        try:
            return Manifest.of(found[name], name).lacking > 0
        except Broken:
            return False

    gone = [int(name) for name in found.keys() - kept(list(found), is_arriving)]
    if not gone:
        return
    session.execute(delete(IndexPiece).where(IndexPiece.generation_id.in_(gone)))
    session.execute(delete(IndexGeneration).where(IndexGeneration.id.in_(gone)))
    held = select(IndexPiece.chunk).where(IndexPiece.chunk == IndexChunk.sha256).exists()
    session.execute(delete(IndexChunk).where(~held))
