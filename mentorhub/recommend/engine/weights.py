"""Every number that decides a ranking, in one place."""

from dataclasses import dataclass, replace
from typing import Final

WISHES: Final = (
    "place", "time", "form", "price", "azav", "language", "level", "start", "length", "kind",
    "audience",
)  # fmt: skip
_BESIDE_COSINE: Final = (
    "words", "words_alone", "subjects", "tongue", "unwanted", "cap", "on_topic", "off_topic",
    "kept_out",
    *WISHES,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Weights:
    """What words and wishes weigh beside the cosine of meaning.

    Made for multilingual-e5-small, whose cosines lie close together (right and wrong topics
    are about .03 apart): another encoder needs them ``scaled`` by the ratio of that distance.

    A wish that is contradicted costs its weight, one that is met costs nothing, one whose fact
    is unknown costs 0.4 of it (``wishes.UNKNOWN_COST``).
    """

    words: float = 0.03  # times BM25 / its maximum for this query
    head: float = 0.6  # of BM25 in title and learning goal beside 1 in the whole text
    centring: float = 0.25  # share of the mean generic question taken from the query
    also: int = 5  # corrected words and synonyms that are encoded with a question
    synonyms: float = 0.5  # of the pieces of such a word beside 1 for the searcher's own
    bridge: float = 0.5  # of the words of its subjects beside 1 for the question itself
    bridge_most: int = 5  # subjects that a question is moved towards
    bridge_warmth: float = 0.055  # how fast the share of a subject falls with its likeness
    bridge_named: float = 0.2  # share from which a subject is named beside the answer
    subjects: float = 0.025  # for a document about the subjects of the question
    subjects_least: float = 0.05  # likeness of subjects from which on they count in full
    tongue: float = 0.018  # for a document in a language that nobody asked for or asked in
    unwanted: float = 0.06  # for a document about what was refused: "kein Büro"
    words_alone: float = 0.07  # takes the place of the cosine on the step "words"

    place: float = 0.06
    time: float = 0.06
    form: float = 0.06
    price: float = 0.06
    azav: float = 0.026
    language: float = 0.06
    level: float = 0.032
    start: float = 0.032
    length: float = 0.032
    kind: float = 0.04
    audience: float = 0.05  # for a document that addresses others than who the searcher is
    cap: float = 0.12  # what all unmet wishes together can cost at most

    on_topic: float = 0.04  # behind the best on topic, and wishes still count in full
    off_topic: float = 0.04  # further behind, and they no longer count at all

    kept_out: float = 0.06  # as far behind what a filter keeps out is a wrong topic
    kept_out_words: float = 0.5  # of the best BM25, from which on nothing is looked for out there

    radius_km: int = 15  # what "in Dortmund" means where nobody named a distance
    pool: int = 200  # candidates from each of meaning and words, and again among fitting ones
    word_depth: int = 1000  # how deep BM25 is known; below it counts as 0
    depth: int = 300  # hits that can be paged through

    def scaled(self, factor: float) -> "Weights":
        """Return the weights for an encoder whose cosines lie ``factor`` times as far apart."""
        return replace(self, **{name: factor * getattr(self, name) for name in _BESIDE_COSINE})

    def of(self, wish: str) -> float:
        """Return the weight of a wish by its name in ``wishes.costs``."""
        if wish not in WISHES:
            raise KeyError(wish)
        weight: float = getattr(self, wish)
        return weight
