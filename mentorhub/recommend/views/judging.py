"""The editors' pages about judged queries: find, judge, correct, delete, send and fetch files."""

from collections.abc import Collection
from dataclasses import dataclass

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from mentorhub.kit import clock
from mentorhub.recommend import evaluation, judged_lines, policy
from mentorhub.recommend.actions import judging
from mentorhub.recommend.actions.judging import ChangedMeanwhile
from mentorhub.recommend.finder import Finder
from mentorhub.recommend.forms.public import page_of
from mentorhub.recommend.forms.quality import (
    LONGEST_SEARCH,
    JudgedFileForm,
    JudgedForm,
    grades_of,
)
from mentorhub.recommend.judged_lines import LONGEST_TYPE, WrongLine
from mentorhub.recommend.models import JudgedQuery
from mentorhub.recommend.queries import quality as rows
from mentorhub.recommend.question import LONGEST_QUESTION
from mentorhub.recommend.views import quality_words
from mentorhub.recommend.views.blueprint import person
from mentorhub.recommend.views.editing import bp, editor_id
from mentorhub.recommend.views.quality import words_for_pages
from mentorhub.recommend.views.quality_words import Named
from mentorhub.web.context import db, service
from mentorhub.web.downloads import file_to_save

FOUND = 15
LARGEST = 5 * 1024 * 1024
MORE = "mehr"
"""The name of the button that looks for more offers and keeps what was judged."""


@dataclass(frozen=True)
class Hit:
    """One offer that can be judged; ``grade`` None is not judged."""

    number: int
    named: Named
    grade: int | None


@bp.get("/suchqualitaet/fragen")
def judged_list() -> ResponseReturnValue:
    """List judged queries by words and type."""
    editor_id()
    words = " ".join(request.args.get("q", "")[:LONGEST_SEARCH].split())
    wanted = request.args.get("art", "")[:LONGEST_TYPE]
    with db.reading() as session:
        page = rows.judged_page(session, words=words, type_=wanted, page=page_of(request.args))
        return render_template(
            "recommend/editors/judged_list.html",
            page=page,
            search=words,
            wanted=wanted,
            types=rows.types(session),
            total=rows.count_judged(session),
            **words_for_pages(),
        )


@bp.get("/suchqualitaet/fragen.jsonl")
def judged_file() -> Response:
    """Hand over every judged query, as `mentorhub search evaluate` reads them."""
    editor_id()
    with db.reading() as session:
        text = "".join(judged_lines.line(name, each) for name, each in rows.lines(session))
    return file_to_save(
        text, "application/jsonl; charset=utf-8", f"suchfragen-{clock.today()}.jsonl"
    )


@bp.get("/suchqualitaet/fragen/datei")
def judged_upload() -> ResponseReturnValue:
    """Ask for a file of judged queries."""
    editor_id()
    return render_template("recommend/editors/judged_upload.html", form=JudgedFileForm())


@bp.post("/suchqualitaet/fragen/datei")
def judged_take() -> ResponseReturnValue:
    """Take every query of a file, or none."""
    by = editor_id()
    form = JudgedFileForm(request.files)
    sent = request.files.get("file")
    data = sent.read(LARGEST + 1) if sent else b""
    problem = _("At most 5 MB.") if len(data) > LARGEST else None
    if form.validate() and problem is None:
        try:
            found = judged_lines.read(data)
        except WrongLine as wrong:
            problem = _("Line %(number)s: %(reason)s", number=wrong.number, reason=wrong.reason)
        else:
            with db.writing() as session:
                taken = judging.take(session, found, by=by, now=clock.now())
            flash(
                _(
                    "%(added)s questions added, %(changed)s corrected, %(same)s as they were.",
                    added=taken.added,
                    changed=taken.changed,
                    same=taken.same,
                ),
                "success",
            )
            return redirect(url_for(".judged_list"), 303)
    if problem:
        form.file.errors = [problem]
    return render_template("recommend/editors/judged_upload.html", form=form), 422


@bp.get("/suchqualitaet/fragen/neu")
def judged_new() -> ResponseReturnValue:
    """Ask for a question, then show what the search finds, to be judged."""
    editor_id()
    form = JudgedForm(data={"query": " ".join(request.args.get("q", "").split())})
    form.query.data = (form.query.data or "")[:LONGEST_QUESTION]
    with db.reading() as session:
        keys = _search(form.query.data) if form.query.data else []
        return _page(session, None, form, dict.fromkeys(keys))


@bp.post("/suchqualitaet/fragen")
def judged_add() -> ResponseReturnValue:
    """Keep a judged query, or look for more offers first."""
    by = editor_id()
    form = JudgedForm(request.form)
    with db.writing() as session:
        grades = grades_of(request.form, _known(session, request.form.getlist("key")))
        if MORE in request.form or not _is_fine(form, grades):
            return _again(session, None, form, grades)
        row = judging.add(session, form.judging(grades), by=by, now=clock.now())
        number = row.id
    flash(_("The question was added. It counts from the next measurement on."), "success")
    return redirect(url_for(".judged_edit", judged_id=number), 303)


