"""The editors' pages about measurements of the search: ask for one, read it, find the worst."""

from dataclasses import dataclass
from typing import Any, Literal

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from mentorhub.accounts import queries as accounts
from mentorhub.kit import clock
from mentorhub.recommend import policy
from mentorhub.recommend.actions import quality as measuring
from mentorhub.recommend.actions.index import Workshop
from mentorhub.recommend.forms.public import page_of
from mentorhub.recommend.judged_lines import LONGEST_TYPE
from mentorhub.recommend.models import QualityAnswer, QualityRun
from mentorhub.recommend.queries import quality as rows
from mentorhub.recommend.queries.imports import Work, work
from mentorhub.recommend.queries.quality import RUN_JOB
from mentorhub.recommend.views import quality_words
from mentorhub.recommend.views.blueprint import person
from mentorhub.recommend.views.editing import bp, editor_id, progress
from mentorhub.recommend.views.quality_words import Named
from mentorhub.web.context import db, service

State = Literal["running", "complete", "broken_off"]


@dataclass(frozen=True)
class Found:
    """One hit of an answer with its grade, None where nobody has judged it."""

    named: Named
    grade: int | None


@dataclass(frozen=True)
class Answer:
    """What one query of a measurement has found, and the good answers that are missing in it."""

    name: str
    query: str
    type: str
    ndcg: str
    words: str
    judged_id: int | None
    hits: tuple[Found, ...]
    missing: tuple[Found, ...]


@bp.get("/suchqualitaet")
def quality() -> ResponseReturnValue:
    """Show the last measurement, what is under way, and those before."""
    editor_id()
    with db.reading() as session:
        last = rows.last_run(session)
        runs = rows.runs_page(session, page_of(request.args))
        under_way = _under_way(session)
        return render_template(
            "recommend/editors/quality.html",
            last=last,
            table=_table(session, last, rows.last_run(session, before=last.id)) if last else (),
            runs=runs,
            states={run.id: _state(run, under_way) for run in runs.rows},
            names=accounts.names(session, [run.by_id for run in runs.rows if run.by_id]),
            judged=rows.count_judged(session),
            has_index=service(Workshop).has_index(),
            work=under_way,
        )


@bp.get("/suchqualitaet/stand")
def quality_progress() -> ResponseReturnValue:
    """Return how far the measurement is, for the page that asks again; at its end reload it."""
    editor_id()
    with db.reading() as session:
        under_way = _under_way(session)
    is_over = under_way is None
    return progress("recommend/editors/_measuring.html", is_over=is_over, work=under_way)


@bp.post("/suchqualitaet/messungen")
def measure() -> ResponseReturnValue:
    """Ask for a measurement."""
    by = editor_id()
    with db.writing() as session:
        if rows.count_judged(session) == 0 or not service(Workshop).has_index():
            flash(_("There is nothing to measure yet."), "info")
        else:
            measuring.start(session, by=by, now=clock.now())
    return redirect(url_for(".quality"), 303)


@bp.get("/suchqualitaet/messungen/<int:run_id>")
def quality_run(run_id: int) -> ResponseReturnValue:
    """Show one measurement beside the one before, and its queries, the worst first."""
    with db.reading() as session:
        run = policy.run_to_see(session, person(), run_id)
        state = _state(run, _under_way(session))
        before = rows.last_run(session, before=run.id)
        wanted = request.args.get("art", "")[:LONGEST_TYPE]
        page = rows.worst(session, run, type_=wanted, page=page_of(request.args))
        return render_template(
            "recommend/editors/quality_run.html",
            run=run,
            state=state,
            failure=rows.failure(session, RUN_JOB, "run", run.id)
            if state == "broken_off"
            else None,
            before=before,
            table=_table(session, run, before) if run.ended_at else (),
            answers=_answers(session, page.rows),
            page=page,
            wanted=wanted,
            types=rows.types(session),
            **words_for_pages(),
        )


def words_for_pages() -> dict[str, Any]:
    """Return what templates about measurements need to speak."""
    return {"type_of": quality_words.type_of, "grades": quality_words.grade_words()}


def _table(session: Session, run: QualityRun, before: QualityRun | None) -> list[quality_words.Row]:
    return [quality_words.row(line) for line in rows.table(session, run, before)]


def _under_way(session: Session) -> Work | None:
    found = work(session, (RUN_JOB,), clock.now())
    return found[0] if found else None


def _state(run: QualityRun, under_way: Work | None) -> State:
    if run.ended_at:
        return "complete"
    is_this = under_way is not None and under_way.payload["run"] == run.id
    return "running" if is_this else "broken_off"


def _answers(session: Session, found: Any) -> list[Answer]:
    keys = {key for row in found for key in (*row.hits, *row.grades)}
    named = quality_words.named(session, keys)
    judged = rows.judged_ids(session, [row.name for row in found])
    return [_answer(row, named, judged) for row in found]


def _answer(row: QualityAnswer, named: dict[str, Named], judged: dict[str, int]) -> Answer:
    good = sorted(row.grades, key=lambda key: -row.grades[key])
    missing = [key for key in good if row.grades[key] > 0 and key not in row.hits]
    return Answer(
        name=row.name,
        query=row.query,
        type=row.type,
        ndcg=quality_words.figure(row.ndcg10),
        words=quality_words.figure(row.words["ndcg10"]),
        judged_id=judged.get(row.name),
        hits=tuple(Found(named[key], row.grades.get(key)) for key in row.hits),
        missing=tuple(Found(named[key], row.grades[key]) for key in missing),
    )
