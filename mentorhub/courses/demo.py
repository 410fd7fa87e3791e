"""Invented learners for demonstrations: the demo people at different places of their courses."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from mentorhub.accounts.queries import person_by_email
from mentorhub.courses import demo_certificates
from mentorhub.courses.actions import attempts, discussing, learning
from mentorhub.courses.actions.learning import Report
from mentorhub.courses.boards import of_lesson
from mentorhub.courses.models import Enrolment
from mentorhub.courses.queries import progress, versions
from mentorhub.courses.queries.versions import course_of
from mentorhub.kit.crypto import Cipher

COURSE = "rolle-und-haltung"
LEARNER = "ben@beispiel.test"
POST = "Welche der vier Rollen fällt Ihnen am schwersten? Mir das Nein-Sagen. (Beispiel)"


def load(session: Session, cipher: Cipher, now: datetime) -> None:
    """Let a demo person begin a course, read, think and try the quiz; twice is once."""
    demo_certificates.load(session, cipher, now)
    person = person_by_email(session, LEARNER)
    version = versions.offered_version(session, COURSE)
    if person is None or version is None or progress.enrolment_in(session, person.id, COURSE):
        return
    begun = now - timedelta(days=3)
    mine = learning.enrol(session, person.id, version, by=person.id, now=begun)
    for lesson in course_of(version).lessons[:2]:
        _read(session, mine, lesson.id, begun)
        begun += timedelta(days=1)
    for reflection in course_of(version).complete.reflections[:1]:
        note = "Meine Kollegin hat mir damals Mut gemacht. (Beispiel)"
        learning.reflect(session, cipher, mine, reflection, note, begun)
    for quiz in course_of(version).complete.quizzes[:1]:
        attempt = attempts.begin(session, mine, quiz, "Beispiel", begun)
        attempts.hand_in(session, attempt, begun + timedelta(minutes=7))
    board = of_lesson(COURSE, course_of(version).lessons[0].id)
    discussing.open_thread(session, board, POST, entry="demo", by=person.id, now=begun)


def _read(session: Session, mine: Enrolment, lesson: str, at: datetime) -> None:
    token = f"demo-{lesson}"
    learning.open_lesson(session, mine, lesson, token, at)
    end = at + timedelta(minutes=12)
    learning.report(session, mine, lesson, Report(token, 660, 1, 1), end)
    learning.finish_lesson(session, mine, lesson, end)
