"""Signing in and out as a browser sees it."""

import base64
import re
from urllib.parse import urljoin, urlsplit

import pytest
from flask import g
from flask import session as browser_session
from sqlalchemy import func, select, update

from mentorhub.accounts import lockout
from mentorhub.accounts.actions import people as deeds
from mentorhub.accounts.models import (
    BrowserSession,
    FailedSignIns,
    Person,
    Role,
    SignIn,
    SignInEnding,
    WhyEnded,
)
from mentorhub.kit.audit import AuditEntry
from mentorhub.kit.clock import now as present
from tests import people
from tests.accounts.conftest import HOST, Visitor, build
from tests.accounts.steps import later_code, set_up_code

OTHER = "eine ganz andere Losung"


def _count(database, model):
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(model))


def test_the_right_password_signs_in(visitor, ele):
    answer = visitor.sign_in(ele.email)
    assert (answer.status_code, answer.location) == (303, "/heute")
    assert visitor.is_signed_in()


def test_an_address_is_known_in_any_spelling(visitor, ele):
    assert visitor.sign_in(" ELE@Beispiel.TEST ").status_code == 303


def test_the_cookie_holds_nothing_but_a_token(visitor, ele):
    visitor.sign_in(ele.email)
    cookie = visitor.client.get_cookie("mentorhub")
    assert re.fullmatch(r"[\w-]{32}", cookie.value)
    assert cookie.http_only
    assert cookie.same_site == "Lax"


