"""One finished index as a folder: what is written, how it is checked, how it is read."""

import hashlib
import json
import mmap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mentorhub.recommend.engine import arriving, lexical, twins
from mentorhub.recommend.engine.arriving import ArrivingIndex
from mentorhub.recommend.engine.bridge import About, Bridge
from mentorhub.recommend.engine.columns import Columns
from mentorhub.recommend.engine.document import Document, facts_from_json, facts_to_json
from mentorhub.recommend.engine.grouped import Twins
from mentorhub.recommend.engine.lexical import WordIndex
from mentorhub.recommend.engine.spread import ProviderNames
from mentorhub.recommend.engine.vectors import Mask, Progress, Rows, Vectors
from mentorhub.recommend.engine.vocabulary import Vocabulary
from mentorhub.recommend.engine.wishes import current

FORMAT: Final = 10
MANIFEST_FILE: Final = "manifest.json"
_KEYS_FILE = "keys.json"
_DOCUMENTS_FILE = "documents.jsonl"
_OFFSETS_FILE = "offsets.npy"
_GENERIC_FILE = "generic.npy"
_CHUNK = 1 << 20

Block = tuple[bytes, Rows]  # lines of documents that follow each other, and how long each is


class Broken(Exception):
    """A folder is not a whole generation of the format this code reads."""


