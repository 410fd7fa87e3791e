"""Courses out of banks: a new one, or a newer version of one that was made before."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.courses.actions import content
from mentorhub.courses.material.course import Course
from mentorhub.courses.material.exercise import Wish, exercise_course
from mentorhub.courses.material.questions import Question
from mentorhub.courses.material.writing import write_course
from mentorhub.courses.models import BankCourse, CourseRow, CourseVersion, QuestionBank
from mentorhub.courses.queries import banks as reads
from mentorhub.courses.question_files.making import Ids, slug
from mentorhub.kit.db import hold
from mentorhub.kit.errors import Refused

NAMELESS = "uebung"


class NothingNew(Refused):
    """The course says exactly this already."""


class NoCourse(Refused):
    """The questions and the wish make no course."""


def make(
    session: Session,
    bank: QuestionBank,
    wish: Wish,
    *,
    category: str = "",
    renews: str = "",
    by: int,
    now: datetime,
) -> CourseVersion:
    """Make a course of a bank and offer it; with ``renews`` a newer version of that course.

    Its questions are those of one ``category``, all without one. Its id comes from its title. A
    newer version waits until somebody publishes it.

    Raises:
        NoCourse: that cannot be.
        NothingNew: the newest version is the same.
    """
    hold(session, "bank course")
    id_ = renews or _free(session, wish.title)
    questions = reads.questions_of(session, bank.id, category)
    course = _whole(id_, wish, questions, now)
    version = content.keep(session, course, now, origin=content.EDITOR, by=by)
    if version is None:
        raise NothingNew(id_)
    if session.get(BankCourse, id_) is None:
        session.add(BankCourse(course_slug=id_, bank_id=bank.id))
        session.flush()
    return version


def _whole(id_: str, wish: Wish, questions: list[Question], now: datetime) -> Course:
    try:
        course = exercise_course(id_, wish, questions, now.date())
        write_course(course)  # what files cannot say could never leave this house
    except ValueError as problem:
        raise NoCourse(str(problem)) from problem
    return course


def _free(session: Session, title: str) -> str:
    return Ids(session.scalars(select(CourseRow.slug))).free(slug(title) or NAMELESS)
