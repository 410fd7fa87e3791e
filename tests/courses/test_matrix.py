"""The progress matrix: cells, filters, order, and as few statements for many as for few."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from mentorhub.courses.actions import cohorts, learning
from mentorhub.courses.models import Completion
from mentorhub.courses.queries import matrix
from mentorhub.courses.queries.matrix import CellState, Moment, Order, State, Wanted
from tests import people
from tests.courses.cohort_house import House

DAY = timedelta(days=1)


@pytest.fixture
def house(session, noon):
    return House(session, noon)


def page(house, at=None, **wanted):
    now = at or house.now
    return matrix.page(house.session, house.kept, Wanted(**wanted), Moment(now, now.date()))


def found(house, at=None, **wanted):
    return [row.name for row in page(house, at, **wanted).rows]


def enrolled(house, person, due_on=None):
    return learning.enrol(
        house.session, person.id, house.version, by=house.koni.id, now=house.now, due_on=due_on
    )


def cell(house, name, at=None):
    [row] = [row for row in page(house, at).rows if row.name == name]
    return row.cells[0]


def test_a_cell_says_how_somebody_stands(house):
    enrolled(house, house.ben, due_on=(house.now + DAY).date())
    assert cell(house, "Ines Ilg").state is CellState.none
    assert cell(house, "Ben Bauer").state is CellState.new
    assert cell(house, "Ben Bauer", house.now + 2 * DAY).state is CellState.overdue
    assert cell(house, "Lena Lerner").state is CellState.open
    house.finish_alone(house.lenas)
    assert 30 < cell(house, "Lena Lerner").percent < 100
    house.session.add(Completion(enrolment_id=house.lenas.id, at=house.now, minutes=1))
    house.session.flush()
    assert cell(house, "Lena Lerner").state is CellState.complete
    learning.leave(house.session, enrolled(house, house.ben), by=house.ben.id, now=house.now)
    assert cell(house, "Ben Bauer").state is CellState.left


def test_filters_find_who_needs_somebody(house):
    enrolled(house, house.ben, due_on=(house.now + 3 * DAY).date())
    assert found(house) == ["Ben Bauer", "Ines Ilg", "Lena Lerner"]
    assert found(house, search="lena") == ["Lena Lerner"]
    assert found(house, search="%") == []
    assert found(house, state=State.due) == ["Ben Bauer"]
    assert found(house, state=State.overdue) == []
    assert found(house, house.now + 4 * DAY, state=State.overdue) == ["Ben Bauer"]
    assert found(house, house.now + 13 * DAY, state=State.stuck) == []
    assert found(house, house.now + 15 * DAY, state=State.stuck) == ["Ben Bauer", "Lena Lerner"]
    learning.open_lesson(house.session, house.lenas, "anfang", "t", house.now + 10 * DAY)
    later = house.now + 15 * DAY
    assert found(house, later, state=State.stuck) == ["Ben Bauer"]
    assert [row.is_stuck for row in page(house, later).rows] == [True, False, False]


def test_what_another_course_demands_is_no_business_of_the_cohort(house):
    from mentorhub.courses.actions import content
    from mentorhub.courses.material.files import read_course
    from mentorhub.courses.queries import versions
    from tests.courses.material import files

    content.keep(house.session, read_course("anderes", files()), house.now)
    other = versions.offered_version(house.session, "anderes")
    learning.enrol(
        house.session, house.ben.id, other, by=house.ben.id, now=house.now, due_on=(house.now - DAY).date()
    )  # fmt: skip
    assert found(house, state=State.overdue) == []
    assert found(house, house.now + 20 * DAY, state=State.stuck) == ["Lena Lerner"]


def test_people_stand_in_the_order_that_was_asked_for(house):
    house.session.add(Completion(enrolment_id=house.lenas.id, at=house.now, minutes=1))
    enrolled(house, house.ines, due_on=house.now.date())
    house.session.flush()
    assert found(house, order=Order.most)[0] == "Lena Lerner"
    assert found(house, order=Order.least)[-1] == "Lena Lerner"
    assert found(house, order=Order.due)[0] == "Ines Ilg"
    learning.open_lesson(house.session, house.lenas, "anfang", "t", house.now)
    assert found(house, order=Order.quiet)[-1] == "Lena Lerner"


def test_pages_hold_everybody_once_and_need_no_more_statements_than_one_person(house):
    few = statements(house)
    for number in range(matrix.PAGE_ROWS + 5):
        person = people.person(house.session, f"Person {number:03}")
        cohorts.join(house.session, house.cohort, person.id, by=person.id, now=house.now)
    cohorts.enrol_all(house.session, house.kept, by=house.koni, now=house.now)
    assert statements(house) <= few
    first, second = page(house), page(house, page=2)
    assert (first.total, first.pages) == (matrix.PAGE_ROWS + 8, 2)
    names = [row.name for each in (first, second) for row in each.rows]
    assert len(set(names)) == len(names) == first.total
    assert page(house, page=99).page == 2
    whole = matrix.whole(house.session, house.kept, Wanted(), Moment(house.now, house.now.date()))
    assert [row.name for row in whole.rows] == names


def statements(house) -> int:
    """How many statements a page takes."""
    seen = []
    engine = house.session.get_bind().engine

    def note(*args):
        seen.append(args[2])

    event.listen(engine, "before_cursor_execute", note)
    page(house)
    event.remove(engine, "before_cursor_execute", note)
    assert seen
    return len(seen)


def test_who_left_is_in_no_matrix(house):
    from mentorhub.courses.queries import cohorts as reads

    place = reads.member(house.session, house.cohort.id, house.lena.id)
    cohorts.leave(house.session, place, by=house.lena.id, now=house.now)
    assert found(house) == ["Ben Bauer", "Ines Ilg"]