@bp.get("/suchqualitaet/fragen/<int:judged_id>")
def judged_edit(judged_id: int) -> ResponseReturnValue:
    """Show a judged query with its grades, and what the search finds for it now."""
    with db.reading() as session:
        row = policy.judged_to_edit(session, person(), judged_id)
        form = JudgedForm(data={"query": row.query, "type": row.type, "seen": str(row.edition)})
        best_first = sorted(row.grades, key=lambda key: -row.grades[key])
        grades: dict[str, int | None] = {key: row.grades[key] for key in best_first}
        grades |= {key: None for key in _search(row.query) if key not in grades}
        return _page(session, row, form, grades)


@bp.post("/suchqualitaet/fragen/<int:judged_id>")
def judged_change(judged_id: int) -> ResponseReturnValue:
    """Correct a judged query, or look for more offers first."""
    form = JudgedForm(request.form)
    with db.writing() as session:
        row = policy.judged_to_edit(session, person(), judged_id)
        known = _known(session, request.form.getlist("key")) | row.grades.keys()
        grades = grades_of(request.form, known)
        if MORE in request.form or not _is_fine(form, grades):
            return _again(session, row, form, grades)
        try:
            judging.change(
                session,
                row,
                form.judging(grades),
                seen=form.edition(),
                by=editor_id(),
                now=clock.now(),
            )
        except ChangedMeanwhile:
            form.query.errors = [
                _("Somebody else changed this question meanwhile. Save once more to replace it.")
            ]
            form.seen.data = str(row.edition)
            return _page(session, row, form, grades), 409
    flash(_("Saved."), "success")
    return redirect(url_for(".judged_edit", judged_id=judged_id), 303)


@bp.get("/suchqualitaet/fragen/<int:judged_id>/loeschung")
def judged_deletion(judged_id: int) -> ResponseReturnValue:
    """Ask whether a judged query shall be deleted."""
    with db.reading() as session:
        row = policy.judged_to_edit(session, person(), judged_id)
        return render_template("recommend/editors/judged_deletion.html", row=row)


@bp.post("/suchqualitaet/fragen/<int:judged_id>/loeschung")
def judged_delete(judged_id: int) -> ResponseReturnValue:
    """Delete a judged query."""
    with db.writing() as session:
        row = policy.judged_to_edit(session, person(), judged_id)
        judging.delete(session, row, by=editor_id(), now=clock.now())
    flash(_("The question was deleted."), "success")
    return redirect(url_for(".judged_list"), 303)


def _search(words: str) -> list[str]:
    """Return the keys of the first hits, as a measurement would see them."""
    engine = service(Finder).engine
    return [hit.key for hit in evaluation.answer(engine, words, clock.today(), FOUND).hits]


def _known(session: Session, keys: Collection[str]) -> set[str]:
    """Return those of these keys that are offers or instruments of ours."""
    wanted = list(keys)[: judged_lines.MOST_GRADES]
    return {key for key, one in quality_words.named(session, wanted).items() if one.href}


def _is_fine(form: JudgedForm, grades: dict[str, int | None]) -> bool:
    """Return whether the form can be kept; that no grade was given is told at the question."""
    fine = bool(form.validate())
    if not any(grades.values()):
        form.query.errors = [
            *form.query.errors,
            _("At least one offer needs a grade above 0. Look for more if none is here."),
        ]
    return fine and any(grades.values())


def _again(
    session: Session, row: JudgedQuery | None, form: JudgedForm, grades: dict[str, int | None]
) -> ResponseReturnValue:
    """Show what was sent once more; hits that were looked for come first."""
    if MORE not in request.form:
        return _page(session, row, form, grades), 422
    words = (form.more.data or "")[:LONGEST_SEARCH] or (form.query.data or "")[:LONGEST_QUESTION]
    more = _search(words) if words else []
    return _page(session, row, form, {**dict.fromkeys(more), **grades})


def _page(
    session: Session, row: JudgedQuery | None, form: JudgedForm, grades: dict[str, int | None]
) -> str:
    """Show the question and its hits, in the order of the grades."""
    named = quality_words.named(session, list(grades))
    kept = row.grades.keys() if row else ()
    hits = [
        Hit(number, named[key], grades[key])
        for number, key in enumerate(key for key in grades if named[key].href or key in kept)
    ]
    return render_template(
        "recommend/editors/judged_edit.html" if row else "recommend/editors/judged_new.html",
        row=row,
        form=form,
        hits=hits,
        types=sorted({*rows.types(session), *filter(None, quality_words.TYPES)}),
        more=MORE,
        **words_for_pages(),
    )
