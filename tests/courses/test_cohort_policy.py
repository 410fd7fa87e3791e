"""Every persona at every door of cohorts."""

import pytest

from mentorhub.accounts.policy import NotSignedIn
from mentorhub.courses import cohort_policy as policy
from mentorhub.courses.actions import cohorts
from mentorhub.courses.queries import cohorts as reads
from mentorhub.courses.queries import marking
from mentorhub.kit.errors import Denied, Missing
from tests.courses import cohort_house as personas

OPEN = None

# What each persona meets: keeping the cohort, a member of it (Lena), her texts, being inside it
# oneself, deciding what the company sees, looking at what the company sees.
DOORS = ("keeping", "member", "texts", "inside", "own company", "represented")
NOBODY = (NotSignedIn,) * 6
OUTSIDE = (Denied, Denied, Denied, Missing)
TABLE = {
    personas.visitor: NOBODY,
    personas.member: (Denied, Denied, Denied, OPEN, OPEN, Denied),
    personas.former_member: (*OUTSIDE, OPEN, Denied),
    personas.employee: (*OUTSIDE, OPEN, Denied),
    personas.representative: (*OUTSIDE, OPEN, OPEN),
    personas.responsible: (*OUTSIDE, OPEN, Denied),
    personas.mentor: (*OUTSIDE, Missing, Denied),
    personas.editor: (*OUTSIDE, Missing, Denied),
    personas.researcher: (*OUTSIDE, Missing, Denied),
    personas.coordinator: (OPEN, OPEN, OPEN, Missing, Missing, Denied),
    personas.colleague: (OPEN, OPEN, OPEN, Missing, Missing, Denied),
    personas.coordinator_inside: (OPEN, OPEN, OPEN, OPEN, Missing, Denied),
    personas.coordinator_elsewhere: (Missing, Missing, Missing, Missing, Missing, Denied),
    personas.programme_admin: (OPEN, OPEN, OPEN, Missing, Missing, Denied),
    personas.coordinator_and_representative: (OPEN, Missing, Missing, Missing, OPEN, OPEN),
    personas.coordinator_and_responsible: (OPEN, Missing, Missing, Missing, OPEN, Denied),
    personas.admin_and_representative: (OPEN, Missing, Missing, Missing, OPEN, OPEN),
    personas.member_who_became_coordinator: (OPEN, OPEN, Missing, OPEN, OPEN, Denied),
    personas.coordinator_whose_home_closed: (Denied, Denied, Denied, Missing, Missing, Denied),
    personas.coordinator_switched_off: (
        NotSignedIn, NotSignedIn, NotSignedIn, Missing, NotSignedIn, NotSignedIn,
    ),
}  # fmt: skip


@pytest.fixture
def house(session, noon):
    return personas.House(session, noon)


def _knock(door, expected):
    if expected is OPEN:
        return door()
    with pytest.raises(expected) as answer:
        door()
    assert answer.type is expected
    return None


@pytest.mark.parametrize("persona", TABLE, ids=lambda persona: persona.__name__)
def test_every_persona_at_every_door(house, persona):
    session, person, id_ = house.session, persona(house), house.cohort.id
    expected = dict(zip(DOORS, TABLE[persona], strict=True))
    for door in (
        lambda: policy.keeping(session, person, id_),
        lambda: policy.kept_date(session, person, id_, house.date.id),
        lambda: policy.kept_announcement(session, person, id_, house.announcement.id),
    ):
        _knock(door, expected["keeping"])
    _knock(lambda: policy.kept_member(session, person, id_, house.lena.id), expected["member"])
    _knock(lambda: policy.handing_to_read(session, person, house.handing.id), expected["texts"])
    _knock(lambda: policy.attempt_to_grade(session, person, house.attempt.id), expected["texts"])
    _knock(lambda: policy.own_group(session, person, id_), expected["inside"])
    _knock(lambda: policy.own_date(session, person, id_, house.date.id), expected["inside"])
    _knock(lambda: policy.own_company(session, person, house.company.id), expected["own company"])
    _knock(lambda: policy.represented(session, person), expected["represented"])


@pytest.mark.parametrize("persona", TABLE, ids=lambda persona: persona.__name__)
def test_the_lists_show_exactly_what_the_doors_open(house, persona):
    session, person = house.session, persona(house)
    expected = dict(zip(DOORS, TABLE[persona], strict=True))
    if expected["keeping"] is not OPEN:
        return
    kept = policy.keeping(session, person, house.cohort.id)
    shown = {each.person_id for each in reads.members(session, kept)}
    assert (house.lena.id in shown) == (expected["member"] is OPEN)
    waiting = marking.waiting(session, kept.keeper)
    assert bool(waiting) == (expected["texts"] is OPEN)


def test_things_of_another_cohort_are_not_reached_through_ones_own(house):
    other = cohorts.found(
        house.session, house.association, cohorts.Plan("B", None, "werkstatt", house.cohort.begins_on, None),
        by=house.koni, now=house.now,
    )  # fmt: skip
    with pytest.raises(Missing):
        policy.kept_date(house.session, house.koni, other.id, house.date.id)
    with pytest.raises(Missing):
        policy.kept_announcement(house.session, house.koni, other.id, house.announcement.id)
    with pytest.raises(Missing):
        policy.kept_member(house.session, house.koni, other.id, house.lena.id)


def test_who_left_is_out_of_sight_with_all_their_texts(house):
    place = reads.member(house.session, house.cohort.id, house.lena.id)
    cohorts.leave(house.session, place, by=house.lena.id, now=house.now)
    with pytest.raises(Missing):
        policy.handing_to_read(house.session, house.koni, house.handing.id)
    assert marking.waiting(house.session, house.kept.keeper) == []


def test_without_a_cohort_texts_are_the_business_of_programme_admins(house):
    place = reads.member(house.session, house.cohort.id, house.lena.id)
    cohorts.leave(house.session, place, by=house.lena.id, now=house.now)
    admin = personas.programme_admin(house)
    assert policy.handing_to_read(house.session, admin, house.handing.id) is house.handing


def test_a_cohort_that_takes_other_courses_opens_no_texts(house):
    elsewhere = personas.coordinator_elsewhere(house)
    from mentorhub.courses.actions import content
    from mentorhub.courses.material.files import read_course
    from tests.courses.material import files

    content.keep(house.session, read_course("anderes", files()), house.now)
    other = cohorts.found(
        house.session, house.elsewhere, cohorts.Plan("B", None, "anderes", house.cohort.begins_on, None),
        by=elsewhere, now=house.now,
    )  # fmt: skip
    cohorts.join(house.session, other, house.lena.id, by=house.lena.id, now=house.now)
    with pytest.raises(Missing):
        policy.handing_to_read(house.session, elsewhere, house.handing.id)
    assert marking.waiting(house.session, policy.keeper(house.session, elsewhere)) == []
