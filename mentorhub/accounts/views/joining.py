"""Questions whether somebody wants to join: the person answers, the asker may take them back."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mentorhub.accounts import policy, queries
from mentorhub.accounts.actions import joining, people
from mentorhub.accounts.views.room import base_url, bp, reason
from mentorhub.kit import clock
from mentorhub.kit.errors import Refused
from mentorhub.web.context import db


@bp.get("/konto/einladungen")
def questions() -> ResponseReturnValue:
    """Show which organisations ask the person at hand to join."""
    person = policy.signed_in(g.person)
    with db.reading() as session:
        rows = queries.questions_to(session, person.id)
        return render_template("accounts/questions.html", rows=rows)


@bp.post("/konto/einladungen/<int:question_id>/zusage")
def agree(question_id: int) -> ResponseReturnValue:
    """Join."""
    try:
        with db.writing() as session:
            question = policy.own_question(session, g.person, question_id)
            joining.agree(session, question, now=clock.now())
    except Refused as problem:
        flash(reason(problem), "danger")
        return redirect(url_for(".questions"), 303)
    flash(_("You belong to it now."), "success")
    return redirect(url_for(".account"), 303)


@bp.post("/konto/einladungen/<int:question_id>/absage")
def decline(question_id: int) -> ResponseReturnValue:
    """Do not join."""
    with db.writing() as session:
        question = policy.own_question(session, g.person, question_id)
        joining.decline(session, question, now=clock.now())
    flash(_("You have declined. Nobody is told."), "success")
    return redirect(url_for(".questions"), 303)


@bp.post("/verwaltung/einladungen/<int:question_id>/erinnerung")
def ask_again(question_id: int) -> ResponseReturnValue:
    """Write to somebody once more; an older link ends."""
    with db.writing() as session:
        question = policy.question_to_change(session, g.person, question_id)
        organisation_id = question.organisation_id
        people.ask_again(session, question, by=g.person, now=clock.now(), base_url=base_url())
    flash(_("The invitation is on its way."), "success")
    return redirect(url_for(".organisation", organisation_id=organisation_id), 303)


@bp.post("/verwaltung/einladungen/<int:question_id>/ruecknahme")
def take_back(question_id: int) -> ResponseReturnValue:
    """Ask no more."""
    with db.writing() as session:
        question = policy.question_to_change(session, g.person, question_id)
        organisation_id = question.organisation_id
        joining.take_back(session, question, by=g.person, now=clock.now())
    flash(_("The invitation is taken back."), "success")
    return redirect(url_for(".organisation", organisation_id=organisation_id), 303)
