"""Keeps one provider from filling the first page; runs after scoring and knows no scores."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from mentorhub.recommend.engine.text import words

WINDOW: Final = 10
MOST: Final = 2
_SLACK = 1e-6
_NO_NAME = frozenset(
    words("gmbh ggmbh ag ev e v und der die das für in am beispiel mbh co kg stadt gemeinnützige")
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One ranked document. ``unmet`` is 0 where every wish is met.

    ``others`` are the rows of the same course that it stands for.
    """

    row: int
    score: float
    unmet: float
    others: tuple[int, ...] = ()


def diversify(
    hits: Sequence[Candidate], providers: Sequence[int], named: Collection[int] = ()
) -> list[Candidate]:
    """Return the ranking with at most MOST hits of one provider among the first WINDOW.

    ``providers`` holds the provider of each hit. Providers that the searcher ``named`` stay
    as they are, and so does a hit whose place would go to one that meets fewer wishes. What is
    held back follows right behind the window, in its old order.
    """
    first: list[int] = []
    held: list[int] = []
    count: Counter[int] = Counter()
    waiting = list(range(len(hits)))
    while waiting and len(first) < WINDOW:
        at = waiting.pop(0)
        provider = providers[at]
        if (
            provider in named
            or count[provider] < MOST
            or not _replaceable(hits, providers, at, waiting, count, named)
        ):
            count[provider] += 1
            first.append(at)
        else:
            held.append(at)
    return [hits[at] for at in (*first, *sorted((*held, *waiting)))]


def _replaceable(
    hits: Sequence[Candidate],
    providers: Sequence[int],
    at: int,
    waiting: Sequence[int],
    count: Counter[int],
    named: Collection[int],
) -> bool:
    """Return whether the next hit of another provider meets the wishes as well."""
    for other in waiting:
        if providers[other] in named or count[providers[other]] < MOST:
            return hits[other].unmet <= hits[at].unmet + _SLACK
    return False


class ProviderNames:
    """Recognises the providers that a text names."""

    def __init__(self, names: Sequence[str]) -> None:
        self._words = [frozenset(words(name)) - _NO_NAME for name in names]
        self._with: dict[str, list[int]] = defaultdict(list)
        for at, telling in enumerate(self._words):
            if telling:
                self._with[min(telling, key=lambda word: (-len(word), word))].append(at)

    def named(self, text: str) -> frozenset[int]:
        """Return which providers a text names: every word but a legal form is in it."""
        said = set(words(text))
        return frozenset(
            at for word in said for at in self._with.get(word, ()) if self._words[at] <= said
        )
