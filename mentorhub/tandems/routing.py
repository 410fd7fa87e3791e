"""The pure rule of who gets a request from outside: the nearest desk, and never a favourite."""

from collections.abc import Sequence
from dataclasses import dataclass

from mentorhub.recommend.engine.places import Place, distance_km

# Coordinates are those of whole towns: what is closer than this is in the same place.
SAME_PLACE_KM = 1.0


@dataclass(frozen=True)
class Spot:
    """Where a postcode is: its town, its Land, and its middle if that is known."""

    town: str
    land: str
    middle: Place | None = None


@dataclass(frozen=True)
class DeskAt:
    """A desk with somebody behind it, and where it is, if that is known."""

    organisation_id: int
    spot: Spot | None = None


def nearest(asked_from: Spot | None, desks: Sequence[DeskAt]) -> frozenset[int]:
    """Return the organisations whose desks get the request; empty only if there are no desks.

    All desks of the nearest place get it, so that none is preferred. Where a distance cannot be
    told, all desks of the same Land do, and failing these, all desks.
    """
    near = _nearest_place(asked_from, desks)
    same_land = [desk for desk in desks if desk.spot and asked_from and _same(desk, asked_from)]
    return frozenset(desk.organisation_id for desk in (near or same_land or desks))


def distance(one: Spot | None, other: Spot | None) -> float | None:
    """Return kilometres as the crow flies, None if either middle is not known."""
    if one is None or other is None or one.middle is None or other.middle is None:
        return None
    return distance_km(one.middle, other.middle)


def _nearest_place(asked_from: Spot | None, desks: Sequence[DeskAt]) -> list[DeskAt]:
    far = [(km, desk) for desk in desks if (km := distance(asked_from, desk.spot)) is not None]
    if not far:
        return []
    least = min(km for km, _ in far)
    return [desk for km, desk in far if km <= least + SAME_PLACE_KM]


def _same(desk: DeskAt, asked_from: Spot) -> bool:
    return desk.spot is not None and desk.spot.land == asked_from.land
