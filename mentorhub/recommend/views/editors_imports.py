"""The editors' pages about imports: send a file, read its dry run, import it, take it back."""

import io
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.datastructures import CombinedMultiDict, FileStorage

from mentorhub.accounts import queries as accounts
from mentorhub.kit import clock
from mentorhub.kit.content import ContentFolder
from mentorhub.recommend import policy
from mentorhub.recommend.actions import import_undo, imports, uploads
from mentorhub.recommend.actions.tally import Forecast
from mentorhub.recommend.actions.uploads import Sent
from mentorhub.recommend.forms.imports import ConfirmForm, UploadForm
from mentorhub.recommend.forms.public import page_of
from mentorhub.recommend.gazetteer import Gazetteer
from mentorhub.recommend.mappings import MappingError, mapping_of
from mentorhub.recommend.models import OfferImport, OfferMapping, OfferUpload
from mentorhub.recommend.offer_record import OfferRecord, one_line
from mentorhub.recommend.queries import imports as rows
from mentorhub.recommend.sources import door
from mentorhub.recommend.sources.xsd import Validation
from mentorhub.recommend.views import fact_words
from mentorhub.recommend.views.blueprint import person
from mentorhub.recommend.views.editing import bp, editor_id, problems, progress, report_file
from mentorhub.web.context import db, service
from mentorhub.web.filters import day

LONGEST_NAME = 120
PREVIEWED = 3
PATTERN = "*.toml"


@bp.get("/importe")
def imports_list() -> ResponseReturnValue:
    """List the imports, and the files that wait for one."""
    editor_id()
    with db.reading() as session:
        page = rows.imports_page(session, page_of(request.args))
        under_way = rows.imports_under_way(session, clock.now())
        return render_template(
            "recommend/editors/imports_list.html",
            page=page,
            uploads=rows.waiting_uploads(session),
            states={run.id: rows.run_state(run, under_way) for run in page.rows},
            names=accounts.names(session, [run.by_id for run in page.rows if run.by_id]),
        )


@bp.get("/importe/neu")
def upload() -> ResponseReturnValue:
    """Show the form for a file."""
    editor_id()
    return _upload_page(UploadForm(None, _files(), _saved()))


@bp.post("/importe/dateien")
def keep_upload() -> ResponseReturnValue:
    """Read a file without importing it, keep it, and lead to what the import would do.

    Where nothing says what the columns of a table mean, the way leads there first.
    """
    by = editor_id()
    saved = _saved()
    form = UploadForm(CombinedMultiDict([request.form, request.files]), _files(), saved)
    sent = _sent(form, saved) if form.validate() else None
    if sent is None:
        return _upload_page(form), 422
    forecast = None
    if sent.mapping or door.is_like_ours(sent.file(), sent.format):
        with db.reading() as session:
            forecast = imports.foresee(
                session, sent.reads(service(Validation).xsd), source=sent.source
            )
    if not (forecast.read if forecast else door.columns(sent.file(), sent.format)):
        form.file.errors = [_("There is no offer in this file.")]
        return _upload_page(form), 422
    with db.writing() as session:
        upload_id = uploads.keep(session, sent, forecast, by=by, now=clock.now()).id
    return redirect(url_for(".dry_run", upload_id=upload_id), 303)


@bp.get("/importe/dateien/<int:upload_id>")
def dry_run(upload_id: int) -> ResponseReturnValue:
    """Show what the import of a file would do."""
    with db.reading() as session:
        kept = policy.upload_to_see(session, person(), upload_id)
        if kept.import_id is not None:
            return redirect(url_for(".import_run", import_id=kept.import_id), 303)
        if not kept.forecast:
            return redirect(url_for(".columns", upload_id=upload_id), 303)
        return _dry_run_page(kept, ConfirmForm())


@bp.get("/importe/dateien/<int:upload_id>/bericht.csv")
def dry_run_file(upload_id: int) -> ResponseReturnValue:
    """Return the bad lines of a file as a table."""
    with db.reading() as session:
        kept = policy.upload_to_see(session, person(), upload_id)
        return report_file(kept.forecast["report"], f"pruefung-{kept.id}.csv")


