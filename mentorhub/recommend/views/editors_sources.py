"""The editors' pages about sources: how they stand, what each fetch brought, what they may do."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from mentorhub.accounts import queries as accounts
from mentorhub.kit import clock
from mentorhub.kit.crypto import Cipher
from mentorhub.kit.fetching import Fetcher
from mentorhub.kit.reach import NotFetched
from mentorhub.recommend import policy
from mentorhub.recommend.actions import sources
from mentorhub.recommend.actions.tally import Forecast
from mentorhub.recommend.forms.public import page_of
from mentorhub.recommend.forms.sources import FetchForm, NewSourceForm, RemovalForm, SourceForm
from mentorhub.recommend.link_check import LinkWatch
from mentorhub.recommend.models import Source
from mentorhub.recommend.queries import imports as import_rows
from mentorhub.recommend.queries import sources as rows
from mentorhub.recommend.views import fact_words, source_words
from mentorhub.recommend.views.blueprint import person
from mentorhub.recommend.views.editing import bp, editor_id, problems, progress, report_file
from mentorhub.web.context import db, service


@bp.get("/quellen")
def sources_list() -> ResponseReturnValue:
    """List the sources and how each stands."""
    editor_id()
    with db.reading() as session:
        standings = rows.standings(session, clock.today())
        return render_template(
            "recommend/editors/sources_list.html",
            standings=standings,
            shows_links=service(LinkWatch).checker or any(each.dead_links for each in standings),
            can_keep=policy.can_keep_sources(person()),
            say=source_words,
        )


@bp.get("/quellen/neu")
def source_new() -> ResponseReturnValue:
    """Show the form for a new source."""
    policy.source_keeper(person())
    return _form_page(_form(NewSourceForm, None))


@bp.post("/quellen")
def source_add() -> ResponseReturnValue:
    """Add a source, and see by a trial what it would bring."""
    by = policy.source_keeper(person()).id
    form = _form(NewSourceForm, request.form)
    if not _is_usable(form):
        return _form_page(form), 422
    try:
        with db.writing() as session:
            source = sources.add(
                session, form.name.data, form.wish(), cipher=service(Cipher), by=by, now=clock.now()
            )
            source_id = source.id
    except sources.NameTaken:
        form.name.errors = [_("There is a source of this name already.")]
        return _form_page(form), 422
    return redirect(url_for(".source", source_id=source_id), 303)


@bp.get("/quellen/<int:source_id>")
def source(source_id: int) -> ResponseReturnValue:
    """Show how one source stands, and how its fetches went."""
    with db.reading() as session:
        found = policy.source_to_see(session, person(), source_id)
        facts = _facts(session, found)
        page = rows.fetches(session, found, page_of(request.args))
        return render_template(
            "recommend/editors/source.html",
            **facts,
            page=page,
            fetch_states={each.id: rows.fetch_state(each, facts["standing"]) for each in page.rows},
            names=accounts.names(session, [each.by_id for each in page.rows if each.by_id]),
            can_keep=policy.can_keep_sources(person()),
        )


@bp.get("/quellen/<int:source_id>/stand")
def source_progress(source_id: int) -> ResponseReturnValue:
    """Return whether a source is being fetched, for the page that asks again and again."""
    with db.reading() as session:
        facts = _facts(session, policy.source_to_see(session, person(), source_id))
        is_over = facts["standing"].state != "running"
        return progress("recommend/editors/_source_progress.html", is_over=is_over, **facts)


@bp.get("/quellen/<int:source_id>/aenderung")
def source_change(source_id: int) -> ResponseReturnValue:
    """Show the form of a source."""
    with db.reading() as session:
        found = policy.source_to_keep(session, person(), source_id)
    return _form_page(_form(SourceForm, None, found), found)


@bp.post("/quellen/<int:source_id>/aenderung")
def source_save(source_id: int) -> ResponseReturnValue:
    """Change a source."""
    by = policy.source_keeper(person()).id
    with db.reading() as session:
        found = policy.source_to_keep(session, person(), source_id)
    form = _form(SourceForm, request.form, found)
    if not _is_usable(form):
        return _form_page(form, found), 422
    try:
        with db.writing() as session:
            kept = policy.source_to_keep(session, person(), source_id)
            sources.change(
                session, kept, form.wish(), cipher=service(Cipher), by=by, now=clock.now()
            )
    except sources.SecretNeeded:
        form.secret.errors = [_("The address leads to another server: please give this again.")]
        return _form_page(form, found), 422
    flash(_("Saved. The source is read with the new choices next time."), "success")
    return redirect(url_for(".source", source_id=source_id), 303)


@bp.post("/quellen/<int:source_id>/abrufe")
def source_fetch(source_id: int) -> ResponseReturnValue:
    """Let the worker fetch a source now."""
    return _ask(source_id, confirmed=FetchForm(request.form).count())


@bp.post("/quellen/<int:source_id>/probelaeufe")
def source_trial(source_id: int) -> ResponseReturnValue:
    """Let the worker see what a source would bring."""
    return _ask(source_id, is_trial=True)


@bp.post("/quellen/<int:source_id>/pause")
def source_pause(source_id: int) -> ResponseReturnValue:
    """Let a source be fetched no more by itself."""
    with db.writing() as session:
        found = policy.source_to_see(session, person(), source_id)
        sources.pause(session, found, by=editor_id(), now=clock.now())
    return redirect(url_for(".source", source_id=source_id), 303)


@bp.post("/quellen/<int:source_id>/fortsetzung")
def source_resume(source_id: int) -> ResponseReturnValue:
    """Let a source be fetched by itself, now for the first time."""
    with db.writing() as session:
        found = policy.source_to_see(session, person(), source_id)
        sources.resume(session, found, by=editor_id(), now=clock.now())
    return redirect(url_for(".source", source_id=source_id), 303)


@bp.get("/quellen/<int:source_id>/loeschung")
def source_removal(source_id: int) -> ResponseReturnValue:
    """Ask what shall become of the offers of a source that is removed."""
    with db.reading() as session:
        found = policy.source_to_keep(session, person(), source_id)
        return render_template(
            "recommend/editors/source_removal.html",
            form=RemovalForm(),
            **_facts(session, found),
        )


@bp.post("/quellen/<int:source_id>/loeschung")
def source_remove(source_id: int) -> ResponseReturnValue:
    """Remove a source."""
    by, form = policy.source_keeper(person()).id, RemovalForm(request.form)
    with db.writing() as session:
        found = policy.source_to_keep(session, person(), source_id)
        if not form.validate():
            page = render_template(
                "recommend/editors/source_removal.html", form=form, **_facts(session, found)
            )
            return page, 422
        try:
            gone = sources.remove(
                session, found, withdraws=form.offers.data == "go", by=by, now=clock.now()
            )
        except sources.AlreadyAsked:
            flash(_("The source is being fetched. Please wait until that has ended."), "info")
            return redirect(url_for(".source", source_id=source_id), 303)
    if gone:
        told = _("The source is removed, %(count)s offers were withdrawn.", count=gone)
    else:
        told = _("The source is removed.")
    flash(told, "success")
    return redirect(url_for(".sources_list"), 303)


@bp.get("/quellen/abrufe/<int:fetch_id>")
def source_trial_report(fetch_id: int) -> ResponseReturnValue:
    """Show what a fetch would have brought that imported nothing; else what its import did."""
    with db.reading() as session:
        fetch = policy.fetch_to_see(session, person(), fetch_id)
        if fetch.import_id is not None:
            return redirect(url_for(".import_run", import_id=fetch.import_id), 303)
        if not fetch.forecast:
            return redirect(url_for(".source", source_id=fetch.source_id), 303)
        forecast = Forecast(**fetch.forecast)
        return render_template(
            "recommend/editors/source_trial_report.html",
            fetch=fetch,
            source=rows.by_id(session, fetch.source_id),
            forecast=forecast,
            problems=problems(forecast.report),
            format_name=fact_words.format_name(fetch.format) if fetch.format else "",
            say_problem=fact_words.bad_record,
            say=source_words,
        )


@bp.get("/quellen/abrufe/<int:fetch_id>/bericht.csv")
def source_trial_file(fetch_id: int) -> ResponseReturnValue:
    """Return the bad records of such a fetch as a table."""
    with db.reading() as session:
        fetch = policy.fetch_to_see(session, person(), fetch_id)
        return report_file(fetch.forecast.get("report", ()), f"abruf-{fetch.id}.csv")


def _ask(source_id: int, *, is_trial: bool = False, confirmed: int = 0) -> ResponseReturnValue:
    by = editor_id()
    with db.writing() as session:
        found = policy.source_to_see(session, person(), source_id)
        try:
            sources.ask(
                session, found, by=by, now=clock.now(), is_trial=is_trial, confirmed=confirmed
            )
        except sources.AlreadyAsked:
            flash(_("The source is being fetched already."), "info")
    return redirect(url_for(".source", source_id=source_id), 303)


def _facts(session: Session, found: Source) -> dict[str, Any]:
    standing = rows.standing(session, found, clock.today())
    last = standing.last
    return {
        "source": found,
        "standing": standing,
        "forecast": Forecast(**last.forecast) if last and last.forecast else None,
        "mapping": import_rows.mapping_by_id(session, found.mapping_id),
        "say": source_words,
        "format_name": fact_words.format_name(found.format) if found.format else "",
    }


def _form(kind: type[Any], sent: Any, known: Source | None = None) -> Any:
    with db.reading() as session:
        saved = import_rows.mappings(session)
    return kind(sent, saved, fact_words.format_name, known)


def _is_usable(form: SourceForm) -> bool:
    """Return whether the form is complete and its address may be asked."""
    fine = form.validate()
    try:
        if form.address.data:
            service(Fetcher).reach.check(form.address.data)
    except NotFetched as problem:
        form.address.errors = [source_words.refusal(problem.why)]
        fine = False
    return fine


def _form_page(form: SourceForm, known: Source | None = None) -> str:
    name = "source_change" if known else "source_new"
    return render_template(f"recommend/editors/{name}.html", form=form, source=known)
