"""Deeds with people, organisations and sign-ins, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from mentorhub.accounts import lockout, passwords
from mentorhub.accounts.actions import memberships, organisations, personal_data, signing_in
from mentorhub.accounts.actions import people as deeds
from mentorhub.accounts.actions.organisations import Facts
from mentorhub.accounts.actions.people import Newcomer
from mentorhub.accounts.models import (
    BrowserSession,
    FailedSignIns,
    Invitation,
    Membership,
    OrganisationKind,
    Passkey,
    Person,
    Role,
    Side,
    SignIn,
    Upload,
    WhyEnded,
)
from mentorhub.accounts.models.signing_in import IDLE, LONGEST
from mentorhub.accounts.personal_data import PersonalData
from mentorhub.accounts.queries import (
    members_with,
    open_invitation,
    open_sign_in,
    open_sign_ins,
    organisation_by_code,
    organisations_page,
)
from mentorhub.kit import mail
from mentorhub.kit.audit import AuditEntry
from mentorhub.kit.crypto import token_hash
from mentorhub.kit.errors import Denied, Missing, Refused
from mentorhub.kit.mail import MailSending, OutboxMail
from tests import people

BASE = "https://hub.beispiel.test"


def _deeds_noted(session):
    return list(session.scalars(select(AuditEntry.deed).order_by(AuditEntry.id)))


def _templates(session):
    return list(session.scalars(select(OutboxMail.template).order_by(OutboxMail.id)))


@pytest.fixture
def office(session):
    return people.organisation(session, OrganisationKind.coordination_office, "Büro")


@pytest.fixture
def admin(session, office):
    one = people.person(session, "Ada Amt")
    people.member(session, one, office, Role.programme_admin)
    return one


@pytest.fixture
def steel(session):
    return people.company(session, "Stahl")


@pytest.fixture
def west(session):
    return people.association(session, "West")


# Organisations


def test_a_company_gets_a_code_and_is_found_by_it(session, noon, admin):
    made = organisations.found(
        session, OrganisationKind.company, Facts("Neu GmbH"), by=admin.id, now=noon
    )
    typed = f" {made.code.lower().replace('-', ' ')} "
    assert organisation_by_code(session, typed) == made
    assert _deeds_noted(session) == ["organisation.founded"]


def test_only_companies_get_a_code(session, noon):
    made = organisations.found(session, OrganisationKind.union, Facts("Bund"), by=None, now=noon)
    assert made.code is None
    with pytest.raises(Refused):
        organisations.renew_code(session, made, by=1, now=noon)


def test_a_new_code_ends_the_old_one(session, noon, admin, steel):
    old = steel.code
    new = organisations.renew_code(session, steel, by=admin.id, now=noon)
    assert organisation_by_code(session, old) is None
    assert organisation_by_code(session, new) == steel


def test_a_closed_company_is_not_found_by_its_code(session, noon, admin, steel):
    organisations.close(session, steel, by=admin.id, now=noon)
    assert organisation_by_code(session, steel.code) is None
    organisations.reopen(session, steel, by=admin.id, now=noon)
    assert organisation_by_code(session, steel.code) == steel


def test_closing_twice_is_one_deed(session, noon, admin, steel):
    for _ in range(2):
        organisations.close(session, steel, by=admin.id, now=noon)
    assert _deeds_noted(session) == ["organisation.closed"]


def test_the_same_organisation_is_not_founded_twice(session, noon):
    facts = Facts("Neu GmbH", postcode="44137")
    organisations.found(session, OrganisationKind.company, facts, by=None, now=noon)
    with pytest.raises(organisations.AlreadyThere):
        organisations.found(session, OrganisationKind.company, facts, by=None, now=noon)


def test_a_change_that_collides_changes_nothing(session, noon, steel):
    other = people.company(session, "Erz")
    with pytest.raises(organisations.AlreadyThere):
        organisations.change(session, other, Facts("Stahl", postcode="44137"), by=None, now=noon)
    session.refresh(other)
    assert other.name == "Erz"


def test_a_change_names_the_fields_and_not_their_values(session, noon, steel):
    organisations.change(
        session, steel, Facts("Stahl AG", 41, "Metall", "44137"), by=None, now=noon
    )
    entry = session.scalars(select(AuditEntry)).one()
    assert entry.facts == {"fields": ["headcount", "name", "town"]}


@pytest.mark.parametrize("search", ["übach", "ÜBACH", "ubach palenberg", "52531", "Stahl übach"])
def test_a_town_is_found_however_it_is_typed(session, search):
    home = people.company(session, "Stahl", postcode="52531", town="Übach-Palenberg")
    people.company(session, "Stahlwerk 100%", postcode="44137", town="Dortmund")
    assert [each for each, _ in organisations_page(session, search=search).rows] == [home]


# Memberships


def test_a_member_gets_roles(session, noon, admin, steel):
    wera = people.person(session)
    made = memberships.join(session, wera, steel, {Role.in_company_mentor}, by=admin, now=noon)
    assert (made.side, made.role_set) == (Side.counsel, {Role.in_company_mentor})
    assert _deeds_noted(session) == ["membership.begun", "membership.roles_set"]


def test_sides_are_changed_as_a_whole(session, noon, admin, steel):
    wera = people.person(session)
    made = memberships.join(
        session, wera, steel, {Role.in_company_mentor, Role.employee}, by=admin, now=noon
    )
    memberships.set_roles(
        session,
        made,
        {Role.company_representative, Role.employee},
        is_responsible=True,
        by=admin,
        now=noon,
    )
    session.expire_all()
    assert made.side is Side.employer
    assert made.role_set == {Role.company_representative, Role.employee}
    memberships.set_roles(
        session, made, {Role.in_company_mentor}, is_responsible=False, by=admin, now=noon
    )
    session.expire_all()
    assert (made.side, made.role_set) == (Side.counsel, {Role.in_company_mentor})
    assert made.responsibility is None


@pytest.mark.parametrize(
    ("roles", "is_responsible"),
    [
        ({Role.in_company_mentor, Role.company_representative}, False),
        ({Role.in_company_mentor}, True),
    ],
)
def test_what_must_be_apart_is_refused(session, noon, admin, steel, roles, is_responsible):
    wera = people.person(session)
    made = memberships.join(session, wera, steel, by=admin, now=noon)
    with pytest.raises(memberships.MustBeApart):
        memberships.set_roles(
            session, made, roles, is_responsible=is_responsible, by=admin, now=noon
        )
    assert made.role_set == frozenset()


@pytest.mark.parametrize(
    ("kind", "role"),
    [
        (OrganisationKind.provider, Role.inter_company_mentor),
        (OrganisationKind.provider, Role.seal_reviewer),
        (OrganisationKind.agency, Role.inter_company_mentor),
        (OrganisationKind.association, Role.in_company_mentor),
        (OrganisationKind.company, Role.coordinator),
        (OrganisationKind.company, Role.programme_admin),
        (OrganisationKind.union, Role.company_representative),
    ],
)
def test_a_role_without_a_home_is_refused(session, noon, admin, kind, role):
    home, wera = people.organisation(session, kind), people.person(session)
    with pytest.raises(memberships.RoleHasNoHomeHere):
        memberships.join(session, wera, home, {role}, by=admin, now=noon)


def test_nobody_joins_twice(session, noon, admin, steel):
    wera = people.person(session)
    memberships.join(session, wera, steel, by=admin, now=noon)
    with pytest.raises(memberships.AlreadyMember):
        memberships.join(session, wera, steel, by=admin, now=noon)


def test_a_coordinator_gives_what_is_theirs(session, noon, west):
    koni, wera = people.person(session), people.person(session)
    people.member(session, koni, west, Role.coordinator)
    made = memberships.join(session, wera, west, {Role.inter_company_mentor}, by=koni, now=noon)
    with pytest.raises(Denied):
        memberships.set_roles(
            session,
            made,
            {Role.inter_company_mentor, Role.programme_admin},
            is_responsible=False,
            by=koni,
            now=noon,
        )


def test_a_coordinator_takes_nothing_that_is_not_theirs(session, noon, west):
    koni, edi = people.person(session), people.person(session)
    people.member(session, koni, west, Role.coordinator)
    editor = people.member(session, edi, west, Role.editor)
    with pytest.raises(Denied):
        memberships.leave(session, editor, by=koni, now=noon)


def test_leaving_takes_all_roles_along(session, noon, admin, steel):
    wera = people.person(session)
    made = people.member(session, wera, steel, Role.company_representative, responsible=True)
    memberships.leave(session, made, by=admin, now=noon)
    assert session.scalar(select(func.count()).select_from(Membership)) == 1  # the admin's own
    assert wera.held_roles == frozenset()


def test_the_last_admin_stays(session, noon, admin):
    with pytest.raises(memberships.LastAdmin):
        memberships.leave(session, admin.memberships[0], by=admin, now=noon)
    with pytest.raises(memberships.LastAdmin):
        deeds.deactivate(session, admin, by=admin, now=noon)
    with pytest.raises(memberships.LastAdmin):
        personal_data.erase(session, admin, PersonalData(), by=admin, now=noon)


def test_the_last_admin_may_give_up_one_of_two_offices(session, noon, admin):
    [first] = admin.memberships
    second = people.member(session, admin, people.association(session), Role.programme_admin)
    memberships.leave(session, first, by=admin, now=noon)
    assert Role.programme_admin in admin.held_roles
    with pytest.raises(memberships.LastAdmin):
        memberships.leave(session, second, by=admin, now=noon)


def test_the_house_of_the_last_admin_stays_open(session, noon, admin, office, west):
    with pytest.raises(memberships.LastAdmin):
        organisations.close(session, office, by=admin.id, now=noon)
    organisations.close(session, west, by=admin.id, now=noon)
    second = people.person(session)
    people.member(session, second, office, Role.programme_admin)
    with pytest.raises(memberships.LastAdmin):
        organisations.close(session, office, by=admin.id, now=noon)
    people.member(session, second, people.association(session), Role.programme_admin)
    organisations.close(session, office, by=admin.id, now=noon)
    assert not office.is_open


def test_an_admin_who_was_only_invited_does_not_count(session, noon, admin, office):
    second = people.person(session, password=None)
    people.member(session, second, office, Role.programme_admin)
    with pytest.raises(memberships.LastAdmin):
        deeds.deactivate(session, admin, by=admin, now=noon)


def test_one_of_two_admins_may_go(session, noon, admin, office):
    second = people.person(session)
    people.member(session, second, office, Role.programme_admin)
    memberships.leave(session, admin.memberships[0], by=second, now=noon)
    assert Role.programme_admin not in admin.held_roles


# Invitations


def test_an_invitation_leads_to_a_password(session, noon, admin, west):
    newcomer = Newcomer("Neu@Beispiel.test", "Nele Neu", frozenset({Role.inter_company_mentor}))
    deeds.welcome(session, west, newcomer, by=admin, now=noon, base_url=BASE)
    mail = session.scalars(select(OutboxMail)).one()
    assert (mail.to, mail.template) == ("neu@beispiel.test", "accounts/mail/invitation")
    assert mail.context["link"].startswith(f"{BASE}/einladung/")
    token = mail.context["link"].rpartition("/")[2]
    later = noon + timedelta(days=13)
    came = deeds.accept(session, token, name="Nele N.", password_hash="x", now=later)
    assert (came.name, came.confirmed_at) == ("Nele N.", later)
    assert [one.name for one in members_with(session, Role.inter_company_mentor)] == ["Nele N."]


def _invited(session, noon, admin, west):
    person = deeds.welcome(
        session, west, Newcomer("neu@beispiel.test", "Nele"), by=admin, now=noon, base_url=BASE
    )
    mail = session.scalars(select(OutboxMail).order_by(OutboxMail.id.desc())).first()
    return person, mail.context["link"].rpartition("/")[2]


def test_who_has_not_come_yet_is_no_mentor_for_others(session, noon, admin, west):
    newcomer = Newcomer("neu@beispiel.test", "Nele", frozenset({Role.inter_company_mentor}))
    deeds.welcome(session, west, newcomer, by=admin, now=noon, base_url=BASE)
    assert members_with(session, Role.inter_company_mentor) == []


def test_only_the_hash_of_a_link_is_kept(session, noon, admin, west):
    _, token = _invited(session, noon, admin, west)
    assert session.scalars(select(Invitation.token_hash)).one() == token_hash(token)


def test_an_invitation_opens_once(session, noon, admin, west):
    _, token = _invited(session, noon, admin, west)
    deeds.accept(session, token, name="Nele", password_hash="x", now=noon)
    with pytest.raises(Missing):
        deeds.accept(session, token, name="Nora", password_hash="y", now=noon)


def test_an_invitation_ends_after_a_fortnight(session, noon, admin, west):
    _, token = _invited(session, noon, admin, west)
    with pytest.raises(Missing):
        deeds.accept(session, token, name="Nele", password_hash="x", now=noon + timedelta(days=14))


def test_a_newer_invitation_ends_the_older_one(session, noon, admin, west):
    person, token = _invited(session, noon, admin, west)
    link = deeds.invite(session, person, by=admin, now=noon, base_url=BASE)
    session.expire_all()
    assert open_invitation(session, token_hash(token), noon) is None
    assert open_invitation(session, token_hash(link.rpartition("/")[2]), noon) is not None


def test_a_switched_off_person_cannot_come(session, noon, admin, west):
    person, token = _invited(session, noon, admin, west)
    deeds.deactivate(session, person, by=admin, now=noon)
    with pytest.raises(Missing):
        deeds.accept(session, token, name="Nele", password_hash="x", now=noon)


def test_who_is_here_is_not_invited_again(session, noon, admin):
    with pytest.raises(deeds.AlreadyHere):
        deeds.invite(session, admin, by=admin, now=noon, base_url=BASE)


def test_somebody_known_joins_and_keeps_the_name(session, noon, admin, west):
    wera = people.person(session, "Wera Werk", email="wera@beispiel.test")
    newcomer = Newcomer("WERA@beispiel.test", "Anders", frozenset({Role.coordinator}))
    assert deeds.welcome(session, west, newcomer, by=admin, now=noon, base_url=BASE) == wera
    assert (wera.name, _templates(session)) == ("Wera Werk", ["accounts/mail/joined"])


# Addresses and accounts


def test_a_changed_address_is_confirmed_anew_and_told_to_both(session, noon, admin):
    wera = people.person(session, email="alt@beispiel.test")
    was = wera.fs_uniquifier
    deeds.change_email(session, wera, "neu@beispiel.test", by=admin, now=noon, base_url=BASE)
    assert wera.confirmed_at is None
    assert wera.fs_uniquifier != was
    told = session.execute(select(OutboxMail.to, OutboxMail.context).order_by(OutboxMail.id)).all()
    assert [(to, bool(context["link"])) for to, context in told] == [
        ("alt@beispiel.test", False),
        ("neu@beispiel.test", True),
    ]


def test_a_corrected_address_gets_the_invitation_and_the_wrong_one_opens_nothing(
    session, noon, admin, west
):
    person, wrong = _invited(session, noon, admin, west)
    deeds.change_email(session, person, "richtig@beispiel.test", by=admin, now=noon, base_url=BASE)
    session.expire_all()
    with pytest.raises(Missing):
        deeds.accept(session, wrong, name="Fremd", password_hash="x", now=noon)
    told = session.execute(select(OutboxMail.to, OutboxMail.template).order_by(OutboxMail.id)).all()
    assert told == [
        ("neu@beispiel.test", "accounts/mail/invitation"),
        ("richtig@beispiel.test", "accounts/mail/invitation"),
    ]
    mail = session.scalars(select(OutboxMail).order_by(OutboxMail.id.desc())).first()
    token = mail.context["link"].rpartition("/")[2]
    came = deeds.accept(session, token, name="Nele", password_hash="x", now=noon)
    assert came.email == "richtig@beispiel.test"


def test_without_an_open_invitation_a_corrected_address_gets_none(session, noon, admin, west):
    person, _ = _invited(session, noon, admin, west)
    later = noon + timedelta(days=15)
    deeds.change_email(session, person, "richtig@beispiel.test", by=admin, now=later, base_url=BASE)
    assert _templates(session) == ["accounts/mail/invitation"]


def test_an_address_is_not_taken_from_somebody(session, noon, admin):
    wera = people.person(session)
    with pytest.raises(deeds.AddressTaken):
        deeds.change_email(session, wera, admin.email, by=admin, now=noon, base_url=BASE)


def test_switching_off_and_on(session, noon, admin):
    wera = people.person(session)
    signing_in.begin(session, wera.id, token_hash="t", device="", is_strong=False, now=noon)
    deeds.deactivate(session, wera, by=admin, now=noon)
    assert not wera.active
    assert open_sign_ins(session, wera.id, noon) == []
    deeds.reactivate(session, wera, by=admin, now=noon)
    assert wera.active
    assert _deeds_noted(session) == ["person.deactivated", "person.reactivated"]


def test_a_lost_second_step_is_taken_away(session, noon, admin):
    wera = people.person(session, tf_primary_method="authenticator", tf_totp_secret="s")
    wera.webauthn.append(_passkey(noon))
    session.flush()
    deeds.reset_second_factor(session, wera, by=admin, now=noon)
    session.expire_all()
    assert not wera.has_second_factor
    assert _templates(session) == ["accounts/mail/factor"]


def _passkey(noon):
    return Passkey(
        credential_id=b"1",
        public_key=b"2",
        name="Telefon",
        transports=[],
        backup_state=False,
        device_type="single_device",
        lastuse_datetime=noon,
        usage="first",
    )


# Sign-ins


def _signed_in(session, person, token, now):
    return signing_in.begin(
        session, person.id, token_hash=token, device="", is_strong=False, now=now
    )


def test_a_sign_in_ends_after_long_rest(session, noon, admin):
    _signed_in(session, admin, "t", noon)
    assert open_sign_in(session, "t", noon + IDLE - timedelta(seconds=1))
    assert open_sign_in(session, "t", noon + IDLE) is None


def test_a_sign_in_ends_in_any_case_after_a_week(session, noon, admin):
    row = _signed_in(session, admin, "t", noon)
    row.seen_at = noon + LONGEST
    session.flush()
    assert open_sign_in(session, "t", noon + LONGEST) is None


def test_a_sign_in_is_seen_coarsely(session, noon, admin):
    row = _signed_in(session, admin, "t", noon)
    signing_in.see(session, row.id, noon + timedelta(minutes=14))
    session.refresh(row)
    assert row.seen_at == noon
    signing_in.see(session, row.id, noon + timedelta(minutes=16))
    session.refresh(row)
    assert row.seen_at == noon + timedelta(minutes=16)


def test_a_sign_in_ends_once(session, noon, admin):
    row = _signed_in(session, admin, "t", noon)
    signing_in.end(session, row.id, why=WhyEnded.from_list, now=noon)
    signing_in.end(session, row.id, why=WhyEnded.everywhere, now=noon + timedelta(hours=1))
    session.expire_all()
    assert (row.ending.why, row.ending.at) == (WhyEnded.from_list, noon)


def test_everywhere_spares_the_one_at_hand(session, noon, admin):
    rows = [_signed_in(session, admin, token, noon) for token in "abc"]
    ended = signing_in.end_all(session, admin.id, why=WhyEnded.everywhere, now=noon, but=rows[1].id)
    assert ended == 2
    assert open_sign_ins(session, admin.id, noon) == [rows[1]]


# Guessing


def test_a_door_shuts_after_five_failures_and_opens_again(session, noon):
    for number in range(1, lockout.TRIES + 1):
        assert signing_in.note_failure(session, "k", noon) is (number == lockout.TRIES)
    with pytest.raises(signing_in.Locked) as shut:
        signing_in.check_guard(session, "k", noon)
    assert shut.value.until == noon + lockout.LOCK
    signing_in.check_guard(session, "k", noon + lockout.LOCK)


def test_one_door_does_not_shut_another(session, noon):
    for _ in range(lockout.TRIES):
        signing_in.note_failure(session, "k", noon)
    signing_in.check_guard(session, "other", noon)


def test_old_things_are_thrown_away(session, noon, admin):
    old = noon - timedelta(days=40)
    row = _signed_in(session, admin, "old", old)
    signing_in.end(session, row.id, why=WhyEnded.signed_out, now=old)
    _signed_in(session, admin, "new", noon)
    signing_in.note_failure(session, "old", old)
    signing_in.keep_notes(session, "old", {"a": 1}, expires_at=old)
    signing_in.keep_notes(session, "new", {"a": 1}, expires_at=noon + timedelta(hours=1))
    session.add(Upload(kind="people", name="", text="", by_id=admin.id, at=old))
    session.flush()
    signing_in.tidy(session, noon)
    counts = {
        model: session.scalar(select(func.count()).select_from(model))
        for model in (SignIn, FailedSignIns, BrowserSession, Upload)
    }
    assert counts == {SignIn: 1, FailedSignIns: 0, BrowserSession: 1, Upload: 0}


# Personal data


@pytest.fixture
def rooms():
    made = PersonalData()
    made.add("poems", lambda session, person_id: [f"poem of {person_id}"])
    return made


def test_everything_about_a_person_is_handed_over(session, noon, admin, steel, rooms):
    wera = people.person(session, "Wera Werk", password=passwords.hashed("geheim genug hier"))
    memberships.join(session, wera, steel, {Role.employee}, by=admin, now=noon)
    _signed_in(session, wera, "t", noon)
    wera.webauthn.append(_passkey(noon))
    session.flush()
    session.expire_all()
    given = personal_data.export(session, wera, rooms, noon)
    assert given["person"]["name"] == "Wera Werk"
    assert given["memberships"][0]["roles"] == ["employee"]
    assert given["poems"] == [f"poem of {wera.id}"]
    assert len(given["sign_ins"]) == 1
    assert wera.password not in str(given)


def test_what_others_did_about_a_person_is_handed_over_too(session, noon, admin, west, rooms):
    wera = deeds.welcome(
        session, west, Newcomer("wera@beispiel.test", "Wera"), by=admin, now=noon, base_url=BASE
    )
    past = wera.memberships[0]
    memberships.leave(session, past, by=None, now=noon)
    ended = f"membership:{past.id}"
    present = memberships.join(session, wera, west, {Role.coordinator}, by=admin, now=noon)
    memberships.join(session, people.person(session), west, {Role.employee}, by=admin, now=noon)
    given = personal_data.export(session, wera, rooms, noon)
    assert [each["accepted_at"] for each in given["invitations"]] == [None]
    assert [each["about"] for each in given["mails"]] == ["accounts/mail/invitation"]
    assert [(each["deed"], each["subject"], each["by_yourself"]) for each in given["deeds"]] == [
        ("person.created", f"person:{wera.id}", False),
        ("membership.begun", ended, False),
        ("person.invited", f"person:{wera.id}", False),
        ("membership.ended", ended, False),
        ("membership.begun", f"membership:{present.id}", False),
        ("membership.roles_set", f"membership:{present.id}", False),
    ]
    assert given["deeds"][-1]["facts"]["given"] == ["coordinator"]
    link = session.scalars(select(OutboxMail)).one().context["link"]
    assert link.rsplit("/", 1)[1] not in str(given)


def test_nothing_waits_for_an_erased_person_any_more(session, noon, admin, west, rooms):
    wera = deeds.welcome(
        session, west, Newcomer("wera@beispiel.test", "Wera"), by=admin, now=noon, base_url=BASE
    )
    sent = mail.queue(session, wera.email, "accounts/mail/joined", at=noon)
    session.flush()
    session.add(MailSending(mail_id=sent.id, at=noon))
    mail.queue(session, admin.email, "accounts/mail/joined", at=noon)
    _signed_in(session, wera, "hers", noon)
    _signed_in(session, admin, "his", noon)
    for token in ("hers", "his"):
        signing_in.keep_notes(session, token, {"a": 1}, expires_at=noon + timedelta(hours=1))
    personal_data.erase(session, wera, rooms, by=admin, now=noon)
    session.expire_all()
    assert _templates(session) == ["accounts/mail/joined", "accounts/mail/erased"]
    assert session.scalars(select(BrowserSession.token_hash)).all() == ["his"]
    erased = session.scalars(select(AuditEntry).where(AuditEntry.deed == "person.erased")).one()
    assert (erased.subject, erased.by_id) == (f"person:{wera.id}", admin.id)


def test_an_erased_person_is_gone(session, noon, admin, steel, rooms):
    forgotten = []
    rooms.add("letters", lambda *_: [], lambda _session, id_, _now: forgotten.append(id_))
    wera = people.person(session, "Wera Werk", email="wera@beispiel.test")
    people.member(session, wera, steel, Role.employee, responsible=True)
    _signed_in(session, wera, "t", noon)
    wera.webauthn.append(_passkey(noon))
    session.flush()
    personal_data.erase(session, wera, rooms, by=wera, now=noon)
    session.expire_all()
    assert forgotten == [wera.id]
    kept = session.get_one(Person, wera.id)
    assert not kept.active
    assert (kept.password, kept.webauthn, kept.memberships) == (None, [], [])
    row = session.execute(select(Person.__table__).where(Person.id == wera.id)).one()
    assert "wera" not in str(row).casefold()
    assert open_sign_in(session, "t", noon) is None
    assert _templates(session) == ["accounts/mail/erased"]


def test_a_room_can_say_that_it_is_too_early(session, noon, steel, rooms):
    def not_yet(*_):
        raise Refused("a case is open")

    rooms.add("cases", lambda *_: [], not_yet)
    wera = people.person(session, "Wera Werk")
    with pytest.raises(Refused), session.begin_nested():
        personal_data.erase(session, wera, rooms, by=wera, now=noon)
    session.refresh(wera)
    assert wera.active


def test_the_address_of_an_erased_person_is_free_again(session, noon, rooms):
    wera = people.person(session, email="wera@beispiel.test")
    personal_data.erase(session, wera, rooms, by=wera, now=noon)
    assert people.person(session, email="wera@beispiel.test").id != wera.id


def test_a_room_is_named_once(rooms):
    with pytest.raises(ValueError, match="poems"):
        rooms.add("poems", lambda *_: [])
