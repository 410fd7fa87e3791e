"""What somebody else left in a browser opens no account."""

import re

import pytest
from flask import session as browser_session
from passlib.totp import TOTP
from sqlalchemy import func, select

from mentorhub.accounts.models import BrowserSession, Person, SignIn
from mentorhub.accounts.personal_data import PersonalData
from mentorhub.web.context import EXTENSION
from tests import people
from tests.accounts.conftest import Visitor, build
from tests.accounts.softkey import SoftKey
from tests.accounts.steps import later_code, set_up_code


def _person(database, person):
    with database.reading() as session:
        return session.get_one(Person, person.id)


def _notes(database):
    with database.reading() as session:
        return session.scalars(select(BrowserSession.data)).all()


def _key(database, person, usage):
    with database.writing() as session:
        return SoftKey(session, session.get_one(Person, person.id), usage)


def _begin_set_up(visitor):
    page = visitor.post("/konto/zweiter-schritt", {"setup": "authenticator"})
    return TOTP(key=re.search(r"<code>([A-Z2-7-]+)</code>", page.text)[1].replace("-", ""))


@pytest.fixture
def emil(database):
    """Somebody with an account who wants into another one."""
    with database.writing() as session:
        return people.person(session, "Emil", email="emil@beispiel.test")


# Notes in a browser


def test_an_own_new_code_opens_nobody_elses_account(visitor, browser, ele, emil, database):
    owner = browser()
    owner.sign_in(ele.email)
    set_up_code(owner)
    _key(database, ele, "secondary")
    before = _person(database, ele).tf_totp_secret
    key = _key(database, emil, "first")

    assert visitor.sign_in(ele.email).location.startswith("/anmelden/auswahl")
    key.show(visitor, "/anmelden/passkey")
    assert visitor.is_signed_in()
    own = _begin_set_up(visitor)
    elsewhere = browser()
    elsewhere.sign_in(emil.email)
    elsewhere.post("/konto/sitzungen/ende")
    visitor.post("/anmelden/code", {"code": own.generate().token})

    assert not visitor.is_signed_in()
    assert _person(database, ele).tf_totp_secret == before


def test_nobody_shows_a_new_code_without_being_signed_in(database, ele):
    web = build(database)
    visitor, owner = Visitor(web.test_client()), Visitor(web.test_client())

    def half_way() -> str:
        victim = _person(database, ele)
        browser_session["tf_user_id"] = victim.fs_uniquifier
        browser_session["tf_state"] = "validating_profile"
        browser_session["tf_primary_method"] = "authenticator"
        browser_session["tf_totp_secret"] = victim.tf_totp_secret
        return ""

    web.add_url_rule("/halfway", "halfway", half_way)
    owner.sign_in(ele.email)
    own, _ = set_up_code(owner)
    visitor.get("/halfway")
    answer = visitor.post("/anmelden/code", {"code": later_code(own, database)})
    assert answer.status_code == 422
    answer = visitor.post("/konto/zweiter-schritt", {"setup": "disable"})
    assert answer.status_code == 422
    assert not visitor.is_signed_in()
    assert _person(database, ele).tf_primary_method == "authenticator"


def _noting(database):
    """Return an application with pages that make and show notes, and what rooms forgot."""
    web, forgotten = build(database), []
    rooms = web.extensions[EXTENSION].get(PersonalData)
    rooms.add_note("visit", lambda _session, value: forgotten.append(value))

    def note() -> str:
        browser_session.update({"visit": "answers", "saved": "list", "fs_gexp": 2**40})
        return ""

    web.add_url_rule("/note", "note", note)
    web.add_url_rule("/notes", "notes", lambda: " ".join(sorted(browser_session.notes)))
    return web, forgotten


def test_signing_in_leaves_only_the_saved_list(database, ele):
    web, forgotten = _noting(database)
    visitor = Visitor(web.test_client())
    visitor.get("/note")
    visitor.sign_in(ele.email)
    assert set(visitor.get("/notes").text.split()) <= {"saved", "fs_paa"}
    assert forgotten == ["answers"]


