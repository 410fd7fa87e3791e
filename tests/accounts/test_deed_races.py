"""Two who do the same at the same moment: on PostgreSQL, where writers do not queue up."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import text

from mentorhub.accounts.actions import memberships, organisations
from mentorhub.accounts.actions import people as deeds
from mentorhub.accounts.actions.people import Newcomer
from mentorhub.accounts.models import Membership, Organisation, OrganisationKind, Person, Role
from mentorhub.kit import clock
from mentorhub.kit.errors import HouseError
from tests import people

BASE = "https://hub.beispiel.test"
PATIENCE = timedelta(seconds=20)


@pytest.fixture
def database(postgres):
    """SQLite lets one writer begin after the other; there is nothing to race for."""
    return postgres


@pytest.fixture
def ada(database):
    """A programme admin; returns who and where."""
    with database.writing() as session:
        ada = people.person(session, "Ada Amt")
        office = people.organisation(session, OrganisationKind.coordination_office, "Büro")
        people.member(session, ada, office, Role.programme_admin)
        return ada.id, office.id


@pytest.fixture
def steel(database):
    """A company; returns its number."""
    with database.writing() as session:
        return people.company(session, "Stahl").id


def race(database, first, second):
    """Let ``second`` begin before ``first`` is committed; return what the second one answered."""
    answers = []

    def late():
        try:
            with database.writing() as session:
                answers.append(second(session))
        except HouseError as problem:
            answers.append(problem)

    thread = threading.Thread(target=late)
    with database.writing() as session:
        first(session)
        session.flush()
        thread.start()
        _wait_for_a_lock(database)
    thread.join()
    return answers[0]


def _wait_for_a_lock(database):
    give_up = clock.now() + PATIENCE
    with database.engine.connect() as connection:
        while not connection.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
            assert clock.now() < give_up, "nobody waits"


def _welcome(ada, home_id, email, *roles):
    def deed(session):
        newcomer = Newcomer(email, "Neue Person", frozenset(roles))
        deeds.welcome(
            session,
            session.get_one(Organisation, home_id),
            newcomer,
            by=session.get_one(Person, ada[0]),
            now=clock.now(),
            base_url=BASE,
        )

    return deed


def _set_roles(ada, membership_id, *roles, responsible=False):
    def deed(session):
        memberships.set_roles(
            session,
            session.get_one(Membership, membership_id),
            roles,
            is_responsible=responsible,
            by=session.get_one(Person, ada[0]),
            now=clock.now(),
        )

    return deed


@pytest.fixture
def membership_id(database, steel):
    """Somebody in the company without a role; returns the number of the membership."""
    with database.writing() as session:
        return people.member(
            session, people.person(session), session.get_one(Organisation, steel)
        ).id


def test_a_double_click_on_invite_brings_somebody_new_in_once(database, ada, steel):
    invite = _welcome(ada, steel, "neu@beispiel.test", Role.employee)
    assert type(race(database, invite, invite)) is memberships.AlreadyMember


def test_a_double_click_on_invite_brings_somebody_known_in_once(database, ada, steel):
    with database.writing() as session:
        people.person(session, "Ben Bekannt", email="ben@beispiel.test")
    invite = _welcome(ada, steel, "ben@beispiel.test", Role.employee)
    assert type(race(database, invite, invite)) is memberships.AlreadyMember


def test_two_organisations_invite_the_same_new_person_at_once(database, ada, steel):
    one = _welcome(ada, steel, "neu@beispiel.test")
    assert race(database, one, _welcome(ada, ada[1], "neu@beispiel.test")) is None
    with database.reading() as session:
        (person,) = session.query(Person).where(Person.email == "neu@beispiel.test")
        assert {each.organisation_id for each in person.memberships} == {steel, ada[1]}


@pytest.mark.parametrize("responsible", [True, False])
def test_two_who_choose_opposite_sides_stay_apart(database, ada, membership_id, responsible):
    counsel = _set_roles(ada, membership_id, Role.in_company_mentor)
    roles = [] if responsible else [Role.company_representative]
    employer = _set_roles(ada, membership_id, *roles, responsible=responsible)
    assert type(race(database, counsel, employer)) is memberships.MustBeApart
    with database.reading() as session:
        assert session.get_one(Membership, membership_id).role_set == {Role.in_company_mentor}


def test_two_who_give_the_same_role_do_it_once(database, ada, membership_id):
    give = _set_roles(ada, membership_id, Role.employee)
    assert type(race(database, give, give)) is memberships.ChangedMeanwhile


def test_roles_for_a_membership_that_has_just_ended_are_refused(database, ada, membership_id):
    def end(session):
        found = session.get_one(Membership, membership_id)
        memberships.leave(session, found, by=None, now=clock.now())

    give = _set_roles(ada, membership_id, Role.in_company_mentor)
    assert type(race(database, end, give)) is memberships.ChangedMeanwhile


def test_two_people_get_the_same_address_at_once(database, ada):
    with database.writing() as session:
        ids = [people.person(session).id for _ in range(2)]

    def readdress(person_id):
        def deed(session):
            deeds.change_email(
                session,
                session.get_one(Person, person_id),
                "neu@beispiel.test",
                by=session.get_one(Person, ada[0]),
                now=clock.now(),
                base_url=BASE,
            )

        return deed

    answer = race(database, readdress(ids[0]), readdress(ids[1]))
    assert type(answer) is deeds.AddressTaken


def test_two_who_close_each_others_office_leave_one_open(database, ada):
    with database.writing() as session:
        other = people.association(session, "Verband")
        people.member(session, people.person(session), other, Role.programme_admin)
        homes = other.id, ada[1]

    def close(home_id):
        def deed(session):
            home = session.get_one(Organisation, home_id)
            organisations.close(session, home, by=ada[0], now=clock.now())

        return deed

    assert type(race(database, close(homes[0]), close(homes[1]))) is memberships.LastAdmin
