"""What the people of a cohort got for tests, tasks and packages of its courses."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from mentorhub.accounts import queries as people
from mentorhub.courses.material.course import Course
from mentorhub.courses.models import (
    Attempt,
    CourseVersion,
    Enrolment,
    Handing,
    PackageAttempt,
    PracticeAnswer,
    PracticeHanding,
)
from mentorhub.courses.queries import matrix
from mentorhub.courses.queries.cohorts import Keeping
from mentorhub.courses.queries.matrix import CHUNK, Moment, Wanted
from mentorhub.courses.queries.versions import course_of


class Kind(StrEnum):
    """What was graded."""

    test = "test"
    task = "task"
    package = "package"


class Result(StrEnum):
    """How it ended so far."""

    none = "none"
    passed = "passed"
    failed = "failed"
    waits = "waits"


@dataclass(frozen=True)
class Grade:
    """What one person got for one thing.

    ``points`` of ``out_of`` are hundredths of the best try of a test, ``per_cent`` is whole; all
    three are None where there are none. ``at`` is the day of the best or the last try.
    """

    name: str
    course: str
    title: str
    kind: Kind
    tries: int = 0
    points: int | None = None
    out_of: int | None = None
    per_cent: int | None = None
    result: Result = Result.none
    at: datetime | None = None


@dataclass(frozen=True)
class _Done:
    """What was handed in and told, by the id of the enrolment (and of the test)."""

    tests: Mapping[tuple[int, str], Sequence[Handing]]
    tasks: Mapping[int, Sequence[tuple[datetime, bool | None]]]
    packages: Mapping[int, Sequence[PackageAttempt]]


def grades(session: Session, keeping: Keeping, wanted: Wanted, at: Moment) -> Iterator[Grade]:
    """Yield what everybody who fits got, by name and in the order of the courses.

    Tests without a pass mark are exercises and are nobody's business.
    """
    slugs = [slug for slug, _ in matrix.courses_wanted(session, keeping, wanted)]
    ids = matrix.ids(session, keeping, wanted, at)
    for begin in range(0, len(ids), CHUNK):
        yield from _of_people(session, ids[begin : begin + CHUNK], slugs)


def _of_people(session: Session, ids: Sequence[int], slugs: Sequence[str]) -> Iterator[Grade]:
    names = people.names(session, ids)
    rows = session.execute(
        select(Enrolment.person_id, Enrolment.course_slug, Enrolment.id, Enrolment.version_id)
        .where(Enrolment.person_id.in_(ids), Enrolment.course_slug.in_(slugs))
        .order_by(Enrolment.round)
    )
    newest = {(person, slug): (id_, version) for person, slug, id_, version in rows}
    done = _done(session, [id_ for id_, _version in newest.values()])
    courses = _courses(session, {version for _id, version in newest.values()})
    for person in ids:
        for slug in slugs:
            if mine := newest.get((person, slug)):
                id_, version = mine
                yield from _of_enrolment(names[person], id_, courses[version], done)


def _courses(session: Session, version_ids: Collection[int]) -> dict[int, Course]:
    rows = session.scalars(select(CourseVersion).where(CourseVersion.id.in_(version_ids)))
    return {each.id: course_of(each) for each in rows}


def _of_enrolment(name: str, id_: int, course: Course, done: _Done) -> Iterator[Grade]:
    for quiz_id, quiz in course.quizzes.items():
        if quiz.pass_mark is not None:
            yield _test(name, course.title, quiz.title, done.tests[id_, quiz_id])
    if course.practice:
        yield _task(name, course.title, course.practice.title, done.tasks[id_])
    for attempt in done.packages[id_]:
        yield _package(name, course.title, attempt)


def _test(name: str, course: str, title: str, tries: Sequence[Handing]) -> Grade:
    if not tries:
        return Grade(name, course, title, Kind.test)
    best = max(tries, key=lambda each: (each.passed is True, each.points / max(1, each.out_of)))
    result = Result.waits if any(each.waits for each in tries) else Result.failed
    return Grade(
        name,
        course,
        title,
        Kind.test,
        len(tries),
        best.points,
        best.out_of,
        100 * best.points // best.out_of if best.out_of else None,
        Result.passed if best.passed else result,
        best.at,
    )


def _task(
    name: str, course: str, title: str, tries: Sequence[tuple[datetime, bool | None]]
) -> Grade:
    if not tries:
        return Grade(name, course, title, Kind.task)
    at, accepted = tries[-1]
    open_ = Result.waits if accepted is None else Result.failed
    result = Result.passed if any(each for _at, each in tries) else open_
    return Grade(name, course, title, Kind.task, len(tries), result=result, at=at)


def _package(name: str, course: str, attempt: PackageAttempt) -> Grade:
    scores = [each.score for each in attempt.states if each.score is not None]
    told = {each.success for each in attempt.states}
    result = Result.failed if "failed" in told else Result.none
    return Grade(
        name,
        course,
        attempt.package.title,
        Kind.package,
        1,
        per_cent=scores[0] if len(scores) == 1 else None,
        result=Result.passed if "passed" in told and "failed" not in told else result,
        at=max((each.at for each in attempt.states), default=attempt.begun_at),
    )


def _done(session: Session, ids: Sequence[int]) -> _Done:
    tests: dict[tuple[int, str], list[Handing]] = defaultdict(list)
    handings = (
        select(Attempt.enrolment_id, Attempt.quiz, Handing)
        .join(Handing, Handing.attempt_id == Attempt.id)
        .where(Attempt.enrolment_id.in_(ids))
        .order_by(Attempt.number)
    )
    for id_, quiz, handing in session.execute(handings):
        tests[id_, quiz].append(handing)
    tasks: dict[int, list[tuple[datetime, bool | None]]] = defaultdict(list)
    tried = (
        select(PracticeHanding.enrolment_id, PracticeHanding.at, PracticeAnswer.accepted)
        .outerjoin(PracticeAnswer, PracticeAnswer.handing_id == PracticeHanding.id)
        .where(PracticeHanding.enrolment_id.in_(ids))
        .order_by(PracticeHanding.number)
    )
    for id_, at, accepted in session.execute(tried):
        tasks[id_].append((at, accepted))
    packages: dict[int, list[PackageAttempt]] = defaultdict(list)
    worked = select(PackageAttempt).where(PackageAttempt.enrolment_id.in_(ids))
    for attempt in session.scalars(worked.options(joinedload(PackageAttempt.package))).unique():
        packages[attempt.enrolment_id].append(attempt)
    return _Done(tests, tasks, packages)
