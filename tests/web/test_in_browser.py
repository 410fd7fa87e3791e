"""The frame and every control as a person meets them, in a real Chromium."""

import shutil
import tempfile
import threading
from contextlib import contextmanager

import pytest
from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from mentorhub.web import vendor
from tests.web.specimen import make_app

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TOUCH_PIXELS = 44
TARGETS = (
    ".kern-btn, .chip:not(.chip--plain), .tool, .site nav a, .foot a, .pager a, summary, "
    ".crumbs a, .form-errors a, .kern-form-check, .kern-form-input__input"
)
OPPOSITES = [("light", 320), ("dark", 1280)]
ALL = [(scheme, width) for scheme in ("light", "dark") for width in (320, 1280)]
PAGES = ["/", "/nirgends", "/impressum", "/datenschutz", "/barrierefreiheit"]


@pytest.fixture(scope="module")
def chromium():
    """One Chromium for all tests here."""
    path = shutil.which("chromium")
    if path is None:
        pytest.fail("Chromium is missing: apt-get install chromium")
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        environment = {"HOME": home, "PATH": "/usr/bin:/bin"}
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS, env=environment)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address():
    """The specimen on a free port of this machine."""
    server = make_server("127.0.0.1", 0, make_app(), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def visit(chromium, address):
    """Open pages as one reader: ``with visit("/", scheme="dark", width=320) as page``."""

    @contextmanager
    def opened(
        path, *, scheme="light", width=1280, scripts=True, language="de", roles="in_company_mentor"
    ):
        context = chromium.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            java_script_enabled=scripts,
            extra_http_headers={"X-Roles": roles},
        )
        context.add_cookies([{"name": "language", "value": language, "url": address}])
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda line: _note(page, line))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(address + path)
        yield page
        context.close()

    return opened


def _note(page, line):
    if line.type in ("error", "warning") and "Failed to load resource" not in line.text:
        page.complaints.append(line.text)


def faults(page):
    """Return what axe finds, short enough to read in a failing test."""
    page.evaluate(vendor.AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: rules}).then(r => r.violations)", RULES
    )
    return [(each["id"], [node["target"] for node in each["nodes"]]) for each in found]


def overflow(page):
    """Return by how many pixels the page is wider than the window."""
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


def too_small(page):
    """Return the controls that are lower than a finger needs."""
    return page.evaluate(
        """([targets, least]) => [...document.querySelectorAll(targets)]
            .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < least)
            .map(e => e.className + ' ' + e.textContent.trim().slice(0, 30))""",
        [TARGETS, TOUCH_PIXELS],
    )


@pytest.mark.parametrize(("scheme", "width"), ALL)
def test_every_control_is_accessible_with_errors_shown(visit, scheme, width):
    with visit("/muster", scheme=scheme, width=width) as page:
        page.get_by_role("button", name="Absenden").click()
        page.wait_for_selector(".form-errors")
        assert faults(page) == []
        assert overflow(page) <= 0
        assert too_small(page) == []
        assert page.complaints == []


@pytest.mark.parametrize(("scheme", "width"), OPPOSITES)
@pytest.mark.parametrize("path", PAGES)
def test_every_page_of_the_frame_is_accessible(visit, path, scheme, width):
    with visit(path, scheme=scheme, width=width, language="en" if width == 320 else "de") as page:
        assert faults(page) == []
        assert overflow(page) <= 0
        assert too_small(page) == []
        assert page.complaints == []


@pytest.mark.parametrize("width", [320, 799, 800, 1000, 1280])
def test_the_header_holds_the_places_of_many_roles(visit, width):
    many = "in_company_mentor editor programme_admin"
    with visit("/", width=width, roles=many) as page:
        assert overflow(page) <= 0
        assert too_small(page) == []
        assert page.locator("header.site").bounding_box()["height"] < 180


def test_dark_readers_get_a_dark_page(visit):
    with visit("/", scheme="dark") as page:
        colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith('"Fira Sans"')
        assert page.evaluate("document.fonts.check('18px \"Fira Sans\"')")
    with visit("/", scheme="light") as page:
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != colour


