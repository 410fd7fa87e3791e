"""The steps of an instrument for one course: which day each is due, and what is too late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, Literal

from holidays import country_holidays

from mentorhub.recommend.funding.facts import Text
from mentorhub.recommend.funding.rules import Instrument
from mentorhub.recommend.funding.steps import Step

State = Literal["open", "today", "hurry", "late"]
"""Still to come or without a day; due today; advice that is overdue; too late for this start."""

LONGEST_AGO: Final = timedelta(days=366)
LONGEST_AHEAD: Final = timedelta(days=5 * 366)
"""Between these from today lies the start of a course that somebody plans with."""

_SATURDAY = 5


@dataclass(frozen=True)
class Task:
    """One step for one course.

    ``due`` is the latest day, None while the start of the course is not known. ``closed`` says
    that offices are closed on it, which does not matter online; ``better`` is then the last working
    day before, None if that has passed as well.
    """

    step: Step
    where: Text
    due: date | None
    state: State
    closed: bool = False
    better: date | None = None


def checklist(
    instrument: Instrument, starts_on: date | None, today: date, *, has_course: bool = True
) -> tuple[Task, ...]:
    """Return what has to be done for a course that starts on this day, in the order of the days.

    What has no day of its own comes last. Nothing for an instrument that is over for good.
    ``has_course`` False: the person must still find a course.
    """
    apply = instrument.apply
    if apply is None:
        return ()
    chosen = (step.for_course(has_course=has_course) for step in apply.steps)
    steps = sorted(chosen, key=_place)
    dues = [_due(step, starts_on) for step in steps]
    missed = any(
        _has_passed(due, today) and step.binding for step, due in zip(steps, dues, strict=True)
    )
    return tuple(
        _task(step, step.where or apply.where, due, today, missed=missed)
        for step, due in zip(steps, dues, strict=True)
    )


def is_too_late(tasks: Iterable[Task]) -> bool:
    """Return whether a day that binds has passed: for this start of the course it is too late."""
    return any(task.state == "late" for task in tasks)


def is_working_day(day: date) -> bool:
    """Return whether offices in North Rhine-Westphalia are open: no weekend and no holiday."""
    return day.weekday() < _SATURDAY and day not in _holidays(day.year)


def _task(step: Step, where: Text, due: date | None, today: date, *, missed: bool) -> Task:
    if due is None or due < today:
        return Task(step, where, due, _past(missed=missed) if due else "open")
    state: State = "today" if due == today else "open"
    if step.online or is_working_day(due):
        return Task(step, where, due, state)
    better = _working_day_before(due)
    return Task(step, where, due, state, closed=True, better=better if better >= today else None)


def _past(*, missed: bool) -> State:
    """Return what a day in the past means: advice can still be followed, unless all is lost."""
    return "late" if missed else "hurry"


def _place(step: Step) -> tuple[bool, int]:
    return step.days_before_start is None, -(step.days_before_start or 0)


def _due(step: Step, starts_on: date | None) -> date | None:
    if starts_on is None or step.days_before_start is None:
        return None
    return _earlier(starts_on, step.days_before_start)


def _has_passed(due: date | None, today: date) -> bool:
    return due is not None and due < today


def _working_day_before(day: date) -> date:
    while not is_working_day(day) and day > date.min:
        day = _earlier(day, 1)
    return day


def _earlier(day: date, days: int) -> date:
    """Return the day so many days before, the first that there is if that is none."""
    return date.fromordinal(max(day.toordinal() - days, 1))


@lru_cache(maxsize=64)
def _holidays(year: int) -> frozenset[date]:
    return frozenset(country_holidays("DE", subdiv="NW", years=year))
