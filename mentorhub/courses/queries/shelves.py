"""What pages about courses show: everything that is offered, and one's own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from mentorhub.courses import completion
from mentorhub.courses.completion import Done, Step
from mentorhub.courses.material.course import Course, Programme
from mentorhub.courses.models import CourseVersion, Enrolment, LessonReading
from mentorhub.courses.queries import progress, versions
from mentorhub.courses.queries.progress import Place


@dataclass(frozen=True)
class Standing:
    """One enrolment with how far it has come; ``newer`` is a version that one could choose."""

    enrolment: Enrolment
    course: Course
    done: Done
    readings: dict[str, LessonReading]
    newer: CourseVersion | None

    @property
    def percent(self) -> int:
        """How much is done; 100 for what was completed, whatever the version says now."""
        return 100 if self.enrolment.completion else completion.percent(self.course, self.done)

    @property
    def steps(self) -> tuple[Step, ...]:
        """Everything that completes the course."""
        return completion.steps(self.course, self.done)

    @property
    def next_step(self) -> Step | None:
        """What comes next, None if everything is done."""
        return completion.next_step(self.course, self.done)

    @property
    def is_refresher(self) -> bool:
        """Whether a test is all that is demanded this time."""
        return completion.is_refresher(self.course, self.done)

    @property
    def place(self) -> Place | None:
        """The lesson that is open, and where the person was in it."""
        return progress.last_place(self.readings.values())

    @property
    def turn(self) -> tuple[float, date, int]:
        """When it is its turn: what was read last comes first, then what is due, then by entry."""
        seen = max((each.seen_at.timestamp() for each in self.readings.values()), default=0.0)
        return -seen, self.enrolment.due_on or date.max, self.enrolment.id

    @property
    def minutes(self) -> int:
        """For how many minutes lessons were before the person's eyes."""
        return round(sum(each.seconds for each in self.readings.values()) / 60)


@dataclass(frozen=True)
class Shelf:
    """All that one can learn: courses by their ids, programmes, and what is one's own."""

    courses: dict[str, Course]
    programmes: list[Programme]
    mine: dict[str, Standing]

    def courses_of(self, programme: Programme) -> list[Course]:
        """Return the courses of a programme that are there, in its order."""
        return [self.courses[slug] for slug in programme.courses if slug in self.courses]

    def hours(self, programme: Programme) -> int:
        """Return how long a programme takes, in whole hours."""
        return round(sum(course.minutes for course in self.courses_of(programme)) / 60)

    def completed(self, programme: Programme) -> int:
        """Return how many courses of a programme the person has completed."""
        mine = (self.mine.get(slug) for slug in programme.courses)
        return sum(1 for own in mine if own and own.enrolment.completion)


def shelf(session: Session, person_id: int | None) -> Shelf:
    """Return all that is offered, with the person's own courses."""
    offered = versions.offered(session)
    courses = {slug: versions.course_of(version) for slug, version in offered.items()}
    mine = _mine(session, person_id, offered) if person_id is not None else {}
    return Shelf(courses, versions.programmes(session), mine)


def standings(session: Session, person_id: int) -> dict[str, Standing]:
    """Return how far a person has come in their courses, by the courses' ids; in their turn."""
    return _mine(session, person_id, versions.offered(session))


def standing(session: Session, enrolment: Enrolment) -> Standing:
    """Return how far an enrolment has come."""
    slug = enrolment.course_slug
    newest = versions.offered_version(session, slug)
    return _standings(session, [enrolment], {slug: newest} if newest else {})[slug]


def _mine(
    session: Session, person_id: int, offered: Mapping[str, CourseVersion]
) -> dict[str, Standing]:
    newest: dict[str, Enrolment] = {}
    for enrolment in progress.enrolments_of(session, person_id):
        newest.setdefault(enrolment.course_slug, enrolment)
    found = _standings(session, list(newest.values()), offered)
    return dict(sorted(found.items(), key=lambda each: each[1].turn))


def _standings(
    session: Session, enrolments: Sequence[Enrolment], offered: Mapping[str, CourseVersion]
) -> dict[str, Standing]:
    """Return how far enrolments have come, by course; a few queries however many there are."""
    ids = [enrolment.id for enrolment in enrolments]
    done, readings = progress.done_in(session, ids), progress.readings_in(session, ids)
    return {
        each.course_slug: Standing(
            enrolment=each,
            course=versions.course_of(each.version),
            done=done[each.id],
            readings=readings[each.id],
            newer=_newer(each, offered.get(each.course_slug)),
        )
        for each in enrolments
    }


def _newer(enrolment: Enrolment, offered: CourseVersion | None) -> CourseVersion | None:
    is_newer = offered is not None and offered.id > enrolment.version_id
    return offered if is_newer and enrolment.is_open else None
