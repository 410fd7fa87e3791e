"""Every persona before every door."""

from dataclasses import dataclass

import pytest

from mentorhub.accounts import policy
from mentorhub.accounts.models import (
    ApiToken,
    Deactivation,
    JoinQuestion,
    Membership,
    Organisation,
    OrganisationKind,
    Person,
    Role,
    SignIn,
    Upload,
)
from mentorhub.kit.errors import Denied, Missing
from tests import people

SIGN_IN, DENIED, MISSING, OPEN = "sign in", "denied", "missing", "open"


@dataclass
class World:
    """Two companies, two associations, an office, and somebody of every kind."""

    steel: Organisation
    care: Organisation
    west: Organisation
    office: Organisation
    worker: Person
    worker_membership: Membership
    member_of_west: Person
    membership_in_west: Membership
    personas: dict[str, Person | None]
    sign_in: SignIn
    question: JoinQuestion
    upload: Upload
    token: ApiToken


@pytest.fixture
def world(session, noon) -> World:
    steel, care = people.company(session, "Stahl"), people.company(session, "Pflege")
    west, east = people.association(session, "West"), people.association(session, "Ost")
    office = people.organisation(session, OrganisationKind.coordination_office, "Büro")
    agency = people.organisation(session, OrganisationKind.agency, "Agentur")
    resting = people.association(session, "Ruhend", closing=people.closing(noon))

    def somebody(name, *homes, responsible=False):
        one = people.person(session, name)
        for home, roles in homes:
            people.member(session, one, home, *roles, responsible=responsible and home is steel)
        return one

    worker = somebody("Wera Werk", (steel, [Role.employee]))
    member_of_west = somebody("Wim West", (west, [Role.employee]))
    admin = somebody("admin", (office, [Role.programme_admin]))
    personas: dict[str, Person | None] = {
        "visitor": None,
        "employee": worker,
        "in_company_mentor": somebody("icm", (steel, [Role.in_company_mentor])),
        "inter_company_mentor": somebody("mim", (west, [Role.inter_company_mentor])),
        "company_representative": somebody("rep", (steel, [Role.company_representative])),
        "coordinator": somebody("coo", (west, [Role.coordinator])),
        "coordinator_elsewhere": somebody("coe", (east, [Role.coordinator])),
        "seal_reviewer": somebody("rev", (agency, [Role.seal_reviewer])),
        "committee": somebody("com", (agency, [Role.committee])),
        "editor": somebody("edi", (office, [Role.editor])),
        "researcher": somebody("res", (office, [Role.researcher])),
        "programme_admin": admin,
        # Dangerous pairs
        "mentor_and_representative_there": somebody(
            "p1", (west, [Role.inter_company_mentor]), (steel, [Role.company_representative])
        ),
        "mentor_and_responsible_there": somebody(
            "p2", (west, [Role.inter_company_mentor]), (steel, []), responsible=True
        ),
        "mentor_there_and_representative_elsewhere": somebody(
            "p3", (steel, [Role.in_company_mentor]), (care, [Role.company_representative])
        ),
        "admin_and_representative": somebody(
            "p4", (office, [Role.programme_admin]), (steel, [Role.company_representative])
        ),
        "coordinator_and_mentor": somebody(
            "p5", (west, [Role.coordinator, Role.inter_company_mentor])
        ),
        # Roles that do not count
        "mentor_of_a_resting_association": somebody("p6", (resting, [Role.inter_company_mentor])),
        "coordinator_of_a_resting_association": somebody("p7", (resting, [Role.coordinator])),
        "switched_off_mentor": somebody("p8", (west, [Role.inter_company_mentor])),
    }
    off = personas["switched_off_mentor"]
    off.deactivation = Deactivation(by_id=admin.id, at=noon)
    sign_in = SignIn(token_hash="w", person_id=worker.id, started_at=noon, seen_at=noon)
    upload = Upload(kind="people", name="x.csv", text="email", by_id=admin.id, at=noon)
    question = JoinQuestion(
        person_id=worker.id,
        organisation_id=west.id,
        email=worker.email,
        name="Wera",
        roles=[],
        by_id=personas["coordinator"].id,
        at=noon,
    )
    token = ApiToken(name="Portal", token_hash="t", by_id=admin.id, at=noon)
    session.add_all([sign_in, question, upload, token])
    session.flush()
    return World(
        steel=steel,
        care=care,
        west=west,
        office=office,
        worker=worker,
        worker_membership=worker.memberships[0],
        member_of_west=member_of_west,
        membership_in_west=member_of_west.memberships[0],
        personas=personas,
        sign_in=sign_in,
        question=question,
        upload=upload,
        token=token,
    )


