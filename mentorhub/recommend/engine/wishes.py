"""Wishes against facts: what each unmet wish costs, and what an explicit filter leaves."""

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np

from mentorhub.recommend.engine.columns import AUDIENCE_BITS, TIME_BITS, UNKNOWN, Columns, spots
from mentorhub.recommend.engine.document import (
    CEFR_LEVELS,
    FORMS,
    KINDS,
    LEVELS,
    NOT_GERMAN,
    TIMES_WITHIN,
    Given,
    Kind,
    Understood,
)
from mentorhub.recommend.engine.places import Gazetteer, Place
from mentorhub.recommend.engine.text import fold
from mentorhub.recommend.engine.vectors import Mask, Rows, Vectors

UNKNOWN_COST: Final = 0.4  # between met and contradicted
NEAR_COST: Final = 0.3  # not quite as wished, but close: reachable, or usually compatible
_SAME_TOWN_KM = 3.0
_FADE_KM = 25.0  # how fast "too far" becomes "much too far"
_LATE_DAYS = 90.0
_CHEAP_CENTS = 50_000.0
_HARDLY_LONGER = 1.2  # times as long as wished

_EVERYBODYS: Final = ("de", "en")  # languages of courses that nobody has to ask for

_NEARLY: Final = {
    "evening": ("self_paced",),
    "weekend": ("self_paced",),
    "part_time": ("evening", "weekend", "self_paced"),
    "morning": ("part_time", "self_paced"),
    "afternoon": ("part_time", "self_paced"),
}
# Rows: wished form. Columns: the offer's form, in the order of FORMS.
_FORM_COSTS: Final = {
    "presence": (0.0, 1.0, 0.25),
    "online": (1.0, 0.0, 0.6),
    "blended": (0.6, 0.6, 0.0),
}


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a searcher would like; nothing here removes an offer. Any of the places will do."""

    places: tuple[Place, ...] = ()
    not_places: tuple[Place, ...] = ()
    radius_km: int = 20
    times: frozenset[str] = frozenset()
    not_times: frozenset[str] = frozenset()
    form: str | None = None
    max_price_cents: int | None = None
    free: bool = False
    cheap: bool = False
    azav: bool = False
    language: str | None = None
    level: str | None = None
    start_from: date | None = None
    start_until: date | None = None
    not_starts: tuple[tuple[date, date], ...] = ()
    max_days: int | None = None
    kind: Kind | None = None
    audience: frozenset[str] = frozenset()


def wishes(understood: Understood, given: Given, gazetteer: Gazetteer, radius_km: int) -> Wishes:
    """Return what is wished for: what was given on each matter, otherwise what was understood.

    What is given filters as well, unless it was loosened: then it still ranks what was let in.
    ``radius_km`` is used where nobody named one.
    Times that are wanted and times that are refused are two matters, but what is given on one
    side is taken off the other.
    """
    places = (find_place(given.place, gazetteer),) if given.place else understood.places
    limited = given.free or given.max_price_cents is not None
    priced = limited or given.cheap
    wanted, refused = times_of(given.schedules), refused_times_of(given.not_schedules)
    dated = given.starts_from is not None or given.starts_by is not None
    levelled = given.level in (*LEVELS, *CEFR_LEVELS)
    return Wishes(
        places=tuple(place for place in places if place),
        not_places=() if given.place else understood.not_places,
        radius_km=given.radius_km or understood.radius_km or radius_km,
        times=wanted & TIME_BITS.keys() if wanted else understood.times - refused,
        not_times=refused & TIME_BITS.keys() if refused else understood.not_times - wanted,
        form=given.form if given.form in FORMS else understood.form,
        max_price_cents=given.max_price_cents if priced else understood.max_price_cents,
        free=given.free if priced else understood.free,
        cheap=(given.cheap or understood.cheap) and not limited,
        azav=given.azav or understood.azav,
        language=given.language or understood.language,
        level=given.level if levelled else understood.level,
        start_from=given.starts_from if dated else understood.start_from,
        start_until=given.starts_by if dated else understood.start_until,
        not_starts=() if dated else understood.not_starts,
        max_days=understood.max_days if given.max_days is None else given.max_days,
        kind=None if given.kind else understood.kind,
        audience=frozenset(understood.audience) & AUDIENCE_BITS.keys(),
    )


def times_of(names: Iterable[str]) -> frozenset[str]:
    """Return the times that offers state and that suit any of these."""
    return frozenset(time for name in names for time in TIMES_WITHIN.get(name, (name,)))


def refused_times_of(names: Iterable[str]) -> frozenset[str]:
    """Return the times that offers state and that do not suit who refuses these."""
    refused = frozenset(names)
    return times_of(refused) | ({"afternoon"} if "daytime" in refused else frozenset())


def find_place(name: str, gazetteer: Gazetteer) -> Place | None:
    """Return the place of a postcode, a town, or "44137 Dortmund"; None if unknown."""
    name = name.strip()
    code = name.split()[0] if name else ""
    if code.isdecimal():
        found = gazetteer.find_postcode(code)
        rest = name.removeprefix(code).strip()
        return found or (gazetteer.find_town(rest) if rest else None)
    return gazetteer.find_town(name) if name else None


def costs(wanted: Wishes, columns: Columns, today: date) -> dict[str, Vectors]:
    """Return for each wish what each document would cost: (n,) from 0 (met) to 1 (opposed).

    The names are those of ``Weights``; a wish that was not made has no entry.
    """
    found = {name: cost(wanted, columns, today) for name, cost in _COSTS.items()}
    return {name: cost for name, cost in found.items() if cost is not None}


def distances_km(place: Place, columns: Columns) -> Vectors:
    """Return the distance of each document from the place, NaN where it is not known.

    Straight through the earth, which at 300 km is 30 m short of the way over it.
    """
    return _away_km(place, columns)[columns.site]


def _away_km(place: Place, columns: Columns) -> Vectors:
    """Return the distance of each site from the place, (sites,), NaN where it is not known."""
    middle = spots(np.array([[place.latitude, place.longitude]]))[0]
    away = columns.spots - middle
    return np.asarray(np.sqrt(np.einsum("ij,ij->i", away, away)), dtype=np.float32)


def _place(wanted: Wishes, columns: Columns, _today: date) -> Vectors | None:
    if not wanted.places and not wanted.not_places:
        return None
    of_site = np.zeros(len(columns.spots), np.float32)
    if wanted.places:
        of_site = np.min([_away(place, wanted, columns) for place in wanted.places], axis=0)
    cost = of_site[columns.site]
    if wanted.places:
        online = columns.form == FORMS.index("online")
        np.putmask(cost, online, 0.0 if wanted.form == "online" else NEAR_COST)
    if wanted.not_places:
        refused = np.any([_is_in(place, columns) for place in wanted.not_places], axis=0)
        np.putmask(cost, refused[columns.site], 1.0)
    return cost


def _away(place: Place, wanted: Wishes, columns: Columns) -> Vectors:
    """Return what the distance of each site from one place costs, (sites,), float32."""
    away = _away_km(place, columns)
    over = np.maximum(away - wanted.radius_km, 0.0)
    cost = np.where(
        over > 0,
        NEAR_COST + (1.0 - NEAR_COST) * -np.expm1(-over / _FADE_KM),
        NEAR_COST * np.maximum(away - _SAME_TOWN_KM, 0.0) / max(wanted.radius_km, 1),
    )
    cost[_is_in(place, columns)] = 0.0
    cost[np.isnan(cost)] = UNKNOWN_COST
    return cost.astype(np.float32)


def same_town(place: Place, columns: Columns) -> Mask:
    """Return which documents are in the town of that name, wherever its middle is."""
    return _is_in(place, columns)[columns.site]


def _is_in(place: Place, columns: Columns) -> Mask:
    """Return which sites are in the town of that name, (sites,)."""
    at = np.flatnonzero(columns.towns == fold(place.name))
    return np.asarray(columns.town == (at[0] if len(at) else len(columns.towns)))


def _time(wanted: Wishes, columns: Columns, _today: date) -> Vectors | None:
    if not wanted.times and not wanted.not_times:
        return None
    every = np.arange(1 << len(TIME_BITS))
    cost = np.zeros(len(every), np.float32)
    if wanted.times:
        nearly = {near for name in wanted.times for near in _NEARLY.get(name, ())}
        cost[:] = 1.0
        cost[every & _bits(nearly) > 0] = NEAR_COST
        cost[every & _bits(wanted.times) > 0] = 0.0
    if wanted.not_times:
        cost[every & ~_bits(wanted.not_times) == 0] = 1.0
    cost[0] = UNKNOWN_COST
    return cost[columns.times]


def _bits(names: AbstractSet[str]) -> int:
    return sum(TIME_BITS[name] for name in names)


def _form(wanted: Wishes, columns: Columns, _today: date) -> Vectors | None:
    if wanted.form is None:
        return None
    return np.array([*_FORM_COSTS[wanted.form], UNKNOWN_COST], np.float32)[columns.form]


def _price(wanted: Wishes, columns: Columns, _today: date) -> Vectors | None:
    price = columns.price.astype(np.float32)
    if wanted.free:
        cost = np.where(columns.azav == 1, 0.6, 1.0)
        cost[columns.price == 0] = 0.0
    elif wanted.max_price_cents is not None:
        over = price / max(wanted.max_price_cents, 1)
        cost = np.where(over <= 1.0, 0.0, np.minimum(1.0, 0.5 * over))
    elif wanted.cheap:
        cost = np.minimum(1.0, price / _CHEAP_CENTS)
    else:
        return None
    cost[columns.price == UNKNOWN] = UNKNOWN_COST
    return cost.astype(np.float32)


def _azav(wanted: Wishes, columns: Columns, _today: date) -> Vectors | None:
    if not wanted.azav:
        return None
    return np.array([1.0, 0.0, UNKNOWN_COST], np.float32)[columns.azav]


def _language(wanted: Wishes, columns: Columns, _today: date) -> Vectors | None:
    if wanted.language is None:
        return None
    if wanted.language == NOT_GERMAN:
        by_language = [float(name == "de") for name in columns.languages]
    else:
        by_language = [float(name != wanted.language) for name in columns.languages]
    return np.array([*by_language, UNKNOWN_COST], np.float32)[columns.language]


def in_other_tongues(tongue: str | None, columns: Columns, rows: Rows) -> Mask:
    """Return which of the rows are held in a language that who asked in ``tongue`` may not know.

    That is none of theirs, German and English; where the language is not known, it is none.
    """
    others = [name not in (*_EVERYBODYS, tongue) for name in columns.languages.tolist()]
    return np.array([*others, False], np.bool_)[columns.language[rows]]


def _level(wanted: Wishes, columns: Columns, _today: date) -> Vectors | None:
    if wanted.level is None:
        return None
    if wanted.level in CEFR_LEVELS:
        cost = np.where(columns.cefr & _cefr_bit(wanted.level) > 0, 0.0, 1.0)
        cost[columns.cefr == 0] = UNKNOWN_COST
        return cost.astype(np.float32)
    rank = LEVELS.index(wanted.level)
    by_level = [(0.0, 0.5, 1.0)[abs(rank - at)] for at in range(len(LEVELS))]
    return np.array([*by_level, UNKNOWN_COST], np.float32)[columns.level]


def _cefr_bit(level: str) -> int:
    return 1 << CEFR_LEVELS.index(level)


def _start(wanted: Wishes, columns: Columns, today: date) -> Vectors | None:
    if wanted.start_from is None and wanted.start_until is None and not wanted.not_starts:
        return None
    first = max(today, wanted.start_from or today)
    within = next_start(columns, first)
    cost = (within == UNKNOWN).astype(np.float32)
    if wanted.start_until is not None:
        late = (within - wanted.start_until.toordinal()).astype(np.float32)
        too_late = np.minimum(1.0, 0.5 + late / (2 * _LATE_DAYS))
        cost = np.where(late > 0, too_late, cost)
    for begin, end in wanted.not_starts:
        inside = (within >= begin.toordinal()) & (within <= end.toordinal())
        cost[inside & (next_start(columns, end + timedelta(days=1)) == UNKNOWN)] = 1.0
    anytime = columns.on_request | (np.diff(columns.start_ends) == 0)
    return np.asarray(np.where(anytime, np.minimum(cost, NEAR_COST), cost), np.float32)


def next_start(columns: Columns, day: date) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return the first start of each document on or after the day, UNKNOWN without one."""
    result = np.full(len(columns), UNKNOWN, np.int64)
    ahead = np.flatnonzero(columns.start_days >= day.toordinal())[::-1]
    # Backwards, so that of several days in a row the earliest is kept.
    result[columns.start_rows[ahead]] = columns.start_days[ahead]
    return result


