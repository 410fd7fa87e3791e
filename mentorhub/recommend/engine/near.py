"""Whether anything that was found is about what somebody asks for.

A search always finds the nearest; where that is far, it says so. Four signs tell, each measured
on questions to which the catalogue has no answer (``tests/golden/nothing.jsonl``).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from string import digits
from typing import Final

import numpy as np

from mentorhub.recommend.engine.document import Document
from mentorhub.recommend.engine.text import topic_words, words
from mentorhub.recommend.engine.vectors import Vectors

LOOKED_AT: Final = 10  # hits
LACKING: Final = 0.6  # share of a question about subjects that no document has
HELD: Final = 0.5  # share of a subject in its best document from which on the index has it
_FLAT: Final = 0.03  # of the score, between the first hit and the last: nothing stands out
_EVEN: Final = 0.06  # the same, where nothing at all was recognised
_APART: Final = 0.07  # from which on the first hit stands out so far that it must mean something
_COVERED: Final = 0.67  # share of a question's words in the first hits that speaks for them
_MISSING: Final = 0.5  # share of what was looked for beside them
_HARDLY: Final = 0.2
_NO_SUBJECT: Final = 0.1  # share of the largest subject below which a question has none
_FIRST: Final = 3  # hits that people look at first
_STEM: Final = 5  # letters that two forms of one word share
_INSIDE: Final = 7  # of a word that stands inside another; fewer are chance: "reiten", "bereiten"
_LONG: Final = 0.6  # share of a long word that its other forms have as well


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of a question whose hits are looked at.

    ``synonyms`` and ``names``, those of large subjects, were looked for beside the ``topic``;
    ``absent`` are the names of which there is no document. ``lack`` comes from ``lacking``,
    ``largest`` is the share of the largest subject. ``foreign``: neither German nor English.
    """

    topic: str
    synonyms: Sequence[str] = ()
    names: Sequence[str] = ()
    absent: Sequence[str] = ()
    lack: float = 0.0
    largest: float = 1.0
    foreign: bool = False


def lacking(shares: Vectors, held: Vectors) -> float:
    """Return how much of a question is about subjects of which the index has no document.

    ``shares`` (k,) are those of the question, ``held`` (k,) the largest share of each subject in
    any document.
    """
    return float((shares * (1 - np.minimum(1, held / HELD))).sum())


def none_near(asked: Asked, documents: Sequence[Document], scores: Sequence[float]) -> bool:
    """Return whether none of the first ``documents`` is about the topic, best first.

    ``scores`` are the best on topic, whatever was wished for. Where a synonym stands in the first
    hits, they are about a question in another language, or of one word. Otherwise none is where

    - the index lacks the subject, the first hits have few of the words and the first of them is
      not far ahead;
    - a subject that the index lacks was called by its name, and that stands in no hit;
    - hardly a word of the person's own stands in the hits, most of what was looked for beside them
      does not either, and no hit stands out;
    - nothing was recognised: no subject, no other word to look for, and no hit has any of the
      words. Of other languages too little is known for that.
    """
    own = topic_words(asked.topic)
    if not own or not documents:
        return False
    texts = [words(f"{one.title} {one.learn}") for one in documents]
    first = texts[:_FIRST]
    whole = asked.foreign or sum(not one.isdigit() for one in own) == 1  # "57, arbeitslos"
    if whole and any(covered(words(name), first, _same) == 1 for name in asked.synonyms):
        return False
    ahead = scores[0] - scores[-1]
    if asked.lack >= LACKING:
        return covered(own, first, _same) < _COVERED and ahead < _APART
    if any(_called(name, own) and covered(words(name), texts, _same) < 1 for name in asked.absent):
        return ahead < _APART
    also = (*asked.synonyms, *asked.names)
    if not also:
        unknown = asked.largest < _NO_SUBJECT and ahead < _EVEN and not asked.foreign
        return unknown and not any(_holds(one, own) for one in documents)
    missing = [name for name in also if covered(words(name), texts) < 1]
    hardly = covered(own, first) < _HARDLY
    return hardly and len(missing) >= _MISSING * len(also) and ahead < _FLAT


def _akin(name: str, word: str) -> bool:
    return name[:_STEM] in word


def _same(name: str, word: str) -> bool:
    """Return whether two words are forms of one, or the name a part of the word."""
    least = max(_STEM, round(_LONG * len(name)))
    inside = len(name) >= _INSIDE and name[: max(least, _INSIDE)] in word
    return inside or word.startswith(name[:least])


def covered(
    names: Sequence[str],
    texts: Sequence[Sequence[str]],
    alike: Callable[[str, str], bool] = _akin,
) -> float:
    """Return the share of the words that stand in one of the texts, in whatever form."""
    telling = [name for name in names if len(name) >= _STEM - 1]
    if not telling:
        return 1.0
    found = sum(any(alike(name, word) for text in texts for word in text) for name in telling)
    return found / len(telling)


def _called(name: str, own: Sequence[str]) -> bool:
    return covered(words(name), [own], _same) == 1


def _holds(document: Document, own: Sequence[str]) -> bool:
    """Return whether any of the words, the shortest ones too, stands anywhere in a document.

    Of "BR1" the letters are enough.
    """
    there = words(document.indexed_text())
    return any(
        one in there or one.rstrip(digits) in there
        if len(one) < _STEM - 1
        else covered([one], [there])
        for one in own
    )
