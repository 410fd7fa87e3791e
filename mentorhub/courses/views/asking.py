"""Asking a course: quotes from its lessons, and sentences of a chat model for who wants them."""

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from mentorhub.assist.chat import Writer
from mentorhub.courses import policy
from mentorhub.courses.asking import Found
from mentorhub.courses.forms import QuestionForm
from mentorhub.courses.material.course import Course
from mentorhub.courses.queries.versions import course_of
from mentorhub.courses.tutor import Said, Tutor
from mentorhub.courses.views.room import bp, person
from mentorhub.web.context import db, service, services
from mentorhub.web.distress import help_for
from mentorhub.web.limits import limiter

ASK = "/lernen/<slug>/frag"


def _asker() -> str:
    return f"person:{g.person.id}" if g.get("person") else f"address:{request.remote_addr}"


@bp.get(ASK)
def ask(slug: str) -> ResponseReturnValue:
    """Show the form."""
    return _page(_course(slug), QuestionForm())


@bp.post(ASK)
@limiter.limit("60 per hour", key_func=_asker)
def answer_question(slug: str) -> ResponseReturnValue:
    """Answer a question; it is kept nowhere and stands in no address."""
    course, form = _course(slug), QuestionForm(request.form)
    if not form.validate():
        return _page(course, form), 422
    tutor = service(Tutor)
    found = tutor.find(course, form.question.data)
    said: list[Said] = []
    if found.quotes and _may_word(form):
        said = tutor.word(service(Writer), form.question.data, found.quotes)
    return _page(course, form, found, said)


def _may_word(form: QuestionForm) -> bool:
    """Return whether a model may word the answer; about somebody's life it says nothing."""
    asked = form.with_model.data and not help_for(form.question.data)
    return bool(asked) and services().has(Writer)


def _course(slug: str) -> Course:
    """Return the course as the asker takes it; no transaction is open while it is searched."""
    with db.reading() as session:
        return course_of(policy.own_enrolment(session, person(), slug).version)


def _page(
    course: Course, form: QuestionForm, found: Found | None = None, said: list[Said] | None = None
) -> str:
    return render_template(
        "courses/ask.html",
        course=course,
        form=form,
        found=found,
        help=help_for(form.question.data) if found else None,
        said=said or [],
        model=service(Writer).name if services().has(Writer) else "",
    )
