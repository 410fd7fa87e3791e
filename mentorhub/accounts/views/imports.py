"""Taking over tables: upload, read the dry run, then decide."""

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.datastructures import CombinedMultiDict

from mentorhub.accounts import forms, policy, queries, tables
from mentorhub.accounts.actions import imports
from mentorhub.accounts.actions.imports import Fault, Hand, Outcome, Table
from mentorhub.accounts.models import Upload
from mentorhub.accounts.tables import NotATable, Unreadable
from mentorhub.accounts.views.room import base_url, bp
from mentorhub.kit import clock
from mentorhub.web.context import db

UNREADABLE: dict[Unreadable, LazyString] = {
    Unreadable.too_large: _l("The file is larger than one megabyte. Please divide it."),
    Unreadable.not_text: _l("This is not a table in CSV. Save it as CSV first."),
    Unreadable.no_rows: _l("There is nothing below the headings."),
    Unreadable.too_many_rows: _l(
        "The table has more than %(count)s lines. Please divide it.", count=tables.MOST_ROWS
    ),
    Unreadable.broken: _l(
        "This line has other cells than the headings, or a quotation mark is open."
    ),
    Unreadable.unknown_column: _l("We do not know this column."),
    Unreadable.missing_column: _l("This column is missing."),
    Unreadable.column_twice: _l("This column is there twice."),
}
FAULTS: dict[Fault, LazyString] = {
    Fault.missing: _l("Something must stand here."),
    Fault.too_long: _l("This is too long."),
    Fault.no_kind: _l("We do not know this kind of organisation."),
    Fault.no_number: _l("This is not a whole number."),
    Fault.no_postcode: _l("A postcode has five digits."),
    Fault.no_address: _l("This is not a mail address."),
    Fault.no_role: _l("We do not know this role."),
    Fault.no_yes_or_no: _l("Here stands yes or no."),
    Fault.unknown_organisation: _l(
        "There is no such organisation. Take the organisations over first."
    ),
    Fault.several_organisations: _l("Several organisations are called this. Add the postcode."),
    Fault.switched_off: _l("This account is switched off."),
    Fault.role_without_home: _l("This role is not possible in an organisation of this kind."),
    Fault.must_be_apart: _l(
        "Mentors neither represent the company nor are responsible for its staff."
    ),
    Fault.twice: _l("This stands in an earlier line already."),
}
OUTCOMES: dict[Outcome, tuple[LazyString, str]] = {
    Outcome.new: (_l("new"), "success"),
    Outcome.changed: (_l("changed"), "info"),
    Outcome.same: (_l("unchanged"), "info"),
    Outcome.bad: (_l("left out"), "danger"),
}


@bp.get("/verwaltung/einlesen")
def upload() -> ResponseReturnValue:
    """Show the form and which columns a table has."""
    policy.programme_admin(g.person)
    return _upload_page(forms.UploadForm())


@bp.post("/verwaltung/einlesen")
def keep_upload() -> ResponseReturnValue:
    """Keep the file and lead to its dry run; nothing is taken over yet."""
    admin = policy.programme_admin(g.person)
    form = forms.UploadForm(CombinedMultiDict([request.form, request.files]))
    if not form.validate():
        return _upload_page(form), 422
    file = form.file.data
    data = file.stream.read(tables.LARGEST_BYTES + 1)
    try:
        with db.writing() as session:
            kept = imports.keep(
                session,
                Table(form.kind.data),
                file.filename or "",
                data,
                by=admin,
                now=clock.now(),
            )
            upload_id = kept.id
    except NotATable as problem:
        about = f"{problem.about}: " if problem.about else ""
        form.file.errors = [f"{about}{UNREADABLE[problem.why]}"]
        return _upload_page(form), 422
    return redirect(url_for(".dry_run", upload_id=upload_id), 303)


@bp.get("/verwaltung/einlesen/<int:upload_id>")
def dry_run(upload_id: int) -> ResponseReturnValue:
    """Show what each line would do, and once it is ordered, how far the worker is."""
    with db.reading() as session:
        kept = policy.own_upload(session, g.person, upload_id)
        if kept.taking:
            return _taking_page(session, kept)
        hand = Hand(by=g.person, now=clock.now(), base_url=base_url(), writes=False)
        report = imports.walk(session, Table(kept.kind), kept.text, hand)
        return render_template(
            "accounts/dry_run.html",
            upload=kept,
            report=report,
            columns=imports.COLUMNS[Table(kept.kind)].names,
            faults=FAULTS,
            outcomes=OUTCOMES,
        )


@bp.post("/verwaltung/einlesen/<int:upload_id>/uebernahme")
def take_over(upload_id: int) -> ResponseReturnValue:
    """Let the worker take over what the dry run promised; bad lines are left out."""
    with db.writing() as session:
        kept = policy.own_upload(session, g.person, upload_id)
        imports.order(
            session,
            kept,
            by=g.person,
            sends_mail=request.form.get("mail") == "on",
            base_url=base_url(),
            now=clock.now(),
        )
    return redirect(url_for(".dry_run", upload_id=upload_id), 303)


def _taking_page(session: Session, kept: Upload) -> str:
    part = "_" if request.headers.get("HX-Request") else ""
    job = queries.job(session, kept.taking.job_id if kept.taking else None)
    return render_template(f"accounts/{part}taking.html", upload=kept, job=job)


def _upload_page(form: forms.UploadForm) -> str:
    with db.reading() as session:
        uploads = queries.uploads_of(session, g.person.id)
    return render_template(
        "accounts/upload.html",
        form=form,
        columns=imports.COLUMNS,
        kinds=imports.KINDS,
        roles=imports.ROLES,
        uploads=uploads,
    )
