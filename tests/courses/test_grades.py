"""What people got, for who keeps their group; on both databases."""

import pytest

from mentorhub.courses.actions import cohorts, essays, practice
from mentorhub.courses.queries import cohorts as reads
from mentorhub.courses.queries import grades
from mentorhub.courses.queries.grades import Kind, Result
from mentorhub.courses.queries.matrix import Moment, Wanted
from tests.courses.cohort_house import CIPHER, House


@pytest.fixture
def house(session, noon):
    return House(session, noon)


def told(house, **wanted):
    at = Moment(house.now, house.now.date())
    return list(grades.grades(house.session, house.kept, Wanted(**wanted), at))


def test_only_who_takes_the_course_has_grades(house):
    assert {each.name for each in told(house)} == {"Lena Lerner"}
    assert told(house, search="ben") == []


def test_a_test_passes_when_its_free_text_was_read(house):
    [test] = [each for each in told(house) if each.kind is Kind.test]
    assert (test.tries, test.points, test.out_of, test.result) == (1, 200, 500, Result.waits)
    essays.grade(
        house.session, house.attempt, "brief", [200, 100], "Gut.", by=house.koni, now=house.now
    )
    [test] = [each for each in told(house) if each.kind is Kind.test]
    assert (test.points, test.per_cent, test.result) == (500, 100, Result.passed)


def test_a_task_that_came_back_is_not_passed_until_it_is_accepted(house):
    def answer(accepted):
        practice.answer(
            house.session, CIPHER, house.handing, accepted=accepted, words="…",
            by=house.koni, now=house.now,
        )  # fmt: skip
        [task] = [each for each in told(house) if each.kind is Kind.task]
        return task.tries, task.result

    assert answer(accepted=False) == (1, Result.failed)
    house.handing = practice.hand_in(house.session, CIPHER, house.lenas, "Neu.", house.now)
    assert answer(accepted=True) == (2, Result.passed)


def test_who_left_the_group_is_in_no_file(house):
    inside = reads.member(house.session, house.cohort.id, house.lena.id)
    cohorts.leave(house.session, inside, by=house.lena.id, now=house.now)
    assert told(house) == []
