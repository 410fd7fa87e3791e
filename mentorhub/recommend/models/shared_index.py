"""The search index in the database, for machines that share nothing else."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from mentorhub.kit.db import Base


class IndexGeneration(Base):
    """One finished generation; it is seen only when all of it is there."""

    __tablename__ = "index_generation"
    id: Mapped[int] = mapped_column(primary_key=True)
    stored_at: Mapped[datetime]
    manifest: Mapped[str] = mapped_column(Text)


class IndexChunk(Base):
    """Some bytes of an index, once for all files and generations that hold them."""

    __tablename__ = "index_chunk"
    sha256: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    size: Mapped[int]
    data: Mapped[bytes] = mapped_column(LargeBinary)


class IndexPiece(Base):
    """Where a chunk stands: the files of a generation are its pieces in order of ``place``."""

    __tablename__ = "index_piece"
    generation_id: Mapped[int] = mapped_column(
        ForeignKey("index_generation.id", ondelete="CASCADE"), primary_key=True
    )
    file: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    chunk: Mapped[bytes] = mapped_column(ForeignKey("index_chunk.sha256"), index=True)
