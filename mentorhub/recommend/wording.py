"""Codes and facts of this room in the reader's words: the only place that finds them.

The engine and the funding rules speak in codes; everything here is short enough for readers of
Einfache Sprache too, so that there is only one wording to keep true.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from babel import Locale
from flask_babel import get_locale, gettext, ngettext

from mentorhub.recommend.eligibility import BY_NAME, Estimate, Instrument, Span, Text, Value
from mentorhub.recommend.engine.document import (
    CEFR_LEVELS,
    FORMS,
    LANGUAGE_WORDS,
    LEVELS,
    SCHEDULES,
    Chip,
    Given,
    Reason,
)
from mentorhub.recommend.models import Offer, OfferDate
from mentorhub.web.filters import day, km, money, number

WEEK_DAYS = 7
MONTH_DAYS = 30.44
LONG_WEEKS = 13
"""From this many weeks on a length is told in months."""


def _(text: str, **values: object) -> str:
    return str(gettext(text, **values))


def _n(one: str, many: str, how_many: int, **values: object) -> str:
    return str(ngettext(one, many, how_many, **values))


def locale() -> str:
    """Return the language of the page, ``de`` or ``en``."""
    return str(get_locale() or "de")


def say(text: Text | None) -> str:
    """Return a text of a record in the language of the page; nothing for none."""
    return text.say(locale()) if text else ""


def first_sentence(text: str) -> str:
    """Return a text up to its first full stop."""
    head, stop, _rest = text.partition(". ")
    return head + "." if stop else head


# What offers say about themselves


def time_of_day(code: str) -> str:
    """Return when somebody learns, as the engine names it."""
    words = {
        "full_time": _("full time"),
        "part_time": _("part time"),
        "evening": _("in the evening"),
        "weekend": _("at the weekend"),
        "self_paced": _("at your own pace"),
        "morning": _("in the morning"),
        "afternoon": _("in the afternoon"),
        "daytime": _("during the day"),
        "shift": _("beside shift work"),
        "alongside_work": _("beside your job"),
    }
    return words.get(code, code)


def not_time_of_day(code: str) -> str:
    """Return when somebody does not want to learn."""
    words = {
        "full_time": _("not full time"),
        "part_time": _("not part time"),
        "evening": _("not in the evening"),
        "weekend": _("not at the weekend"),
        "self_paced": _("not on your own"),
        "morning": _("not in the morning"),
        "afternoon": _("not in the afternoon"),
        "daytime": _("not during the day"),
        "shift": _("not beside shift work"),
        "alongside_work": _("not beside the job"),
    }
    return words.get(code, code)


def form_of(code: str | None) -> str:
    """Return how people meet."""
    words = {
        "presence": _("on site"),
        "online": _("online"),
        "blended": _("partly online, partly on site"),
        "any": _("online or on site"),
    }
    return words.get(code or "", "")


def level_of(code: str | None) -> str:
    """Return how much somebody must know before; a CEFR level stays as it is."""
    words = {
        "basic": _("for beginners"),
        "intermediate": _("with some knowledge"),
        "advanced": _("for advanced learners"),
    }
    return words.get(code or "", code or "")


def language_of(code: str | None) -> str:
    """Return the name of a language."""
    if not code:
        return ""
    return str(Locale.parse(locale()).languages.get(code, code))


def degree_kind_of(code: str | None) -> str:
    """Return what somebody holds at the end."""
    words = {
        "none": _("no certificate"),
        "certificate": _("certificate"),
        "partial": _("partial qualification"),
        "vocational": _("vocational qualification"),
        "upgrading": _("upgrading qualification such as master craftsman"),
        "school": _("school certificate"),
        "language": _("language certificate"),
    }
    return words.get(code or "", "")


def audience_of(code: str) -> str:
    """Return the group that somebody says they belong to."""
    words = {
        "no_school": _("without a school certificate"),
        "no_vocation": _("without a vocational qualification"),
        "newcomers": _("new in Germany"),
        "older": _("over 50"),
        "women": _("for women"),
        "parents": _("with children"),
        "unemployed": _("looking for work"),
        "disability": _("with a disability"),
    }
    return words.get(code, code)


def yes_no(value: bool | None, unknown: str) -> str:
    """Return yes, no or the given words where it is not known."""
    if value is None:
        return unknown
    return _("yes") if value else _("no")


def schedules() -> list[tuple[str, str]]:
    """Return the codes and names of all times, for a form."""
    return [(code, time_of_day(code)) for code in SCHEDULES]


def forms() -> list[tuple[str, str]]:
    """Return the codes and names of all forms, for a form."""
    return [(code, form_of(code)) for code in FORMS]


def levels() -> list[tuple[str, str]]:
    """Return the codes and names of all levels, for a form."""
    return [(code, level_of(code)) for code in (*LEVELS, *CEFR_LEVELS)]


def languages() -> list[tuple[str, str]]:
    """Return the codes and names of the languages in which courses are held, for a form."""
    return [(code, language_of(code)) for code in LANGUAGE_WORDS]


def place(offer: Offer) -> str:
    """Return where people meet, in a few words."""
    town = " ".join(part for part in (offer.postcode, offer.town) if part)
    if offer.form == "online":
        return _("Online")
    if offer.form == "blended":
        return _("%(town)s and online", town=town) if town else _("Online and on site")
    return town or _("Place not stated")


def distance(distance_km: float | None) -> str:
    """Return how far away something is as the crow flies; nothing if it is not known."""
    if distance_km is None:
        return ""
    return _("about %(km)s away", km=km(distance_km)) if distance_km >= 1 else _("near you")


def begin(offer: Offer, today: date) -> str:
    """Return when the course begins next, as a sentence of its own."""
    first = offer.next_start(today)
    if first is None:
        return _("Start on request") if offer.on_request else _("No new date")
    return _("Starts on %(day)s", day=begin_day(offer, today))


def begin_day(offer: Offer, today: date) -> str:
    """Return the day on which the course begins next, and how many dates follow."""
    first = offer.next_start(today)
    if first is None:
        return _("on request") if offer.on_request else _("No new date")
    further = sum(one.starts > first for one in offer.dates)
    if not further:
        return day(first)
    more = _n("%(num)s further date", "%(num)s further dates", further)
    return f"{day(first)}, {more}"


def length(offer: Offer, today: date) -> str:
    """Return how long the course takes; nothing if neither hours nor days are known."""
    hours = _hours(offer.hours)
    span = _span(next((one for one in offer.dates if one.starts >= today), None))
    if hours and span:
        return _("%(hours)s, spread over %(span)s", hours=hours, span=span)
    return hours or span


def hours_of(offer: Offer) -> str:
    """Return the number of teaching hours; nothing if it is not known."""
    return _hours(offer.hours)


def _hours(hours: int | None) -> str:
    if not hours:
        return ""
    return _n("%(count)s teaching hour", "%(count)s teaching hours", hours, count=number(hours))


def _span(one: OfferDate | None) -> str:
    if one is None or one.ends is None:
        return ""
    days = (one.ends - one.starts).days + 1
    weeks = -(-days // WEEK_DAYS)
    if days < WEEK_DAYS:
        return _n("%(num)s day", "%(num)s days", days)
    if weeks < LONG_WEEKS:
        return _n("%(num)s week", "%(num)s weeks", weeks)
    return _n("about %(num)s month", "about %(num)s months", round(days / MONTH_DAYS))


def price(offer: Offer) -> str:
    """Return what the provider asks for."""
    return _("Free") if offer.price_cents == 0 else money(offer.price_cents)


def times(offer: Offer) -> str:
    """Return when people learn."""
    return ", ".join(time_of_day(code) for code in SCHEDULES if code in offer.schedules)


def source(offer: Offer) -> str:
    """Return where the text of the offer comes from."""
    if offer.source == "content":
        return _("Examples of this site")
    if offer.source == "editor":
        return _("Editors of this site")
    return offer.source.removeprefix("import:")


# What was understood


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


def _start_params(params: Mapping[str, str]) -> str:
    first, last = params.get("from"), params.get("until")
    return start_chip(
        date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None
    )


_CHIPS: Mapping[str, Callable[[Mapping[str, str]], str]] = {
    "topic": lambda p: topic(p["text"]),
    "place": lambda p: place_chip(p["place"], p.get("postcode"), p.get("radius_km")),
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
    "language": lambda p: _("Taught in: %(language)s", language=language_of(p["language"])),
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
        ("schedules", code, _("Time: %(time)s", time=time_of_day(code)))
        for code in SCHEDULES
        if code in given.schedules
    ]
    found += [(name, None, words) for name, words in _single_filters(given).items() if words]
    return found


def _single_filters(given: Given) -> dict[str, str]:
    spoken = language_of(given.language)
    return {
        "form": _("Learning: %(form)s", form=form_of(given.form)) if given.form else "",
        "price": "" if given.max_price_cents is None else price_chip(given.max_price_cents),
        "free": _("Price: free") if given.free else "",
        "azav": _("Approved for funding (AZAV)") if given.azav else "",
        "language": spoken and _("Taught in: %(language)s", language=spoken),
        "level": _("Level: %(level)s", level=level_of(given.level)) if given.level else "",
        "start": start_chip(given.starts_from, given.starts_by),
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
        "providers": _("provider"),
    }
    return words.get(name, name)


# Why a course is here


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
        return _("You learn online. You do not have to go anywhere.")
    where = _place(params)
    return _either(where, _("A little farther: %(place)s.", place=where), _("A little farther."))


def _differs_place(params: Mapping[str, str]) -> str:
    where = _place(params)
    return _either(where, _("Farther away: %(place)s.", place=where), _("Farther away."))


def _listed_times(params: Mapping[str, str]) -> str:
    codes = params.get("times", "").split(",")
    return ", ".join(time_of_day(code) for code in SCHEDULES if code in codes)


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


def _either(known: str, full: str, bare: str) -> str:
    """Return the full sentence if what it tells is known, otherwise the bare one."""
    return full if known else bare


def _begin(params: Mapping[str, str]) -> str:
    found = params.get("date")
    return day(date.fromisoformat(found)) if found else _("on request")


_REASONS: Mapping[str, Callable[[Mapping[str, str]], str]] = {
    "words": lambda p: _("These words are in the offer: %(words)s.", words=p["words"]),
    "meaning": lambda _p: _("Your words are not in the text. The topic may fit all the same."),
    "fits_place": _fits_place,
    "near_place": _near_place,
    "unknown_place": lambda _p: _("The place is not stated."),
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
    "fits_kind": lambda _p: _("You asked about funding. This is a text about it."),
    "near_kind": lambda _p: _("You asked about funding. This is a text about it."),
    "unknown_kind": lambda _p: _("You asked about funding. This is a text about it."),
    "differs_kind": lambda _p: _("You asked about funding. This is a course."),
}

REASON_CODES = frozenset(_REASONS)
"""The codes of reasons that have words."""


# Funding


def span(cents: Span) -> str:
    """Return an amount of money, or from where to where it may lie."""
    if cents.exact:
        return money(cents.low)
    return _("%(low)s to %(high)s", low=money(cents.low), high=money(cents.high))


def percent(numbers: Span) -> str:
    """Return a share in per cent, or from where to where it may lie."""
    if numbers.exact:
        return _("%(num)s %%", num=numbers.low)
    return _("%(low)s to %(high)s %%", low=numbers.low, high=numbers.high)


def pays(instrument: Instrument) -> str:
    """Return what kind of help an instrument is."""
    words = {
        "course_costs": _("Money for the course"),
        "wage": _("Money in place of wages"),
        "leave": _("Days off for learning"),
        "coaching": _("Advice for companies"),
        "stipend": _("Scholarship"),
        "bonus": _("Bonus"),
        "own_courses": _("Courses in the company"),
    }
    return words[instrument.kind]


def applies(instrument: Instrument) -> str:
    """Return who applies for an instrument."""
    words = {
        "person": _("You yourself"),
        "company": _("Your company"),
        "either": _("You or your company"),
    }
    return words[instrument.apply.by] if instrument.apply else ""


def employer_part(one: Estimate) -> str:
    """Return what the employer pays; nothing where it pays nothing."""
    if one.employer_cents is not None and one.employer_cents.high:
        return _("Your company pays %(money)s of the course.", money=span(one.employer_cents))
    return ""


def loan_part(one: Estimate) -> str:
    """Return how much of the person's part may be borrowed; nothing where that is not offered."""
    if one.loan_cents is not None and one.loan_cents.high:
        return _("You can borrow up to %(money)s of it.", money=money(one.loan_cents.high))
    return ""


def wage_part(one: Estimate) -> str:
    """Return what the company gets towards the wage; nothing where there is no such subsidy."""
    if one.wage_percent_up_to is not None and one.wage_percent_up_to.high:
        share = percent(one.wage_percent_up_to)
        return _("Your company gets up to %(share)s of your wage.", share=share)
    return ""


def answer(name: str, value: Value) -> str:
    """Return what somebody answered to a question about themselves."""
    fact = BY_NAME[name]
    if value is None:
        return _("never so far")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float):
        return number(value) if isinstance(value, int) else str(value).replace(".", _comma())
    return next((say(one.label) for one in fact.choices if one.value == value), str(value))


def unit(name: str) -> str:
    """Return what a number counts, such as years; nothing where that is plain."""
    words = {
        "Beschäftigte": _("people"),
        "Stunden": _("hours"),
        "Euro": _("euros"),
        "Tage": _("days"),
        "Jahre": _("years"),
        "Monate": _("months"),
        "Prozent": _("per cent"),
        "Punkte": _("points"),
    }
    given = BY_NAME[name].unit
    return words.get(given, given)


def _comma() -> str:
    return "." if locale().startswith("en") else ","
