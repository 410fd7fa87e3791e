"""Files of questions for `mentorhub courses import`: GIFT, Aiken and Moodle XML into a bank."""

from collections import Counter
from pathlib import Path

from mentorhub.courses.actions import banks
from mentorhub.courses.actions.banks import Addition, NothingToTake
from mentorhub.courses.commands.outcomes import Importer, Outcome, Told, Wishes
from mentorhub.courses.question_files import Imported, LeftOut, Note, Taken, read
from mentorhub.courses.question_files.door import MOST_BYTES
from mentorhub.kit import clock
from mentorhub.kit.db import Database
from mentorhub.kit.services import Services

ZIP = b"PK"


def knows(path: Path) -> bool:
    """Return whether a file holds questions."""
    data = _data(path)
    return not data.startswith(ZIP) and read(data, path.name).kind != "unknown"


def take(services: Services, path: Path, wishes: Wishes) -> Outcome:
    """Add the questions of a file to the bank that is named, else to one called like the file."""
    found, name = read(_data(path), path.name), " ".join(wishes.bank.split()) or path.stem
    db = services.get(Database)
    if not wishes.dry_run:
        try:
            with db.writing() as session:
                bank, added = banks.add(session, name, found, by=None, now=clock.now())
                return _outcome(name, found, added, made=bank.name)
        except NothingToTake:
            pass  # what follows says why
    with db.reading() as session:
        return _outcome(name, found, banks.foresee(session, name, found), made="")


def _data(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)  # what is larger is refused, so one more is enough


QUESTIONS = Importer(knows, take)


def _outcome(name: str, found: Imported, added: Addition, made: str) -> Outcome:
    left = [_left(each) for each in added.left_out]
    return Outcome(
        kind=found.kind,
        title=name,
        facts={
            "questions": len(found.taken) + len(found.left_out),
            "kinds": dict(Counter(each.question.kind for each in added.taken)),
            "notes": [str(each) for each in found.notes],
        },
        taken=[each.question.id for each in added.taken],
        changed=[_changed(each, note) for each in added.taken for note in each.changes],
        left=left if added.taken else [],
        refused=[] if added.taken else left,
        made=made,
    )


def _left(each: LeftOut) -> Told:
    return {"what": each.title, "where": f"line {each.line}", **_reason(each.reason)}


def _changed(each: Taken, note: Note) -> Told:
    return {"what": each.question.id, "where": f"line {each.line}", **_reason(note)}


def _reason(note: Note) -> Told:
    return {"reason": note.code, "says": str(note)}
