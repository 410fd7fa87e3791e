"""The practice task of a course, as learners see it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from mentorhub.courses import policy
from mentorhub.courses.actions import practice as deeds
from mentorhub.courses.forms.cohorts import TaskForm
from mentorhub.courses.models import Enrolment
from mentorhub.courses.queries import marking as reads
from mentorhub.courses.queries.versions import course_of
from mentorhub.courses.views.room import bp, opened, person
from mentorhub.kit import clock
from mentorhub.kit.crypto import Cipher
from mentorhub.kit.errors import Missing
from mentorhub.web.context import db, service

TASK = "/lernen/<slug>/aufgabe"


@bp.get(TASK)
def task(slug: str) -> ResponseReturnValue:
    """Show the task, what was handed in, and what was said to it."""
    with db.reading() as session:
        return _page(session, _with_task(session, slug), TaskForm())


@bp.post(TASK)
def hand_in_task(slug: str) -> ResponseReturnValue:
    """Hand a text in."""
    form = TaskForm(request.form)
    with db.writing() as session:
        mine = _with_task(session, slug)
        if not form.validate():
            return _page(session, mine, form), 422
        deeds.hand_in(session, service(Cipher), mine, form.text.data, clock.now())
    flash(_("Your text is handed in. You get a letter as soon as somebody has read it."), "success")
    return redirect(url_for(".task", slug=slug), 303)


@bp.post(f"{TASK}/ruecknahme")
def take_back_task(slug: str) -> ResponseReturnValue:
    """Take back what nobody has answered, and write on."""
    with db.writing() as session:
        mine = _with_task(session, slug)
        text = opened(deeds.take_back(session, mine, clock.now()))
        return _page(session, mine, TaskForm(data={"text": text}))


def _with_task(session: Session, slug: str) -> Enrolment:
    """Return the asker's own enrolment in a course with a task.

    Raises:
        NotSignedIn, Missing: see ``policy.own_enrolment``; also courses without a task.
    """
    mine = policy.own_enrolment(session, person(), slug)
    if course_of(mine.version).practice is None:
        raise Missing
    return mine


def _page(session: Session, mine: Enrolment, form: TaskForm) -> str:
    handed_in = [
        (each, opened(each), opened(each.answer) if each.answer else "")
        for each in reads.handings_of(session, mine.id)
    ]
    last = handed_in[-1][0] if handed_in else None
    return render_template(
        "courses/task.html",
        course=course_of(mine.version),
        enrolment=mine,
        handed_in=handed_in,
        waits=last is not None and last.answer is None,
        is_done=last is not None and last.answer is not None and last.answer.accepted,
        form=form,
    )
