"""One attempt more for who has used all of them: a person decides, nobody is stuck for ever."""

from datetime import datetime

from sqlalchemy.orm import Session

from mentorhub.accounts.models import Person
from mentorhub.courses.actions import telling
from mentorhub.courses.models import Attempt, AttemptGrant
from mentorhub.courses.queries import marking
from mentorhub.kit import audit
from mentorhub.kit.db import hold
from mentorhub.kit.errors import Refused


class NotUsedUp(Refused):
    """The person can try again anyway, has passed, or has left the course."""


def grant(session: Session, attempt: Attempt, *, by: Person, now: datetime) -> AttemptGrant:
    """Allow one attempt more after the last one, and write to the learner; twice is once.

    Raises:
        NotUsedUp: there is nothing to allow.
    """
    hold(session, f"attempts:{attempt.enrolment_id}:{attempt.quiz}")
    session.refresh(attempt, ["handing", "grant"])
    if attempt.grant:
        return attempt.grant
    if not marking.is_stuck(session, attempt):
        raise NotUsedUp
    attempt.grant = AttemptGrant(by_id=by.id, at=now)
    session.flush()
    audit.note(session, "quiz.attempt_granted", f"attempt:{attempt.id}", by=by.id, at=now)
    context = {
        "course": attempt.enrolment.version.title,
        "slug": attempt.enrolment.course_slug,
        "quiz_id": attempt.quiz,
    }
    person_id = attempt.enrolment.person_id
    telling.to_person(session, person_id, "courses/mail/attempt_granted", context, now)
    return attempt.grant
