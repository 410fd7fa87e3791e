"""What people take along on paper: the words, and nothing to press."""

import pytest

from mentorhub.tandems.demo import NOTES
from tests.browser.looking import misfits

PAPER = [
    ("visitor", "/angebote/{key}"),
    ("visitor", "/foerderung/{instrument_id}"),
    ("visitor", "/foerderung/{instrument_id}/schritte?beginn={start}"),
    ("visitor", "/geteilt/{shared}"),
    ("visitor", "/frag-nach"),
    ("ele", "/merkliste"),
    ("ines", "/faelle/{case_id}"),
    ("ines", "/faelle/{case_id}/druck"),
]
CONTROLS = (
    ".skip, header nav, .site__tools, .site__menu, .foot, .crumbs, .kern-btn, main form button"
)
A4_PIXELS = 680  # what is left of 210 mm between margins, at 96 pixels per inch


def _printed(opened, site, address, width=A4_PIXELS):
    page = opened
    page.emulate_media(media="print", color_scheme="light")
    page.set_viewport_size({"width": width, "height": 1000})
    page.goto(site.known.address(address))
    return page


@pytest.mark.parametrize(("who", "address"), PAPER, ids=[address for _who, address in PAPER])
def test_paper_holds_words_and_no_controls(visitor, person, site, who, address):
    page = _printed(visitor() if who == "visitor" else person(who), site, address)
    assert page.locator("h1").is_visible()
    assert page.locator(CONTROLS).filter(visible=True).all_inner_texts() == []
    assert misfits(page) == []


def test_a_case_on_paper_has_nothing_to_fill_in(person, site):
    page = _printed(person("ines"), site, "/faelle/{case_id}")
    assert page.locator("main input, main textarea").filter(visible=True).count() == 0


def test_nobody_is_handed_the_notes_of_a_mentor(person, site):
    page = _printed(person("ines"), site, "/faelle/{case_id}/druck")
    assert NOTES not in page.locator("body").inner_text()
    assert "Zwei Kurse mit Schnupperstunde" in page.locator("main").inner_text()


def test_what_is_folded_on_the_screen_is_open_on_paper(visitor, site):
    page = _printed(visitor(), site, "/angebote/{key}")
    folded = page.locator("details.why:not([open])").first
    assert folded.locator(".condition__law").first.is_visible()