def test_signing_out_leaves_nothing(database, ele):
    web, forgotten = _noting(database)
    visitor = Visitor(web.test_client())
    visitor.sign_in(ele.email)
    visitor.get("/note")
    visitor.post("/abmelden")
    assert visitor.get("/notes").text == ""
    assert forgotten == ["answers"]
    assert _notes(database) == []


def test_notes_end_with_a_sign_in_that_was_ended_elsewhere(database, ele):
    web, forgotten = _noting(database)
    visitor, elsewhere = Visitor(web.test_client()), Visitor(web.test_client())
    visitor.sign_in(ele.email)
    visitor.get("/note")
    elsewhere.sign_in(ele.email)
    elsewhere.post("/konto/sitzungen/ende")
    assert visitor.get("/notes").text == ""
    assert forgotten == ["answers"]
    visitor.get("/note")
    assert "saved" in visitor.get("/notes").text


# Passkeys as the second step


def test_a_passkey_is_the_second_step_of_its_owner(visitor, ele, database):
    key = _key(database, ele, "secondary")
    assert visitor.sign_in(ele.email).location.startswith("/anmelden/passkey")
    assert key.show(visitor, "/anmelden/passkey").status_code == 303
    assert visitor.is_signed_in()
    with database.reading() as session:
        assert session.scalars(select(SignIn.person_id)).one() == ele.id


def test_the_passkey_of_somebody_else_is_no_second_step(visitor, ele, emil, database):
    _key(database, ele, "secondary")
    foreign = _key(database, emil, "secondary")
    visitor.sign_in(ele.email)
    foreign.show(visitor, "/anmelden/passkey")
    assert "gehört zu einem anderen Konto" in visitor.get("/anmelden/passkey").text
    assert not visitor.is_signed_in()
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(SignIn)) == 0


def test_a_passkey_alone_must_know_its_owner_on_whatever_page_it_began(
    visitor, browser, ele, emil, database
):
    found, own = _key(database, ele, "first"), _key(database, emil, "first")
    thief = browser()
    own.show(thief, "/anmelden/passkey")
    page = thief.post("/konto/passkey-bestaetigung")
    state = re.search(r'action="/konto/passkey-bestaetigung/([^"?]+)', page.text)[1]
    answer = {"credential": found.answer(page, verified=False)}
    visitor.post(f"/anmelden/passkey/{state}", answer)
    assert not visitor.is_signed_in()


# Roles that need more than a password


@pytest.fixture
def strict(database):
    """A browser of an application in which admins must show more than a password."""
    return Visitor(
        build(database, second_factor_roles=frozenset({"programme_admin"})).test_client()
    )


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/konto/zweiter-schritt", {"setup": "authenticator"}),
        ("/konto/passkeys", {"name": "Meiner", "usage": "first"}),
        ("/konto/passkey-entfernung", {"name": "Telefon"}),
        ("/konto/notfallcodes", {}),
        ("/konto/email", {"email": "anders@beispiel.test"}),
        ("/konto/passwort", {"password": people.PASSWORD}),
    ],
)
def test_the_password_alone_sets_up_nothing_beside_a_passkey(strict, ada, database, path, data):
    _key(database, ada, "first")
    strict.sign_in(ada.email)
    assert strict.post(path, data).status_code == 403
    assert strict.get(path).location == "/konto/sicherheit"


def test_a_strict_role_opens_once_the_passkey_is_shown(strict, ada, database):
    key = _key(database, ada, "first")
    strict.sign_in(ada.email)
    page = strict.get("/konto/sicherheit")
    assert "nur mit dem Passwort" in page.text
    assert "/konto/zweiter-schritt" not in page.text
    assert key.show(strict, "/konto/passkey-bestaetigung").status_code == 303
    assert strict.get("/verwaltung/personen").status_code == 200


def test_the_passkey_of_somebody_else_opens_no_strict_role(strict, ada, emil, database):
    _key(database, ada, "first")
    foreign = _key(database, emil, "first")
    strict.sign_in(ada.email)
    foreign.show(strict, "/konto/passkey-bestaetigung")
    assert strict.get("/verwaltung/personen").location == "/konto/sicherheit"


def test_whoever_is_held_back_can_sign_out(strict, ada, database):
    _key(database, ada, "first")
    strict.sign_in(ada.email)
    assert strict.post("/abmelden").status_code == 303
    assert not strict.is_signed_in()
