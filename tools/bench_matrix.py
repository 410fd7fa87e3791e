"""How long a coordinator waits for the progress matrix of 2,000 learners in 20 modules."""

import random
import statistics
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from mentorhub.accounts.models import Organisation, OrganisationKind, Person, fold_name
from mentorhub.accounts.models.people import new_handle
from mentorhub.config import Settings
from mentorhub.courses.actions import content
from mentorhub.courses.material.course import Course, Programme
from mentorhub.courses.models import (
    Attempt,
    Cohort,
    CohortMember,
    Completion,
    CourseVersion,
    Enrolment,
    Handing,
    LessonReading,
)
from mentorhub.courses.queries import matrix, versions
from mentorhub.courses.queries.cohorts import Keeper, Keeping
from mentorhub.courses.queries.matrix import Moment, Order, State, Wanted
from mentorhub.kit import clock, schema
from mentorhub.kit.db import Database
from tools import bench_rivals
from tools.bench_report import Report, seconds

LEARNERS, MODULES = 2_000, 20
PROGRAMME = "bench"
ROUNDS = 20
BASELINE = "reading all of what was read, bare"
NAME = f"progress matrix with {LEARNERS:,} learners x {MODULES} modules"


def run(report: Report, settings: Settings) -> None:
    """Measure on both databases."""
    for name, own in bench_rivals.both(settings):
        _measure(report, own, name)


def _measure(report: Report, settings: Settings, name: str) -> None:
    """Measure a page of the matrix, as it comes, filtered and ordered, beside one plain count."""
    db = Database(settings.database_url)
    schema.upgrade(db)
    now = clock.now()
    with db.writing() as session:
        _fill(session, settings.content, now)
        session.execute(text("ANALYZE"))  # as a database does by itself before long
    at = Moment(now, clock.today())
    with db.reading() as session:
        [cohort] = session.scalars(select(Cohort))
        kept = Keeping(cohort, Keeper(0, None))
        plain = _median(lambda: _bare(session))
        pages = {
            "first page": Wanted(),
            "last page": Wanted(page=LEARNERS),
            "one name": Wanted(search="person 77"),
            "who is stuck": Wanted(state=State.stuck),
            "who is overdue": Wanted(state=State.overdue),
            "quiet first": Wanted(order=Order.quiet),
            "most first": Wanted(order=Order.most),
        }
        for what, wanted in pages.items():
            took = _median(lambda wanted=wanted: matrix.page(session, kept, wanted, at))  # type: ignore[misc]
            report.add(f"{name}: {NAME}, {what}, p50", took, "ms", BASELINE, plain)
        whole = seconds(lambda: matrix.whole(session, kept, Wanted(), at)) * 1000
        report.add(f"{name}: {NAME}, all for a file", whole, "ms", BASELINE, plain)
    db.dispose()


def _bare(session: Session) -> object:
    """Ask the database once for something that it must look at every reading for."""
    latest = func.max(LessonReading.seen_at)
    return session.execute(
        select(LessonReading.enrolment_id, latest).group_by("enrolment_id")
    ).all()


def _median(work: Callable[[], object]) -> float:
    """Return the milliseconds of one round, after one that warms up."""
    work()
    return statistics.median(seconds(work) for _ in range(ROUNDS)) * 1000


def _fill(session: Session, folder: Path, now: datetime) -> None:
    """Write learners who are at all places: finished, in the middle, quiet for weeks, overdue."""
    found = _courses(session, folder, now)
    office = Organisation(
        kind=OrganisationKind.coordination_office, name="Bench", postcode="44137", created_at=now
    )
    session.add(office)
    rows: list[dict[str, Any]] = [
        {
            "email": f"bench.{number}@beispiel.test",
            "name": f"Person {number}",
            "sort_name": fold_name(f"Person {number}"),
            "created_at": now,
            "password": "x",
            "fs_uniquifier": new_handle(),
            "fs_webauthn_user_handle": new_handle(),
        }
        for number in range(LEARNERS)
    ]
    session.execute(insert(Person), rows)
    session.flush()
    people = list(session.scalars(select(Person.id).order_by(Person.id)))
    cohort = Cohort(
        name="Bench", organisation_id=office.id, programme_slug=PROGRAMME,
        begins_on=now.date(), by_id=people[0], at=now,
    )  # fmt: skip
    session.add(cohort)
    session.flush()
    session.execute(
        insert(CohortMember),
        [{"cohort_id": cohort.id, "person_id": id_, "by_id": id_, "at": now} for id_ in people],
    )
    _enrol(session, people, found, now)


def _courses(session: Session, folder: Path, now: datetime) -> list[tuple[CourseVersion, Course]]:
    """Keep twenty courses: ours, and some of them under a second name."""
    ours = content.read(folder).courses
    found = []
    for number in range(MODULES):
        course = ours[number % len(ours)].model_copy(update={"id": f"bench-{number}"})
        content.keep(session, course, now)
        version = versions.offered_version(session, course.id)
        assert version
        found.append((version, course))
    programme = Programme(
        id=PROGRAMME, title="Bench", summary="x", courses=tuple(c.id for _, c in found)
    )
    content.load(session, content.Material(tuple(c for _, c in found), (programme,), {}), now)
    return found


def _enrol(
    session: Session,
    people: list[int],
    found: list[tuple[CourseVersion, Course]],
    now: datetime,
) -> None:
    chance = random.Random(7)  # noqa: S311
    begun = now - timedelta(days=40)
    session.execute(
        insert(Enrolment),
        [
            {
                "person_id": id_, "course_slug": version.course_slug,
                "version_id": version.id, "by_id": id_,
                "at": begun, "due_on": _due(now.date(), number), "round": 1,
            }
            for id_ in people
            for number, (version, _) in enumerate(found)
        ],
    )  # fmt: skip
    courses = {version.id: course for version, course in found}
    readings, completions, attempts = [], [], []
    for id_, version_id in session.execute(select(Enrolment.id, Enrolment.version_id)):
        lessons = courses[version_id].lessons
        read, seen = chance.randint(0, len(lessons)), now - timedelta(days=chance.randint(0, 40))
        readings += [
            {"enrolment_id": id_, "lesson": each.id, "place": 0, "furthest": 0, "opened_at": begun,
                 "seen_at": seen, "finished_at": seen}
            for each in lessons[:read]
        ]  # fmt: skip
        if read == len(lessons):
            completions.append({"enrolment_id": id_, "at": seen, "minutes": 60})
            attempts.append(
                {"enrolment_id": id_, "version_id": version_id, "quiz": "abschluss", "number": 1,
                     "seed": "s", "begun_at": seen}
            )  # fmt: skip
    session.execute(insert(LessonReading), readings)
    session.execute(insert(Completion), completions)
    session.execute(insert(Attempt), attempts)
    result = {"at": now, "points": 100, "out_of": 100, "passed": True, "waits": False}
    session.execute(
        insert(Handing),
        [{"attempt_id": id_, **result} for id_ in session.scalars(select(Attempt.id))],
    )


def _due(today: date, number: int) -> date | None:
    """Return a day for every other module: some have passed, some come."""
    return today + timedelta(days=7 * (number - 8)) if number % 2 else None