def test_the_first_tab_leads_past_the_header(visit):
    with visit("/muster") as page:
        page.keyboard.press("Tab")
        link = page.locator(":focus")
        assert link.inner_text() == "Zum Inhalt springen"
        assert link.bounding_box()["y"] >= 0
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content"


def test_the_focus_can_always_be_seen(visit):
    with visit("/muster") as page:
        unseen = []
        for _ in range(45):
            page.keyboard.press("Tab")
            unseen += page.evaluate(
                """() => {
                  if (document.activeElement.type === 'date') return [];  // draws its own parts
                  const shown = [document.activeElement, ...document.activeElement.children];
                  const ring = e => {
                    const s = getComputedStyle(e), a = getComputedStyle(e, '::after');
                    return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2
                      || s.boxShadow !== 'none' || a.outlineStyle !== 'none';
                  };
                  return shown.some(ring) ? [] : [document.activeElement.outerHTML.slice(0, 80)];
                }"""
            )
        assert unseen == []


def test_a_bad_form_puts_the_focus_on_the_list_and_its_links_on_the_fields(visit):
    with visit("/muster") as page:
        page.get_by_role("button", name="Absenden").click()
        page.wait_for_selector(".form-errors")
        assert "form-errors" in page.evaluate("document.activeElement.className")
        page.locator(".form-errors a").first.click()
        assert page.evaluate("document.activeElement.id") == "first_name"


def test_on_a_phone_the_places_open_by_keyboard(visit):
    with visit("/muster", width=320) as page:
        place = page.locator(".site__menu").get_by_role("link", name="Kurse")
        assert not place.is_visible()
        page.locator(".site__menu summary").focus()
        page.keyboard.press("Enter")
        assert place.is_visible()
        assert overflow(page) <= 0
        assert faults(page) == []


def test_the_choices_in_the_header_work_without_scripts(visit):
    with visit("/muster", scripts=False) as page:
        page.get_by_role("button", name="Einfache Sprache").click()
        assert page.get_by_text("Das ist leicht gesagt.").is_visible()
        page.get_by_role("button", name="English").click()
        assert page.locator("html").get_attribute("lang") == "en"
        assert page.get_by_text("Das ist leicht gesagt.").is_visible()
        assert not page.locator("[data-print]").is_visible()


def test_the_counter_counts_down(visit):
    with visit("/muster") as page:
        page.locator("#wish").fill("Stapler")
        assert page.locator(".counter").inner_text() == "noch 493 Zeichen"


def test_print_and_copy_are_offered_where_scripts_run(visit):
    with visit("/muster") as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.locator("[data-copy]").click()
        page.wait_for_function("document.querySelector('[data-copy]').innerText === 'Link kopiert'")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.endswith("/kurse")
        assert copied.startswith("http")
        assert page.locator("[data-print]").is_visible()


def test_paper_carries_the_words_and_no_controls(visit):
    with visit("/muster", scheme="dark") as page:
        page.emulate_media(media="print", color_scheme="light")
        assert page.locator("h1").is_visible()
        for gone in (".site__places", ".site__tools", ".foot", ".kern-btn >> nth=0"):
            assert not page.locator(gone).is_visible()


def test_what_htmx_could_not_fetch_is_told(visit):
    with visit("/muster") as page:
        page.route("**/weg", lambda route: route.abort())
        page.evaluate(
            """() => {
              document.querySelector('main').insertAdjacentHTML(
                'beforeend', '<button id="go" hx-get="/weg">x</button>');
              htmx.process(document.getElementById('go'));
              document.getElementById('go').click();
            }"""
        )
        page.wait_for_selector(".offline")
        assert "Die Verbindung ist abgerissen" in page.locator("#messages").inner_text()


def test_an_error_that_htmx_swaps_in_is_a_notice(visit):
    with visit("/muster") as page:
        page.evaluate(
            """() => {
              document.querySelector('main').insertAdjacentHTML(
                'beforeend', '<div id="there"></div>'
                + '<button id="go" hx-get="/fehler/refused" hx-target="#there">x</button>');
              htmx.process(document.getElementById('go'));
              document.getElementById('go').click();
            }"""
        )
        page.wait_for_selector("#there [role=alert]")
        assert page.locator("header.site").count() == 1
