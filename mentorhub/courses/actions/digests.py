"""One mail a day at most about news in somebody's threads; it holds nobody's words."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from mentorhub.accounts.models import Person
from mentorhub.courses.models import DigestChoice
from mentorhub.courses.queries import discussing as reads
from mentorhub.kit import mail
from mentorhub.kit.db import hold

TEMPLATE = "courses/mail/digest"


def tell(session: Session, person_id: int, today: date, now: datetime) -> bool:
    """Queue the mail of today for somebody who wants it and has news; return whether it was.

    A second time on the same day does nothing, and no post is told of twice.
    """
    hold(session, f"digest:{person_id}")
    choice = session.get(DigestChoice, person_id, populate_existing=True)
    person = session.get(Person, person_id)
    if choice is None or person is None or not person.active or choice.told_on == today:
        return False
    found = reads.news(session, person, after=choice.told_up_to)
    if not found:
        return False
    choice.told_on, choice.told_up_to = today, reads.newest_post(session)
    context = {
        "name": person.name,
        "posts": sum(each.posts for each in found),
        "threads": len(found),
        "spoken_to": any(each.is_spoken_to for each in found),
    }
    mail.queue(session, person.email, TEMPLATE, context, at=now, locale=person.locale)
    return True
