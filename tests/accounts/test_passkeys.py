"""Passkeys in a real browser, with an authenticator that only exists there."""

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import CDPSession, Page, sync_playwright
from werkzeug.serving import make_server

from mentorhub.accounts.actions import people as deeds
from mentorhub.accounts.models import Person, Role
from mentorhub.kit.clock import now as present
from mentorhub.web.limits import limiter
from tests import people
from tests.accounts.conftest import build

pytestmark = pytest.mark.browser

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
WAIT_MS = 15_000
SECONDS = 10


@pytest.fixture(scope="module")
def chromium() -> Iterator[object]:
    """One browser for this file."""
    path = shutil.which("chromium")
    assert path, "Chromium is missing: apt-get install chromium"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()


@dataclass
class Reader:
    """A page with a virtual authenticator beside it."""

    page: Page
    devices: CDPSession
    device: str

    def answers(self, *, verified: bool) -> None:
        """Let the authenticator recognise its owner, or not."""
        self.devices.send(
            "WebAuthn.setUserVerified",
            {"authenticatorId": self.device, "isUserVerified": verified},
        )

    def credentials(self) -> list[dict]:
        """Return what the authenticator keeps."""
        return self.devices.send("WebAuthn.getCredentials", {"authenticatorId": self.device})[
            "credentials"
        ]

    def sign_in(self, email: str) -> None:
        """Fill in the form."""
        self.page.goto("/anmelden")
        self.page.get_by_label("E-Mail-Adresse").fill(email)
        self.page.get_by_label("Passwort", exact=True).fill(people.PASSWORD)
        self.page.get_by_role("button", name="Anmelden", exact=True).click()

    def sign_out(self) -> None:
        """Press the button at the top."""
        self.page.goto("/konto")
        self.page.get_by_role("button", name="Abmelden").click()

    def set_up(self, usage: str) -> None:
        """Set up a passkey called Telefon."""
        self.page.goto("/konto/passkeys")
        self.page.get_by_label("Name des Passkeys").fill("Telefon")
        self.page.get_by_label(usage).check()
        self.page.get_by_role("button", name="Weiter").click()

    def begin_with_passkey(self) -> None:
        """Choose the passkey on the sign-in page."""
        self.page.goto("/anmelden")
        self.page.get_by_role("button", name="Mit Passkey anmelden").click()


@pytest.fixture
def site(sqlite) -> Iterator[str]:
    """The application behind a real server; admins must show more than a password."""
    limiter.enabled = True
    app = build(sqlite, second_factor_roles=frozenset({Role.programme_admin.value}))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join(SECONDS)
    server.server_close()


@pytest.fixture
def database(sqlite):
    """The people here live in SQLite."""
    return sqlite


@pytest.fixture
def reader(chromium, site) -> Iterator[Reader]:
    """Somebody with a phone that knows its owner."""
    context = chromium.new_context(base_url=site, locale="de-DE")
    context.set_default_timeout(WAIT_MS)
    page = context.new_page()
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    added = devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield Reader(page, devices, added["authenticatorId"])
    context.close()


def _person(database, person) -> Person:
    with database.reading() as session:
        return session.get_one(Person, person.id)


def test_a_passkey_replaces_the_password_and_opens_strict_roles(reader, ada, database):
    reader.sign_in(ada.email)
    reader.page.goto("/verwaltung/personen")
    assert reader.page.url.endswith("/konto/sicherheit")
    reader.set_up("Ohne Passwort anmelden")
    reader.page.wait_for_url("**/konto/sicherheit")
    assert "Der Passkey Telefon ist eingerichtet." in reader.page.content()
    assert [key["isResidentCredential"] for key in reader.credentials()] == [True]
    reader.page.goto("/verwaltung/personen")
    assert reader.page.url.endswith("/verwaltung/personen")
    reader.sign_out()
    reader.begin_with_passkey()
    reader.page.get_by_role("link", name="Mein Konto").wait_for()
    reader.page.goto("/verwaltung/personen")
    assert reader.page.url.endswith("/verwaltung/personen")
    assert _person(database, ada).webauthn[0].sign_count > 1


def test_the_password_alone_stays_weak_beside_a_passkey(reader, ada):
    reader.sign_in(ada.email)
    reader.set_up("Ohne Passwort anmelden")
    reader.page.wait_for_url("**/konto/sicherheit")
    reader.sign_out()
    reader.sign_in(ada.email)
    reader.page.goto("/verwaltung/personen")
    assert reader.page.url.endswith("/konto/sicherheit")
    assert "nur mit dem Passwort" in reader.page.content()
    reader.page.get_by_role("button", name="Passkey benutzen").click()
    reader.page.get_by_text("Danke. Sie können jetzt weitermachen.").wait_for()
    reader.page.goto("/verwaltung/personen")
    assert reader.page.url.endswith("/verwaltung/personen")


def test_a_passkey_is_the_second_step(reader, ele):
    reader.sign_in(ele.email)
    reader.set_up("Zusätzlich zum Passwort")
    reader.page.wait_for_url("**/konto/sicherheit")
    reader.sign_out()
    reader.sign_in(ele.email)
    reader.page.get_by_role("button", name="Passkey benutzen").click()
    reader.page.get_by_role("link", name="Mein Konto").wait_for()


def test_a_passkey_that_does_not_know_its_owner_is_refused(reader, ele, database):
    reader.sign_in(ele.email)
    reader.answers(verified=False)
    reader.set_up("Ohne Passwort anmelden")
    reader.page.get_by_text("Ihr Gerät hat abgelehnt").wait_for()
    assert _person(database, ele).webauthn == []
    reader.answers(verified=True)
    reader.page.get_by_role("button", name="Noch einmal fragen").click()
    reader.page.wait_for_url("**/konto/sicherheit")
    assert len(_person(database, ele).webauthn) == 1


def test_a_switched_off_account_does_not_come_in_by_passkey(reader, ele, ada, database):
    reader.sign_in(ele.email)
    reader.set_up("Ohne Passwort anmelden")
    reader.page.wait_for_url("**/konto/sicherheit")
    reader.sign_out()
    with database.writing() as session:
        deeds.deactivate(session, session.get_one(Person, ele.id), by=ada, now=present())
    reader.begin_with_passkey()
    reader.page.get_by_text("Dieses Konto ist abgeschaltet.").wait_for()
    reader.page.goto("/konto")
    assert "/anmelden" in reader.page.url


def test_a_passkey_shows_that_it_is_still_the_same_person(reader, ele):
    reader.sign_in(ele.email)
    reader.set_up("Ohne Passwort anmelden")
    reader.page.wait_for_url("**/konto/sicherheit")
    reader.page.goto("/konto/bestaetigung?next=/konto/daten")
    reader.page.get_by_role("button", name="Passkey benutzen").click()
    reader.page.wait_for_url("**/konto/daten")
