"""A million offers: a bench of its own, since making them takes long.

Most of the offers are made: real titles with other words, in other towns. So are their vectors:
copies of real ones, each moved a little the way two other real ones differ. What was made is
kept below var/bench/ and used again by the next run of the same size, until encoder, sayings or
real offers change; a run that was cut short encodes nothing again. Questions are always real
ones, never documents.
"""

import hashlib
import os
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import psutil

from mentorhub.app import build_services
from mentorhub.assist import encoder as encoders
from mentorhub.config import ROOT, Settings, from_environment
from mentorhub.recommend import glossary, sayings
from mentorhub.recommend.engine.bridge import Bridge, Subject, mark_of
from mentorhub.recommend.engine.build import build, generic
from mentorhub.recommend.engine.cache import VectorCache
from mentorhub.recommend.engine.document import Document
from mentorhub.recommend.engine.generation import Generation, Parts
from mentorhub.recommend.engine.live import Fixed
from mentorhub.recommend.engine.search import SearchEngine
from mentorhub.recommend.engine.shelf import Shelf
from mentorhub.recommend.engine.vectors import Encoder, Vectors, units, use_threads
from mentorhub.recommend.gazetteer import Gazetteer
from tools import bench_catalogue, bench_rivals
from tools.bench_report import Report, Timing, interleaved

MOVED = 0.2  # of the difference of two real vectors
BY_OTHERS = 40  # questions that the slow ones are asked
TOP = 10
ORIGIN = "origin.sha256"  # of the real offers that an index was made of
_AT_ONCE = 50_000


@dataclass(frozen=True)
class Seen:
    """What one web worker showed: times, and its memory in MiB before and with the index.

    ``own`` is memory that no file stands behind: what is mapped counts in ``proportional`` and
    ``resident`` as long as it is in memory, is shared by all workers and can be dropped.
    """

    ours: Timing
    theirs: Timing
    bare: float
    own: float
    proportional: float
    resident: float


def run(report: Report, settings: Settings, size: int) -> None:
    """Make the index of so many offers if it is not there, then ask in a process of its own."""
    folder = ROOT / "var" / "bench" / f"made-{size}"
    folder.mkdir(parents=True, exist_ok=True)
    encoder = encoders.load(settings.encoder, settings.var / "models", os.cpu_count() or 1)
    services = build_services(settings, database=bench_catalogue.filled(settings))
    shelf = Shelf(folder)
    subjects = sayings.load(settings.content / "sayings").subjects
    real = bench_catalogue.real_documents(settings, services.get(Gazetteer))[:size]
    if not _fits(folder, mark_of(subjects, encoder), real):
        shutil.rmtree(folder)
        folder.mkdir()
        _make(size, folder, encoder, real, subjects)
    print("    most offers are made of real ones, and so are their vectors", flush=True)
    name = f"{size:,} made offers"
    with get_context("spawn").Pool(1) as pool:
        seen = pool.apply(_ask, (str(folder), settings))
    for percent in (50, 95):
        theirs, asked = seen.theirs, f"{bench_rivals.FTS5}, {BY_OTHERS} questions"
        report.add(f"{name}, p{percent}", seen.ours.p(percent), "ms", asked, theirs.p(percent))
        cpu = theirs.cpu_p(percent)
        report.add(f"{name}, p{percent} CPU", seen.ours.cpu_p(percent), "ms", asked, cpu)
    without = "without an index"
    report.add(f"{name}, memory of its own", seen.own, "MiB", without, seen.bare)
    report.add(f"{name}, memory PSS", seen.proportional, "MiB", without, seen.bare)
    report.add(f"{name}, memory resident", seen.resident, "MiB", without, seen.bare)
    report.add(f"{name}, recall@{TOP}", _recall(shelf, encoder), "", "every vector compared", 1.0)


def _fits(folder: Path, mark: str, real: Sequence[Document]) -> bool:
    """Return whether there is an index of today's encoder, sayings and real offers."""
    kept = Shelf(folder).opened()
    origin = folder / ORIGIN
    if kept is None or kept.bridge is None or kept.bridge.mark != mark or not origin.exists():
        return False
    return origin.read_text(encoding="ascii") == _origin(real)


def _origin(real: Sequence[Document]) -> str:
    """Return what stands for the offers that others are made of."""
    texts = "\0".join(f"{document.key}\n{document.indexed_text()}" for document in real)
    return hashlib.sha256(texts.encode()).hexdigest()


