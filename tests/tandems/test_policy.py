"""Every persona at every door of this room."""

import pytest

from mentorhub.accounts.actions import memberships
from mentorhub.accounts.models import Deactivation, OrganisationKind, Role
from mentorhub.accounts.policy import NotSignedIn
from mentorhub.kit.errors import Denied, Missing
from mentorhub.tandems import policy
from mentorhub.tandems.actions import cases
from mentorhub.tandems.actions.cases import StepPlan
from mentorhub.tandems.models import Whom
from mentorhub.tandems.queries import desks
from tests import people
from tests.tandems import builders

OPEN = None


class House:
    """One company, two desks, and two requests of its people: one of each has become a case."""

    def __init__(self, session, now):
        builders.places(session)
        self.session = session
        self.now = now
        self.company = people.company(session, "Metallbau Beispiel")
        self.other_company = people.company(session, "Druckerei Beispiel")
        self.dortmund = people.association(session, "Verband Dortmund")
        self.cologne = people.association(session, "Verband Köln", postcode="50667", town="Köln")
        self.office = people.organisation(session, OrganisationKind.coordination_office)
        self.mira = builders.outside_mentor(session, "Mira Meer", self.dortmund)
        self.ines = builders.inside_mentor(session, "Ines Innen", self.company)
        builders.outside_mentor(session, "Karl Klee", self.cologne)
        self.outside = builders.asked(session, now, organisation=self.company)
        self.inside = builders.asked(session, now, whom=Whom.inside, organisation=self.company)
        self.outside_case = builders.taken(session, self.mira, now, organisation=self.company)
        self.inside_case = builders.taken(
            session, self.ines, now, whom=Whom.inside, organisation=self.company
        )
        for case, holder in ((self.outside_case, self.mira), (self.inside_case, self.ines)):
            builders.talked(session, case, holder, now)

    def someone(self, *places, responsible_at=None):
        person = people.person(self.session)
        for home, *roles in places:
            people.member(self.session, person, home, *roles, responsible=home is responsible_at)
        return person


def visitor(house):
    return None


def employee(house):
    return house.someone((house.company, Role.employee))


def representative(house):
    return house.someone((house.company, Role.company_representative))


def responsible(house):
    return house.someone((house.company, Role.employee), responsible_at=house.company)


def programme_admin(house):
    return house.someone((house.office, Role.programme_admin))


def coordinator(house):
    return house.someone((house.dortmund, Role.coordinator))


def reviewer(house):
    return house.someone((house.dortmund, Role.seal_reviewer))


def committee(house):
    return house.someone((house.dortmund, Role.committee))


def editor(house):
    return house.someone((house.dortmund, Role.editor))


def researcher(house):
    return house.someone((house.office, Role.researcher))


def holder_outside(house):
    return house.mira


def holder_inside(house):
    return house.ines


def colleague_outside(house):
    return house.someone((house.dortmund, Role.inter_company_mentor))


def colleague_inside(house):
    return house.someone((house.company, Role.in_company_mentor))


def mentor_elsewhere(house):
    return house.someone((house.cologne, Role.inter_company_mentor))


def mentor_of_another_company(house):
    return house.someone((house.other_company, Role.in_company_mentor))


def mentor_and_representative(house):
    return house.someone(
        (house.dortmund, Role.inter_company_mentor),
        (house.company, Role.company_representative),
    )


def mentor_and_responsible(house):
    return house.someone(
        (house.dortmund, Role.inter_company_mentor),
        (house.company, Role.employee),
        responsible_at=house.company,
    )


def mentor_here_representative_there(house):
    return house.someone(
        (house.company, Role.in_company_mentor),
        (house.other_company, Role.company_representative),
    )


def admin_and_mentor(house):
    return house.someone((house.dortmund, Role.programme_admin, Role.inter_company_mentor))


def coordinator_and_mentor(house):
    return house.someone((house.dortmund, Role.coordinator, Role.inter_company_mentor))


def former_holder_outside(house):
    memberships.leave(house.session, house.mira.memberships[0], by=None, now=house.now)
    house.session.refresh(house.outside_case)
    return house.mira


def former_holder_inside(house):
    memberships.leave(house.session, house.ines.memberships[0], by=None, now=house.now)
    house.session.refresh(house.inside_case)
    return house.ines


def holder_who_became_representative(house):
    people.member(house.session, house.mira, house.company, Role.company_representative)
    return house.mira


def holder_who_became_responsible(house):
    people.member(house.session, house.mira, house.company, responsible=True)
    return house.mira


def inside_holder_who_became_representative(house):
    memberships.set_roles(
        house.session,
        house.ines.memberships[0],
        [Role.company_representative],
        is_responsible=False,
        by=None,
        now=house.now,
    )
    house.session.refresh(house.inside_case)
    return house.ines


def holder_whose_desk_closed(house):
    house.dortmund.closing = people.closing(house.now)
    house.session.flush()
    return house.mira


def holder_switched_off(house):
    house.mira.deactivation = Deactivation(at=house.now)
    house.session.flush()
    return house.mira


NOBODY = (NotSignedIn,) * 4
NO_MENTOR = (Denied,) * 4
NOTHING = (Missing,) * 4

# persona -> (request outside, request inside, case outside, case inside)
TABLE = {
    visitor: NOBODY,
    employee: NO_MENTOR,
    representative: NO_MENTOR,
    responsible: NO_MENTOR,
    programme_admin: NO_MENTOR,
    coordinator: NO_MENTOR,
    reviewer: NO_MENTOR,
    committee: NO_MENTOR,
    editor: NO_MENTOR,
    researcher: NO_MENTOR,
    holder_outside: (OPEN, Missing, OPEN, Missing),
    holder_inside: (Missing, OPEN, Missing, OPEN),
    colleague_outside: (OPEN, Missing, Missing, Missing),
    colleague_inside: (Missing, OPEN, Missing, Missing),
    mentor_elsewhere: NOTHING,
    mentor_of_another_company: NOTHING,
    mentor_and_representative: NOTHING,
    mentor_and_responsible: NOTHING,
    mentor_here_representative_there: (Missing, OPEN, Missing, Missing),
    admin_and_mentor: (OPEN, Missing, Missing, Missing),
    coordinator_and_mentor: (OPEN, Missing, Missing, Missing),
    former_holder_outside: NO_MENTOR,
    former_holder_inside: NO_MENTOR,
    holder_who_became_representative: NOTHING,
    holder_who_became_responsible: NOTHING,
    inside_holder_who_became_representative: NO_MENTOR,
    holder_whose_desk_closed: NO_MENTOR,
    holder_switched_off: NO_MENTOR,
}


@pytest.fixture
def house(session, noon):
    return House(session, noon)


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
    colleague = colleague_outside(house)
    with pytest.raises(policy.AlreadyTaken) as answer:
        policy.waiting_request(house.session, colleague, house.outside_case.request_id)
    assert answer.value.by == "Mira Meer"


def test_a_taken_request_is_nothing_to_other_desks(house):
    with pytest.raises(Missing):
        policy.waiting_request(
            house.session, mentor_elsewhere(house), house.outside_case.request_id
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
