"""What the pages about search quality show: judged questions, measurements, words, a trial."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from mentorhub.kit import clock, jobs
from mentorhub.kit.db import Database
from mentorhub.kit.services import Services
from mentorhub.recommend import judged_lines
from mentorhub.recommend.actions import exposure, judging, quality, words
from mentorhub.recommend.actions.bench import Bench
from mentorhub.recommend.actions.index import Workshop
from mentorhub.recommend.editor_words import Entry
from mentorhub.recommend.exposure import Counts
from mentorhub.recommend.gazetteer import Gazetteer
from mentorhub.recommend.models import WordTrial
from mentorhub.recommend.queries import quality as rows
from mentorhub.recommend.queries import words as word_rows
from tests.conftest import ROOT

QUESTIONS = 8
FAVOURITES = ("Lernwerk Hellweg gGmbH (Beispiel)", "Kompetenzhof Hellweg (Beispiel)")
KNOWN_WORD = Entry("word", ("Stapelkarre",), ("Gabelstapler",), "de")
TRIED_WORD = Entry("word", ("Ameise", "Flurförderer"), ("Gabelstapler", "Lager"), "de")


@dataclass(frozen=True)
class Measured:
    """Numbers that addresses are made of."""

    run_id: int
    judged_id: int
    word_id: int
    trial_id: int


def measure(services: Services) -> Measured:
    """Judge some questions, measure twice, save one word and only try another."""
    db, by = services.get(Database), 1
    bench = Bench.of(services.get(Workshop), services.get(Gazetteer))
    lines = (ROOT / "tests" / "golden" / "queries.jsonl").read_bytes().splitlines()
    some = lines[:: len(lines) // QUESTIONS][:QUESTIONS]
    with db.writing() as session:
        judging.take(session, judged_lines.read(b"\n".join(some)), by=by, now=clock.now())
        exposure.add(session, _seen())
    _run(db, bench, by)
    word = _saved(db, bench, by)
    run = _run(db, bench, by)
    with db.reading() as session:
        judged = rows.judged_page(session, words="", type_="", page=1).rows[0].id
    return Measured(run, judged, word, _tried(db, bench, TRIED_WORD, by))


def _seen() -> Counts:
    counts = Counts()
    yesterday = clock.today() - timedelta(days=1)
    counts.searches[yesterday, "hybrid"] += 40
    for number, provider in enumerate(FAVOURITES, start=2):
        counts.places[yesterday, provider] += 12 * number
    return counts


def _run(db: Database, bench: Bench, by: int) -> int:
    with db.writing() as session:
        number = quality.start(session, by=by, now=clock.now())
    quality.carry_out(
        db, bench, number, today=clock.today(), clock=clock.now, progress=lambda *_: None
    )
    with db.writing() as session:
        _done(session, rows.RUN_JOB)
    return number


def _tried(db: Database, bench: Bench, entry: Entry, by: int) -> int:
    with db.writing() as session:
        number = words.ask(session, None, entry, by=by, now=clock.now()).id
    words.carry_out(db, bench, number, today=clock.today(), progress=lambda *_: None)
    with db.writing() as session:
        _done(session, rows.TRIAL_JOB)
    return number


def _saved(db: Database, bench: Bench, by: int) -> int:
    number = _tried(db, bench, KNOWN_WORD, by)
    with db.writing() as session:
        trial = word_rows.trial_by_id(session, number)
        assert isinstance(trial, WordTrial)
        return words.take_over(session, trial, by=by, now=clock.now()).id


def _done(session: Session, name: str) -> None:
    """End the job whose work was done here, so that no worker does it again."""
    jobs.settle(session, name, asked_until=clock.now(), at=clock.now())
