"""Editors let a chat model draft from a lesson, see how far it is, stop it and go on."""

from typing import Any

from flask import flash, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from mentorhub.accounts import queries as accounts
from mentorhub.courses import policy
from mentorhub.courses.actions import drafting
from mentorhub.courses.actions.course_files import CannotLeave
from mentorhub.courses.material.writing import NotWritable
from mentorhub.courses.models import CourseVersion, Draft
from mentorhub.courses.plain_lesson import plain_file
from mentorhub.courses.queries import drafts as reads
from mentorhub.courses.queries.drafts import KINDS, PLAIN
from mentorhub.courses.queries.versions import course_of
from mentorhub.courses.views.drafter import model_name
from mentorhub.courses.views.editing import VERSION
from mentorhub.courses.views.in_and_out import file_to_save
from mentorhub.courses.views.room import bp, person
from mentorhub.kit import clock
from mentorhub.kit.errors import Missing
from mentorhub.web.context import db
from mentorhub.web.limits import limiter

LESSON = f"{VERSION}/lektionen/<lesson_id>/entwuerfe"
DRAFT = "/redaktion/kurse/ki/entwuerfe/<int:draft_id>"

ENDS = {
    "done": _l("Everything is drafted."),
    "cancelled": _l("Somebody stopped it. What is there stays."),
    "limit": _l("What one draft or one day may use is used up. What is there stays; go on later."),
    "busy": _l("The language model was busy for a long time. What is there stays; go on later."),
    "failed": _l("The language model has failed at a passage several times. What is there stays."),
    "off": _l("There is no language model here any more. What is there stays."),
}
GAPS = {
    "quote": _l("The AI named a sentence that does not stand there word for word."),
    "form": _l("What the AI sent had not the form that was asked for."),
    "known": _l("This question is there already."),
    "figures": _l("The AI named a number, a sum or a law that does not stand there."),
    "orders": _l("There is an order to machines, or an address that does not belong there."),
    "long": _l("This passage is too long for one draft."),
    "skipped": _l("This passage was left out on request."),
}


def _editor() -> str:
    return f"person:{g.person.id}" if g.get("person") else f"address:{request.remote_addr}"


@bp.get(LESSON)
def lesson_drafts(slug: str, number: int, lesson_id: str) -> ResponseReturnValue:
    """Show what was drafted from a lesson, and what can be asked for."""
    policy.editor(person())
    with db.reading() as session:
        version = policy.version_to_edit(session, slug, number)
        course = course_of(version)
        lesson = policy.lesson_of(course, lesson_id)
        drafts, model = reads.drafts_of(session, version, lesson_id), model_name()
        if not drafts and not model:
            raise Missing
        return render_template(
            "courses/lesson_drafts.html",
            course=course,
            lesson=lesson,
            number=number,
            model=model,
            drafts=drafts,
            waiting={each.id: reads.open_pieces(each.pieces) for each in drafts},
            names=accounts.names(session, [each.by_id for each in drafts if each.by_id]),
            kinds=_askable(version, lesson_id) if model else [],
            ends=ENDS,
        )


@bp.post(LESSON)
@limiter.limit("30 per hour", key_func=_editor)
def ask_for_draft(slug: str, number: int, lesson_id: str) -> ResponseReturnValue:
    """Ask for drafts from every passage of a lesson; the worker makes them."""
    by, kind, model = policy.editor(person()).id, request.form.get("kind", ""), model_name()
    with db.writing() as session:
        version = policy.version_to_edit(session, slug, number)
        lesson = policy.lesson_of(course_of(version), lesson_id)
        if not model or kind not in _askable(version, lesson_id):
            raise Missing
        made = drafting.ask(session, version, lesson, kind, model, by=by, now=clock.now())
        draft_id = made.id
    return redirect(url_for(".draft", draft_id=draft_id), 303)


@bp.get(DRAFT)
def draft(draft_id: int) -> ResponseReturnValue:
    """Show what was drafted so far, passage by passage."""
    with db.reading() as session:
        found = policy.draft(session, person(), draft_id)
        course, lesson = reads.lesson_of(found)
        passages = reads.passages_of(found)
        return render_template(
            "courses/draft.html",
            course=course,
            lesson=lesson,
            number=found.version.number,
            pieces=[(each, passages[each.place]) for each in found.pieces],
            kept=bool(_kept(found)),
            question_of=reads.question_of,
            can_go_on=bool(model_name()) and found.ending and found.ending.why != "done",
            gaps=GAPS,
            **_standing(found),
        )


