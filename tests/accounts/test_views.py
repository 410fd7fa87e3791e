"""Pages about people and organisations."""

import json

import pytest
from sqlalchemy import func, select, update

from mentorhub.accounts import lockout, queries
from mentorhub.accounts.actions import people as deeds
from mentorhub.accounts.actions.people import Newcomer
from mentorhub.accounts.models import (
    Membership,
    Organisation,
    OrganisationKind,
    Passkey,
    Person,
    Role,
    Side,
    Upload,
)
from mentorhub.accounts.personal_data import PersonalData
from mentorhub.kit.audit import AuditEntry
from mentorhub.kit.clock import now as present
from mentorhub.kit.errors import Refused
from mentorhub.web.context import EXTENSION
from tests import people
from tests.accounts.conftest import HOST

WORDS = "ein ganz neues Fahrrad"


@pytest.fixture
def database(sqlite):
    """Pages are looked at on SQLite; deeds and signing in are proven on both databases."""
    return sqlite


def _one(database, model, *where):
    with database.reading() as session:
        return session.scalars(select(model).where(*where)).unique().one()


@pytest.fixture
def admin(visitor, ada):
    visitor.sign_in(ada.email)
    return visitor


@pytest.fixture
def keeper(visitor, koni):
    visitor.sign_in(koni.email)
    return visitor


# Everybody before every page

PAGES = [
    "/konto",
    "/konto/sicherheit",
    "/konto/sitzungen",
    "/konto/daten",
    "/konto/passwort",
    "/konto/email",
    "/konto/zweiter-schritt",
    "/konto/passkeys",
    "/konto/notfallcodes",
    "/konto/bestaetigung",
    "/heute",
]
KEEPERS_PAGES = [
    "/verwaltung/personen",
    "/verwaltung/personen.csv",
    "/verwaltung/organisationen",
    "/verwaltung/organisationen.csv",
]
ADMINS_PAGES = [
    "/verwaltung/organisationen/neu",
    "/verwaltung/einlesen",
    "/verwaltung/schluessel",
]
OPEN_PAGES = ["/anmelden", "/anmelden/passkey", "/passwort-vergessen", "/email-bestaetigen"]


@pytest.mark.parametrize("path", OPEN_PAGES)
def test_pages_for_everybody_are_open(visitor, path):
    assert visitor.get(path).status_code == 200


@pytest.mark.parametrize("path", [*PAGES, *KEEPERS_PAGES, *ADMINS_PAGES])
def test_visitors_are_led_away(visitor, path):
    answer = visitor.get(path)
    assert answer.status_code in (302, 303)
    assert answer.location.startswith("/anmelden") or path == "/heute"


@pytest.mark.parametrize("path", PAGES)
def test_people_see_their_own_pages(visitor, ele, path):
    visitor.sign_in(ele.email)
    assert visitor.get(path).status_code == 200


@pytest.mark.parametrize("path", [*KEEPERS_PAGES, *ADMINS_PAGES])
def test_employees_do_not_see_the_administration(visitor, ele, path):
    visitor.sign_in(ele.email)
    assert visitor.get(path).status_code == 403


def test_coordinators_see_theirs_and_not_the_programmes(keeper):
    assert {keeper.get(path).status_code for path in KEEPERS_PAGES} == {200}
    assert {keeper.get(path).status_code for path in ADMINS_PAGES} == {403}


def test_admins_see_everything(admin):
    assert {admin.get(path).status_code for path in [*KEEPERS_PAGES, *ADMINS_PAGES]} == {200}


def test_places_are_named_only_to_those_who_may_go_there(visitor, browser, ele, ada):
    visitor.sign_in(ele.email)
    other = browser()
    other.sign_in(ada.email)
    assert "/verwaltung/personen" not in visitor.get("/konto").text
    assert "/verwaltung/personen" in other.get("/konto").text


def _rules(house, start):
    """Every address of this room that begins so, with the methods that it takes."""
    for rule in house.url_map.iter_rules():
        if rule.rule.startswith(start) and rule.endpoint.partition(".")[0] in (
            "accounts",
            "security",
        ):
            values = {name: 1 if name.endswith("_id") else "x" for name in rule.arguments}
            yield from ((rule.build(values)[1], m) for m in rule.methods & {"GET", "POST"})


