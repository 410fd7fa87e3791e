"""Editors bring in a course that left another MentorHub: report first, then decide."""

import io
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.datastructures import CombinedMultiDict

from mentorhub.courses import policy
from mentorhub.courses.actions import course_files, uploads
from mentorhub.courses.actions.content import IdTaken
from mentorhub.courses.actions.course_files import Brought
from mentorhub.courses.bank_forms import CourseFileForm, CourseIdForm
from mentorhub.courses.material.files import WrongFiles
from mentorhub.courses.models import CourseUpload
from mentorhub.courses.packages.report import BadPackage
from mentorhub.courses.views import fault_words, note_words
from mentorhub.courses.views.in_and_out import file_of
from mentorhub.courses.views.room import bp, person
from mentorhub.kit import clock
from mentorhub.web.context import db

COURSE = "course"
UPLOAD = "/redaktion/kursdateien/<int:upload_id>"


@bp.get("/redaktion/kursdateien")
def course_file() -> ResponseReturnValue:
    """Show the form for the file of a course."""
    policy.editor(person())
    return render_template("courses/course_file.html", form=CourseFileForm())


@bp.post("/redaktion/kursdateien")
def keep_course_file() -> ResponseReturnValue:
    """Keep a file for the report about it; one that is no course comes back with the reasons."""
    by = policy.editor(person()).id
    form = CourseFileForm(CombinedMultiDict([request.form, request.files]))
    if not form.validate():
        return render_template("courses/course_file.html", form=form), 422
    name, data = file_of(form.file.data)
    found = _read(name, data, "")
    if not isinstance(found, Brought):
        form.file.errors = [_("There is no course in this file that can be taken.")]
        return render_template("courses/course_file.html", form=form, faults=found), 422
    with db.writing() as session:
        kept = uploads.keep(session, COURSE, name, found.course.id, data, by=by, now=clock.now())
        upload_id = kept.id
    return redirect(url_for(".course_report", upload_id=upload_id), 303)


@bp.get(UPLOAD)
def course_report(upload_id: int) -> ResponseReturnValue:
    """Show what course is in a file and what taking it would do."""
    with db.reading() as session:
        kept = policy.upload(session, person(), upload_id, COURSE)
        return _report_page(session, kept, CourseIdForm(slug=kept.target), kept.target)


@bp.post(f"{UPLOAD}/uebernahme")
def take_course_file(upload_id: int) -> ResponseReturnValue:
    """Take the course under the id that was chosen."""
    by, form = policy.editor(person()).id, CourseIdForm(request.form)
    with db.writing() as session:
        kept = policy.upload(session, person(), upload_id, COURSE)
        if not form.validate():
            return _report_page(session, kept, form, kept.target), 422
        found = _read(kept.name, kept.data, form.slug.data)
        assert isinstance(found, Brought)  # it was read before it was kept
        if not _is_foreseen(session, found, form):
            return _report_page(session, kept, form, form.slug.data), 422
        try:
            version = course_files.take(session, found, by=by, now=clock.now())
        except IdTaken:
            form.slug.errors = [_("Another course here has this id.")]
            return _report_page(session, kept, form, kept.target), 422
        uploads.discard(session, kept)
        slug, number = found.course.id, version.number if version else None
    flash(_told(number), "success")
    return redirect(url_for(".editing_course", slug=slug), 303)


@bp.post(f"{UPLOAD}/verwerfung")
def discard_course_file(upload_id: int) -> ResponseReturnValue:
    """Throw a file away."""
    with db.writing() as session:
        uploads.discard(session, policy.upload(session, person(), upload_id, COURSE))
    flash(_("The file is gone. Nothing was taken."), "success")
    return redirect(url_for(".editing"), 303)


def _is_foreseen(session: Session, found: Brought, form: CourseIdForm) -> bool:
    """Return whether the editor has read what becomes of a course of this id that is here."""
    state = course_files.foresee(session, found.course).state
    if state in ("new", "taken") or request.form.get("gesehen") == form.slug.data:
        return True
    form.slug.errors = [_("There is a course of this id here. Take it if you mean that one.")]
    return False


def _told(number: int | None) -> str:
    if number is None:
        return str(_("The course says nothing new. It is offered."))
    if number == 1:
        return str(_("The course is taken and offered."))
    return str(_("The new version waits for publishing."))


def _read(name: str, data: bytes, id_: str) -> Brought | list[dict[str, Any]]:
    """Return the course of a file, or what is wrong with it: place and words."""
    try:
        return course_files.read(io.BytesIO(data), name, id_)
    except BadPackage as problem:
        return [{"where": f.where, "says": note_words.fault(f.code)} for f in problem.faults]
    except WrongFiles as problem:
        return [fault_words.told(each) for each in problem.faults]


def _report_page(session: Session, kept: CourseUpload, form: CourseIdForm, wanted: str) -> str:
    found = _read(kept.name, kept.data, kept.target)
    assert isinstance(found, Brought)  # it was read before it was kept
    course = found.course.model_copy(update={"id": wanted})
    return render_template(
        "courses/course_report.html",
        upload=kept,
        form=form,
        course=course,
        left=[{"where": f.where, "says": note_words.fault(f.code)} for f in found.left],
        prospect=course_files.foresee(session, course),
        size=sum(map(len, found.files.values())),
        questions=note_words.questions(sum(len(q.questions) for q in course.quizzes.values())),
    )