@bp.get(f"{DRAFT}/stand")
def draft_progress(draft_id: int) -> ResponseReturnValue:
    """Return how far a draft is, for the page that asks again; at its end reload it."""
    with db.reading() as session:
        found = policy.draft(session, person(), draft_id)
        answer = make_response(render_template("courses/_drafting.html", **_standing(found)))
        if found.ending:
            answer.headers["HX-Refresh"] = "true"
    return answer


@bp.post(f"{DRAFT}/abbruch")
def cancel_draft(draft_id: int) -> ResponseReturnValue:
    """Draft no more; what is there stays."""
    with db.writing() as session:
        found = policy.draft(session, person(), draft_id)
        drafting.cancel(session, found, by=policy.editor(person()).id, now=clock.now())
    return redirect(url_for(".draft", draft_id=draft_id), 303)


@bp.post(f"{DRAFT}/fortsetzung")
@limiter.limit("30 per hour", key_func=_editor)
def go_on_with_draft(draft_id: int) -> ResponseReturnValue:
    """Draft what is left, on request without the next passage."""
    skips = request.form.get("ohne") == "ja"
    with db.writing() as session:
        found = policy.draft(session, person(), draft_id)
        if not model_name():
            raise Missing
        by = policy.editor(person()).id
        drafting.go_on(session, found, skips=skips, by=by, now=clock.now())
    return redirect(url_for(".draft", draft_id=draft_id), 303)


@bp.get(f"{DRAFT}/loeschung")
def draft_removal(draft_id: int) -> ResponseReturnValue:
    """Ask whether a draft shall be deleted, and say what goes."""
    with db.reading() as session:
        found = policy.draft(session, person(), draft_id)
        course, lesson = reads.lesson_of(found)
        waiting = reads.open_pieces(found.pieces)
        return render_template(
            "courses/draft_removal.html",
            draft=found,
            course=course,
            lesson=lesson,
            number=found.version.number,
            waiting=waiting,
        )


@bp.post(f"{DRAFT}/loeschung")
def remove_draft(draft_id: int) -> ResponseReturnValue:
    """Delete a draft; what was taken into a bank stays there."""
    with db.writing() as session:
        found = policy.draft(session, person(), draft_id)
        slug, number, lesson_id = found.version.course_slug, found.version.number, found.lesson
        drafting.remove(session, found, by=policy.editor(person()).id, now=clock.now())
    flash(_("The draft is deleted."), "success")
    return redirect(url_for(".preview", slug=slug, number=number, _anchor=lesson_id), 303)


@bp.get(f"{DRAFT}/lektion.md")
def plain_lesson(draft_id: int) -> ResponseReturnValue:
    """Send the file of the lesson with the passages that a person has kept in plain language."""
    with db.reading() as session:
        found = policy.draft(session, person(), draft_id)
        course, lesson = reads.lesson_of(found)
        kept = _kept(found)
        if not kept:
            raise Missing
        try:
            text = plain_file(course, lesson, kept)
        except NotWritable as problem:
            raise CannotLeave(lesson.id) from problem
    return file_to_save(text.encode(), "text/markdown", f"{lesson.id}.md")


def _askable(version: CourseVersion, lesson_id: str) -> list[str]:
    """Return what can be drafted from a lesson: plain language only of German ones."""
    course = course_of(version)
    lesson = policy.lesson_of(course, lesson_id)
    kinds = [each for each in KINDS if each != PLAIN or course.language == "de"]
    return [each for each in kinds if reads.passages_for(lesson, each)]


def _kept(found: Draft) -> dict[str, str]:
    """Return by their keys the passages that a person has kept in plain language."""
    if found.kind != PLAIN:
        return {}
    passages = reads.passages_of(found)
    said = [each for each in found.pieces if each.verdict and each.verdict.body]
    return {passages[each.place].key: each.verdict.body for each in said if each.verdict}


def _standing(found: Draft) -> dict[str, Any]:
    ending = found.ending
    return {"draft": found, "ends": ENDS, "works": ending is None}
