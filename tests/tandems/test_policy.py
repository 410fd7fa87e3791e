"""Every persona at every door of this room."""

import pytest

from mentorhub.accounts.policy import NotSignedIn
from mentorhub.kit.errors import Denied, Missing
from mentorhub.tandems import policy
from mentorhub.tandems.actions import cases
from mentorhub.tandems.actions.cases import StepPlan
from mentorhub.tandems.models import RuleChange
from mentorhub.tandems.queries import desks
from tests.tandems import builders, personas
from tests.tandems.site import Site

OPEN = None


NOBODY = (NotSignedIn,) * 4
NO_MENTOR = (Denied,) * 4
NOTHING = (Missing,) * 4

# persona -> (request outside, request inside, case outside, case inside)
TABLE = {
    personas.visitor: NOBODY,
    personas.employee: NO_MENTOR,
    personas.representative: NO_MENTOR,
    personas.responsible: NO_MENTOR,
    personas.programme_admin: NO_MENTOR,
    personas.coordinator: NO_MENTOR,
    personas.reviewer: NO_MENTOR,
    personas.committee: NO_MENTOR,
    personas.editor: NO_MENTOR,
    personas.researcher: NO_MENTOR,
    personas.holder_outside: (OPEN, Missing, OPEN, Missing),
    personas.holder_inside: (Missing, OPEN, Missing, OPEN),
    personas.colleague_outside: (OPEN, Missing, Missing, Missing),
    personas.colleague_inside: (Missing, OPEN, Missing, Missing),
    personas.mentor_elsewhere: NOTHING,
    personas.mentor_of_another_company: NOTHING,
    personas.mentor_and_representative: NOTHING,
    personas.mentor_and_responsible: NOTHING,
    personas.mentor_here_representative_there: (Missing, OPEN, Missing, Missing),
    personas.admin_and_mentor: (OPEN, Missing, Missing, Missing),
    personas.coordinator_and_mentor: (OPEN, Missing, Missing, Missing),
    personas.former_holder_outside: NO_MENTOR,
    personas.former_holder_inside: NO_MENTOR,
    personas.holder_who_became_representative: NOTHING,
    personas.holder_who_became_responsible: NOTHING,
    personas.inside_holder_who_became_representative: NO_MENTOR,
    personas.holder_whose_desk_closed: NO_MENTOR,
    personas.holder_switched_off: NO_MENTOR,
}


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
    session = house.session
    person = persona(house)
    outside, inside, outside_case, inside_case = TABLE[persona]
    _knock(lambda: policy.waiting_request(session, person, house.outside.id), outside)
    _knock(lambda: policy.waiting_request(session, person, house.inside.id), inside)
    for case, expected in (
        (house.outside_case, outside_case),
        (house.inside_case, inside_case),
    ):
        talk, step = case.conversations[0], case.steps[0]
        _knock(lambda c=case: policy.own_case(session, person, c.id), expected)
        _knock(
            lambda c=case, t=talk: policy.own_conversation(session, person, c.id, t.id), expected
        )
        _knock(lambda c=case, s=step: policy.own_step(session, person, c.id, s.id), expected)
        change = RuleChange(case_id=case.id, entry=f"{case.id}", at=case.opened_at)
        session.add(change)
        session.flush()
        _knock(
            lambda c=case, r=change: policy.own_rule_change(session, person, c.id, r.id), expected
        )
        _knock(lambda c=case: policy.own_case_to_give_back(session, person, c.id), expected)
    if TABLE[persona] not in (NOBODY, NO_MENTOR):
        _check_desk(house, person, outside, inside)


def _check_desk(house, person, outside, inside):
    """The list at the desk holds exactly what its doors open."""
    opened = {
        request.id
        for request, expected in ((house.outside, outside), (house.inside, inside))
        if expected is OPEN
    }
    shown = desks.waiting(house.session, builders.CIPHER, person)
    assert {each.id for each in shown} == opened
    assert desks.count_waiting(house.session, person) == len(opened)


def test_a_taken_request_tells_the_desk_who_took_it(house):
    colleague = personas.colleague_outside(house)
    with pytest.raises(policy.AlreadyTaken) as answer:
        policy.waiting_request(house.session, colleague, house.outside_case.request_id)
    assert answer.value.by == "Mira Meer"


def test_a_taken_request_is_nothing_to_other_desks(house):
    with pytest.raises(Missing):
        policy.waiting_request(
            house.session, personas.mentor_elsewhere(house), house.outside_case.request_id
        )


def test_parts_of_another_case_are_not_reached_through_ones_own(house):
    foreign_talk = house.inside_case.conversations[0]
    foreign_step = house.inside_case.steps[0]
    with pytest.raises(Missing):
        policy.own_conversation(house.session, house.mira, house.outside_case.id, foreign_talk.id)
    with pytest.raises(Missing):
        policy.own_step(house.session, house.mira, house.outside_case.id, foreign_step.id)


def test_a_case_given_back_is_closed_to_who_gave_it_back(house):
    cases.give_back(house.session, house.outside_case, by=house.mira, now=house.now)
    with pytest.raises(Missing):
        policy.own_case(house.session, house.mira, house.outside_case.id)
    assert policy.own_case_to_give_back(house.session, house.mira, house.outside_case.id) is None
    with pytest.raises(Missing):
        policy.own_case_to_give_back(
            house.session, personas.colleague_outside(house), house.outside_case.id
        )


def test_a_private_link_opens_its_own_request_only(house):
    request = builders.asked(house.session, house.now, token="one-private-link")
    assert policy.asked(house.session, "one-private-link") is request
    with pytest.raises(Missing):
        policy.asked(house.session, request.token_hash)
    with pytest.raises(Missing):
        policy.asked(house.session, request.reference)


def test_the_desk_never_sees_how_to_reach_the_person(house):
    shown = desks.waiting(house.session, builders.CIPHER, house.mira)[0]
    assert shown.content.contact == ""
    assert shown.content.wish == builders.WISH


def test_an_entry_of_nothing_opens_nothing(house):
    with pytest.raises(Missing):
        policy.own_case(house.session, house.mira, 999_999)
    with pytest.raises(Missing):
        policy.waiting_request(house.session, house.mira, 999_999)
    cases.add_step(
        house.session, builders.CIPHER, house.outside_case, StepPlan("x"), entry="e",
        by=house.mira, now=house.now,
    )  # fmt: skip
    with pytest.raises(Missing):
        policy.own_step(house.session, house.mira, house.outside_case.id, 999_999)


@pytest.mark.parametrize("number", [2**31, 2**63])
def test_a_number_beyond_all_rows_leads_nowhere(database, number):
    site = Site(database)
    mira = site.client(site.mira)
    assert mira.get(f"/faelle/{2**31 - 1}").status_code == 404
    assert mira.get(f"/faelle/{number}").status_code == 404
