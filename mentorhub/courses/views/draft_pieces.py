"""A person reads one draft, changes it, and takes it or throws it away."""

import json
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from mentorhub.courses import policy
from mentorhub.courses.actions import draft_verdicts
from mentorhub.courses.actions.banks import NothingToTake
from mentorhub.courses.draft_checks import compared, made
from mentorhub.courses.forms.drafts import DraftQuestionForm, PlainWordsForm
from mentorhub.courses.material.lessons import Checklist
from mentorhub.courses.material.markdown import to_text
from mentorhub.courses.models import DraftPiece
from mentorhub.courses.queries import banks
from mentorhub.courses.queries import drafts as reads
from mentorhub.courses.queries.drafts import PLAIN, QUESTIONS
from mentorhub.courses.readability import read
from mentorhub.courses.views.drafts import DRAFT
from mentorhub.courses.views.room import bp, person
from mentorhub.kit import clock
from mentorhub.web.context import db

PIECE = f"{DRAFT}/abschnitte/<int:place>"


@bp.get(PIECE)
def draft_piece(draft_id: int, place: int) -> ResponseReturnValue:
    """Show a draft beside its passage, to be changed and decided about."""
    with db.reading() as session:
        piece = policy.draft_piece(session, person(), draft_id, place)
        if piece.draft.kind == PLAIN:
            said = piece.verdict.body if piece.verdict else ""
            return _plain_page(piece, PlainWordsForm(text=said or piece.body))
        told = json.loads(piece.body)
        form = DraftQuestionForm(data=told, is_statement=told["kind"] == "true_false")
        if not form.is_statement:
            form.options.append_entry()
        return _question_page(session, piece, form)


@bp.post(f"{PIECE}/bank")
def take_draft_question(draft_id: int, place: int) -> ResponseReturnValue:
    """Put a question into a bank, in the words of the editor."""
    by = policy.editor(person()).id
    with db.writing() as session:
        piece = policy.draft_piece(session, person(), draft_id, place, QUESTIONS)
        drafted = json.loads(piece.body)
        form = DraftQuestionForm(request.form, is_statement=drafted["kind"] == "true_false")
        if not form.validate():
            return _question_page(session, piece, form), 422
        told, name = form.told(), form.bank.data or ""
        origin = _origin(piece, is_changed=made(told) != made(drafted))
        try:
            draft_verdicts.accept(session, piece, told, name, origin, by=by, now=clock.now())
        except NothingToTake:
            form.bank.errors = [_("This bank holds the question already, or is full.")]
            return _question_page(session, piece, form), 422
    flash(_("The question is in the bank “%(bank)s”. No quiz asks it yet.", bank=name), "success")
    return _back(draft_id, place)


@bp.post(f"{PIECE}/worte")
def keep_plain_words(draft_id: int, place: int) -> ResponseReturnValue:
    """Keep a passage in plain language, in the words of the editor."""
    by = policy.editor(person()).id
    with db.writing() as session:
        piece = policy.draft_piece(session, person(), draft_id, place, PLAIN)
        form = _plain_form(piece)
        if not form.validate():
            return _plain_page(piece, form), 422
        draft_verdicts.keep_words(session, piece, form.text.data or "", by=by, now=clock.now())
    flash(_("The passage is kept. It stands in no course yet."), "success")
    return _back(draft_id, place)


@bp.post(f"{PIECE}/verwerfung")
def discard_draft(draft_id: int, place: int) -> ResponseReturnValue:
    """Throw a draft away; it can be taken back."""
    with db.writing() as session:
        piece = policy.draft_piece(session, person(), draft_id, place)
        draft_verdicts.discard(session, piece, by=policy.editor(person()).id, now=clock.now())
    return _back(draft_id, place)


@bp.post(f"{PIECE}/rueckkehr")
def take_draft_back(draft_id: int, place: int) -> ResponseReturnValue:
    """Undo a decision about a draft."""
    with db.writing() as session:
        piece = policy.draft_piece(session, person(), draft_id, place)
        draft_verdicts.take_back(session, piece, by=policy.editor(person()).id, now=clock.now())
    return _back(draft_id, place)


def _back(draft_id: int, place: int) -> ResponseReturnValue:
    return redirect(url_for(".draft", draft_id=draft_id, _anchor=f"p{place + 1}"), 303)


def _plain_form(piece: DraftPiece) -> PlainWordsForm:
    form = PlainWordsForm(request.form)
    _course, lesson = reads.lesson_of(piece.draft)
    block = lesson.blocks[reads.passages_of(piece.draft)[piece.place].block]
    form.points = len(block.items) if isinstance(block, Checklist) else 0
    return form


def _plain_page(piece: DraftPiece, form: PlainWordsForm) -> str:
    facts = _facts(piece)
    said = to_text(form.text.data or "")
    return render_template(
        "courses/draft_plain.html",
        form=form,
        before=read(facts["passage"].text),
        after=read(said),
        difference=compared(facts["passage"].source, form.text.data or ""),
        **facts,
    )


def _question_page(session: Session, piece: DraftPiece, form: DraftQuestionForm) -> str:
    return render_template(
        "courses/draft_question.html", form=form, banks=banks.names(session), **_facts(piece)
    )


def _facts(piece: DraftPiece) -> dict[str, Any]:
    course, lesson = reads.lesson_of(piece.draft)
    return {
        "piece": piece,
        "draft": piece.draft,
        "course": course,
        "lesson": lesson,
        "number": piece.draft.version.number,
        "passage": reads.passages_of(piece.draft)[piece.place],
    }


def _origin(piece: DraftPiece, *, is_changed: bool) -> str:
    """Return the category that tells in a bank where a question is from.

    In categories of Moodle a slash parts levels, so there is none in it.
    """
    course, _lesson = reads.lesson_of(piece.draft)
    if is_changed:
        told = _("Draft of an AI, changed by a person: %(course)s", course=course.title)
    else:
        told = _("Draft of an AI, read by a person: %(course)s", course=course.title)
    return str(told).replace("/", "-")
