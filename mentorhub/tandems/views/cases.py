"""The cases of one mentor: list, one case, its steps, its end."""

from contextlib import suppress
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from mentorhub.kit import clock
from mentorhub.kit.crypto import Cipher, new_token
from mentorhub.recommend import wording
from mentorhub.tandems import policy
from mentorhub.tandems.actions import cases as deeds
from mentorhub.tandems.actions import erasure, rule_changes
from mentorhub.tandems.actions.cases import StepPlan
from mentorhub.tandems.actions.holding import CaseOver
from mentorhub.tandems.forms.counselling import LONGEST_NAME, EndForm, StepForm, SureForm
from mentorhub.tandems.models import Case, Outcome
from mentorhub.tandems.queries import cases as reads
from mentorhub.tandems.views import rule_words
from mentorhub.tandems.views.funding import on_sheet
from mentorhub.tandems.views.room import bp, person, still_offered
from mentorhub.web.context import db, service

ENDED = "beendet"


@bp.get("/faelle")
def cases() -> ResponseReturnValue:
    """Show this mentor's cases."""
    ended = request.args.get("stand") == ENDED
    return _list(ended=ended, page=request.args.get("page", 1, type=int))


@bp.post("/faelle")
def find_cases() -> ResponseReturnValue:
    """Show this mentor's cases with this first name, which stands in no address."""
    ended = request.form.get("stand") == ENDED
    name = request.form.get("name", "").strip()[:LONGEST_NAME]
    if not name:
        return redirect(url_for(".cases", stand=ENDED if ended else None), 303)
    return _list(name, ended=ended, page=request.form.get("page", 1, type=int))


@bp.get("/faelle/<int:case_id>")
def case(case_id: int) -> ResponseReturnValue:
    """Show one case with everything in it."""
    with db.reading() as session:
        found = policy.own_case(session, person(), case_id)
        return _page(session, found, StepForm(entry=new_token()))


@bp.get("/faelle/<int:case_id>/druck")
def case_print(case_id: int) -> ResponseReturnValue:
    """Show the sheet that the person takes home: what was agreed, without any notes."""
    with db.reading() as session:
        found = policy.own_case(session, person(), case_id)
        view = reads.view_of(session, service(Cipher), found)
        offered = still_offered(session, view.content)
        way = on_sheet(session, found, clock.today())
    return render_template(
        "tandems/case_print.html",
        case=view,
        offered=offered,
        way=way,
        words=wording,
        today=clock.today(),
    )


@bp.post("/faelle/<int:case_id>/schritte")
def add_step(case_id: int) -> ResponseReturnValue:
    """Keep a next step."""
    form = StepForm(request.form)
    with db.writing() as session:
        found = policy.own_case(session, person(), case_id)
        if not form.validate() or not form.entry.data:
            form.entry.data = form.entry.data or new_token()
            return _page(session, found, form), 422
        deeds.add_step(
            session,
            service(Cipher),
            found,
            StepPlan(form.text.data, form.due_on.data),
            entry=form.entry.data,
            by=policy.mentor(session, person()),
            now=clock.now(),
        )
    return redirect(_steps_of(case_id), 303)


@bp.post("/faelle/<int:case_id>/schritte/<int:step_id>/erledigt")
def finish_step(case_id: int, step_id: int) -> ResponseReturnValue:
    """Mark a step as done."""
    with db.writing() as session:
        step = policy.own_step(session, person(), case_id, step_id)
        deeds.finish_step(session, step, by=policy.mentor(session, person()), now=clock.now())
    return redirect(_steps_of(case_id), 303)


@bp.post("/faelle/<int:case_id>/schritte/<int:step_id>/offen")
def reopen_step(case_id: int, step_id: int) -> ResponseReturnValue:
    """Take back that a step was done."""
    with db.writing() as session:
        step = policy.own_step(session, person(), case_id, step_id)
        deeds.reopen_step(session, step, by=policy.mentor(session, person()), now=clock.now())
    return redirect(_steps_of(case_id), 303)


