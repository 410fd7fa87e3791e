"""What coordinators tell a group, and what they write to some of its people."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from mentorhub.courses import cohort_policy
from mentorhub.courses.actions import telling as deeds
from mentorhub.courses.actions.telling import NobodyThere
from mentorhub.courses.forms.cohorts import AnnouncementForm, MessageForm
from mentorhub.courses.queries import cohorts as reads
from mentorhub.courses.queries import matrix
from mentorhub.courses.queries.cohorts import Keeping
from mentorhub.courses.views.cohorts import COHORT, ids_of, me
from mentorhub.courses.views.matrix import moment, wanted
from mentorhub.courses.views.room import bp, person
from mentorhub.kit import clock
from mentorhub.web.context import db


@bp.get(f"{COHORT}/aushang")
def new_announcement(cohort_id: int) -> ResponseReturnValue:
    """Show the form of an announcement."""
    with db.reading() as session:
        found = cohort_policy.keeping(session, person(), cohort_id).cohort
        return render_template("courses/announce.html", cohort=found, form=AnnouncementForm())


@bp.post(f"{COHORT}/aushang")
def announce(cohort_id: int) -> ResponseReturnValue:
    """Tell the whole group something."""
    form = AnnouncementForm(request.form)
    with db.writing() as session:
        kept = cohort_policy.keeping(session, person(), cohort_id)
        if not form.validate():
            return render_template("courses/announce.html", cohort=kept.cohort, form=form), 422
        deeds.announce(
            session, kept, form.title.data, form.text.data, by=me(session), now=clock.now()
        )
    flash(_("Everybody in the group can read it now."), "success")
    return redirect(url_for(".cohort", cohort_id=cohort_id, _anchor="aushang"), 303)


@bp.post(f"{COHORT}/aushang/<int:announcement_id>/ruecknahme")
def take_back_announcement(cohort_id: int, announcement_id: int) -> ResponseReturnValue:
    """Show an announcement no longer."""
    with db.writing() as session:
        found = cohort_policy.kept_announcement(session, person(), cohort_id, announcement_id)
        deeds.take_back(session, found, by=me(session), now=clock.now())
    flash(_("It is gone. Letters that were sent stay sent."), "success")
    return redirect(url_for(".cohort", cohort_id=cohort_id, _anchor="aushang"), 303)


@bp.get(f"{COHORT}/nachrichten")
def new_message(cohort_id: int) -> ResponseReturnValue:
    """Show the form of a message to those who were ticked, or to all whom a filter finds."""
    with db.reading() as session:
        kept = cohort_policy.keeping(session, person(), cohort_id)
        if request.args.get("alle"):
            chosen = set(matrix.ids(session, kept, wanted(), moment()))
        else:
            chosen = ids_of(request.args.getlist("an"))
        return _page(session, kept, MessageForm(), chosen)


@bp.post(f"{COHORT}/nachrichten")
def write_message(cohort_id: int) -> ResponseReturnValue:
    """Write to some people, a letter to each."""
    form, chosen = MessageForm(request.form), ids_of(request.form.getlist("an"))
    try:
        with db.writing() as session:
            kept = cohort_policy.keeping(session, person(), cohort_id)
            if not form.validate():
                return _page(session, kept, form, chosen), 422
            made = deeds.write(
                session, kept, chosen, form.subject.data, form.text.data,
                by=me(session), now=clock.now(),
            )  # fmt: skip
            count = len(made.receivers)
    except NobodyThere:
        flash(_("Nobody was chosen. Tick the people to whom you want to write."), "warning")
        return redirect(url_for(".progress_matrix", cohort_id=cohort_id), 303)
    words = ngettext("A letter is on its way.", "%(num)s letters are on their way.", count)
    flash(words, "success")
    return redirect(url_for(".cohort", cohort_id=cohort_id, _anchor="nachrichten"), 303)


def _page(session: Session, kept: Keeping, form: MessageForm, chosen: set[int]) -> str:
    receivers = [each for each in reads.members(session, kept) if each.person_id in chosen]
    return render_template(
        "courses/new_message.html", cohort=kept.cohort, form=form, receivers=receivers
    )
