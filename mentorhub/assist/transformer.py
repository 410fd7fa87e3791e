"""Any model that sentence-transformers can load, by name or path.

Importing this module is cheap; creating an encoder imports torch, which takes seconds and
hundreds of megabytes. A graphics card is used where torch sees one.
"""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mentorhub.assist import build

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

MAX_CHARACTERS = 10_000
"""Longer texts are cut before they reach the tokenizer."""

_AT_ONCE = 256
_SMALL_FILE = 1_000_000
_DOCUMENT_ROLES = ("document", "passage", "corpus")
"""What models call the prompt for documents. Source: sentence-transformers."""


class TransformerEncoder:
    """A model by name or path; prefixes and dimension travel with it."""

    def __init__(self, model: str, threads: int = 1, *, name: str | None = None) -> None:
        """Load a model.

        Args:
            model: a folder, or a name on the model hub.
            threads: processor threads, where no graphics card is used.
            name: what the index calls its vectors; without it, the model and its version.

        Raises:
            OSError, ValueError, RuntimeError, ImportError: there is no such model, or it
                cannot be loaded here.
        """
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        local = Path(model).is_dir()
        torch.set_num_threads(threads)
        self._model = SentenceTransformer(model, local_files_only=local)
        self._prefixes = _prefixes(self._model, model)
        self._turn = Lock()
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        self.name = name or _name(self._model, model)

    def query(self, text: str) -> NDArray[np.float32]:
        """Return the vector of a question: (dimension,), float32, unit length."""
        vector: NDArray[np.float32] = self._encode([text], "query")[0]
        return vector

    def documents(
        self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None
    ) -> NDArray[np.float32]:
        """Return the vectors of documents: (n, dimension), float32, unit rows."""
        found = np.empty((len(texts), self.dimension), np.float32)
        for start in range(0, len(texts), _AT_ONCE):
            part = texts[start : start + _AT_ONCE]
            found[start : start + len(part)] = self._encode(part, "document")
            if progress:
                progress(start + len(part), len(texts))
        return found

    def _encode(self, texts: Sequence[str], role: str) -> NDArray[np.float32]:
        with self._turn:
            vectors = self._model.encode(
                [_readable(text) for text in texts],
                prompt=self._prefixes[role],
                normalize_embeddings=True,
                convert_to_numpy=True,
                show_progress_bar=False,
            )
        return np.asarray(vectors, np.float32)


def _readable(text: str) -> str:
    """Cut a text and replace halves of characters, which the tokenizer refuses."""
    return text[:MAX_CHARACTERS].encode("utf-8", "replace").decode("utf-8")


def _prefixes(model: "SentenceTransformer", name: str) -> dict[str, str]:
    """Return what the model wants before a query and before a document.

    The older models of the E5 family need prefixes and do not say so themselves. Source:
    their model cards.
    """
    prompts = {role: text or "" for role, text in model.prompts.items()}
    query = prompts.get("query", "")
    document = next((prompts[role] for role in _DOCUMENT_ROLES if prompts.get(role)), "")
    unsaid = not query and not document
    if unsaid and "e5-" in name.lower() and "instruct" not in name.lower():
        return {"query": build.QUERY_PREFIX, "document": build.DOCUMENT_PREFIX}
    return {"query": query, "document": document}


def _name(model: "SentenceTransformer", name: str) -> str:
    """Return the name of the model with its version, so that an index can refuse another."""
    folder = Path(name)
    if folder.is_dir():
        return f"{folder.absolute().name}@{_fingerprint(folder)}"
    config = getattr(model[0], "config", None)
    commit = getattr(config, "_commit_hash", None)
    return f"{name}@{commit[:8]}" if commit else name


def _fingerprint(folder: Path) -> str:
    """Return a short checksum over names and sizes of all files and over the small ones."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            size = path.stat().st_size
            digest.update(f"{path.relative_to(folder).as_posix()} {size}\n".encode())
            if size <= _SMALL_FILE:
                digest.update(path.read_bytes())
    return digest.hexdigest()[:8]
