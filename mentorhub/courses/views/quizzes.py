"""Quizzes: what is asked, answering, handing in, and looking at what it was worth."""

import hashlib
import json
from contextlib import suppress
from decimal import Decimal
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from mentorhub.courses import grading, policy
from mentorhub.courses.actions import attempts as deeds
from mentorhub.courses.actions.attempts import HandedIn, NoMoreAttempts, WaitFirst
from mentorhub.courses.material.questions import Answer
from mentorhub.courses.models import Attempt, Enrolment
from mentorhub.courses.queries import attempts as reads
from mentorhub.courses.queries.attempts import Shown
from mentorhub.courses.queries.versions import course_of
from mentorhub.courses.views.room import bp, is_autosave, person
from mentorhub.kit import clock
from mentorhub.kit.crypto import new_token
from mentorhub.kit.errors import Missing
from mentorhub.web import filters
from mentorhub.web.context import db

QUIZ = "/lernen/<slug>/tests/<quiz_id>"
ATTEMPT = f"{QUIZ}/versuche/<int:number>"


@bp.get(QUIZ)
def quiz(slug: str, quiz_id: str) -> ResponseReturnValue:
    """Show the rules of a quiz and one's own attempts."""
    with db.reading() as session:
        mine, earlier = _mine(session, slug, quiz_id)
        course = course_of(mine.version)
        found = course.quizzes[quiz_id]
        return render_template(
            "courses/quiz.html",
            course=course,
            quiz_id=quiz_id,
            quiz=found,
            attempts=earlier,
            best=max((each.handing.points for each in earlier if each.handing), default=None),
            most=reads.allowed(found, earlier),
            why_not=_why_not(mine, quiz_id, earlier),
        )


@bp.post(f"{QUIZ}/versuche")
def begin_attempt(slug: str, quiz_id: str) -> ResponseReturnValue:
    """Begin an attempt, or go on in the one that is open."""
    try:
        with db.writing() as session:
            mine, _earlier = _mine(session, slug, quiz_id)
            found = deeds.begin(session, mine, quiz_id, new_token(), clock.now())
            number = found.number
    except (NoMoreAttempts, WaitFirst) as problem:
        flash(_told(problem), "warning")
        return redirect(url_for(".quiz", slug=slug, quiz_id=quiz_id), 303)
    return redirect(url_for(".attempt", slug=slug, quiz_id=quiz_id, number=number), 303)


@bp.get(ATTEMPT)
def attempt(slug: str, quiz_id: str, number: int) -> ResponseReturnValue:
    """Show the questions of an attempt, once it is handed in what the answers were worth."""
    with db.reading() as session:
        return _page(session, policy.own_attempt(session, person(), slug, quiz_id, number))


@bp.post(f"{ATTEMPT}/stand")
def save_attempt(slug: str, quiz_id: str, number: int) -> ResponseReturnValue:
    """Keep the answers so far."""
    with db.reading() as session:
        told = _told_in(policy.own_attempt(session, person(), slug, quiz_id, number))
    with db.writing() as session:
        found = policy.own_attempt(session, person(), slug, quiz_id, number)
        deeds.save(session, found, _changed(told), clock.now())
        answered = sum(1 for each in found.answers if each.answer is not None)
    if is_autosave():
        return jsonify(answered=answered, was={id_: _mark(each) for id_, each in told.items()})
    flash(_("Your answers are kept. You can go on later."), "success")
    return redirect(url_for(".attempt", slug=slug, quiz_id=quiz_id, number=number), 303)


@bp.post(f"{ATTEMPT}/abgabe")
def hand_in(slug: str, quiz_id: str, number: int) -> ResponseReturnValue:
    """Keep the answers and hand them in; twice is once."""
    with suppress(HandedIn), db.writing() as session:  # another window was faster
        found = policy.own_attempt(session, person(), slug, quiz_id, number)
        if found.handing is None:
            deeds.save(session, found, _changed(_told_in(found)), clock.now())
            shown = reads.shown(found)
            open_ = [each for each in shown if not grading.is_whole(each.question, each.answer)]
            if open_ and not request.form.get("anyway"):
                return _page(session, found, open_=open_), 422
        deeds.hand_in(session, found, clock.now())
    return redirect(url_for(".attempt", slug=slug, quiz_id=quiz_id, number=number), 303)


def _mine(session: Session, slug: str, quiz_id: str) -> tuple[Enrolment, list[Attempt]]:
    mine = policy.own_enrolment(session, person(), slug)
    course = course_of(mine.version)
    policy.quiz_of(course, quiz_id)
    if quiz_id == course.refresher and mine.round == 1:
        raise Missing  # nobody looks at it before it is their turn
    return mine, reads.attempts_of(session, mine.id, quiz_id)


def _page(session: Session, found: Attempt, open_: list[Shown] | None = None) -> str:
    course = course_of(found.version)
    quiz_ = course.quizzes[found.quiz]
    attempts = reads.attempts_of(session, found.enrolment_id, found.quiz)
    lesson = course.quiz_lesson(found.quiz)
    shown = reads.shown(found)
    return render_template(
        "courses/attempt.html",
        course=course,
        quiz=quiz_,
        attempt=found,
        handing=found.handing,
        shown=shown,
        answered=sum(1 for each in shown if each.answer is not None),
        reveals=reads.reveals(found, quiz_, attempts),
        open_=open_ or [],
        marks={each.question.id: _mark(each.answer) for each in shown},
        lesson=lesson,
        lessons={each.id: each for each in course.lessons},
    )


def _told_in(found: Attempt) -> dict[str, Answer]:
    """Return the answer to every question as the form holds it."""
    return {
        each.question.id: grading.read_answer(each.question, fields_of(each.question.id))
        for each in reads.shown(found)
    }


def _changed(told: dict[str, Answer]) -> dict[str, Answer]:
    """Return the answers that were changed in the form.

    Each question carries a mark of the answer that it was shown with, or that was kept last: what
    another tab has answered meanwhile is not overwritten by a form in which nothing was touched.
    """
    return {
        id_: answer
        for id_, answer in told.items()
        if request.form.getlist(f"{id_}.was") != [_mark(answer)]
    }


def fields_of(question: str) -> dict[str, list[str]]:
    """Return the fields of the form that belong to a question, without its name before them."""
    prefix = f"{question}."
    return {
        name.removeprefix(prefix): request.form.getlist(name)
        for name in request.form
        if name.startswith(prefix)
    }


def _mark(answer: Any) -> str:
    text = json.dumps(answer, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _why_not(mine: Enrolment, quiz_id: str, earlier: list[Attempt]) -> str:
    """Return why no attempt can begin now, nothing if one can."""
    if mine.end:
        return str(_("You have left this course. Take it up again to go on."))
    if earlier and earlier[-1].handing is None:
        return ""
    try:
        deeds.refuse_another(course_of(mine.version).quizzes[quiz_id], earlier, clock.now())
    except (NoMoreAttempts, WaitFirst) as problem:
        return _told(problem)
    return ""


def _told(problem: NoMoreAttempts | WaitFirst) -> str:
    if isinstance(problem, WaitFirst):
        return str(_("You can try again from %(when)s on.", when=filters.moment(problem.until)))
    return str(
        _("You have used all attempts. Your coordinator or the programme can allow one more.")
    )


@bp.app_template_filter("points")
def points(hundredths: int) -> str:
    """Return points as people read them: 250 is 2,5."""
    return filters.number(Decimal(hundredths) / 100)