def _make(
    size: int,
    folder: Path,
    encoder: Encoder,
    real: Sequence[Document],
    subjects: Sequence[Subject],
) -> None:
    cache = VectorCache(folder.parent / "vectors.db")
    begun = time.perf_counter()
    texts = [document.indexed_text() for document in real]
    vectors = cache.vectors(texts, encoder, partial(_say, "real offers encoded"))
    documents, origins = list(real), list(range(len(real)))
    for at, made in islice(bench_catalogue.variants(real), size - len(real)):
        documents.append(made)
        origins.append(at)
    parts = Parts(
        documents=documents,
        vectors=_moved(vectors, origins),
        encoder=encoder.name,
        generic=generic(encoder),
        bridge=Bridge.of(subjects, encoder, cache, partial(_say, "sayings encoded")),
    )
    build(Shelf(folder), parts, progress=partial(_say, "offers in the word index"))
    bench_rivals.write_fts5(documents, folder)
    (folder / ORIGIN).write_text(_origin(real), encoding="ascii")
    print(f"    made in {time.perf_counter() - begun:,.0f} s", flush=True)


def _moved(real: Vectors, origins: Sequence[int]) -> Vectors:
    """Return the vector of each origin; all but the first of each are moved a little."""
    chance = np.random.default_rng(7)
    moved = np.empty((len(origins), real.shape[1]), np.float32)
    moved[: len(real)] = real
    for start in range(len(real), len(origins), _AT_ONCE):
        rows = np.array(origins[start : start + _AT_ONCE])
        one, other = chance.integers(len(real), size=(2, len(rows)))
        moved[start : start + len(rows)] = units(real[rows] + MOVED * (real[one] - real[other]))
    return moved


def _say(what: str, done: int, total: int) -> None:
    if done % (total // 10 + 1) < 1000:
        print(f"    {done:,} of {total:,} {what}", flush=True)


def _ask(folder: str, settings: Settings) -> Seen:
    """Ask every question as a web worker does: one thread, one encoder, one index."""
    use_threads(1)
    services = build_services(from_environment())
    encoder = encoders.load(settings.encoder, settings.var / "models", allow_torch=False)
    words = glossary.load(settings.content / "glossary")
    gazetteer, process = services.get(Gazetteer), psutil.Process()
    bare = _own_memory(process)
    shelf = Shelf(Path(folder))
    index = Fixed(Generation.open(shelf.path(str(shelf.current()))))
    engine = SearchEngine(index, lambda: encoder, gazetteer, synonyms=words)
    ask = partial(engine.search, today=bench_catalogue.DAY, seed="0")
    questions = bench_catalogue.questions()
    for question in questions[:10]:
        ask(question)
    ours = interleaved({"": ask}, questions)[""]
    memory = process.memory_full_info()
    ask_fts = partial(bench_rivals.ask_fts5, str(Path(folder) / "fts.db"))
    theirs = interleaved({"": ask_fts}, questions[:BY_OTHERS], rounds=1)[""]
    sizes = [part / 2**20 for part in (bare, _own_memory(process), memory.pss, memory.rss)]
    return Seen(ours, theirs, *sizes)


def _own_memory(process: psutil.Process) -> int:
    return sum(int(part.anonymous) for part in process.memory_maps())


def _recall(shelf: Shelf, encoder: Encoder) -> float:
    """Return which share of the TOP nearest vectors of real questions the index finds."""
    vectors = Generation.open(shelf.path(str(shelf.current()))).vectors
    assert vectors is not None
    asked = np.stack([encoder.query(text) for text in bench_catalogue.questions()])
    best = np.full((len(asked), TOP), -np.inf, np.float32)
    rows = np.zeros((len(asked), TOP), np.int64)
    for start in range(0, vectors.count, _AT_ONCE):
        block = np.arange(start, min(start + _AT_ONCE, vectors.count))
        scores = np.hstack([best, asked @ vectors.stored(block).T])
        known = np.hstack([rows, np.broadcast_to(block, (len(asked), len(block)))])
        top = np.argpartition(-scores, TOP, axis=1)[:, :TOP]
        best, rows = np.take_along_axis(scores, top, 1), np.take_along_axis(known, top, 1)
    shares = [
        len(set(vectors.nearest(query, TOP)) & set(exact)) / TOP
        for query, exact in zip(asked, rows.tolist(), strict=True)
    ]
    return float(np.mean(shares))
