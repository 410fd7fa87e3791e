"""The main places of the site: every room names its own, the frame shows the reader's."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app, request, url_for
from flask_babel import LazyString

_KEY = "mentorhub.places"


@dataclass(frozen=True)
class Place:
    """One entry of the main navigation; ``roles`` None means everyone, visitors too."""

    endpoint: str
    label: LazyString | str
    roles: frozenset[str] | None
    order: int


@dataclass(frozen=True)
class Entry:
    """A place as the header shows it; ``current`` is the value of aria-current, or empty."""

    label: LazyString | str
    href: str
    current: str


def register(app: Flask, places: Iterable[Place]) -> None:
    """Add places; one whose endpoint does not exist is never shown."""
    app.extensions.setdefault(_KEY, []).extend(places)


def places_for(roles: frozenset[str]) -> list[Place]:
    """Return what somebody with these roles may see, in order, each endpoint once."""
    known = cast(list[Place], current_app.extensions.get(_KEY, []))
    seen: dict[str, Place] = {}
    for place in sorted(known, key=lambda place: place.order):
        open_to_reader = place.roles is None or place.roles & roles
        if open_to_reader and place.endpoint in current_app.view_functions:
            seen.setdefault(place.endpoint, place)
    return list(seen.values())


def entries_for(roles: frozenset[str]) -> list[Entry]:
    """Return the places with address and a mark at the one where the reader is."""
    there = [(place, url_for(place.endpoint)) for place in places_for(roles)]
    nearest = max((href for _, href in there if _holds(href)), key=len, default="")
    return [_entry(place, href, is_nearest=href == nearest) for place, href in there]


def _holds(href: str) -> bool:
    """Return whether the reader is at a place or inside of it; the start page holds nothing."""
    inside = href != "/" and request.path.startswith(href.rstrip("/") + "/")
    return inside or request.path == href


def _entry(place: Place, href: str, *, is_nearest: bool) -> Entry:
    if request.path == href:
        return Entry(place.label, href, "page")
    return Entry(place.label, href, "true" if is_nearest else "")
