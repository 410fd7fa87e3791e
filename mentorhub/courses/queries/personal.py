"""What this room holds about a person, to be handed over."""

import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.courses.models import (
    Attempt,
    Certificate,
    Enrolment,
    PackageAttempt,
    PracticeHanding,
)
from mentorhub.courses.queries import certificates, marking, packages, progress
from mentorhub.kit.crypto import Cipher


def export_for(cipher: Cipher, session: Session, person_id: int) -> list[dict[str, Any]]:
    """Return all courses of a person with what they read, wrote and answered."""
    return [
        _enrolment(cipher, session, each) for each in progress.enrolments_of(session, person_id)
    ]


def certificates_for(cipher: Cipher, session: Session, person_id: int) -> list[dict[str, Any]]:
    """Return all certificates of a person with everything that is kept about them."""
    mine = certificates.certificates_of(session, person_id)
    return [_certificate(cipher, each) for each in mine]


def _certificate(cipher: Cipher, mine: Certificate) -> dict[str, Any]:
    revoked = mine.revocation
    words = revoked.sealed if revoked else None
    return {
        "number": mine.number,
        "issued": mine.at.isoformat(),
        "says": certificates.facts_of(mine).model_dump(mode="json"),
        "credential": json.loads(mine.proof.credential) if mine.proof else None,
        "revoked": revoked.at.isoformat() if revoked else None,
        "reason": revoked.reason if revoked else None,
        "words": cipher.open_text(words, revoked.about) if revoked and words else None,
    }


def _enrolment(cipher: Cipher, session: Session, mine: Enrolment) -> dict[str, Any]:
    completed = mine.completion
    return {
        "course": mine.course_slug,
        "version": mine.version.number,
        "begun": mine.at.isoformat(),
        "left": mine.end.at.isoformat() if mine.end else None,
        "completed": completed.at.isoformat() if completed else None,
        "lessons": [
            {
                "lesson": each.lesson,
                "seconds": each.seconds,
                "opened": each.opened_at.isoformat(),
                "finished": each.finished_at.isoformat() if each.finished_at else None,
            }
            for each in progress.readings_of(session, mine.id).values()
        ],
        "checklists": {k: sorted(v) for k, v in progress.ticks_of(session, mine.id).items()},
        "stories": {k: walk.path for k, walk in progress.walks_of(session, mine.id).items()},
        "reflections": {
            k: cipher.open_text(note.sealed, note.about)
            for k, note in progress.notes_of(session, mine.id).items()
        },
        "attempts": [_attempt(each) for each in _attempts(session, mine.id)],
        "packages": [_package(session, each) for each in packages.attempts_of(session, mine.id)],
        "tasks": [_task(cipher, each) for each in marking.handings_of(session, mine.id)],
    }


def _attempt(attempt: Attempt) -> dict[str, Any]:
    handing = attempt.handing
    return {
        "quiz": attempt.quiz,
        "number": attempt.number,
        "begun": attempt.begun_at.isoformat(),
        "handed_in": handing.at.isoformat() if handing else None,
        "points": handing.points / 100 if handing else None,
        "passed": handing.passed if handing else None,
        "one_more_allowed": attempt.grant.at.isoformat() if attempt.grant else None,
        "answers": {each.question: each.answer for each in attempt.answers},
        "words": {each.question: each.grade.comment for each in attempt.answers if each.grade},
    }


def _task(cipher: Cipher, handing: PracticeHanding) -> dict[str, Any]:
    said = handing.answer
    return {
        "handed_in": handing.at.isoformat(),
        "text": cipher.open_text(handing.sealed, handing.about),
        "accepted": said.accepted if said else None,
        "answer": cipher.open_text(said.sealed, said.about) if said else None,
    }


def _package(session: Session, attempt: PackageAttempt) -> dict[str, Any]:
    return {
        "lesson": attempt.lesson,
        "package": attempt.package.title,
        "begun": attempt.begun_at.isoformat(),
        "parts": [
            {
                "part": each.part,
                "completion": each.completion,
                "success": each.success,
                "score": each.score,
                "seconds": each.seconds,
                "done": each.done_at.isoformat() if each.done_at else None,
                "told": json.loads(each.told),
            }
            for each in packages.states_told(session, attempt.id)
        ],
    }


def _attempts(session: Session, enrolment_id: int) -> list[Attempt]:
    rows = select(Attempt).where(Attempt.enrolment_id == enrolment_id).order_by(Attempt.id)
    return list(session.scalars(rows))
