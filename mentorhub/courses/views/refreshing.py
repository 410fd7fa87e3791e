"""Refreshers: choosing them, and two minutes of questions that have come back."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from mentorhub.courses import grading, policy
from mentorhub.courses.actions import refreshing as deeds
from mentorhub.courses.actions.refreshing import NothingDue
from mentorhub.courses.material.course import Course
from mentorhub.courses.models import RefresherCard
from mentorhub.courses.queries import refreshing as reads
from mentorhub.courses.remembering import Felt
from mentorhub.courses.views.quizzes import fields_of
from mentorhub.courses.views.room import bp, person
from mentorhub.kit import clock
from mentorhub.kit.crypto import new_token
from mentorhub.web.context import db
from mentorhub.web.today import Line

FELT: dict[str, Felt] = {"leicht": "easy", "schwer": "hard"}


@bp.get("/lernen/auffrischen")
def refreshers() -> ResponseReturnValue:
    """Show what is due, and the choice of having refreshers at all."""
    with db.reading() as session:
        me = policy.learner(session, person())
        own = reads.standing(session, me.id, clock.today())
        return render_template("courses/refreshers.html", own=own, today=clock.today())


@bp.post("/lernen/auffrischen/wahl")
def choose_refreshers() -> ResponseReturnValue:
    """Switch refreshers on or off."""
    wanted = request.form.get("wanted") == "ja"
    with db.writing() as session:
        me = policy.learner(session, person())
        deeds.choose(session, me.id, wanted=wanted, now=clock.now())
    flash(
        _("Refreshers are on. The page Today tells you when some are ready.")
        if wanted
        else _("Refreshers are off. You can switch them on at any time."),
        "success",
    )
    return redirect(url_for(".refreshers"), 303)


@bp.post("/lernen/auffrischen/pause")
def snooze_refreshers() -> ResponseReturnValue:
    """Remind the person of nothing for a week."""
    with db.writing() as session:
        me = policy.learner(session, person())
        deeds.snooze(session, me.id, clock.today())
    flash(_("We do not remind you for a week."), "success")
    return redirect(url_for(".refreshers"), 303)


@bp.post("/lernen/auffrischen")
def begin_refreshers() -> ResponseReturnValue:
    """Begin a round, or go on in the one that is open."""
    try:
        with db.writing() as session:
            me = policy.learner(session, person())
            number = deeds.begin(session, me.id, new_token(), clock.today()).number
    except NothingDue:
        flash(_("Nothing is to be refreshed now."), "info")
        return redirect(url_for(".refreshers"), 303)
    return redirect(url_for(".refresher", number=number), 303)


@bp.get("/lernen/auffrischen/<int:number>")
def refresher(number: int) -> ResponseReturnValue:
    """Show a card: the question, once it was answered what the answer was worth."""
    with db.reading() as session:
        card = policy.own_card(session, person(), number)
        course = reads.course_of_card(session, card)
        if course is None:
            return redirect(_after(session, card), 303)
        return _page(session, card, course)


@bp.post("/lernen/auffrischen/<int:number>")
def answer_refresher(number: int) -> ResponseReturnValue:
    """Take the answer to a card; twice is once."""
    with db.writing() as session:
        card = policy.own_card(session, person(), number)
        course = reads.course_of_card(session, card)
        if course and card.right is None:
            told = fields_of(card.question)
            answer = grading.read_answer(reads.shown(card, course).question, told)
            if answer is None:
                return _page(session, card, course, is_open=True), 422
            deeds.answer(session, card, course, answer, clock.today())
    return redirect(url_for(".refresher", number=number), 303)


@bp.post("/lernen/auffrischen/<int:number>/gefuehl")
def feel_refresher(number: int) -> ResponseReturnValue:
    """Note that a right answer was easy or hard, and go on."""
    felt = FELT.get(request.form.get("felt", ""))
    with db.writing() as session:
        card = policy.own_card(session, person(), number)
        if felt:
            deeds.feel(session, card, felt)
        href = _after(session, card)
    return redirect(href, 303)


@bp.get("/lernen/auffrischen/fertig")
def refreshed() -> ResponseReturnValue:
    """Show how the round went and when the next one comes."""
    with db.reading() as session:
        me = policy.learner(session, person())
        cards = [card for card in reads.round_of(session, me.id) if card.right is not None]
        return render_template(
            "courses/refreshed.html",
            cards=cards,
            own=reads.standing(session, me.id, clock.today()),
            today=clock.today(),
        )


def reminder(session: Session, person_id: int) -> tuple[Line, ...]:
    """Return the one line for the page "Heute" if something is due, nothing otherwise."""
    own = reads.standing(session, person_id, clock.today())
    if not own.reminds(clock.today()):
        return ()
    count = ngettext("%(num)s question", "%(num)s questions", own.count)
    time = ngettext("about %(num)s minute", "about %(num)s minutes", own.minutes)
    return (
        Line(_("Refresh what I have learned"), url_for("courses.refreshers"), f"{count}, {time}"),
    )


def _page(session: Session, card: RefresherCard, course: Course, *, is_open: bool = False) -> str:
    return render_template(
        "courses/refresher.html",
        card=card,
        course=course,
        each=reads.shown(card, course),
        shown=reads.round_of(session, card.person_id),
        marks={card.question: ""},
        lessons={lesson.id: lesson for lesson in course.lessons},
        reveals=True,
        is_open=is_open,
        next_href=_after(session, card),
    )


def _after(session: Session, card: RefresherCard) -> str:
    """Return where it goes on: the next card that is not answered and still asked, or the end."""
    for other in reads.round_of(session, card.person_id):
        is_open = other.number != card.number and other.right is None
        if is_open and reads.course_of_card(session, other):
            return url_for(".refresher", number=other.number)
    return url_for(".refreshed")
