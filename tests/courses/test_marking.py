"""Texts that a person reads: tasks that are accepted or returned, free texts that get points."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from mentorhub.courses.actions import essays, learning, practice
from mentorhub.courses.actions.practice import Accepted, Answered, BeingRead, NothingToHandIn
from mentorhub.courses.models import PracticeHanding
from mentorhub.courses.queries import attempts as reads
from mentorhub.courses.queries import marking, progress
from mentorhub.kit.errors import Missing
from mentorhub.kit.mail import OutboxMail
from tests.courses.cohort_house import CIPHER, TEXT, House

LATER = timedelta(hours=2)


@pytest.fixture
def house(session, noon):
    return House(session, noon)


def answer(house, *, accepted, words="Es fehlt etwas."):
    return practice.answer(
        house.session, CIPHER, house.handing, accepted=accepted, words=words, by=house.koni, now=house.now
    )  # fmt: skip


def grade(house, points, comment="Schön."):
    return essays.grade(
        house.session, house.attempt, "brief", points, comment, by=house.koni, now=house.now
    )


def titles(house):
    return [each.title for each in marking.waiting(house.session, house.kept.keeper)]


def letters(house):
    return [each.template for each in house.session.scalars(select(OutboxMail))]


def test_what_was_handed_in_is_sealed_and_waits(house):
    assert b"gesprochen" not in house.handing.sealed
    assert CIPHER.open(house.handing.sealed, house.handing.about).decode() == TEXT
    assert sorted(titles(house)) == ["Abschluss", "Ein Gespräch führen"]
    with pytest.raises(BeingRead):
        practice.hand_in(house.session, CIPHER, house.lenas, "noch eins", house.now)


def test_a_returned_task_can_be_handed_in_again_an_accepted_one_not(house):
    said = answer(house, accepted=False)
    assert CIPHER.open(said.sealed, said.about).decode() == "Es fehlt etwas."
    assert not progress.done_of(house.session, house.lenas).practice
    house.handing = practice.hand_in(house.session, CIPHER, house.lenas, "Besser.", house.now)
    assert house.handing.number == 2
    answer(house, accepted=True)
    assert progress.done_of(house.session, house.lenas).practice
    with pytest.raises(Accepted):
        practice.hand_in(house.session, CIPHER, house.lenas, "Noch besser.", house.now)
    assert letters(house).count("courses/mail/practice_answered") == 2


def test_the_second_answer_is_refused(house):
    answer(house, accepted=False)
    with pytest.raises(Answered):
        answer(house, accepted=True)


def test_what_nobody_has_answered_can_be_taken_back(house):
    practice.take_back(house.session, house.lenas, house.now)
    assert house.session.scalars(select(PracticeHanding)).all() == []
    with pytest.raises(Missing):
        practice.take_back(house.session, house.lenas, house.now)
    house.handing = practice.hand_in(house.session, CIPHER, house.lenas, "Neu.", house.now)
    answer(house, accepted=False)
    with pytest.raises(Answered):
        practice.take_back(house.session, house.lenas, house.now)


def test_who_left_the_course_hands_nothing_in(house):
    practice.take_back(house.session, house.lenas, house.now)
    learning.leave(house.session, house.lenas, by=house.lena.id, now=house.now)
    with pytest.raises(NothingToHandIn):
        practice.hand_in(house.session, CIPHER, house.lenas, "x", house.now)


def test_points_of_a_free_text_change_the_attempt_and_end_its_waiting(house):
    before = house.attempt.handing
    assert (before.points, before.out_of, before.waits) == (200, 500, True)
    assert before.passed is None
    grade(house, [150, 0])
    assert (before.points, before.waits, before.passed) == (350, False, True)
    assert titles(house) == ["Ein Gespräch führen"]
    assert letters(house).count("courses/mail/essay_graded") == 1
    [shown] = [each for each in reads.shown(house.attempt) if each.question.id == "brief"]
    assert shown.mark.points == 150
    assert shown.comment == "Schön."
    assert not shown.mark.needs_person


def test_too_few_points_fail_and_a_better_look_can_mend_it(house):
    attempt = house.attempt
    grade(house, [0, 0])
    assert attempt.handing.passed is False
    assert not progress.done_of(house.session, house.lenas).quizzes
    grade(house, [200, 100])
    assert attempt.handing.passed is True
    assert letters(house).count("courses/mail/essay_graded") == 1


@pytest.mark.parametrize("points", [[201, 0], [200], [-1, 0], [200, 100, 0]])
def test_points_that_do_not_fit_the_criteria_are_refused(house, points):
    with pytest.raises(ValueError, match="criteri"):
        grade(house, points)


def test_only_free_texts_that_were_written_are_graded(house):
    for question in ("frage", "gibt-es-nicht"):
        with pytest.raises(Missing):
            essays.grade(house.session, house.attempt, question, [1], "", by=house.koni, now=house.now)  # fmt: skip
    empty = house.written(
        learning.enrol(house.session, house.ben.id, house.version, by=house.ben.id, now=house.now),
        "  ",
    )
    assert not empty.handing.waits
    with pytest.raises(Missing):
        essays.grade(house.session, empty, "brief", [0, 0], "", by=house.koni, now=house.now)
