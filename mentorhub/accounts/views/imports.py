"""Taking over tables: upload, read the dry run, then decide."""

from collections.abc import Mapping, Sequence

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.datastructures import CombinedMultiDict

from mentorhub.accounts import forms, policy, queries, tables
from mentorhub.accounts.actions import imports
from mentorhub.accounts.actions.imports import Fault, Hand, Table
from mentorhub.accounts.models import Outcome, Upload, UploadLine
from mentorhub.accounts.tables import NotATable, Unreadable
from mentorhub.accounts.views.room import base_url, bp, reason
from mentorhub.kit import clock
from mentorhub.kit.errors import Missing
from mentorhub.web.context import db
from mentorhub.web.downloads import table_to_save

UNREADABLE: dict[Unreadable, LazyString] = {
    Unreadable.too_large: _l("The file is larger than one megabyte. Please divide it."),
    Unreadable.not_text: _l("This is not a table in CSV. Save it as CSV first."),
    Unreadable.no_rows: _l("There is nothing below the headings."),
    Unreadable.too_many_rows: _l(
        "The table has more than %(count)s lines. Please divide it.", count=tables.MOST_ROWS
    ),
    Unreadable.broken: _l("In this line a quotation mark is open, or a cell is far too long."),
    Unreadable.broken_text: _l(
        "In this line signs are damaged. Save the file once more as CSV in UTF-8."
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
    Fault.wrong_cells: _l("This line has more or fewer cells than there are headings."),
    Fault.name_kept: _l("The name stays as the person has chosen it."),
    Fault.changed_meanwhile: _l(
        "Somebody has changed this at the same time. Please take this line over again."
    ),
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
            counts={outcome: report.count(outcome) for outcome in Outcome},
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


@bp.get("/verwaltung/einlesen/<int:upload_id>/bericht.csv")
def taking_file(upload_id: int) -> Response:
    """Hand over what each line has done, as a table."""
    with db.reading() as session:
        kept = policy.own_upload(session, g.person, upload_id)
        if kept.taking is None:
            raise Missing(str(upload_id))
        columns = imports.COLUMNS[Table(kept.kind)].names
        rows = [_told(line, columns) for line in kept.taking.lines]
    header = [_("Line"), _("What happened"), _("Column"), _("Reason")]
    return table_to_save(tables.write(header, rows), f"bericht-{upload_id}.csv")


@bp.post("/verwaltung/einlesen/<int:upload_id>/verwerfung")
def discard_upload(upload_id: int) -> ResponseReturnValue:
    """Throw a file away, with names and addresses in it."""
    try:
        with db.writing() as session:
            imports.discard(session, policy.own_upload(session, g.person, upload_id))
    except imports.StillRunning as problem:
        flash(reason(problem), "danger")
        return redirect(url_for(".dry_run", upload_id=upload_id), 303)
    flash(_("The file is thrown away."), "success")
    return redirect(url_for(".upload"), 303)


def _told(line: UploadLine, columns: Mapping[str, Sequence[str]]) -> tuple[object, ...]:
    column = columns[line.column][0] if line.column else ""
    fault = FAULTS[Fault(line.fault)] if line.fault else ""
    return line.number, OUTCOMES[line.outcome][0], column, fault


def _taking_page(session: Session, kept: Upload) -> str:
    assert kept.taking
    part = "_" if request.headers.get("HX-Request") else ""
    job = queries.job(session, kept.taking.job_id)
    return render_template(
        f"accounts/{part}taking.html",
        upload=kept,
        job=job,
        counts=queries.outcomes(session, kept.id),
        columns=imports.COLUMNS[Table(kept.kind)].names,
        faults=FAULTS,
        outcomes=OUTCOMES,
    )


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
