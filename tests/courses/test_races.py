"""Two hands at once: double clicks and two tabs, on a database where writers do not wait."""

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from threading import Barrier

import pytest

from mentorhub.courses.actions import attempts, learning
from mentorhub.courses.actions.learning import Report
from mentorhub.courses.queries import attempts as reads
from mentorhub.courses.queries import progress
from mentorhub.web.limits import limiter
from tests.courses.site import Site

COURSE = "/lernen/zuhoeren"
QUIZ = f"{COURSE}/tests/abschluss"
RIGHT = {"frage.answer": "0", "stunden.answer": "120", "anyway": "ja"}
HANDS = 4


@pytest.fixture
def busy(_german, postgres, noon, hands):
    """A site on PostgreSQL."""
    was_enabled, limiter.enabled = limiter.enabled, False
    yield Site(postgres, noon)
    limiter.enabled = was_enabled


@pytest.fixture
def lena_busy(busy):
    browser = busy.client(busy.lena)
    browser.post(f"{COURSE}/teilnahme")
    return browser


def at_once(busy, path, data=None):
    """Send the same form from several windows in one moment and return what was answered."""
    ready = Barrier(HANDS)

    def send(_number):
        browser = busy.client(busy.lena)
        ready.wait(10)
        return browser.post(path, data=data or {}).status_code

    with ThreadPoolExecutor(HANDS) as pool:
        return set(pool.map(send, range(HANDS)))


def both(*deeds):
    """Do things in one moment, each in a transaction of its own, and return what went wrong."""
    ready = Barrier(len(deeds))
    with ThreadPoolExecutor(len(deeds)) as pool:
        return [each.result() for each in [pool.submit(deed, ready) for deed in deeds]]


def test_a_double_click_enrols_once_and_leaves_once(busy):
    assert at_once(busy, f"{COURSE}/teilnahme") == {303}
    assert at_once(busy, f"{COURSE}/ende") == {303}
    assert at_once(busy, f"{COURSE}/teilnahme") == {303}
    assert busy.read(lambda s: len(progress.enrolments_of(s, busy.lena))) == 1


def test_a_double_click_begins_one_attempt_and_hands_it_in_once(busy, lena_busy):
    assert at_once(busy, f"{QUIZ}/versuche") == {303}
    assert at_once(busy, f"{QUIZ}/versuche/1/abgabe", RIGHT) == {303}
    assert lena_busy.get(f"{QUIZ}/versuche/2").status_code == 404


def test_a_double_click_closes_a_lesson_once(busy, lena_busy, hands):
    lena_busy.get(f"{COURSE}/lektionen/anfang")
    hands.now += timedelta(minutes=10)
    assert at_once(busy, f"{COURSE}/lektionen/anfang/ende") == {303}


def test_a_double_click_keeps_ticks_notes_and_decisions(busy, lena_busy):
    assert at_once(busy, f"{COURSE}/listen/vorher", {"item": ["0", "1"]}) == {303}
    assert at_once(busy, f"{COURSE}/gedanken/rueckblick", {"rueckblick-text": "Ja."}) == {303}
    assert at_once(busy, f"{COURSE}/geschichten/pause", {"path": "", "choice": "0"}) == {303}


def test_the_last_two_steps_in_one_moment_complete_the_course(busy, lena_busy, hands):
    for lesson in ("anfang", "mitte"):
        lena_busy.get(f"{COURSE}/lektionen/{lesson}")
    hands.now += timedelta(minutes=10)
    lena_busy.post(f"{COURSE}/lektionen/anfang/ende")
    lena_busy.post(f"{COURSE}/gedanken/rueckblick", data={"rueckblick-text": "Ja."})
    lena_busy.post(f"{QUIZ}/versuche")
    lena_busy.post(f"{QUIZ}/versuche/1/stand", data=RIGHT)

    def hand_in():
        with busy.database.writing() as session:
            mine = progress.enrolment_in(session, busy.lena, "zuhoeren")
            attempts.hand_in(
                session, reads.attempts_of(session, mine.id, "abschluss")[0], hands.now
            )

    with ThreadPoolExecutor(1) as other, busy.database.writing() as session:
        mine = progress.enrolment_in(session, busy.lena, "zuhoeren")
        learning.finish_lesson(session, mine, "mitte", hands.now)
        handing = other.submit(hand_in)
        wait([handing], timeout=1)  # it cannot see a lesson that is not closed for good yet
        session.commit()
        handing.result(10)
    assert busy.read(lambda s: progress.completed_courses(s, busy.lena)) == {"zuhoeren"}


def test_two_tabs_that_report_in_one_moment_both_count(busy, lena_busy, noon):
    with busy.database.writing() as session:
        mine = progress.enrolment_in(session, busy.lena, "zuhoeren")
        for token in ("one", "two"):
            learning.open_lesson(session, mine, "anfang", token, noon)

    def tell(token):
        def deed(ready):
            with busy.database.writing() as session:
                mine = progress.enrolment_in(session, busy.lena, "zuhoeren")
                progress.readings_of(session, mine.id)
                ready.wait(10)
                told = Report(token, 60, 0, 0)
                learning.report(session, mine, "anfang", told, noon + timedelta(minutes=5))

        return deed

    both(tell("one"), tell("two"))
    [reading] = busy.read(
        lambda s: progress.readings_of(
            s, progress.enrolment_in(s, busy.lena, "zuhoeren").id
        ).values()
    )
    assert reading.seconds == 120
