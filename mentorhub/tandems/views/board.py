"""What the page "Heute" tells mentors."""

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from mentorhub.kit import clock
from mentorhub.kit.crypto import Cipher
from mentorhub.tandems.queries.mentors import ChangedRule, DueStep, Today, today_for
from mentorhub.tandems.views import rule_words
from mentorhub.tandems.views.room import person
from mentorhub.web import filters
from mentorhub.web.context import db, service
from mentorhub.web.today import Board, Line


def requests_board() -> Board | None:
    """Tell how many people wait at the mentor's desks."""
    today = _today()
    if today is None:
        return None
    waiting = ngettext(
        "%(num)s person waits for an answer", "%(num)s people wait for an answer", today.waiting
    )
    return Board(
        title=_("Requests"),
        lines=(Line(waiting, url_for("tandems.desk")),) if today.waiting else (),
        empty=_("Nobody is waiting at your desk."),
        action=_("To the desk"),
        href=url_for("tandems.desk"),
    )


def cases_board() -> Board | None:
    """Tell what is to be done next in the mentor's cases."""
    today = _today()
    if today is None:
        return None
    return Board(
        title=ngettext("%(num)s open case", "%(num)s open cases", today.open_cases),
        lines=(*map(_rule, today.rules), *map(_line, today.steps)),
        empty=_("No next step is open."),
        action=_("To my cases"),
        href=url_for("tandems.cases"),
    )


def _today() -> Today | None:
    known = person()
    if known is None:
        return None
    with db.reading() as session:
        return today_for(session, service(Cipher), known.id, clock.now())


def _rule(one: ChangedRule) -> Line:
    told = _(
        "%(who)s: a rule has changed, %(name)s",
        who=one.first_name or _("not readable"),
        name=rule_words.shown(one.changed).name,
    )
    return Line(told, url_for("tandems.case", case_id=one.changed.case_id, _anchor="regeln"))


def _line(step: DueStep) -> Line:
    who = step.first_name or _("not readable")
    what = step.text or _("not readable")
    return Line(f"{who}: {what}", url_for("tandems.case", case_id=step.case_id), _when(step))


def _when(step: DueStep) -> str:
    if step.due_on is None:
        return ""
    day = filters.day(step.due_on)
    return str(_("late, since %(day)s", day=day) if step.is_late else _("until %(day)s", day=day))
