"""Measures the index in use on judged queries, and what a change of the words would do to it."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from statistics import fmean
from typing import Final

from mentorhub.recommend import evaluation
from mentorhub.recommend.engine import judge
from mentorhub.recommend.engine.judge import Figures, Judged
from mentorhub.recommend.engine.search import SearchEngine

SHOWN: Final = 10
SAME: Final = 1e-9  # a gain below is none

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Answered:
    """One query with its first hits, and how good they and those by words only are."""

    asked: Judged
    hits: tuple[str, ...]
    ours: Figures
    words: Figures


@dataclass(frozen=True)
class Shift:
    """One query whose first hits would change; figures are nDCG@10, None for one not judged."""

    name: str
    query: str
    type: str
    grades: Mapping[str, int]
    before: tuple[str, ...]
    after: tuple[str, ...]
    was: float | None
    would_be: float | None

    @property
    def gain(self) -> float:
        """Return what nDCG@10 would gain."""
        return (self.would_be or 0.0) - (self.was or 0.0)


@dataclass(frozen=True)
class Move:
    """A hit that changes its place, counted from 1; None is behind the places looked at."""

    key: str
    was: int | None
    now: int | None


@dataclass(frozen=True)
class Comparison:
    """What a change would do: the shifts, and the mean nDCG@10 of all queries before and after."""

    queries: int
    was: float
    would_be: float
    shifts: tuple[Shift, ...]


def answerable(questions: Iterable[Judged], keys: Collection[str]) -> list[Judged]:
    """Return the queries that have a good answer among these keys; others are not judged by."""
    found = []
    for asked in questions:
        grades = {key: grade for key, grade in asked.relevant.items() if key in keys}
        if any(grade > 0 for grade in grades.values()):
            found.append(replace(asked, relevant=grades))
    return found


def measure(
    questions: Sequence[Judged],
    engine: SearchEngine,
    by_words: SearchEngine,
    today: date,
    progress: Progress,
) -> list[Answered]:
    """Ask every query of both engines."""
    answers = []
    for done, asked in enumerate(questions, start=1):
        hits = _hits(engine, asked.query, today, evaluation.DEEP)
        words = _hits(by_words, asked.query, today, evaluation.DEEP)
        ours = judge.figures(hits, asked.relevant)
        theirs = judge.figures(words, asked.relevant)
        answers.append(Answered(asked, hits[:SHOWN], ours, theirs))
        progress(done, len(questions))
    return answers


def compare(
    questions: Sequence[Judged],
    examples: Sequence[str],
    engine: SearchEngine,
    changed: SearchEngine,
    today: date,
    progress: Progress,
) -> Comparison:
    """Ask every query of the search as it is and as it would be; examples are not judged."""
    total = len(questions) + len(examples)
    was: list[float] = []
    would_be: list[float] = []
    shifts = []
    asked_all = [*questions, *(Judged("", text, {}) for text in examples)]
    for done, asked in enumerate(asked_all, start=1):
        before, after = (_hits(each, asked.query, today) for each in (engine, changed))
        figures = [judge.ndcg(hits, asked.relevant) for hits in (before, after)]
        if asked.id:
            was.append(figures[0])
            would_be.append(figures[1])
        if before != after or not asked.id:
            shifts.append(_shift(asked, before, after, figures))
        progress(done, total)
    return Comparison(len(questions), fmean(was or [0.0]), fmean(would_be or [0.0]), tuple(shifts))


def moves(before: Sequence[str], after: Sequence[str]) -> list[Move]:
    """Return the hits whose place differs, as they stand afterwards; those that fell out last."""
    was = {key: place for place, key in enumerate(before, start=1)}
    now = {key: place for place, key in enumerate(after, start=1)}
    keys = dict.fromkeys((*after, *before))
    return [Move(key, was.get(key), now.get(key)) for key in keys if was.get(key) != now.get(key)]


def _shift(
    asked: Judged, before: tuple[str, ...], after: tuple[str, ...], figures: Sequence[float]
) -> Shift:
    was, would_be = figures if asked.id else (None, None)
    return Shift(asked.id, asked.query, asked.type, asked.relevant, before, after, was, would_be)


def _hits(engine: SearchEngine, query: str, today: date, limit: int = SHOWN) -> tuple[str, ...]:
    return tuple(hit.key for hit in evaluation.answer(engine, query, today, limit).hits)
