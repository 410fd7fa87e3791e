"""One house with two desks and a company, and everybody who might knock there."""

from mentorhub.accounts.actions import memberships
from mentorhub.accounts.models import Deactivation, OrganisationKind, Role
from mentorhub.tandems.models import Whom
from tests import people
from tests.tandems import builders


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
