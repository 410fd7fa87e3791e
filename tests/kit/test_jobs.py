"""A job is a row; it runs once for each asking, and again when something broke."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from mentorhub.kit import jobs, logs
from mentorhub.kit.db import Database
from mentorhub.kit.services import Services


class Clock:
    """A clock that stands still until the test moves it."""

    def __init__(self, at):
        self.at = at

    def __call__(self):
        return self.at


@pytest.fixture
def clock(noon):
    return Clock(noon)


@pytest.fixture
def desk(database, clock):
    services = Services()
    services.put(database)
    return jobs.Desk(services, clock)


def _ask(database, name, at, **kwargs):
    with database.writing() as session:
        return jobs.enqueue(session, name, at=at, **kwargs)


def test_a_job_runs_once(database, desk, noon):
    ran = []
    desk.register("greet", lambda services, payload, progress: ran.append(payload["who"]))
    _ask(database, "greet", noon, payload={"who": "Ele"})
    assert desk.run_due() == 1
    assert desk.run_due() == 0
    assert ran == ["Ele"]


def test_an_open_job_absorbs_repeats_until_it_begins(database, desk, noon):
    second = []

    def handler(services, payload, progress):
        if not second:
            second.append(_ask(database, "index", noon, key="index"))

    desk.register("index", handler)
    assert _ask(database, "index", noon, key="index") is not None
    assert _ask(database, "index", noon, key="index") is None
    assert desk.run_due() == 2
    assert second[0] is not None


def test_an_undone_deed_asks_for_nothing(database, desk, noon):
    with pytest.raises(RuntimeError), database.writing() as session:
        jobs.enqueue(session, "greet", at=noon)
        raise RuntimeError
    desk.register("greet", lambda *_: None)
    assert desk.run_due() == 0


def test_a_failing_job_is_tried_again_later_and_ends_after_five(database, desk, clock, noon):
    tries = []

    def handler(services, payload, progress):
        tries.append(clock())
        raise OSError

    desk.register("mail", handler)
    _ask(database, "mail", noon)
    for _ in range(20):
        desk.run_due()
        clock.at += timedelta(minutes=10)
    assert len(tries) == jobs.USUAL.tries
    with database.reading() as session:
        assert session.scalars(select(jobs.JobEnding)).one().error == "OSError"


def test_a_job_whose_worker_was_killed_is_taken_up_again(database, desk, clock, noon):
    ran = []

    class Killed(BaseException):
        pass

    def handler(services, payload, progress):
        ran.append(1)
        if len(ran) == 1:
            raise Killed

    desk.register("build", handler)
    _ask(database, "build", noon)
    with pytest.raises(Killed):
        desk.run_due()
    assert desk.run_due() == 0
    clock.at += jobs.LEASE + timedelta(seconds=1)
    assert desk.run_due() == 1
    assert ran == [1, 1]


def test_a_job_that_kills_every_worker_ends_too(database, desk, clock, noon, caplog):
    class Killed(BaseException):
        pass

    def handler(services, payload, progress):
        raise Killed

    desk.register("build", handler)
    _ask(database, "build", noon)
    for _ in range(jobs.USUAL.tries):
        with pytest.raises(Killed):
            desk.run_due()
        clock.at += jobs.LEASE + timedelta(seconds=1)
    assert desk.run_due() == 1
    clock.at += jobs.LEASE + timedelta(seconds=1)
    assert desk.run_due() == 0
    with database.reading() as session:
        assert session.scalars(select(jobs.JobEnding)).one().error == jobs.LOST
    assert "job given up" in caplog.text


def test_pauses_double_up_to_the_longest():
    patience = jobs.Patience(longest=timedelta(minutes=2))
    seconds = [patience.pause(tries).total_seconds() for tries in range(1, 6)]
    assert seconds == [20, 40, 80, 120, 120]


def test_the_lines_of_a_run_carry_its_number(database, desk, noon):
    seen = []
    desk.register("greet", lambda *_: seen.append(logs.request_id.get()))
    job = _ask(database, "greet", noon)
    desk.run_due()
    assert seen == [f"job-{job.id}-1"]
    assert logs.request_id.get() == "-"


def test_progress_is_stored_while_the_job_runs(database, desk, noon):
    seen = []

    def handler(services, payload, progress):
        progress(3, 10, "offers")
        with services.get(Database).reading() as session:
            job = session.scalars(select(jobs.Job)).one()
            seen.append((job.done, job.total, job.note))

    desk.register("build", handler)
    _ask(database, "build", noon)
    desk.run_due()
    assert seen == [(3, 10, "offers")]


@pytest.mark.parametrize("_round", range(6))
def test_three_workers_never_take_the_same_job(database, desk, noon, _round):
    ran = []
    desk.register("count", lambda services, payload, progress: ran.append(payload["n"]))
    for n in range(20):
        _ask(database, "count", noon, payload={"n": n})
    workers = [threading.Thread(target=desk.run_due) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(ran) == list(range(20))


def test_a_periodic_job_is_asked_for_once_per_period(database, desk, clock, noon):
    ran = []
    desk.register("clean", lambda *_: ran.append(clock()), every=timedelta(hours=1))
    for _ in range(3):
        desk.ask_periodic()
        desk.run_due()
        clock.at += timedelta(minutes=25)
    desk.ask_periodic()
    desk.run_due()
    assert len(ran) == 2


def test_the_past_of_a_periodic_job_does_not_grow_for_ever(database, desk, clock):
    desk.register("clean", lambda *_: None, every=timedelta(days=1))
    desk.register("yearly", lambda *_: None, every=timedelta(days=365))
    _ask(database, "other", clock(), key="other")
    desk.register("other", lambda *_: None)
    for _ in range(20):
        desk.ask_periodic()
        desk.run_due()
        clock.at += timedelta(days=1)
    with database.reading() as session:
        names = list(session.scalars(select(jobs.Job.name)))
    assert (names.count("clean"), names.count("yearly"), names.count("other")) == (8, 1, 1)
