"""Learning as people do it: a lesson, a case story, every kind of question, failing and passing."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Look, sign_in
from tests.browser.hands import Keyboard, Pointer
from tests.browser.learning import COURSE, answer_rightly

WAYS = {
    "by keyboard": (Look(), Keyboard),
    "on a phone without scripts": (Look(width=390, scripts=False), Pointer),
}


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
            page.wait_for_url(f"**/lernen/{COURSE}#weiter")
        page.goto(f"/lernen/{COURSE}/tests/test")
        hand.press(page.locator("main form button").first)
        hand.press(page.get_by_role("button", name="Abgeben", exact=True))
        hand.press(page.get_by_role("button", name="Trotzdem abgeben"))
        expect(page.get_by_text("Nicht bestanden: 0 von 8 Punkten")).to_be_visible()
        hand.press(page.get_by_role("link", name="Noch einmal versuchen"))
        hand.press(page.locator("main form button").first)
        answer_rightly(hand)
        hand.press(page.get_by_role("button", name="Abgeben", exact=True))
        expect(page.get_by_text("Bestanden: 8 von 8 Punkten")).to_be_visible()
        hand.press(page.get_by_role("link", name="Zum Kurs"))
        expect(page.get_by_text("Sie haben diesen Kurs am")).to_be_visible()


def test_a_lesson_that_lies_open_is_not_read_on_and_on(readers):
    with readers.signed_in("ele") as context:
        page = context.new_page()
        page.clock.install()
        told: list[str] = []
        page.on("request", lambda each: told.append(each.post_data or ""))
        page.goto(f"/lernen/{COURSE}/lektionen/anfang")
        page.clock.run_for("30:00")
        assert _seconds(told) == pytest.approx(300, abs=25)
        page.mouse.move(100, 100)
        page.clock.run_for("03:00")
        assert _seconds(told) == pytest.approx(480, abs=45)


def test_what_was_read_without_a_connection_is_told_after_the_window_was_closed(readers, site):
    context = readers.fresh()
    page = context.new_page()
    sign_in(page, "ele")
    page.clock.install()
    lesson = f"{site.address}/lernen/{COURSE}/lektionen/anfang"
    page.goto(lesson)
    context.set_offline(True)
    page.clock.run_for("02:00")
    page.close()
    context.set_offline(False)
    page = context.new_page()
    told: list[str] = []
    page.on("request", lambda each: told.append(each.post_data or ""))
    with page.expect_response("**/stand"):
        page.goto(lesson)
    assert _seconds(told) == pytest.approx(120, abs=25)
    page.get_by_role("button", name="Abmelden").first.click()
    page.get_by_role("link", name="Anmelden").first.wait_for()
    assert page.evaluate("localStorage.length") == 0
    context.close()


def _seconds(told: list[str]) -> int:
    """Return the time that the last report tells."""
    found = [re.search(r'name="seconds"\s+(\d+)', each) for each in told]
    return [int(each[1]) for each in found if each][-1]


def _begin(page: Page) -> None:
    """Begin an attempt and wait until its page keeps what is answered."""
    page.goto(f"/lernen/{COURSE}/tests/test")
    page.locator("main form button").first.click()
    page.wait_for_url("**/versuche/*")


def test_what_was_answered_is_there_after_a_reload(readers):
    with readers.signed_in("ele") as context:
        page = context.new_page()
        _begin(page)
        page.get_by_label("Zweite").check()
        expect(page.get_by_text("Gespeichert")).to_be_visible()
        page.reload()
        expect(page.get_by_label("Zweite")).to_be_checked()


@pytest.fixture
def attempt(readers):
    """Ele's page with a fresh attempt at the test."""
    with readers.signed_in("ele") as context:
        page = context.new_page()
        _begin(page)
        yield page


def _write(page, text):
    """Write a short answer and wait until it was sent."""
    with page.expect_response("**/stand"):
        page.locator("#kurz-a").fill(text)
        page.locator("#kurz-a").blur()


def test_an_answer_taken_back_is_not_the_one_that_counts(attempt):
    _write(attempt, "Bonn")
    attempt.reload()
    for town in ("Berlin", "Bonn"):
        _write(attempt, town)
        expect(attempt.get_by_text("Gespeichert", exact=True)).to_be_visible()
    attempt.reload()
    expect(attempt.locator("#kurz-a")).to_have_value("Bonn")


def test_what_could_not_be_kept_is_told_and_kept_later(attempt):
    attempt.context.set_offline(True)
    attempt.locator("#kurz-a").fill("Mainz")
    expect(attempt.get_by_text("Nicht gespeichert: keine Verbindung.")).to_be_visible()
    attempt.context.set_offline(False)
    expect(attempt.get_by_text("Gespeichert", exact=True)).to_be_visible()
    attempt.reload()
    expect(attempt.locator("#kurz-a")).to_have_value("Mainz")


def test_nobody_is_told_that_answers_are_kept_who_is_not_signed_in_any_more(attempt):
    attempt.context.clear_cookies()
    attempt.locator("#kurz-a").fill("Trier")
    expect(attempt.get_by_text("Nicht gespeichert. Kopieren Sie")).to_be_visible()


def test_the_question_is_the_name_of_the_group_of_its_answers(attempt):
    group = attempt.get_by_role("group", name="Frage 1 von 8 Welche ist richtig?")
    expect(group.get_by_role("radio")).to_have_count(2)


def test_a_note_is_kept_without_its_button_and_a_decision_moves_the_focus(readers):
    with readers.signed_in("ele") as context:
        page = context.new_page()
        page.goto(f"/lernen/{COURSE}/lektionen/anfang")
        again = page.get_by_role("button", name="Von vorn")
        if again.count():
            again.click()
        page.get_by_role("button", name="Ich rede.").click()
        expect(page.locator(".scene", has_text="Sie geht.")).to_be_focused()
        page.get_by_label("Ihre Notiz").fill("Ohne Knopf")
        page.get_by_role("link", name="Alle Arten").first.click()
        _until_kept(page, "Ohne Knopf")


def test_a_decision_without_a_connection_is_told_where_the_reader_is(readers):
    with readers.signed_in("ele") as context:
        page = context.new_page()
        page.goto(f"/lernen/{COURSE}/lektionen/anfang")
        again = page.get_by_role("button", name="Von vorn")
        if again.count():
            again.click()
        choice, line = page.get_by_role("button", name="Ich rede."), page.locator(".offline")
        expect(choice).to_be_visible()
        context.set_offline(True)
        choice.click()
        expect(line).to_contain_text("Die Verbindung ist abgerissen.")
        expect(line).to_be_in_viewport(ratio=1)
        context.set_offline(False)
        choice.click()
        expect(page.locator(".scene", has_text="Sie geht.")).to_be_focused()
        expect(line).to_have_count(0)


def _until_kept(page: Page, note: str) -> None:
    """Look until a note stands in the lesson: it is sent while its page is left already."""
    box = page.get_by_label("Ihre Notiz")
    for _ in range(20):
        page.goto(f"/lernen/{COURSE}/lektionen/anfang")
        if box.input_value() == note:
            break
        page.wait_for_timeout(250)
    expect(box).to_have_value(note)
