"""What the database itself refuses."""

import pytest
from sqlalchemy.exc import IntegrityError

from mentorhub.accounts.models import (
    Membership,
    MembershipRole,
    Organisation,
    OrganisationKind,
    Person,
    PersonnelResponsibility,
    Role,
    Side,
    fold_name,
    new_company_code,
)
from tests import people


def test_a_representative_is_never_an_in_company_mentor_there(session):
    ada = people.person(session, "Ada Amt")
    with pytest.raises(IntegrityError), session.begin_nested():
        people.member(
            session,
            ada,
            people.company(session),
            Role.company_representative,
            Role.in_company_mentor,
        )


def test_a_mentor_cannot_become_a_representative_beside_it(session, noon):
    ben = people.person(session, "Ben Bein")
    membership = people.member(session, ben, people.company(session), Role.in_company_mentor)
    with pytest.raises(IntegrityError), session.begin_nested():
        session.add(
            MembershipRole(
                membership_id=membership.id,
                role=Role.company_representative,
                side=Side.employer,
                at=noon,
            )
        )


def test_a_mentor_cannot_become_responsible_for_staff_beside_it(session, noon):
    ben = people.person(session, "Ben Bein")
    membership = people.member(session, ben, people.company(session), Role.in_company_mentor)
    with pytest.raises(IntegrityError), session.begin_nested():
        session.add(PersonnelResponsibility(membership_id=membership.id, at=noon))


def test_a_responsible_person_cannot_become_a_mentor_beside_it(session, noon):
    cem = people.person(session, "Cem Celik")
    membership = people.member(session, cem, people.company(session), responsible=True)
    with pytest.raises(IntegrityError), session.begin_nested():
        session.add(
            MembershipRole(
                membership_id=membership.id,
                role=Role.in_company_mentor,
                side=Side.counsel,
                at=noon,
            )
        )


@pytest.mark.parametrize(
    ("role", "side"),
    [
        (Role.in_company_mentor, None),
        (Role.in_company_mentor, Side.employer),
        (Role.company_representative, None),
        (Role.company_representative, Side.counsel),
        (Role.employee, Side.counsel),
    ],
)
def test_a_role_cannot_be_written_on_the_wrong_side(session, noon, role, side):
    home = people.company(session)
    membership = Membership(
        person_id=people.person(session).id, organisation_id=home.id, side=side, at=noon
    )
    session.add(membership)
    session.flush()
    with pytest.raises(IntegrityError), session.begin_nested():
        session.add(MembershipRole(membership_id=membership.id, role=role, side=side, at=noon))


def test_the_side_of_a_membership_stays_while_a_role_stands_on_it(session):
    dana = people.person(session, "Dana Dorn")
    membership = people.member(session, dana, people.company(session), Role.in_company_mentor)
    with pytest.raises(IntegrityError), session.begin_nested():
        membership.side = Side.employer


def test_a_representative_may_also_be_responsible_and_an_employee(session):
    eva = people.person(session, "Eva Eck")
    membership = people.member(
        session,
        eva,
        people.company(session),
        Role.company_representative,
        Role.employee,
        responsible=True,
    )
    assert membership.role_set == {Role.company_representative, Role.employee}
    assert membership.responsibility is not None


def test_a_person_belongs_to_an_organisation_once(session):
    fred, home = people.person(session), people.company(session)
    people.member(session, fred, home, Role.employee)
    with pytest.raises(IntegrityError), session.begin_nested():
        people.member(session, fred, home)


def test_a_role_is_given_once(session, noon):
    membership = people.member(
        session, people.person(session), people.company(session), Role.employee
    )
    session.expunge_all()
    with pytest.raises(IntegrityError), session.begin_nested():
        session.add(MembershipRole(membership_id=membership.id, role=Role.employee, at=noon))


def test_an_address_belongs_to_one_person_in_every_spelling(session):
    people.person(session, email="Gina@Beispiel.test")
    with pytest.raises(IntegrityError), session.begin_nested():
        people.person(session, email=" gina@beispiel.TEST ")


def test_a_company_needs_a_code(session):
    with pytest.raises(IntegrityError), session.begin_nested():
        people.company(session, code=None)


def test_the_same_organisation_is_written_once(session):
    people.company(session, "Metallbau Beispiel")
    with pytest.raises(IntegrityError), session.begin_nested():
        people.company(session, "Metallbau Beispiel")


def test_no_organisation_has_fewer_than_no_people(session):
    with pytest.raises(IntegrityError), session.begin_nested():
        people.company(session, headcount=-1)


def test_a_closed_organisation_gives_no_roles(session, noon):
    hanna, home = people.person(session), people.association(session)
    people.member(session, hanna, home, Role.coordinator)
    assert hanna.held_roles == {Role.coordinator}
    home.closing = people.closing(noon)
    session.flush()
    assert hanna.held_roles == frozenset()


def test_company_codes_differ_and_can_be_read_out():
    codes = {new_company_code() for _ in range(200)}
    assert len(codes) == 200
    assert not set("".join(codes)) & set("IL01O")


def test_names_are_sorted_and_searched_without_accents():
    assert fold_name(" Özlem Groß ") == "ozlem gross"


def test_kinds_and_roles_are_read_back_as_such(session):
    ines = people.person(session)
    people.member(session, ines, people.association(session), Role.inter_company_mentor)
    session.flush()
    session.expunge_all()
    found = session.get_one(Person, ines.id)
    assert found.memberships[0].organisation.kind is OrganisationKind.association
    assert found.held_roles == {Role.inter_company_mentor}
    assert isinstance(found.memberships[0].organisation, Organisation)