@dataclass(frozen=True, slots=True)
class FileMark:
    """Size in bytes and SHA-256 of one file."""

    size: int
    sha256: str

    @classmethod
    def of(cls, path: Path) -> "FileMark":
        """Return the mark of a file as it is now."""
        return cls(path.stat().st_size, _sha256(path))


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation holds. ``encoder`` is None for words only.

    ``grown`` counts the documents that came and went since all was made anew, ``lacking`` those
    that have no vector yet though the encoder will make one.
    """

    count: int
    encoder: str | None
    dimension: int
    made_at: str | None
    files: Mapping[str, FileMark]
    format: int = FORMAT
    grown: int = 0
    lacking: int = 0

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """Return the manifest of a folder.

        Raises:
            Broken: there is none, or it is of another format.
        """
        try:
            text = (folder / MANIFEST_FILE).read_text("utf-8")
        except (OSError, ValueError) as error:
            raise Broken(f"{folder.name}: no readable manifest") from error
        return cls.of(text, folder.name)

    @classmethod
    def of(cls, text: str, name: str) -> "Manifest":
        """Return the manifest that a text holds; ``name`` stands in the error.

        Raises:
            Broken: it holds none, or one of another format.
        """
        try:
            plain: dict[str, Any] = json.loads(text)
            marks = {file: FileMark(**mark) for file, mark in plain.pop("files").items()}
            manifest = cls(files=marks, **plain)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise Broken(f"{name}: no readable manifest") from error
        if manifest.format != FORMAT:
            raise Broken(f"{name}: format {manifest.format}, expected {FORMAT}")
        return manifest

    def check(self, folder: Path) -> None:
        """Compare every file of the folder with its mark.

        Raises:
            Broken: a file is missing, or its size or hash differs.
        """
        for name, mark in self.files.items():
            path = folder / name
            try:
                whole = path.stat().st_size == mark.size and FileMark.of(path) == mark
            except OSError as error:
                raise Broken(f"{folder.name}: {name} cannot be read") from error
            if not whole:
                raise Broken(f"{folder.name}: {name} is not what was written")


@dataclass(frozen=True, slots=True)
class Parts:
    """What a generation is made of.

    ``vectors`` are unit rows (n, d), float32, in the order of ``documents``, made by the
    encoder of that name; a row of zeros stands for one that is not there yet. ``generic`` (d,) is
    the mean of generic questions, ``bridge`` leads from what people say to subjects. The
    documents come newest first: their order is the ranking of last resort. ``stamps`` say what
    each document was made from; without them nothing can grow out of the generation.
    """

    documents: Sequence[Document]
    vectors: Vectors | None = None
    encoder: str | None = None
    generic: Vectors | None = None
    bridge: Bridge | None = None
    stamps: Sequence[str] = ()


def write(parts: Parts, folder: Path, made_at: datetime | None, progress: Progress | None) -> None:
    """Write all files of a generation into the empty folder, the manifest last."""
    documents = parts.documents
    keys = [document.key for document in documents]
    write_keys(keys, [document.provider for document in documents], parts.stamps, folder)
    write_lines(map(block_of, documents), len(documents), folder)
    Columns.of(documents).save(folder)
    Vocabulary.of(documents).save(folder)
    (folder / lexical.FOLDER).mkdir()
    texts = map(lexical.words_of, documents)
    lexical.write(texts, len(documents), folder / lexical.FOLDER, progress)
    write_meaning(parts, folder)
    kin = twins.kin_of(documents)
    twins.save(twins.groups(documents, parts.vectors, kin=kin), folder)
    twins.save_kin(kin, folder)
    write_manifest(parts, len(documents), folder, made_at)


def write_meaning(parts: Parts, folder: Path, about: About | None = None) -> None:
    """Write the vectors and what belongs to them, if there are any.

    ``about`` is calculated unless it is given.
    """
    if parts.vectors is not None:
        arriving.write(parts.vectors, folder)
    if parts.generic is not None:
        np.save(folder / _GENERIC_FILE, parts.generic)
    if parts.bridge is not None:
        parts.bridge.save(folder)
        if about is None and parts.vectors is not None:
            titles = (document.title for document in parts.documents)
            about = About.of(parts.vectors, titles, parts.bridge)
    if about is not None:
        about.save(folder)


def write_manifest(
    parts: Parts,
    count: int,
    folder: Path,
    made_at: datetime | None,
    *,
    grown: int = 0,
    linked: Mapping[str, FileMark] | None = None,
) -> None:
    """Write what the folder holds; the last file of a generation.

    ``linked`` are the marks of files that are those of another generation.
    """
    for lock in folder.rglob("*.lock"):
        lock.unlink()
    known = linked or {}
    names = [str(path.relative_to(folder)) for path in files_of(folder)]
    vectors = parts.vectors
    manifest = Manifest(
        count=count,
        encoder=None if vectors is None else parts.encoder,
        dimension=0 if vectors is None else vectors.shape[1],
        made_at=made_at.isoformat() if made_at else None,
        files={name: known.get(name) or FileMark.of(folder / name) for name in names},
        grown=grown,
        lacking=0 if vectors is None else int(np.count_nonzero(~arriving.arrived(vectors))),
    )
    (folder / MANIFEST_FILE).write_text(json.dumps(asdict(manifest), indent=1), "utf-8")


def files_of(folder: Path) -> Iterator[Path]:
    """Yield every file below the folder, in order of name."""
    yield from sorted(path for path in folder.rglob("*") if path.is_file())


def write_keys(
    keys: Sequence[str], owners: Sequence[str], stamps: Sequence[str], folder: Path
) -> None:
    """Write key, provider and stamp of each document, in row order."""
    providers = sorted(set(owners))
    number = {name: at for at, name in enumerate(providers)}
    plain = {
        "keys": list(keys),
        "providers": providers,
        "provider": [number[name] for name in owners],
        "stamps": list(stamps),
    }
    (folder / _KEYS_FILE).write_text(json.dumps(plain, ensure_ascii=False), "utf-8")


def write_lines(blocks: Iterable[Block], count: int, folder: Path) -> None:
    """Write the lines of ``count`` documents, in row order, and where each begins."""
    lengths: list[Rows] = [np.zeros(1, np.int64)]
    with (folder / _DOCUMENTS_FILE).open("wb") as file:
        for lines, each in blocks:
            file.write(lines)
            lengths.append(each)
    offsets = np.cumsum(np.concatenate(lengths))
    assert len(offsets) == count + 1
    np.save(folder / _OFFSETS_FILE, offsets)


def block_of(document: Document) -> Block:
    """Return the line of one document as a block."""
    line = line_of(document)
    return line, np.array([len(line)])


def line_of(document: Document) -> bytes:
    """Return a document as one line of JSON, without key and provider."""
    plain = {
        "kind": document.kind,
        "title": document.title,
        "learn": document.learn,
        "text": document.text,
        "facts": facts_to_json(document.facts),
    }
    return json.dumps(plain, ensure_ascii=False).encode() + b"\n"


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


class Generation:
    """A finished index, opened: read-only, shared by all threads of a process."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        plain = json.loads((folder / _KEYS_FILE).read_text("utf-8"))
        self.name: str = folder.name
        self.folder = folder
        self.manifest = manifest
        self.keys: list[str] = plain["keys"]
        self._row_of = {key: row for row, key in enumerate(self.keys)}
        self.providers: list[str] = plain["providers"]
        self.stamps: list[str] = plain["stamps"]
        self.provider_names = ProviderNames(self.providers)
        self.provider: NDArray[np.int32] = np.array(plain["provider"], np.int32)
        self.columns = Columns.load(folder)
        self.vocabulary = Vocabulary.load(folder)
        self.words = WordIndex.open(folder / lexical.FOLDER)
        self.vectors = arriving.load(folder, manifest.count)
        self.arrived = arriving.load_arrived(folder, manifest.count)
        generic = folder / _GENERIC_FILE
        self.generic: Vectors | None = np.load(generic) if generic.exists() else None
        self.bridge = Bridge.load(folder)
        self.about = About.load(folder)
        self.held = _held(self.bridge, self.about)
        self.twins = Twins.of(twins.load(folder, manifest.count))
        self.kin = twins.load_kin(folder)
        self._offsets: NDArray[np.int64] = np.load(folder / _OFFSETS_FILE)
        self._documents = _mapped(folder / _DOCUMENTS_FILE)
        self._current: tuple[date, Mask] | None = None

    @classmethod
    def open(cls, folder: Path) -> "Generation":
        """Check and open the generation in the folder.

        Raises:
            Broken: it is not whole.
        """
        manifest = Manifest.read(folder)
        manifest.check(folder)
        return cls.loaded(folder, manifest)

    @classmethod
    def loaded(cls, folder: Path, manifest: Manifest) -> "Generation":
        """Open a generation whose files are known to be those of the manifest.

        Raises:
            Broken: its parts do not fit together.
        """
        try:
            generation = cls(folder, manifest)
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            raise Broken(f"{folder.name}: {error}") from error
        if not generation.agrees():
            raise Broken(f"{folder.name}: its parts hold different numbers of documents")
        return generation

    def agrees(self) -> bool:
        """Return whether all parts hold as many documents as the manifest says."""
        counts = {
            self.manifest.count,
            len(self.keys),
            len(self.provider),
            len(self.columns),
            self.words.count,
            len(self._offsets) - 1,
            len(self.twins),
        }
        if self.vectors is not None:
            counts.add(self.vectors.count)
            if isinstance(self.vectors, ArrivingIndex) and not self.vectors.agrees():
                return False
        if self.about is not None:
            counts.add(len(self.about.subjects))
        return len(counts) == 1

    def with_bridge(self, bridge: Bridge | None) -> "Generation":
        """Return the same documents with another bridge, sharing everything else in memory.

        What they are about is told in the subjects of that bridge.
        """
        other = copy(self)
        other.bridge, other.about = bridge, None
        if bridge is not None and self.vectors is not None:
            titles = map(self.title, range(len(self)))
            other.about = About.of(self.vectors.stored(np.arange(len(self))), titles, bridge)
        other.held = _held(other.bridge, other.about)
        return other

    def __len__(self) -> int:
        return self.manifest.count

    def current(self, today: date) -> Mask:
        """Return which documents can still be joined on this day, (n,); one day is remembered."""
        known = self._current
        if known is None or known[0] != today:
            known = self._current = (today, current(self.columns, today))
        return known[1]

    def has_vector(self, rows: Rows) -> Mask:
        """Return for each row whether its vector is there."""
        if self.vectors is None:
            return np.zeros(len(rows), np.bool_)
        return np.ones(len(rows), np.bool_) if self.arrived is None else self.arrived[rows]

    def lacking(self) -> Rows:
        """Return the rows of documents whose vectors are not there yet."""
        return np.flatnonzero(np.zeros(0) if self.arrived is None else ~self.arrived)

    def line(self, row: int) -> bytes:
        """Return one document as ``line_of`` wrote it."""
        return self._documents[self._offsets[row] : self._offsets[row + 1]]

    def block(self, first: int, end: int) -> Block:
        """Return the lines of the documents from ``first`` up to ``end``."""
        own = self._offsets[first : end + 1]
        return self._documents[own[0] : own[-1]], np.diff(own)

    def row(self, key: str) -> int | None:
        """Return where a document stands, None if it is not in this generation."""
        return self._row_of.get(key)

    def title(self, row: int) -> str:
        """Return the title of one document."""
        return str(json.loads(self.line(row))["title"])

    def document(self, row: int) -> Document:
        """Return one document as it was indexed."""
        plain = json.loads(self.line(row))
        return Document(
            key=self.keys[row],
            kind=plain["kind"],
            title=plain["title"],
            learn=plain["learn"],
            text=plain["text"],
            provider=self.providers[self.provider[row]],
            facts=facts_from_json(plain["facts"]),
        )


def _held(bridge: Bridge | None, about: About | None) -> Vectors | None:
    """Return the largest share that each subject has in a document, None without subjects."""
    return None if bridge is None or about is None else about.held(len(bridge.names))


def _mapped(path: Path) -> bytes | mmap.mmap:
    if path.stat().st_size == 0:
        return b""
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
