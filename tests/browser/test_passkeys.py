"""Signing in with a passkey, as a phone does it; the key lives in a device of the test's own."""

from playwright.sync_api import expect

from tests.browser.conftest import sign_in

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def _with_a_device(page, *, is_verified=True):
    """Give this browser a device that keeps passkeys; returns its channel and number."""
    channel = page.context.new_cdp_session(page)
    channel.send("WebAuthn.enable")
    options = DEVICE | {"isUserVerified": is_verified}
    made = channel.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return channel, made["authenticatorId"]


def _set_up(page, name):
    page.goto("/konto/passkeys")
    page.get_by_label("Name des Passkeys").fill(name)
    page.get_by_label("Ohne Passwort anmelden").check()
    page.locator("main").get_by_role("button", name="Weiter").click()
    expect(page.locator("#messages")).to_contain_text(name)


def test_a_passkey_signs_in_without_a_password(visitor):
    page = visitor()
    _with_a_device(page)
    sign_in(page, "koni")
    _set_up(page, "Mein Telefon")

    page.get_by_role("button", name="Abmelden").click()
    page.goto("/anmelden")
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    page.get_by_role("button", name="Abmelden").wait_for()
    page.goto("/konto")
    expect(page.locator("main")).to_contain_text("koni@beispiel.test")


def test_a_device_that_knows_no_passkey_is_told_so(visitor):
    page = visitor()
    _with_a_device(page, is_verified=False)
    page.goto("/anmelden")
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    expect(page.get_by_role("alert")).to_contain_text("Das hat nicht geklappt")
    assert page.locator("form[action='/abmelden']").count() == 0


def test_a_removed_passkey_opens_nothing(visitor):
    page = visitor()
    _with_a_device(page)
    sign_in(page, "redaktion")
    _set_up(page, "Altes Telefon")
    page.goto("/konto/passkeys")
    page.get_by_role("button", name="Altes Telefon entfernen").click()
    expect(page.locator("#messages")).to_contain_text("Altes Telefon")
    page.get_by_role("button", name="Abmelden").click()

    page.goto("/anmelden")
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    page.wait_for_load_state()
    page.goto("/konto")
    assert page.url.split("?")[0].endswith("/anmelden")
