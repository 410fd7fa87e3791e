"""The main journey as people make it: on a phone, with the keyboard alone, without scripts."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from mentorhub.accounts.demo import PASSWORD
from mentorhub.tandems.views.stamps import QUICKEST
from tests.browser.conftest import Look
from tests.browser.hands import Hand, Keyboard, Pointer
from tests.browser.looking import watched

SENTENCE = "Ich will abends in Dortmund Stapler fahren lernen, höchstens 300 Euro"
COURSE = "Staplerschein am Abend"
CONTACT = "0171 5550123"
INDEX_SECONDS = 90
NOTES = "Möchte weg von der Nachtschicht."
STEP = "Probestunde ausmachen"

WAYS = {
    "on a phone": (Look(width=320), Pointer, "Zehra"),
    "by keyboard": (Look(), Keyboard, "Yusuf"),
    "without scripts": (Look(scripts=False), Pointer, "Xenia"),
}


def _place(hand: Hand, name: str) -> None:
    """Go to one of the main places; on a phone they are in the menu."""
    menu = hand.page.locator(".site__menu summary")
    if menu.is_visible():
        hand.press(menu)
    places = hand.page.get_by_role("navigation", name="Hauptbereiche").filter(visible=True)
    hand.press(places.get_by_role("link", name=name, exact=True))


def _button(page: Page, name: str):
    return page.locator("main").get_by_role("button", name=name).first


def _link(page: Page, name: str):
    return page.locator("main").get_by_role("link", name=name).first


def _search(hand: Hand) -> None:
    page = hand.page
    page.goto("/")
    hand.write(page.get_by_label("Was möchten Sie lernen oder ändern?"), SENTENCE)
    hand.press(_button(page, "Kurse suchen"))
    expect(page.get_by_role("heading", name="So haben wir Sie verstanden")).to_be_visible()
    chips = page.get_by_role("list", name="So haben wir Sie verstanden")
    expect(chips).to_contain_text("Preis: höchstens 300 €")
    hand.press(_link(page, "Weglassen: Preis: höchstens 300 €"))
    expect(chips).not_to_contain_text("Preis")
    hand.press(_link(page, "Zeit: abends"))
    free = page.get_by_role("group", name="Wann haben Sie Zeit?")
    expect(free.get_by_label("abends")).to_be_checked()
    hand.tick(free.get_by_label("am Wochenende"))
    hand.press(_button(page, "Kurse zeigen"))
    expect(chips).to_contain_text("Zeit: am Wochenende")
    hand.press(_link(page, "Weglassen: Zeit: am Wochenende"))
    hand.press(_link(page, "Weglassen: Zeit: abends"))
    expect(chips).not_to_contain_text("Zeit")


def _keep(hand: Hand) -> None:
    page = hand.page
    hand.press(_link(page, COURSE))
    hand.press(_button(page, "Nordrhein-Westfalen"))
    expect(page.locator("main")).to_contain_text("Sie wohnen in NRW.")
    hand.press(_button(page, "Merken"))
    expect(_button(page, "Gemerkt")).to_be_visible()
    _place(hand, "Merkliste")
    expect(_link(page, COURSE)).to_be_visible()
    hand.press(_button(page, "Link erstellen"))
    expect(page.locator("main")).to_contain_text("/geteilt/")


def _ask(hand: Hand, name: str) -> str:
    """Ask for a conversation and return the private link."""
    page = hand.page
    hand.press(_link(page, "Um ein Gespräch bitten"))
    opened = time.monotonic()
    hand.write(page.get_by_label("Ihr Vorname"), name)
    hand.write(page.get_by_label("Wie erreichen wir Sie?"), CONTACT)
    hand.tick(page.get_by_label("Jemand im Betrieb"))
    hand.tick(page.get_by_label("Jemand von außen"))
    hand.write(page.get_by_label("Ihre Postleitzahl"), "44145")
    hand.tick(page.get_by_label("darf auch sehen, was ich gesucht und gemerkt habe"))
    hand.tick(page.get_by_label("Ich bin einverstanden"))
    page.wait_for_timeout(max(0, QUICKEST.total_seconds() - (time.monotonic() - opened)) * 1000)
    hand.press(_button(page, "Anliegen absenden"))
    expect(page.get_by_role("heading", name="Ihr Anliegen ist angekommen")).to_be_visible()
    return page.url


def _take_and_log(hand: Hand, name: str) -> None:
    page = hand.page
    page.goto("/anmelden")
    hand.write(page.get_by_label("E-Mail-Adresse"), "ines@beispiel.test")
    hand.write(page.get_by_label("Passwort", exact=True), PASSWORD)
    hand.press(page.locator("main").get_by_role("button", name="Anmelden", exact=True))
    _place(hand, "Anliegen")
    hand.press(_link(page, name))
    expect(page.locator("main")).to_contain_text(COURSE)
    expect(page.locator("main")).not_to_contain_text(CONTACT)
    hand.press(_button(page, "Ich übernehme das"))
    expect(page.locator("main")).to_contain_text(CONTACT)
    hand.press(_link(page, "Gespräch festhalten"))
    hand.write(page.get_by_label("Wie viele Minuten?"), "40")
    hand.tick(page.get_by_label("Am Telefon"))
    hand.write(page.get_by_label("Ihre Notizen"), NOTES)
    hand.write(page.get_by_label("Schritt 1", exact=False).first, STEP)
    hand.press(_button(page, "Gespräch speichern"))
    expect(page.locator("main")).to_contain_text(NOTES)
    expect(page.get_by_role("heading", name=STEP)).to_be_visible()


@pytest.mark.parametrize("way", WAYS)
def test_from_a_sentence_to_a_conversation(readers, site, way):
    look, kind, name = WAYS[way]
    letters = len(site.mails("ines@beispiel.test"))
    with readers.fresh(look) as context, readers.fresh(look) as desk:
        page = context.new_page()
        with watched(page, site.address):
            hand = kind(page)
            _search(hand)
            _keep(hand)
            private = _ask(hand, name)
        site.wait_for_mail("ines@beispiel.test", letters + 1)
        mentors = desk.new_page()
        with watched(mentors, site.address):
            _take_and_log(kind(mentors), name)
        page.goto(private)
        expect(page.locator("main")).to_contain_text("Ines Brandt (Beispiel)")
        hand.press(page.locator("summary", has_text="Meine Angaben herunterladen"))
        hand.tick(page.get_by_label("Ja, alles endgültig löschen"))
        hand.press(_button(page, "Einwilligung zurücknehmen"))
        expect(page.get_by_role("heading", name="Alles ist gelöscht")).to_be_visible()
        mentors.reload()
        expect(mentors.locator("main")).not_to_contain_text(NOTES)


def test_the_way_back_does_not_show_the_next_person_what_was_sent(visitor):
    page = visitor()
    page.goto("/suche?q=Stapler")
    _ask(Pointer(page), "Yara")
    page.go_back()
    for label in ("Ihr Vorname", "Wie erreichen wir Sie?", "Ihre Postleitzahl"):
        expect(page.get_by_label(label)).to_have_value("")
    expect(page.get_by_label("Ich bin einverstanden")).not_to_be_checked()


def test_the_employer_sees_nothing_of_it(person, site):
    boss = person("chris", width=320)
    for door in ("/faelle", "/faelle/{case_id}", "/anliegen", "/anliegen/{request_id}"):
        answer = boss.goto(site.known.address(door))
        assert answer.status in (403, 404)
    boss.goto("/heute")
    expect(boss.locator("body")).not_to_contain_text(re.compile("Anliegen|Fälle"))


def test_keeping_a_course_changes_the_button_in_place(visitor):
    page = visitor()
    page.goto("/suche?q=Stapler+Dortmund")
    card = page.locator("article", has_text=COURSE).first
    page.evaluate("window.stays = true")
    card.get_by_role("button", name="Merken").click()
    kept = card.get_by_role("button", name="Gemerkt")
    expect(kept).to_be_focused()
    assert page.evaluate("window.stays")
    kept.click()
    expect(card.get_by_role("button", name="Merken")).to_be_focused()


def test_a_draft_of_a_conversation_is_kept_while_it_is_written(person, site):
    page = person("ines")
    page.goto(site.known.address("/faelle/{case_id}/gespraeche"))
    page.get_by_label("Ihre Notizen").press_sequentially("Noch nicht fertig")
    expect(page.locator("#draft")).to_contain_text("Entwurf")
    page.reload()
    expect(page.get_by_label("Ihre Notizen")).to_have_value("Noch nicht fertig")
    _button(page, "Entwurf verwerfen").click()
    expect(page.get_by_label("Ihre Notizen")).to_have_value("")


@pytest.mark.parametrize("way", ["on a phone", "by keyboard", "without scripts"])
def test_a_mentor_finds_out_who_pays_and_plans_what_to_do(person, site, way):
    look, hand_of, _name = WAYS[way]
    page = person("ines", width=look.width, scripts=look.scripts)
    hand = hand_of(page)
    page.goto(site.known.address("/faelle/{case_id}"))
    hand.press(_link(page, "Wer bezahlt einen Kurs?"))
    form = page.locator("main form").filter(has=page.get_by_role("button", name="Ausrechnen"))
    hand.write(form.get_by_label("Preis (Euro)"), "600")
    hand.tick(form.get_by_label("Nur jetzt rechnen, nichts behalten"))
    hand.press(_button(page, "Ausrechnen"))
    expect(page.locator("#ergebnis summary").first).to_contain_text("Sie zahlen 300 €")
    hand.press(_button(page, "Als nächste Schritte übernehmen"))
    expect(page.locator("main")).to_contain_text("schon ein nächster Schritt")
    page.goto(site.known.address("/faelle/{case_id}/druck"))
    expect(page.locator("main")).to_contain_text("Bildungsscheck NRW: Melden Sie sich")


def test_what_an_editor_adds_is_found_soon_and_withdrawn_at_once(person, visitor, site):
    editor, anna = person("redaktion"), visitor()
    editor.goto("/redaktion/angebote/neu")
    editor.get_by_label("Titel").fill("Drechseln für Einsteiger")
    editor.get_by_label("Beginn jederzeit oder auf Anfrage").check()
    editor.get_by_label("kostenlos für Teilnehmende").check()
    _button(editor, "Speichern").click()
    expect(editor.locator("#messages")).to_contain_text("Gespeichert")

    course = anna.get_by_role("heading", name="Drechseln für Einsteiger")
    deadline = time.monotonic() + INDEX_SECONDS
    anna.goto("/suche?q=Drechseln")
    while not course.is_visible():
        assert time.monotonic() < deadline, "the worker has not built a new index"
        anna.wait_for_timeout(500)
        anna.reload()

    _link(editor, "Zurückziehen").click()
    editor.get_by_label("Warum?").fill("Die Werkstatt schließt.")
    _button(editor, "Zurückziehen").click()
    expect(editor.locator("#messages")).to_contain_text("Zurückgezogen")
    anna.reload()
    expect(course).to_have_count(0)
