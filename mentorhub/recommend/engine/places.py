"""Places and the distance between them."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG


@dataclass(frozen=True, slots=True)
class Place:
    """A town or a postcode area with its middle, in degrees; NaN where that is not known."""

    name: str
    latitude: float
    longitude: float
    postcode: str | None = None

    @property
    def has_middle(self) -> bool:
        """Return whether distances to it are known."""
        return not math.isnan(self.latitude)


class Gazetteer(Protocol):
    """Knows towns and postcodes. The engine asks, the house answers."""

    def find_town(self, name: str) -> Place | None:
        """Return the town of that name, or None."""

    def find_postcode(self, code: str) -> Place | None:
        """Return the area of a five-digit postcode, or None."""

    def towns(self) -> Iterable[str]:
        """Return the names of all towns, each accepted by ``find_town``."""


def distance_km(a: Place, b: Place) -> float:
    """Return the great-circle distance by the haversine formula."""
    lat_a, lat_b = math.radians(a.latitude), math.radians(b.latitude)
    half_lat = (lat_b - lat_a) / 2
    half_lon = math.radians(b.longitude - a.longitude) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, chord)))
