"""Dates of a group: planning them, who was there, and calendars that show them."""

from collections.abc import Iterable

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from mentorhub.courses import calendar, cohort_policy, policy
from mentorhub.courses.actions import live as deeds
from mentorhub.courses.calendar import Entry
from mentorhub.courses.forms.cohorts import MeetingForm
from mentorhub.courses.models import LiveDate
from mentorhub.courses.queries import cohorts as reads
from mentorhub.courses.queries import progress
from mentorhub.courses.queries.cohorts import Keeping
from mentorhub.courses.views.cohorts import COHORT, ids_of, me
from mentorhub.courses.views.room import bp, person
from mentorhub.kit import clock
from mentorhub.kit.crypto import Cipher
from mentorhub.web.context import db, service

DATE = f"{COHORT}/termine/<int:date_id>"


@bp.get(f"{COHORT}/termine/neu")
def new_date(cohort_id: int) -> ResponseReturnValue:
    """Show the form of a new date."""
    with db.reading() as session:
        kept = cohort_policy.keeping(session, person(), cohort_id)
        return _page(session, kept, None, _form(session, kept))


@bp.post(f"{COHORT}/termine/neu")
def plan_date(cohort_id: int) -> ResponseReturnValue:
    """Plan a date."""
    with db.writing() as session:
        kept = cohort_policy.keeping(session, person(), cohort_id)
        form = _form(session, kept)
        if not form.validate():
            return _page(session, kept, None, form), 422
        deeds.plan(session, kept, form.meeting(), by=me(session), now=clock.now())
    flash(_("The date is planned. Everybody in the group sees it."), "success")
    return redirect(url_for(".cohort", cohort_id=cohort_id, _anchor="termine"), 303)


@bp.get(DATE)
def live_date(cohort_id: int, date_id: int) -> ResponseReturnValue:
    """Show a date with its form, and who was there."""
    with db.reading() as session:
        kept, found = cohort_policy.kept_date(session, person(), cohort_id, date_id)
        return _page(session, kept, found, _form(session, kept, found))


@bp.post(DATE)
def change_date(cohort_id: int, date_id: int) -> ResponseReturnValue:
    """Change a date."""
    with db.writing() as session:
        kept, found = cohort_policy.kept_date(session, person(), cohort_id, date_id)
        form = _form(session, kept, found)
        if not form.validate():
            return _page(session, kept, found, form), 422
        deeds.change(session, found, form.meeting(), by=me(session), now=clock.now())
    flash(_("Saved."), "success")
    return redirect(url_for(".live_date", cohort_id=cohort_id, date_id=date_id), 303)


@bp.post(f"{DATE}/absage")
def call_off_date(cohort_id: int, date_id: int) -> ResponseReturnValue:
    """Call a date off."""
    with db.writing() as session:
        _kept, found = cohort_policy.kept_date(session, person(), cohort_id, date_id)
        deeds.call_off(session, found, by=me(session), now=clock.now())
    flash(_("The date is called off. Calendars are told."), "success")
    return redirect(url_for(".cohort", cohort_id=cohort_id, _anchor="termine"), 303)


@bp.post(f"{DATE}/teilnahme")
def note_attendance(cohort_id: int, date_id: int) -> ResponseReturnValue:
    """Keep who was there."""
    there = ids_of(request.form.getlist("person"))
    with db.writing() as session:
        kept, found = cohort_policy.kept_date(session, person(), cohort_id, date_id)
        deeds.note_attendance(session, kept, found, there, by=me(session), now=clock.now())
    flash(_("It is kept who was there."), "success")
    return redirect(
        url_for(".live_date", cohort_id=cohort_id, date_id=date_id, _anchor="teilnahme"), 303
    )


@bp.get(f"{DATE}.ics")
def date_file(cohort_id: int, date_id: int) -> ResponseReturnValue:
    """Hand a date of one's own group over as a calendar file."""
    with db.reading() as session:
        found = cohort_policy.own_date(session, person(), cohort_id, date_id)
        text = calendar.write([_entry(found)], found.title)
    return _file(text, f"termin-{date_id}.ics")


@bp.post("/lernen/kalender")
def make_calendar() -> ResponseReturnValue:
    """Make a private address of one's calendar."""
    with db.writing() as session:
        mine = policy.learner(session, person())
        deeds.make_calendar_link(session, service(Cipher), mine.id, clock.now())
    return redirect(url_for(".groups", _anchor="kalender"), 303)


@bp.post("/lernen/kalender/ende")
def close_calendar() -> ResponseReturnValue:
    """Let the private address lead nowhere."""
    with db.writing() as session:
        deeds.close_calendar_link(session, policy.learner(session, person()).id)
    flash(_("The address of your calendar leads nowhere any more."), "success")
    return redirect(url_for(".groups", _anchor="kalender"), 303)


@bp.get("/lernen/kalender/<token>.ics")
def calendar_feed(token: str) -> ResponseReturnValue:
    """Hand the dates of the owner of a private address over, without signing in."""
    with db.reading() as session:
        owner = cohort_policy.calendar_owner(session, token)
        with force_locale(owner.locale):
            entries = [_entry(each) for each in reads.dates_for(session, owner.id)]
            text = calendar.write([*entries, *_due(session, owner.id)], _("Learning"))
    answer = _file(text, "lernen.ics")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _due(session: Session, person_id: int) -> Iterable[Entry]:
    for mine in progress.enrolments_of(session, person_id):
        if mine.is_open and mine.due_on:
            yield calendar.whole_day(
                uid=f"enrolment-{mine.id}@{_host()}",
                title=_("Course due: %(title)s", title=mine.version.title),
                day=mine.due_on,
                stamp=clock.now(),
                link=url_for(".course", slug=mine.course_slug, _external=True),
            )


def _entry(found: LiveDate) -> Entry:
    off = found.cancellation
    return Entry(
        uid=f"date-{found.id}@{_host()}",
        title=_("Called off: %(title)s", title=found.title) if off else found.title,
        begins=found.begins_at,
        ends=found.ends_at,
        stamp=clock.now(),
        place=found.place,
        link=found.link or url_for(".group", cohort_id=found.cohort_id, _external=True),
        is_off=off is not None,
    )


def _host() -> str:
    return request.host.partition(":")[0]


def _file(text: bytes, name: str) -> Response:
    answer = Response(text, content_type=calendar.MEDIA_TYPE)
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer


def _form(session: Session, kept: Keeping, found: LiveDate | None = None) -> MeetingForm:
    courses = [(each.id, each.title) for each in reads.courses_of(session, kept.cohort)]
    given = request.form if request.method == "POST" else None
    return MeetingForm(given, courses=courses, date=found)


def _page(session: Session, kept: Keeping, found: LiveDate | None, form: MeetingForm) -> str:
    keeper = kept.keeper.person_id
    return render_template(
        "courses/live_date.html",
        cohort=kept.cohort,
        date=found,
        form=form,
        members=[m for m in reads.members(session, kept) if m.person_id != keeper],
        attended=reads.attended(session, found.id) if found else frozenset(),
        now=clock.now(),
    )
