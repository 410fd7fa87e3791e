"""Two at the same moment, on PostgreSQL; SQLite lets one writer after the other in."""

import threading
import time
from contextlib import contextmanager

import pytest
from sqlalchemy import func, select, text

from mentorhub.accounts.actions import people as deeds
from mentorhub.accounts.actions import signing_in
from mentorhub.accounts.models import BrowserSession, Person, SignIn, SignInEnding, WhyEnded
from mentorhub.kit.clock import now as present
from mentorhub.kit.errors import Missing
from tests import people
from tests.accounts.conftest import SECRET
from tests.accounts.steps import later_code, set_up_code

SECONDS = 20
BLOCKED = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")


@pytest.fixture
def database(postgres):
    """Only here writers meet."""
    return postgres


@contextmanager
def meeting(database, *others):
    """Open a transaction, and end it when every one of ``others`` waits for what it wrote.

    Yields the session and the list of what the others returned or raised, filled at the end.
    """
    said = []

    def run(call):
        try:
            said.append(call())
        except Exception as problem:
            said.append(problem)

    threads = [threading.Thread(target=run, args=(each,)) for each in others]
    with database.writing() as session:
        yield session, said
        session.flush()
        for thread in threads:
            thread.start()
        _wait_until_blocked(database, len(threads))
    for thread in threads:
        thread.join(SECONDS)


def _wait_until_blocked(database, count):
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        with database.engine.connect() as connection:
            if connection.scalar(BLOCKED) >= count:
                return
        time.sleep(0.02)
    raise AssertionError("nobody waits")


def _in_own(database, deed):
    """Return a call that does the deed in a transaction of its own."""

    def call():
        with database.writing() as session:
            return deed(session)

    return call


def _signed_in(database, person):
    with database.writing() as session:
        begun = signing_in.begin(
            session, person.id, token_hash="t", device="", is_strong=False, now=present()
        )
        return begun.id


def _count(database, model):
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(model))


def test_a_sign_in_ended_twice_at_once_ends_once(database, ele):
    open_id, why = _signed_in(database, ele), WhyEnded.from_list

    def end(session):
        signing_in.end(session, open_id, why=why, now=present())

    with meeting(database, _in_own(database, end)) as (session, said):
        end(session)
    assert said == [None]
    assert _count(database, SignInEnding) == 1


def test_everywhere_twice_at_once_is_everywhere(database, ele):
    _signed_in(database, ele)

    def end_all(session):
        return signing_in.end_all(session, ele.id, why=WhyEnded.everywhere, now=present())

    with meeting(database, _in_own(database, end_all)) as (session, said):
        end_all(session)
    assert said == [1]
    assert _count(database, SignInEnding) == 1


def test_notes_written_twice_at_once_are_kept(database):
    def keep(session):
        signing_in.keep_notes(session, "token", {"a": 1}, expires_at=present())

    with meeting(database, _in_own(database, keep)) as (session, said):
        keep(session)
    assert said == [None]
    assert _count(database, BrowserSession) == 1


def test_notes_forgotten_at_the_same_moment_harm_nobody(database):
    def keep(session):
        signing_in.keep_notes(session, "token", {"a": 1}, expires_at=present())

    with database.writing() as session:
        keep(session)
    with meeting(database, _in_own(database, keep)) as (session, said):
        signing_in.forget_notes(session, "token")
    assert said == [None]


@pytest.fixture
def second_step(visitor, browser, ele, database):
    """Two browsers before the second step, an app and recovery codes."""
    visitor.sign_in(ele.email)
    app, _ = set_up_code(visitor)
    page = visitor.post("/konto/notfallcodes").text
    recovery = page.partition("<li><code>")[2].partition("</code>")[0]
    both = [browser(), browser()]
    for each in both:
        each.sign_in(ele.email)
    return both, later_code(app, database), recovery


@pytest.mark.parametrize("way", ["code", "notfallcode"])
def test_a_code_shown_twice_at_once_counts_once(database, ele, second_step, way):
    both, code, recovery = second_step
    before = _count(database, SignIn)
    given = {"code": code if way == "code" else recovery, "csrf_token": ""}
    proofs = [each.proof() for each in both]

    def show(visitor, proof):
        return lambda: (
            visitor.client.post(f"/anmelden/{way}", data=given | {"csrf_token": proof}).status_code
        )

    calls = [show(*each) for each in zip(both, proofs, strict=True)]
    with meeting(database, *calls) as (session, said):
        key = signing_in.guard_key(SECRET, "code", str(ele.id))
        signing_in.check_guard(session, key, present())
    assert sorted(said) == [303, 422]
    assert _count(database, SignIn) == before + 1


def test_an_invitation_ends_while_somebody_opens_it(database, ada):
    with database.writing() as session:
        person = people.person(session, "Nele", password=None, confirmed_at=None)
        link = deeds.invite(session, person, by=ada, now=present(), base_url="")
    token = link.rpartition("/")[2]

    def accept(session):
        deeds.accept(session, token, name="Fremd", password_hash="x", now=present())

    with meeting(database, _in_own(database, accept)) as (session, said):
        found = session.get_one(Person, person.id)
        to = "richtig@beispiel.test"
        deeds.change_email(session, found, to, by=ada, now=present(), base_url="")
    assert [type(each) for each in said] == [Missing]
