"""The editors' pages about packages: send one, read its report, make a course of it."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from mentorhub.courses import package_words, policy
from mentorhub.courses.actions import packages as deeds
from mentorhub.courses.actions.packages import SamePackage
from mentorhub.courses.actions.unpacking import PackageFolder
from mentorhub.courses.forms import PackageCourseForm, PackageForm, ReplaceForm
from mentorhub.courses.models import PackageRow
from mentorhub.courses.package_origin import PackageOrigin
from mentorhub.courses.packages import reading
from mentorhub.courses.packages.archive import MEGABYTE
from mentorhub.courses.packages.report import BadPackage, Report
from mentorhub.courses.queries import packages
from mentorhub.courses.views.room import bp, person
from mentorhub.kit import clock
from mentorhub.web.context import db, service
from mentorhub.web.forms import choices
from mentorhub.web.frame import csrf_protect

DESK = "/redaktion/pakete"
LONGEST_NAME = 120


@bp.get(DESK)
def packages_list() -> ResponseReturnValue:
    """List the packages, and the courses that were made of some."""
    policy.editor(person())
    with db.reading() as session:
        rows = packages.all_packages(session)
        return render_template(
            "courses/packages_list.html",
            rows=rows,
            used={row.id: packages.courses_with(session, row.digest) for row in rows},
            made=packages.package_courses(session),
            kinds=package_words.KINDS,
            runs=bool(service(PackageOrigin).address),
        )


@bp.get(f"{DESK}/neu")
def package_upload() -> ResponseReturnValue:
    """Show the form for a package."""
    policy.editor(person())
    return _upload_page(PackageForm())


@bp.post(DESK)
@csrf_protect.exempt  # type: ignore[untyped-decorator, unused-ignore]
def keep_package() -> ResponseReturnValue:
    """Look a package through, keep it if it is harmless, and lead to what was found.

    A package is larger than other forms may be, so its form is only read once it is known who
    sends it.
    """
    by = policy.editor(person()).id
    limits = service(PackageFolder).limits
    request.max_content_length = limits.packed + MEGABYTE
    if current_app.config["WTF_CSRF_ENABLED"]:
        csrf_protect.protect()
    sent = request.files.get("file")
    form = PackageForm(request.files)
    if not form.validate() or sent is None:
        return _upload_page(form), 422
    name = (sent.filename or "").rpartition("/")[2][-LONGEST_NAME:]
    try:
        found = reading.read(sent.stream, name, limits)  # type: ignore[arg-type]
    except BadPackage as problem:
        return _upload_page(form, reading.refusal(name, problem)), 422
    with db.writing() as session:
        row = deeds.take(session, sent.stream, found, by=by, now=clock.now())  # type: ignore[arg-type]
    return redirect(url_for(".package_report", package_id=row.id), 303)


@bp.get(f"{DESK}/<int:package_id>")
def package_report(package_id: int) -> ResponseReturnValue:
    """Show what a package holds, and what can be done with it."""
    with db.reading() as session:
        row = policy.package_to_edit(session, person(), package_id)
        return _report_page(session, row)


@bp.post(f"{DESK}/<int:package_id>/kurs")
def make_package_course(package_id: int) -> ResponseReturnValue:
    """Make a course of a package."""
    form = PackageCourseForm(request.form)
    with db.writing() as session:
        row = policy.package_to_edit(session, person(), package_id)
        if not form.validate():
            return _report_page(session, row, form), 422
        version = deeds.make_course(
            session,
            row,
            by=policy.editor(person()).id,
            now=clock.now(),
            title=form.title.data,
            summary=form.summary.data,
        )
    flash(_("The course is there now. People can begin it."), "success")
    return redirect(url_for(".course", slug=version.course_slug), 303)


@bp.post(f"{DESK}/<int:package_id>/ersatz")
def replace_package(package_id: int) -> ResponseReturnValue:
    """Put a package into a course in place of another."""
    form = ReplaceForm(request.form)
    with db.writing() as session:
        row = policy.package_to_edit(session, person(), package_id)
        course = policy.package_course_to_edit(session, person(), form.course.data or "")
        try:
            by = policy.editor(person()).id
            deeds.replace(session, course.slug, row, by=by, now=clock.now())
        except SamePackage:
            flash(_("The course holds exactly this package already."), "info")
            return redirect(url_for(".package_report", package_id=package_id), 303)
    flash(_("Who begins the course from now on gets this package."), "success")
    return redirect(url_for(".course", slug=course.slug), 303)


@bp.post(f"{DESK}/<int:package_id>/loeschung")
def delete_package(package_id: int) -> ResponseReturnValue:
    """Delete a package that no course holds."""
    with db.writing() as session:
        row = policy.package_to_edit(session, person(), package_id)
        deeds.delete(session, row, by=policy.editor(person()).id, now=clock.now())
    flash(_("The package is gone."), "success")
    return redirect(url_for(".packages_list"), 303)


@bp.post("/redaktion/paketkurse/<slug>/angebot")
def offer_package_course(slug: str) -> ResponseReturnValue:
    """Show a course that was made of a package to learners, or not any more."""
    is_offered = request.form.get("angebot") == "ja"
    with db.writing() as session:
        course = policy.package_course_to_edit(session, person(), slug)
        by = policy.editor(person()).id
        deeds.offer(session, course, by=by, now=clock.now(), is_offered=is_offered)
    again = _("The course is offered again.")
    ended = _("The course is not offered any more. Who has begun it can finish it.")
    flash(again if is_offered else ended, "success")
    return redirect(url_for(".packages_list"), 303)


def _upload_page(form: PackageForm, report: Report | None = None) -> str:
    limits = service(PackageFolder).limits
    return render_template(
        "courses/package_upload.html",
        form=form,
        report=report,
        words_of=package_words.words_of,
        megabytes=limits.packed // MEGABYTE,
    )


def _report_page(session: Session, row: PackageRow, form: PackageCourseForm | None = None) -> str:
    made = packages.package_courses(session)
    replace = ReplaceForm()
    replace.course.choices = choices([(v.course_slug, v.title) for v, _row in made])
    return render_template(
        "courses/package_report.html",
        row=row,
        report=packages.report_of(row),
        used=packages.courses_with(session, row.digest),
        form=form or PackageCourseForm(title=row.title),
        replace=replace if made else None,
        kinds=package_words.KINDS,
        words_of=package_words.words_of,
        megabyte=MEGABYTE,
    )
