"""From scores to one page: order, what may be shown, spread over providers, counts."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mentorhub.recommend.engine.columns import TIME_BITS, Columns
from mentorhub.recommend.engine.document import FORMS, KINDS, LEVELS, SCHEDULES
from mentorhub.recommend.engine.fuse import lot, ranked
from mentorhub.recommend.engine.generation import Generation
from mentorhub.recommend.engine.grouped import standing_first
from mentorhub.recommend.engine.ranking import Question, Scored, unmet_by
from mentorhub.recommend.engine.spread import Candidate, diversify
from mentorhub.recommend.engine.vectors import Rows
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
class _Course:
    """One hit to be: its score, and the rows of the offers that it may stand for."""

    score: float
    rows: Sequence[int]


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
    courses = courses if newest else courses[:depth]
    hits = _standing_for(courses, ranking, page.seed)
    if page.diversify:
        owners = generation.provider[[hit.row for hit in hits]].tolist() if hits else []
        hits = diversify(hits, owners, ranking.named)
    shown = np.array([row for course in courses for row in course.rows], np.int64)
    counted: tuple[Rows, NDArray[np.integer]]
    counted = (shown, np.repeat(np.arange(len(courses)), [len(one.rows) for one in courses]))
    if newest:
        own = generation.twins.first if page.grouped else np.arange(len(generation))
        counted = (scored.rows, own[scored.rows])
    return Arranged(
        hits=hits[page.offset : page.offset + page.limit],
        total=len(order) - (len(looked_at) - len(courses)) if newest else len(courses),
        offers=len(scored.rows) - gone if newest else len(shown),
        facets=facets(generation.columns, *counted),
    )


def _newest_first(scored: Scored) -> Rows:
    return np.lexsort((scored.rows, -np.round(scored.scores, 6)))


def _best_first(scored: Scored, generation: Generation, seed: str) -> Rows:
    return ranked(scored.scores, [generation.keys[row] for row in scored.rows.tolist()], seed)


def _shown(order: Rows, ranking: Ranking, page: Page) -> tuple[list[_Course], int]:
    """Return the courses of which something may be shown, in order, and how many offers may not.

    Once there are as many as can be paged through, the rest is not looked at.
    """
    scored, generation, depth = ranking.scored, ranking.generation, ranking.weights.depth
    courses: list[_Course] = []
    gone = 0
    for begin in range(0, len(order), depth):
        some = order[begin : begin + depth]
        groups = [[row] for row in scored.rows[some].tolist()]
        if page.grouped:
            groups = generation.twins.members(scored.rows[some], ranking.question.allowed)
        visible = _visible(groups, generation, page.visible)
        gone += sum(map(len, groups)) - sum(map(len, visible))
        scores = scored.scores[some].tolist()
        courses.extend(_Course(*each) for each in zip(scores, visible, strict=True) if each[1])
        if len(courses) >= depth and scored.step != "newest":
            break
    return courses, gone


def _visible(
    groups: list[list[int]], generation: Generation, visible: Visible | None
) -> list[list[int]]:
    keys = [generation.keys[row] for group in groups for row in group]
    if visible is None or not keys:
        return groups
    shown = visible(keys)
    return [[row for row in group if generation.keys[row] in shown] for group in groups]


def _standing_for(courses: Sequence[_Course], ranking: Ranking, seed: str) -> list[Candidate]:
    """Return for each course the offer that stands for it, with the rows of the others."""
    generation = ranking.generation
    rows = np.array([row for course in courses for row in course.rows], np.int64)
    unmet = unmet_by(ranking.question, ranking.weights, rows)
    chosen = np.isin(generation.provider[rows], list(ranking.named))
    places = standing_first(
        [len(course.rows) for course in courses],
        unmet,
        chosen,
        lambda at: int.from_bytes(lot(generation.keys[courses[at].rows[0]], seed)),
    )
    all_rows, missed = rows.tolist(), unmet.tolist()
    return [
        Candidate(all_rows[first], course.score, missed[first], tuple(all_rows[at] for at in rest))
        for course, (first, *rest) in zip(courses, places, strict=True)
    ]


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
