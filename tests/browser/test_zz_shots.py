from pathlib import Path

from tests.browser.conftest import Look

OUT = Path("/tmp/feeds/shots")
OUT.mkdir(exist_ok=True)
PAGES = {
    "list": ("admin", "/redaktion/quellen"),
    "source": ("admin", "/redaktion/quellen/{source_id}"),
    "new": ("admin", "/redaktion/quellen/neu"),
    "removal": ("admin", "/redaktion/quellen/{source_id}/loeschung"),
    "report": ("admin", "/redaktion/quellen/abrufe/{fetch_id}"),
}


def test_shots(readers, site):
    for width in (1280, 390):
        for name, (who, address) in PAGES.items():
            page = readers.page(who, Look(width=width))
            page.goto(site.known.address(address))
            page.evaluate("document.fonts.ready")
            page.screenshot(path=OUT / f"{name}-{width}.png", full_page=True)
            page.close()
