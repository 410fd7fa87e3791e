"""Learning: enrol, read, tick, think, decide, leave; each deed looks whether the course is done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from mentorhub.courses import completion
from mentorhub.courses.actions import completing, discussing
from mentorhub.courses.material.course import Course
from mentorhub.courses.models import (
    ChecklistTick,
    CourseVersion,
    Enrolment,
    EnrolmentEnd,
    LessonReading,
    ReflectionNote,
    Sitting,
    StoryWalk,
)
from mentorhub.courses.queries import packages, progress
from mentorhub.courses.queries.versions import course_of
from mentorhub.kit import audit
from mentorhub.kit.crypto import Cipher
from mentorhub.kit.db import hold
from mentorhub.kit.errors import Refused

SLACK = timedelta(seconds=15)  # clocks of browsers and the way of a report
LONGEST_SITTING = timedelta(hours=12)
KEPT_SITTINGS = timedelta(days=7)


class FirstOther(Refused):
    """Another course must be completed before; ``missing`` are their ids."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


class TooQuick(Refused):
    """A lesson cannot have been read in this time; ``wait`` are the seconds that are missing."""

    def __init__(self, wait: int) -> None:
        super().__init__(str(wait))
        self.wait = wait


class NotOpened(Refused):
    """The lesson was never opened."""


class PackageNotDone(Refused):
    """A package of the lesson has not said yet that it is completed."""


class NotEnrolled(Refused):
    """The person has left the course."""


class NothingNewer(Refused):
    """The person takes the newest version already."""


@dataclass(frozen=True)
class Report:
    """What a lesson's page tells about one sitting; ``seconds`` is the sum since it was opened."""

    token: str
    seconds: int
    place: int
    furthest: int


def enrol(
    session: Session,
    person_id: int,
    version: CourseVersion,
    *,
    by: int,
    now: datetime,
    due_on: date | None = None,
) -> Enrolment:
    """Return the person's enrolment in the course of ``version``; the open one if there is one.

    Somebody who had left comes back to where they were.

    Raises:
        FirstOther: another course must be completed first; only whom one enrols oneself is asked.
    """
    hold(session, f"enrolment:{person_id}:{version.course_slug}")
    there = progress.enrolment_in(session, person_id, version.course_slug)
    if there and there.end:
        session.delete(there.end)
        session.flush()
        session.refresh(there)
        completing.look(session, there, now)  # what was open when they left was done meanwhile
    if there:
        there.due_on = due_on or there.due_on
        return there
    if by == person_id:
        _refuse_too_early(session, person_id, course_of(version))
    fresh = Enrolment(
        person_id=person_id,
        course_slug=version.course_slug,
        version_id=version.id,
        by_id=by,
        at=now,
        due_on=due_on,
    )
    session.add(fresh)
    session.flush()
    audit.note(session, "course.enrolled", f"enrolment:{fresh.id}", by=by, at=now)
    return fresh


def leave(session: Session, enrolment: Enrolment, *, by: int, now: datetime) -> None:
    """End an enrolment that is not complete; what was done stays for coming back.

    What the person wrote to the others is deleted.
    """
    hold(session, f"enrolment:{enrolment.person_id}:{enrolment.course_slug}")
    session.refresh(enrolment, ["end", "completion"])
    if enrolment.is_open:
        discussing.withdraw(session, enrolment.person_id, enrolment.course_slug, now)
        enrolment.end = EnrolmentEnd(by_id=by, at=now)
        session.flush()
        audit.note(session, "course.left", f"enrolment:{enrolment.id}", by=by, at=now)


def choose_version(
    session: Session, enrolment: Enrolment, version: CourseVersion, *, by: int, now: datetime
) -> None:
    """Go on in a newer version; lessons of the same id stay read, quizzes stay passed.

    Raises:
        NotEnrolled: the course was left or is complete.
        NothingNewer: it is the same version, or an older one.
    """
    _refuse_closed(enrolment)
    if version.course_slug != enrolment.course_slug or version.id <= enrolment.version_id:
        raise NothingNewer
    enrolment.version = version
    session.flush()
    audit.note(session, "course.version_chosen", f"enrolment:{enrolment.id}", by=by, at=now)
    completing.look(session, enrolment, now)


def open_lesson(
    session: Session, enrolment: Enrolment, lesson: str, token: str, now: datetime
) -> LessonReading:
    """Note that a lesson's page was opened and return how far the person has come in it."""
    reading = _reading(session, enrolment, lesson)
    if reading is None:
        hold(session, f"reading:{enrolment.id}:{lesson}")
        reading = _reading(session, enrolment, lesson) or LessonReading(
            enrolment_id=enrolment.id, lesson=lesson, opened_at=now, seen_at=now
        )
        session.add(reading)
        session.flush()
    reading.seen_at = now
    if enrolment.is_open:
        old = (Sitting.reading_id == reading.id, Sitting.began_at < now - KEPT_SITTINGS)
        session.execute(delete(Sitting).where(*old))
        session.add(Sitting(reading_id=reading.id, token=token, began_at=now))
    session.flush()
    return reading