def _ask(visitor, path, method):
    return visitor.get(path) if method == "GET" else visitor.post(path)


def test_visitors_find_every_door_of_the_administration_shut(house, visitor):
    for path, method in _rules(house, "/verwaltung"):
        answer = _ask(visitor, path, method)
        assert answer.status_code == 303, path
        assert answer.location.startswith("/anmelden"), path


def test_employees_find_every_door_of_the_administration_shut(house, visitor, ele):
    visitor.sign_in(ele.email)
    for path, method in _rules(house, "/verwaltung"):
        assert _ask(visitor, path, method).status_code == 403, path


def test_no_form_is_taken_without_proof(house, visitor, ada):
    visitor.sign_in(ada.email)
    posts = [path for path, method in _rules(house, "/") if method == "POST"]
    assert len(posts) > 40
    for path in posts:
        if path != "/abmelden":  # asks again instead
            assert visitor.client.post(path).status_code == 400, path


def test_handing_out_people_is_noted(admin, ada, database):
    admin.get("/verwaltung/personen.csv")
    entry = _one(database, AuditEntry)
    assert (entry.deed, entry.by_id, entry.facts) == ("people.exported", ada.id, {"count": 1})


# Invitation


@pytest.fixture
def invited(database, ada):
    with database.writing() as session:
        home = people.association(session, "Bund")
        newcomer = Newcomer("neu@beispiel.test", "Nele Neu", frozenset({Role.coordinator}))
        deeds.welcome(session, home, newcomer, by=None, now=present(), base_url=HOST)


def _link(mails, email="neu@beispiel.test"):
    return mails(email)[-1].context["link"].removeprefix(HOST)


def test_an_invitation_is_accepted(visitor, invited, mails):
    link = _link(mails)
    page = visitor.get(link)
    assert "Nele Neu" in page.text
    data = {"name": "Nele N.", "password": WORDS, "password_again": WORDS}
    answer = visitor.post(link, data)
    assert (answer.status_code, answer.location) == (303, "/anmelden")
    assert visitor.sign_in("neu@beispiel.test", WORDS).status_code == 303
    assert "Nele N." in visitor.get("/konto").text
    assert visitor.get(link).status_code == 404


@pytest.mark.parametrize(
    ("name", "password", "again"),
    [
        ("", WORDS, WORDS),
        ("Nele", "kurz", "kurz"),
        ("Nele", WORDS, WORDS + "!"),
        ("Nele Tausendschön", "tausendschön1", "tausendschön1"),
        ("Nele", "beispiel-26", "beispiel-26"),
    ],
)
def test_a_bad_acceptance_comes_back_with_what_was_typed(
    visitor, invited, mails, database, name, password, again
):
    answer = visitor.post(
        _link(mails), {"name": name, "password": password, "password_again": again}
    )
    assert answer.status_code == 422
    assert f'value="{name}"' in answer.text
    assert password not in answer.text
    assert _one(database, Person, Person.email == "neu@beispiel.test").password is None


def test_a_made_up_invitation_says_what_to_do(visitor):
    page = visitor.get("/einladung/erfunden")
    assert page.status_code == 404
    assert "/anmelden" in page.text


# Own account


def test_name_and_language_are_changed(visitor, ele, database):
    visitor.sign_in(ele.email)
    assert visitor.post("/konto", {"name": " Ele  Zwei ", "locale": "en"}).status_code == 303
    changed = _one(database, Person, Person.id == ele.id)
    assert (changed.name, changed.locale) == ("Ele Zwei", "en")
    assert visitor.post("/konto", {"name": "", "locale": "xx"}).status_code == 422


def test_own_data_are_handed_over(visitor, ele):
    visitor.sign_in(ele.email)
    answer = visitor.get("/konto/daten.json")
    given = json.loads(answer.text)
    assert given["person"]["email"] == ele.email
    assert "attachment" in answer.headers["Content-Disposition"]


def test_own_data_ask_for_the_password_again_after_a_while(visitor, ele, database):
    visitor.sign_in(ele.email)
    with visitor.client.session_transaction() as notes:
        notes["fs_paa"] = notes["fs_paa"] - 3600
    answer = visitor.get("/konto/daten.json")
    assert answer.location == "/konto/bestaetigung?next=/konto/daten"
    answer = visitor.post(answer.location, {"password": people.PASSWORD})
    assert answer.location == "/konto/daten"
    assert visitor.get("/konto/daten.json").status_code == 200


