"""From scores to one page: order, what may be shown, spread over providers, counts."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from mentorhub.recommend.engine.columns import TIME_BITS, UNKNOWN, Columns
from mentorhub.recommend.engine.document import FORMS, KINDS, LEVELS, SCHEDULES
from mentorhub.recommend.engine.fuse import ranked
from mentorhub.recommend.engine.generation import Generation
from mentorhub.recommend.engine.ranking import Scored
from mentorhub.recommend.engine.spread import Candidate, diversify
from mentorhub.recommend.engine.vectors import Rows

Visible = Callable[[Sequence[str]], set[str]]
_AZAV: Final = ("no", "yes")


@dataclass(frozen=True, slots=True)
class Page:
    """Where an answer is cut, and what happens to its order.

    ``visible`` returns which of the given keys may be shown now; ``seed`` decides ties;
    ``diversify`` holds one provider to a share of the first page.
    """

    limit: int = 10
    offset: int = 0
    seed: str = ""
    visible: Visible | None = None
    diversify: bool = True


@dataclass(frozen=True, slots=True)
class Arranged:
    """What is on the page, how much there is in all, and how it divides by facts."""

    hits: Sequence[Candidate]
    total: int
    facets: Mapping[str, Mapping[str, int]]


def arrange(
    scored: Scored, generation: Generation, page: Page, named: Collection[int], depth: int
) -> Arranged:
    """Put scored documents in order and cut the page out of them.

    At most ``depth`` hits can be paged through, except on the step "newest", which goes through
    everything. What is not visible leaves no gap and is not counted.
    """
    newest = scored.step == "newest"
    order = _newest_first(scored) if newest else _best_first(scored, generation, page.seed)
    if newest:
        order = order[: max(depth, page.offset + page.limit)]
    shown = _visible(order, scored, generation, page)
    hidden = len(order) - len(shown)
    shown = shown if newest else shown[:depth]
    rows, scores, unmet = scored.rows[shown], scored.scores[shown], scored.unmet[shown]
    ranking = list(map(Candidate, rows.tolist(), scores.tolist(), unmet.tolist()))
    if page.diversify:
        owners = generation.provider[rows].tolist()
        ranking = diversify(ranking, owners, named)
    counted = scored.rows if newest else rows
    return Arranged(
        hits=ranking[page.offset : page.offset + page.limit],
        total=len(scored.rows) - hidden if newest else len(ranking),
        facets=facets(generation.columns, counted),
    )


def _newest_first(scored: Scored) -> Rows:
    return np.lexsort((scored.rows, -np.round(scored.scores, 6)))


def _best_first(scored: Scored, generation: Generation, seed: str) -> Rows:
    return ranked(scored.scores, [generation.keys[row] for row in scored.rows.tolist()], seed)


def _visible(order: Rows, scored: Scored, generation: Generation, page: Page) -> Rows:
    if page.visible is None:
        return order
    keys = [generation.keys[row] for row in scored.rows[order].tolist()]
    allowed = page.visible(keys)
    return order[[key in allowed for key in keys]] if keys else order


def facets(columns: Columns, rows: Rows) -> dict[str, dict[str, int]]:
    """Count documents by fact and value; values that do not occur are left out."""
    price = columns.price[rows]
    counts = {
        "kind": _count(columns.kind[rows], KINDS),
        "form": _count(columns.form[rows], FORMS),
        "level": _count(columns.level[rows], LEVELS),
        "language": _count(columns.language[rows], [str(name) for name in columns.languages]),
        "azav": _count(columns.azav[rows], _AZAV),
        "schedule": {
            name: int((columns.times[rows] & TIME_BITS[name] > 0).sum()) for name in SCHEDULES
        },
        "price": {
            "free": int((price == 0).sum()),
            "paid": int((price > 0).sum()),
            "unknown": int((price == UNKNOWN).sum()),
        },
    }
    return {
        fact: {value: number for value, number in values.items() if number}
        for fact, values in counts.items()
    }


def _count(
    values: np.ndarray[tuple[int], np.dtype[np.integer]], names: Sequence[str]
) -> dict[str, int]:
    numbers = np.bincount(values[values >= 0], minlength=len(names))
    return {name: int(number) for name, number in zip(names, numbers, strict=False)}
