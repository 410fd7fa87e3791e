"""Pure: which passages of a course answer a question, whether any does, and what a model may add.

A passage's score is the cosine of its meaning with the question's, plus a tenth of the share of the
question's words that it holds; without meaning it is that share alone. The thresholds were set on
``tests/golden/course_questions.jsonl``.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import log
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mentorhub.courses.passages import CoursePassage

Vectors = NDArray[np.float32]

MOST_QUOTES: Final = 3
WORDS_WEIGH: Final = 0.1
ANSWERS: Final = 0.9  # from this score on the best passage counts as an answer
NEAR: Final = 0.87  # from here on it is named as what comes nearest, or beside the answer
ANSWERS_BY_WORDS: Final = 0.5
NEAR_BY_WORDS: Final = 0.35
HALF: Final = 0.5  # a word is held if half of its pieces are: "Auskunft" by "Auskünfte"
SUPPORTED: Final = 0.5  # the share of a sentence's words that its passages must hold

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_ADDRESS = re.compile(r"https?:|www\.|@|\b[\w-]+\.(?:de|com|net|org|eu|test)\b", re.IGNORECASE)
_TO_MACHINES = re.compile(
    r"\b(?:ignorier|vergiss|vergessen sie|missacht|umgeh)\w*\b.{0,60}"
    r"\b(?:anweisung|anordnung|regel|vorgabe|prompt|bisherig|vorherig)"
    r"|\b(?:ignore|forget|disregard|override)\b.{0,60}"
    r"\b(?:instruction|rule|prompt|above|previous|prior)"
    r"|\bsystem[ -]?(?:prompt|nachricht|message|anweisung)"
    r"|\b(?:du bist|sie sind|you are) (?:jetzt|ab jetzt|ab sofort|nun|now)\b"
    r"|<\|?(?:im_start|system|assistant)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True)
class Pieces:
    """How texts become pieces of words that are compared: the search's own way."""

    topic_words: Callable[[str], Sequence[str]]
    of_word: Callable[[str], Sequence[str]]
    of_text: Callable[[str], Sequence[str]]


@dataclass(frozen=True)
class Found:
    """What a course says to a question: the best passages, or none and what comes nearest."""

    quotes: tuple[CoursePassage, ...] = ()
    nearest: CoursePassage | None = None


class PassageIndex:
    """The passages of one version of a course, ready to be asked; shared between threads."""

    def __init__(
        self, passages: Sequence[CoursePassage], vectors: Vectors | None, pieces: Pieces
    ) -> None:
        """Keep passages with their unit rows (n, d), float32; without vectors words decide."""
        self._passages = tuple(passages)
        self._vectors = vectors
        self._pieces = pieces
        self._held = [frozenset(pieces.of_text(each.read)) for each in self._passages]
        self._counts: dict[str, int] = {}
        for held in self._held:
            for piece in held:
                self._counts[piece] = self._counts.get(piece, 0) + 1

    def find(self, question: str, meaning: Vectors | None) -> Found:
        """Return what the course says to a question; ``meaning`` (d,) is its unit vector."""
        if not self._passages:
            return Found()
        shares = self._shares(question)
        if self._vectors is None or meaning is None:
            return self._chosen(shares, ANSWERS_BY_WORDS, NEAR_BY_WORDS)
        scores = np.einsum("ij,j->i", self._vectors, meaning) + WORDS_WEIGH * shares
        return self._chosen(scores, ANSWERS, NEAR)

    def _chosen(self, scores: NDArray[np.float64], answers: float, near: float) -> Found:
        order = np.argsort(-scores, kind="stable")[:MOST_QUOTES]
        best = float(scores[order[0]])
        first = self._passages[int(order[0])]
        if best < answers:
            return Found(nearest=first if best >= near else None)
        return Found(tuple(self._passages[int(at)] for at in order if scores[at] >= near))

    def _shares(self, question: str) -> NDArray[np.float64]:
        """Return for each passage the share of the question's words that it holds, (n,).

        A word weighs as much as its rarest piece tells (BM25's idf).
        """
        words = [self._pieces.of_word(word) for word in self._pieces.topic_words(question)]
        weights = [max(map(self._tells, word)) for word in words if word]
        total = sum(weights)
        if not total:
            return np.zeros(len(self._passages))
        told = list(zip(words, weights, strict=True))
        held = [sum(weight * _share(word, held) for word, weight in told) for held in self._held]
        return np.array(held) / total

    def _tells(self, piece: str) -> float:
        count, among = len(self._passages), self._counts.get(piece, 0)
        return log(1 + (count - among + 0.5) / (among + 0.5))


def speaks_to_machines(text: str) -> bool:
    """Return whether a text gives orders to a language model; such a text is not handed to one."""
    return bool(_TO_MACHINES.search(text))


def names_address(text: str) -> bool:
    """Return whether a text names an address of the web or of a mailbox."""
    return bool(_ADDRESS.search(text))


def is_supported(sentence: str, passages: Iterable[CoursePassage], pieces: Pieces) -> bool:
    """Return whether passages hold what a model's sentence says, as far as words can tell.

    Half of its words stand there, so does every number, and it names no address.
    """
    text = " ".join(each.read for each in passages)
    if names_address(sentence) or speaks_to_machines(sentence):
        return False
    if not set(_NUMBER.findall(sentence)) <= set(_NUMBER.findall(text)):
        return False
    held = frozenset(pieces.of_text(text))
    words = [pieces.of_word(word) for word in pieces.topic_words(sentence)]
    there = sum(_share(word, held) > 0 for word in words)
    return bool(words) and there >= SUPPORTED * len(words)


def _share(word: Sequence[str], held: frozenset[str]) -> float:
    share = sum(piece in held for piece in word) / len(word)
    return share if share >= HALF else 0.0