def test_an_account_is_deleted_by_its_owner(visitor, ele, mails):
    visitor.sign_in(ele.email)
    data = {"password": people.PASSWORD, "sure": "y"}
    answer = visitor.post("/konto/daten/loeschung", data)
    assert (answer.status_code, answer.location) == (303, "/")
    assert not visitor.is_signed_in()
    assert visitor.sign_in(ele.email).status_code == 422
    assert mails(ele.email)[-1].template == "accounts/mail/erased"


@pytest.mark.parametrize(
    "data", [{}, {"password": people.PASSWORD}, {"sure": "y"}, {"password": "falsch", "sure": "y"}]
)
def test_an_account_is_not_deleted_by_the_way(visitor, ele, data):
    visitor.sign_in(ele.email)
    assert visitor.post("/konto/daten/loeschung", data).status_code == 422
    assert visitor.is_signed_in()


def test_guessing_at_the_deletion_is_stopped(visitor, ele):
    visitor.sign_in(ele.email)
    for _ in range(lockout.TRIES):
        visitor.post("/konto/daten/loeschung", {"password": "falsch", "sure": "y"})
    right = {"password": people.PASSWORD, "sure": "y"}
    assert visitor.post("/konto/daten/loeschung", right).status_code == 422


def test_the_last_admin_is_told_why_not(admin):
    data = {"password": people.PASSWORD, "sure": "y"}
    answer = admin.post("/konto/daten/loeschung", data)
    assert answer.status_code == 409
    assert "Programm" in answer.text


# People


def test_people_are_found_by_parts_of_name_and_address(admin, database):
    with database.writing() as session:
        people.person(session, "Özlem Groß", email="oe@beispiel.test")
        people.person(session, "Hans 100% Klar")
    for search in ("ozlem", "ÖZLEM GROSS", "groß", "oe@beispiel"):
        page = admin.get("/verwaltung/personen", query_string={"q": search})
        assert "Özlem Groß" in page.text, search
        assert "Klar" not in page.text
    assert "Klar" in admin.get("/verwaltung/personen?q=100%25").text
    assert "Özlem" not in admin.get("/verwaltung/personen?q=%25").text


def test_people_are_found_by_role(admin, ele):
    assert "Ele Eins" in admin.get("/verwaltung/personen?role=employee").text
    assert "Ele Eins" not in admin.get("/verwaltung/personen?role=editor").text
    assert admin.get("/verwaltung/personen?role=pilot&page=-3").status_code == 200


def test_many_people_come_in_pages(admin, database):
    with database.writing() as session:
        for number in range(60):
            people.person(session, f"Person {number:03}")
    first = admin.get("/verwaltung/personen").text
    last = admin.get("/verwaltung/personen?page=3").text
    beyond = admin.get("/verwaltung/personen?page=99").text
    assert "Person 000" in first
    assert "Person 059" not in first
    assert "Person 059" in last
    assert "Person 059" in beyond


def test_coordinators_find_only_their_own_people(keeper, ele, koni):
    page = keeper.get("/verwaltung/personen").text
    assert "Koni Kern" in page
    assert "Ele Eins" not in page
    assert keeper.get(f"/verwaltung/personen/{ele.id}").status_code == 404
    assert "Ele Eins" not in keeper.get("/verwaltung/personen.csv").text


def test_coordinators_do_not_see_what_somebody_is_elsewhere(keeper, ele, koni, database):
    with database.writing() as session:
        home = session.scalars(select(Organisation).where(Organisation.name == "Verband")).one()
        people.member(session, session.get_one(Person, ele.id), home, Role.employee)
    for path in (
        "/verwaltung/personen",
        f"/verwaltung/personen/{ele.id}",
        "/verwaltung/personen.csv",
    ):
        page = keeper.get(path).text
        assert "Verband" in page
        assert "Erz GmbH" not in page


