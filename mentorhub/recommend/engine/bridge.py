"""From what people say to what courses are about: the subjects of a question.

A question rarely has the words of a course title. It is compared with sentences that people say
about known subjects; the question is moved towards the words of its subjects, and documents about
them are preferred.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mentorhub.recommend.engine.cache import VectorCache
from mentorhub.recommend.engine.fuse import towards
from mentorhub.recommend.engine.naming import Names
from mentorhub.recommend.engine.senses import Trained, Whitened, learn, restored
from mentorhub.recommend.engine.text import words
from mentorhub.recommend.engine.vectors import Encoder, IntentEncoder, Progress, Rows, Vectors
from mentorhub.recommend.engine.weights import Weights

BRIDGE_FILE: Final = "bridge.npz"
ABOUT_FILE: Final = "about.npz"
_SUBJECTS_OF_A_DOCUMENT: Final = 4
_SHARP: Final = 0.25  # of the spread of likeness between subjects, see ``About.of``
_NAMED: Final = 6.0  # for a title that names a subject, beside its likeness in units of that
_AT_ONCE: Final = 10_000
_LITTLE: Final = 1e-9
_EVERYDAY: Final = 3  # sentences with a word from which on it is no slip


@dataclass(frozen=True, slots=True)
class Subject:
    """What a course may be about: words of course titles, and sentences that people say."""

    key: str
    mean: tuple[str, ...]
    say: tuple[str, ...]


def mark_of(subjects: Sequence[Subject], encoder: Encoder) -> str:
    """Return what changes with the subjects and with the encoder of a bridge."""
    said = (encoder.name, space_of(encoder), *subjects)
    return blake2b(repr(said).encode(), digest_size=16).hexdigest()


def space_of(encoder: Encoder) -> str:
    """Return the name of the vectors in which this encoder compares questions with sayings."""
    return encoder.intents_name if isinstance(encoder, IntentEncoder) else encoder.name


@dataclass(frozen=True, slots=True)
class Bridge:
    """Subjects, their words, and a sense of which of them a question is about.

    ``words`` (k, d) are the unit vectors of each subject's words, float32, ``names`` (k,) the first
    of them, ``called`` all of them. ``mark`` is that of ``mark_of``, ``space`` that of
    ``space_of``. ``everyday`` are words of several sentences, folded: whoever says one has not
    misspelt a word of the catalogue.
    """

    sense: Trained | Whitened
    words: Vectors
    names: NDArray[np.str_]
    called: Names
    mark: str = ""
    space: str = ""
    everyday: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        subjects: Sequence[Subject],
        encoder: Encoder,
        cache: VectorCache,
        progress: Progress | None = None,
    ) -> "Bridge":
        """Return the bridge over these subjects; sentences that the cache knows are not encoded."""
        said = {each.key: each.say for each in subjects}
        return cls(
            sense=learn(said, encoder, cache, progress),
            words=np.stack([encoder.query(", ".join(each.mean)) for each in subjects]),
            names=np.array([each.mean[0] for each in subjects], np.str_),
            called=Names.of([each.mean for each in subjects]),
            mark=mark_of(subjects, encoder),
            space=space_of(encoder),
            everyday=_everyday(subjects),
        )

    def shares(self, wanted: Vectors, weights: Weights) -> Vectors:
        """Return how much of each subject there is in what is ``wanted``: (k,), sum 1."""
        return _softmax(self.sense.likeness(wanted, weights.bridge_warmth))

    def moved(self, query: Vectors, shares: Vectors, weights: Weights) -> Vectors:
        """Return the unit vector of a question, moved towards the words of its subjects."""
        most = np.argsort(-shares, kind="stable")[: weights.bridge_most]
        kept = shares[most] / shares[most].sum()
        return towards(query, kept @ self.words[most], weights.bridge)

    def named(self, shares: Vectors, weights: Weights) -> tuple[str, ...]:
        """Return the names of the subjects that a question is plainly about, largest first."""
        largest = np.argsort(-shares, kind="stable")[: weights.bridge_most]
        return tuple(str(self.names[at]) for at in largest if shares[at] >= weights.bridge_named)

    def save(self, folder: Path) -> None:
        """Write the bridge into the folder."""
        np.savez(
            folder / BRIDGE_FILE,
            allow_pickle=False,
            words=self.words,
            names=self.names,
            called=self.called.texts,
            owner=self.called.owner,
            mark=self.mark,
            space=self.space,
            everyday=np.array(sorted(self.everyday), np.str_),
            **self.sense.arrays(),
        )

    @classmethod
    def load(cls, folder: Path) -> "Bridge | None":
        """Read what ``save`` wrote, None where there is none."""
        if not (folder / BRIDGE_FILE).exists():
            return None
        with np.load(folder / BRIDGE_FILE, allow_pickle=False) as stored:
            texts = str(stored["mark"]), str(stored["space"])
            everyday = frozenset(stored["everyday"].tolist())
            called = Names(stored["called"], stored["owner"])
            return cls(restored(stored), stored["words"], stored["names"], called, *texts, everyday)


@dataclass(frozen=True, slots=True)
class About:
    """What each document is about.

    ``subjects`` (n, m) are the numbers of its subjects, largest first, ``shares`` (n, m) theirs.
    """

    subjects: NDArray[np.uint16]
    shares: NDArray[np.float16]

    @classmethod
    def of(cls, vectors: Vectors, titles: Iterable[str], bridge: Bridge) -> "About":
        """Return the subjects of documents with these unit vectors (n, d) and titles.

        A document is compared with the words of every subject. What a subject shares with all
        others is no reason to be about it and is taken off; that the title names it is one. A
        document whose vector is not there yet, a row of zeros, is about nothing.
        """
        among = bridge.words @ bridge.words.T
        apart = among[~np.eye(len(among), dtype=np.bool_)]
        sharp = max(_SHARP * float(apart.std()) if len(apart) else 1.0, _LITTLE)
        most = min(_SUBJECTS_OF_A_DOCUMENT, len(among))
        subjects = np.empty((len(vectors), most), np.uint16)
        shares = np.empty((len(vectors), most), np.float16)
        rest = iter(titles)
        for start in range(0, len(vectors), _AT_ONCE):
            part = slice(start, start + _AT_ONCE)
            like = (vectors[part] @ bridge.words.T - among.mean(1)) / sharp
            named = np.stack([bridge.called.share_in(one) for one in islice(rest, len(like))])
            every = _softmax(like + _NAMED * named)
            largest = np.argsort(-every, axis=1, kind="stable")[:, :most]
            subjects[part] = largest
            shares[part] = np.take_along_axis(every, largest, axis=1)
        shares[~vectors.any(axis=1)] = 0
        return cls(subjects, shares)

    @classmethod
    def joined(cls, one: "About", other: "About", rows: Rows) -> "About":
        """Return these rows of two, counted through from the first to the second."""
        return cls(
            np.concatenate([one.subjects, other.subjects])[rows],
            np.concatenate([one.shares, other.shares])[rows],
        )

    def alike(self, rows: Rows, wanted: Vectors) -> Vectors:
        """Return how much each of the rows shares subjects with a question's ``wanted`` (k,)."""
        shares = self.shares[rows].astype(np.float32)
        return np.asarray((shares * wanted[self.subjects[rows]]).sum(1), np.float32)

    def held(self, count: int) -> Vectors:
        """Return the largest share that each of ``count`` subjects has in a document: (count,)."""
        most = np.zeros(count, np.float32)
        np.maximum.at(most, self.subjects.ravel().astype(np.int64), self.shares.ravel())
        return most

    def save(self, folder: Path) -> None:
        """Write it into the folder."""
        np.savez(
            folder / ABOUT_FILE, allow_pickle=False, subjects=self.subjects, shares=self.shares
        )

    @classmethod
    def load(cls, folder: Path) -> "About | None":
        """Read what ``save`` wrote, None where there is none."""
        if not (folder / ABOUT_FILE).exists():
            return None
        with np.load(folder / ABOUT_FILE, allow_pickle=False) as stored:
            return cls(**stored)


def _everyday(subjects: Sequence[Subject]) -> frozenset[str]:
    said = (words(one) for each in subjects for one in each.say)
    count = Counter(word for sentence in said for word in set(sentence))
    return frozenset(word for word, times in count.items() if times >= _EVERYDAY)


def _softmax(rows: Vectors) -> Vectors:
    powers = np.exp(rows - rows.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), np.float32)
