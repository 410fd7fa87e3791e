"""Practice tasks: handed in by learners, accepted or returned with words by a coordinator."""

from datetime import datetime

from sqlalchemy.orm import Session

from mentorhub.accounts.models import Person
from mentorhub.courses.actions import completing, telling
from mentorhub.courses.models import Enrolment, PracticeAnswer, PracticeHanding
from mentorhub.courses.queries import marking as reads
from mentorhub.courses.queries.versions import course_of
from mentorhub.kit import audit
from mentorhub.kit.crypto import Cipher
from mentorhub.kit.db import hold
from mentorhub.kit.errors import Missing, Refused


class NothingToHandIn(Refused):
    """The course has no task, or it was left."""


class BeingRead(Refused):
    """What was handed in waits for an answer."""


class Accepted(Refused):
    """The task is done."""


class Answered(Refused):
    """Somebody has answered already."""


def hand_in(
    session: Session, cipher: Cipher, enrolment: Enrolment, text: str, now: datetime
) -> PracticeHanding:
    """Keep a text, sealed, until a coordinator has read it.

    Raises:
        NothingToHandIn, BeingRead, Accepted: the task is not open.
    """
    hold(session, f"practice:{enrolment.id}")
    if enrolment.end or course_of(enrolment.version).practice is None:
        raise NothingToHandIn
    earlier = reads.handings_of(session, enrolment.id)
    if earlier:
        _refuse_closed(earlier[-1])
    number = earlier[-1].number + 1 if earlier else 1
    made = PracticeHanding(enrolment_id=enrolment.id, number=number, at=now)
    made.sealed = cipher.seal(text.encode(), made.about)
    session.add(made)
    session.flush()
    audit.note(session, "practice.handed_in", f"enrolment:{enrolment.id}", by=None, at=now)
    return made


def take_back(session: Session, enrolment: Enrolment, now: datetime) -> PracticeHanding:
    """Take back what nobody has answered yet and return it, so that it can be written anew.

    Raises:
        Answered: it is too late.
        Missing: nothing waits.
    """
    hold(session, f"practice:{enrolment.id}")
    earlier = reads.handings_of(session, enrolment.id)
    if not earlier:
        raise Missing
    if earlier[-1].answer:
        raise Answered
    session.delete(earlier[-1])
    session.flush()
    audit.note(session, "practice.taken_back", f"enrolment:{enrolment.id}", by=None, at=now)
    return earlier[-1]


def answer(
    session: Session,
    cipher: Cipher,
    handing: PracticeHanding,
    *,
    accepted: bool,
    words: str,
    by: Person,
    now: datetime,
) -> PracticeAnswer:
    """Accept a task or return it, and write to the learner; the course may be complete by it.

    Raises:
        Answered: somebody was first.
    """
    hold(session, f"practice:{handing.enrolment_id}")
    session.refresh(handing, ["answer"])
    if handing.answer:
        raise Answered
    made = PracticeAnswer(handing_id=handing.id, accepted=accepted, by_id=by.id, at=now)
    made.sealed = cipher.seal(words.encode(), made.about)
    handing.answer = made
    session.flush()
    enrolment = handing.enrolment
    deed = "practice.accepted" if accepted else "practice.returned"
    audit.note(session, deed, f"enrolment:{enrolment.id}", by=by.id, at=now)
    context = {"course": enrolment.version.title, "slug": enrolment.course_slug}
    telling.to_person(session, enrolment.person_id, "courses/mail/practice_answered", context, now)
    if accepted:
        completing.look(session, enrolment, now)
    return made


def _refuse_closed(last: PracticeHanding) -> None:
    if last.answer is None:
        raise BeingRead
    if last.answer.accepted:
        raise Accepted