def test_coordinators_change_no_account(keeper, ele, koni, database):
    with database.writing() as session:
        home = session.scalars(select(Organisation).where(Organisation.name == "Verband")).one()
        people.member(session, session.get_one(Person, ele.id), home, Role.employee)
    path = f"/verwaltung/personen/{ele.id}"
    assert keeper.post(path, {"name": "X", "email": "x@beispiel.test"}).status_code == 403
    assert keeper.post(f"{path}/deaktivierung").status_code == 403
    assert keeper.post(f"{path}/zweiter-schritt").status_code == 403
    assert "deaktivierung" not in keeper.get(path).text


def test_an_admin_changes_name_and_address(admin, ele, database, mails):
    path = f"/verwaltung/personen/{ele.id}"
    answer = admin.post(path, {"name": "Ele Neu", "email": "Neu@beispiel.test"})
    assert (answer.status_code, answer.location) == (303, path)
    assert _one(database, Person, Person.id == ele.id).email == "neu@beispiel.test"
    assert len(mails("neu@beispiel.test")) == 1


@pytest.mark.parametrize("email", ["kein", "ada@beispiel.test", ""])
def test_a_bad_address_comes_back(admin, ele, email):
    path = f"/verwaltung/personen/{ele.id}"
    answer = admin.post(path, {"name": "Ele", "email": email})
    assert answer.status_code == 422
    assert 'id="email-error"' in answer.text


def test_an_admin_switches_off_and_on(admin, browser, ele):
    path = f"/verwaltung/personen/{ele.id}"
    admin.post(f"{path}/deaktivierung")
    assert browser().sign_in(ele.email).status_code == 422
    admin.post(f"{path}/reaktivierung")
    assert browser().sign_in(ele.email).status_code == 303


def test_the_last_admin_cannot_switch_themselves_off(admin, ada):
    assert admin.post(f"/verwaltung/personen/{ada.id}/deaktivierung").status_code == 409
    assert admin.is_signed_in()


def _invited(database, email="nie@beispiel.test"):
    with database.writing() as session:
        return people.person(session, "Nie Da", email=email, password=None, confirmed_at=None).id


def test_somebody_who_cannot_sign_in_is_forgotten_by_an_admin(admin, database, mails):
    path = f"/verwaltung/personen/{_invited(database)}"
    assert "Endgültig löschen" in admin.get(path).text
    answer = admin.post(f"{path}/loeschung", {"confirmation": "nie  DA"})
    assert (answer.status_code, answer.location) == (303, "/verwaltung/personen")
    assert admin.get(path).status_code == 404
    assert [each.template for each in mails("nie@beispiel.test")] == ["accounts/mail/erased"]


@pytest.mark.parametrize("typed", ["", "Nie", "ja"])
def test_nobody_is_forgotten_without_the_name_written_out(admin, database, typed):
    path = f"/verwaltung/personen/{_invited(database)}"
    assert admin.post(f"{path}/loeschung", {"confirmation": typed}).status_code == 422
    assert admin.get(path).status_code == 200


def test_a_room_that_refuses_keeps_the_person(admin, database, house, monkeypatch):
    def not_yet(*_):
        raise Refused("a case is open")

    monkeypatch.setattr(house.extensions[EXTENSION].get(PersonalData), "erasers", [not_yet])
    path = f"/verwaltung/personen/{_invited(database)}"
    answer = admin.post(f"{path}/loeschung", {"confirmation": "Nie Da"})
    assert answer.status_code == 409
    assert "Das geht zurzeit nicht" in answer.text
    assert admin.get(path).status_code == 200


def test_admins_are_forgotten_by_their_own_password_only(admin, ada):
    path = f"/verwaltung/personen/{ada.id}"
    assert "Endgültig löschen" not in admin.get(path).text
    assert admin.post(f"{path}/loeschung", {"confirmation": "Ada Amt"}).status_code == 403


def test_only_admins_forget_others(keeper, koni, database):
    with database.writing() as session:
        home = session.get_one(Person, koni.id).memberships[0].organisation
        other = people.person(session, "Otto Ost")
        people.member(session, other, home, Role.employee)
        path = f"/verwaltung/personen/{other.id}"
    assert "Endgültig löschen" not in keeper.get(path).text
    assert keeper.post(f"{path}/loeschung", {"confirmation": "Otto Ost"}).status_code == 403


