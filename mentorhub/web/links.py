"""Addresses of the page at hand: the same page with another filter, the way back after a deed."""

from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Flask, request


def init(app: Flask) -> None:
    """Give all templates ``here`` and ``without``."""
    app.jinja_env.globals.update(here=here, without=without, local_path=local_path)


def here(**changes: Any) -> str:
    """Return this page's address with query values changed; None takes a value away.

    A list or tuple sets several values of one name. Pages that answer a POST have no address of
    their own to come back to; theirs is the start page.
    """
    if request.method != "GET":
        return "/"
    query = {name: request.args.getlist(name) for name in request.args}
    for name, value in changes.items():
        query[name] = _texts(value)
    return _address(query)


def without(name: str, value: object) -> str:
    """Return this page's address without one of the values of ``name``."""
    kept = [each for each in request.args.getlist(name) if each != str(value)]
    return here(**{name: kept})


def local_path(wanted: str | None, otherwise: str = "/") -> str:
    """Return ``wanted`` if it is a path of this site, so that nobody is sent elsewhere."""
    if not wanted or not wanted.startswith("/") or wanted.startswith("//"):
        return otherwise
    if "\\" in wanted or any(ord(sign) < 32 for sign in wanted):
        return otherwise
    parts = urlsplit(wanted)
    return otherwise if parts.scheme or parts.netloc else wanted


def _texts(value: Any) -> list[str]:
    if value is None:
        return []
    values = value if isinstance(value, list | tuple) else [value]
    return [str(each) for each in values]


def _address(query: dict[str, list[str]]) -> str:
    pairs = [(name, value) for name, values in query.items() for value in values]
    return request.path + (f"?{urlencode(pairs)}" if pairs else "")