@bp.post("/importe/dateien/<int:upload_id>/import")
def start_import(upload_id: int) -> ResponseReturnValue:
    """Let the worker import a file."""
    by, form = editor_id(), ConfirmForm(request.form)
    with db.writing() as session:
        kept = policy.upload_to_see(session, person(), upload_id)
        if not kept.forecast:
            return redirect(url_for(".columns", upload_id=upload_id), 303)
        try:
            import_id = uploads.start(
                session, kept, by=by, now=clock.now(), confirmed=bool(form.confirm.data)
            )
        except uploads.NotConfirmed:
            form.validate()
            form.confirm.errors = [_("Please say first that these offers shall go.")]
            return _dry_run_page(kept, form), 422
    return redirect(url_for(".import_run", import_id=import_id), 303)


@bp.post("/importe/dateien/<int:upload_id>/verwerfung")
def discard_upload(upload_id: int) -> ResponseReturnValue:
    """Throw a file away."""
    with db.writing() as session:
        uploads.discard(session, policy.upload_to_see(session, person(), upload_id))
    flash(_("The file is gone. Nothing was imported."), "success")
    return redirect(url_for(".imports_list"), 303)


@bp.get("/importe/<int:import_id>")
def import_run(import_id: int) -> ResponseReturnValue:
    """Show what an import did, or how far it is."""
    with db.reading() as session:
        run = policy.import_to_see(session, person(), import_id)
        return render_template("recommend/editors/import_run.html", **_run_facts(session, run))


@bp.get("/importe/<int:import_id>/stand")
def import_progress(import_id: int) -> ResponseReturnValue:
    """Return how far an import is, for the page that asks again and again; at its end reload it."""
    with db.reading() as session:
        run = policy.import_to_see(session, person(), import_id)
        facts = _run_facts(session, run)
        is_over = facts["state"] != "running"
        return progress("recommend/editors/_import_progress.html", is_over=is_over, **facts)


@bp.get("/importe/<int:import_id>/bericht.csv")
def import_file(import_id: int) -> ResponseReturnValue:
    """Return the bad lines of an import as a table."""
    with db.reading() as session:
        run = policy.import_to_see(session, person(), import_id)
        return report_file(run.report, f"import-{run.id}.csv")


@bp.post("/importe/<int:import_id>/fortsetzung")
def carry_on(import_id: int) -> ResponseReturnValue:
    """Let the worker read the rest of a file that was broken off."""
    with db.writing() as session:
        run = policy.import_to_see(session, person(), import_id)
        uploads.carry_on(session, run, by=editor_id(), now=clock.now())
    return redirect(url_for(".import_run", import_id=import_id), 303)


@bp.get("/importe/<int:import_id>/ruecknahme")
def undo_question(import_id: int) -> ResponseReturnValue:
    """Say what taking an import back means, and ask whether it shall be."""
    with db.reading() as session:
        run = policy.import_to_see(session, person(), import_id)
        if run.undo:
            return redirect(url_for(".import_run", import_id=import_id), 303)
        return render_template("recommend/editors/undo_question.html", run=run)


@bp.post("/importe/<int:import_id>/ruecknahme")
def undo(import_id: int) -> ResponseReturnValue:
    """Take an import back."""
    with db.writing() as session:
        run = policy.import_to_see(session, person(), import_id)
        try:
            undone = import_undo.undo(
                session, run, gazetteer=service(Gazetteer), by=editor_id(), now=clock.now()
            )
        except import_undo.AlreadyUndone:
            flash(_("This import was taken back before."), "info")
            return redirect(url_for(".import_run", import_id=import_id), 303)
        except import_undo.NotTheLast:
            flash(
                _("A later import changed the same offers. Please take that one back first."),
                "danger",
            )
            return redirect(url_for(".import_run", import_id=import_id), 303)
    flash(
        _(
            "Taken back: %(gone)s offers withdrawn, %(back)s set back to what they were.",
            gone=undone.gone,
            back=undone.back,
        ),
        "success",
    )
    if undone.kept:
        flash(
            _(
                "Left as editors have changed them since: %(count)s.",
                count=undone.kept,
            ),
            "info",
        )
    return redirect(url_for(".import_run", import_id=import_id), 303)


