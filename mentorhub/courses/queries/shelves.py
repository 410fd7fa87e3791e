"""What pages about courses show: everything that is offered, and one's own."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from mentorhub.courses import completion
from mentorhub.courses.completion import Done, Step
from mentorhub.courses.material.course import Course, Programme
from mentorhub.courses.models import CourseVersion, Enrolment, LessonReading
from mentorhub.courses.queries import progress, versions
from mentorhub.courses.queries.progress import Place


@dataclass(frozen=True)
class Standing:
    """One enrolment with how far it has come; ``go_on`` is where the person goes on."""

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
    def place(self) -> Place | None:
        """The lesson that is open, and where the person was in it."""
        return progress.last_place(self.readings.values())

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
    mine: dict[str, Standing] = {}
    if person_id is not None:
        for enrolment in progress.enrolments_of(session, person_id):
            mine.setdefault(enrolment.course_slug, standing(session, enrolment, offered))
    return Shelf(courses, versions.programmes(session), mine)


def standing(
    session: Session, enrolment: Enrolment, offered: dict[str, CourseVersion] | None = None
) -> Standing:
    """Return how far an enrolment has come."""
    slug = enrolment.course_slug
    newest = offered.get(slug) if offered else versions.offered_version(session, slug)
    is_newer = newest is not None and newest.id > enrolment.version_id
    return Standing(
        enrolment=enrolment,
        course=versions.course_of(enrolment.version),
        done=progress.done_of(session, enrolment),
        readings=progress.readings_of(session, enrolment.id),
        newer=newest if is_newer and enrolment.is_open else None,
    )
