"""Keeps one provider from filling the first page; runs after scoring and knows no scores."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Sequence
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
    hits: Sequence[Candidate],
    provider_of: Callable[[Candidate], int],
    named: Collection[int] = (),
) -> list[int]:
    """Return the places of the hits with at most MOST of one provider among the first WINDOW.

    Providers that the searcher ``named`` stay as they are, and so does a hit whose place would go
    to one that meets fewer wishes. What is held back follows right behind the window, in its old
    order. Only hits that may come into the window are looked at.
    """

    def is_full(at: int) -> bool:
        provider = provider_of(hits[at])
        return provider not in named and count[provider] >= MOST

    first: list[int] = []
    held: list[int] = []
    count: Counter[int] = Counter()
    at = rival = 0  # no hit before the rival may come in: providers never become free again
    while at < len(hits) and len(first) < WINDOW:
        if is_full(at):
            rival = max(rival, at + 1)
            while rival < len(hits) and is_full(rival):
                rival += 1
        if is_full(at) and rival < len(hits) and hits[rival].unmet <= hits[at].unmet + _SLACK:
            held.append(at)
        else:
            count[provider_of(hits[at])] += 1
            first.append(at)
        at += 1
    return [*first, *held, *range(at, len(hits))]


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
