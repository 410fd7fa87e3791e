"""Who may learn what, and who may see how far somebody has come.

A door takes the person who knocks (None for a visitor) and gives the thing, or raises
``NotSignedIn``, ``Denied`` or ``Missing``.
"""

from sqlalchemy.orm import Session

from mentorhub.accounts.models import Person
from mentorhub.accounts.policy import signed_in
from mentorhub.courses.material.course import Course, Programme
from mentorhub.courses.material.lessons import Lesson
from mentorhub.courses.material.quizzes import Quiz
from mentorhub.courses.models import Attempt, CourseVersion, Enrolment
from mentorhub.courses.queries import attempts, progress, versions
from mentorhub.kit.errors import Missing


def offered(session: Session, slug: str) -> CourseVersion:
    """Return the version of a course that everybody may look at.

    Raises:
        Missing: there is no such course, or it is gone.
    """
    found = versions.offered_version(session, slug)
    if found is None:
        raise Missing
    return found


def programme(session: Session, id_: str) -> Programme:
    """Return a programme that everybody may look at.

    Raises:
        Missing: there is none of this id.
    """
    for found in versions.programmes(session):
        if found.id == id_:
            return found
    raise Missing


def learner(session: Session, person: Person | None) -> Person:
    """Return the person who knocks, as the database knows them now.

    Raises:
        NotSignedIn: nobody is signed in.
        Missing: the account is not there any more.
    """
    present = session.get(Person, signed_in(person).id)
    if present is None or not present.active:
        raise Missing
    return present


def own_enrolment(session: Session, person: Person | None, slug: str) -> Enrolment:
    """Return the asker's own enrolment in a course, left and completed ones too.

    Raises:
        NotSignedIn: nobody is signed in.
        Missing: they never enrolled in it.
    """
    found = progress.enrolment_in(session, signed_in(person).id, slug)
    if found is None:
        raise Missing
    return found


def lesson_of(course: Course, id_: str) -> Lesson:
    """Return a lesson of a course.

    Raises:
        Missing: it has none of this id.
    """
    found = course.lesson(id_)
    if found is None:
        raise Missing
    return found


def quiz_of(course: Course, id_: str) -> Quiz:
    """Return a quiz of a course.

    Raises:
        Missing: it has none of this id.
    """
    found = course.quizzes.get(id_)
    if found is None:
        raise Missing
    return found


def own_attempt(
    session: Session, person: Person | None, slug: str, quiz_id: str, number: int
) -> Attempt:
    """Return one of the asker's own attempts at a quiz.

    Raises:
        NotSignedIn: nobody is signed in.
        Missing: they have made no such attempt.
    """
    mine = own_enrolment(session, person, slug)
    for attempt in attempts.attempts_of(session, mine.id, quiz_id):
        if attempt.number == number:
            return attempt
    raise Missing
