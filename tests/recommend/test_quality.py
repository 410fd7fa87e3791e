"""Deeds about the quality of the search, on both databases: judged, measured, tried, kept."""

import shutil
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from mentorhub.kit import jobs
from mentorhub.kit.audit import AuditEntry
from mentorhub.recommend.actions import catalogue, content, index, judging, quality, words
from mentorhub.recommend.actions.bench import Bench, NoIndex
from mentorhub.recommend.actions.index import Workshop
from mentorhub.recommend.actions.words import ChangedMeanwhile, NotTriedYet
from mentorhub.recommend.editor_words import Entry
from mentorhub.recommend.engine.cache import VectorCache
from mentorhub.recommend.engine.shelf import Shelf
from mentorhub.recommend.judged_lines import Judging
from mentorhub.recommend.library import CurrentGlossary, Library
from mentorhub.recommend.models import (
    ContentFile,
    JudgedQuery,
    QualityAnswer,
    QualityRun,
    WordTrial,
    WordVersion,
)
from mentorhub.recommend.queries import content as texts
from mentorhub.recommend.queries import quality as rows
from mentorhub.recommend.queries import words as word_rows
from tests.recommend.offers import GAZETTEER, NOON, TODAY, record, take
from tests.recommend.site import CONTENT, WordEncoder

STAPLER = Judging("Ameise fahren", "plain", {"stapler": 3, "excel": 0})
AMEISE = Entry("word", ("Ameise",), ("Gabelstaplerschein",), "de")
SATZ = Entry("saying", ("Paletten bewegen",), ("Gabelstaplerschein",), "de")
ROSA, OMAR = 1, 2


def tell(*_):
    """Progress that nobody looks at."""


@pytest.fixture
def workshop(database, tmp_path):
    """Three offers and an index over them."""
    with database.writing() as session:
        take(
            session,
            record("stapler", description="Gabelstaplerschein mit Prüfung"),
            record("ameisen", title="Ameise und Biene im Garten", description="Insekten"),
            record("excel", title="Excel", description="Tabellen"),
        )
    made = Workshop(
        Shelf(tmp_path / "shelf"), VectorCache(tmp_path / "v.db"), lambda: WordEncoder()
    )
    index.rebuild(database, made)
    return made


@pytest.fixture
def bench(workshop):
    return Bench.of(workshop, GAZETTEER)


def run(database, bench) -> int:
    with database.writing() as session:
        number = quality.start(session, by=ROSA, now=NOON)
    carry_out(database, bench, number)
    with database.writing() as session:
        jobs.settle(session, rows.RUN_JOB, asked_until=NOON, at=NOON)
    return number


def carry_out(database, bench, number) -> None:
    quality.carry_out(database, bench, number, today=TODAY, clock=lambda: NOON, progress=tell)


def judge(database, *judgings) -> list[int]:
    with database.writing() as session:
        return [judging.add(session, one, by=ROSA, now=NOON).id for one in judgings]


def try_out(database, bench, entry, word_id=None) -> int:
    with database.writing() as session:
        word = word_rows.word_by_id(session, word_id) if word_id else None
        number = words.ask(session, word, entry, by=ROSA, now=NOON).id
    words.carry_out(database, bench, number, today=TODAY, progress=tell)
    return number


def take_over(database, number, by=ROSA) -> int:
    with database.writing() as session:
        return words.take_over(session, session.get(WordTrial, number), by=by, now=NOON).id


def count(database, what) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(what))


def deeds(database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(AuditEntry.deed).order_by(AuditEntry.id)))


# Judged queries


def test_a_correction_of_what_somebody_else_corrected_is_refused(database):
    [number] = judge(database, STAPLER)
    better = replace(STAPLER, type="constraint")
    with database.writing() as session:
        row = session.get(JudgedQuery, number)
        judging.change(session, row, better, seen=1, by=OMAR, now=NOON)
    with pytest.raises(judging.ChangedMeanwhile), database.writing() as session:
        row = session.get(JudgedQuery, number)
        judging.change(session, row, STAPLER, seen=1, by=ROSA, now=NOON)
    with database.reading() as session:
        kept = session.get(JudgedQuery, number)
        assert (kept.type, kept.edition, kept.by_id) == ("constraint", 2, OMAR)


def test_a_file_taken_twice_changes_nothing(database):
    found = {"a": STAPLER, "b": replace(STAPLER, query="Excel")}
    for expected in ((2, 0, 0), (0, 0, 2)):
        with database.writing() as session:
            taken = judging.take(session, found, by=ROSA, now=NOON)
        assert (taken.added, taken.changed, taken.same) == expected
    with database.writing() as session:
        taken = judging.take(session, {"b": STAPLER}, by=ROSA, now=NOON)
    assert (taken.added, taken.changed) == (0, 1)
    assert count(database, JudgedQuery) == 2


