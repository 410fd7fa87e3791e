"""Every number that decides a ranking, in one place."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Encoded = Literal["sentence", "topic"]


@dataclass(frozen=True, slots=True)
class Weights:
    """What words and wishes weigh beside the cosine of meaning.

    Made for multilingual-e5-small, whose cosines lie close together (right and wrong topics
    are about .03 apart): for another encoder multiply by the ratio of that distance.

    A wish that is contradicted costs its weight, one that is met costs nothing, one whose fact
    is unknown costs 0.4 of it (``wishes.UNKNOWN_COST``).
    """

    words: float = 0.03  # times BM25 / its maximum for this query
    head: float = 0.6  # of BM25 in title and learning goal beside 1 in the whole text
    centring: float = 0.25  # share of the mean generic question taken from the query
    encoded: Encoded = "sentence"  # what is encoded: all that was asked, or only the topic
    also: int = 5  # corrected words and synonyms that are encoded with it
    also_alone: float = 0.5  # of their own vector, where the catalogue knows few words asked
    synonyms: float = 0.5  # of the pieces of such a word beside 1 for the searcher's own
    words_alone: float = 0.07  # takes the place of the cosine on the step "words"

    place: float = 0.035
    time: float = 0.035
    form: float = 0.035
    price: float = 0.035
    azav: float = 0.015
    language: float = 0.035
    level: float = 0.02
    start: float = 0.02
    kind: float = 0.04
    cap: float = 0.05  # what all unmet wishes together can cost at most

    radius_km: int = 15  # what "in Dortmund" means where nobody named a distance
    pool: int = 200  # candidates from each of meaning and words, and again among fitting ones
    word_depth: int = 1000  # how deep BM25 is known; below it counts as 0
    depth: int = 300  # hits that can be paged through

    def of(self, wish: str) -> float:
        """Return the weight of a wish by its name in ``wishes.costs``."""
        by_name: Mapping[str, float] = {
            "place": self.place,
            "time": self.time,
            "form": self.form,
            "price": self.price,
            "azav": self.azav,
            "language": self.language,
            "level": self.level,
            "start": self.start,
            "kind": self.kind,
        }
        return by_name[wish]
