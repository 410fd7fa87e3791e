"""Taking over tables: upload, read the dry run, then decide."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import CombinedMultiDict

from mentorhub.accounts import forms, policy, tables
from mentorhub.accounts.actions import imports
from mentorhub.accounts.actions.imports import Fault, Hand, Outcome, Table
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
    """Show what each line would do."""
    with db.reading() as session:
        kept = policy.own_upload(session, g.person, upload_id)
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
    """Take over what the dry run promised; bad lines are left out."""
    with db.writing() as session:
        kept = policy.own_upload(session, g.person, upload_id)
        where = "organisations" if kept.kind == Table.organisations else "people"
        hand = Hand(
            by=g.person,
            now=clock.now(),
            base_url=base_url(),
            sends_mail=request.form.get("mail") == "on",
        )
        report = imports.take_over(session, kept, hand)
    flash(
        _(
            "Taken over: %(new)s new, %(changed)s changed, %(same)s unchanged, %(bad)s left out.",
            new=report.count(Outcome.new),
            changed=report.count(Outcome.changed),
            same=report.count(Outcome.same),
            bad=report.count(Outcome.bad),
        ),
        "success",
    )
    return redirect(url_for(f".{where}"), 303)


def _upload_page(form: forms.UploadForm) -> str:
    return render_template(
        "accounts/upload.html",
        form=form,
        columns=imports.COLUMNS,
        kinds=imports.KINDS,
        roles=imports.ROLES,
    )
