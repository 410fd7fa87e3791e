"""How good a ranking is: nDCG@10, hits, reciprocal rank and recall on judged questions."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Final

GAIN_DEPTH: Final = 10
RECALL_DEPTH: Final = 50


@dataclass(frozen=True, slots=True)
class Judged:
    """A question with the documents that answer it: key and grade, 1 or more."""

    id: str
    query: str
    relevant: Mapping[str, int]
    type: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over questions, each from 0 to 1."""

    queries: int
    ndcg10: float
    hit1: float
    hit5: float
    mrr: float
    recall50: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """Figures over all questions and for each type of question."""

    overall: Figures
    by_type: Mapping[str, Figures]


def judge(rankings: Mapping[str, Sequence[str]], questions: Iterable[Judged]) -> Verdict:
    """Judge one ranking of keys, best first, per question id; a missing one counts as empty."""
    groups: dict[str, list[Figures]] = defaultdict(list)
    for asked in questions:
        groups[asked.type].append(figures(rankings.get(asked.id, ()), asked.relevant))
    everything = [one for group in groups.values() for one in group]
    return Verdict(
        overall=mean(everything),
        by_type={name: mean(group) for name, group in sorted(groups.items())},
    )


def figures(ranking: Sequence[str], relevant: Mapping[str, int]) -> Figures:
    """Return the figures of one ranking; grades below 1 are not relevant."""
    grades = {key: grade for key, grade in relevant.items() if grade > 0}
    first = next((at for at, key in enumerate(ranking, start=1) if key in grades), None)
    return Figures(
        queries=1,
        ndcg10=ndcg(ranking, grades),
        hit1=float(first == 1),
        hit5=float(first is not None and first <= 5),
        mrr=1 / first if first else 0.0,
        recall50=len(grades.keys() & set(ranking[:RECALL_DEPTH])) / len(grades) if grades else 0.0,
    )


def ndcg(ranking: Sequence[str], grades: Mapping[str, int], depth: int = GAIN_DEPTH) -> float:
    """Return the normalised discounted gain of the first ``depth``, from 0 to 1.

    Gain 2^grade - 1, discount log2(place + 1). Source: Burges et al., ICML 2005.
    """
    best = _gain(sorted(grades.values(), reverse=True)[:depth])
    return _gain([grades.get(key, 0) for key in ranking[:depth]]) / best if best else 0.0


def _gain(grades: Sequence[int]) -> float:
    return sum(
        (2.0**grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades, start=1)
    )


def mean(group: Sequence[Figures]) -> Figures:
    """Return the means of these figures, each counted as one question; all 0 without any."""
    if not group:
        return Figures(0, 0.0, 0.0, 0.0, 0.0, 0.0)
    return Figures(
        queries=len(group),
        ndcg10=fmean(one.ndcg10 for one in group),
        hit1=fmean(one.hit1 for one in group),
        hit5=fmean(one.hit5 for one in group),
        mrr=fmean(one.mrr for one in group),
        recall50=fmean(one.recall50 for one in group),
    )
