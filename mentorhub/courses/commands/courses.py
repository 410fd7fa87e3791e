"""`mentorhub courses …`: what editors write about learning."""

from pathlib import Path

import click

from mentorhub.courses.actions import content
from mentorhub.courses.actions.signing import Notary
from mentorhub.courses.material.advice import advice
from mentorhub.courses.material.files import WrongFiles
from mentorhub.kit import clock
from mentorhub.kit.content import ContentFolder
from mentorhub.kit.db import Database
from mentorhub.kit.services import Services


@click.group("courses")
def courses_group() -> None:
    """Courses and programmes."""


@courses_group.command()
@click.argument("folder", required=False, type=click.Path(exists=True, path_type=Path))
@click.option("--strict", is_flag=True, help="exit with 1 for advice too")
@click.pass_obj
def lint(services: Services, folder: Path | None, *, strict: bool) -> None:
    """Look through all courses and name file and line of every mistake, then what to improve.

    FOLDER is a content folder, the one of this installation if left out. No database is needed.
    Exit status 1: something is wrong.
    """
    try:
        material = content.read(folder or services.get(ContentFolder).path)
    except WrongFiles as problem:
        for fault in problem.faults:
            click.echo(str(fault))
        raise click.ClickException(f"{len(problem.faults)} mistakes") from problem
    hints = 0
    for course in material.courses:
        for hint in advice(course):
            hints += 1
            click.echo(f"courses/{course.id}/{hint} (advice)")
        questions = sum(len(quiz.questions) for quiz in course.quizzes.values())
        facts = f"{len(course.lessons)} lessons, {course.minutes} minutes, {questions} questions"
        click.echo(f"courses/{course.id}: {facts}")
    click.echo(f"{len(material.courses)} courses, {len(material.programmes)} programmes")
    if strict and hints:
        raise click.ClickException(f"{hints} pieces of advice")


@courses_group.command("new-key")
@click.pass_obj
def new_key(services: Services) -> None:
    """Make a new key for signing certificates.

    New certificates are signed with it. Older ones stay valid: their public keys stay published at
    /zertifikat/schluessel.json.
    """
    with services.get(Database).writing() as session:
        key = services.get(Notary).new_key(session, clock.now())
        click.echo(f"New certificates are signed by did:key:{key.public}")
