"""Builds an index and kills itself at its n-th file operation: folder, deed, n."""

import os
import signal
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

from mentorhub.recommend.engine.build import build, encoded
from mentorhub.recommend.engine.cache import VectorCache
from mentorhub.recommend.engine.document import Document
from mentorhub.recommend.engine.generation import Parts
from mentorhub.recommend.engine.grow import Late, Wanted, base_for, grow, taken_over
from mentorhub.recommend.engine.shelf import Shelf
from mentorhub.recommend.engine.vectors import use_threads
from tests.recommend.engine.doubles import PieceEncoder, course

ENCODER = PieceEncoder(dimension=32)
BEFORE = [course(f"k{n}", f"Kurs {n}") for n in range(12)]
AFTER = [course("new", "Neu"), *BEFORE[1:]]
OPERATIONS = ("open", "os.mkdir", "os.rename", "os.link", "os.remove", "os.rmdir", "shutil.rmtree")


def keys(deed: str) -> list[str]:
    """Return what the index holds after the deed."""
    return [each.key for each in (BEFORE if deed == "arrive" else AFTER)]


def start(folder: Path, deed: str) -> None:
    """Leave an index from before the deed."""
    parts = replace(_parts(folder, BEFORE), stamps=_stamps(BEFORE))
    if deed == "arrive":
        parts = replace(parts, vectors=np.zeros_like(parts.vectors))
    build(Shelf(folder / "search"), parts)


def do(folder: Path, deed: str) -> None:
    """Do the deed on the index that is in use, whatever a killed one has left."""
    shelf = Shelf(folder / "search")
    if deed == "build":
        build(shelf, replace(_parts(folder, AFTER), stamps=_stamps(AFTER)))
        return
    base = base_for(shelf, ENCODER.name)
    assert base is not None
    if deed == "arrive":
        rows = base.lacking()[:3]
        late = Late(rows, ENCODER.documents([BEFORE[row].indexed_text() for row in rows]))
        grow(shelf, base, Wanted(base.keys, base.stamps), _parts(folder, []), late)
        return
    wanted = Wanted([each.key for each in AFTER], _stamps(AFTER))
    rows = taken_over(base, wanted)
    fresh = [each for each, row in zip(AFTER, rows, strict=True) if row < 0]
    grow(shelf, base, wanted, _parts(folder, fresh))


def _parts(folder: Path, documents: list[Document]) -> Parts:
    return encoded(documents, ENCODER, VectorCache(folder / "vectors.db"))


def _stamps(documents: list[Document]) -> list[str]:
    return [f"{each.key} {each.title}" for each in documents]


def kill_at(operation: int) -> None:
    """Let this process kill itself at its n-th file operation from now on."""
    left = [operation]

    def count(event: str, _arguments: object) -> None:
        if event in OPERATIONS:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)


if __name__ == "__main__":
    use_threads(1)
    kill_at(int(sys.argv[3]))
    do(Path(sys.argv[1]), sys.argv[2])
