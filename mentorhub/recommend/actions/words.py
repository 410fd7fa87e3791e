"""Words of editors: tried by the worker, then taken over by a person, with their history."""

from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mentorhub.kit import audit, jobs
from mentorhub.kit.db import Database
from mentorhub.kit.errors import Refused
from mentorhub.recommend import editor_words, measuring
from mentorhub.recommend.actions import catalogue
from mentorhub.recommend.actions.bench import Bench
from mentorhub.recommend.career import CareerWords
from mentorhub.recommend.editor_words import Entry
from mentorhub.recommend.engine.search import SearchEngine
from mentorhub.recommend.glossary import Glossary
from mentorhub.recommend.measuring import Comparison, Shift
from mentorhub.recommend.models import EditorWord, WordTrial, WordVersion
from mentorhub.recommend.occupations import Occupations
from mentorhub.recommend.queries import content, quality, words
from mentorhub.recommend.queries.quality import TRIAL_JOB
from mentorhub.recommend.sayings import Sayings

KEPT: Final = timedelta(days=1)
MOST_EXAMPLES: Final = 5
MOST_SHIFTS: Final = 200


class ChangedMeanwhile(Refused):
    """Somebody else changed the entry since the trial was asked for."""


class NotTriedYet(Refused):
    """The worker has not compared yet: nobody has seen what would happen."""


def ask(
    session: Session, word: EditorWord | None, entry: Entry | None, *, by: int, now: datetime
) -> WordTrial:
    """Let the worker try a new entry, another shape of one, or its removal (no ``entry``)."""
    trial = WordTrial(
        word_id=word.id if word else None,
        seen=word.now.number if word else 0,
        facts=entry.plain() if entry else None,
        by_id=by,
        at=now,
    )
    session.add(trial)
    session.flush()
    repeat(session, trial, by=by, now=now)
    return trial


def repeat(session: Session, trial: WordTrial, *, by: int, now: datetime) -> None:
    """Let the worker try again; a request that waits is enough."""
    key = f"{TRIAL_JOB}:{trial.id}"
    jobs.enqueue(session, TRIAL_JOB, {"trial": trial.id}, at=now, key=key, by=by)


def carry_out(
    db: Database, bench: Bench, trial_id: int, *, today: date, progress: measuring.Progress
) -> None:
    """Compare the search as it is with what it would be; nothing but the report is kept."""
    with db.reading() as session:
        trial = words.trial_by_id(session, trial_id)
        if trial is None:
            return
        entry = Entry.of(trial.facts) if trial.facts else None
        now = words.entries(session)
        was = now.get(trial.word_id or 0)
        changed = _changed(now, trial.word_id, entry)
        glossary, sayings = content.glossary_loaded(session), content.sayings_loaded(session)
        occupations = content.occupations_now(session)
        judged = quality.questions(session)
    asked = measuring.answerable(judged, frozenset(bench.generation.keys))
    touched = [one for one in (entry, was) if one]
    examples = touched[0].say[:MOST_EXAMPLES] if touched else ()
    about_sayings = any(one.kind == "saying" for one in touched)
    before, after = (
        _engine(bench, glossary, occupations, sayings if about_sayings else None, entries)
        for entries in (now, changed)
    )
    report = measuring.compare(asked, examples, before, after, today, progress)
    with db.writing() as session:
        trial = words.trial_by_id(session, trial_id)
        if trial is not None:
            trial.report = _plain(report, bench)


def take_over(session: Session, trial: WordTrial, *, by: int, now: datetime) -> EditorWord:
    """Let what was tried count for everybody from now on.

    Every process reads words within two seconds; sayings count with the next index, which is
    asked for here.

    Raises:
        NotTriedYet: nobody has seen yet what it does.
        ChangedMeanwhile: the entry is another one by now.
    """
    if trial.report is None:
        raise NotTriedYet(str(trial.id))
    word = words.word_by_id(session, trial.word_id) if trial.word_id else EditorWord()
    assert word
    before = word.now.facts if word.versions else None
    _add_version(session, word, trial, by, now)
    kinds = {facts["kind"] for facts in (before, trial.facts) if facts}
    if "saying" in kinds:
        catalogue.ask_for_index(session, now)
    deed = "word.removed" if trial.facts is None else "word.changed" if before else "word.added"
    audit.note(session, deed, f"word:{word.id}", by=by, at=now)
    session.delete(trial)
    return word


def drop(session: Session, trial: WordTrial) -> None:
    """Forget what was only tried."""
    session.delete(trial)


def sweep(session: Session, *, now: datetime) -> None:
    """Forget trials that nobody took over within a day."""
    session.execute(delete(WordTrial).where(WordTrial.at <= now - KEPT))


def _add_version(
    session: Session, word: EditorWord, trial: WordTrial, by: int, now: datetime
) -> None:
    version = WordVersion(number=trial.seen + 1, facts=trial.facts, at=now, by_id=by)
    try:
        with session.begin_nested():
            word.versions.append(version)
            session.add(word)
    except IntegrityError as problem:
        raise ChangedMeanwhile(str(word.id)) from problem


def _changed(now: dict[int, Entry], word_id: int | None, entry: Entry | None) -> dict[int, Entry]:
    number = word_id if word_id is not None else max(now, default=0) + 1
    others = {each: one for each, one in now.items() if each != number}
    return {**others, number: entry} if entry else others


def _engine(
    bench: Bench,
    glossary: Glossary,
    occupations: Occupations,
    sayings: Sayings | None,
    entries: dict[int, Entry],
) -> SearchEngine:
    """Return the search with these entries; without ``sayings`` the index keeps its own."""
    generation = (
        bench.with_sayings(editor_words.with_sayings(sayings, entries)) if sayings else None
    )
    changed = editor_words.with_words(glossary, entries.values())
    return bench.engine(CareerWords(changed, occupations), generation)


def _plain(report: Comparison, bench: Bench) -> dict[str, object]:
    ordered = sorted(report.shifts, key=lambda shift: (bool(shift.name), -abs(shift.gain)))
    return {
        "queries": report.queries,
        "was": report.was,
        "would_be": report.would_be,
        "better": _count(report, 1),
        "worse": _count(report, -1),
        "generation": bench.generation.name,
        "by_meaning": bench.encoder is not None,
        "shifts": [asdict(shift) for shift in ordered[:MOST_SHIFTS]],
    }


def _count(report: Comparison, sign: int) -> int:
    return sum(_is_better(shift, sign) for shift in report.shifts)


def _is_better(shift: Shift, sign: int) -> bool:
    return sign * shift.gain > measuring.SAME