def _run_facts(session: Session, run: OfferImport) -> dict[str, Any]:
    under_way = rows.imports_under_way(session, clock.now())
    people = [each for each in (run.by_id, run.undo.by_id if run.undo else None) if each]
    return {
        "run": run,
        "state": rows.run_state(run, under_way),
        "problems": problems(run.report),
        "say": fact_words.bad_record,
        "names": accounts.names(session, people),
        "format_name": fact_words.format_name(run.format),
        "can_carry_on": rows.upload_of(session, run.id) is not None,
    }


def _dry_run_page(kept: OfferUpload, form: ConfirmForm) -> str:
    forecast = Forecast(**kept.forecast)
    return render_template(
        "recommend/editors/dry_run.html",
        upload=kept,
        forecast=forecast,
        form=form,
        has_columns=door.FORMATS[kept.format].has_columns,
        problems=problems(forecast.report),
        say=fact_words.bad_record,
        format_name=fact_words.format_name(kept.format),
        preview=list(islice(_offers_in(kept), PREVIEWED)),
    )


def _offers_in(kept: OfferUpload) -> Iterator[dict[str, str]]:
    """Yield the offers of a kept file as editors would read them, in a few words each."""
    for _number, read in uploads.of_upload(kept).reads(service(Validation).xsd):
        if isinstance(read, OfferRecord):
            yield {
                "title": read.title,
                "provider": read.provider,
                "town": read.town or "",
                "begin": read.begin_text or _first_day(read),
                "price": fact_words.value("price_cents", read.price_cents),
            }


def _first_day(read: OfferRecord) -> str:
    return day(read.starts[0].starts) if read.starts else _("on request")


def _sent(form: UploadForm, saved: Sequence[OfferMapping]) -> Sent | None:
    """Return what was sent, None with an error at the field if it cannot be used."""
    file = form.file.data
    data = file.stream.read() if isinstance(file, FileStorage) else b""
    if not data.strip():
        form.file.errors = [_("Please choose a file with something in it.")]
        return None
    format_ = door.recognise(io.BytesIO(data))
    if format_ is None:
        form.file.errors = [_("We do not know this format. Which ones we know is written below.")]
        return None
    if form.is_whole.data and door.next_page(io.BytesIO(data), format_):
        form.is_whole.errors = [
            _("This file is one page of several, so it is not the whole catalogue.")
        ]
        return None
    mapping = _mapping(form, saved)
    if mapping is None:
        return None
    fits = door.FORMATS[format_].has_columns
    return Sent(
        _name_of(file), form.source.data, data, format_, mapping if fits else "", form.is_whole.data
    )


def _mapping(form: UploadForm, saved: Sequence[OfferMapping]) -> str | None:
    """Return the TOML text that translates the names, None with an error if it cannot be used."""
    own, kept = form.own_mapping.data, form.chosen(saved)
    content = own.stream.read() if isinstance(own, FileStorage) else b""
    field = form.own_mapping if content else form.mapping
    if not content and kept:
        content = kept.text.encode()
    elif not content and form.mapping.data:
        content = (_folder() / form.mapping.data).with_suffix(".toml").read_bytes()
    try:
        if content:
            mapping_of(content)
    except MappingError as wrong:
        field.errors = [fact_words.problem(str(wrong))]
        return None
    return content.decode()


def _name_of(file: FileStorage) -> str:
    """Return the last part of the file's name, only to be shown again."""
    last = (file.filename or "").replace("\\", "/").rpartition("/")[2]
    return one_line(last)[:LONGEST_NAME] or _("without a name")


def _folder() -> Path:
    return service(ContentFolder).path / "mappings"


def _files() -> list[str]:
    return sorted(path.stem for path in _folder().glob(PATTERN))


def _saved() -> Sequence[OfferMapping]:
    with db.reading() as session:
        return rows.mappings(session)


def _upload_page(form: UploadForm) -> str:
    with db.reading() as session:
        known = rows.sources(session)
    return render_template("recommend/editors/upload.html", form=form, sources=known)
