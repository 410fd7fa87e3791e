"""Pure: which questions of a quiz an attempt gets, and in which order everything is shown.

The same seed gives the same attempt on every machine and with every version of Python: chance comes
from SHA-256 and from nothing else.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mentorhub.courses.material.questions import (
    Cloze,
    Matching,
    Multiple,
    Ordering,
    Question,
    Single,
)
from mentorhub.courses.material.quizzes import Quiz

BYTES = 8
RANGE = 1 << (8 * BYTES)


@dataclass(frozen=True)
class Asked:
    """A question of an attempt, by its id, and in which order what belongs to it is shown.

    ``order`` holds places in the question as it is written, the first one is shown first: of
    ``options``, of ``rights`` for a matching, of ``items`` for an ordering; it is empty for all
    other kinds. ``gaps`` holds for each gap of a cloze the places of its options.
    """

    question: str
    order: tuple[int, ...] = ()
    gaps: tuple[tuple[int, ...], ...] = ()


def draw(quiz: Quiz, seed: int | str) -> tuple[Asked, ...]:
    """Return what an attempt with this seed asks, in order; 7 and "7" are the same seed.

    Every choice of ``quiz.asked`` questions is equally likely, and so is every order. Without
    ``quiz.shuffle`` questions and options stand as they are written. Two things are shuffled all
    the same, because the file has them in the right order: the items of an ordering, which with
    three or more never show that order, and the right sides of a matching.
    """
    places: Sequence[int] = _shuffled(len(quiz.questions), seed, "questions")[: quiz.asked]
    if not quiz.shuffle:
        places = sorted(places)
    return tuple(_asked(quiz.questions[place], quiz, seed) for place in places)


def _asked(question: Question, quiz: Quiz, seed: int | str) -> Asked:
    # A draw of its own for each question: what it shows does not hang on the questions before it.
    if isinstance(question, Ordering):
        return Asked(question.id, _disordered(len(question.items), seed, question.id))
    if isinstance(question, Matching):
        return Asked(question.id, _shuffled(len(question.rights), seed, "rights", question.id))
    if isinstance(question, Cloze):
        return Asked(question.id, gaps=_gaps(question, quiz, seed))
    if not isinstance(question, Single | Multiple):
        return Asked(question.id)
    count = len(question.options)
    shuffled = _shuffled(count, seed, "options", question.id)
    return Asked(question.id, shuffled if quiz.shuffle else tuple(range(count)))


def _gaps(question: Cloze, quiz: Quiz, seed: int | str) -> tuple[tuple[int, ...], ...]:
    return tuple(
        _shuffled(len(gap.options), seed, "gap", question.id, gap.id)
        if quiz.shuffle
        else tuple(range(len(gap.options)))
        for gap in question.gaps
    )


def _disordered(count: int, seed: int | str, id_: str) -> tuple[int, ...]:
    """Return an order other than the right one; of two things either order may come."""
    turn = 0
    order = _shuffled(count, seed, "items", id_)
    while count > 2 and order == tuple(range(count)):
        turn += 1
        order = _shuffled(count, seed, "items", id_, str(turn))
    return order


def _shuffled(count: int, seed: int | str, *purpose: str) -> tuple[int, ...]:
    """Return 0 to below ``count`` in an order of chance, by Durstenfeld (CACM 7, 1964, 420)."""
    chance = _chance(seed, purpose)
    order = list(range(count))
    for last in range(count - 1, 0, -1):
        other = _below(last + 1, chance)
        order[last], order[other] = order[other], order[last]
    return tuple(order)


def _below(count: int, chance: Iterator[int]) -> int:
    """Return a number from 0 to below ``count``, each equally likely."""
    even = RANGE - RANGE % count  # beyond it the small remainders would come more often
    return next(number for number in chance if number < even) % count


def _chance(seed: int | str, purpose: Sequence[str]) -> Iterator[int]:
    """Yield numbers from 0 to below ``RANGE`` for ever, for each purpose others."""
    start = hashlib.sha256(json.dumps([str(seed), *purpose]).encode())
    turn = 0
    while True:
        step = start.copy()
        step.update(turn.to_bytes(BYTES, "big"))
        block = step.digest()
        for at in range(0, len(block), BYTES):
            yield int.from_bytes(block[at : at + BYTES], "big")
        turn += 1
