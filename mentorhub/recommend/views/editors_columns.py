"""The editors' page on which the columns of somebody's table get a meaning of ours."""

from dataclasses import replace

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mentorhub.kit import clock
from mentorhub.recommend import policy
from mentorhub.recommend.actions import imports, uploads
from mentorhub.recommend.actions.uploads import Sent
from mentorhub.recommend.forms.imports import ColumnsForm, columns_form
from mentorhub.recommend.mappings import LONGEST_MAPPING, mapping_of, to_toml
from mentorhub.recommend.models import OfferUpload
from mentorhub.recommend.sources import door
from mentorhub.recommend.views.blueprint import person
from mentorhub.recommend.views.editing import bp, editor_id
from mentorhub.web.context import db


@bp.get("/importe/dateien/<int:upload_id>/spalten")
def columns(upload_id: int) -> ResponseReturnValue:
    """Show the columns of a file with samples, and what each seems to be."""
    with db.reading() as session:
        kept = policy.upload_to_translate(session, person(), upload_id)
        form = _form(kept, uploads.of_upload(kept))
        return render_template("recommend/editors/columns.html", upload=kept, form=form)


@bp.post("/importe/dateien/<int:upload_id>/spalten")
def translate(upload_id: int) -> ResponseReturnValue:
    """Keep what the columns mean, and lead to what the import would do."""
    by = editor_id()
    with db.reading() as session:
        kept = policy.upload_to_translate(session, person(), upload_id)
        sent = uploads.of_upload(kept)
        form = _form(kept, sent)
        mapping = _chosen(form)
        if mapping is None:
            page = render_template("recommend/editors/columns.html", upload=kept, form=form)
            return page, 422
        reads = replace(sent, mapping=mapping).reads()
        forecast = imports.foresee(session, reads, source=sent.source)
    with db.writing() as session:
        kept = policy.upload_to_translate(session, person(), upload_id)
        uploads.translate(session, kept, mapping, forecast)
        if form.save_as.data:
            uploads.save_mapping(session, form.save_as.data, mapping, by=by, now=clock.now())
    return redirect(url_for(".dry_run", upload_id=upload_id), 303)


def _form(kept: OfferUpload, sent: Sent) -> ColumnsForm:
    known = mapping_of(kept.mapping.encode()) if kept.mapping else None
    return columns_form(request.form, door.columns(sent.file(), sent.format), known)


def _chosen(form: ColumnsForm) -> str | None:
    """Return the chosen mapping as TOML; None, with an error, if it cannot be used."""
    if not form.validate():
        return None
    mapping = to_toml(form.mapping())
    if len(mapping.encode()) > LONGEST_MAPPING:
        form.form_errors.append(_("Please leave out columns that are not needed."))
        return None
    return mapping
