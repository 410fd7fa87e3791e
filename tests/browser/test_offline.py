"""Lessons on a phone without a connection: kept on request, without anything of one's own."""

import re

import pytest
from playwright.sync_api import Error, Page, expect

from tests.browser.conftest import sign_in

LESSON = "/lernen/rolle-und-haltung/lektionen/augenhoehe"


@pytest.fixture
def phone(readers, site):
    """A fresh browser of Ben, who keeps the lessons of his course."""
    context = readers.fresh()
    page = context.new_page()
    sign_in(page, "ben")
    page.goto(f"{site.address}/lernen/rolle-und-haltung")
    page.get_by_role("button", name="Lektionen auf diesem Gerät behalten").click()
    expect(page.get_by_text("ohne Netz lesen")).to_be_visible()
    yield page
    context.close()


def kept(page: Page) -> list[str]:
    return page.evaluate("caches.keys()")


def test_a_lesson_that_was_kept_is_read_without_a_connection(phone, site):
    phone.context.set_offline(True)
    phone.goto(f"{site.address}{LESSON}")
    expect(phone.get_by_role("heading", level=1)).to_have_text(re.compile("Augenhöhe"))
    expect(phone.get_by_text("Ohne Netz: Sie können lesen.")).to_be_visible()
    assert phone.locator("textarea, input:not([type=hidden])").count() == 0
    phone.context.set_offline(False)
    phone.goto(f"{site.address}{LESSON}")
    expect(phone.get_by_text("Ohne Netz")).to_have_count(0)


def test_without_a_connection_every_page_leads_to_what_is_kept(phone, site):
    phone.context.set_offline(True)
    phone.goto(f"{site.address}/heute")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Kein Netz")
    phone.get_by_role("link", name="Rolle und Haltung").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Rolle und Haltung")
    phone.get_by_role("link", name=re.compile("Augenhöhe")).click()
    expect(phone.get_by_text("Ohne Netz: Sie können lesen.")).to_be_visible()
    phone.get_by_role("link", name="Rolle und Haltung").click()
    expect(phone.get_by_role("heading", name="Lektionen")).to_be_visible()


def test_a_connection_that_does_not_answer_is_not_waited_for(phone, site):
    phone.context.route("**/*", lambda _route: None)
    phone.goto(f"{site.address}{LESSON}")
    expect(phone.get_by_text("Ohne Netz: Sie können lesen.")).to_be_visible()


def test_signing_out_wipes_everything(phone, site):
    assert kept(phone) == ["lessons"]
    phone.get_by_role("button", name="Abmelden").first.click()
    expect(phone.get_by_role("link", name="Anmelden").first).to_be_visible()
    assert kept(phone) == []
    phone.context.set_offline(True)
    with pytest.raises(Error):
        phone.goto(f"{site.address}{LESSON}")


def test_taking_them_off_again(phone):
    phone.get_by_role("button", name="Lektionen von diesem Gerät nehmen").click()
    expect(phone.get_by_role("button", name="Lektionen auf diesem Gerät behalten")).to_be_visible()
    assert kept(phone) == []
