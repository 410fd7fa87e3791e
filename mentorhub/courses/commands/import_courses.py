"""Courses of another MentorHub for `mentorhub courses import`."""

from pathlib import Path

from mentorhub.courses.actions import course_files
from mentorhub.courses.actions.course_files import Brought, Prospect
from mentorhub.courses.commands.outcomes import Importer, Outcome, Told, Wishes
from mentorhub.courses.material.files import WrongFiles
from mentorhub.courses.packages import course_file
from mentorhub.courses.packages.report import BadPackage
from mentorhub.kit import clock
from mentorhub.kit.db import Database
from mentorhub.kit.services import Services

KIND = "course"


def knows(path: Path) -> bool:
    """Return whether a file is a zip with a course in it."""
    with path.open("rb") as file:
        return course_file.is_course(file)


def take(services: Services, path: Path, wishes: Wishes) -> Outcome:
    """Keep the course of a file as the newest version of its id, or of the id that is wished."""
    try:
        with path.open("rb") as file:
            brought = course_files.read(file, path.name, wishes.id)
    except BadPackage as problem:
        return Outcome(KIND, refused=[{"what": f.where, "reason": f.code} for f in problem.faults])
    except WrongFiles as problem:
        return Outcome(KIND, refused=[_fault(f.file, f.line, f.text) for f in problem.faults])
    db, course = services.get(Database), brought.course
    with db.reading() as session:
        prospect = course_files.foresee(session, course)
    if prospect.state == "taken":
        says = "a course that came otherwise has this id; give another one with --id"
        return Outcome(
            KIND, course.title, refused=[{"what": course.id, "reason": "id_taken", "says": says}]
        )
    number = None
    if not wishes.dry_run:
        with db.writing() as session:
            version = course_files.take(session, brought, by=None, now=clock.now())
            number = version.number if version else None
    return _outcome(brought, prospect, number, made="" if wishes.dry_run else course.id)


COURSES = Importer(knows, take)


def _outcome(brought: Brought, prospect: Prospect, number: int | None, made: str) -> Outcome:
    course = brought.course
    return Outcome(
        kind=KIND,
        title=course.title,
        facts={
            "id": course.id,
            "state": prospect.state,
            "version": number,
            "missing": list(prospect.missing),
            "lessons": len(course.lessons),
            "quizzes": len(course.quizzes),
            "questions": sum(len(quiz.questions) for quiz in course.quizzes.values()),
            "stories": len(course.stories),
            "files": len(course.files),
        },
        taken=[] if prospect.state == "same" else [course.id],
        left=[{"what": each.where, "reason": each.code} for each in brought.left],
        made=made,
    )


def _fault(file: str, line: int, text: str) -> Told:
    return {"what": file, "where": f"line {line}", "reason": "mistake", "says": text}
