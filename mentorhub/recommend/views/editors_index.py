"""The editors' page about the search index: what there is, what is under way, build, go back."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from mentorhub.assist.budget import Budget
from mentorhub.kit import clock
from mentorhub.kit.db import Database
from mentorhub.recommend.actions import index as indexing
from mentorhub.recommend.actions.catalogue import INDEX_JOB
from mentorhub.recommend.actions.index import Kept, Workshop
from mentorhub.recommend.engine.shelf import Busy, NothingOlder
from mentorhub.recommend.engine.vectors import Encoder
from mentorhub.recommend.queries import imports as rows
from mentorhub.recommend.queries.imports import IMPORT_JOB
from mentorhub.recommend.views import dialogue_model
from mentorhub.recommend.views.editing import bp, editor_id, progress
from mentorhub.web.context import db, service, services


@bp.get("/index")
def index() -> ResponseReturnValue:
    """Show the generations of the index and the work that is under way."""
    editor_id()
    workshop = service(Workshop)
    generations = indexing.generations(workshop.shelf)
    budget = service(Budget) if services().has(Budget) else None
    used = budget.today() if budget else None
    with db.reading() as session:
        return render_template(
            "recommend/editors/index.html",
            generations=generations,
            can_roll_back=_can_roll_back(generations),
            mismatch=_mismatch(generations, workshop.encoder()),
            failure=rows.last_failure(session, INDEX_JOB),
            model=dialogue_model.name(),
            budget=budget,
            used=used,
            **_work_facts(session),
        )


@bp.get("/index/stand")
def work_progress() -> ResponseReturnValue:
    """Return how far the work is, for the page that asks again and again; at its end reload it."""
    editor_id()
    with db.reading() as session:
        facts = _work_facts(session)
        is_over = not facts["work"] and facts["arrival"].is_over
        return progress("recommend/editors/_work.html", is_over=is_over, **facts)


@bp.post("/index/aufbau")
def build() -> ResponseReturnValue:
    """Ask for a new generation."""
    by = editor_id()
    with db.writing() as session:
        indexing.ask(session, by=by, now=clock.now())
    flash(_("The index is being built. You can leave this page."), "success")
    return redirect(url_for(".index"), 303)


@bp.post("/index/rueckkehr")
def roll_back() -> ResponseReturnValue:
    """Go back to the generation before."""
    by = editor_id()
    workshop = service(Workshop)
    try:
        name = indexing.roll_back(service(Database), workshop, by=by, now=clock.now())
    except NothingOlder:
        flash(_("There is no older generation."), "danger")
    except Busy:
        flash(_("The index is being built just now. Please wait until that is done."), "danger")
    else:
        flash(_("Generation %(name)s is in use.", name=name), "success")
    return redirect(url_for(".index"), 303)


def _can_roll_back(generations: Sequence[Kept]) -> bool:
    """Return whether a whole generation is older than the one in use."""
    names = [one.name for one in generations if one.in_use]
    older = [one.manifest for one in generations if names and int(one.name) < int(names[0])]
    return any(manifest and not manifest.lacking for manifest in older)


def _mismatch(generations: Sequence[Kept], encoder: Encoder | None) -> tuple[str, str] | None:
    """Return the encoder of the index in use and ours, if they are not the same."""
    made = next((one.manifest.encoder for one in generations if one.in_use and one.manifest), None)
    if encoder is None or not generations or made == encoder.name:
        return None
    return made or _("words only"), encoder.name


def _work_facts(session: Session) -> dict[str, Any]:
    return {
        "work": rows.work(session, (INDEX_JOB, IMPORT_JOB), clock.now()),
        "names": {INDEX_JOB: _("Build the index"), IMPORT_JOB: _("Import offers")},
        "states": {
            "waiting": _("waiting"),
            "running": _("running"),
            "again": _("failed, is tried again"),
        },
        "import_job": IMPORT_JOB,
        "arrival": service(Workshop).arrival(),
    }
