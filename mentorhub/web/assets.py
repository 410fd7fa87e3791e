"""Styles, scripts and fonts: served beside Flask, under an address that holds their content's hash.

One hash covers the whole tree, so that relative references (fonts in styles, imports between
modules) stay right and may be kept by browsers for a year.
"""

import hashlib
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise

from mentorhub.web import ready, vendor

STATIC = Path(__file__).parent / "static"
YEAR_SECONDS = 365 * 24 * 3600
HASH_LETTERS = 12


def init(app: Flask) -> None:
    """Serve ``static/`` and give all templates ``asset``."""
    version = version_of(STATIC)

    def asset(name: str) -> str:
        """Return the address of a file below ``static/``."""
        return f"/static/{version}/{name}"

    served = WhiteNoise(
        app.wsgi_app,
        root=str(STATIC),
        prefix=f"static/{version}/",
        max_age=YEAR_SECONDS,
        immutable_file_test=lambda _path, _url: True,
        add_headers_function=_add_headers,
        allow_all_origins=False,
    )
    app.wsgi_app = served  # type: ignore[method-assign]
    app.jinja_env.globals["asset"] = asset
    ready.register(app, "assets", _check)


def version_of(folder: Path) -> str:
    """Return a short hash over names and content of all files below ``folder``."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:HASH_LETTERS]


def _add_headers(headers: Headers, _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"


def _check() -> None:
    if not vendor.is_current():
        raise ready.NotReady("front-end packages are missing: run python -m mentorhub.web.vendor")
