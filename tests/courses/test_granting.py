"""Who has used all attempts is not stuck for ever: a person allows one more."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from mentorhub.courses import cohort_policy
from mentorhub.courses.actions import attempts, granting, learning, personal
from mentorhub.courses.actions.attempts import NoMoreAttempts
from mentorhub.courses.actions.granting import NotUsedUp
from mentorhub.courses.models import AttemptGrant
from mentorhub.courses.queries import attempts as reads
from mentorhub.courses.queries import marking
from mentorhub.courses.queries import personal as export
from mentorhub.kit.errors import Denied, Missing
from mentorhub.kit.mail import OutboxMail
from tests.courses.cohort_house import CIPHER, House
from tests.courses.test_views_cohorts import There
from tests.tandems.site import words_of

WRONG = {"frage": 1, "stunden": "1 h"}
PAGE = "/lernen/abgaben"


@pytest.fixture
def house(session, noon):
    return House(session, noon)


def fail(house, mine, times):
    for _ in range(times):
        attempt = attempts.begin(house.session, mine, "abschluss", "s", house.now)
        attempts.save(house.session, attempt, WRONG, house.now)
        attempts.hand_in(house.session, attempt, house.now)
    return attempt


@pytest.fixture
def bens(house):
    return learning.enrol(
        house.session, house.ben.id, house.version, by=house.ben.id, now=house.now
    )


def stuck(house):
    return [(e.name, e.count) for e in marking.used_up(house.session, house.kept.keeper)]


def grant(house, attempt):
    return granting.grant(house.session, attempt, by=house.koni, now=house.now)


def test_one_more_is_allowed_once_and_then_used(house, bens):
    attempt = fail(house, bens, 3)
    with pytest.raises(NoMoreAttempts):
        fail(house, bens, 1)
    assert stuck(house) == [("Ben Bauer", 3)]
    assert grant(house, attempt) is grant(house, attempt)
    assert stuck(house) == []
    letters = [each.template for each in house.session.scalars(select(OutboxMail))]
    assert letters.count("courses/mail/attempt_granted") == 1
    fail(house, bens, 1)
    assert stuck(house) == [("Ben Bauer", 4)]
    with pytest.raises(NoMoreAttempts):
        fail(house, bens, 1)


def test_right_answers_are_hidden_again_as_long_as_there_is_something_to_win(house, bens):
    attempt = fail(house, bens, 3)
    quiz = reads.quiz_of(attempt)
    mine = reads.attempts_of(house.session, bens.id, "abschluss")
    assert reads.reveals(attempt, quiz, mine)
    grant(house, attempt)
    assert not reads.reveals(attempt, quiz, mine)


def test_nothing_is_allowed_to_who_can_still_try_has_passed_or_has_left(house, bens):
    attempt = fail(house, bens, 2)
    with pytest.raises(NotUsedUp):
        grant(house, attempt)
    attempt = fail(house, bens, 1)
    [first, *_] = reads.attempts_of(house.session, bens.id, "abschluss")
    with pytest.raises(NotUsedUp):
        grant(house, first)
    learning.leave(house.session, bens, by=house.ben.id, now=house.now)
    assert stuck(house) == []
    with pytest.raises(NotUsedUp):
        grant(house, attempt)
    with pytest.raises(NotUsedUp):  # it waits to be read
        grant(house, house.attempt)


def test_it_is_nobodys_business_but_the_keepers(house, bens):
    attempt = fail(house, bens, 3)
    assert cohort_policy.attempt_to_grade(house.session, house.koni, attempt.id) == attempt
    for person, kind in ((house.ben, Denied), (house.lena, Denied)):
        with pytest.raises(kind):
            cohort_policy.attempt_to_grade(house.session, person, attempt.id)
    other = house.someone("Olga", (house.elsewhere, house.koni.memberships[0].roles[0].role))
    with pytest.raises(Missing):
        cohort_policy.attempt_to_grade(house.session, other, attempt.id)


def test_it_is_told_to_the_person_and_forgotten_with_them(house, bens):
    grant(house, fail(house, bens, 3))
    told = export.export_for(CIPHER, house.session, house.ben.id)
    assert "one_more_allowed" in str(told)
    personal.forget(house.session, house.ben.id, house.now)
    assert house.session.scalars(select(AttemptGrant)).all() == []


def test_on_pages_a_coordinator_sees_who_is_stuck_and_helps(site, noon, hands):
    there = There(site, noon)
    ben, koni = there.browser(there.ben), there.browser(there.koni)
    ben.post("/lernen/werkstatt/teilnahme")
    for _ in range(3):
        where = ben.post("/lernen/werkstatt/tests/abschluss/versuche").location
        ben.post(f"{where}/abgabe", data={"anyway": "ja"})
        hands.now += timedelta(minutes=1)
    words = words_of(ben.get("/lernen/werkstatt/tests/abschluss"))
    assert "Ihre Koordination oder die Programmleitung kann noch einen erlauben." in words
    assert "1 Test ohne Versuche" in words_of(koni.get("/heute"))
    page = koni.get(PAGE).text
    [action] = [part.split('"')[0] for part in page.split('action="') if "/versuche/" in part[:40]]
    assert ben.post(action).status_code == 403
    assert koni.post(action).status_code == 303
    assert "Alle Versuche verbraucht" not in words_of(koni.get(PAGE))
    words = words_of(ben.get("/lernen/werkstatt/tests/abschluss"))
    assert "noch 1 von 4" in words
    assert ben.post("/lernen/werkstatt/tests/abschluss/versuche").location.endswith("/versuche/4")
