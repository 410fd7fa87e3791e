"""A certificate as people meet it: earned, printed, checked by a stranger, and revoked."""

import io
import re
import time

import pypdf
from playwright.sync_api import Page, expect

from mentorhub.courses.demo import LEARNER
from tests.browser.hands import Pointer
from tests.browser.learning import COURSE, answer_rightly

NAME = "Ben Okafor (Beispiel)"
FACTS = (
    NAME, "Alle Arten (Beispiel)", "Eine Lektion und ein Test mit jeder Art von Frage.", "Fragen",
    "Qualifizierungs-Modul", "Minuten", "Fassung 1", "Abgeschlossen am", "Gültig bis",
)  # fmt: skip
SIGNED_SECONDS = 90  # the worker may have an index to build first


def _complete(page: Page, site) -> None:
    """Enrol, read the lesson, write the note, and pass the test."""
    hand = Pointer(page)
    page.goto(f"/lernen/{COURSE}")
    hand.press(page.get_by_role("button", name="Kurs beginnen"))
    page.goto(f"/lernen/{COURSE}/lektionen/anfang")
    site.let_an_hour_pass_in_lessons()
    hand.write(page.get_by_label("Ihre Notiz"), "Zuhören.")
    hand.press(page.get_by_role("button", name="Notiz behalten"))
    expect(page.get_by_text("Ihre Notiz ist gespeichert.")).to_be_visible()
    hand.press(page.get_by_role("button", name="Lektion gelesen, weiter"))
    page.wait_for_url(f"**/lernen/{COURSE}#weiter")
    page.goto(f"/lernen/{COURSE}/tests/test")
    hand.press(page.locator("main form button").first)
    answer_rightly(hand)
    hand.press(page.get_by_role("button", name="Abgeben", exact=True))
    expect(page.get_by_text("Bestanden: 8 von 8 Punkten")).to_be_visible()


def test_from_the_first_lesson_to_a_certificate_that_is_checked_and_revoked(person, visitor, site):
    ben = person(LEARNER.partition("@")[0])
    _complete(ben, site)
    ben.goto("/lernen/zertifikate")
    paper = ben.get_by_role("link", name="PDF auf Deutsch: Alle Arten (Beispiel)")
    deadline = time.monotonic() + SIGNED_SECONDS
    while not paper.count() and time.monotonic() < deadline:
        ben.wait_for_timeout(300)
        ben.reload()
    with ben.expect_download() as download:
        paper.click()
    [page] = pypdf.PdfReader(io.BytesIO(download.value.path().read_bytes())).pages
    printed = " ".join(page.extract_text().split())
    [number] = set(re.findall(r"\b[2-9A-Z]{4}(?:-[2-9A-Z]{4}){3}\b", printed))
    assert NAME in printed
    assert "Alle Arten (Beispiel)" in printed

    stranger = visitor(width=390)
    stranger.goto("/zertifikat")
    stranger.get_by_label("Nummer").fill(number.lower())
    stranger.keyboard.press("Enter")
    main = stranger.get_by_role("main")
    expect(main).to_contain_text("Dieses Zertifikat ist gültig.")
    for fact in (*FACTS, number):
        expect(main).to_contain_text(fact)

    admin = person("admin")
    admin.goto(f"/verwaltung/zertifikate?q={number}")
    admin.get_by_role("link", name=number).click()
    admin.get_by_label("Die Angaben darin stimmten nicht.").check()
    admin.get_by_label("Ich weiß: Das lässt sich nicht zurücknehmen.").check()
    admin.get_by_role("button", name="Widerrufen").click()
    expect(admin.get_by_role("main")).to_contain_text("Widerrufen")

    stranger.reload()
    expect(main).to_contain_text("Dieses Zertifikat gilt nicht.")
    expect(main).to_contain_text("Die Angaben darin stimmten nicht.")
    expect(main).not_to_contain_text(NAME)
