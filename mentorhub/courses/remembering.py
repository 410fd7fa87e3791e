"""Pure: when a question that was learnt comes back, by FSRS, in whole days.

Days are those of the calendar: neither the hour of an answer nor a change to summer time makes a
question come earlier. The scheduler is FSRS-6 with the parameters of its authors
(https://github.com/open-spaced-repetition/py-fsrs), without steps within a day and without chance.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal

from fsrs import Card, Rating, Scheduler, State

from mentorhub.courses.material.course import Course
from mentorhub.courses.material.questions import Essay

MOST_CARDS: Final = 5
SECONDS_A_CARD: Final = 24  # five in two minutes
SNOOZE: Final = timedelta(days=7)
FIRST_WAIT: Final = timedelta(days=1)  # a question was answered on the day of the completion

Felt = Literal["hard", "easy"]
"""What a learner may say about a right answer; nobody has to."""

_SCHEDULER: Final = Scheduler(
    desired_retention=0.9,
    learning_steps=(),
    relearning_steps=(),
    maximum_interval=365,
    enable_fuzzing=False,
)


@dataclass(frozen=True, order=True)
class CardKey:
    """A question by course, quiz and its own id; one and the same in every version."""

    course: str
    quiz: str
    question: str


@dataclass(frozen=True)
class Memory:
    """How firmly somebody knows a question: FSRS's stability (days) and difficulty (1 to 10).

    It was last seen on ``seen_on`` and comes back on ``due_on``.
    """

    stability: float
    difficulty: float
    seen_on: date
    due_on: date


def answered(
    before: Memory | None, today: date, *, right: bool, felt: Felt | None = None
) -> Memory:
    """Return what is remembered after an answer.

    A wrong answer brings the question back soon, whatever it felt like. A clock that was set back
    counts as no time passed; a question is due tomorrow at the earliest.
    """
    day = max(today, before.seen_on) if before else today
    card = Card(card_id=0, due=_noon(day))
    if before:
        card = Card(
            card_id=0,
            state=State.Review,
            stability=before.stability,
            difficulty=before.difficulty,
            due=_noon(before.due_on),
            last_review=_noon(before.seen_on),
        )
    after, _ = _SCHEDULER.review_card(card, _rating(right=right, felt=felt), _noon(day))
    assert after.stability is not None  # FSRS gives both to every card that was reviewed
    assert after.difficulty is not None
    return Memory(after.stability, after.difficulty, day, after.due.date())


def cards_of(course: Course) -> tuple[CardKey, ...]:
    """Return the questions of a course that need nobody to grade them, in its order.

    What only renews a certificate is seen by nobody before.
    """
    return tuple(
        CardKey(course.id, name, question.id)
        for name, quiz in course.quizzes.items()
        if name != course.refresher
        for question in quiz.questions
        if not isinstance(question, Essay)
    )


def due(
    cards: Mapping[CardKey, date], memories: Mapping[CardKey, Memory], today: date
) -> list[CardKey]:
    """Return the cards whose day has come: known ones first, the longest waiting at their head.

    ``cards`` holds all that are asked at all, with the day on which their course was complete; what
    is remembered of others does not matter. New cards come in the order of ``cards``.
    """
    known = [key for key in cards if key in memories and memories[key].due_on <= today]
    new = [key for key, done in cards.items() if key not in memories and done + FIRST_WAIT <= today]
    return [*sorted(known, key=lambda key: (memories[key].due_on, key)), *_mixed(new)]


def next_day(cards: Mapping[CardKey, date], memories: Mapping[CardKey, Memory]) -> date | None:
    """Return the first day on which a card comes, also a past one; None without cards."""
    days = (
        memories[key].due_on if key in memories else done + FIRST_WAIT
        for key, done in cards.items()
    )
    return min(days, default=None)


def minutes(count: int) -> int:
    """Return about how many minutes so many cards take, one at least."""
    return max(1, round(count * SECONDS_A_CARD / 60))


def _mixed(new: Sequence[CardKey]) -> Iterable[CardKey]:
    """Return new cards with the courses in turn, so that none is a block of its own."""
    turns: dict[str, int] = {}
    placed = []
    for key in new:
        turns[key.course] = turns.get(key.course, 0) + 1
        placed.append((turns[key.course], key))
    return [key for _, key in sorted(placed, key=lambda each: each[0])]


def _rating(*, right: bool, felt: Felt | None) -> Rating:
    if not right:
        return Rating.Again
    return {"hard": Rating.Hard, "easy": Rating.Easy, None: Rating.Good}[felt]


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
