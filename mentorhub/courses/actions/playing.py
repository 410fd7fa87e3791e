"""Learners work with packages: what their parts tell is kept, and never lost to another window."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from mentorhub.courses.actions import learning
from mentorhub.courses.actions.learning import NotOpened, PackageNotDone, TooQuick
from mentorhub.courses.models import (
    Enrolment,
    PackageAttempt,
    PackageOpening,
    PackageRow,
    PartState,
)
from mentorhub.courses.packages import runtime
from mentorhub.courses.packages.manifest import Item, Manifest
from mentorhub.courses.queries import packages
from mentorhub.courses.queries.versions import course_of
from mentorhub.kit.crypto import token_hash
from mentorhub.kit.db import hold
from mentorhub.kit.errors import Missing, Refused

TOKEN_LIVES = timedelta(minutes=30)  # after the last sign of life of its window
RENEWABLE = timedelta(days=7)  # by its own person, while the page of the app is still open
SLACK = timedelta(seconds=15)


class OpenElsewhere(Refused):
    """The package was opened in another window since; that one writes now."""


@dataclass(frozen=True)
class Message:
    """What a part tells: ``told`` are its elements, all of them or (not ``is_whole``) changes.

    ``sequence`` counts the messages of a window; ``launch`` names one start of the part.
    """

    part: str
    launch: str
    sequence: int
    told: Mapping[str, str]
    is_whole: bool = True
    is_end: bool = False


def open_package(
    session: Session,
    enrolment: Enrolment,
    lesson: str,
    row: PackageRow,
    *,
    token: str,
    language: str,
    now: datetime,
) -> PackageOpening:
    """Let a window show a package; it may write when it has said that it begins."""
    attempt = _attempt(session, enrolment, lesson, row, now)
    long_over = now - RENEWABLE
    session.execute(
        delete(PackageOpening).where(
            PackageOpening.attempt_id == attempt.id,
            PackageOpening.expires_at < long_over,
            PackageOpening.number.is_distinct_from(packages.writer(session, attempt.id)),
        )
    )
    opening = PackageOpening(
        attempt_id=attempt.id,
        token_hash=token_hash(token),
        language=language,
        opened_at=now,
        expires_at=now + TOKEN_LIVES,
    )
    session.add(opening)
    session.flush()
    return opening


def begin(session: Session, opening: PackageOpening, now: datetime) -> None:
    """Let a window write from now on; every other window of the attempt may not any more.

    A window that was overtaken stays so.

    Raises:
        OpenElsewhere: it was overtaken.
    """
    hold(session, _name(opening))
    newest = packages.writer(session, opening.attempt_id)
    if opening.number is None:
        opening.number = newest + 1
    elif opening.number < newest:
        raise OpenElsewhere
    renew(session, opening, now)


def renew(session: Session, opening: PackageOpening, now: datetime) -> None:
    """Let the token of a window count on."""
    opening.expires_at = now + TOKEN_LIVES
    session.flush()


def start(
    session: Session, opening: PackageOpening, part: str, launch: str, name: str, now: datetime
) -> dict[str, str]:
    """Start a part and return what it is told; what only shows itself is done by that.

    Raises:
        OpenElsewhere: another window writes.
        Missing: there is no such part.
    """
    _refuse_overtaken(session, opening)
    attempt = opening.attempt
    manifest = packages.manifest_of(attempt.package)
    item = _part(manifest, part)
    state = session.get(PartState, (attempt.id, part))
    before = packages.before(state)
    if state is None:
        state = PartState(
            attempt_id=attempt.id,
            part=part,
            completion="not attempted",
            success="unknown",
            sequence=0,
            seconds=0,
        )
        attempt.states.append(state)
    state.told = json.dumps(runtime.between_sessions(before.kept), ensure_ascii=False)
    state.launch, state.launched_at, state.at, state.ended = launch, now, now, False
    state.seconds_before = state.seconds
    if state.opening != opening.number:
        state.opening, state.sequence = opening.number or 0, 0
    if not item.is_sco:
        state.completion, state.done_at = "completed", state.done_at or now
    renew(session, opening, now)
    _look(session, attempt, manifest, now)
    learner = f"mentorhub-{attempt.id}"
    return runtime.start(manifest.kind, item, before, learner, name)


def save(session: Session, opening: PackageOpening, message: Message, now: datetime) -> PartState:
    """Keep what a part tells; late, twice or in another order makes no difference.

    Raises:
        OpenElsewhere: another window writes.
        Missing: there is no such part, or it was not started.
    """
    _refuse_overtaken(session, opening)
    attempt = opening.attempt
    manifest = packages.manifest_of(attempt.package)
    item = _part(manifest, message.part)
    state = session.get(PartState, (attempt.id, item.id))
    if state is None or not item.is_sco:
        raise Missing(item.id)
    renew(session, opening, now)
    if message.sequence <= state.sequence and state.opening == opening.number:
        return state
    told = dict(message.told)
    if not message.is_whole:
        told = json.loads(state.told) | told
    state.told = json.dumps(told, ensure_ascii=False)
    state.opening, state.sequence = opening.number or 0, message.sequence
    state.at, state.ended = now, message.is_end
    _count(state, message.launch, runtime.session_seconds(told), now)
    stands = runtime.standing(manifest.kind, told, is_ended=message.is_end)
    state.completion, state.success, state.score = stands.completion, stands.success, stands.score
    if stands.is_done:
        state.done_at = state.done_at or now
    session.flush()
    _look(session, attempt, manifest, now)
    return state


def _attempt(
    session: Session, enrolment: Enrolment, lesson: str, row: PackageRow, now: datetime
) -> PackageAttempt:
    hold(session, f"package_attempt:{enrolment.id}:{lesson}:{row.id}")
    there = session.scalar(
        select(PackageAttempt).where(
            PackageAttempt.enrolment_id == enrolment.id,
            PackageAttempt.lesson == lesson,
            PackageAttempt.package_id == row.id,
        )
    )
    if there is None:
        there = PackageAttempt(
            enrolment_id=enrolment.id, lesson=lesson, package_id=row.id, begun_at=now
        )
        session.add(there)
        session.flush()
    return there


def _refuse_overtaken(session: Session, opening: PackageOpening) -> None:
    hold(session, _name(opening))
    if opening.number is None or opening.number < packages.writer(session, opening.attempt_id):
        raise OpenElsewhere


def _name(opening: PackageOpening) -> str:
    return f"package_writer:{opening.attempt_id}"


def _part(manifest: Manifest, part: str) -> Item:
    found = manifest.part(part)
    if found is None:
        raise Missing(part)
    return found


def _count(state: PartState, launch: str, told: int, now: datetime) -> None:
    """Add the time of this session; seconds that have not passed are not believed."""
    if launch != state.launch:
        return
    passed = int((now - state.launched_at + SLACK).total_seconds())
    state.seconds = max(state.seconds, state.seconds_before + min(told, passed))


def _look(session: Session, attempt: PackageAttempt, manifest: Manifest, now: datetime) -> None:
    """Finish the lesson if it is nothing but packages and all of them are done."""
    work = packages.Work(attempt.package, manifest, attempt)
    lesson = course_of(attempt.enrolment.version).lesson(attempt.lesson)
    if not work.is_done or lesson is None or attempt.enrolment.end:
        return
    if len(packages.blocks_of(lesson)) == len(lesson.blocks):
        session.flush()
        with suppress(NotOpened, PackageNotDone, TooQuick):
            learning.finish_lesson(session, attempt.enrolment, lesson.id, now)