def test_over_https_the_cookie_is_bound_to_the_host(database, ele):
    app = build(database, base_url="https://hub.beispiel.test")
    page = app.test_client().get("/anmelden", base_url="https://hub.beispiel.test")
    cookie = page.headers["Set-Cookie"]
    assert cookie.startswith("__Host-mentorhub=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_a_visitor_leaves_no_row_behind(database, visitor):
    visitor.get("/anmelden")
    assert _count(database, BrowserSession) == 0


def test_signing_in_changes_the_token(visitor, ele):
    visitor.get("/anmelden")
    before = visitor.client.get_cookie("mentorhub").value
    visitor.sign_in(ele.email)
    assert visitor.client.get_cookie("mentorhub").value != before


def test_an_old_token_is_worth_nothing_after_signing_out(visitor, browser, ele):
    visitor.sign_in(ele.email)
    copied = visitor.client.get_cookie("mentorhub").value
    assert visitor.post("/abmelden").status_code == 303
    thief = browser()
    thief.client.set_cookie("mentorhub", copied)
    assert not thief.is_signed_in()
    assert not visitor.is_signed_in()


def test_a_form_without_proof_is_refused(visitor, ele):
    visitor.get("/anmelden")
    answer = visitor.client.post(
        "/anmelden", data={"email": ele.email, "password": people.PASSWORD}
    )
    assert answer.status_code == 400
    assert not visitor.is_signed_in()


def test_the_proof_of_another_browser_is_refused(visitor, browser, ele):
    visitor.get("/anmelden")
    stranger = browser().proof()
    data = {"email": ele.email, "password": people.PASSWORD, "csrf_token": stranger}
    assert visitor.client.post("/anmelden", data=data).status_code == 400


def test_signing_out_needs_the_proof(visitor, ele):
    visitor.sign_in(ele.email)
    visitor.client.post("/abmelden")
    assert visitor.is_signed_in()


def test_a_page_for_people_leads_to_the_sign_in_and_back(visitor, ele):
    answer = visitor.get("/konto/daten?x=1")
    assert (answer.status_code, answer.location) == (303, "/anmelden?next=/konto/daten?x%3D1")
    data = {"email": ele.email, "password": people.PASSWORD}
    assert visitor.post(answer.location, data).location == "/konto/daten?x=1"


def test_a_part_of_a_page_leads_the_whole_page_to_the_sign_in(visitor):
    answer = visitor.get("/konto", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == "/anmelden?next=/konto"


@pytest.mark.parametrize("target", ["https://boese.test/", "//boese.test", "/\\boese.test"])
def test_nobody_is_led_to_another_site(visitor, ele, target):
    data = {"email": ele.email, "password": people.PASSWORD}
    answer = visitor.post(f"/anmelden?next={target}", data)
    assert not answer.location or urlsplit(urljoin(HOST, answer.location)).netloc == "localhost"


def _words(page):
    """The page without what differs by chance or by what was typed."""
    return re.sub(r'(value|nonce)="[^"]*"', "", page.text)


def test_a_wrong_password_and_a_wrong_address_look_alike(visitor, browser, ele):
    known = visitor.sign_in(ele.email, "nicht das richtige")
    unknown = browser().sign_in("niemand@beispiel.test", "nicht das richtige")
    assert known.status_code == unknown.status_code == 422
    assert _words(known) == _words(unknown)


def test_an_invited_person_looks_like_nobody(database, visitor, browser):
    with database.writing() as session:
        people.person(session, email="neu@beispiel.test", password=None, confirmed_at=None)
    invited = visitor.sign_in("neu@beispiel.test", "nicht das richtige")
    unknown = browser().sign_in("niemand@beispiel.test", "nicht das richtige")
    assert _words(invited) == _words(unknown)


@pytest.mark.parametrize("email", ["ele@beispiel.test", "niemand@beispiel.test"])
def test_asking_for_a_new_password_tells_nothing(visitor, ele, email):
    answer = visitor.post("/passwort-vergessen", {"email": email})
    assert (answer.status_code, answer.location) == (303, "/passwort-vergessen")
    assert email in visitor.get("/passwort-vergessen").text


def test_after_five_failures_even_the_right_password_waits(visitor, ele):
    for _ in range(lockout.TRIES):
        visitor.sign_in(ele.email, "nicht das richtige")
    answer = visitor.sign_in(ele.email)
    assert answer.status_code == 422
    assert "15" in answer.text
    assert not visitor.is_signed_in()


@pytest.mark.parametrize(
    "spelled",
    ["ELE@beispiel.test", "ele@ｂeispiel.test", "ele@beispiel。test"],
)
def test_another_spelling_gives_no_further_tries(visitor, ele, spelled):
    for _ in range(lockout.TRIES):
        visitor.sign_in(spelled, "nicht das richtige")
    assert visitor.sign_in(ele.email).status_code == 422


def test_a_lock_is_the_same_for_an_unknown_address(visitor, browser, ele):
    other = browser()
    for _ in range(lockout.TRIES + 1):
        known = visitor.sign_in(ele.email, "nicht das richtige")
        unknown = other.sign_in("niemand@beispiel.test", "nicht das richtige")
    assert _words(known) == _words(unknown)


def test_the_owner_is_told_once_that_the_account_is_locked(visitor, ele, mails, database):
    for _ in range(lockout.TRIES + 3):
        visitor.sign_in(ele.email, "nicht das richtige")
    assert [mail.template for mail in mails(ele.email)] == ["accounts/mail/locked"]
    with database.reading() as session:
        deeds_noted = session.scalars(select(AuditEntry.deed)).all()
    assert deeds_noted == ["person.locked"]


def test_a_lock_ends_by_itself(visitor, ele, database):
    for _ in range(lockout.TRIES):
        visitor.sign_in(ele.email, "nicht das richtige")
    with database.writing() as session:
        session.execute(update(FailedSignIns).values(locked_until=present()))
    assert visitor.sign_in(ele.email).status_code == 303


def test_failures_are_kept_without_addresses(visitor, ele, database):
    visitor.sign_in(ele.email, "nicht das richtige")
    with database.reading() as session:
        row = session.scalars(select(FailedSignIns)).one()
    assert "ele" not in row.key
    assert row.count == 1


def test_the_right_password_forgets_the_failures(visitor, ele, database):
    visitor.sign_in(ele.email, "nicht das richtige")
    visitor.sign_in(ele.email)
    assert _count(database, FailedSignIns) == 0


def test_too_many_tries_from_one_place_are_slowed_down(visitor):
    codes = {visitor.sign_in(f"n{n}@beispiel.test", "x").status_code for n in range(31)}
    assert codes == {422, 429}


def test_a_switched_off_account_cannot_sign_in(visitor, ele, ada, database):
    with database.writing() as session:
        deeds.deactivate(session, session.get_one(Person, ele.id), by=ada, now=present())
    answer = visitor.sign_in(ele.email)
    assert answer.status_code == 422
    assert not visitor.is_signed_in()


def test_switching_off_ends_what_is_open(visitor, ele, ada, database):
    visitor.sign_in(ele.email)
    with database.writing() as session:
        deeds.deactivate(session, session.get_one(Person, ele.id), by=ada, now=present())
    assert not visitor.is_signed_in()


def test_an_unconfirmed_address_is_confirmed_first(visitor, ele, database, mails):
    with database.writing() as session:
        session.execute(update(Person).values(confirmed_at=None))
    answer = visitor.sign_in(ele.email)
    assert answer.status_code == 422
    assert "bestätigen" in answer.text
    visitor.post("/email-bestaetigen", {"email": ele.email})
    (mail,) = mails(ele.email)
    assert mail.template == "accounts/mail/confirm"
    assert mail.context["link"].startswith(f"{HOST}/email-bestaetigen/")
    visitor.get(mail.context["link"].removeprefix(HOST))
    assert visitor.sign_in(ele.email).status_code == 303


def test_links_in_mails_do_not_follow_the_host_header(database, ele, mails):
    app = build(database, base_url="https://hub.beispiel.test")
    app.config["TRUSTED_HOSTS"] = None
    client = app.test_client()
    page = client.get("/anmelden", base_url="https://boese.test")
    proof = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
    client.post(
        "/passwort-vergessen",
        data={"email": ele.email, "csrf_token": proof},
        base_url="https://boese.test",
        headers={"Referer": "https://boese.test/"},
    )
    (mail,) = mails(ele.email)
    assert mail.context["link"].startswith("https://hub.beispiel.test/passwort-vergessen/")


def _reset_link(visitor, mails, email):
    visitor.post("/passwort-vergessen", {"email": email})
    return mails(email)[-1].context["link"].removeprefix(HOST)


def test_a_forgotten_password_is_replaced_by_mail(visitor, browser, ele, mails):
    elsewhere = browser()
    elsewhere.sign_in(ele.email)
    link = _reset_link(visitor, mails, ele.email)
    assert visitor.get(link).status_code == 200
    answer = visitor.post(link, {"password": OTHER, "password_confirm": OTHER})
    assert (answer.status_code, answer.location) == (303, "/anmelden")
    assert not elsewhere.is_signed_in()
    assert visitor.sign_in(ele.email).status_code == 422
    assert visitor.sign_in(ele.email, OTHER).status_code == 303
    assert mails(ele.email)[-1].template == "accounts/mail/password_changed"


def test_a_new_password_counts_at_once_after_a_lock(visitor, ele, mails):
    for _ in range(lockout.TRIES):
        visitor.sign_in(ele.email, "nicht das richtige")
    link = _reset_link(visitor, mails, ele.email)
    visitor.post(link, {"password": OTHER, "password_confirm": OTHER})
    assert visitor.sign_in(ele.email, OTHER).status_code == 303


@pytest.mark.parametrize("page", ["/passwort-vergessen", "/email-bestaetigen"])
def test_an_invited_person_gets_no_link_but_the_invitation(database, visitor, mails, page):
    with database.writing() as session:
        people.person(session, email="neu@beispiel.test", password=None, confirmed_at=None)
    answer = visitor.post(page, {"email": "neu@beispiel.test"})
    assert (answer.status_code, answer.location) == (303, page)
    assert "haben wir einen Link an neu@beispiel.test geschickt" in visitor.get(page).text
    assert mails("neu@beispiel.test") == []


@pytest.mark.parametrize("email", ["ele@beispiel.test", "niemand@beispiel.test"])
@pytest.mark.parametrize("page", ["/passwort-vergessen", "/email-bestaetigen"])
def test_one_address_gets_only_a_few_mails(visitor, ele, mails, page, email):
    with_link = page == "/passwort-vergessen" and email == ele.email
    for _ in range(lockout.TRIES):
        assert visitor.post(page, {"email": email}).status_code == 303
    answer = visitor.post(page, {"email": email})
    assert answer.status_code == 422
    assert "mehrmals angefordert" in answer.text
    assert len(mails(email)) == (lockout.TRIES if with_link else 0)
    assert visitor.post(page, {"email": "noch@beispiel.test"}).status_code == 303


def test_a_reset_link_works_once(visitor, ele, mails):
    link = _reset_link(visitor, mails, ele.email)
    visitor.post(link, {"password": OTHER, "password_confirm": OTHER})
    answer = visitor.post(
        link, {"password": "noch eine andere", "password_confirm": "noch eine andere"}
    )
    assert answer.location == "/passwort-vergessen"
    assert visitor.sign_in(ele.email, OTHER).status_code == 303


@pytest.mark.parametrize(
    "weak", ["kurz", "aaaaaaaaaaaa", "passwort2026", "Ele Eins 12", "ele@beispiel"]
)
def test_a_weak_new_password_is_refused(visitor, ele, mails, weak):
    link = _reset_link(visitor, mails, ele.email)
    answer = visitor.post(link, {"password": weak, "password_confirm": weak})
    assert answer.status_code == 422


def test_a_changed_password_ends_the_other_sign_ins(visitor, browser, ele, mails, database):
    elsewhere = browser()
    elsewhere.sign_in(ele.email)
    visitor.sign_in(ele.email)
    data = {"password": people.PASSWORD, "new_password": OTHER, "new_password_confirm": OTHER}
    answer = visitor.post("/konto/passwort", data)
    assert (answer.status_code, answer.location) == (303, "/konto")
    assert visitor.is_signed_in()
    assert not elsewhere.is_signed_in()
    assert [mail.template for mail in mails(ele.email)] == ["accounts/mail/password_changed"]
    with database.reading() as session:
        whys = session.scalars(select(SignInEnding.why)).all()
    assert set(whys) == {WhyEnded.new_password, WhyEnded.signed_out}


def test_a_changed_password_needs_the_present_one(visitor, ele):
    visitor.sign_in(ele.email)
    data = {"password": "falsch", "new_password": OTHER, "new_password_confirm": OTHER}
    for _ in range(lockout.TRIES):
        assert visitor.post("/konto/passwort", data).status_code == 422
    right = data | {"password": people.PASSWORD}
    assert visitor.post("/konto/passwort", right).status_code == 422


def test_a_new_address_counts_when_its_link_is_opened(visitor, ele, mails, database):
    visitor.sign_in(ele.email)
    visitor.post("/konto/email", {"email": "Neu@Beispiel.test"})
    (mail,) = mails("neu@beispiel.test")
    assert visitor.get("/konto").text.count("ele@beispiel.test")
    visitor.get(mail.context["link"].removeprefix(HOST))
    with database.reading() as session:
        assert session.get_one(Person, ele.id).email == "neu@beispiel.test"


def test_the_old_address_is_told_and_its_links_end(visitor, browser, ele, mails, database):
    reset = _reset_link(browser(), mails, ele.email)
    visitor.sign_in(ele.email)
    visitor.post("/konto/email", {"email": "neu@beispiel.test"})
    visitor.get(mails("neu@beispiel.test")[0].context["link"].removeprefix(HOST))
    assert mails(ele.email)[-1].template == "accounts/mail/moved"
    assert browser().get(reset).location == "/passwort-vergessen"
    assert visitor.is_signed_in()
    with database.reading() as session:
        assert session.scalars(select(AuditEntry.deed)).all() == ["person.readdressed"]


def test_one_account_sends_only_a_few_links_to_new_addresses(visitor, ele, mails):
    visitor.sign_in(ele.email)
    for number in range(lockout.TRIES):
        assert visitor.post("/konto/email", {"email": f"n{number}@x.test"}).status_code == 303
    assert visitor.post("/konto/email", {"email": "noch@x.test"}).status_code == 422
    assert mails("noch@x.test") == []


def test_one_new_address_gets_only_a_few_links(visitor, browser, ele, ada, mails):
    for someone, reader in ((ele, visitor), (ada, browser())):
        reader.sign_in(someone.email)
        for _ in range(3):
            reader.post("/konto/email", {"email": "ziel@x.test"})
    assert len(mails("ziel@x.test")) == lockout.TRIES


def test_the_address_of_somebody_else_is_not_told_and_not_taken(visitor, ele, ada, mails):
    visitor.sign_in(ele.email)
    answer = visitor.post("/konto/email", {"email": ada.email})
    assert answer.status_code == 303
    assert mails(ada.email) == []


def test_the_list_shows_family_of_browser_and_system_only(visitor, ele, database):
    agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0"
    visitor.client.environ_base["HTTP_USER_AGENT"] = agent
    visitor.sign_in(ele.email)
    with database.reading() as session:
        assert session.scalars(select(SignIn.device)).one() == "Firefox, Windows"
    assert "Firefox, Windows" in visitor.get("/konto/sitzungen").text


def test_one_other_device_is_signed_out_from_the_list(visitor, browser, ele, database):
    elsewhere = browser()
    elsewhere.sign_in(ele.email)
    visitor.sign_in(ele.email)
    with database.reading() as session:
        first = session.scalars(select(SignIn.id).order_by(SignIn.id)).first()
    assert visitor.post(f"/konto/sitzungen/{first}/ende").status_code == 303
    assert not elsewhere.is_signed_in()
    assert visitor.is_signed_in()


def test_somebody_elses_sign_in_is_none_of_my_business(visitor, browser, ele, ada, database):
    admin = browser()
    admin.sign_in(ada.email)
    visitor.sign_in(ele.email)
    with database.reading() as session:
        foreign = session.scalars(select(SignIn.id).where(SignIn.person_id == ada.id)).one()
    assert visitor.post(f"/konto/sitzungen/{foreign}/ende").status_code == 404
    assert admin.is_signed_in()


def test_everywhere_else_is_everywhere_but_here(visitor, browser, ele):
    others = [browser(), browser()]
    for other in others:
        other.sign_in(ele.email)
    visitor.sign_in(ele.email)
    assert visitor.post("/konto/sitzungen/ende").status_code == 303
    assert visitor.is_signed_in()
    assert not any(other.is_signed_in() for other in others)


# Codes


def test_a_code_is_asked_for_once_it_is_set_up(visitor, browser, ele, database):
    visitor.sign_in(ele.email)
    app, answer = set_up_code(visitor)
    assert (answer.status_code, answer.location) == (303, "/konto/sicherheit")
    other = browser()
    answer = other.sign_in(ele.email)
    assert answer.location == "/anmelden/code?next=/anmelden" or answer.location.startswith(
        "/anmelden/code"
    )
    assert not other.is_signed_in()
    answer = other.post("/anmelden/code", {"code": later_code(app, database)})
    assert answer.status_code == 303
    assert other.is_signed_in()


def test_a_code_counts_once(visitor, browser, ele, database):
    visitor.sign_in(ele.email)
    app, _ = set_up_code(visitor)
    code = later_code(app, database)
    first, second = browser(), browser()
    for each in (first, second):
        each.sign_in(ele.email)
    assert first.post("/anmelden/code", {"code": code}).status_code == 303
    assert second.post("/anmelden/code", {"code": code}).status_code == 422
    assert not second.is_signed_in()


def test_guessing_codes_is_stopped(visitor, browser, ele, database):
    visitor.sign_in(ele.email)
    app, _ = set_up_code(visitor)
    other = browser()
    other.sign_in(ele.email)
    for _ in range(lockout.TRIES):
        assert other.post("/anmelden/code", {"code": "000000"}).status_code == 422
    answer = other.post("/anmelden/code", {"code": later_code(app, database)})
    assert answer.status_code == 422
    assert "15 Minuten." in answer.text
    assert "neues Passwort" not in answer.text
    assert not other.is_signed_in()


def test_the_key_lies_sealed(visitor, ele, database):
    visitor.sign_in(ele.email)
    app, _ = set_up_code(visitor)
    with database.reading() as session:
        kept = session.get_one(Person, ele.id).tf_totp_secret
        notes = str(session.scalars(select(BrowserSession.data)).all())
    assert app.key not in base64.b64decode(kept)
    assert app.base32_key not in kept + notes


def test_setting_up_a_code_is_told_to_the_owner(visitor, ele, mails):
    visitor.sign_in(ele.email)
    set_up_code(visitor)
    assert [mail.template for mail in mails(ele.email)] == ["accounts/mail/factor"]


def test_a_code_can_be_taken_away_again(visitor, browser, ele):
    visitor.sign_in(ele.email)
    set_up_code(visitor)
    assert visitor.post("/konto/zweiter-schritt", {"setup": "disable"}).status_code == 303
    assert browser().sign_in(ele.email).location == "/heute"


def _recovery_codes(visitor):
    page = visitor.post("/konto/notfallcodes")
    return re.findall(r"<code>([0-9a-f-]{14})</code>", page.text)


def test_a_recovery_code_replaces_the_app_once(visitor, browser, ele):
    visitor.sign_in(ele.email)
    set_up_code(visitor)
    codes = _recovery_codes(visitor)
    assert len(set(codes)) == 8
    first, second = browser(), browser()
    for each in (first, second):
        each.sign_in(ele.email)
    assert first.post("/anmelden/notfallcode", {"code": codes[0].upper()}).status_code == 303
    assert first.is_signed_in()
    assert second.post("/anmelden/notfallcode", {"code": codes[0]}).status_code == 422
    assert second.post("/anmelden/notfallcode", {"code": codes[1]}).status_code == 303


def test_new_recovery_codes_are_noted_and_told_to_the_owner(visitor, ele, mails, database):
    visitor.sign_in(ele.email)
    _recovery_codes(visitor)
    assert [mail.template for mail in mails(ele.email)] == ["accounts/mail/factor"]
    with database.reading() as session:
        assert session.scalars(select(AuditEntry.deed)).all() == ["person.recovery_codes_made"]


def test_recovery_codes_are_shown_once_and_kept_as_hashes(visitor, ele, database):
    visitor.sign_in(ele.email)
    codes = _recovery_codes(visitor)
    assert not any(code in visitor.get("/konto/notfallcodes?show_codes=1").text for code in codes)
    with database.reading() as session:
        kept = session.get_one(Person, ele.id).mf_recovery_codes
    assert len(kept) == 8
    assert not set(codes) & set(kept)


def test_a_recovery_code_is_no_use_without_the_password(visitor, ele):
    answer = visitor.post("/anmelden/notfallcode", {"code": "0000-0000-0000"})
    assert answer.location == "/anmelden"


def test_help_leads_to_the_recovery_codes(visitor):
    assert visitor.get("/anmelden/hilfe").location == "/anmelden/notfallcode"


# Roles that need more than a password


@pytest.fixture
def strict(database):
    return build(database, second_factor_roles=frozenset({"programme_admin"}))


def test_a_strict_role_opens_nothing_before_the_second_step(strict, ada):
    admin = Visitor(strict.test_client())
    admin.sign_in(ada.email)
    assert admin.get("/verwaltung/personen").location == "/konto/sicherheit"
    assert admin.post("/konto/sitzungen/ende").status_code == 403
    page = admin.get("/konto/sicherheit")
    assert page.status_code == 200
    assert "/verwaltung/personen" not in page.text


def test_a_strict_role_opens_after_setting_up_a_code(strict, ada):
    admin = Visitor(strict.test_client())
    admin.sign_in(ada.email)
    set_up_code(admin)
    assert admin.get("/verwaltung/personen").status_code == 200


def test_a_strict_role_opens_after_signing_in_with_a_code(strict, ada, database):
    admin, later = Visitor(strict.test_client()), Visitor(strict.test_client())
    admin.sign_in(ada.email)
    app, _ = set_up_code(admin)
    later.sign_in(ada.email)
    later.post("/anmelden/code", {"code": later_code(app, database)})
    assert later.get("/verwaltung/personen").status_code == 200


def test_other_roles_are_not_held_back(strict, ele):
    employee = Visitor(strict.test_client())
    employee.sign_in(ele.email)
    assert employee.is_signed_in()


def test_changing_the_password_does_not_weaken_a_strong_sign_in(strict, ada):
    admin = Visitor(strict.test_client())
    admin.sign_in(ada.email)
    set_up_code(admin)
    data = {"password": people.PASSWORD, "new_password": OTHER, "new_password_confirm": OTHER}
    admin.post("/konto/passwort", data)
    assert admin.get("/verwaltung/personen").status_code == 200


def test_an_unknown_strict_role_stops_the_start(database):
    with pytest.raises(ValueError, match=r"SECOND_FACTOR_ROLES.*pilot"):
        build(database, second_factor_roles=frozenset({"pilot"}))


# Sessions


def test_what_a_page_notes_is_kept_on_the_server(database):
    web = build(database)
    visitor = Visitor(web.test_client())

    def note() -> str:
        browser_session["step"] = browser_session.get("step", 0) + 1
        return str(browser_session["step"])

    web.add_url_rule("/note", "note", note)
    assert [visitor.get("/note").text for _ in range(3)] == ["1", "2", "3"]
    with database.reading() as session:
        assert session.scalars(select(BrowserSession.data)).one() == {"step": 3}


def test_notes_that_are_used_up_leave_no_row(visitor, ele, database):
    visitor.post("/passwort-vergessen", {"email": ele.email})
    assert _count(database, BrowserSession) == 1
    visitor.get("/passwort-vergessen")
    assert _count(database, BrowserSession) == 0


def test_a_second_cookie_for_staying_signed_in_is_never_given(visitor, ele):
    data = {"email": ele.email, "password": people.PASSWORD, "remember": "y"}
    answer = visitor.post("/anmelden", data)
    assert not [cookie for cookie in answer.headers.getlist("Set-Cookie") if "remember" in cookie]


def test_who_is_signed_in_is_not_asked_to_sign_in_again(visitor, ele):
    visitor.sign_in(ele.email)
    assert visitor.get("/anmelden").location == "/heute"


def test_signed_in_pages_are_not_kept_by_the_browser(visitor, ele):
    visitor.sign_in(ele.email)
    assert "no-store" in visitor.get("/konto").headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/register", "/registrieren", "/anmelden/neu"])
def test_nobody_registers_without_invitation(visitor, path):
    assert visitor.get(path).status_code == 404


def test_a_broken_deed_leaves_nothing_behind(web, visitor, ele, database, monkeypatch):
    visitor.sign_in(ele.email)
    proof = visitor.proof()

    def broken(*_args, **_more):
        raise RuntimeError("the page breaks after the deed")

    monkeypatch.setitem(web.jinja_env.globals, "csrf", broken)
    with pytest.raises(RuntimeError):
        visitor.client.post("/konto/notfallcodes", data={"csrf_token": proof})
    with database.reading() as session:
        assert session.get_one(Person, ele.id).mf_recovery_codes == []


def test_roles_reach_every_page(database, koni):
    web = build(database)
    visitor = Visitor(web.test_client())
    web.add_url_rule("/who", "who", lambda: f"{g.person.name}: {','.join(sorted(g.roles))}")
    visitor.sign_in(koni.email)
    assert visitor.get("/who").text == f"Koni Kern: {Role.coordinator}"
