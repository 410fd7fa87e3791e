"""What becomes of a bank: files for other houses, and courses."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from mentorhub.courses import policy
from mentorhub.courses.actions import bank_courses
from mentorhub.courses.bank_forms import ExerciseForm
from mentorhub.courses.material.exercise import QUIZ, wish_of
from mentorhub.courses.models import QuestionBank
from mentorhub.courses.queries import banks as reads
from mentorhub.courses.queries import versions
from mentorhub.courses.views import note_words
from mentorhub.courses.views.in_and_out import lost, questions_file
from mentorhub.courses.views.room import bp, person
from mentorhub.kit import clock
from mentorhub.kit.errors import Missing
from mentorhub.web.context import db

BANK = "/redaktion/fragen/<int:bank_id>"


@bp.get(f"{BANK}/export")
def bank_export(bank_id: int) -> ResponseReturnValue:
    """Offer the questions of a bank in three formats, and say what each of them cannot hold."""
    with db.reading() as session:
        found = policy.bank(session, person(), bank_id)
        questions = reads.questions_of(session, bank_id)
        filed = reads.filed(session, bank_id)
    return render_template(
        "courses/bank_export.html",
        bank=found,
        count=len(questions),
        lost=lost(questions, filed),
        say=note_words.say,
    )


@bp.get(f"{BANK}/export/<form>")
def bank_file(bank_id: int, form: str) -> ResponseReturnValue:
    """Send the questions of a bank as a file."""
    with db.reading() as session:
        found = policy.bank(session, person(), bank_id)
        questions = reads.questions_of(session, bank_id)
        filed = reads.filed(session, bank_id)
    return questions_file(found.name, questions, form, filed)


@bp.get(f"{BANK}/kurs")
def bank_course(bank_id: int) -> ResponseReturnValue:
    """Ask what a course made of a bank shall be."""
    with db.reading() as session:
        found = policy.bank(session, person(), bank_id)
        renews = _renewed(session, found)
        return _course_page(session, found, _course_form(session, found, renews), renews)


@bp.post(f"{BANK}/kurs")
def make_bank_course(bank_id: int) -> ResponseReturnValue:
    """Make a course of a bank, or a newer version of one."""
    by = policy.editor(person()).id
    with db.writing() as session:
        found = policy.bank(session, person(), bank_id)
        form = ExerciseForm(request.form, categories=reads.categories_of(session, found.id))
        renews = _renewed(session, found)
        if not _fits(session, found, form):
            return _course_page(session, found, form, renews), 422
        try:
            made = bank_courses.make(
                session,
                found,
                form.wish(),
                category=form.category.data,
                renews=renews,
                by=by,
                now=clock.now(),
            )
        except bank_courses.NoCourse:
            form.introduction.errors = [_("No line may begin with three colons (:::).")]
            return _course_page(session, found, form, renews), 422
        slug_, number = made.course_slug, made.number
    flash(
        _("The course is offered.") if number == 1 else _("The new version waits for publishing."),
        "success",
    )
    return redirect(url_for(".editing_course", slug=slug_), 303)


def _renewed(session: Session, found: QuestionBank) -> str:
    """Return the id of the course that is to get a newer version, nothing for a new course.

    Raises:
        Missing: no such course was made of this bank.
    """
    wanted = request.values.get("kurs", "")
    if wanted and wanted not in [each.slug for each in reads.courses_of(session, found.id)]:
        raise Missing
    return wanted


def _course_form(session: Session, found: QuestionBank, renews: str) -> ExerciseForm:
    before = versions.newest_version(session, renews) if renews else None
    course = versions.course_of(before) if before else None
    categories = reads.categories_of(session, found.id)
    if course is None or QUIZ not in course.quizzes:
        wanted = request.args.get("rubrik", "")
        return ExerciseForm(data={"category": wanted}, categories=categories)
    slugs = {each.id for each in course.quizzes[QUIZ].questions}
    data = vars(wish_of(course)) | {"category": reads.category_of(session, found.id, slugs)}
    return ExerciseForm(data=data, categories=categories)


def _fits(session: Session, found: QuestionBank, form: ExerciseForm) -> bool:
    if not form.validate():
        return False
    count = _askable(session, found.id, form.category.data)[bool(form.draw.data)]
    if count == 0:
        form.title.errors = [_("This bank has no question that could be asked.")]
    elif form.draw.data and form.draw.data > count:
        form.draw.errors = [
            _("Only %(questions)s can be drawn.", questions=note_words.questions(count))
        ]
    return not form.errors


def _askable(session: Session, bank_id: int, category: str) -> tuple[int, int]:
    """Return how many questions can be asked when all are, and when some are drawn."""
    kinds = reads.kinds_of(session, bank_id, category)
    total = sum(kinds.values())
    return total, total - kinds.get("essay", 0)


def _course_page(session: Session, found: QuestionBank, form: ExerciseForm, renews: str) -> str:
    total, drawn = _askable(session, found.id, form.category.data or "")
    return render_template(
        "courses/bank_course.html",
        bank=found,
        form=form,
        renews=renews,
        total=total,
        essays=total - drawn,
        questions=note_words.questions,
    )
