"""Files cut into pieces so that most pieces stay the same when a file changes somewhere."""

from collections.abc import Iterator
from typing import BinaryIO, Final

import numpy as np

SHORTEST: Final = 1 << 18  # bytes
LONGEST: Final = 1 << 22
_AT_ONCE: Final = 1 << 18  # bytes that are looked through together
_WINDOW: Final = 8  # bytes that decide whether a cut falls behind them
_FACTOR: Final = np.uint64(0x9E3779B97F4A7C15)  # 2^64 / golden ratio: spreads similar bytes
_RARE: Final = np.uint64(44)  # one place in 2^20 is a cut: a mebibyte on average


def cut(file: BinaryIO) -> Iterator[bytes]:
    """Yield the bytes of a file in pieces of SHORTEST to LONGEST; the last may be shorter.

    Where a cut falls is decided by the bytes around it alone, so what is inserted or taken out
    changes the pieces that it lies in and no others.
    """
    held = file.read(LONGEST)
    while held:
        end = _first_cut(held)
        yield held[:end]
        held = held[end:] + file.read(end)


def _first_cut(held: bytes) -> int:
    """Return where the first piece ends: the first place that is a cut, else the end."""
    for start in range(SHORTEST - _WINDOW, len(held) - _WINDOW, _AT_ONCE):
        part = held[start : start + _AT_ONCE + _WINDOW - 1]
        ends = [_in_step(part, shift) for shift in range(_WINDOW)]
        if any(ends):
            return start + min(end for end in ends if end)
    return len(held)


def _in_step(part: bytes, first: int) -> int:
    """Return the first cut behind a whole number of windows from ``first``, 0 if none."""
    count = max(0, len(part) - first) // _WINDOW
    windows = np.frombuffer(part, "<u8", count, first)
    found = np.flatnonzero((windows * _FACTOR) >> _RARE == 0)
    return first + (int(found[0]) + 1) * _WINDOW if len(found) else 0
