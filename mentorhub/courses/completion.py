"""What completes a course: a list of steps, and which of them are done."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil
from typing import Literal

from mentorhub.courses.material.course import Course
from mentorhub.courses.material.lessons import Package

Kind = Literal["lesson", "quiz", "reflection", "practice", "live"]
SHARE_OF_TIME = 0.2  # a lesson cannot be at its end sooner after its opening


@dataclass(frozen=True)
class Done:
    """What somebody has done of a course; ``live`` counts attended dates.

    ``renews``: they take it again, and the certificate that they had was not revoked.
    """

    lessons: frozenset[str] = frozenset()
    quizzes: frozenset[str] = frozenset()
    reflections: frozenset[str] = frozenset()
    practice: bool = False
    live: int = 0
    renews: bool = False


@dataclass(frozen=True)
class Step:
    """One thing to do; ``id`` names it within its kind, ``have`` of ``need`` are done."""

    kind: Kind
    id: str
    title: str
    have: int
    need: int = field(default=1)

    @property
    def is_done(self) -> bool:
        """Whether nothing of it is left to do."""
        return self.have >= self.need


def steps(course: Course, done: Done) -> tuple[Step, ...]:
    """Return everything that completes the course, in the order in which one does it."""
    if is_refresher(course, done):
        id_ = course.renewal
        return (Step("quiz", id_, course.quizzes[id_].title, id_ in done.quizzes),)
    found = [Step("lesson", le.id, le.title, le.id in done.lessons) for le in course.lessons]
    found += [
        Step("reflection", id_, course.reflection_title(id_), id_ in done.reflections)
        for id_ in course.complete.reflections
    ]
    found += [
        Step("quiz", id_, course.quizzes[id_].title, id_ in done.quizzes)
        for id_ in course.complete.quizzes
    ]
    if course.practice:
        found.append(Step("practice", "practice", course.practice.title, done.practice))
    if course.complete.live:
        found.append(
            Step("live", "live", "", min(done.live, course.complete.live), course.complete.live)
        )
    return tuple(found)


def is_refresher(course: Course, done: Done) -> bool:
    """Return whether passing one quiz is all that is demanded, because it renews a certificate."""
    return done.renews and bool(course.renewal)


def is_complete(course: Course, done: Done) -> bool:
    """Return whether every step is done."""
    return all(step.is_done for step in steps(course, done))


def lesson_minutes(course: Course) -> dict[str, int]:
    """Return how long each lesson takes, by its id; every word is counted for it."""
    return {le.id: course.minutes_of(le) for le in course.lessons}


def percent(course: Course, done: Done, minutes: Mapping[str, int] | None = None) -> int:
    """Return how much is done in whole per cent, by minutes; 100 only when everything is.

    A lesson weighs as many minutes as it takes, everything else five. Who asks for many people
    counts ``lesson_minutes`` once and hands them over.
    """
    weights = lesson_minutes(course) if minutes is None else minutes
    all_steps = steps(course, done)
    total = have = 0.0
    for step in all_steps:
        weight = weights[step.id] if step.kind == "lesson" else 5.0
        total += weight
        have += weight * step.have / step.need
    if all(step.is_done for step in all_steps):
        return 100
    return min(99, int(100 * have / total))


def next_step(course: Course, done: Done) -> Step | None:
    """Return what comes first of what is left, None if nothing is."""
    return next((step for step in steps(course, done) if not step.is_done), None)


def earliest_end(course: Course, lesson_id: str) -> int:
    """Return how many seconds after its opening a lesson can be at its end at the earliest.

    Packages do not count: each says itself when it is at its end.
    """
    lesson = course.lesson(lesson_id)
    if lesson is None:
        return 0
    packages = sum(each.minutes for each in lesson.blocks if isinstance(each, Package))
    return int((course.minutes_of(lesson) - packages) * 60 * SHARE_OF_TIME)


def still_to_read(
    course: Course,
    lesson_id: str,
    opened: Mapping[str, datetime],
    finished: Collection[str],
    now: datetime,
) -> int:
    """Return how many seconds are missing before a lesson can be at its end, 0 if none are.

    ``opened`` tells when each lesson was opened first. Nobody reads two at once: those that were
    opened side by side and are ``finished`` take their time one after another.
    """
    read = {id_: earliest_end(course, id_) for id_ in opened if id_ in {*finished, lesson_id}}
    missing = 0.0
    for since in {opened[id_] for id_ in read if opened[id_] <= opened[lesson_id]}:
        needed = sum(read[id_] for id_ in read if opened[id_] >= since)
        missing = max(missing, needed - (now - since).total_seconds())
    return ceil(missing)