def _length(wanted: Wishes, columns: Columns, _today: date) -> Vectors | None:
    if wanted.max_days is None:
        return None
    over = columns.days.astype(np.float32) / max(wanted.max_days, 1)
    cost = np.where(over <= _HARDLY_LONGER, NEAR_COST, np.minimum(1.0, 0.3 * over + 0.2))
    cost[over <= 1.0] = 0.0
    cost[columns.days == UNKNOWN] = UNKNOWN_COST
    return cost.astype(np.float32)


def _kind(wanted: Wishes, columns: Columns, _today: date) -> Vectors | None:
    if wanted.kind is None:
        return None
    return np.asarray(columns.kind != KINDS.index(wanted.kind), dtype=np.float32)


def _audience(wanted: Wishes, columns: Columns, _today: date) -> Vectors | None:
    """Return what it costs to address others: no more than if it were unknown, all may come."""
    if not wanted.audience:
        return None
    bits = sum(AUDIENCE_BITS[name] for name in wanted.audience)
    return np.where(columns.audiences & bits > 0, 0.0, UNKNOWN_COST).astype(np.float32)


_Cost = Callable[[Wishes, Columns, date], Vectors | None]
_COSTS: Final[Mapping[str, _Cost]] = {
    "place": _place,
    "time": _time,
    "form": _form,
    "price": _price,
    "azav": _azav,
    "language": _language,
    "level": _level,
    "start": _start,
    "length": _length,
    "kind": _kind,
    "audience": _audience,
}