def test_the_last_admin_cannot_close_the_own_office(admin, ada, database):
    office = _one(database, Organisation, Organisation.name == "Büro").id
    answer = admin.post(f"/verwaltung/organisationen/{office}/schliessung", follow_redirects=True)
    assert "könnte niemand mehr das Programm verwalten" in answer.text
    assert _one(database, Organisation, Organisation.id == office).is_open


def test_a_lost_second_step_is_taken_away(admin, ele, database):
    with database.writing() as session:
        session.execute(
            update(Person)
            .where(Person.id == ele.id)
            .values(tf_totp_secret="x", tf_primary_method="authenticator")
        )
    assert admin.post(f"/verwaltung/personen/{ele.id}/zweiter-schritt").status_code == 303
    assert not _one(database, Person, Person.id == ele.id).has_second_factor


def test_an_invitation_is_sent_again(admin, invited, mails, database):
    first = _link(mails)
    person = _one(database, Person, Person.email == "neu@beispiel.test")
    assert admin.post(f"/verwaltung/personen/{person.id}/einladung").status_code == 303
    assert admin.get(first).status_code == 404
    assert admin.get(_link(mails)).status_code == 200


# Memberships


def _membership(database, person):
    return _one(database, Membership, Membership.person_id == person.id)


def test_roles_are_changed(admin, ele, database):
    path = f"/verwaltung/mitgliedschaften/{_membership(database, ele).id}"
    assert admin.get(path).status_code == 200
    data = {"roles": ["employee", "company_representative"], "is_responsible": "y"}
    assert admin.post(path, data).status_code == 303
    changed = _membership(database, ele)
    assert changed.side is Side.employer
    assert changed.responsibility is not None


def test_what_must_be_apart_is_explained(admin, ele, database):
    path = f"/verwaltung/mitgliedschaften/{_membership(database, ele).id}"
    answer = admin.post(path, {"roles": ["in_company_mentor", "company_representative"]})
    assert answer.status_code == 409
    assert "vertrauen" in answer.text
    assert _membership(database, ele).role_set == {Role.employee}


def test_a_coordinator_cannot_smuggle_in_a_role(keeper, koni, database):
    path = f"/verwaltung/mitgliedschaften/{_membership(database, koni).id}"
    answer = keeper.post(path, {"roles": ["coordinator", "programme_admin"]})
    assert answer.status_code == 422
    assert _membership(database, koni).role_set == {Role.coordinator}


def test_a_coordinator_leaves_roles_of_the_programme_alone(keeper, koni, database):
    with database.writing() as session:
        home = session.scalars(select(Organisation).where(Organisation.name == "Verband")).one()
        edi = people.person(session, "Edi")
        people.member(session, edi, home, Role.editor)
    path = f"/verwaltung/mitgliedschaften/{_membership(database, edi).id}"
    assert keeper.post(path, {"roles": ["employee"]}).status_code == 303
    assert _membership(database, edi).role_set == {Role.editor, Role.employee}


def test_a_membership_elsewhere_is_none_of_their_business(keeper, ele, database):
    path = f"/verwaltung/mitgliedschaften/{_membership(database, ele).id}"
    assert keeper.get(path).status_code == 404
    assert keeper.post(path, {"roles": []}).status_code == 404
    assert keeper.post(f"{path}/ende").status_code == 404


def test_a_membership_ends(admin, ele, database):
    path = f"/verwaltung/mitgliedschaften/{_membership(database, ele).id}/ende"
    assert admin.post(path).status_code == 303
    assert _one(database, Person, Person.id == ele.id).memberships == []


# Organisations


def test_an_organisation_is_founded_and_changed(admin, database):
    data = {"kind": "company", "name": "Neu GmbH", "headcount": "12", "postcode": "44137"}
    answer = admin.post("/verwaltung/organisationen", data)
    made = _one(database, Organisation, Organisation.name == "Neu GmbH")
    assert answer.location == f"/verwaltung/organisationen/{made.id}"
    page = admin.get(answer.location)
    assert made.code in page.text
    changed = {"name": "Neu AG", "headcount": "", "postcode": "50667", "town": "Köln"}
    assert admin.post(answer.location, changed).status_code == 303
    after = _one(database, Organisation, Organisation.id == made.id)
    assert (after.name, after.headcount, after.town) == ("Neu AG", None, "Köln")


