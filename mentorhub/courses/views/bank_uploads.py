"""Editors send a file of questions, read the report about it, and take it or not."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.datastructures import CombinedMultiDict

from mentorhub.courses import policy
from mentorhub.courses.actions import banks, uploads
from mentorhub.courses.actions.banks import NothingToTake
from mentorhub.courses.bank_forms import QuestionFileForm
from mentorhub.courses.models import CourseUpload
from mentorhub.courses.queries import banks as reads
from mentorhub.courses.queries.banks import PAGE, Page
from mentorhub.courses.question_files import read
from mentorhub.courses.views import note_words
from mentorhub.courses.views.in_and_out import file_of, page_number
from mentorhub.courses.views.room import bp, person
from mentorhub.kit import clock
from mentorhub.web.context import db

QUESTIONS = "questions"
UPLOAD = "/redaktion/fragen/dateien/<int:upload_id>"


@bp.get("/redaktion/fragen/neu")
def question_file() -> ResponseReturnValue:
    """Show the form for a file of questions."""
    policy.editor(person())
    return _file_page(QuestionFileForm(bank=request.args.get("sammlung", "")[:200]))


@bp.post("/redaktion/fragen/dateien")
def keep_question_file() -> ResponseReturnValue:
    """Keep a file for the report about it; it changes nothing."""
    by = policy.editor(person()).id
    form = QuestionFileForm(CombinedMultiDict([request.form, request.files]))
    if not form.validate():
        return _file_page(form), 422
    name, data = file_of(form.file.data)
    found = read(data, name)
    if found.kind == "unknown":
        form.file.errors = [note_words.say(each.reason) for each in found.left_out]
        return _file_page(form), 422
    with db.writing() as session:
        kept = uploads.keep(session, QUESTIONS, name, form.bank.data, data, by=by, now=clock.now())
        upload_id = kept.id
    return redirect(url_for(".question_report", upload_id=upload_id), 303)


@bp.get(UPLOAD)
def question_report(upload_id: int) -> ResponseReturnValue:
    """Show what is in a file, what of it would be taken, and what would not."""
    with db.reading() as session:
        return _report_page(session, policy.upload(session, person(), upload_id, QUESTIONS))


@bp.post(f"{UPLOAD}/uebernahme")
def take_question_file(upload_id: int) -> ResponseReturnValue:
    """Take the questions of a file into their bank."""
    by = policy.editor(person()).id
    with db.writing() as session:
        kept = policy.upload(session, person(), upload_id, QUESTIONS)
        found = read(kept.data, kept.name)
        try:
            bank, added = banks.add(session, kept.target, found, by=by, now=clock.now())
        except NothingToTake:
            return _report_page(session, kept), 422
        uploads.discard(session, kept)
        bank_id, count = bank.id, len(added.taken)
    flash(_("Taken: %(questions)s.", questions=note_words.questions(count)), "success")
    return redirect(url_for(".bank", bank_id=bank_id), 303)


@bp.post(f"{UPLOAD}/verwerfung")
def discard_question_file(upload_id: int) -> ResponseReturnValue:
    """Throw a file away."""
    with db.writing() as session:
        uploads.discard(session, policy.upload(session, person(), upload_id, QUESTIONS))
    flash(_("The file is gone. Nothing was taken."), "success")
    return redirect(url_for(".banks_list"), 303)


def _file_page(form: QuestionFileForm) -> str:
    with db.reading() as session:
        names = reads.names(session)
    return render_template("courses/question_file.html", form=form, names=names)


def _report_page(session: Session, kept: CourseUpload) -> str:
    found = read(kept.data, kept.name)
    added = banks.foresee(session, kept.target, found)
    number = min(page_number(), max(1, -(-len(added.taken) // PAGE)))
    first = (number - 1) * PAGE
    return render_template(
        "courses/question_report.html",
        upload=kept,
        notes=found.notes,
        left_out=added.left_out,
        page=Page(added.taken[first : first + PAGE], number, len(added.taken)),
        counts=note_words.counted(each.question.kind for each in added.taken),
        format_name=note_words.FORMATS[found.kind],
        bank=reads.bank_named(session, kept.target),
        say=note_words.say,
        questions=note_words.questions,
    )
