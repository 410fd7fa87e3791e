"""Learning as people do it: a lesson, a case story, every kind of question, failing and passing."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Look
from tests.browser.hands import Hand, Keyboard, Pointer
from tests.browser.learning import COURSE

WAYS = {
    "by keyboard": (Look(), Keyboard),
    "on a phone without scripts": (Look(width=390, scripts=False), Pointer),
}


def _answer_rightly(hand: Hand) -> None:
    page = hand.page
    hand.tick(page.get_by_label("Erste"))
    for colour in ("Rot", "Blau"):
        hand.tick(page.get_by_label(colour))
    hand.tick(page.locator("#stimmt-0"))
    hand.write(page.locator("#kurz-a"), "berlin")
    hand.write(page.locator("#zahl-a"), "24 h")
    hand.choose(page.get_by_label("Salz"), "Pfeffer")
    hand.choose(page.get_by_label("Nadel"), "Faden")
    order = {"Morgen": "1", "Mittag": "2", "Abend": "3"}
    places = page.locator("#q-folge select")
    for place in range(places.count()):  # as they are shown, so that nobody goes backwards
        box = places.nth(place)
        label = page.locator(f"label[for='{box.get_attribute('id')}']").inner_text()
        hand.choose(box, order[label])
    hand.write(page.get_by_label("Lücke 1"), "Mond")
    hand.choose(page.get_by_label("Lücke 2"), "Nacht")


@pytest.mark.parametrize("way", WAYS)
def test_a_lesson_and_a_test_from_the_beginning_to_the_end(readers, site, way):
    look, kind = WAYS[way]
    with readers.signed_in("ele", look) as context:
        page = context.new_page()
        hand = kind(page)
        page.goto(f"/lernen/{COURSE}/lektionen/anfang")
        again = page.get_by_role("button", name="Von vorn")
        if again.count():
            hand.press(again)
        hand.press(page.get_by_role("button", name="Ich frage sie."))
        expect(page.get_by_text("Ein gutes Ende")).to_be_visible()
        hand.write(page.get_by_label("Ihre Notiz"), "!")
        hand.press(page.get_by_role("button", name="Notiz behalten"))
        expect(page.get_by_text("Ihre Notiz ist gespeichert.")).to_be_visible()
        end = page.get_by_role("button", name="Lektion gelesen, weiter")
        if end.count():
            hand.press(end)
        page.goto(f"/lernen/{COURSE}/tests/test")
        hand.press(page.locator("main form button").first)
        hand.press(page.get_by_role("button", name="Abgeben", exact=True))
        hand.press(page.get_by_role("button", name="Trotzdem abgeben"))
        expect(page.get_by_text("Nicht bestanden: 0 von 8 Punkten")).to_be_visible()
        hand.press(page.get_by_role("link", name="Alle Versuche"))
        hand.press(page.locator("main form button").first)
        _answer_rightly(hand)
        hand.press(page.get_by_role("button", name="Abgeben", exact=True))
        expect(page.get_by_text("Bestanden: 8 von 8 Punkten")).to_be_visible()
        hand.press(page.get_by_role("link", name="Zum Kurs"))
        expect(page.get_by_text("Sie haben diesen Kurs am")).to_be_visible()


def test_what_was_answered_is_there_after_a_reload(readers):
    with readers.signed_in("ele") as context:
        page = context.new_page()
        page.goto(f"/lernen/{COURSE}/tests/test")
        page.locator("main form button").first.click()
        page.get_by_label("Zweite").check()
        expect(page.get_by_text("Gespeichert")).to_be_visible()
        page.reload()
        expect(page.get_by_label("Zweite")).to_be_checked()
