"""The progress matrix as a page and as a table for spreadsheets, and grades as one."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Literal, TypeVar

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from mentorhub.accounts import tables
from mentorhub.courses import cohort_policy, sheets
from mentorhub.courses.actions import cohorts as deeds
from mentorhub.courses.queries import cohorts as reads
from mentorhub.courses.queries import grades, matrix
from mentorhub.courses.queries.grades import Grade, Result
from mentorhub.courses.queries.matrix import Cell, CellState, Matrix, Moment, Order, State, Wanted
from mentorhub.courses.views.cohorts import COHORT, me
from mentorhub.courses.views.room import bp, person
from mentorhub.kit import clock
from mentorhub.web import filters
from mentorhub.web.context import db
from mentorhub.web.downloads import file_to_save

STATES: dict[State, LazyString] = {
    State.stuck: _l("nothing done for 14 days"),
    State.due: _l("due within 7 days"),
    State.overdue: _l("overdue"),
}
CELLS: dict[CellState, LazyString] = {
    CellState.none: _l("not enrolled"),
    CellState.new: _l("not begun"),
    CellState.left: _l("has left the course"),
}
ORDERS: dict[Order, LazyString] = {
    Order.name: _l("by name"),
    Order.least: _l("fewest courses complete first"),
    Order.most: _l("most courses complete first"),
    Order.quiet: _l("quiet for longest first"),
    Order.due: _l("due next first"),
}
GRADED: dict[grades.Kind, LazyString] = {
    grades.Kind.test: _l("Test"),
    grades.Kind.task: _l("Practice task"),
    grades.Kind.package: _l("Learning package"),
}
RESULTS: dict[Result, LazyString] = {
    Result.none: _l("not done yet"),
    Result.passed: _l("passed"),
    Result.failed: _l("not passed"),
    Result.waits: _l("waits to be read"),
}
Kind = TypeVar("Kind", bound=StrEnum)


@bp.get(f"{COHORT}/stand")
def progress_matrix(cohort_id: int) -> ResponseReturnValue:
    """Show how far everybody is in every course."""
    with db.reading() as session:
        kept = cohort_policy.keeping(session, person(), cohort_id)
        chosen = wanted()
        found = matrix.page(session, kept, chosen, moment())
        return render_template(
            "courses/progress_matrix.html",
            cohort=kept.cohort,
            matrix=found,
            wanted=chosen,
            every=reads.courses_of(session, kept.cohort),
            states=STATES,
            orders=ORDERS,
        )


@bp.get(f"{COHORT}/stand.csv")
def matrix_table(cohort_id: int) -> ResponseReturnValue:
    """Hand the matrix over as a table."""
    found, name = _whole(cohort_id, "csv")
    text = tables.write(_header(found), _lines(found))
    return file_to_save(text.encode(), "text/csv; charset=utf-8", name)


@bp.get(f"{COHORT}/stand.xlsx")
def matrix_sheet(cohort_id: int) -> ResponseReturnValue:
    """Hand the matrix over as a sheet of Excel."""
    found, name = _whole(cohort_id, "xlsx")
    data = sheets.write(_("Progress"), _header(found), _lines(found))
    return file_to_save(data, sheets.MEDIA_TYPE, name)


@bp.get(f"{COHORT}/noten.csv")
def grades_table(cohort_id: int) -> ResponseReturnValue:
    """Hand out as a table what everybody got for tests, tasks and packages."""
    found, name = _grades(cohort_id, "csv")
    lines = ([filters.number(x) if isinstance(x, float) else x for x in line] for line in found)
    text = tables.write(_grades_header(), lines)
    return file_to_save(text.encode(), "text/csv; charset=utf-8", name)


@bp.get(f"{COHORT}/noten.xlsx")
def grades_sheet(cohort_id: int) -> ResponseReturnValue:
    """Hand out the same as a sheet of Excel."""
    found, name = _grades(cohort_id, "xlsx")
    data = sheets.write(_("Grades"), _grades_header(), found)
    return file_to_save(data, sheets.MEDIA_TYPE, name)


def wanted() -> Wanted:
    """Return what the address asks for; what it says wrongly is as if it said nothing."""
    return Wanted(
        search=request.args.get("q", "")[:100],
        course=request.args.get("kurs", "")[:80],
        state=_one(State, request.args.get("stand")),
        order=_one(Order, request.args.get("folge")) or Order.name,
        page=min(max(request.args.get("page", 1, type=int), 1), 10_000),
    )


def moment() -> Moment:
    """Return now, and the day in Germany."""
    return Moment(clock.now(), clock.today())


@bp.app_template_filter("cell_words")
def cell_words(cell: Cell) -> str:
    """Return what a cell says, in a few words."""
    if cell.state in CELLS:
        return str(CELLS[cell.state])
    if cell.state is CellState.complete and cell.day:
        return str(_("complete, %(day)s", day=filters.day(cell.day)))
    if cell.state is CellState.overdue:
        return str(_("overdue, %(percent)s %%", percent=cell.percent))
    return str(_("%(percent)s %%", percent=cell.percent))


def _one(kind: type[Kind], text: str | None) -> Kind | None:
    return kind(text) if text in [each.value for each in kind] else None


def _hand_out(cohort_id: int, what: Literal["progress", "grades"]) -> None:
    with db.writing() as session:
        kept = cohort_policy.keeping(session, person(), cohort_id)
        deeds.hand_out(session, kept.cohort, what, by=me(session).id, now=clock.now())


def _whole(cohort_id: int, kind: str) -> tuple[Matrix, str]:
    _hand_out(cohort_id, "progress")
    with db.reading() as session:  # nobody who writes waits for a large table
        kept = cohort_policy.keeping(session, person(), cohort_id)
        found = matrix.whole(session, kept, wanted(), moment())
    return found, f"stand-{cohort_id}-{clock.today()}.{kind}"


def _header(found: Matrix) -> list[str]:
    titles = []
    for (_slug, title), days in zip(found.courses, _days_of(found), strict=True):
        titles += [title, *(_("%(course)s: %(what)s", course=title, what=each) for each in days)]
    return [_("Name"), _("Last active"), *titles]


def _lines(found: Matrix) -> list[list[str]]:
    words, day = cache(cell_words), cache(filters.day)  # most of 40,000 cells say the same
    days_of = _days_of(found)
    lines = []
    for row in found.rows:
        line = [row.name, day(row.active_at) if row.active_at else ""]
        for cell, days in zip(row.cells, days_of, strict=True):
            told = (of(cell) for of in days.values())
            line += [words(cell), *(day(each) if each else "" for each in told)]
        lines.append(line)
    return lines


def _days_of(found: Matrix) -> list[dict[str, Callable[[Cell], date | None]]]:
    """Return for each course the days that somebody has in it: their names, and how to tell."""
    names: dict[str, Callable[[Cell], date | None]] = {
        _("due on"): lambda cell: cell.due_on,
        _("reminded on"): lambda cell: cell.reminded_at,
    }
    return [
        {name: of for name, of in names.items() if any(of(row.cells[place]) for row in found.rows)}
        for place in range(len(found.courses))
    ]


def _grades(cohort_id: int, kind: str) -> tuple[list[list[sheets.Cell]], str]:
    _hand_out(cohort_id, "grades")
    with db.reading() as session:
        kept = cohort_policy.keeping(session, person(), cohort_id)
        found = [_grade_line(e) for e in grades.grades(session, kept, wanted(), moment())]
    return found, f"noten-{cohort_id}-{clock.today()}.{kind}"


def _grades_header() -> list[str]:
    return [
        _("Name"),
        _("Course"),
        _("What it is"),
        _("Kind"),
        _("Tries"),
        _("Points"),
        _("out of"),
        _("Per cent"),
        _("Result"),
        _("Day"),
    ]


def _grade_line(each: Grade) -> list[sheets.Cell]:
    return [
        each.name,
        each.course,
        each.title,
        str(GRADED[each.kind]),
        each.tries,
        None if each.points is None else each.points / 100,
        None if each.out_of is None else each.out_of / 100,
        each.per_cent,
        str(RESULTS[each.result]),
        filters.day(each.at) if each.at else None,
    ]
