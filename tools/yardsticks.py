"""What `make quality` sets beside the search: words, sentence vectors alone, the run before."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from mentorhub.recommend import evaluation, question
from mentorhub.recommend.engine.cache import VectorCache
from mentorhub.recommend.engine.document import Document
from mentorhub.recommend.engine.judge import Judged
from mentorhub.recommend.engine.search import SearchEngine
from mentorhub.recommend.engine.vectors import Encoder

Figures = Mapping[str, Any]

MEASURES = ("ndcg@10", "hit@1", "hit@5", "mrr")
FIRST_PAGE = 10  # hits
LATEST, BEFORE = "latest.json", "before.json"


def vectors_alone(
    catalogue: Sequence[Document],
    questions: Sequence[Judged],
    encoder: Encoder,
    cache: VectorCache,
) -> Figures:
    """Return the figures of a search by cosine alone: no words, bridge, glossary or wishes."""
    keys = [document.key for document in catalogue]
    rows = cache.vectors([document.indexed_text() for document in catalogue], encoder, None)
    run = {}
    for asked in questions:
        cosines = rows @ encoder.query(question.read(asked.query).text)
        best = np.argsort(-cosines, kind="stable")[: evaluation.DEEP]
        run[asked.id] = [keys[row] for row in best]
    return evaluation.figures(questions, run)


def unanswerable(path: Path) -> list[str]:
    """Return the questions to which our catalogue has no answer."""
    return [json.loads(line)["query"] for line in path.read_text(encoding="utf-8").splitlines()]


def said_none(engine: SearchEngine, queries: Sequence[str], today: date) -> int:
    """Return of how many questions the search says that it has nothing near."""
    return sum(evaluation.answer(engine, one, today, FIRST_PAGE).none_near for one in queries)


def table(report: Figures, alone: Figures | None, before: Figures | None) -> str:
    """Return one line a type and measure: the search beside all that there is to compare with."""
    found = {"search": report["engine"], "words only": report["words_only"]}
    found |= {"vectors alone": alone} if alone else {}
    found |= {"run before": before} if before else {}
    lines = []
    for measure in MEASURES:
        lines.append(
            f"{measure:14}{'':8}" + "".join(f"{name:>15}" for name in found) + _sign(before)
        )
        lines += list(_lines(measure, found))
    return "\n".join(lines)


def read_before(folder: Path) -> Mapping[str, Any]:
    """Return what the run before has written, nothing where there was none."""
    path = folder / LATEST
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def keep(folder: Path, plain: object) -> Path:
    """Write what this run has found; what the one before has found is kept beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / LATEST
    if path.exists():
        path.replace(folder / BEFORE)
    path.write_text(json.dumps(plain, indent=1, ensure_ascii=False), encoding="utf-8")
    return path


def _sign(before: Figures | None) -> str:
    return f"{'change':>10}" if before else ""


def _lines(measure: str, found: Mapping[str, Figures]) -> Iterator[str]:
    for kind, queries in _kinds(found["search"]):
        values = [_value(figures, kind, measure) for figures in found.values()]
        shown = "".join(f"{'-':>15}" if value is None else f"{value:>15.3f}" for value in values)
        yield f"  {kind:12}{queries:>6}  {shown}{_change(found, values)}"


def _change(found: Mapping[str, Figures], values: Sequence[float | None]) -> str:
    if "run before" not in found or values[0] is None or values[-1] is None:
        return ""
    return f"{values[0] - values[-1]:>+10.3f}"


def _kinds(ours: Figures) -> list[tuple[str, int]]:
    kinds = [(kind, row["queries"]) for kind, row in ours["by_type"].items()]
    return [("all", ours["overall"]["queries"]), *kinds]


def _value(figures: Figures, kind: str, measure: str) -> float | None:
    row = figures["overall"] if kind == "all" else figures["by_type"].get(kind)
    return row[measure] if row else None
