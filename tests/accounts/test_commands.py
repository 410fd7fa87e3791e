"""The command line, the clock and the demo people."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, func, select

from mentorhub.accounts import demo, jobs, lockout, passwords
from mentorhub.accounts.actions import imports, memberships, signing_in
from mentorhub.accounts.actions import people as deeds
from mentorhub.accounts.actions.imports import Table
from mentorhub.accounts.commands import COMMANDS
from mentorhub.accounts.models import (
    FailedSignIns,
    Invitation,
    InvitationAcceptance,
    MembershipRole,
    Organisation,
    OrganisationKind,
    Outcome,
    Person,
    Role,
    SignIn,
    UploadTaking,
)
from mentorhub.accounts.queries import person_by_email
from mentorhub.kit import clock
from mentorhub.kit.errors import Denied, Missing
from mentorhub.kit.jobs import Desk
from mentorhub.kit.services import Services
from tests import people


@pytest.fixture
def services(database):
    made = Services()
    made.put(database)
    return made


def _create_admin(services, email="ada@beispiel.test", typed=""):
    arguments = ["create-admin", "--base-url", "https://hub.beispiel.test"]
    words = typed or f"{email}\nAda Amt\nKoordinierungsstelle\n"
    return CliRunner().invoke(COMMANDS[0], arguments, obj=services, input=words)


def test_the_first_admin_comes_by_a_printed_link(services, database, noon):
    told = _create_admin(services)
    assert told.exit_code == 0, told.output
    token = re.search(r"https://hub\.beispiel\.test/einladung/(\S+)", told.output)[1]
    with database.writing() as session:
        ada = deeds.accept(session, token, name="Ada", password_hash="x", now=clock.now())
        assert ada.held_roles == {Role.programme_admin}


def test_a_second_admin_belongs_to_the_same_office(services, database):
    _create_admin(services)
    assert _create_admin(services, "ben@beispiel.test").exit_code == 0
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Organisation)) == 1


def test_an_admin_who_is_there_is_not_made_again(services):
    _create_admin(services)
    told = _create_admin(services)
    assert told.exit_code == 1
    assert "has an account already" in told.output


def test_a_wrong_address_is_asked_for_again(services):
    told = _create_admin(services, typed="kein\nada@beispiel.test\nAda\nAmt\n")
    assert "not a mail address" in told.output
    assert told.exit_code == 0


# Demo people


def test_the_demo_shows_every_role(session, noon):
    shown = demo.load_demo(session, noon)
    assert {each.role for each in shown} == set(Role)
    for each in shown:
        person = person_by_email(session, each.email)
        assert person.held_roles == {each.role}
        assert person.active
        assert person.confirmed_at == noon
        assert person.name.endswith("(Beispiel)")
        assert person.memberships[0].organisation.name.endswith("(Beispiel)")


def test_the_demo_shows_every_kind_of_neutral_place_and_a_provider(session, noon):
    demo.load_demo(session, noon)
    kinds = set(session.scalars(select(Organisation.kind)))
    assert kinds >= {
        OrganisationKind.company,
        OrganisationKind.association,
        OrganisationKind.chamber,
        OrganisationKind.union,
        OrganisationKind.provider,
        OrganisationKind.coordination_office,
    }


def test_loading_the_demo_again_changes_nothing(session, noon):
    demo.load_demo(session, noon)
    before = [session.scalar(select(func.count()).select_from(m)) for m in (Person, Organisation)]
    chris = person_by_email(session, "chris@beispiel.test")
    chris.name = "Chris Anders"
    session.flush()
    demo.load_demo(session, noon + timedelta(days=1))
    after = [session.scalar(select(func.count()).select_from(m)) for m in (Person, Organisation)]
    assert (before, chris.name) == (after, "Chris Anders")


def test_the_demo_password_fits_and_would_pass_our_own_rules(session, noon):
    (first, *_) = demo.load_demo(session, noon)
    assert passwords.fits(first.password, person_by_email(session, first.email).password)
    assert passwords.weakness(first.password, (first.name, first.email)) is None


# The clock


def test_the_worker_tidies_up(services, database):
    desk = Desk(services, clock.now)
    jobs.register(desk)
    long_ago = clock.now() - timedelta(days=60)
    with database.writing() as session:
        person = people.person(session)
        signing_in.begin(
            session, person.id, token_hash="t", device="", is_strong=False, now=long_ago
        )
    desk.ask_periodic()
    assert desk.run_due() == 1
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(SignIn)) == 0


@pytest.fixture
def ordered(database):
    """A table of 120 people, waiting for the worker."""
    lines = "".join(f"p{number}@beispiel.test;P {number};Erz\n" for number in range(118))
    text = f"email;name;organisation\n{lines}p1@beispiel.test;P;Erz\nkein;P;Erz\n"
    with database.writing() as session:
        people.company(session, "Erz")
        admin = people.person(session)
        office = people.organisation(session, OrganisationKind.coordination_office)
        people.member(session, admin, office, Role.programme_admin)
        kept = imports.keep(
            session, Table.people, "p.csv", text.encode(), by=admin, now=clock.now()
        )
        imports.order(
            session, kept, by=admin, sends_mail=True, base_url="https://x.test", now=clock.now()
        )
        return kept


def _counts(database, upload):
    with database.reading() as session:
        lines = session.get_one(UploadTaking, upload.id).lines
        told = [line.outcome for line in lines]
    return tuple(
        told.count(one) for one in (Outcome.new, Outcome.changed, Outcome.same, Outcome.bad)
    )


def test_a_table_is_taken_over_some_lines_at_a_time(services, database, ordered):
    seen = []
    payload = {"upload_id": ordered.id, "base_url": "https://x.test"}
    jobs.take_over(services, payload, lambda done, total, note="": seen.append((done, total)))
    assert seen == [(50, 120), (100, 120), (120, 120)]
    assert _counts(database, ordered) == (118, 0, 0, 2)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Invitation)) == 118


def test_a_worker_that_died_begins_again_without_harm(services, database, ordered):
    def dies(done, total, note=""):
        raise RuntimeError("the machine stopped")

    payload = {"upload_id": ordered.id, "base_url": "https://x.test"}
    with pytest.raises(RuntimeError):
        jobs.take_over(services, payload, dies)
    assert _counts(database, ordered) == (50, 0, 0, 0)
    jobs.take_over(services, payload, lambda *_: None)
    assert _counts(database, ordered) == (118, 0, 0, 2)
    jobs.take_over(services, payload, lambda *_: None)
    assert _counts(database, ordered) == (118, 0, 0, 2)


def test_who_may_no_longer_takes_nothing_over(services, database, ordered):
    with database.writing() as session:
        session.execute(delete(MembershipRole))
    payload = {"upload_id": ordered.id, "base_url": "https://x.test"}
    with pytest.raises(Denied):
        jobs.take_over(services, payload, lambda *_: None)
    assert _counts(database, ordered) == (0, 0, 0, 0)


def test_an_upload_that_is_gone_is_no_work(services, database):
    jobs.take_over(services, {"upload_id": 7, "base_url": ""}, lambda *_: None)


# At the same time


def _at_once(number, deed):
    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(deed, range(number)))


def test_guessing_at_the_same_time_counts_every_guess(database, noon):
    def guess(_number):
        with database.writing() as session:
            try:
                signing_in.check_guard(session, "k", noon)
            except signing_in.Locked:
                return "locked"
            signing_in.note_failure(session, "k", noon)
            return "tried"

    answers = _at_once(12, guess)
    assert answers.count("tried") == lockout.TRIES
    with database.reading() as session:
        assert session.get_one(FailedSignIns, "k").count == lockout.TRIES


def test_an_invitation_opened_twice_at_the_same_time_counts_once(database, noon):
    with database.writing() as session:
        person = deeds.create(session, "neu@beispiel.test", "Neu", by=None, now=noon)
        link = deeds.invite(session, person, by=None, now=noon, base_url="x")
    token = link.rpartition("/")[2]

    def accept(number):
        try:
            with database.writing() as session:
                deeds.accept(session, token, name=f"N{number}", password_hash="x", now=noon)
        except Missing:
            return None
        return f"N{number}"

    answers = [name for name in _at_once(6, accept) if name]
    with database.reading() as session:
        assert answers == [session.scalars(select(Person.name)).one()]
        assert session.scalar(select(func.count()).select_from(InvitationAcceptance)) == 1
        assert session.scalar(select(func.count()).select_from(Invitation)) == 1


def test_two_admins_cannot_let_go_of_each_other(database, noon):
    with database.writing() as session:
        office = people.organisation(session, OrganisationKind.coordination_office)
        ids = [people.person(session).id for _ in range(2)]
        for id_ in ids:
            people.member(session, session.get_one(Person, id_), office, Role.programme_admin)

    def switch_off(number):
        try:
            with database.writing() as session:
                mine, other = (
                    session.get_one(Person, id_) for id_ in (ids[number], ids[1 - number])
                )
                deeds.deactivate(session, other, by=mine, now=noon)
        except memberships.LastAdmin:
            return "stayed"
        return "went"

    assert sorted(_at_once(2, switch_off)) == ["stayed", "went"]
