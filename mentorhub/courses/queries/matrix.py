"""How far the people of a cohort have come in its courses: people times courses.

Filters and order are decided by the database; what somebody has done is only read for the people
of one page. So the number of statements does not depend on the number of people.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select, union_all
from sqlalchemy.orm import Session

from mentorhub.accounts.models import Person, fold_name
from mentorhub.accounts.queries import LIKE_SIGNS
from mentorhub.courses import completion
from mentorhub.courses.completion import Done
from mentorhub.courses.models import (
    Attempt,
    Completion,
    CourseVersion,
    DueReminder,
    Enrolment,
    EnrolmentEnd,
    Handing,
    LessonReading,
    PracticeHanding,
)
from mentorhub.courses.queries import cohorts, progress, versions
from mentorhub.courses.queries.cohorts import Keeping

PAGE_ROWS = 50
CHUNK = 200
STUCK_AFTER = timedelta(days=14)
DUE_WITHIN = timedelta(days=7)


class State(StrEnum):
    """How a person stands, for filters."""

    stuck = "stuck"
    due = "due"
    overdue = "overdue"


class Order(StrEnum):
    """In which order the people stand."""

    name = "name"
    least = "least"
    most = "most"
    quiet = "quiet"
    due = "due"


class CellState(StrEnum):
    """How a person stands in one course."""

    none = "none"
    new = "new"
    open = "open"
    overdue = "overdue"
    complete = "complete"
    left = "left"


@dataclass(frozen=True)
class Wanted:
    """What to show: part of a name, one course (empty: all), a state, an order, a page from 1."""

    search: str = ""
    course: str = ""
    state: State | None = None
    order: Order = Order.name
    page: int = 1


@dataclass(frozen=True)
class Moment:
    """Now, and which day that is where the people live."""

    now: datetime
    today: date


@dataclass(frozen=True)
class Cell:
    """A person in a course; ``day`` is that of the completion, ``reminded_at`` of the due day."""

    state: CellState
    percent: int = 0
    day: datetime | None = None
    due_on: date | None = None
    reminded_at: datetime | None = None


@dataclass(frozen=True)
class Row:
    """A person with a cell for each course; ``active_at`` is when they last did something."""

    person_id: int
    name: str
    cells: tuple[Cell, ...]
    active_at: datetime | None
    is_stuck: bool


@dataclass(frozen=True)
class Matrix:
    """One page; ``courses`` are ids and titles, ``total`` counts all people that fit."""

    courses: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE_ROWS))


def page(session: Session, keeping: Keeping, wanted: Wanted, at: Moment) -> Matrix:
    """Return one page of the matrix."""
    courses = courses_wanted(session, keeping, wanted)
    query = _people(keeping, wanted, [slug for slug, _ in courses], at)
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    number = min(max(1, wanted.page), max(1, -(-total // PAGE_ROWS)))
    shown = query.order_by(*_order(wanted.order, [slug for slug, _ in courses]))
    people = session.execute(shown.limit(PAGE_ROWS).offset((number - 1) * PAGE_ROWS)).all()
    return Matrix(courses, tuple(_rows(session, people, courses, at)), total, number)


def whole(session: Session, keeping: Keeping, wanted: Wanted, at: Moment) -> Matrix:
    """Return everybody who fits, for a file."""
    courses = courses_wanted(session, keeping, wanted)
    slugs = [slug for slug, _ in courses]
    query = _people(keeping, wanted, slugs, at).order_by(*_order(wanted.order, slugs))
    people = session.execute(query).all()
    rows = [
        row
        for begin in range(0, len(people), CHUNK)
        for row in _rows(session, people[begin : begin + CHUNK], courses, at)
    ]
    return Matrix(courses, tuple(rows), len(rows), 1)


def ids(session: Session, keeping: Keeping, wanted: Wanted, at: Moment) -> list[int]:
    """Return the ids of everybody who fits, by name."""
    slugs = [slug for slug, _ in courses_wanted(session, keeping, wanted)]
    query = _people(keeping, wanted, slugs, at).order_by(*cohorts.BY_NAME)
    return [row.id for row in session.execute(query)]


def names(
    session: Session, keeping: Keeping, state: State, at: Moment, most: int
) -> tuple[list[str], int]:
    """Return the first names of those in a state, and how many they are in all."""
    wanted = Wanted(state=state, order=Order.quiet if state is State.stuck else Order.due)
    slugs = [slug for slug, _ in courses_wanted(session, keeping, wanted)]
    query = _people(keeping, wanted, slugs, at)
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    if not total:
        return [], 0
    rows = session.execute(query.order_by(*_order(wanted.order, slugs)).limit(most))
    return [row.name for row in rows], total


def cells_of(session: Session, person_id: int, slugs: Sequence[str], at: Moment) -> dict[str, Cell]:
    """Return how one person stands in these courses."""
    found = _cells(session, [person_id], slugs, at)[0]
    return {slug: found.get((person_id, slug), Cell(CellState.none)) for slug in slugs}


def courses_wanted(
    session: Session, keeping: Keeping, wanted: Wanted
) -> tuple[tuple[str, str], ...]:
    """Return ids and titles of the offered courses of a cohort that are asked for, in order."""
    offered = versions.offered(session)
    slugs = cohorts.slugs_of(session, keeping.cohort)
    chosen = [slug for slug in slugs if slug in offered and wanted.course in ("", slug)]
    return tuple((slug, offered[slug].title) for slug in chosen)


def _people(
    keeping: Keeping, wanted: Wanted, slugs: Collection[str], at: Moment
) -> Select[int, str]:
    query = cohorts.people(keeping)
    for word in wanted.search.split():
        needle = f"%{fold_name(word).translate(LIKE_SIGNS)}%"
        query = query.where(Person.sort_name.like(needle, escape="\\"))
    if wanted.state is State.overdue:
        query = query.where(exists().where(*_open(slugs), Enrolment.due_on < at.today))
    elif wanted.state is State.due:
        last = at.today + DUE_WITHIN
        query = query.where(exists().where(*_open(slugs), Enrolment.due_on.between(at.today, last)))
    elif wanted.state is State.stuck:
        query = query.where(*_stuck(slugs, at.now - STUCK_AFTER))
    return query


def _mine(slugs: Collection[str]) -> list[ColumnElement[bool]]:
    return [Enrolment.person_id == Person.id, Enrolment.course_slug.in_(slugs)]


def _open(slugs: Collection[str]) -> list[ColumnElement[bool]]:
    return [
        *_mine(slugs),
        ~exists().where(EnrolmentEnd.enrolment_id == Enrolment.id),
        ~exists().where(Completion.enrolment_id == Enrolment.id),
    ]


def _stuck(slugs: Collection[str], since: datetime) -> list[ColumnElement[bool]]:
    """Return what must hold of who has something open and did nothing since."""
    mine = _mine(slugs)
    of_enrolment = [
        exists().where(table.enrolment_id == Enrolment.id, moment >= since, *mine)
        for table, moment in (
            (LessonReading, LessonReading.seen_at),
            (Attempt, Attempt.begun_at),
            (PracticeHanding, PracticeHanding.at),
        )
    ]
    handed_in = exists().where(
        Handing.attempt_id == Attempt.id,
        Attempt.enrolment_id == Enrolment.id,
        Handing.at >= since,
        *mine,
    )
    begun = exists().where(*_open(slugs), Enrolment.at < since)
    return [begun, *(~each for each in of_enrolment), ~handed_in]


def _order(order: Order, slugs: Collection[str]) -> tuple[Any, ...]:
    """Return by what people are ordered, at last by name."""
    if order in (Order.least, Order.most):
        done = (
            select(func.count())
            .select_from(Enrolment)
            .join(Completion, Completion.enrolment_id == Enrolment.id)
            .where(*_mine(slugs))
            .scalar_subquery()
        )
        return (done if order is Order.least else done.desc(), *cohorts.BY_NAME)
    if order is Order.quiet:
        seen = (
            select(func.max(LessonReading.seen_at))
            .join(Enrolment, Enrolment.id == LessonReading.enrolment_id)
            .where(*_mine(slugs))
            .scalar_subquery()
        )
        return (seen.asc().nulls_first(), *cohorts.BY_NAME)
    if order is Order.due:
        first = select(func.min(Enrolment.due_on)).where(*_open(slugs)).scalar_subquery()
        return (first.asc().nulls_last(), *cohorts.BY_NAME)
    return cohorts.BY_NAME


def _rows(
    session: Session,
    people: Sequence[tuple[int, str]],
    courses: Sequence[tuple[str, str]],
    at: Moment,
) -> Iterator[Row]:
    slugs = [slug for slug, _ in courses]
    cells, active = _cells(session, [id_ for id_, _ in people], slugs, at)
    for id_, name in people:
        mine = tuple(cells.get((id_, slug), Cell(CellState.none)) for slug in slugs)
        is_open = any(each.state in OPEN for each in mine)
        last = active.get(id_)
        is_stuck = is_open and last is not None and last < at.now - STUCK_AFTER
        yield Row(id_, name, mine, last, is_stuck)


OPEN = frozenset({CellState.new, CellState.open, CellState.overdue})


@dataclass(frozen=True)
class _Enrolled:
    id: int
    person_id: int
    slug: str
    version_id: int
    at: datetime
    due_on: date | None
    completed_at: datetime | None
    left_at: datetime | None
    reminded_at: datetime | None


def _cells(
    session: Session, person_ids: Sequence[int], slugs: Sequence[str], at: Moment
) -> tuple[dict[tuple[int, str], Cell], dict[int, datetime]]:
    """Return the cells of these people, and when each last did something in these courses."""
    newest = _newest(session, person_ids, slugs)
    active = _active(session, [each.id for each in newest.values()])
    percents = _percents(
        session, [e for e in newest.values() if not e.completed_at and not e.left_at]
    )
    cells = {
        key: _cell(each, percents.get(each.id, 0), is_begun=each.id in active, today=at.today)
        for key, each in newest.items()
    }
    last: dict[int, datetime] = {}
    for each in newest.values():
        moment = active.get(each.id, each.at)
        last[each.person_id] = max(moment, last.get(each.person_id, moment))
    return cells, last


def _newest(
    session: Session, person_ids: Sequence[int], slugs: Sequence[str]
) -> dict[tuple[int, str], _Enrolled]:
    """Return the newest enrolment of each person in each course."""
    rows = session.execute(
        select(
            Enrolment.id,
            Enrolment.person_id,
            Enrolment.course_slug,
            Enrolment.version_id,
            Enrolment.at,
            Enrolment.due_on,
            Completion.at,
            EnrolmentEnd.at,
            DueReminder.at,
        )
        .outerjoin(Completion, Completion.enrolment_id == Enrolment.id)
        .outerjoin(EnrolmentEnd, EnrolmentEnd.enrolment_id == Enrolment.id)
        .outerjoin(
            DueReminder,
            (DueReminder.enrolment_id == Enrolment.id) & (DueReminder.due_on == Enrolment.due_on),
        )
        .where(Enrolment.person_id.in_(person_ids), Enrolment.course_slug.in_(slugs))
        .order_by(Enrolment.round)
    )
    found = (_Enrolled(*row) for row in rows)
    return {(each.person_id, each.slug): each for each in found}


def _active(session: Session, ids: Sequence[int]) -> dict[int, datetime]:
    """Return when something was last done, by enrolment; none where nothing was."""
    did = union_all(
        *(
            select(table.enrolment_id.label("id"), moment.label("at")).where(
                table.enrolment_id.in_(ids)
            )
            for table, moment in (
                (LessonReading, LessonReading.seen_at),
                (Attempt, Attempt.begun_at),
                (PracticeHanding, PracticeHanding.at),
            )
        ),
        select(Attempt.enrolment_id.label("id"), Handing.at.label("at"))
        .join(Handing, Handing.attempt_id == Attempt.id)
        .where(Attempt.enrolment_id.in_(ids)),
    ).subquery()
    rows = session.execute(select(did.c.id, func.max(did.c.at)).group_by(did.c.id))
    return dict(rows.all())


def _percents(session: Session, enrolled: Sequence[_Enrolled]) -> dict[int, int]:
    used = {each.version_id for each in enrolled}
    rows = session.scalars(select(CourseVersion).where(CourseVersion.id.in_(used)))
    courses = {version.id: versions.course_of(version) for version in rows}
    minutes = {id_: completion.lesson_minutes(course) for id_, course in courses.items()}
    done = progress.done_in(session, [each.id for each in enrolled])

    @cache  # many have come equally far
    def percent(version_id: int, done: Done) -> int:
        return completion.percent(courses[version_id], done, minutes[version_id])

    return {each.id: percent(each.version_id, done[each.id]) for each in enrolled}


def _cell(each: _Enrolled, percent: int, *, is_begun: bool, today: date) -> Cell:
    if each.completed_at:
        return Cell(CellState.complete, 100, each.completed_at)
    if each.left_at:
        return Cell(CellState.left, percent)
    state = CellState.open if is_begun else CellState.new
    open_ = Cell(state, percent, due_on=each.due_on, reminded_at=each.reminded_at)
    if each.due_on and each.due_on < today:
        return replace(open_, state=CellState.overdue)
    return open_
