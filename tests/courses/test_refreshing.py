"""Refreshers: chosen, due, answered, felt; on both databases and on pages."""

import re
from datetime import date, timedelta

import pytest

from mentorhub.courses.actions import content, refreshing
from mentorhub.courses.actions import personal as forgetting
from mentorhub.courses.actions.refreshing import NothingDue
from mentorhub.courses.material.files import read_course
from mentorhub.courses.models import Completion, CoursePublication
from mentorhub.courses.queries import progress
from mentorhub.courses.queries import refreshing as reads
from mentorhub.courses.remembering import CardKey
from tests.courses.material import FINAL, files
from tests.tandems.site import words_of

DAY = date(2026, 11, 21)
NEXT = DAY + timedelta(days=1)
ROUND = "/lernen/auffrischen"
RIGHT = {"frage": 0, "stunden": "120 Stunden", "ohren": 1}


@pytest.fixture
def done(session, enrolment, lena, noon):
    """Lena has completed the course and wants refreshers."""
    session.add(Completion(enrolment_id=enrolment.id, at=noon, minutes=1))
    session.flush()
    refreshing.choose(session, lena.id, wanted=True, now=noon)
    return enrolment


def answered(session, card, told, today=NEXT):
    course = reads.course_of_card(session, card)
    return refreshing.answer(session, card, course, told, today)


def memory_of(session, card):
    return reads.memories(session, card.person_id)[card.key]


def test_nothing_is_asked_before_somebody_chose_it(session, enrolment, lena, noon):
    session.add(Completion(enrolment_id=enrolment.id, at=noon, minutes=1))
    session.flush()
    assert not reads.standing(session, lena.id, NEXT).reminds(NEXT)
    with pytest.raises(NothingDue):
        refreshing.begin(session, lena.id, "s", NEXT)


def test_questions_of_a_completed_course_are_due_the_day_after(session, done, lena):
    assert reads.standing(session, lena.id, DAY).count == 0
    later = reads.standing(session, lena.id, NEXT)
    assert (later.count, later.minutes, later.reminds(NEXT)) == (3, 1, True)


def test_a_round_is_one_round_however_often_it_is_begun(session, done, lena):
    first = refreshing.begin(session, lena.id, "a", NEXT)
    again = refreshing.begin(session, lena.id, "b", NEXT)
    assert (first.number, again.number, again.seed) == (1, 1, "a:1")
    assert len(reads.round_of(session, lena.id)) == 3


def test_answers_move_the_day_and_a_second_one_changes_nothing(session, done, lena):
    card = refreshing.begin(session, lena.id, "a", NEXT)
    answered(session, card, None)
    assert (card.right, memory_of(session, card).due_on) == (False, NEXT + timedelta(days=1))
    answered(session, card, RIGHT[card.question])
    assert card.right is False
    following = refreshing.begin(session, lena.id, "b", NEXT)
    answered(session, following, RIGHT[following.question])
    assert following.right
    assert memory_of(session, following).due_on > NEXT + timedelta(days=1)


def test_who_has_answered_today_is_reminded_of_nothing_more(session, done, lena):
    answered(session, refreshing.begin(session, lena.id, "a", NEXT), None)
    assert not reads.standing(session, lena.id, NEXT).reminds(NEXT)
    assert reads.standing(session, lena.id, NEXT + timedelta(days=1)).reminds(
        NEXT + timedelta(days=1)
    )


def test_saying_how_it_felt_counts_from_what_was_known_before(session, done, lena):
    card = refreshing.begin(session, lena.id, "a", NEXT)
    answered(session, card, RIGHT[card.question])
    good = memory_of(session, card)
    refreshing.feel(session, card, "easy")
    easy = memory_of(session, card)
    refreshing.feel(session, card, "easy")
    assert memory_of(session, card) == easy
    assert easy.due_on > good.due_on
    refreshing.feel(session, card, "hard")
    assert memory_of(session, card).due_on <= good.due_on


def test_a_wrong_answer_stays_wrong_however_it_felt(session, done, lena):
    card = answered(session, refreshing.begin(session, lena.id, "a", NEXT), None)
    before = memory_of(session, card)
    refreshing.feel(session, card, "easy")
    assert memory_of(session, card) == before


def test_a_question_that_is_not_in_the_published_version_is_asked_no_more(
    session, done, lena, noon
):
    session.expire_all()
    refreshing.begin(session, lena.id, "a", NEXT)
    shorter = files(
        **{"quizzes/abschluss.toml": FINAL.partition('[[question]]\nid = "stunden"')[0]}
    )
    fresh = content.keep(session, read_course("zuhoeren", shorter), noon)
    session.add(CoursePublication(version_id=fresh.id, by_id=None, at=noon))
    session.flush()
    assert CardKey("zuhoeren", "abschluss", "stunden") not in reads.pool(session, lena.id)
    [card] = [c for c in reads.round_of(session, lena.id) if c.question == "stunden"]
    assert reads.course_of_card(session, card) is None