def _answer(door, *args):
    try:
        door(*args)
    except policy.NotSignedIn:
        return SIGN_IN
    except Denied:
        return DENIED
    except Missing:
        return MISSING
    return OPEN


ADMINS = {"programme_admin", "admin_and_representative"}
WEST_KEEPERS = {"coordinator", "coordinator_and_mentor"}
KEEPERS = ADMINS | WEST_KEEPERS | {"coordinator_elsewhere"}

DOORS = {
    "signed_in": lambda s, w, p: policy.signed_in(p),
    "managed_organisations": lambda s, w, p: policy.managed_organisations(p),
    "programme_admin": lambda s, w, p: policy.programme_admin(p),
    "see a company": lambda s, w, p: policy.organisation_to_see(s, p, w.steel.id),
    "see the association": lambda s, w, p: policy.organisation_to_see(s, p, w.west.id),
    "see an organisation that is not there": lambda s, w, p: policy.organisation_to_see(s, p, 999),
    "see a worker": lambda s, w, p: policy.person_to_see(s, p, w.worker.id),
    "see a member": lambda s, w, p: policy.person_to_see(s, p, w.member_of_west.id),
    "see a person who is not there": lambda s, w, p: policy.person_to_see(s, p, 999),
    "change a member": lambda s, w, p: policy.person_to_change(s, p, w.member_of_west.id),
    "forget a member": lambda s, w, p: policy.person_to_erase(s, p, w.member_of_west.id),
    "forget the admin": lambda s, w, p: policy.person_to_erase(
        s, p, w.personas["programme_admin"].id
    ),
    "change a membership there": lambda s, w, p: policy.membership_to_change(
        s, p, w.membership_in_west.id
    ),
    "change a membership of a worker": lambda s, w, p: policy.membership_to_change(
        s, p, w.worker_membership.id
    ),
    "own account": lambda s, w, p: policy.own_account(s, p),
    "the question to the worker": lambda s, w, p: policy.own_question(s, p, w.question.id),
    "a question for the association": lambda s, w, p: policy.question_to_change(
        s, p, w.question.id
    ),
    "the worker's sign-in": lambda s, w, p: policy.own_sign_in(s, p, w.sign_in.id),
    "a program's token": lambda s, w, p: policy.api_token_to_revoke(s, p, w.token.id),
    "a token that is not there": lambda s, w, p: policy.api_token_to_revoke(s, p, 999),
    "the admin's upload": lambda s, w, p: policy.own_upload(s, p, w.upload.id),
}


def _expected(door: str, name: str) -> str:
    if name == "visitor":
        return SIGN_IN
    rules = {
        "signed_in": lambda: OPEN,
        "own account": lambda: SIGN_IN if name == "switched_off_mentor" else OPEN,
        "managed_organisations": lambda: OPEN if name in KEEPERS else DENIED,
        "programme_admin": lambda: OPEN if name in ADMINS else DENIED,
        "see a company": lambda: _kept(name, ADMINS),
        "see the association": lambda: _kept(name, ADMINS | WEST_KEEPERS),
        "see an organisation that is not there": lambda: _kept(name, set()),
        "see a worker": lambda: _kept(name, ADMINS),
        "see a member": lambda: _kept(name, ADMINS | WEST_KEEPERS),
        "see a person who is not there": lambda: _kept(name, set()),
        "change a member": lambda: OPEN if name in ADMINS else DENIED,
        "forget a member": lambda: OPEN if name in ADMINS else DENIED,
        "forget the admin": lambda: OPEN if name == "admin_and_representative" else DENIED,
        "change a membership there": lambda: _kept(name, ADMINS | WEST_KEEPERS),
        "change a membership of a worker": lambda: _kept(name, ADMINS),
        "the question to the worker": lambda: OPEN if name == "employee" else MISSING,
        "a question for the association": lambda: _kept(name, ADMINS | WEST_KEEPERS),
        "the worker's sign-in": lambda: OPEN if name == "employee" else MISSING,
        "a program's token": lambda: OPEN if name in ADMINS else DENIED,
        "a token that is not there": lambda: MISSING if name in ADMINS else DENIED,
        "the admin's upload": lambda: (
            OPEN if name == "programme_admin" else MISSING if name in ADMINS else DENIED
        ),
    }
    return rules[door]()