def report(
    session: Session, enrolment: Enrolment, lesson: str, told: Report, now: datetime
) -> LessonReading:
    """Note what a lesson's page tells; late, twice or in another order makes no difference.

    Seconds that have not passed since the page was opened are not believed, nor are more than have
    passed since the lesson was opened first, in however many windows.

    Raises:
        NotOpened: the lesson was never opened.
    """
    reading = _reading(session, enrolment, lesson, alone=True)
    if reading is None:
        raise NotOpened
    blocks = _blocks(enrolment, lesson)
    mine = (Sitting.reading_id == reading.id, Sitting.token == told.token)
    sitting = session.scalar(select(Sitting).where(*mine))
    if sitting:
        most = min(now - sitting.began_at + SLACK, LONGEST_SITTING).total_seconds()
        left = (now - reading.opened_at + SLACK).total_seconds() - reading.seconds
        more = max(0, min(told.seconds - sitting.seconds, int(most) - sitting.seconds, int(left)))
        sitting.seconds += more
        reading.seconds += more
        reading.place = min(max(told.place, 0), blocks - 1)
        reading.furthest = max(reading.furthest, min(told.furthest, blocks - 1))
        reading.seen_at = max(reading.seen_at, now)
        session.flush()
    return reading


def finish_lesson(session: Session, enrolment: Enrolment, lesson: str, now: datetime) -> None:
    """Note that a lesson was read to its end; a second time changes nothing.

    Raises:
        NotEnrolled: the course was left.
        NotOpened: the lesson was never opened.
        TooQuick: nobody reads that fast, or several lessons at once.
        PackageNotDone: a package of the lesson is not at its end.
    """
    if enrolment.end:
        raise NotEnrolled
    hold(session, f"completion:{enrolment.id}")  # what was read in another window counts too
    readings = progress.readings_of(session, enrolment.id)
    reading = readings.get(lesson)
    if reading is None:
        raise NotOpened
    if reading.finished_at is None:
        _refuse_too_quick(course_of(enrolment.version), lesson, readings, now)
        _refuse_open_packages(session, enrolment, lesson)
        reading.finished_at = now
        reading.furthest = _blocks(enrolment, lesson) - 1
        session.flush()
    completing.look(session, enrolment, now)


def tick(
    session: Session, enrolment: Enrolment, checklist: str, items: set[int], now: datetime
) -> None:
    """Keep which points of a checklist are ticked off."""
    mine = (ChecklistTick.enrolment_id == enrolment.id, ChecklistTick.checklist == checklist)
    hold(session, f"ticks:{enrolment.id}:{checklist}")
    known = set(session.scalars(select(ChecklistTick.item).where(*mine)))
    session.execute(delete(ChecklistTick).where(*mine, ChecklistTick.item.not_in(items)))
    for item in sorted(items - known):
        session.add(
            ChecklistTick(enrolment_id=enrolment.id, checklist=checklist, item=item, at=now)
        )
    session.flush()


def reflect(
    session: Session,
    cipher: Cipher,
    enrolment: Enrolment,
    reflection: str,
    text: str,
    now: datetime,
) -> None:
    """Keep what somebody wrote to themselves, sealed; an empty text takes it away."""
    hold(session, f"reflection:{enrolment.id}:{reflection}")
    there = progress.notes_of(session, enrolment.id).get(reflection)
    if not text:
        if there:
            session.delete(there)
            session.flush()
        return
    note = there or ReflectionNote(enrolment_id=enrolment.id, reflection=reflection)
    note.sealed, note.at = cipher.seal(text.encode(), note.about), now
    session.add(note)
    session.flush()
    if enrolment.end is None:
        completing.look(session, enrolment, now)


def walk(
    session: Session, enrolment: Enrolment, story: str, path: tuple[int, ...], now: datetime
) -> StoryWalk:
    """Keep the way through a case story as far as its choices are there."""
    scenes = course_of(enrolment.version).stories[story].follow(path)
    hold(session, f"walk:{enrolment.id}:{story}")
    found = session.get(StoryWalk, (enrolment.id, story)) or StoryWalk(
        enrolment_id=enrolment.id, story=story
    )
    found.path, found.at = list(path[: len(scenes) - 1]), now
    if scenes[-1].end and found.finished_at is None:
        found.finished_at = now
    session.add(found)
    session.flush()
    return found


def _refuse_too_early(session: Session, person_id: int, course: Course) -> None:
    done = progress.completed_courses(session, person_id)
    missing = tuple(slug for slug in course.requires if slug not in done)
    if missing:
        raise FirstOther(missing)


def _refuse_too_quick(
    course: Course, lesson: str, readings: Mapping[str, LessonReading], now: datetime
) -> None:
    opened = {id_: each.opened_at for id_, each in readings.items()}
    finished = {id_ for id_, each in readings.items() if each.finished_at}
    wait = completion.still_to_read(course, lesson, opened, finished, now)
    if wait:
        raise TooQuick(wait)


def _refuse_closed(enrolment: Enrolment) -> None:
    if not enrolment.is_open:
        raise NotEnrolled


def _refuse_open_packages(session: Session, enrolment: Enrolment, lesson: str) -> None:
    course = course_of(enrolment.version)
    found = course.lesson(lesson)
    works = packages.works_of(session, enrolment.id, course, found) if found else {}
    files = {each.file for each in packages.blocks_of(found)} if found else set()
    if files - {name for name, work in works.items() if work.is_done}:
        raise PackageNotDone


def _reading(
    session: Session, enrolment: Enrolment, lesson: str, *, alone: bool = False
) -> LessonReading | None:
    """Return how far the person has come; ``alone`` lets other windows wait that report too."""
    row = select(LessonReading).where(
        LessonReading.enrolment_id == enrolment.id, LessonReading.lesson == lesson
    )
    if alone:
        row = row.with_for_update().execution_options(populate_existing=True)
    return session.scalar(row)


def _blocks(enrolment: Enrolment, lesson: str) -> int:
    found = course_of(enrolment.version).lesson(lesson)
    return len(found.blocks) if found else 1
