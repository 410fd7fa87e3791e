"""How much of the catalogue says the same twice: sentences of one offer that stand in another."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from mentorhub.recommend.engine.text import words
from mentorhub.recommend.offer_record import OfferRecord

NEARLY = 0.6  # share of words in common (Jaccard) from which two sentences are nearly the same
SHORTEST = 4  # words; shorter ones ("Mit Prüfung.") cannot be told apart
MOST = 0.05

_END = re.compile(r"(?<=[.!?])\s+|\n")


@dataclass(frozen=True)
class Sentence:
    """One sentence of an offer, and its words in the spelling that is compared."""

    key: str
    text: str
    words: frozenset[str]


@dataclass(frozen=True)
class Pair:
    """Two sentences of two offers and how much they share, from NEARLY to 1."""

    share: float
    one: Sentence
    other: Sentence


@dataclass(frozen=True)
class Sameness:
    """``share`` of all sentences that (nearly) repeat another offer's; the worst pairs first."""

    sentences: int
    share: float
    pairs: tuple[Pair, ...]


def measure(records: Iterable[OfferRecord]) -> Sameness:
    """Compare every sentence of every offer with those of all others."""
    all_ = [sentence for record in records for sentence in _sentences(record)]
    pairs = [
        Pair(share, one, other)
        for one, other in _candidates(all_)
        if one.key != other.key and (share := _share(one.words, other.words)) >= NEARLY
    ]
    repeated = {id(sentence) for pair in pairs for sentence in (pair.one, pair.other)}
    pairs.sort(key=lambda pair: (-pair.share, pair.one.key, pair.other.key))
    return Sameness(len(all_), len(repeated) / max(1, len(all_)), tuple(pairs))


def _sentences(record: OfferRecord) -> Iterator[Sentence]:
    for text in _END.split(f"{record.learn}\n{record.description}"):
        found = frozenset(words(text))
        if len(found) >= SHORTEST:
            yield Sentence(record.key, text.strip(), found)


def _candidates(sentences: Sequence[Sentence]) -> Iterator[tuple[Sentence, Sentence]]:
    """Yield each pair that may be nearly the same, once.

    Two such sentences share one of their rarest words, as many of them as they may differ in and
    one more. Source: Chaudhuri, Ganti, Kaushik, ICDE 2006 (prefix filter).
    """
    common = Counter(word for sentence in sentences for word in sentence.words)
    by_word: dict[str, list[int]] = {}
    for at, sentence in enumerate(sentences):
        rarest = sorted(sentence.words, key=lambda word: (common[word], word))
        kept = rarest[: len(rarest) - ceil(NEARLY * len(rarest)) + 1]
        for before in sorted({at for word in kept for at in by_word.get(word, ())}):
            yield sentences[before], sentence
        for word in kept:
            by_word.setdefault(word, []).append(at)


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    both = len(one & other)
    return both / (len(one) + len(other) - both)
