"""Measures the search on somebody's own offers and judged queries, by the site's own code path."""

import json
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from mentorhub.kit import schemas
from mentorhub.recommend import documents, question
from mentorhub.recommend.engine import judge
from mentorhub.recommend.engine.document import Document, Results
from mentorhub.recommend.engine.judge import Judged
from mentorhub.recommend.engine.search import SearchEngine
from mentorhub.recommend.engine.vectors import Encoder
from mentorhub.recommend.gazetteer import Gazetteer
from mentorhub.recommend.mappings import LineMapping
from mentorhub.recommend.offer_record import OfferRecord
from mentorhub.recommend.sources import door
from mentorhub.recommend.sources.door import Catalogue
from mentorhub.recommend.sources.entries import Fault
from mentorhub.recommend.sources.jsonl import lines_of

DEEP = 50
SEED = "0"
UNTYPED = "untyped"


class EvaluationError(ValueError):
    """A file cannot be used; the message names file, line and reason."""


@dataclass(frozen=True)
class EngineMaker:
    """Makes a search engine of its own over the given documents, in the given folder."""

    make: Callable[[Sequence[Document], Encoder | None, Path], SearchEngine]


@dataclass(frozen=True)
class Offers:
    """The offers of a file, each id once, and the lines that could not be taken, with reasons."""

    records: tuple[OfferRecord, ...]
    bad: tuple[tuple[int, Fault], ...] = ()


def read_offers(path: Path, mapping: LineMapping | None = None) -> Offers:
    """Return the offers of a file in the import format; a bad line stops nobody.

    Raises:
        EvaluationError: the file cannot be read.
    """
    records: dict[str, OfferRecord] = {}
    bad: list[tuple[int, Fault]] = []
    told = Catalogue("jsonl", path.stem, mapping.translate if mapping else None)
    try:
        with path.open("rb") as file:
            for number, read in door.read(file, told):
                if isinstance(read, Fault):
                    bad.append((number, read))
                elif isinstance(read, OfferRecord) and read.key in records:
                    bad.append((number, Fault("id", f"'{read.key}' appears twice")))
                elif isinstance(read, OfferRecord):
                    records[read.key] = read
    except OSError as problem:
        raise EvaluationError(f"{path}: {problem}") from problem
    return Offers(tuple(records.values()), tuple(bad))


def read_questions(path: Path) -> list[Judged]:
    """Return the judged queries of a file (docs/schemas/judged-query.json), each id once.

    Raises:
        EvaluationError: a line does not fit the schema.
    """
    questions: dict[str, Judged] = {}
    for number, line in _lines(path):
        try:
            schemas.check("judged-query", line)
        except schemas.Mismatch as problem:
            raise EvaluationError(f"{path}, line {number}: {problem}") from problem
        id_ = str(line["id"])
        if id_ in questions:
            raise EvaluationError(f"{path}, line {number}: id '{id_}' appears twice")
        type_ = line.get("type", UNTYPED)
        relevant = {unicodedata.normalize("NFC", key): n for key, n in line["relevant"].items()}
        questions[id_] = Judged(id_, line["query"], relevant, type_)
    return list(questions.values())


def documents_of(records: Iterable[OfferRecord], gazetteer: Gazetteer) -> list[Document]:
    """Return the records as the engine wants them."""
    return [documents.of_record(record, gazetteer) for record in records]


def evaluate(
    catalogue: Sequence[Document],
    questions: Sequence[Judged],
    *,
    encoder: Encoder | None,
    make_engine: "EngineMaker",
    today: date,
    bad_lines: int = 0,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """Return the report (docs/schemas/evaluation.json) and the run {query id: offer ids}.

    All offers are treated as current; ``bad_lines`` is how many lines of their file were left
    out. Both lines of the report, the engine and the words-only baseline, search the same
    documents.
    """
    with tempfile.TemporaryDirectory(prefix="mentorhub-evaluate-") as folder:
        both = {
            "engine": make_engine.make(catalogue, encoder, Path(folder) / "engine"),
            "words_only": make_engine.make(catalogue, None, Path(folder) / "words"),
        }
        runs: dict[str, dict[str, list[str]]] = {name: {} for name in both}
        steps: dict[str, int] = {}
        for done, asked in enumerate(questions, start=1):
            for name, engine in both.items():
                results = answer(engine, asked.query, today)
                runs[name][asked.id] = [hit.key for hit in results.hits]
                if name == "engine":
                    steps[results.step] = steps.get(results.step, 0) + 1
            if progress:
                progress(done, len(questions))
    report = {
        "offers": len(catalogue),
        "bad_lines": bad_lines,
        "queries": len(questions),
        "encoder": encoder.name if encoder else None,
        "steps": steps,
        **{name: figures(questions, run) for name, run in runs.items()},
    }
    schemas.check("evaluation", report)
    return report, runs["engine"]


def answer(engine: SearchEngine, query: str, today: date, limit: int = DEEP) -> Results:
    """Return what the engine ranks for a query, as if no offer were over.

    Each offer is judged by itself, so none is spread or put together with its twins.
    """
    return engine.search(
        question.read(query).text,
        today=today,
        seed=SEED,
        limit=limit,
        diversify=False,
        grouped=False,
        expired_too=True,
    )


def table(report: Mapping[str, Any]) -> str:
    """Return the report as a table for people: one line a type, engine beside words only."""
    names = ("ndcg@10", "hit@1", "hit@5", "mrr", "recall@50")
    lines = [f"{'':14}{'':8}" + "".join(f"{name:>20}" for name in names)]
    ours, words = report["engine"], report["words_only"]
    rows = [("all", ours["overall"], words["overall"])]
    rows += [(kind, row, words["by_type"][kind]) for kind, row in ours["by_type"].items()]
    for name, row, base in rows:
        figures = "".join(f"{row[n]:>12.3f} ({base[n]:.3f})" for n in names)
        lines.append(f"{name:14}{row['queries']:>6}  {figures}")
    return "\n".join([*lines, "in brackets: words only"])


def figures(questions: Sequence[Judged], run: Mapping[str, list[str]]) -> dict[str, Any]:
    """Return how good a run is, over all and by type, as docs/schemas/evaluation.json has it."""
    verdict = judge.judge(run, questions)
    return {
        "overall": _plain(verdict.overall),
        "by_type": {kind: _plain(one) for kind, one in verdict.by_type.items()},
    }


def _plain(figures: judge.Figures) -> dict[str, float]:
    return {
        "queries": figures.queries,
        "ndcg@10": round(figures.ndcg10, 4),
        "hit@1": round(figures.hit1, 4),
        "hit@5": round(figures.hit5, 4),
        "mrr": round(figures.mrr, 4),
        "recall@50": round(figures.recall50, 4),
    }


def _lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        with path.open("rb") as file:
            for number, raw in enumerate(lines_of(file), start=1):
                if raw.strip():
                    yield number, _object(raw, f"{path}, line {number}")
    except OSError as problem:
        raise EvaluationError(f"{path}: {problem}") from problem


def _object(raw: bytes, where: str) -> dict[str, Any]:
    try:
        line = json.loads(raw)
    except (ValueError, RecursionError) as problem:
        raise EvaluationError(f"{where}: not JSON: {problem}") from problem
    if not isinstance(line, dict):
        raise EvaluationError(f"{where}: must be one JSON object")
    return line
