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
    return [_entry(place) for place in places_for(roles)]


def _entry(place: Place) -> Entry:
    href = url_for(place.endpoint)
    if request.path == href:
        return Entry(place.label, href, "page")
    inside = href != "/" and request.path.startswith(href.rstrip("/") + "/")
    return Entry(place.label, href, "true" if inside else "")
