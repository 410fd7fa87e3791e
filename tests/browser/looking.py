"""What is looked at on every page: accessibility, room, errors, and who is asked for what."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request

from mentorhub.web import vendor

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
}
LEAST_PIXELS = 24

_WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Text that its own box cuts off; boxes that scroll and words for screen readers only do not count.
_CUT_OFF = """() => [...document.querySelectorAll('main *, header *, footer *')].filter(e => {
    const style = getComputedStyle(e);
    return e.checkVisibility() && ['hidden', 'clip'].includes(style.overflowX)
        && e.clientWidth > 1 && e.scrollWidth > e.clientWidth + 1
        && !e.matches('input, select, textarea, svg, svg *') && style.textOverflow !== 'ellipsis';
}).map(e => e.tagName + '.' + e.className + ': ' + e.textContent.trim().slice(0, 60))"""
# Controls of their own, not links within a sentence.
_TOO_SMALL = """least => [...document.querySelectorAll(
    'button, summary, input:not([type=hidden]), select, textarea, .kern-btn, .chip a, nav a')]
    .filter(e => e.checkVisibility() && e.getBoundingClientRect().width > 0)
    .map(e => [e, e.getBoundingClientRect()])
    .filter(([e, box]) => box.width < least || box.height < least)
    .map(([e, box]) => `${e.tagName} ${e.textContent.trim()} ${box.width} x ${box.height}`)"""


@dataclass
class Watch:
    """What a page complains about while it is open, and whom it asks."""

    host: str
    complaints: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def hear(self, line: ConsoleMessage) -> None:
        """Keep an error of the page; that the page itself is an error page is no complaint."""
        is_own_status = "Failed to load resource" in line.text and line.location["url"] == self.page
        if line.type in ("error", "warning") and not is_own_status:
            self.complaints.append(f"{line.text} ({line.location['url']})")

    def see(self, request: Request) -> None:
        """Keep the address if it lies on another host; the document's own is remembered."""
        if request.is_navigation_request():
            self.page = request.url
        ours = (self.host, self.host.replace("localhost", "127.0.0.1"))  # packages run there
        if urlsplit(request.url).netloc not in ours and not request.url.startswith("data:"):
            self.strangers.append(request.url)

    page: str = ""


@contextmanager
def watched(page: Page, address: str) -> Iterator[Watch]:
    """Listen to a page until the end; then nothing may have gone wrong."""
    watch = Watch(urlsplit(address).netloc)
    page.on("console", watch.hear)
    page.on("pageerror", lambda error: watch.complaints.append(str(error)))
    page.on("request", watch.see)
    yield watch
    page.evaluate("0")  # what the page has said until now is heard by now
    assert watch.complaints == []
    assert watch.strangers == []


def faults(page: Page) -> list[str]:
    """Return everything that is wrong with the page as it is, short enough to read."""
    return [*_inaccessible(page), *misfits(page)]


def misfits(page: Page) -> list[str]:
    """Return what does not fit: into the window, into its own box, under a finger."""
    wider = page.evaluate(_WIDER)
    return [
        *([f"{wider} pixels wider than the window"] if wider > 0 else []),
        *(f"cut off: {each}" for each in page.evaluate(_CUT_OFF)),
        *(f"too small: {each}" for each in page.evaluate(_TOO_SMALL, LEAST_PIXELS)),
    ]


def _inaccessible(page: Page) -> list[str]:
    page.evaluate(vendor.AXE.read_text(encoding="utf-8"))
    found = page.evaluate("how => axe.run(document, how).then(r => r.violations)", RULES)
    return [
        f"{each['id']}: {[(node['target'], node['failureSummary']) for node in each['nodes'][:3]]}"
        for each in found
    ]
