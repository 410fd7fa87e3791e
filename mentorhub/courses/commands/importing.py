"""`mentorhub courses import`: a file of others; its kind is found by its content.

Each kind of file has an importer; the first one that knows a file takes it.
"""

import json
import zipfile
from pathlib import Path

import click

from mentorhub.courses.commands.import_courses import COURSES
from mentorhub.courses.commands.import_packages import PACKAGES
from mentorhub.courses.commands.import_questions import QUESTIONS
from mentorhub.courses.commands.outcomes import Importer, Outcome, Told, Wishes, plain
from mentorhub.kit.services import Services

IMPORTERS: tuple[Importer, ...] = (COURSES, PACKAGES, QUESTIONS)
UNKNOWN = (
    "this is neither a course nor a SCORM package nor a file of questions (GIFT, Aiken, Moodle "
    "XML) up to 50 MB"
)

BROKEN = "this zip file is broken, perhaps only a part of it arrived"
ZIP = b"PK\x03\x04"


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--bank", default="", help="bank for questions; the name of the file if left out")
@click.option("--id", "id_", default="", help="id for a course; its own if left out")
@click.option("--dry-run", is_flag=True, help="only look; nothing is taken in")
@click.option("--json", "as_json", is_flag=True, help="print docs/schemas/course-import.json")
@click.pass_obj
def import_file(
    services: Services, file: Path, bank: str, id_: str, *, dry_run: bool, as_json: bool
) -> None:
    """Take in FILE, whatever it is, and print what was found, taken, and left with the reason.

    Known are courses of another MentorHub (zip), SCORM 1.2 and 2004 packages, each of which
    becomes a course of its own, and questions as GIFT, Aiken or Moodle XML, which go into a bank.

    Exit status 1: nothing of it can be taken.
    """
    importer = next((each for each in IMPORTERS if each.knows(file)), None)
    if importer is None:
        outcome = Outcome("unknown", refused=[_unknown(file)])
    else:
        outcome = importer.take(services, file, Wishes(dry_run, bank, id_))
    told = {"file": file.name, "dry_run": dry_run} | vars(outcome)
    click.echo(json.dumps(told, ensure_ascii=False, indent=2) if as_json else plain(told))
    if outcome.refused:
        raise click.exceptions.Exit(1)


def _unknown(file: Path) -> Told:
    """Return why nobody knows a file: a zip that broke on its way is worth a word of its own."""
    with file.open("rb") as opened:
        is_zip = opened.read(len(ZIP)) == ZIP
    if is_zip and not zipfile.is_zipfile(file):
        return {"what": file.name, "reason": "broken_zip", "says": BROKEN}
    return {"what": file.name, "reason": "unknown_kind", "says": UNKNOWN}
