"""What waits to be read: practice tasks and free texts, and the answers to them."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from mentorhub.courses import cohort_policy
from mentorhub.courses.actions import essays as essay_deeds
from mentorhub.courses.actions import granting
from mentorhub.courses.actions import practice as practice_deeds
from mentorhub.courses.forms.cohorts import GradeForm, TaskAnswerForm, grade_form
from mentorhub.courses.material.questions import Essay
from mentorhub.courses.models import Attempt, PracticeHanding
from mentorhub.courses.queries import attempts as attempt_reads
from mentorhub.courses.queries import marking as reads
from mentorhub.courses.queries.attempts import Shown
from mentorhub.courses.queries.versions import course_of
from mentorhub.courses.views.cohorts import me
from mentorhub.courses.views.room import bp, opened, person
from mentorhub.kit import clock
from mentorhub.kit.crypto import Cipher
from mentorhub.kit.errors import Missing
from mentorhub.web.context import db, service

TASK = "/lernen/abgaben/aufgaben/<int:handing_id>"
ESSAY = "/lernen/abgaben/tests/<int:attempt_id>/<question_id>"


@bp.get("/lernen/abgaben")
def waiting_texts() -> ResponseReturnValue:
    """List what waits to be read, the longest first."""
    with db.reading() as session:
        keeper = cohort_policy.keeper(session, person())
        return render_template(
            "courses/waiting_texts.html",
            waiting=reads.waiting(session, keeper),
            used_up=reads.used_up(session, keeper),
        )


@bp.get(TASK)
def task_to_read(handing_id: int) -> ResponseReturnValue:
    """Show a practice task that was handed in."""
    with db.reading() as session:
        found = cohort_policy.handing_to_read(session, person(), handing_id)
        return _task_page(session, found, TaskAnswerForm())


@bp.post(TASK)
def answer_task(handing_id: int) -> ResponseReturnValue:
    """Accept a task or return it."""
    form = TaskAnswerForm(request.form)
    with db.writing() as session:
        found = cohort_policy.handing_to_read(session, person(), handing_id)
        if not form.validate():
            return _task_page(session, found, form), 422
        practice_deeds.answer(
            session,
            service(Cipher),
            found,
            accepted=form.verdict.data == "yes",
            words=form.words.data or "",
            by=me(session),
            now=clock.now(),
        )
    flash(_("Your answer is kept. The person gets a letter."), "success")
    return redirect(url_for(".waiting_texts"), 303)


@bp.get(ESSAY)
def essay_to_grade(attempt_id: int, question_id: str) -> ResponseReturnValue:
    """Show a free text with what it is measured by."""
    with db.reading() as session:
        attempt, shown = _essay(session, attempt_id, question_id)
        return _essay_page(attempt, shown, _grade_form(attempt, shown))


@bp.post(ESSAY)
def grade_essay(attempt_id: int, question_id: str) -> ResponseReturnValue:
    """Give points for each criterion."""
    with db.writing() as session:
        attempt, shown = _essay(session, attempt_id, question_id)
        form = _grade_form(attempt, shown)
        if not form.validate():
            return _essay_page(attempt, shown, form), 422
        essay_deeds.grade(
            session, attempt, question_id, form.hundredths(), form.comment.data or "",
            by=me(session), now=clock.now(),
        )  # fmt: skip
    flash(_("Your points are kept."), "success")
    return redirect(url_for(".waiting_texts"), 303)


@bp.post("/lernen/abgaben/versuche/<int:attempt_id>")
def grant_attempt(attempt_id: int) -> ResponseReturnValue:
    """Let somebody who has used all attempts try once more."""
    with db.writing() as session:
        attempt = cohort_policy.attempt_to_grade(session, person(), attempt_id)
        granting.grant(session, attempt, by=me(session), now=clock.now())
    flash(_("One more attempt is allowed. The person gets a letter."), "success")
    return redirect(url_for(".waiting_texts"), 303)


def _task_page(session: Session, found: PracticeHanding, form: TaskAnswerForm) -> str:
    enrolment = found.enrolment
    return render_template(
        "courses/task_to_read.html",
        course=course_of(enrolment.version),
        learner=enrolment.person,
        handing=found,
        earlier=[
            (each, opened(each), opened(each.answer) if each.answer else "")
            for each in reads.handings_of(session, enrolment.id)
            if each.number < found.number
        ],
        text=opened(found),
        words=opened(found.answer) if found.answer else "",
        form=form,
    )


def _essay(session: Session, attempt_id: int, question_id: str) -> tuple[Attempt, Shown]:
    """Return a free text in which somebody wrote something.

    Raises:
        NotSignedIn, Denied, Missing: see ``cohort_policy.attempt_to_grade``.
    """
    attempt = cohort_policy.attempt_to_grade(session, person(), attempt_id)
    for shown in attempt_reads.shown(attempt):
        is_asked = shown.question.id == question_id and isinstance(shown.question, Essay)
        if is_asked and attempt_reads.is_written(shown.answer):
            return attempt, shown
    raise Missing


def _grade_form(attempt: Attempt, shown: Shown) -> GradeForm:
    if not isinstance(shown.question, Essay):
        raise Missing
    row = next(each for each in attempt.answers if each.question == shown.question.id)
    data: dict[str, object] = {}
    if row.grade:
        data = {f"k{place}": given / 100 for place, given in enumerate(row.grade.points)}
        data["comment"] = row.grade.comment
    given = request.form if request.method == "POST" else None
    return grade_form(shown.question, given, data)


def _essay_page(attempt: Attempt, shown: Shown, form: GradeForm) -> str:
    return render_template(
        "courses/essay_to_grade.html",
        attempt=attempt,
        course=course_of(attempt.version),
        quiz=attempt_reads.quiz_of(attempt),
        learner=attempt.enrolment.person,
        question=shown.question,
        answer=shown.answer,
        form=form,
    )
