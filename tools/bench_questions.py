"""How long 1,000 questions of other houses take to come in, beside reading the file alone."""

import statistics
from collections.abc import Callable
from functools import partial

from mentorhub.config import Settings
from mentorhub.courses.actions import banks
from mentorhub.courses.question_files import read, write_gift, write_moodle_xml
from mentorhub.kit import clock, schema
from mentorhub.kit.db import Database
from tools.bench_report import Report, seconds

COUNT, ROUNDS = 1_000, 3
FORMATS = {"GIFT": write_gift, "Moodle XML": write_moodle_xml}


def run(report: Report, settings: Settings) -> None:
    """Measure a report about a file and its import into an empty bank."""
    db = Database(settings.database_url)
    schema.upgrade(db)
    for name, write in FORMATS.items():
        data = write(read(_gift().encode()).questions).data
        alone = _median(partial(read, data))
        came_in = _median(partial(_import, db, data))
        what = f"import of {COUNT:,} questions, {name}"
        report.add(what, came_in, "s", "reading the file alone", alone)
    db.dispose()


def _import(db: Database, data: bytes) -> None:
    name = clock.now().isoformat()  # a bank of its own: nothing is known yet
    with db.writing() as session:
        _bank, added = banks.add(session, name, read(data), by=None, now=clock.now())
    assert len(added.taken) == COUNT


def _median(work: Callable[[], object]) -> float:
    return statistics.median(seconds(work) for _ in range(ROUNDS))


def _gift() -> str:
    kinds = (
        "::q{n}::Was gilt im Fall {n}?{{\n=Das eine, {n}#Ja.\n~Das andere#Nein, weil {n}.\n"
        "~Das dritte#Das meinen viele.\n####Warum {n} so ist.\n}}\n",
        "::q{n}::Stimmt Satz {n}?{{TRUE#Doch.#Ja.}}\n",
        "::q{n}::Wie heißt Nummer {n}?{{=Name {n} =Titel {n}}}\n",
        "::q{n}::Wie viele sind es im Fall {n}?{{#{n}:1}}\n",
        "::q{n}::Was gehört im Fall {n} zusammen?{{=a{n} -> b{n} =c{n} -> d{n}}}\n",
    )
    return "\n".join(kinds[n % len(kinds)].format(n=n) for n in range(COUNT))