def test_members_are_found_and_come_in_pages(admin, ele, database):
    home = _one(database, Organisation, Organisation.name == "Erz GmbH")
    with database.writing() as session:
        for number in range(queries.PAGE_ROWS):
            people.member(session, people.person(session, f"Özge {number:02}"), home)
    path = f"/verwaltung/organisationen/{home.id}"
    first, second = admin.get(path).text, admin.get(f"{path}?page=2").text
    assert "Ele Eins" in first
    assert "Seite 1 von 2" in first
    assert "Özge 24" not in first
    assert "Özge 24" in second
    found = admin.get(path, query_string={"q": "ÖZGE 24"}).text
    assert "Özge 24" in found
    assert "Ele Eins" not in found
    assert "Niemand gefunden" in admin.get(path, query_string={"q": "Nirgendwer"}).text


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": ""},
        {"kind": "club"},
        {"name": ""},
        {"name": "x" * 201},
        {"headcount": "-1"},
        {"headcount": "viele"},
        {"postcode": "4413"},
        {"postcode": "4413a"},
    ],
)
def test_a_bad_organisation_comes_back(admin, database, wrong):
    data = {"kind": "company", "name": "Neu GmbH", "headcount": "12", "postcode": "44137"} | wrong
    assert admin.post("/verwaltung/organisationen", data).status_code == 422
    with database.reading() as session:
        found = select(func.count()).where(Organisation.kind == OrganisationKind.company)
        assert session.scalar(found) == 0


def test_the_same_organisation_comes_back_with_a_reason(admin, ele):
    data = {"kind": "company", "name": "Erz GmbH", "postcode": "44137"}
    answer = admin.post("/verwaltung/organisationen", data)
    assert answer.status_code == 422
    assert "gibt es schon" in answer.text


def test_an_organisation_rests_and_takes_part_again(admin, koni, browser, database):
    home = _one(database, Organisation, Organisation.name == "Verband")
    other = browser()
    other.sign_in(koni.email)
    path = f"/verwaltung/organisationen/{home.id}"
    admin.post(f"{path}/schliessung")
    assert other.get("/verwaltung/personen").status_code == 403
    admin.post(f"{path}/oeffnung")
    assert other.get("/verwaltung/personen").status_code == 200


def test_a_code_is_renewed(admin, ele, database):
    before = _one(database, Organisation, Organisation.name == "Erz GmbH")
    admin.post(f"/verwaltung/organisationen/{before.id}/code")
    assert _one(database, Organisation, Organisation.id == before.id).code != before.code


def test_a_coordinator_changes_no_organisation(keeper, koni, database):
    home = _one(database, Organisation, Organisation.name == "Verband")
    path = f"/verwaltung/organisationen/{home.id}"
    assert keeper.get(path).status_code == 200
    assert keeper.post(path, {"name": "Meins"}).status_code == 403
    for deed in ("schliessung", "oeffnung", "code"):
        assert keeper.post(f"{path}/{deed}").status_code == 403


def test_a_coordinator_invites_into_the_own_association(keeper, koni, database, mails):
    home = _one(database, Organisation, Organisation.name == "Verband")
    path = f"/verwaltung/organisationen/{home.id}/einladung"
    assert "inter_company_mentor" in keeper.get(path).text
    data = {"name": "Ina", "email": "ina@beispiel.test", "roles": ["inter_company_mentor"]}
    assert keeper.post(path, data).status_code == 303
    assert mails("ina@beispiel.test")[0].context["by"] == "Koni Kern"
    assert keeper.post(path, data).status_code == 409


def test_inviting_tells_nothing_about_who_has_an_account(keeper, koni, ele, database):
    home = _one(database, Organisation, Organisation.name == "Verband")
    path = f"/verwaltung/organisationen/{home.id}/einladung"
    known = keeper.post(path, {"name": "Ele", "email": ele.email, "roles": ["employee"]})
    known_page = keeper.get("/impressum").text.replace(ele.email, "")
    new = keeper.post(path, {"name": "Neu", "email": "neu@beispiel.test", "roles": ["employee"]})
    new_page = keeper.get("/impressum").text.replace("neu@beispiel.test", "")
    assert (known.status_code, known.location) == (new.status_code, new.location)
    assert known_page.count("bekommt eine E-Mail") == new_page.count("bekommt eine E-Mail") == 1