def current(columns: Columns, today: date) -> Mask:
    """Return which documents can still be joined: a start ahead, none at all, or on request."""
    ends = columns.start_ends
    last = np.full(len(columns), today.toordinal(), np.int64)
    dated = ends[1:] > ends[:-1]
    last[dated] = columns.start_days[ends[1:][dated] - 1]
    return np.asarray((last >= today.toordinal()) | columns.on_request)


def filters(given: Given, columns: Columns, gazetteer: Gazetteer, today: date) -> dict[str, Mask]:
    """Return for each explicit filter which documents pass it: (n,) each.

    A fact that is not known does not pass, except a start on request. The names are those
    of the fields of ``Given``; both ends of a start are one filter, "starts", and times wanted and
    refused another, "schedules".
    """
    masks = {
        name: mask(given, columns)
        for name, mask in _FILTERS.items()
        if _is_set(getattr(given, name))
    }
    if given.schedules or given.not_schedules:
        masks["schedules"] = _times_are(given, columns)
    if given.place and given.radius_km:
        masks["place"] = _within(given, columns, gazetteer)
    if given.starts_from or given.starts_by:
        masks["starts"] = _starts_within(given, columns, today)
    return masks


def _is_set(value: object) -> bool:
    return value is not None and value is not False and value != frozenset()


