"""What lies in the folder of the built-in sentence encoder, and how to tell if it is whole."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

MANIFEST = "manifest.json"
REFERENCE = "reference.json"
NETWORK = "model.xml"
NETWORK_WEIGHTS = "model.bin"
VOCABULARY = "vocabulary.json"
TOKENIZER = "tokenizer.json"
SENTENCE_TRANSFORMERS = "sentence-transformers"

_READABLE = (OSError, ValueError, TypeError, KeyError)
"""What reading a folder can meet that is missing, cut short or from another time."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the folder holds."""

    name: str
    """Goes into every index; vectors of another name do not fit."""
    dimension: int
    longest: int
    """Tokens that the model sees of a text."""
    query_prefix: str
    document_prefix: str
    padding: int
    source_sha256: str
    build: int
    files: Mapping[str, str]
    """SHA-256 by file name, relative to the folder."""

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read the manifest of a folder.

        Raises:
            OSError: there is none.
            ValueError, TypeError: it is not one of ours.
        """
        return cls(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))

    def write(self, folder: Path) -> None:
        """Write the manifest into a folder."""
        _write(folder / MANIFEST, asdict(self))


@dataclass(frozen=True, slots=True)
class Reference:
    """Texts and the vectors that an independent engine gave them."""

    queries: Sequence[str]
    documents: Sequence[str]
    query_vectors: NDArray[np.float32]
    """(queries, dimension), unit rows."""
    document_vectors: NDArray[np.float32]
    """(documents, dimension), unit rows."""

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read the reference of a folder.

        Raises:
            OSError: there is none.
            ValueError, KeyError: it is not one of ours.
        """
        content = json.loads((folder / REFERENCE).read_text(encoding="utf-8"))
        return cls(
            queries=content["queries"],
            documents=content["documents"],
            query_vectors=np.array(content["query_vectors"], np.float32),
            document_vectors=np.array(content["document_vectors"], np.float32),
        )

    def write(self, folder: Path) -> None:
        """Write the reference into a folder, six digits a number."""
        content = {
            "queries": list(self.queries),
            "documents": list(self.documents),
            "query_vectors": _digits(self.query_vectors),
            "document_vectors": _digits(self.document_vectors),
        }
        _write(folder / REFERENCE, content)


def checksums(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file below a folder but the manifest."""
    return {
        path.relative_to(folder).as_posix(): _checksum(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }


def is_whole(folder: Path, *, source_sha256: str, build: int) -> bool:
    """Say whether a folder was made from this source by this build and nothing was lost."""
    try:
        manifest = Manifest.read(folder)
        if (manifest.source_sha256, manifest.build) != (source_sha256, build):
            return False
        return all(_checksum(folder / file) == sha for file, sha in manifest.files.items())
    except _READABLE:
        return False


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _digits(vectors: NDArray[np.float32]) -> list[list[float]]:
    return [[round(float(value), 6) for value in row] for row in vectors]


def _write(path: Path, content: Mapping[str, object]) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")