def test_deeds_are_noted_with_who_did_them(admin, ada, database):
    admin.post("/verwaltung/organisationen", {"kind": "union", "name": "Bund"})
    entry = _one(database, AuditEntry)
    assert (entry.deed, entry.by_id) == ("organisation.founded", ada.id)


# Tables

HOMES = "art;name;plz\nUnternehmen;=1+1;44137\nVerein;Nichts;\n"


def _upload(admin, text, kind="organisations"):
    body = (
        f'--x\r\nContent-Disposition: form-data; name="kind"\r\n\r\n{kind}\r\n'
        f'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{admin.proof()}\r\n'
        '--x\r\nContent-Disposition: form-data; name="file"; filename="haeuser.csv"\r\n\r\n'
    )
    file = text if isinstance(text, bytes) else text.encode()
    return admin.client.post(
        "/verwaltung/einlesen",
        data=body.encode() + file + b"\r\n--x--\r\n",
        content_type="multipart/form-data; boundary=x",
    )


def test_a_table_is_tried_and_then_taken_over(admin, database, work):
    answer = _upload(admin, HOMES)
    assert answer.status_code == 303
    page = admin.get(answer.location).text
    assert "=1+1" in page
    assert "<td>art</td>" in page
    assert "1 neu, 0 geändert, 0 unverändert, 1 ausgelassen. Noch ist nichts gespeichert" in page
    with database.reading() as session:
        assert not session.scalars(select(Organisation).where(Organisation.name == "=1+1")).all()
    done = admin.post(f"{answer.location}/uebernahme")
    assert (done.status_code, done.location) == (303, answer.location)
    waiting = admin.get(done.location)
    assert "hx-trigger" in waiting.text
    assert admin.post(f"{answer.location}/uebernahme").status_code == 409
    work()
    finished = admin.get(done.location).text
    assert "hx-trigger" not in finished
    assert "1 neu, 0 geändert, 0 unverändert, 1 ausgelassen" in finished
    part = admin.get(done.location, headers={"HX-Request": "true"}).text
    assert part.startswith('<div id="taking"')
    assert "haeuser.csv" in admin.get("/verwaltung/einlesen").text
    assert _one(database, Upload).text == ""
    entry = _one(database, AuditEntry, AuditEntry.deed == "organisations.imported")
    assert entry.facts == {"new": 1, "changed": 0, "same": 0, "bad": 1}


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "kind"),
        (b"PK\x03\x04", "CSV"),
        (b"x" * 1_000_001, "Megabyte"),
        (b"name;gehalt\nx;1\n", "gehalt"),
        (b"art;name\n", "nichts"),
        (b'art;name\nKammer;"x\n', "Anf"),
    ],
)
def test_what_is_no_table_comes_back_with_a_reason(admin, database, data, word):
    answer = _upload(admin, data)
    assert answer.status_code == 422
    assert word in answer.text
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Upload)) == 0


def test_an_upload_without_a_file_comes_back(admin):
    assert admin.post("/verwaltung/einlesen", {"kind": "people"}).status_code == 422


@pytest.mark.parametrize(("asked", "sent"), [({}, 0), ({"mail": "on"}, 1)])
def test_people_are_taken_over_with_mail_only_if_wished(admin, ele, mails, work, asked, sent):
    text = "email;name;organisation\nneu@beispiel.test;Neu;Erz GmbH\n"
    location = _upload(admin, text, "people").location
    admin.post(f"{location}/uebernahme", asked)
    work()
    assert len(mails("neu@beispiel.test")) == sent


def test_what_each_line_did_is_shown_and_handed_over(admin, work):
    location = _upload(admin, HOMES + "Kammer;zu kurz\n").location
    assert admin.get(f"{location}/bericht.csv").status_code == 404
    admin.post(f"{location}/uebernahme")
    work()
    page = admin.get(location).text
    assert "Diese Zeile hat mehr oder weniger Zellen" in page
    file = admin.get(f"{location}/bericht.csv")
    assert "attachment" in file.headers["Content-Disposition"]
    assert file.text.removeprefix("\ufeff").splitlines() == [
        "Zeile;Was geschehen ist;Spalte;Grund",
        "2;neu;;",
        "3;ausgelassen;art;Diese Art von Organisation kennen wir nicht.",
        "4;ausgelassen;;Diese Zeile hat mehr oder weniger Zellen als die Überschrift.",
    ]


