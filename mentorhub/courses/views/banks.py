"""Editors look through banks of questions, rename them, and take away what is not wanted."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from mentorhub.courses import policy
from mentorhub.courses.actions import banks
from mentorhub.courses.actions.banks import NameTaken
from mentorhub.courses.bank_forms import BankNameForm, category_name
from mentorhub.courses.material.questions import KINDS
from mentorhub.courses.models import QuestionBank
from mentorhub.courses.queries import banks as reads
from mentorhub.courses.queries.banks import Wanted
from mentorhub.courses.views import note_words
from mentorhub.courses.views.in_and_out import page_number
from mentorhub.courses.views.room import bp, person
from mentorhub.kit import clock
from mentorhub.web.context import db

BANK = "/redaktion/fragen/<int:bank_id>"


@bp.get("/redaktion/fragen")
def banks_list() -> ResponseReturnValue:
    """List the banks of questions."""
    policy.editor(person())
    words = request.args.get("q", "")[:200]
    with db.reading() as session:
        page = reads.banks_page(session, words, page_number())
        return render_template("courses/banks_list.html", page=page, search=words)


@bp.get(BANK)
def bank(bank_id: int) -> ResponseReturnValue:
    """Show the questions of a bank."""
    with db.reading() as session:
        found = policy.bank(session, person(), bank_id)
        return _bank_page(session, found, BankNameForm(name=found.name))


@bp.post(f"{BANK}/name")
def rename_bank(bank_id: int) -> ResponseReturnValue:
    """Give a bank another name."""
    form = BankNameForm(request.form)
    with db.writing() as session:
        found = policy.bank(session, person(), bank_id)
        if not form.validate():
            return _bank_page(session, found, form), 422
        try:
            by = policy.editor(person()).id
            banks.rename(session, found, form.name.data, by=by, now=clock.now())
        except NameTaken:
            form.name.errors = [_("Another bank has this name.")]
            return _bank_page(session, found, form), 422
    flash(_("The bank has its new name."), "success")
    return redirect(url_for(".bank", bank_id=bank_id), 303)


@bp.post(f"{BANK}/fragen/<int:question_id>/loeschung")
def take_question_away(bank_id: int, question_id: int) -> ResponseReturnValue:
    """Take a question out of a bank; the next page offers to put it back."""
    by = policy.editor(person()).id
    with db.writing() as session:
        found = policy.bank_question(session, person(), bank_id, question_id)
        banks.take_away(session, found, by=by, now=clock.now())
    return redirect(url_for(".bank", bank_id=bank_id, weg=question_id, **_wanted_back()), 303)


@bp.post(f"{BANK}/fragen/<int:question_id>/rueckkehr")
def put_question_back(bank_id: int, question_id: int) -> ResponseReturnValue:
    """Put a question back into its bank."""
    by = policy.editor(person()).id
    with db.writing() as session:
        found = policy.bank_question(session, person(), bank_id, question_id)
        banks.put_back(session, found, by=by, now=clock.now())
    flash(_("The question is back."), "success")
    return redirect(url_for(".bank", bank_id=bank_id), 303)


@bp.get(f"{BANK}/loeschung")
def bank_deletion(bank_id: int) -> ResponseReturnValue:
    """Ask whether a bank shall be deleted, and say what that means."""
    with db.reading() as session:
        found = policy.bank(session, person(), bank_id)
        count = sum(reads.kinds_of(session, bank_id).values())
        return render_template("courses/bank_deletion.html", bank=found, count=count)


@bp.post(f"{BANK}/loeschung")
def delete_bank(bank_id: int) -> ResponseReturnValue:
    """Delete a bank with all its questions."""
    by = policy.editor(person()).id
    with db.writing() as session:
        banks.remove(session, policy.bank(session, person(), bank_id), by=by, now=clock.now())
    flash(_("The bank is deleted. Courses that were made of it stay."), "success")
    return redirect(url_for(".banks_list"), 303)


def _bank_page(session: Session, found: QuestionBank, form: BankNameForm) -> str:
    wanted = _wanted()
    gone = request.args.get("weg", "")
    return render_template(
        "courses/bank.html",
        bank=found,
        form=form,
        wanted=wanted,
        page=reads.questions_page(session, found.id, wanted, page_number()),
        question_of=reads.question_of,
        kinds=reads.kinds_of(session, found.id),
        categories=reads.categories_of(session, found.id),
        category_name=category_name,
        kind_name=note_words.kind,
        gone=int(gone) if gone.isascii() and gone.isdigit() and len(gone) < 10 else None,
        gone_count=reads.gone_count(session, found.id),
        made=reads.courses_of(session, found.id),
        questions=note_words.questions,
    )


def _wanted() -> Wanted:
    kind = request.args.get("art", "")
    return Wanted(
        request.args.get("q", "")[:200],
        kind if kind in KINDS else "",
        request.args.get("zeige") == "geloescht",
        request.args.get("rubrik", "")[:1000],
    )


def _wanted_back() -> dict[str, Any]:
    """Return where on the list the editor was, as the form told."""
    return {
        name: request.form[name]
        for name in ("q", "art", "rubrik", "seite")
        if request.form.get(name)
    }
