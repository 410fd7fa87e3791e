"""What the page "Heute" tells learners."""

from datetime import date

from flask import url_for
from flask_babel import gettext as _

from mentorhub.courses.queries import discussing as reads
from mentorhub.courses.queries import reminding
from mentorhub.courses.queries.shelves import Standing, standings
from mentorhub.courses.views import discussing, refreshing
from mentorhub.courses.views.courses import next_href
from mentorhub.courses.views.room import bp, person
from mentorhub.kit import clock
from mentorhub.web import filters
from mentorhub.web.context import db
from mentorhub.web.today import Board, Line

MOST_COURSES = 4
MODERATORS = frozenset(role.value for role in reads.MODERATORS)


def learning_board() -> Board | None:
    """Tell where the person goes on and who wrote; nothing to whom neither concerns."""
    known = person()
    if known is None:
        return None
    with db.reading() as session:
        mine = standings(session, known.id).values()
        lines = tuple(_line(own) for own in mine if own.enrolment.is_open)[:MOST_COURSES]
        lines += refreshing.reminder(session, known.id) + discussing.news_line(session, known)
    if not (mine or lines):
        return None
    return Board(
        title=_("Learning"),
        lines=lines,
        empty=_("No course is open. Everything you began is complete."),
        action=_("All courses"),
        href=url_for("courses.home"),
    )


def _line(own: Standing) -> Line:
    note = _("%(percent)s %% done", percent=own.percent)
    if own.enrolment.due_on:
        note += " · " + due_words(own.enrolment.due_on)
    return Line(own.course.title, next_href(own), note, own.course.language)


@bp.app_template_filter("due_words")
def due_words(due_on: date) -> str:
    """Return until when something is to be done, and whether that is near or past."""
    day, now = filters.day(due_on), clock.today()
    if due_on < now:
        return str(_("was due on %(day)s", day=day))
    if reminding.is_near(due_on, now):
        return str(_("soon due: until %(day)s", day=day))
    return str(_("until %(day)s", day=day))