def test_damaged_signs_are_named_and_not_guessed(admin):
    answer = _upload(admin, "art;name\nKammer;Köln\nKammer;".encode() + b"M\xfcller\n")
    assert answer.status_code == 422
    assert "3: In dieser Zeile sind Zeichen beschädigt" in answer.text


def test_an_upload_is_thrown_away_by_its_owner(admin, database, work):
    location = _upload(admin, HOMES).location
    assert "Datei verwerfen" in admin.get(location).text
    assert admin.post(f"{location}/verwerfung").location == "/verwaltung/einlesen"
    assert admin.get(location).status_code == 404
    ordered = _upload(admin, HOMES).location
    admin.post(f"{ordered}/uebernahme")
    refused = admin.post(f"{ordered}/verwerfung", follow_redirects=True)
    assert "wird gerade eingelesen" in refused.text
    work()
    admin.post(f"{ordered}/verwerfung")
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Upload)) == 0


def test_somebody_elses_upload_is_not_shown(admin, browser, database):
    location = _upload(admin, HOMES).location
    with database.writing() as session:
        office = session.scalars(select(Organisation).where(Organisation.name == "Büro")).one()
        second = people.person(session, "Zweite", email="zwei@beispiel.test")
        people.member(session, second, office, Role.programme_admin)
    other = browser()
    other.sign_in("zwei@beispiel.test")
    assert other.get(location).status_code == 404
    for deed in ("uebernahme", "verwerfung"):
        assert other.post(f"{location}/{deed}").status_code == 404


def test_names_are_never_markup(admin, database):
    with database.writing() as session:
        someone = people.person(session, "<script>alert(1)</script>")
        people.member(session, someone, people.company(session, "<b>Firma</b>"), Role.employee)
    for path in (
        "/verwaltung/personen",
        f"/verwaltung/personen/{someone.id}",
        "/verwaltung/organisationen",
    ):
        page = admin.get(path).text
        assert "<script>alert" not in page
        assert "<b>Firma" not in page


def test_the_board_names_who_has_not_come(admin, invited):
    assert "Nele Neu" in admin.get("/heute").text


# Passkeys, as far as a server can tell


def _with_passkey(database, person, usage):
    with database.writing() as session:
        session.add(
            Passkey(
                person_id=person.id,
                credential_id=usage.encode(),
                public_key=b"2",
                name="Telefon",
                transports=[],
                backup_state=False,
                device_type="single_device",
                lastuse_datetime=present(),
                usage=usage,
            )
        )


def test_a_passkey_beside_the_password_is_asked_for(visitor, ele, database):
    _with_passkey(database, ele, "secondary")
    assert visitor.sign_in(ele.email).location.startswith("/anmelden/passkey")
    assert not visitor.is_signed_in()


def test_a_passkey_is_removed_by_its_name(visitor, ele, database, mails):
    visitor.sign_in(ele.email)
    _with_passkey(database, ele, "first")
    assert "Telefon" in visitor.get("/konto/passkeys").text
    visitor.post("/konto/passkey-entfernung", {"name": "Telefon"})
    assert _one(database, Person, Person.id == ele.id).webauthn == []
    assert mails(ele.email)[-1].template == "accounts/mail/factor"


def test_a_passkey_page_gives_no_hint_who_has_one(visitor, ele, database):
    _with_passkey(database, ele, "first")
    page = visitor.post("/anmelden/passkey", {"identity": ele.email}).text
    assert "&#34;allowCredentials&#34;: []" in page or "allowCredentials" not in page


def test_two_ways_of_a_second_step_are_offered(visitor, ele, database):
    _with_passkey(database, ele, "secondary")
    with database.writing() as session:
        session.execute(
            update(Person)
            .where(Person.id == ele.id)
            .values(tf_totp_secret="x", tf_primary_method="authenticator")
        )
    answer = visitor.sign_in(ele.email)
    assert answer.location.startswith("/anmelden/auswahl")
    page = visitor.get(answer.location)
    assert page.status_code == 200
    assert visitor.post(answer.location, {"which": "webauthn"}).location.startswith(
        "/anmelden/passkey"
    )