# Measurements


def test_a_measurement_keeps_what_came_and_how_good_it_is(database, bench):
    judge(database, STAPLER, replace(STAPLER, query="Excel", type="", grades={"excel": 3}))
    judge(database, replace(STAPLER, grades={"gibtsnicht": 3}))
    number = run(database, bench)
    with database.reading() as session:
        kept = session.get(QualityRun, number)
        assert (kept.queries, kept.left_out, kept.generation) == (2, 1, bench.generation.name)
        assert kept.encoder == WordEncoder.name
        everything, untyped, plain = rows.table(session, kept, None)
        assert [line.type for line in (everything, untyped, plain)] == [None, "", "plain"]
        assert untyped.ours.hit1 == 1.0
        assert everything.then is None
        worst = rows.worst(session, kept, type_="", page=1).rows
        assert worst[0].query == "Ameise fahren"
        assert worst[0].hits[0] == "ameisen"


def test_occupations_count_in_measurements_and_trials_as_on_the_site(database, bench):
    steps = (
        '[[step]]\nkey = "stapler"\ntitle = "Stapler"\ntext = "Fahren."\nfind = ["Gabelstapler"]'
    )
    names = '[[occupation]]\nkey = "packer"\nname = "Packer"\ndeepen = ["stapler"]'
    with database.writing() as session:
        for path, text in (("steps/a", steps), ("b", names)):
            kept = {"path": f"occupations/{path}.toml", "text": text, "digest": path}
            session.add(ContentFile(**kept, loaded_at=NOON))
    sentence = "Ich bin Packer und will mehr verdienen"
    judge(database, Judging(sentence, "situation", {"stapler": 3}))
    number = run(database, bench)
    with database.reading() as session:
        kept = session.get(QualityRun, number)
        [answer] = rows.worst(session, kept, type_="", page=1).rows
        assert answer.hits[0] == "stapler"
    trial = try_out(database, bench, AMEISE)
    with database.reading() as session:
        assert session.get(WordTrial, trial).report["was"] == 1.0


def test_a_measurement_asked_for_twice_is_one(database):
    with database.writing() as session:
        one = quality.start(session, by=ROSA, now=NOON)
    with database.writing() as session:
        assert quality.start(session, by=OMAR, now=NOON) == one
    assert count(database, QualityRun) == 1


def test_a_measurement_that_was_killed_begins_anew_and_ends_once(database, bench):
    judge(database, STAPLER)
    with database.writing() as session:
        number = quality.start(session, by=ROSA, now=NOON)

    class Killed(Exception):
        pass

    def die(*_):
        raise Killed

    with pytest.raises(Killed):
        quality.carry_out(database, bench, number, today=TODAY, clock=lambda: NOON, progress=die)
    assert count(database, QualityAnswer) == 0
    for _ in range(2):
        carry_out(database, bench, number)
    assert count(database, QualityAnswer) == 1


def test_the_change_is_told_over_questions_that_both_have_asked(database, bench):
    judge(database, STAPLER)
    first = run(database, bench)
    judge(database, replace(STAPLER, query="Excel", grades={"excel": 3}))
    take_over(database, try_out(database, bench, AMEISE))
    second = run(database, bench)
    with database.reading() as session:
        one, two = (session.get(QualityRun, number) for number in (first, second))
        assert rows.last_run(session, before=second).id == first
        line = rows.table(session, two, one)[0]
    assert (line.ours.queries, line.now.queries) == (2, 1)
    assert line.now.ndcg10 > line.then.ndcg10


def test_only_the_last_measurements_are_kept(database, bench):
    judge(database, STAPLER)
    numbers = [run(database, bench) for _ in range(quality.KEPT + 2)]
    with database.reading() as session:
        kept = session.scalars(select(QualityRun.id).order_by(QualityRun.id)).all()
    assert kept == numbers[2:]
    assert count(database, QualityAnswer) == quality.KEPT


def test_without_an_index_nothing_is_measured(database, tmp_path):
    nothing = Workshop(Shelf(tmp_path / "none"), VectorCache(tmp_path / "v.db"), lambda: None)
    with pytest.raises(NoIndex):
        Bench.of(nothing, GAZETTEER)


def test_an_index_of_another_encoder_is_measured_by_words(database, workshop):
    other = WordEncoder()
    other.name = "another"
    bench = Bench.of(replace(workshop, encoder=lambda: other), GAZETTEER)
    judge(database, STAPLER)
    number = run(database, bench)
    with database.reading() as session:
        assert session.get(QualityRun, number).encoder is None


# Words of editors


