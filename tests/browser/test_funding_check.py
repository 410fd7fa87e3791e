"""Who pays for a course, as people ask it: on a phone, by keyboard, without scripts."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from mentorhub.recommend.funding.asking import MOST_QUESTIONS
from tests.browser.conftest import Look
from tests.browser.hands import Hand, Keyboard, Pointer
from tests.browser.looking import watched

WAYS = {
    "on a phone": (Look(width=390), Pointer),
    "by keyboard": (Look(), Keyboard),
    "without scripts": (Look(scripts=False), Pointer),
}
QUALIFYING = "externenpruefung-zerspaner-velbert"
PRIVATE = "teamassistenz-bonn-teilzeit"
EMPLOYEE = {"beschaeftigt": "Ja", "berufsabschluss": "Nein", "betriebsgroesse": "34"}
BUYER = {
    "wohnsitz_land": "Nordrhein-Westfalen",
    "zve_jahr": "32000",
    "kurs_berufsbezogen": "Ja",
    "alter": "41",
}


def _answer(hand: Hand, said: dict[str, str]) -> str:
    """Answer the question on the page; what is not said is not known. Return its name."""
    form = hand.page.locator("form.question")
    name = form.locator("input[name=name]").input_value()
    number = form.locator("input[inputmode=decimal]")
    value = said.get(name)
    if value is None:
        hand.press(form.get_by_role("button", name="Weiß ich nicht"))
    elif number.count():
        hand.write(number, value)
        hand.press(form.get_by_role("button", name="Antworten"))
    else:
        hand.press(form.get_by_role("button", name=value, exact=True))
    return name


def _walk(hand: Hand, said: dict[str, str]) -> list[str]:
    """Answer question after question until the result stands there; return what was asked."""
    heading, asked = hand.page.get_by_role("heading", level=1), []
    while True:
        number = len(asked) + 1
        question = f"Frage {number} von höchstens {MOST_QUESTIONS}"
        expect(heading).to_have_text(re.compile(f"^({question}|Ihr Ergebnis)$"))
        if heading.inner_text() != question:
            return asked
        asked.append(_answer(hand, said))


def _german(day: date) -> re.Pattern[str]:
    months = [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ]
    return re.compile(rf"{day.day}\. {months[day.month - 1]} {day.year}")


def _start_of(page: Page, key: str) -> date:
    """Return the first day of an offer as its own sheet has it."""
    page.goto(f"/foerderung/bildungsscheck-nrw-2/schritte?angebot={key}")
    return date.fromisoformat(page.locator("[name=beginn]").input_value())


@pytest.mark.parametrize("way", WAYS)
def test_an_employee_learns_what_it_costs_and_what_the_company_gets(readers, site, way):
    look, kind = WAYS[way]
    with readers.fresh(look) as context:
        page = context.new_page()
        with watched(page, site.address):
            page.goto(f"/angebote/{QUALIFYING}")
            hand = kind(page)
            hand.press(page.get_by_role("link", name="Fragen Sie mich Schritt für Schritt"))
            asked = _walk(hand, EMPLOYEE)
            main = page.locator("main")
            assert len(asked) <= MOST_QUESTIONS
            expect(main).to_contain_text("Das zahlen Sie voraussichtlich: 0 €")
            expect(main).to_contain_text("Ihr Betrieb zahlt für den Kurs nichts.")
            expect(main).to_contain_text("bis zu 100 % von Ihrem Lohn")
            expect(main).to_contain_text("Die Agentur für Arbeit entscheidet.")
            expect(main).to_contain_text("Das ist zu tun")
            expect(main).to_contain_text("§ 82")
            start = _start_of(page, QUALIFYING)
            page.goto(f"/foerderung/pruefen?angebot={QUALIFYING}")
            expect(page.locator("main")).to_contain_text(_german(start - timedelta(days=1)))


@pytest.mark.parametrize("way", WAYS)
def test_a_private_buyer_pays_half_and_registers_the_day_before(readers, site, way):
    look, kind = WAYS[way]
    with readers.fresh(look) as context:
        page = context.new_page()
        with watched(page, site.address):
            start = _start_of(page, PRIVATE)
            page.goto(f"/foerderung/pruefen?angebot={PRIVATE}")
            asked = _walk(kind(page), BUYER)
            main = page.locator("main")
            assert len(asked) <= MOST_QUESTIONS
            expect(main).to_contain_text("Das zahlen Sie voraussichtlich: 450 €")
            expect(main).to_contain_text("Mit: Bildungsscheck NRW.")
            expect(main.locator(".todo")).to_contain_text(_german(start - timedelta(days=1)))


@pytest.mark.parametrize("way", WAYS)
def test_unknown_all_the_way_ends_with_what_is_open(readers, site, way):
    look, kind = WAYS[way]
    with readers.fresh(look) as context:
        page = context.new_page()
        with watched(page, site.address):
            page.goto(f"/foerderung/pruefen?angebot={QUALIFYING}")
            asked = _walk(kind(page), {})
            assert len(asked) <= MOST_QUESTIONS
            expect(page.locator("main")).to_contain_text("Wir können es noch nicht sicher sagen.")
            expect(page.locator("main")).to_contain_text("Wenn das stimmt:")


def test_a_course_described_in_bad_words_is_put_right_and_looked_into(readers, site):
    with readers.fresh(Look(scripts=False)) as context:
        page = context.new_page()
        page.goto("/foerderung/pruefen")
        page.get_by_role("link", name="Ich beschreibe meinen Kurs").click()
        page.get_by_label("Wie viele Stunden dauert der Kurs?").fill("sechzig")
        page.get_by_label("Wie viel Euro kostet der Kurs?").fill("900")
        page.get_by_label("Sind Kurs und Anbieter").select_option("nein, der Kurs nicht")
        page.get_by_label("Wohin führt der Kurs?").select_option("etwas anderes")
        page.get_by_role("button", name="Weiter zu den Fragen").click()
        expect(page.get_by_label("Wie viel Euro kostet der Kurs?")).to_have_value("900")
        page.get_by_label("Wie viele Stunden dauert der Kurs?").fill("60")
        page.get_by_role("button", name="Weiter zu den Fragen").click()
        _walk(Pointer(page), BUYER)
        expect(page.locator("main")).to_contain_text("Das zahlen Sie voraussichtlich: 450 €")


def test_an_earlier_answer_is_changed_from_the_result(readers, site):
    with readers.fresh() as context:
        page = context.new_page()
        page.goto(f"/foerderung/pruefen?angebot={PRIVATE}")
        _walk(Pointer(page), BUYER)
        page.get_by_role("link", name="Ändern: Wohnort").click()
        expect(page.locator("main")).to_contain_text("Bisher haben Sie gesagt:")
        page.get_by_role("button", name="anderes Bundes-Land").click()
        expect(page.locator("main")).to_contain_text("Für diesen Kurs kennen wir keine Förderung.")