def _kept(name: str, inside: set[str]) -> str:
    if name not in KEEPERS:
        return DENIED
    return OPEN if name in inside else MISSING


@pytest.mark.parametrize("door", DOORS)
def test_every_persona_finds_this_door_as_it_should_be(session, world, door):
    found = {
        name: _answer(DOORS[door], session, world, person)
        for name, person in world.personas.items()
    }
    assert found == {name: _expected(door, name) for name in world.personas}


HOLDS = {
    # persona: (people of the steel company, of the care company, of an unknown company)
    "employee": (False, False, False),
    "in_company_mentor": (True, False, False),
    "inter_company_mentor": (True, True, True),
    "company_representative": (False, False, False),
    "coordinator": (False, False, False),
    "coordinator_elsewhere": (False, False, False),
    "seal_reviewer": (False, False, False),
    "committee": (False, False, False),
    "editor": (False, False, False),
    "researcher": (False, False, False),
    "programme_admin": (False, False, False),
    "mentor_and_representative_there": (False, True, False),
    "mentor_and_responsible_there": (False, True, False),
    "mentor_there_and_representative_elsewhere": (True, False, False),
    "admin_and_representative": (False, False, False),
    "coordinator_and_mentor": (True, True, True),
    "mentor_of_a_resting_association": (False, False, False),
    "coordinator_of_a_resting_association": (False, False, False),
    "switched_off_mentor": (False, False, False),
}


def test_who_may_hold_whose_cases(session, world):
    found = {
        name: tuple(
            policy.may_hold_cases_of(session, person, home)
            for home in (world.steel.id, world.care.id, None)
        )
        for name, person in world.personas.items()
        if person
    }
    assert found == HOLDS


def test_who_may_counsel_at_all(session, world):
    found = {n for n, p in world.personas.items() if p and policy.may_counsel(session, p)}
    assert found == {name for name, holds in HOLDS.items() if any(holds)}


def test_a_closed_company_still_keeps_its_employer_side_out(session, world, noon):
    world.steel.closing = people.closing(noon)
    session.flush()
    person = world.personas["mentor_and_representative_there"]
    assert not policy.may_hold_cases_of(session, person, world.steel.id)
    assert not policy.may_hold_cases_of(session, person, None)


def test_the_answer_is_as_fresh_as_the_database(session, world):
    mentor = world.personas["inter_company_mentor"]
    session.expunge(mentor)
    assert policy.may_hold_cases_of(session, mentor, world.steel.id)
    again = session.get_one(Person, mentor.id)
    people.member(session, again, world.steel, Role.company_representative)
    assert Role.company_representative not in mentor.held_roles
    assert not policy.may_hold_cases_of(session, mentor, world.steel.id)


def test_the_employer_side_is_named(session, world):
    named = policy.employer_side_ids(session, world.steel.id)
    expected = {
        "company_representative",
        "mentor_and_representative_there",
        "mentor_and_responsible_there",
        "admin_and_representative",
    }
    assert named == {world.personas[name].id for name in expected}


def test_the_employer_side_of_an_unknown_company_is_that_of_all(session, world):
    named = policy.employer_side_ids(session, None)
    care = {world.personas["mentor_there_and_representative_elsewhere"].id}
    assert named == policy.employer_side_ids(session, world.steel.id) | care


GIVES = {
    "coordinator": {Role.employee, Role.inter_company_mentor, Role.coordinator},
    "coordinator_and_mentor": {Role.employee, Role.inter_company_mentor, Role.coordinator},
}


def test_what_may_be_given_in_the_association(world):
    for name, person in world.personas.items():
        given = policy.grantable_roles(person, world.west)
        if name in ADMINS:
            assert given >= {Role.coordinator, Role.editor, Role.programme_admin}, name
            assert Role.in_company_mentor not in given
        else:
            assert given == GIVES.get(name, set()), name


def test_nobody_but_admins_gives_roles_in_a_company(world):
    for name, person in world.personas.items():
        given = policy.grantable_roles(person, world.steel)
        everything = {Role.employee, Role.in_company_mentor, Role.company_representative}
        assert given == (everything if name in ADMINS else set()), name