def test_a_trial_shows_the_effect_and_changes_nothing(database, bench):
    judge(database, STAPLER)
    number = try_out(database, bench, AMEISE)
    with database.reading() as session:
        report = session.get(WordTrial, number).report
        assert texts.glossary_now(session).expand("Ameise fahren") == ()
    assert (report["queries"], report["better"], report["worse"]) == (1, 1, 0)
    assert report["would_be"] > report["was"]
    example, judged = report["shifts"]
    assert (example["query"], example["was"]) == ("Ameise", None)
    assert judged["after"][0] == "stapler"
    assert count(database, WordVersion) == 0


def test_a_trial_nobody_has_seen_is_not_saved(database, bench):
    with database.writing() as session:
        number = words.ask(session, None, AMEISE, by=ROSA, now=NOON).id
    with pytest.raises(NotTriedYet):
        take_over(database, number)
    assert count(database, WordVersion) == 0


def test_a_saved_word_reaches_every_process_within_two_seconds(database, bench):
    now = [0.0]
    library = Library(database, lambda: now[0])
    glossary = CurrentGlossary(library)
    assert glossary.expand("Ameise fahren") == ()
    word = take_over(database, try_out(database, bench, AMEISE))
    now[0] = 2.0
    assert glossary.expand("Ameise fahren") == ("Gabelstaplerschein",)
    take_over(database, try_out(database, bench, None, word))
    now[0] = 4.0
    assert glossary.expand("Ameise fahren") == ()
    assert [one for one in deeds(database) if one.startswith("word.")] == [
        "word.added",
        "word.removed",
    ]


def test_words_of_editors_survive_a_load_of_content(database, bench, tmp_path):
    take_over(database, try_out(database, bench, AMEISE))
    folder = tmp_path / "content"
    for name in ("offers", "glossary"):
        (folder / name).mkdir(parents=True)
    shutil.copytree(CONTENT / "funding", folder / "funding")
    for said in ("Hubwagen", "Flurförderer"):
        (folder / "glossary" / "de.toml").write_text(
            f'[[term]]\nsay = ["{said}"]\nmean = ["Stapler"]\nlanguage = "de"\n'
        )
        with database.writing() as session:
            content.load(session, folder, GAZETTEER, today=TODAY, now=NOON)
    with database.reading() as session:
        now = texts.glossary_now(session)
        assert now.expand("Ameise") == ("Gabelstaplerschein",)
        assert now.expand("Flurförderer") == ("Stapler",)
        assert texts.glossary_loaded(session).expand("Ameise") == ()


def test_a_saying_asks_for_the_index_and_a_word_does_not(database, bench, workshop):
    def is_asked():
        with database.writing() as session:
            found = jobs.is_waiting(session, catalogue.INDEX_JOB)
            jobs.settle(session, catalogue.INDEX_JOB, asked_until=NOON, at=NOON)
            return found

    is_asked()
    take_over(database, try_out(database, bench, AMEISE))
    assert not is_asked()
    take_over(database, try_out(database, bench, SATZ))
    assert is_asked()
    index.rebuild(database, workshop)
    built = Bench.of(workshop, GAZETTEER).generation
    assert list(built.bridge.names) == ["Gabelstaplerschein"]


def test_a_saying_is_tried_without_touching_the_index(database, bench):
    assert bench.generation.bridge is None
    number = try_out(database, bench, SATZ)
    with database.reading() as session:
        [example] = session.get(WordTrial, number).report["shifts"]
    assert example["after"][0] == "stapler"
    assert bench.generation.bridge is None


def test_of_two_people_who_change_the_same_entry_one_is_refused(database, bench):
    word = take_over(database, try_out(database, bench, AMEISE))
    mine = try_out(database, bench, replace(AMEISE, mean=("Lager",)), word)
    theirs = try_out(database, bench, replace(AMEISE, mean=("Kran",)), word)
    take_over(database, theirs, OMAR)
    with pytest.raises(ChangedMeanwhile):
        take_over(database, mine)
    with database.reading() as session:
        assert word_rows.entries(session)[word].mean == ("Kran",)
        versions = word_rows.word_by_id(session, word).versions
        assert [(one.number, one.by_id) for one in versions] == [(1, ROSA), (2, OMAR)]


def test_a_removed_entry_comes_back_from_its_history(database, bench):
    word = take_over(database, try_out(database, bench, AMEISE))
    take_over(database, try_out(database, bench, None, word))
    take_over(database, try_out(database, bench, AMEISE, word))
    with database.reading() as session:
        assert word_rows.entries(session) == {word: AMEISE}
        assert len(word_rows.word_by_id(session, word).versions) == 3


def test_trials_are_forgotten_after_a_day(database, bench):
    try_out(database, bench, AMEISE)
    for wait, left in ((words.KEPT - timedelta(seconds=1), 1), (words.KEPT, 0)):
        with database.writing() as session:
            words.sweep(session, now=NOON + wait)
        assert count(database, WordTrial) == left