def _within(given: Given, columns: Columns, gazetteer: Gazetteer) -> Mask:
    place = find_place(given.place or "", gazetteer)
    if place is None or not place.has_middle:  # no radius can be drawn: as if nothing were there
        return np.zeros(len(columns), np.bool_)
    near = (distances_km(place, columns) <= (given.radius_km or 0)) | same_town(place, columns)
    if given.form != "presence":
        near |= columns.form == FORMS.index("online")
    return np.asarray(near)


def _times_are(given: Given, columns: Columns) -> Mask:
    left = TIME_BITS.keys() - refused_times_of(given.not_schedules)
    passing = columns.times & _bits(left) > 0
    if given.schedules:
        passing &= columns.times & _bits(times_of(given.schedules) & TIME_BITS.keys()) > 0
    return np.asarray(passing)


def _starts_within(given: Given, columns: Columns, today: date) -> Mask:
    first = next_start(columns, max(today, given.starts_from or today))
    last = (given.starts_by or date.max).toordinal()
    anytime = columns.on_request | (np.diff(columns.start_ends) == 0)
    return np.asarray(((first != UNKNOWN) & (first <= last)) | anytime)


def _level_is(given: Given, columns: Columns) -> Mask:
    level = given.level or ""
    if level in CEFR_LEVELS:
        return np.asarray(columns.cefr & _cefr_bit(level) > 0)
    return np.asarray(columns.level == (LEVELS.index(level) if level in LEVELS else len(LEVELS)))


def _language_is(given: Given, columns: Columns) -> Mask:
    if given.language == NOT_GERMAN:
        known = columns.languages != "de"
        return np.asarray(np.append(known, False)[columns.language])
    at = np.flatnonzero(columns.languages == (given.language or ""))
    return np.asarray(columns.language == (at[0] if len(at) else len(columns.languages)))


def _days_at_most(given: Given, columns: Columns) -> Mask:
    return np.asarray((columns.days != UNKNOWN) & (columns.days <= (given.max_days or 0)))


def _price_at_most(given: Given, columns: Columns) -> Mask:
    known = columns.price != UNKNOWN
    return np.asarray(known & (columns.price <= (given.max_price_cents or 0)))


_FILTERS: Final[Mapping[str, Callable[[Given, Columns], Mask]]] = {
    "kind": lambda given, columns: np.asarray(columns.kind == KINDS.index(given.kind or "")),
    "form": lambda given, columns: np.asarray(
        columns.form == (FORMS.index(given.form) if given.form in FORMS else len(FORMS))
    ),
    "max_price_cents": _price_at_most,
    "free": lambda _given, columns: np.asarray(columns.price == 0),
    "azav": lambda _given, columns: np.asarray(columns.azav == 1),
    "language": _language_is,
    "level": _level_is,
    "max_days": _days_at_most,
}
