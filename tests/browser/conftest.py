"""One real site, one real Chromium, and readers who are signed in already.

The site is what operators run: the two commands ``serve`` and ``worker`` on a folder of their own.
"""

import email
import re
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from email import policy
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from mentorhub.accounts.demo import PASSWORD
from mentorhub.app import build_services
from mentorhub.kit.db import Database
from tests.browser import furniture
from tests.conftest import ROOT, SECRET, demo_settings
from tests.content import in_time
from tools.site import (
    FLAGS,
    START_SECONDS,
    NoBrowser,
    chromium,
    free_port,
    running,
    wait_until_ready,
)

pytest.register_assert_rewrite("tests.browser.looking")

WAIT_MS = 15_000
expect.set_options(timeout=WAIT_MS)  # as patient as everything else that waits here


def pytest_collection_modifyitems(items):
    """Mark everything here, so that the fast part of the tests can leave it out."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass(frozen=True)
class Site:
    """A running installation: where it answers, its folder, and what pages can be about."""

    address: str
    var: Path
    known: furniture.Known

    def mails(self, to: str) -> list[str]:
        """Return the mails that the worker has sent to an address, oldest first."""
        texts = (path.read_text() for path in sorted((self.var / "mail").glob("*.eml")))
        return [text for text in texts if f"To: {to}\n" in text]

    def forget_failures(self) -> None:
        """Let somebody ask again for what may be asked for a few times an hour only."""
        with closing(sqlite3.connect(self.var / "mentorhub.db", timeout=10)) as db, db:
            db.execute("DELETE FROM failed_sign_ins")

    def let_an_hour_pass_in_lessons(self) -> None:
        """Let all lessons that are not at their end have been opened an hour earlier."""
        earlier = "opened_at = datetime(opened_at, '-1 hour')"
        with closing(sqlite3.connect(self.var / "mentorhub.db", timeout=10)) as db, db:
            db.execute(f"UPDATE lesson_reading SET {earlier} WHERE finished_at IS NULL")

    def link_in(self, mail: str) -> str:
        """Return the first address in a mail."""
        whole = email.message_from_string(mail, policy=policy.default).get_content()
        found = re.search(rf"{self.address}\S+", whole)
        assert found, f"no address in: {whole}"
        return found[0]

    def wait_for_mail(self, to: str, how_many: int = 1) -> str:
        """Return the last mail to an address as soon as the worker has sent so many."""
        deadline = time.monotonic() + START_SECONDS
        while len(sent := self.mails(to)) < how_many:
            assert time.monotonic() < deadline, f"{len(sent)} mails to {to}, not {how_many}"
            time.sleep(0.2)
        return sent[-1]


@pytest.fixture(scope="package")
def site(prepared, tmp_path_factory) -> Iterator[Site]:
    """The site, served by the real command; the real worker runs beside it."""
    var = tmp_path_factory.mktemp("site")
    shutil.copytree(prepared, var, dirs_exist_ok=True, symlinks=True)
    if not (var / "models").exists():
        (var / "models").symlink_to(ROOT / "var" / "models")
    port = free_port()
    address = f"http://localhost:{port}"
    known = _furnished(var, address)
    # Every reader comes from an address of their own, so one trusted proxy stands in front.
    settings = {"port": str(port), "secret_key": SECRET, "proxies": "1", "content": str(in_time())}
    # Pages offer to look at links, but nobody does: these lead nowhere.
    serve = running("serve", var, **settings, link_days="7")
    with serve, running("worker", var, **settings):
        wait_until_ready(address, var)
        yield Site(address, var, known)


def _furnished(var: Path, address: str) -> furniture.Known:
    services = build_services(demo_settings(var, base_url=address))
    known = furniture.furnish(services, address)
    services.get(Database).dispose()
    return known


@pytest.fixture(scope="package")
def browser(tmp_path_factory) -> Iterator[Browser]:
    """One Chromium for all tests here; where there is none, they fail and say so."""
    try:
        path = chromium()
    except NoBrowser as problem:
        pytest.fail(str(problem))
    home = tmp_path_factory.mktemp("browser")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=path,
            args=list(FLAGS),
            env={"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "de_DE.UTF-8"},
        )
        yield opened
        opened.close()


@dataclass(frozen=True)
class Look:
    """How somebody looks at the site."""

    scheme: str = "light"
    language: str = "de"
    width: int = 1280
    easy: bool = False
    scripts: bool = True

    def __str__(self) -> str:
        parts = [self.scheme, self.language, str(self.width)]
        return "-".join([*parts, *(["easy"] if self.easy else [])])


@dataclass
class Readers:
    """Opens contexts of the browser: visitors, and people who sign in once per test run."""

    browser: Browser
    site: Site
    states: dict[str, Any] = field(default_factory=dict)
    shared: dict[tuple[str | None, Look], BrowserContext] = field(default_factory=dict)
    count: int = 0

    def fresh(self, look: Look = Look(), state: Any = None) -> BrowserContext:
        """Return a context that nobody else has, from an address that nobody else has."""
        self.count += 1
        context = self.browser.new_context(
            base_url=self.site.address,
            viewport={"width": look.width, "height": 800},
            color_scheme=look.scheme,
            locale={"de": "de-DE", "en": "en-GB"}[look.language],
            java_script_enabled=look.scripts,
            extra_http_headers={"X-Forwarded-For": f"10.0.{self.count // 250}.{self.count % 250}"},
            storage_state=state,
        )
        context.set_default_timeout(WAIT_MS)
        choices = {"language": look.language, "easy": "on" if look.easy else "off"}
        context.add_cookies(
            [
                {"name": key, "value": value, "url": self.site.address}
                for key, value in choices.items()
            ]
        )
        return context

    def signed_in(self, who: str, look: Look = Look()) -> BrowserContext:
        """Return a context of its own in which a demo person is signed in."""
        if who not in self.states:
            with self.fresh() as context:
                sign_in(context.new_page(), who)
                self.states[who] = context.storage_state()
        return self.fresh(look, self.states[who])

    def page(self, who: str | None, look: Look) -> Page:
        """Return a new page of a context that is shared by all who only look."""
        if (who, look) not in self.shared:
            made = self.signed_in(who, look) if who else self.fresh(look)
            self.shared[who, look] = made
        return self.shared[who, look].new_page()


def sign_in(page: Page, who: str, password: str = PASSWORD) -> None:
    """Sign a demo person in by the form; ``who`` is the part of the address before the @."""
    page.goto("/anmelden")
    page.locator("#email").fill(f"{who}@beispiel.test")
    page.locator("#password").fill(password)
    page.locator("main form").first.get_by_role("button").click()
    page.locator("form[action='/abmelden']").wait_for()


@pytest.fixture(scope="package")
def readers(browser, site) -> Readers:
    """Everybody who reads the site."""
    return Readers(browser, site)


@pytest.fixture
def visitor(readers) -> Iterator[Callable[..., Page]]:
    """Open the page of somebody who was never here: ``visitor(width=320)``."""
    with ExitStack() as stack:

        def opened(**look: Any) -> Page:
            return stack.enter_context(readers.fresh(Look(**look))).new_page()

        yield opened


@pytest.fixture
def person(readers) -> Iterator[Callable[..., Page]]:
    """Open the page of a demo person who is signed in: ``person("ines", width=320)``."""
    with ExitStack() as stack:

        def opened(who: str, **look: Any) -> Page:
            return stack.enter_context(readers.signed_in(who, Look(**look))).new_page()

        yield opened
