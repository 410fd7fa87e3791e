"""Every page, looked at by those who read it: accessible, whole, and on its own.

Two opposite looks in the default run; ``MENTORHUB_AUDIT=on`` takes every combination of language,
scheme, width and Einfache Sprache.
"""

import os
from itertools import product

import pytest

from mentorhub.app import build_services, create_app
from tests.browser.conftest import Look
from tests.browser.looking import faults, misfits, watched
from tests.browser.pages import NO_PAGES, PAGES
from tests.browser.scenes import SCENES
from tests.conftest import demo_settings

PHONE = 320
OPPOSITES = [
    Look("light", "de", 1280),
    Look("dark", "en", 320, easy=True),
]
EVERY = [
    Look(scheme, language, width, easy=easy)
    for scheme, language, width, easy in product(
        ("light", "dark"), ("de", "en"), (320, 1280), (False, True)
    )
]
LOOKS = EVERY if os.environ.get("MENTORHUB_AUDIT") == "on" else OPPOSITES


def test_every_page_is_looked_at(prepared):
    app = create_app(demo_settings(prepared), services=build_services(demo_settings(prepared)))
    readable = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods}
    looked_at = {example.endpoint for example in PAGES} - {"error"}
    assert looked_at | set(NO_PAGES) == readable, "tests/browser/pages.py lists every page"
    assert not looked_at & set(NO_PAGES)


@pytest.mark.parametrize("look", LOOKS, ids=str)
@pytest.mark.parametrize("example", PAGES, ids=str)
def test_a_page_is_accessible_and_whole(readers, site, example, look):
    address = site.known.address(example.address)
    page = readers.page(example.who, look)
    with watched(page, site.address):
        answer = page.goto(address)
        landed = page.url.removeprefix(site.address)
        assert landed == (site.known.address(example.lands) if example.lands else address)
        assert answer.status == example.status
        assert page.locator("h1").count() == 1
        assert faults(page) == []
        page.set_viewport_size({"width": PHONE, "height": 800})
        assert misfits(page) == []  # long German words as well
    page.close()


@pytest.mark.parametrize("look", LOOKS, ids=str)
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_a_page_in_use_is_accessible_and_whole(readers, site, scene, look):
    with readers.fresh(look) as context:
        page = context.new_page()
        with watched(page, site.address) as watch:
            scene(page, site, watch)
            assert faults(page) == []