@bp.post("/faelle/<int:case_id>/regeln/<int:change_id>/geprueft")
def check_rule(case_id: int, change_id: int) -> ResponseReturnValue:
    """Note that the next steps were checked by a rule that has changed."""
    with db.writing() as session:
        change = policy.own_rule_change(session, person(), case_id, change_id)
        rule_changes.check(session, change, by=policy.mentor(session, person()), now=clock.now())
    return redirect(_steps_of(case_id), 303)


@bp.get("/faelle/<int:case_id>/ende")
def case_end(case_id: int) -> ResponseReturnValue:
    """Ask how the case ended; here it can also be given back or deleted."""
    with db.reading() as session:
        found = policy.own_case(session, person(), case_id)
        return _ending_page(session, found)


@bp.post("/faelle/<int:case_id>/ende")
def end_case(case_id: int) -> ResponseReturnValue:
    """End a case; where it has ended before, its page says how."""
    form = EndForm(request.form)
    with suppress(CaseOver), db.writing() as session:
        found = policy.own_case(session, person(), case_id)
        if not form.validate():
            return _ending_page(session, found, form=form), 422
        deeds.end(
            session,
            found,
            Outcome(form.outcome.data),
            by=policy.mentor(session, person()),
            now=clock.now(),
        )
        flash(_("The case has ended."), "success")
    return redirect(url_for(".case", case_id=case_id), 303)


@bp.post("/faelle/<int:case_id>/ende/ruecknahme")
def reopen_case(case_id: int) -> ResponseReturnValue:
    """Take the end of a case back."""
    with db.writing() as session:
        found = policy.own_case(session, person(), case_id)
        deeds.reopen(session, found, by=policy.mentor(session, person()), now=clock.now())
    flash(_("The case is open again."), "success")
    return redirect(url_for(".case", case_id=case_id), 303)


@bp.post("/faelle/<int:case_id>/rueckgabe")
def give_back(case_id: int) -> ResponseReturnValue:
    """Return a case to the desk."""
    with db.writing() as session:
        found = policy.own_case_to_give_back(session, person(), case_id)
        if found:
            deeds.give_back(session, found, by=policy.mentor(session, person()), now=clock.now())
    flash(_("The case is back at the desk. Your colleagues have been told."), "success")
    return redirect(url_for(".cases"), 303)


@bp.post("/faelle/<int:case_id>/loeschung")
def erase_case(case_id: int) -> ResponseReturnValue:
    """Delete everything about the person, because the person says so."""
    form = SureForm(request.form)
    with db.writing() as session:
        found = policy.own_case(session, person(), case_id)
        if not form.validate():
            return _ending_page(session, found, sure=form), 422
        erasure.erase_case(session, found, by=policy.mentor(session, person()), now=clock.now())
    flash(_("Everything about this person is deleted."), "success")
    return redirect(url_for(".case", case_id=case_id), 303)


def _list(name: str = "", *, ended: bool, page: int) -> str:
    with db.reading() as session:
        mentor = policy.mentor(session, person())
        found = reads.page_of(session, service(Cipher), mentor, name=name, ended=ended, page=page)
    return render_template(
        "tandems/cases.html", page=found, name=name, ended=ended, today=clock.today()
    )


def _page(session: Session, found: Case, form: StepForm) -> str:
    view = reads.view_of(session, service(Cipher), found)
    return render_template(
        "tandems/case.html",
        case=view,
        form=form,
        changes=[rule_words.shown(one) for one in view.changed] if view.is_open else [],
        offered=still_offered(session, view.content),
        today=clock.today(),
    )


def _ending_page(session: Session, found: Case, **forms: Any) -> str:
    view = reads.view_of(session, service(Cipher), found)
    shown = {"form": EndForm(), "sure": SureForm(), **forms}
    can_give_back = found.request is not None
    return render_template("tandems/case_end.html", case=view, can_give_back=can_give_back, **shown)


def _steps_of(case_id: int) -> str:
    return url_for(".case", case_id=case_id, _anchor="schritte")
