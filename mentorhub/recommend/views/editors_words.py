"""The editors' pages about everyday words and sayings: try one, see the effect, then save it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from mentorhub.accounts import queries as accounts
from mentorhub.kit import clock
from mentorhub.recommend import measuring, policy, wording
from mentorhub.recommend.actions import words as deeds
from mentorhub.recommend.actions.words import ChangedMeanwhile, NotTriedYet
from mentorhub.recommend.editor_words import Entry
from mentorhub.recommend.forms.public import page_of
from mentorhub.recommend.forms.quality import LONGEST_SEARCH, WordForm
from mentorhub.recommend.models import EditorWord, WordTrial
from mentorhub.recommend.queries import content, offers, quality
from mentorhub.recommend.queries import words as rows
from mentorhub.recommend.queries.imports import Work, work
from mentorhub.recommend.queries.quality import TRIAL_JOB
from mentorhub.recommend.question import LONGEST_QUESTION
from mentorhub.recommend.views import quality_words
from mentorhub.recommend.views.blueprint import person
from mentorhub.recommend.views.editing import bp, editor_id, progress
from mentorhub.recommend.views.quality import words_for_pages
from mentorhub.web.context import db

ORIGINS = ("editors", "loaded", "removed")


@dataclass(frozen=True)
class Line:
    """One entry of a list; ``word_id`` None came with ``content/``."""

    entry: Entry
    word_id: int | None = None
    who: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Moved:
    """One hit that changes its place, in words."""

    named: quality_words.Named
    grade: int | None
    was: int | None
    now: int | None


@dataclass(frozen=True)
class Shown:
    """One question whose hits would change; an example is not judged and has no figures."""

    query: str
    type: str
    is_example: bool
    was: str
    would_be: str
    mark: str
    moves: tuple[Moved, ...]


@bp.get("/suchqualitaet/woerter")
def words_list() -> ResponseReturnValue:
    """List the words: those of editors, those that were loaded, those that were removed."""
    editor_id()
    search = " ".join(request.args.get("q", "")[:LONGEST_SEARCH].split())
    origin = request.args.get("herkunft", "")
    origin = origin if origin in ORIGINS else ORIGINS[0]
    with db.reading() as session:
        lines = _lines(session)
        trials = rows.open_trials(session)
    found = {name: _with_words(lines[name], search) for name in ORIGINS}
    return render_template(
        "recommend/editors/words_list.html",
        page=offers.cut(found[origin], page_of(request.args)),
        counts={name: len(each) for name, each in found.items()},
        origin=origin,
        search=search,
        trials=[(one, Entry.of(one.facts) if one.facts else None) for one in trials],
        language_of=wording.language_of,
    )


@bp.get("/suchqualitaet/woerter/neu")
def word_new() -> ResponseReturnValue:
    """Ask what people say and what it means; maybe beginning with a question or a trial."""
    editor_id()
    entry = None
    said = " ".join(request.args.get("sagt", "")[:LONGEST_QUESTION].split())
    if said:
        entry = Entry("saying", (said,), (), "de")
    form = WordForm(entry=entry)
    return render_template("recommend/editors/word_new.html", form=form)


@bp.post("/suchqualitaet/woerter")
def word_try() -> ResponseReturnValue:
    """Let a new entry be tried; nothing is saved."""
    by = editor_id()
    form = WordForm(request.form)
    if not form.validate():
        return render_template("recommend/editors/word_new.html", form=form), 422
    with db.writing() as session:
        trial = deeds.ask(session, None, form.entry(), by=by, now=clock.now())
        number = trial.id
    return redirect(url_for(".word_trial", trial_id=number), 303)


@bp.get("/suchqualitaet/woerter/<int:word_id>")
def word(word_id: int) -> ResponseReturnValue:
    """Show an entry as a form, and its history."""
    with db.reading() as session:
        found = policy.word_to_edit(session, person(), word_id)
        facts = found.now.facts
        return _word_page(session, found, WordForm(entry=Entry.of(facts)) if facts else None)


@bp.post("/suchqualitaet/woerter/<int:word_id>")
def word_try_change(word_id: int) -> ResponseReturnValue:
    """Let another shape of an entry be tried; nothing is saved."""
    form = WordForm(request.form)
    with db.writing() as session:
        found = policy.word_to_edit(session, person(), word_id)
        if not form.validate():
            return _word_page(session, found, form), 422
        trial = deeds.ask(session, found, form.entry(), by=editor_id(), now=clock.now())
        number = trial.id
    return redirect(url_for(".word_trial", trial_id=number), 303)


@bp.post("/suchqualitaet/woerter/<int:word_id>/entfernung")
def word_try_removal(word_id: int) -> ResponseReturnValue:
    """Let the search be tried without an entry; nothing is removed."""
    with db.writing() as session:
        found = policy.word_to_edit(session, person(), word_id)
        trial = deeds.ask(session, found, None, by=editor_id(), now=clock.now())
        number = trial.id
    return redirect(url_for(".word_trial", trial_id=number), 303)


@bp.post("/suchqualitaet/woerter/fassungen/<int:version_id>")
def word_try_version(version_id: int) -> ResponseReturnValue:
    """Let an earlier version of an entry be tried; nothing is saved."""
    with db.writing() as session:
        found, version = policy.word_version_to_try(session, person(), version_id)
        entry = Entry.of(version.facts) if version.facts else None
        trial = deeds.ask(session, found, entry, by=editor_id(), now=clock.now())
        number = trial.id
    return redirect(url_for(".word_trial", trial_id=number), 303)


@bp.get("/suchqualitaet/woerter/proben/<int:trial_id>")
def word_trial(trial_id: int) -> ResponseReturnValue:
    """Show what a change would do, or how far the comparison is."""
    with db.reading() as session:
        trial = policy.trial_to_see(session, person(), trial_id)
        return _trial_page(session, trial)


@bp.get("/suchqualitaet/woerter/proben/<int:trial_id>/stand")
def word_trial_progress(trial_id: int) -> ResponseReturnValue:
    """Return how far a comparison is, for the page that asks again; at its end reload it."""
    with db.reading() as session:
        trial = policy.trial_to_see(session, person(), trial_id)
        under_way = _under_way(session, trial)
    is_over = under_way is None
    return progress("recommend/editors/_trying.html", is_over=is_over, trial=trial, work=under_way)


@bp.post("/suchqualitaet/woerter/proben/<int:trial_id>/uebernahme")
def word_take_over(trial_id: int) -> ResponseReturnValue:
    """Let what was tried count for everybody."""
    try:
        with db.writing() as session:
            trial = policy.trial_to_see(session, person(), trial_id)
            removed = trial.facts is None
            number = deeds.take_over(session, trial, by=editor_id(), now=clock.now()).id
    except NotTriedYet:
        flash(_("Please wait for the comparison first."), "info")
        return redirect(url_for(".word_trial", trial_id=trial_id), 303)
    except ChangedMeanwhile:
        flash(_("Somebody else changed this entry meanwhile. Nothing was saved."), "danger")
        return redirect(url_for(".word_trial", trial_id=trial_id), 303)
    if removed:
        flash(_("Removed. You can bring it back from its history."), "success")
        return redirect(url_for(".words_list"), 303)
    flash(_("Saved. From now on the search uses it."), "success")
    return redirect(url_for(".word", word_id=number), 303)


@bp.post("/suchqualitaet/woerter/proben/<int:trial_id>/wiederholung")
def word_try_again(trial_id: int) -> ResponseReturnValue:
    """Let the comparison be made once more."""
    with db.writing() as session:
        trial = policy.trial_to_see(session, person(), trial_id)
        deeds.repeat(session, trial, by=editor_id(), now=clock.now())
    return redirect(url_for(".word_trial", trial_id=trial_id), 303)


@bp.post("/suchqualitaet/woerter/proben/<int:trial_id>/verwerfung")
def word_drop(trial_id: int) -> ResponseReturnValue:
    """Forget what was only tried."""
    with db.writing() as session:
        deeds.drop(session, policy.trial_to_see(session, person(), trial_id))
    flash(_("Nothing was saved."), "info")
    return redirect(url_for(".words_list"), 303)


def _lines(session: Session) -> dict[str, list[Line]]:
    words = rows.all_words(session)
    names = accounts.names(session, [one.now.by_id for one in words if one.now.by_id])
    lines: dict[str, list[Line]] = {name: [] for name in ORIGINS}
    for one in words:
        held = [version for version in one.versions if version.facts]
        who = names.get(one.now.by_id or 0, _("a former member"))
        line = Line(Entry.of(held[-1].facts or {}), one.id, who, one.now.at)
        lines["editors" if one.now.facts else "removed"].append(line)
    lines["loaded"] = _loaded(session)
    return lines


def _loaded(session: Session) -> list[Line]:
    terms = [
        Line(Entry("word", term.say, term.mean, term.language))
        for term in content.glossary_loaded(session).terms
    ]
    sayings = [
        Line(Entry("saying", subject.say, subject.mean, ""))
        for subject in content.sayings_loaded(session).subjects
    ]
    return [*terms, *sayings]


def _with_words(lines: Sequence[Line], search: str) -> list[Line]:
    wanted = search.casefold().split()
    return [
        line
        for line in lines
        if all(
            any(word in phrase.casefold() for phrase in (*line.entry.say, *line.entry.mean))
            for word in wanted
        )
    ]


def _word_page(session: Session, found: EditorWord, form: WordForm | None) -> str:
    ids = [version.by_id for version in found.versions if version.by_id]
    return render_template(
        "recommend/editors/word.html",
        word=found,
        form=form,
        versions=[
            (version, Entry.of(version.facts) if version.facts else None)
            for version in reversed(found.versions)
        ],
        names=accounts.names(session, ids),
        language_of=wording.language_of,
    )


def _trial_page(session: Session, trial: WordTrial) -> str:
    report = trial.report
    page = offers.cut(report["shifts"], page_of(request.args)) if report else None
    under_way = None if report else _under_way(session, trial)
    is_broken_off = not report and under_way is None
    return render_template(
        "recommend/editors/word_trial.html",
        trial=trial,
        entry=Entry.of(trial.facts) if trial.facts else None,
        is_stale=_is_stale(session, trial),
        report=report,
        shifts=_shifts(session, page.rows) if page else [],
        page=page,
        work=under_way,
        failure=quality.failure(session, TRIAL_JOB, "trial", trial.id) if is_broken_off else None,
        figure=quality_words.figure,
        change=quality_words.change,
        language_of=wording.language_of,
        **words_for_pages(),
    )


def _is_stale(session: Session, trial: WordTrial) -> bool:
    """Return whether the entry was changed since the trial was asked for."""
    found = rows.word_by_id(session, trial.word_id) if trial.word_id else None
    return found is not None and found.now.number != trial.seen


def _under_way(session: Session, trial: WordTrial) -> Work | None:
    found = work(session, (TRIAL_JOB,), clock.now())
    return next((one for one in found if one.payload["trial"] == trial.id), None)


def _shifts(session: Session, found: Sequence[Mapping[str, Any]]) -> list[Shown]:
    keys = {key for one in found for key in (*one["before"], *one["after"])}
    named = quality_words.named(session, keys)
    return [_shift(one, named) for one in found]


def _shift(one: Mapping[str, Any], named: Mapping[str, quality_words.Named]) -> Shown:
    was, would_be = one["was"] or 0.0, one["would_be"] or 0.0
    gain = would_be - was
    mark = "same" if abs(gain) < measuring.SAME else "better" if gain > 0 else "worse"
    return Shown(
        query=one["query"],
        type=one["type"],
        is_example=one["was"] is None,
        was=quality_words.figure(was),
        would_be=quality_words.figure(would_be),
        mark=mark,
        moves=tuple(
            Moved(named[move.key], one["grades"].get(move.key), move.was, move.now)
            for move in measuring.moves(one["before"], one["after"])
        ),
    )
