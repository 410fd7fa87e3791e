"""Why a course is here, and what about it is not as wished."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from mentorhub.recommend.engine.document import DAYTIMES, SCHEDULES, Reason
from mentorhub.recommend.wording.offers import (
    audience_of,
    form_of,
    language_of,
    lasting,
    level_of,
    time_of_day,
)
from mentorhub.recommend.wording.speech import _
from mentorhub.web.filters import day, km, money


@dataclass(frozen=True)
class Because:
    """One reason in words; ``fits`` says whether it speaks for the course."""

    words: str
    fits: bool


def because(reason: Reason) -> Because:
    """Return why a hit is here, or what about it is not as wished."""
    fits = reason.code in ("words", "meaning") or reason.code.startswith("fits_")
    return Because(_REASONS[reason.code](reason.params), fits)


def _place(params: Mapping[str, str]) -> str:
    """Return town and distance as far as they are known."""
    town, away = params.get("town", ""), int(params.get("km", 0))
    if not away:
        return town
    return _("%(town)s, about %(km)s from you", town=town, km=km(away)) if town else km(away)


def _fits_place(params: Mapping[str, str]) -> str:
    if params.get("form") == "online":
        return _("You learn online. You do not have to go anywhere.")
    where = _place(params)
    return _either(where, _("The place fits: %(place)s.", place=where), _("The place fits."))


def _near_place(params: Mapping[str, str]) -> str:
    if params.get("form") == "online":
        return _("The course is online, not at a place. You do not have to go anywhere.")
    where = _place(params)
    return _either(where, _("A little farther: %(place)s.", place=where), _("A little farther."))


def _unknown_place(params: Mapping[str, str]) -> str:
    town = params.get("town", "")
    full = _("%(town)s. We do not know how far that is from you.", town=town)
    return _either(town, full, _("The place is not stated."))


def _differs_place(params: Mapping[str, str]) -> str:
    where = _place(params)
    return _either(where, _("Farther away: %(place)s.", place=where), _("Farther away."))


def _listed_times(params: Mapping[str, str]) -> str:
    codes = params.get("times", "").split(",")
    return ", ".join(time_of_day(code) for code in (*SCHEDULES, *DAYTIMES) if code in codes)


def _fits_time(params: Mapping[str, str]) -> str:
    when = _listed_times(params)
    return _either(when, _("The time fits: %(time)s.", time=when), _("The time fits."))


def _near_time(params: Mapping[str, str]) -> str:
    when = _listed_times(params)
    return _either(when, _("The time may fit: %(time)s.", time=when), _("The time may fit."))


def _differs_time(params: Mapping[str, str]) -> str:
    when = _listed_times(params)
    return _either(when, _("Another time: %(time)s.", time=when), _("Another time."))


def _fits_form(params: Mapping[str, str]) -> str:
    how = form_of(params.get("form"))
    return _either(how, _("As you wished: %(form)s.", form=how), _("You can learn as you wished."))


def _near_form(params: Mapping[str, str]) -> str:
    how = form_of(params.get("form"))
    full = _("Nearly as you wished: %(form)s.", form=how)
    return _either(how, full, _("You can learn nearly as you wished."))


def _differs_form(params: Mapping[str, str]) -> str:
    how = form_of(params.get("form"))
    full = _("Not as you wished: %(form)s.", form=how)
    return _either(how, full, _("You learn in another way than you wished."))


def _cents(params: Mapping[str, str]) -> str:
    return money(int(params["price_cents"])) if "price_cents" in params else ""


def _fits_price(params: Mapping[str, str]) -> str:
    if params.get("price_cents") == "0":
        return _("The course is free.")
    cost = _cents(params)
    return _either(cost, _("The price fits: %(price)s.", price=cost), _("The price fits."))


def _near_price(params: Mapping[str, str]) -> str:
    cost = _cents(params)
    full = _("The price nearly fits: %(price)s.", price=cost)
    return _either(cost, full, _("The price nearly fits."))


def _differs_price(params: Mapping[str, str]) -> str:
    cost = _cents(params)
    full = _("It costs more than you wished: %(price)s.", price=cost)
    return _either(cost, full, _("It costs more than you wished."))


def _fits_language(params: Mapping[str, str]) -> str:
    name = language_of(params.get("language"))
    return _either(name, _("Taught in %(name)s.", name=name), _("The language fits."))


def _differs_language(params: Mapping[str, str]) -> str:
    name = language_of(params.get("language"))
    full = _("Not taught in the language you wished, but in %(name)s.", name=name)
    return _either(name, full, _("Not taught in the language you wished."))


def _fits_level(params: Mapping[str, str]) -> str:
    level = level_of(params.get("level") or params.get("wanted"))
    return _either(level, _("The level fits: %(level)s.", level=level), _("The level fits."))


def _near_level(params: Mapping[str, str]) -> str:
    level = level_of(params.get("level"))
    full = _("The level nearly fits: %(level)s.", level=level)
    return _either(level, full, _("The level nearly fits."))


def _differs_level(params: Mapping[str, str]) -> str:
    level = level_of(params.get("level"))
    return _either(level, _("Another level: %(level)s.", level=level), _("Another level."))


def _fits_audience(params: Mapping[str, str]) -> str:
    names = [audience_of(code) for code in params.get("audiences", "").split(",") if code]
    who = ", ".join(names)
    full = _("The course is for people like you: %(who)s.", who=who)
    return _either(who, full, _("The course is for people like you."))


def _either(known: str, full: str, bare: str) -> str:
    """Return the full sentence if what it tells is known, otherwise the bare one."""
    return full if known else bare


def _begin(params: Mapping[str, str]) -> str:
    found = params.get("date")
    return day(date.fromisoformat(found)) if found else _("on request")


def _length(params: Mapping[str, str]) -> str:
    return lasting(int(params["days"])) if "days" in params else ""


def _fits_length(params: Mapping[str, str]) -> str:
    span = _length(params)
    return _either(span, _("Takes %(span)s, as you wished.", span=span), _("The length fits."))


def _near_length(params: Mapping[str, str]) -> str:
    span = _length(params)
    full = _("Takes a little longer than you wished: %(span)s.", span=span)
    return _either(span, full, _("Takes a little longer than you wished."))


def _differs_length(params: Mapping[str, str]) -> str:
    span = _length(params)
    full = _("Takes longer than you wished: %(span)s.", span=span)
    return _either(span, full, _("Takes longer than you wished."))


_REASONS: Mapping[str, Callable[[Mapping[str, str]], str]] = {
    "words": lambda p: _("These words are in the offer: %(words)s.", words=p["words"]),
    "fits_chosen": lambda _p: _("You wanted more like this course."),
    "fits_example": lambda p: _either(
        p.get("title", ""),
        _("It is like the course that you pointed at: %(title)s.", title=p.get("title", "")),
        _("It is like a course that you pointed at."),
    ),
    "meaning": lambda _p: _("Your words are not in the text. The topic may fit all the same."),
    "fits_place": _fits_place,
    "near_place": _near_place,
    "unknown_place": _unknown_place,
    "differs_place": _differs_place,
    "fits_time": _fits_time,
    "near_time": _near_time,
    "unknown_time": lambda _p: _("The time of day is not stated."),
    "differs_time": _differs_time,
    "fits_form": _fits_form,
    "near_form": _near_form,
    "unknown_form": lambda _p: _("Not stated: online or on site."),
    "differs_form": _differs_form,
    "fits_price": _fits_price,
    "near_price": _near_price,
    "unknown_price": lambda _p: _("The price is not stated."),
    "differs_price": _differs_price,
    "fits_azav": lambda _p: _("The course is approved for funding (AZAV)."),
    "near_azav": lambda _p: _("The course may be approved for funding (AZAV)."),
    "unknown_azav": lambda _p: _("Not stated: is the course approved for funding (AZAV)?"),
    "differs_azav": lambda _p: _("The course is not approved for funding (AZAV)."),
    "fits_language": _fits_language,
    "near_language": _fits_language,
    "unknown_language": lambda _p: _("The language of teaching is not stated."),
    "differs_language": _differs_language,
    "fits_level": _fits_level,
    "near_level": _near_level,
    "unknown_level": lambda _p: _("The level is not stated."),
    "differs_level": _differs_level,
    "fits_start": lambda p: _("The start fits: %(day)s.", day=_begin(p)),
    "near_start": lambda p: _("The start nearly fits: %(day)s.", day=_begin(p)),
    "unknown_start": lambda _p: _("The start is not stated."),
    "differs_start": lambda p: _("Another start: %(day)s.", day=_begin(p)),
    "fits_length": _fits_length,
    "near_length": _near_length,
    "unknown_length": lambda _p: _("It is not stated how long the course takes."),
    "differs_length": _differs_length,
    "fits_kind": lambda _p: _("You asked about funding. This is a text about it."),
    "near_kind": lambda _p: _("You asked about funding. This is a text about it."),
    "unknown_kind": lambda _p: _("You asked about funding. This is a text about it."),
    "fits_audience": _fits_audience,
    "near_audience": _fits_audience,
    "unknown_audience": lambda _p: _("Not stated: for whom the course is."),
    "differs_audience": lambda _p: _("The course is for other people as well."),
    "differs_kind": lambda _p: _("You asked about funding. This is a course."),
}

REASON_CODES = frozenset(_REASONS)
"""The codes of reasons that have words."""
