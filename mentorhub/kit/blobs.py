"""Large files in the database, by the SHA-256 of what they hold: every machine can fetch them."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

from sqlalchemy import ForeignKey, LargeBinary, delete, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from mentorhub.kit.db import Base, hold

PIECE = 1 << 20  # bytes: memory holds one piece at a time


class Blob(Base):
    """A file that is there as a whole; ``sha256`` in hexadecimal digits."""

    __tablename__ = "blob"
    sha256: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int]
    at: Mapped[datetime]


class BlobPiece(Base):
    """Some bytes of a file; its pieces in order of ``place`` are the file."""

    __tablename__ = "blob_piece"
    sha256: Mapped[str] = mapped_column(ForeignKey("blob.sha256"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class BrokenBlob(RuntimeError):
    """What the database holds under a digest is something else, or nothing."""


def digest_of(file: BinaryIO) -> str:
    """Return the SHA-256 of a whole file in hexadecimal digits; it stands at its start after."""
    file.seek(0)
    found = hashlib.sha256()
    for data in iter(lambda: file.read(PIECE), b""):
        found.update(data)
    file.seek(0)
    return found.hexdigest()


def keep(session: Session, file: BinaryIO, now: datetime) -> str:
    """Keep a file and return its digest; what is there already is not written again."""
    sha256 = digest_of(file)
    hold(session, f"blob:{sha256}")
    if session.get(Blob, sha256):
        return sha256
    blob = Blob(sha256=sha256, size=0, at=now)
    session.add(blob)
    session.flush()
    for place, data in enumerate(iter(lambda: file.read(PIECE), b"")):
        session.execute(insert(BlobPiece), {"sha256": sha256, "place": place, "data": data})
        blob.size += len(data)
    session.flush()
    return sha256


def pieces(session: Session, sha256: str) -> Iterator[bytes]:
    """Yield the bytes of a file piece by piece.

    Raises:
        BrokenBlob: it is not there, or not what was kept; told at the end.
    """
    seen = hashlib.sha256()
    places = select(BlobPiece.place).where(BlobPiece.sha256 == sha256).order_by(BlobPiece.place)
    for place in session.scalars(places).all():
        data = session.scalar(
            select(BlobPiece.data).where(BlobPiece.sha256 == sha256, BlobPiece.place == place)
        )
        seen.update(data or b"")
        yield data or b""
    if seen.hexdigest() != sha256:
        raise BrokenBlob(sha256)


def drop(session: Session, sha256: str) -> None:
    """Take a file away."""
    session.execute(delete(BlobPiece).where(BlobPiece.sha256 == sha256))
    session.execute(delete(Blob).where(Blob.sha256 == sha256))
