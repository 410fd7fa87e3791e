"""`make shots`: the two screenshots of the README, of a fresh demonstration."""

import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote_plus

from playwright.sync_api import Page, sync_playwright

from tools.site import FLAGS, NoBrowser, chromium, free_port, running, wait_until_ready
from tools.site import ROOT as PROJECT

IMAGES = PROJECT / "docs" / "images"
WIDTH = 1280
LARGEST_BYTES = 300_000
SENTENCE = "Ich will abends in Dortmund Stapler fahren lernen, höchstens 300 Euro"
SHOTS = {"start": ("/", 740), "search": (f"/suche?q={quote_plus(SENTENCE)}", 1060)}


def main() -> None:
    """Prepare a demonstration in a temporary folder, look at it, and keep two pictures."""
    try:
        browser = chromium()
    except NoBrowser as problem:
        sys.exit(str(problem))
    with tempfile.TemporaryDirectory() as folder:
        var = Path(folder)
        (var / "models").symlink_to(PROJECT / "var" / "models")
        port = free_port()
        settings = {"port": str(port), "var": str(var), "demo": "on"}
        environment = {f"MENTORHUB_{name.upper()}": text for name, text in settings.items()}
        subprocess.run(
            [sys.executable, "-m", "mentorhub.cli", "prepare"],
            cwd=PROJECT,
            env={"PATH": "/usr/bin:/bin", "HF_HUB_OFFLINE": "1"} | environment,
            check=True,
        )
        with running("serve", var, port=str(port)):
            address = f"http://localhost:{port}"
            wait_until_ready(address, var)
            _take(browser, address)


def _take(browser: str, address: str) -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser, args=list(FLAGS))
        for name, (path, height) in SHOTS.items():
            context = opened.new_context(
                viewport={"width": WIDTH, "height": height}, locale="de-DE", color_scheme="light"
            )
            page = context.new_page()
            page.goto(address + path)
            _keep(page, IMAGES / f"{name}.png")
            context.close()
        opened.close()


def _keep(page: Page, path: Path) -> None:
    page.evaluate("document.fonts.ready")
    page.screenshot(path=path)
    size = path.stat().st_size
    print(f"{path.relative_to(PROJECT)}: {size / 1000:.0f} kB")
    if size > LARGEST_BYTES:
        sys.exit(f"{path.name} is larger than {LARGEST_BYTES / 1000:.0f} kB")


if __name__ == "__main__":
    main()
