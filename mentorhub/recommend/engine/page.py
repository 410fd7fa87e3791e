"""From scores to one page: order, what may be shown, spread over providers, counts."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, overload

import numpy as np
from numpy.typing import NDArray

from mentorhub.recommend.engine.columns import TIME_BITS, Columns
from mentorhub.recommend.engine.document import FORMS, KINDS, LEVELS, SCHEDULES
from mentorhub.recommend.engine.fuse import lot, ranked
from mentorhub.recommend.engine.generation import Generation
from mentorhub.recommend.engine.grouped import standing_first
from mentorhub.recommend.engine.ranking import Question, Scored, unmet_by
from mentorhub.recommend.engine.spread import Candidate, diversify
from mentorhub.recommend.engine.vectors import Mask, Rows, Vectors
from mentorhub.recommend.engine.weights import Weights

Visible = Callable[[Sequence[str]], set[str]]
_AZAV: Final = ("no", "yes")
_PRICES: Final = ("free", "paid", "unknown")


@dataclass(frozen=True, slots=True)
class Page:
    """Where an answer is cut, and what happens to its order.

    ``visible`` returns which of the given keys may be shown now; ``seed`` decides ties;
    ``diversify`` holds one provider to a share of the first page; ``grouped`` makes one hit of
    the offers of one course.
    """

    limit: int = 10
    offset: int = 0
    seed: str = ""
    visible: Visible | None = None
    diversify: bool = True
    grouped: bool = True


@dataclass(frozen=True, slots=True)
class Arranged:
    """What is on the page, how much there is in all, and how it divides by facts."""

    hits: Sequence[Candidate]
    total: int
    offers: int
    facets: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Ranking:
    """One question with its scored candidates; ``named`` are the providers that it names."""

    question: Question
    scored: Scored
    generation: Generation
    weights: Weights
    named: Collection[int] = ()


@dataclass(frozen=True, slots=True)
class _Courses:
    """Hits to be: the score of each, and the rows of the offers that it may stand for.

    ``rows`` (m,) lie course behind course; ``of`` (m,) is the course of each.
    """

    scores: Vectors
    rows: Rows
    of: Rows

    def __len__(self) -> int:
        return len(self.scores)

    def first(self, count: int) -> "_Courses":
        """Return the first so many courses."""
        kept = self.of < count
        return _Courses(self.scores[:count], self.rows[kept], self.of[kept])


class _Standing(Sequence[Candidate]):
    """The hit of each course, made when it is asked for: few of them come to be seen."""

    def __init__(self, courses: _Courses, ranking: Ranking, seed: str) -> None:
        self._scores = courses.scores
        self._generation = ranking.generation
        self._seed = seed
        self._rows = courses.rows
        self._missed = unmet_by(ranking.question, ranking.weights, courses.rows)
        self._chosen = np.isin(ranking.generation.provider[courses.rows], list(ranking.named))
        self._starts = np.searchsorted(courses.of, np.arange(len(courses) + 1)).tolist()
        self._made: dict[int, Candidate] = {}

    def __len__(self) -> int:
        return len(self._scores)

    @overload
    def __getitem__(self, at: int) -> Candidate: ...
    @overload
    def __getitem__(self, at: slice) -> list[Candidate]: ...
    def __getitem__(self, at: int | slice) -> Candidate | list[Candidate]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        if at not in self._made:
            self._made[at] = self._make(at)
        return self._made[at]

    def _make(self, at: int) -> Candidate:
        own = slice(self._starts[at], self._starts[at + 1])
        rows, missed = self._rows[own].tolist(), self._missed[own].tolist()
        key = self._generation.keys[rows[0]]
        first, *rest = standing_first(
            missed, self._chosen[own].tolist(), lambda: int.from_bytes(lot(key, self._seed))
        )
        others = tuple(rows[other] for other in rest)
        return Candidate(rows[first], float(self._scores[at]), missed[first], others)


def arrange(ranking: Ranking, page: Page) -> Arranged:
    """Put scored documents in order, each course once, and cut the page out of them.

    At most ``Weights.depth`` hits can be paged through, except on the step "newest", which goes
    through everything. What is not visible leaves no gap and is not counted.
    """
    scored, generation = ranking.scored, ranking.generation
    newest = scored.step == "newest"
    depth = ranking.weights.depth
    order = _newest_first(scored) if newest else _best_first(scored, generation, page.seed)
    if page.grouped:
        order = order[generation.twins.once(scored.rows[order])]
    looked_at = order[: max(depth, page.offset + page.limit)] if newest else order
    courses, gone = _shown(looked_at, ranking, page)
    courses = courses if newest else courses.first(depth)
    hits = _Standing(courses, ranking, page.seed)
    places = list(range(len(hits)))
    if page.diversify:
        places = diversify(hits, lambda hit: int(generation.provider[hit.row]), ranking.named)
    counted: tuple[Rows, NDArray[np.integer]] = (courses.rows, courses.of)
    if newest:
        own = generation.twins.first if page.grouped else np.arange(len(generation))
        counted = (scored.rows, own[scored.rows])
    return Arranged(
        hits=[hits[at] for at in places[page.offset : page.offset + page.limit]],
        total=len(order) - (len(looked_at) - len(courses)) if newest else len(courses),
        offers=len(scored.rows) - gone if newest else len(courses.rows),
        facets=facets(generation.columns, *counted),
    )


def _newest_first(scored: Scored) -> Rows:
    return np.lexsort((scored.rows, -np.round(scored.scores, 6)))


def _best_first(scored: Scored, generation: Generation, seed: str) -> Rows:
    return ranked(scored.scores, [generation.keys[row] for row in scored.rows.tolist()], seed)


def _shown(order: Rows, ranking: Ranking, page: Page) -> tuple[_Courses, int]:
    """Return the courses of which something may be shown, in order, and how many offers may not.

    Once there are as many as can be paged through, the rest is not looked at.
    """
    scored, generation, depth = ranking.scored, ranking.generation, ranking.weights.depth
    parts = [_Courses(scored.scores[:0], scored.rows[:0], scored.rows[:0])]
    count = gone = 0
    for begin in range(0, len(order), depth):
        some = order[begin : begin + depth]
        rows, of = scored.rows[some], np.arange(len(some))
        if page.grouped:
            rows, of = generation.twins.members(rows, ranking.question.allowed)
        shown = _visible(rows, generation, page.visible)
        gone += len(rows) - int(shown.sum())
        with_any, of = np.unique(of[shown], return_inverse=True)
        parts.append(_Courses(scored.scores[some][with_any], rows[shown], of + count))
        count += len(with_any)
        if count >= depth and scored.step != "newest":
            break
    scores, rows, of = (
        np.concatenate([getattr(part, name) for part in parts]) for name in ("scores", "rows", "of")
    )
    return _Courses(scores, rows, of), gone


def _visible(rows: Rows, generation: Generation, visible: Visible | None) -> Mask:
    if visible is None or len(rows) == 0:
        return np.ones(len(rows), np.bool_)
    keys = [generation.keys[row] for row in rows.tolist()]
    shown = visible(keys)
    return np.array([key in shown for key in keys], np.bool_)


def facets(columns: Columns, rows: Rows, courses: NDArray[np.integer]) -> dict[str, dict[str, int]]:
    """Count courses by fact and value; values that do not occur are left out.

    ``courses`` numbers the course of each row. A course counts once for each value that one of
    its offers has.
    """
    price = columns.price[rows]

    def count(values: NDArray[np.integer], names: Sequence[str]) -> dict[str, int]:
        has = np.zeros((int(courses.max(initial=-1)) + 1, len(names)), np.bool_)
        known = (values >= 0) & (values < len(names))
        has[courses[known], values[known]] = True
        return dict(zip(names, has.sum(axis=0).tolist(), strict=True))

    counts = {
        "kind": count(columns.kind[rows], KINDS),
        "form": count(columns.form[rows], FORMS),
        "level": count(columns.level[rows], LEVELS),
        "language": count(columns.language[rows], [str(name) for name in columns.languages]),
        "azav": count(columns.azav[rows], _AZAV),
        "schedule": {
            name: count(np.where(columns.times[rows] & TIME_BITS[name], 0, -1), (name,))[name]
            for name in SCHEDULES
        },
        "price": count(np.select([price == 0, price > 0], [0, 1], 2), _PRICES),
    }
    return {
        fact: {value: number for value, number in values.items() if number}
        for fact, values in counts.items()
    }
