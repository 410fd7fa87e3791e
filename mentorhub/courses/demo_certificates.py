"""Invented certificates for demonstrations: one that counts, one that ends soon, one revoked."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from mentorhub.accounts.models import Person
from mentorhub.accounts.queries import person_by_email
from mentorhub.courses.actions import certifying, learning, revoking
from mentorhub.courses.models import Certificate, Completion
from mentorhub.courses.queries import progress, versions
from mentorhub.kit.crypto import Cipher

LEARNER = "ines@beispiel.test"
ADMIN = "admin@beispiel.test"
VALID, ENDING, REVOKED = "rolle-und-haltung", "foerderung-finden", "mentoring-basics"
AGE = {VALID: timedelta(days=40), ENDING: timedelta(days=700), REVOKED: timedelta(days=90)}
REVOCATION = timedelta(days=2)


def load(session: Session, cipher: Cipher, now: datetime) -> None:
    """Give a demo person three certificates; twice is once."""
    person, admin = person_by_email(session, LEARNER), person_by_email(session, ADMIN)
    if person is None or admin is None:
        return
    for slug, age in AGE.items():
        given = _certified(session, person, slug, admin.id, now - age)
        if given and slug == REVOKED:
            revoking.revoke(
                session,
                cipher,
                given,
                by=admin.id,
                reason="wrong",
                words="Im Zertifikat stand ein falscher Name. (Beispiel)",
                now=now - REVOCATION,
            )


def _certified(
    session: Session, person: Person, slug: str, by: int, at: datetime
) -> Certificate | None:
    """Return the certificate of a course that the person is made to complete, once."""
    version = versions.offered_version(session, slug)
    if version is None or progress.enrolment_in(session, person.id, slug):
        return None
    mine = learning.enrol(session, person.id, version, by=by, now=at - timedelta(days=20))
    mine.completion = Completion(enrolment_id=mine.id, at=at, minutes=80)
    session.flush()
    given = certifying.certify(session, mine, at)
    return given[0] if given else None
