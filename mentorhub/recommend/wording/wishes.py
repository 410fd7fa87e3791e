"""What was understood and what was set, as chips."""

from collections.abc import Callable, Mapping
from datetime import date

from mentorhub.recommend.engine.document import NOT_GERMAN, Chip, Given
from mentorhub.recommend.wording.offers import (
    audience_of,
    form_of,
    language_of,
    level_of,
    limit,
    not_time_of_day,
    time_of_day,
    wished_times,
)
from mentorhub.recommend.wording.speech import _
from mentorhub.web.filters import day, money


def topic(text: str) -> str:
    """Return the topic as a chip."""
    return _("Topic: %(topic)s", topic=text)


def chip(one: Chip) -> str:
    """Return one thing that was understood."""
    return _CHIPS[one.kind](one.params)


def place_chip(name: str, postcode: str | None = None, radius: object = None) -> str:
    """Return a place with its radius as a chip."""
    where = f"{postcode} {name}" if postcode and postcode not in name else name
    if radius:
        return _("Place: %(place)s, up to %(km)s km", place=where, km=radius)
    return _("Place: %(place)s", place=where)


def start_chip(first: date | None, last: date | None) -> str:
    """Return the days between which it should begin as a chip."""
    if first and last:
        return _("Start: %(first)s to %(last)s", first=day(first), last=day(last))
    if first:
        return _("Start: from %(first)s on", first=day(first))
    return _("Start: by %(last)s", last=day(last)) if last else ""


def price_chip(cents: int) -> str:
    """Return the most that it may cost as a chip."""
    return _("Price: at most %(price)s", price=money(cents))


def length_chip(days: int) -> str:
    """Return the most days that it may take as a chip."""
    return _("Length: at most %(span)s", span=limit(days))


def language_chip(code: str) -> str:
    """Return the language of teaching as a chip."""
    if code == NOT_GERMAN:
        return _("Taught in another language than German")
    return _("Taught in: %(language)s", language=language_of(code))


def _start_params(params: Mapping[str, str]) -> str:
    first, last = params.get("from"), params.get("until")
    return start_chip(
        date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None
    )


_CHIPS: Mapping[str, Callable[[Mapping[str, str]], str]] = {
    "topic": lambda p: topic(p["text"]),
    "not_topic": lambda p: _("Not: %(thing)s", thing=p["text"]),
    "place": lambda p: place_chip(p["place"], p.get("postcode"), p.get("radius_km")),
    "not_place": lambda p: _("Place: not %(place)s", place=p["place"]),
    "radius": lambda p: _("Up to %(km)s km", km=p["km"]),
    "nearby": lambda _p: _("Near me"),
    "time": lambda p: _("Time: %(time)s", time=time_of_day(p["time"])),
    "not_time": lambda p: _("Time: %(time)s", time=not_time_of_day(p["time"])),
    "form": lambda p: _("Learning: %(form)s", form=form_of(p["form"])),
    "price": lambda p: price_chip(int(p["max_price_cents"])),
    "free": lambda _p: _("Price: free"),
    "cheap": lambda _p: _("Price: low"),
    "azav": lambda _p: _("Approved for funding (AZAV)"),
    "kind": lambda _p: _("You ask about funding"),
    "start": _start_params,
    "not_start": lambda p: _(
        "Start: not from %(first)s to %(last)s",
        first=day(date.fromisoformat(p["from"])),
        last=day(date.fromisoformat(p["until"])),
    ),
    "length": lambda p: length_chip(int(p["max_days"])),
    "language": lambda p: language_chip(p["language"]),
    "level": lambda p: _("Level: %(level)s", level=level_of(p["level"])),
    "audience": lambda p: _("You: %(who)s", who=audience_of(p["audience"])),
}

CHIP_KINDS = frozenset(_CHIPS)
"""The kinds of chips that have words."""


def filter_chips(given: Given) -> list[tuple[str, str | None, str]]:
    """Return the filters that are set: name of the filter, its value, words for a chip."""
    found: list[tuple[str, str | None, str]] = []
    if given.place:
        found.append(("place", None, place_chip(given.place, None, given.radius_km)))
    elif given.radius_km:
        found.append(("radius", None, _("Up to %(km)s km", km=given.radius_km)))
    found += [
        ("schedules", code, _("Time: %(time)s", time=words))
        for code, words in wished_times()
        if code in given.schedules
    ]
    found += [
        ("not_schedules", code, _("Time: %(time)s", time=not_time_of_day(code)))
        for code, _words in wished_times()
        if code in given.not_schedules
    ]
    found += [(name, None, words) for name, words in _single_filters(given).items() if words]
    return found


def _single_filters(given: Given) -> dict[str, str]:
    return {
        "form": _("Learning: %(form)s", form=form_of(given.form)) if given.form else "",
        "price": "" if given.max_price_cents is None else price_chip(given.max_price_cents),
        "free": _("Price: free") if given.free else "",
        "cheap": _("Price: low") if given.cheap else "",
        "azav": _("Approved for funding (AZAV)") if given.azav else "",
        "language": language_chip(given.language) if given.language else "",
        "level": _("Level: %(level)s", level=level_of(given.level)) if given.level else "",
        "start": start_chip(given.starts_from, given.starts_by),
        "length": "" if given.max_days is None else length_chip(given.max_days),
        "kind": {"course": _("Only courses"), "funding": _("Only funding")}.get(
            given.kind or "", ""
        ),
    }


def loosened(name: str) -> str:
    """Return the name of a filter that was dropped."""
    words = {
        "place": _("how far away"),
        "radius_km": _("how far away"),
        "schedules": _("time"),
        "form": _("online or on site"),
        "max_price_cents": _("price"),
        "free": _("free of charge"),
        "azav": _("approved for funding"),
        "language": _("language of teaching"),
        "level": _("level"),
        "kind": _("courses or funding"),
        "starts": _("start"),
        "starts_from": _("start"),
        "starts_by": _("start"),
        "max_days": _("length"),
        "providers": _("provider"),
    }
    return words.get(name, name)
