"""The blueprint of this room and what its pages share."""

from dataclasses import replace
from datetime import datetime

from flask import Blueprint, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from mentorhub.accounts.models import Person
from mentorhub.courses.actions.attempts import HandedIn
from mentorhub.courses.actions.bank_courses import NothingNew
from mentorhub.courses.actions.certifying import IssuedAgain, NotRevoked
from mentorhub.courses.actions.cohorts import NoSuchSubject
from mentorhub.courses.actions.course_files import CannotLeave
from mentorhub.courses.actions.discussing import NotThere, TooLate
from mentorhub.courses.actions.draft_verdicts import Decided
from mentorhub.courses.actions.drafting import NothingToDraft, NotStopped, UnderWay
from mentorhub.courses.actions.learning import FirstOther, NotEnrolled, NothingNewer, NotOpened
from mentorhub.courses.actions.live import CalledOff, NotYet, Over
from mentorhub.courses.actions.packages import PackageInUse
from mentorhub.courses.actions.practice import Accepted, Answered, BeingRead, NothingToHandIn
from mentorhub.courses.actions.publishing import AlreadyOffered, OfContent
from mentorhub.courses.actions.renewing import TooEarly
from mentorhub.courses.actions.revoking import RevokedBefore
from mentorhub.courses.material.course import Course
from mentorhub.courses.material.lessons import Reflection
from mentorhub.courses.material.markdown import to_html, to_line, to_text
from mentorhub.courses.models import PracticeAnswer, PracticeHanding
from mentorhub.courses.views import note_words
from mentorhub.kit.crypto import Cipher
from mentorhub.kit.errors import Refused
from mentorhub.web import errors, filters
from mentorhub.web.context import service

bp = Blueprint("courses", "mentorhub.courses", template_folder="templates")
bp.add_app_template_filter(lambda text: Markup(to_html(text)), "markdown")  # noqa: S704  cleaned
bp.add_app_template_filter(lambda text: Markup(to_line(text)), "marked_line")  # noqa: S704  cleaned
bp.add_app_template_filter(to_text, "marked_words")

bp.add_app_template_filter(tuple, "as_path")
bp.add_app_template_filter(lambda text: filters.moment(datetime.fromisoformat(text)), "iso_moment")
bp.add_app_template_filter(note_words.kind, "question_kind")

_REASONS: dict[type[Refused], LazyString] = {
    AlreadyOffered: _l("This version is offered already."),
    CannotLeave: _l("This version cannot be written as files: something of it is missing."),
    FirstOther: _l("Another course comes first. The page of the course says which one."),
    NotEnrolled: _l("You have left this course. Take it up again to go on."),
    HandedIn: _l("This attempt was handed in. Its answers stay as they are."),
    NotOpened: _l("Open the lesson first."),
    NotThere: _l("This post is deleted or hidden."),
    TooLate: _l("A post can be changed and deleted for half an hour."),
    PackageInUse: _l("A course holds this package, so it cannot be deleted."),
    NothingNew: _l("The course says exactly this already. There is nothing new to offer."),
    OfContent: _l("This course belongs to the folder of contents. It goes when its files go."),
    NothingNewer: _l("You have the newest version already."),
    TooEarly: _l("You can take a course again 60 days before its certificate ends."),
    RevokedBefore: _l("The certificate was revoked before. The first reason stays."),
    NotRevoked: _l("The certificate counts. Only a revoked one is issued again."),
    IssuedAgain: _l("There is a newer certificate already."),
    NothingToHandIn: _l("There is nothing to hand in here."),
    BeingRead: _l("Your text waits for an answer. You can take it back and write on."),
    Accepted: _l("The task is done already."),
    Answered: _l("Somebody has answered already."),
    CalledOff: _l("The date was called off."),
    NotYet: _l("The date has not begun yet."),
    Over: _l("The date is over."),
    Decided: _l("Somebody has decided about this draft already."),
    UnderWay: _l("This is being drafted already. Wait for it, or stop it."),
    NothingToDraft: _l("This lesson has no text of which this could be made."),
    NotStopped: _l("The draft has ended or goes on already. Look at its page again."),
    NoSuchSubject: _l("There is no such course any more."),
}


@bp.context_processor
def _links() -> dict[str, object]:
    """Offer templates the addresses of what stands inside of a course."""
    return {"reflection_href": reflection_href}


def reflection_href(course: Course, id_: str) -> str:
    """Return where a reflection stands."""
    found = course.placed(Reflection, id_)
    if found is None:
        return url_for("courses.course", slug=course.id)
    lesson, place = found
    return url_for("courses.lesson", slug=course.id, lesson_id=lesson.id, _anchor=f"b{place}")


def opened(row: PracticeHanding | PracticeAnswer) -> str:
    """Return a sealed text, empty if it cannot be read any more."""
    return service(Cipher).open_text(row.sealed, row.about) or ""


def is_autosave() -> bool:
    """Return whether a script keeps what is typed and shows no page for the answer."""
    return "X-Autosave" in request.headers


def person() -> Person | None:
    """Return who is signed in, None for a visitor."""
    found: Person | None = g.get("person")
    return found


@bp.errorhandler(Refused)
def _refused(problem: Refused) -> ResponseReturnValue:
    words = _REASONS.get(type(problem))
    known = errors.BY_STATUS[problem.status]
    return errors.answer(problem.status, replace(known, meaning=words) if words else None)
