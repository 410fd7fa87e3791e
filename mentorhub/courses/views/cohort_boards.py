"""What the page "Heute" tells about groups: learners what is on, coordinators who needs them."""

from datetime import timedelta

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from mentorhub.courses import cohort_policy
from mentorhub.courses.models import Cohort
from mentorhub.courses.queries import cohorts, marking, matrix
from mentorhub.courses.queries.cohorts import Keeper, Keeping
from mentorhub.courses.queries.matrix import State
from mentorhub.courses.views.matrix import STATES, moment
from mentorhub.courses.views.room import person
from mentorhub.kit import clock
from mentorhub.web import filters
from mentorhub.web.context import db
from mentorhub.web.today import Board, Line

LATELY = timedelta(days=14)
MOST_DATES, MOST_NEWS, MOST_NAMES, MOST_COHORTS = 2, 3, 3, 5


def group_board() -> Board | None:
    """Tell the next dates, what was announced, and what was said to one's texts."""
    known = person()
    if known is None:
        return None
    now = clock.now()
    with db.reading() as session:
        if not cohorts.memberships_of(session, known.id):
            answered = _answered(session, known.id)
            return _board(answered) if answered else None
        dates = [
            Line(each.title, url_for("courses.group", cohort_id=each.cohort_id, _anchor="termine"),
                 filters.moment(each.begins_at))
            for each in cohorts.dates_for(session, known.id, after=now)[:MOST_DATES]
        ]  # fmt: skip
        news = [
            Line(each.title, url_for("courses.group", cohort_id=each.cohort_id, _anchor="aushang"),
                 filters.day(each.at))
            for each in cohorts.announcements_for(session, known.id, now - LATELY)[:MOST_NEWS]
        ]  # fmt: skip
        return _board([*dates, *_answered(session, known.id), *news])


def keeper_board() -> Board | None:
    """Tell who is stuck, who is due, and which texts wait; nothing to who keeps no group."""
    known = person()
    if known is None:
        return None
    with db.reading() as session:
        keeper = cohort_policy.keeper(session, known)
        kept = _present(cohorts.kept(session, keeper))
        waiting = len(marking.waiting(session, keeper))
        used_up = len(marking.used_up(session, keeper))
        if not kept and not waiting and not used_up:
            return None
        lines = [line for each in kept for line in _lines(session, each, keeper)]
    if used_up:
        words = ngettext("%(num)s test without attempts", "%(num)s tests without attempts", used_up)
        lines.insert(0, Line(words, url_for("courses.waiting_texts", _anchor="versuche")))
    if waiting:
        words = ngettext("%(num)s text to read", "%(num)s texts to read", waiting)
        lines.insert(0, Line(words, url_for("courses.waiting_texts")))
    return Board(
        title=_("Groups"),
        lines=tuple(lines),
        empty=_("Nobody is stuck, nothing is due."),
        action=_("All groups"),
        href=url_for("courses.groups"),
    )


def _present(kept: list[Cohort]) -> list[Cohort]:
    """Return the groups that have not ended, at most a few."""
    today = clock.today()
    return [each for each in kept if not each.is_over(today)][:MOST_COHORTS]


def _lines(session: Session, cohort: Cohort, keeper: Keeper) -> list[Line]:
    found = []
    for state in (State.stuck, State.overdue, State.due):
        names, total = matrix.names(session, Keeping(cohort, keeper), state, moment(), MOST_NAMES)
        if not total:
            continue
        more = total - len(names)
        told = ", ".join(names)
        if more:
            told += " " + ngettext("and %(num)s more", "and %(num)s more", more)
        href = url_for("courses.progress_matrix", cohort_id=cohort.id, stand=state.value)
        found.append(Line(f"{cohort.name}: {STATES[state]}", href, told))
    return found


def _answered(session: Session, person_id: int) -> list[Line]:
    return [
        Line(
            _("Your task was read: %(course)s", course=each.enrolment.version.title),
            url_for("courses.task", slug=each.enrolment.course_slug),
            _("done") if each.answer and each.answer.accepted else _("something is missing"),
        )
        for each in marking.answered_lately(session, person_id, clock.now() - LATELY)
    ]


def _board(lines: list[Line]) -> Board:
    return Board(
        title=_("My groups"),
        lines=tuple(lines),
        empty=_("There is nothing new in your groups."),
        action=_("To my groups"),
        href=url_for("courses.groups"),
    )
