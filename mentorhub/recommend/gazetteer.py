"""Finds towns and postcodes in memory, for the engine and for placing offers."""

import math
from collections.abc import Iterable

from mentorhub.recommend.engine.places import Place
from mentorhub.recommend.engine.text import fold
from mentorhub.recommend.engine.wishes import find_place
from mentorhub.recommend.funding.facts import LAENDER
from mentorhub.recommend.places import PlaceRow, plain


class Gazetteer:
    """Every German postcode and town.

    Where names repeat, a town of the home Land wins, then the larger one. A town whose middle
    is not known is found by its name and has no distance: that could only be guessed.
    """

    def __init__(self, rows: Iterable[PlaceRow], home: str = "NW") -> None:
        self._home = home
        self._codes: dict[str, Place] = {}
        self._towns: dict[str, Place] = {}
        self._exact: dict[str, Place] = {}
        self._lands: dict[tuple[str, str | None], str] = {}
        names: set[str] = set()
        for row in sorted(rows, key=lambda row: (row.state == home, row.population)):
            latitude = math.nan if row.latitude is None else row.latitude
            longitude = math.nan if row.longitude is None else row.longitude
            self._codes[row.postcode] = Place(row.town, latitude, longitude, row.postcode)
            town = Place(row.town, latitude, longitude)
            self._lands[row.town, row.postcode] = self._lands[row.town, None] = row.state
            for name in (row.town, plain(row.town).title()):
                self._towns[fold(name)] = town
                self._exact[name.casefold()] = town
                names.add(name)
        self._names = tuple(sorted(names))

    def find_town(self, name: str) -> Place | None:
        """Return the town of this name, however its umlauts are written.

        A name as it is written comes first: "Neuenkirchen" and "Neunkirchen" fold to one. But
        "Munster" is Münster to who is at home there, not a town of another Land.
        """
        written, folded = self._exact.get(name.casefold()), self._towns.get(fold(name))
        if written and folded and self._is_home(folded) and not self._is_home(written):
            return folded
        return written or folded

    def _is_home(self, place: Place) -> bool:
        return self.land(place) == self._home

    def find_postcode(self, code: str) -> Place | None:
        """Return the town of this postcode."""
        return self._codes.get(code)

    def land(self, place: Place) -> str | None:
        """Return the code of the Land in which the place lies, such as "NW"."""
        return self._lands.get((place.name, place.postcode))

    def funding_land(self, name: str) -> str | None:
        """Return the Land of a town or postcode as funding knows it; None if there is no such.

        Rules of a Land are those of NRW so far, so that is "NRW" or "anderes".
        """
        found = find_place(name, self)
        land = self.land(found) if found else None
        return None if land is None else LAENDER.get(land.casefold(), "anderes")

    def towns(self) -> tuple[str, ...]:
        """Return the names of all towns, each accepted by ``find_town``."""
        return self._names

    def locate(self, postcode: str | None, town: str | None) -> Place | None:
        """Return where an offer is, None if the middle of neither postcode nor town is known."""
        found = (
            self.find_postcode(postcode) if postcode else None,
            self.find_town(town) if town else None,
        )
        return next((place for place in found if place and place.has_middle), None)
