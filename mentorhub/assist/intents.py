"""What people want, as vectors: a trained change to the last layers of the built-in encoder.

Beside each matrix W of these layers stands the product of two small ones, U D: low-rank
adaptation, Hu et al., arXiv:2106.09685. With them, sentences about one subject lie together
however differently they are said. ``tools/train_intents.py`` makes the file from our own
sayings; the vectors of documents and questions stay as they are.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

FILE: Final = Path(__file__).with_name("intents.npz")
PARTS: Final = ("q", "k", "v", "ao", "fi", "fo")
"""The matrices of a layer, by their names in ``e5_weights``."""

_MARK: Final = 8


@dataclass(frozen=True, slots=True)
class Learned:
    """The subjects that the training told apart."""

    keys: tuple[str, ...]
    directions: NDArray[np.float32]
    """(keys, dimension), unit rows: the nearer an intent less ``middle``, the more it is about."""
    middle: NDArray[np.float32]
    sharpness: float
    """What the cosine is multiplied by before the softmax over all subjects."""
    marks: frozenset[bytes]

    def knows(self, sentence: str) -> bool:
        """Return whether the training saw this sentence."""
        return mark_of(sentence) in self.marks


@dataclass(frozen=True, slots=True)
class Adapter:
    """The trained matrices, and vectors by which an engine can tell that it applies them.

    ``down`` (rank, columns) and ``up`` (rows, rank) are float32, by names like ``l8.q``.
    """

    first: int
    """The first layer that is changed; all after it are as well."""
    down: Mapping[str, NDArray[np.float32]]
    up: Mapping[str, NDArray[np.float32]]
    texts: Sequence[str]
    vectors: NDArray[np.float32]
    """(texts, dimension), unit rows, as the training calculated them."""


def mark_of(sentence: str) -> bytes:
    """Return eight bytes that stand for a sentence."""
    return hashlib.blake2b(sentence.encode(), digest_size=_MARK).digest()


def write(adapter: Adapter, learned: Learned, path: Path = FILE) -> None:
    """Write the file, matrices in half precision."""
    halves = {f"{name}.down": each for name, each in adapter.down.items()}
    halves |= {f"{name}.up": each for name, each in adapter.up.items()}
    halves["directions"] = learned.directions
    np.savez_compressed(
        path,
        allow_pickle=False,
        first=np.int32(adapter.first),
        texts=np.array(adapter.texts, np.str_),
        vectors=adapter.vectors,
        keys=np.array(learned.keys, np.str_),
        middle=learned.middle,
        sharpness=np.float32(learned.sharpness),
        marks=np.frombuffer(b"".join(sorted(learned.marks)), np.uint8),
        **{name: each.astype(np.float16) for name, each in halves.items()},
    )


def adapter(path: Path = FILE) -> Adapter:
    """Read the matrices out of what ``write`` wrote."""
    with np.load(path, allow_pickle=False) as stored:
        names = [name.removesuffix(".down") for name in stored.files if name.endswith(".down")]
        return Adapter(
            first=int(stored["first"]),
            down={name: stored[f"{name}.down"].astype(np.float32) for name in names},
            up={name: stored[f"{name}.up"].astype(np.float32) for name in names},
            texts=[str(text) for text in stored["texts"]],
            vectors=stored["vectors"],
        )


def learned(path: Path = FILE) -> Learned:
    """Read the subjects out of what ``write`` wrote."""
    with np.load(path, allow_pickle=False) as stored:
        marks = stored["marks"].tobytes()
        return Learned(
            keys=tuple(str(key) for key in stored["keys"]),
            directions=stored["directions"].astype(np.float32),
            middle=stored["middle"],
            sharpness=float(stored["sharpness"]),
            marks=frozenset(marks[at : at + _MARK] for at in range(0, len(marks), _MARK)),
        )


@cache
def sha256() -> str:
    """Return the checksum of the trained file."""
    return hashlib.sha256(FILE.read_bytes()).hexdigest()