def test_a_week_of_rest_reminds_of_nothing_but_refuses_nothing(session, done, lena):
    refreshing.snooze(session, lena.id, NEXT)
    for days, reminded in ((0, False), (6, False), (7, True)):
        day = NEXT + timedelta(days=days)
        assert reads.standing(session, lena.id, day).reminds(day) is reminded
    assert refreshing.begin(session, lena.id, "a", NEXT).number == 1


def test_switching_off_ends_reminders_and_keeps_what_is_remembered(session, done, lena, noon):
    card = answered(session, refreshing.begin(session, lena.id, "a", NEXT), None)
    refreshing.choose(session, lena.id, wanted=False, now=noon)
    with pytest.raises(NothingDue):
        refreshing.begin(session, lena.id, "b", NEXT)
    assert card.key in reads.memories(session, lena.id)


def test_everything_is_handed_over_and_forgotten(session, done, lena, noon):
    answered(session, refreshing.begin(session, lena.id, "a", NEXT), None)
    told = reads.export_for(session, lena.id)
    assert (told["wanted"], len(told["questions"]), len(told["last_round"])) == (True, 1, 3)
    forgetting.forget(session, lena.id, noon)
    assert reads.export_for(session, lena.id)["questions"] == []
    assert reads.choice_of(session, lena.id) is None


@pytest.fixture
def lena_done(site, lena_there, hands):
    """Lena's browser; she has completed the course, and it is the day after."""
    with site.database.writing() as session:
        mine = progress.enrolment_in(session, site.lena, "zuhoeren")
        session.add(Completion(enrolment_id=mine.id, at=hands.now, minutes=1))
    hands.now += timedelta(days=1)
    return lena_there


def test_the_course_asks_once_and_the_page_today_has_one_line(lena_done):
    course, today = "/lernen/zuhoeren", "/heute"
    assert "Wollen Sie es im Kopf behalten?" in words_of(lena_done.get(course))
    assert "auffrischen" not in words_of(lena_done.get(today))
    lena_done.post(f"{ROUND}/wahl", data={"wanted": "nein"})
    assert "Wollen Sie es im Kopf behalten?" not in words_of(lena_done.get(course))
    lena_done.post(f"{ROUND}/wahl", data={"wanted": "ja"})
    assert words_of(lena_done.get(today)).count("3 Fragen, etwa 1 Minute") == 1


def fields(page) -> dict[str, str]:
    """What somebody would fill in who knows everything."""
    question = re.search(r'name="(\w+)\.was"', page.text)[1]
    return {f"{question}.answer": str(RIGHT[question])}


def test_a_round_goes_from_question_to_answer_to_the_end(lena_done):
    lena_done.post(f"{ROUND}/wahl", data={"wanted": "ja"})
    href = lena_done.post(ROUND).location
    for number in (1, 2, 3):
        assert href.endswith(f"{ROUND}/{number}")
        page = lena_done.get(href)
        assert f"Frage {number} von 3" in words_of(page)
        told = lena_done.post(href, data=fields(page), follow_redirects=True)
        assert "kommt später wieder" in words_of(told)
        href = lena_done.post(f"{href}/gefuehl", data={"felt": "leicht"}).location
    assert href.endswith("/fertig")
    assert "3 von 3 Antworten waren richtig" in words_of(lena_done.get(href))
    assert "auffrischen" not in words_of(lena_done.get("/heute"))


def test_an_empty_answer_is_asked_again_and_a_reload_changes_nothing(lena_done):
    lena_done.post(f"{ROUND}/wahl", data={"wanted": "ja"})
    href = lena_done.post(ROUND).location
    answer = lena_done.post(href, data={})
    assert answer.status_code == 422
    assert "Bitte geben Sie erst eine Antwort" in words_of(answer)
    right = fields(lena_done.get(href))
    lena_done.post(href, data=right)
    again = lena_done.post(href, data=dict.fromkeys(right, "9"), follow_redirects=True)
    assert "kommt später wieder" in words_of(again)


@pytest.mark.parametrize(
    ("method", "path"), [("get", ""), ("post", ""), ("get", "/1"), ("post", "/1")]
)
def test_visitors_and_others_find_no_round(site, lena_done, visitor, method, path):
    lena_done.post(f"{ROUND}/wahl", data={"wanted": "ja"})
    lena_done.post(ROUND)
    assert getattr(visitor, method)(ROUND + path).status_code == 401
    if path:
        assert getattr(site.client(site.otto), method)(ROUND + path).status_code == 404
