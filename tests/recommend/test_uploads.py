"""Files between dry run and import: kept whole, imported once, carried on, swept."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from mentorhub.kit.audit import AuditEntry
from mentorhub.kit.jobs import Job
from mentorhub.recommend.actions import import_undo, imports, uploads
from mentorhub.recommend.actions.uploads import Sent
from mentorhub.recommend.models import Offer, OfferImport, OfferUpload
from mentorhub.recommend.queries import imports as rows
from tests.recommend.offers import GAZETTEER, NOON, line

LINES = b"".join(line(number) for number in range(imports.CHUNK + 20)) + b"kaputt\n"
MAPPING = '[fields]\nid = "nr"\ntitle = "name"\n'
DAY = timedelta(days=1)


def keep(database, data=LINES, mapping="", source="haus", now=NOON) -> int:
    sent = Sent("kurse.jsonl", source, data, mapping=mapping)
    with database.reading() as session:
        forecast = imports.foresee(session, sent.reads(), source=source)
    with database.writing() as session:
        return uploads.keep(session, sent, forecast, by=7, now=now).id


def start(database, upload_id) -> int:
    with database.writing() as session:
        upload = rows.upload_by_id(session, upload_id)
        return uploads.start(session, upload, by=7, now=NOON)


def carry_out(database, import_id, **more) -> OfferImport:
    uploads.carry_out(database, import_id, gazetteer=GAZETTEER, **more)
    with database.reading() as session:
        return session.get_one(OfferImport, import_id)


def count(database, what) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(what))


def test_a_kept_file_comes_out_as_it_went_in(database):
    import_id = start(database, keep(database))
    run = carry_out(database, import_id)
    assert (run.read, run.added, run.bad, run.is_complete) == (521, 520, 1, True)
    assert (run.source, run.by_id) == ("haus", 7)
    assert count(database, OfferUpload) == 0


def test_the_mapping_stays_with_its_file(database):
    raw = b'{"nr": "n1", "name": "Yoga"}'
    carry_out(database, start(database, keep(database, raw, MAPPING)))
    with database.reading() as session:
        assert session.scalars(select(Offer.title)).all() == ["Yoga"]


def test_starting_twice_begins_one_import_with_one_job(database):
    upload_id = keep(database)
    assert start(database, upload_id) == start(database, upload_id)
    assert count(database, OfferImport) == count(database, Job) == 1
    with database.reading() as session:
        assert session.scalars(select(AuditEntry.deed)).all() == ["offers.imported"]


def test_carrying_out_twice_does_nothing_the_second_time(database):
    import_id = start(database, keep(database))
    first = carry_out(database, import_id)
    again = carry_out(database, import_id)
    assert (again.read, again.added) == (first.read, first.added)


def test_a_killed_worker_leaves_the_file_and_the_next_one_carries_on(database):
    import_id = start(database, keep(database))

    def die(_done, _total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        carry_out(database, import_id, progress=die)
    assert count(database, OfferUpload) == 1
    told = []
    run = carry_out(database, import_id, progress=lambda done, total: told.append((done, total)))
    assert (run.read, run.added, run.bad) == (521, 520, 1)
    assert told == [(521, 521)]


def test_two_workers_with_one_file_count_every_line_once(database):
    import_id = start(database, keep(database, LINES + b"".join(line(n) for n in range(600, 1200))))

    def meanwhile(done, _total):
        if done == imports.CHUNK:
            carry_out(database, import_id)

    run = carry_out(database, import_id, progress=meanwhile)
    assert (run.read, run.added, run.bad) == (1121, 1120, 1)


def test_carrying_on_without_the_file_is_refused(database):
    import_id = start(database, keep(database))
    carry_out(database, import_id)
    with database.writing() as session:
        run = session.get_one(OfferImport, import_id)
        with pytest.raises(uploads.NothingLeft):
            uploads.carry_on(session, run, by=7, now=NOON)


def test_a_file_is_thrown_away_unless_its_import_has_begun(database):
    begun, other = keep(database), keep(database, line(1))
    start(database, begun)
    with database.writing() as session:
        uploads.discard(session, rows.upload_by_id(session, other))
        with pytest.raises(uploads.AlreadyBegun):
            uploads.discard(session, rows.upload_by_id(session, begun))
    assert count(database, OfferUpload) == 1


def test_the_sweep_throws_away_old_files_and_those_of_imports_taken_back(database):
    keep(database, line(1))
    fresh = keep(database, line(2), now=NOON + DAY / 2)
    undone = start(database, keep(database, line(3), now=NOON + DAY / 2))
    with database.writing() as session:
        run = session.get_one(OfferImport, undone)
        import_undo.undo(session, run, gazetteer=GAZETTEER, by=7, now=NOON)
    with database.writing() as session:
        uploads.sweep(session, now=NOON + DAY)
    with database.reading() as session:
        assert session.scalars(select(OfferUpload.id)).all() == [fresh]


def test_the_state_of_a_run_is_told_from_its_job_and_its_lines(database):
    import_id = start(database, keep(database))

    def state():
        with database.reading() as session:
            run = session.get_one(OfferImport, import_id)
            return rows.run_state(run, rows.imports_under_way(session, NOON))

    assert state() == "running"
    with database.writing() as session:
        session.delete(session.scalars(select(Job)).one())
    assert state() == "broken_off"
    carry_out(database, import_id)
    assert state() == "complete"
    with database.writing() as session:
        run = session.get_one(OfferImport, import_id)
        import_undo.undo(session, run, gazetteer=GAZETTEER, by=7, now=NOON)
    assert state() == "undone"


def test_a_job_waits_runs_and_waits_again_after_a_failure(database):
    start(database, keep(database))

    def states():
        with database.reading() as session:
            return [one.state for one in rows.work(session, (rows.IMPORT_JOB,), NOON)]

    assert states() == ["waiting"]
    with database.writing() as session:
        job = session.scalars(select(Job)).one()
        job.tries, job.leased_until = 1, NOON + timedelta(minutes=1)
    assert states() == ["running"]
    with database.writing() as session:
        session.scalars(select(Job)).one().leased_until = None
    assert states() == ["again"]
