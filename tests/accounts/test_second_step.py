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
