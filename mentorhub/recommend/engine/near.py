"""Whether anything that was found is about what somebody asks for.

A search always finds the nearest; where that is far, it says so. Two signs tell, each measured
on questions to which the catalogue has no answer (``tests/golden/nothing.jsonl``).
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from mentorhub.recommend.engine.document import Document
from mentorhub.recommend.engine.text import topic_words, words
from mentorhub.recommend.engine.vectors import Vectors

LOOKED_AT: Final = 10  # hits
LACKING: Final = 0.6  # share of a question about subjects that no document has
_HELD: Final = 0.5  # share of a subject in its best document from which on the index has it
_FLAT: Final = 0.03  # of the score, between the first hit and the last: nothing stands out
_APART: Final = 0.07  # from which on the first hit stands out so far that it must mean something
_COVERED: Final = 0.67  # share of a question's words in the first hits that speaks for them
_MISSING: Final = 0.5  # share of what was looked for beside them
_HARDLY: Final = 0.2
_FIRST: Final = 3  # hits that people look at first
_STEM: Final = 5  # letters that two forms of one word share


def lacking(shares: Vectors, held: Vectors) -> float:
    """Return how much of a question is about subjects of which the index has no document.

    ``shares`` (k,) are those of the question, ``held`` (k,) the largest share of each subject in
    any document.
    """
    return float((shares * (1 - np.minimum(1, held / _HELD))).sum())


def none_near(
    topic: str,
    also: Sequence[str],
    lack: float,
    documents: Sequence[Document],
    scores: Sequence[float],
) -> bool:
    """Return whether none of the first ``documents`` is about the topic, best first.

    Either the index lacks the subject, the first hits have few of the words and the first of them
    is not far ahead; or hardly a word
    of the person's own stands in the hits, most of what was looked for beside them (``also``) does
    not either, and no hit stands out.
    """
    if not topic_words(topic) or not documents:
        return False
    texts = [words(f"{one.title} {one.learn}") for one in documents]
    own = covered(topic_words(topic), texts[:_FIRST])
    ahead = scores[0] - scores[-1]
    if lack >= LACKING:
        return own < _COVERED and ahead < _APART
    missing = [name for name in also if covered(words(name), texts) < 1]
    return own < _HARDLY and len(missing) >= _MISSING * max(1, len(also)) and ahead < _FLAT


def covered(names: Sequence[str], texts: Sequence[Sequence[str]]) -> float:
    """Return the share of the words that stand in one of the texts, in whatever form."""
    telling = [name for name in names if len(name) >= _STEM - 1]
    if not telling:
        return 1.0
    found = sum(any(name[:_STEM] in word for text in texts for word in text) for name in telling)
    return found / len(telling)
