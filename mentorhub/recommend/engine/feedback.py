"""More like this, not that: one search moved by documents that the searcher points at.

Nothing is learnt from it: it holds for the search that it comes with. Source of the moved query:
Rocchio, Relevance feedback in information retrieval, 1971, with the stored vectors.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from mentorhub.recommend.engine.document import Feedback, Reason
from mentorhub.recommend.engine.fuse import towards
from mentorhub.recommend.engine.generation import Generation
from mentorhub.recommend.engine.lexical import question
from mentorhub.recommend.engine.ranking import Scored, share_of_words
from mentorhub.recommend.engine.vectors import Mask, Rows, Vectors, units
from mentorhub.recommend.engine.weights import Weights

MOST: Final = 5  # documents of each kind; what comes after them is ignored
MORE: Final = 0.7  # of the mean wanted document beside 1 for the question
LESS: Final = 0.1  # of what an unwanted document has beside the question
STANDS_OUT: Final = 1.0  # deviations above all candidates from which a hit is like a wanted one

WORDS_ALIKE: Final = 0.35  # the same without meaning: share of the BM25 of its title


@dataclass(frozen=True, slots=True)
class Leaning:
    """What feedback means in one generation: rows of documents wanted and unwanted."""

    more: Rows
    less: Rows
    generation: Generation
    weights: Weights

    @classmethod
    def of(cls, feedback: Feedback, generation: Generation, weights: Weights) -> "Leaning":
        """Return the leaning; keys that the generation does not know are left out."""
        less = _rows(feedback.less, generation)
        more = _rows([key for key in feedback.more if key not in feedback.less], generation)
        return cls(more, less, generation, weights)

    @property
    def feedback(self) -> Feedback:
        """Return the part of the feedback that counts."""
        keys = self.generation.keys
        return Feedback(
            tuple(keys[row] for row in self.more), tuple(keys[row] for row in self.less)
        )

    def allowed(self, mask: Mask) -> Mask:
        """Return the mask without the unwanted documents, and without the same course elsewhere."""
        if len(self.less) == 0:
            return mask
        kept = mask.copy()
        kept[self.generation.twins.members(self.less, mask)[0]] = False
        return kept

    def moved(self, query: Vectors | None, *, alone: bool) -> Vectors | None:
        """Return the vector of a question, towards the wanted and away from the unwanted.

        Where there is no question at all (``alone``) the wanted documents are one.
        """
        vectors = self.generation.vectors
        if vectors is None or (query is None and not alone):
            return query
        more = self.more[self.generation.has_vector(self.more)]
        if len(more):
            mean = units(vectors.stored(more).mean(axis=0))
            query = mean if query is None else towards(query, mean, MORE)
        if query is None or len(self.less) == 0:
            return query
        for unwanted in vectors.stored(self.less):
            beside = unwanted - float(unwanted @ query) * query
            query = towards(query, -beside, LESS)
        return query

    def pieces(self, asked: dict[str, float]) -> dict[str, float]:
        """Return the pieces to look for, with those of wanted titles."""
        titles = [self.generation.document(int(row)).title for row in self.more]
        wanted = question(" ".join(titles))
        return asked | {piece: self.weights.synonyms for piece in wanted if piece not in asked}

    def pushed(self, scored: Scored, asked: Mapping[str, float]) -> Scored:
        """Return the scores less what it costs to share words with unwanted titles.

        Where meaning counts, the question itself was moved away from them instead.
        """
        if len(self.less) == 0 or scored.step != "words":
            return scored
        said = self._share(self.less, asked, scored.rows)
        scores = scored.scores - LESS * self.weights.words_alone * said
        return replace(scored, scores=np.asarray(scores, np.float32))

    def reasons(self, hits: Rows, among: Rows) -> dict[int, tuple[Reason, ...]]:
        """Return for each hit that it was pointed at, or which wanted document it is like.

        ``among`` are all candidates of this search: they tell what is usual.
        """
        found: dict[int, tuple[Reason, ...]] = {
            int(row): (Reason("fits_chosen"),) for row in hits if row in self.more
        }
        for one in self.more:
            title = self.generation.document(int(one)).title
            for row in hits[self._like(int(one), hits, among)]:
                found.setdefault(int(row), (Reason("fits_example", {"title": title}),))
        return found

    def _like(self, one: int, hits: Rows, among: Rows) -> Mask:
        vectors = self.generation.vectors
        if vectors is None or not self.generation.has_vector(np.array([one])).all():
            share = self._share(np.array([one]), {}, hits)
            return np.asarray(share >= WORDS_ALIKE, np.bool_)
        own = vectors.stored(np.array([one]))[0]
        among = among[~np.isin(among, self.more) & self.generation.has_vector(among)]
        usual = vectors.scores(own, among)
        if len(usual) == 0:
            return np.zeros(len(hits), np.bool_)
        bar = float(usual.mean()) + STANDS_OUT * float(usual.std())
        return np.asarray(vectors.scores(own, hits) >= bar, np.bool_)

    def _share(self, of: Rows, asked: Mapping[str, float], rows: Rows) -> Vectors:
        """Return the share of the best BM25 of these titles that each row has, 0 to 1."""
        titles = " ".join(self.generation.document(int(row)).title for row in of)
        pieces = {piece: 1.0 for piece in question(titles) if piece not in asked}
        return share_of_words(pieces, rows, self.generation, self.weights)


def _rows(keys: Sequence[str], generation: Generation) -> Rows:
    rows = [generation.row(key) for key in dict.fromkeys(keys)]
    return np.array([row for row in rows if row is not None][:MOST], np.int64)
