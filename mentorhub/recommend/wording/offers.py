"""What offers say about themselves: codes and facts as words."""

from collections.abc import Sequence
from datetime import date

from babel import Locale

from mentorhub.kit.clock import GERMANY
from mentorhub.recommend.engine.document import (
    CEFR_LEVELS,
    DAYTIMES,
    FORMS,
    LANGUAGE_WORDS,
    LEVELS,
    NOT_GERMAN,
    SCHEDULES,
    TIMES_WITHIN,
)
from mentorhub.recommend.freshness import Freshness
from mentorhub.recommend.models import Offer, OfferDate
from mentorhub.recommend.wording.speech import _, _n, locale
from mentorhub.web.filters import day, km, money, number

WEEK_DAYS = 7
MONTH_DAYS = 30.44
LONGEST_MONTH_DAYS = 31
LONGEST_YEAR_DAYS = 366
NAMED = 3
"""So many places or providers of a course's other offers are named in one line."""
LONG_WEEKS = 13
"""From this many weeks on a length is told in months."""


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
        "school": _("with a school certificate"),
        "no_vocation": _("without a vocational qualification"),
        "newcomers": _("new in Germany"),
        "older": _("over 50"),
        "women": _("a woman"),
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


def wished_times() -> list[tuple[str, str]]:
    """Return the codes and names of all times that somebody may have or not, for a form."""
    codes = (*DAYTIMES, "evening", "weekend", "full_time", "part_time", "self_paced", *TIMES_WITHIN)
    return [(code, time_of_day(code)) for code in codes]


def wished_languages() -> list[tuple[str, str]]:
    """Return the codes and names of the languages that somebody may wish for, for a form."""
    return [*languages(), (NOT_GERMAN, _("another language than German"))]


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


def several(offer: Offer, others: Sequence[Offer]) -> str:
    """Return in one line how often a course is offered besides, where, and by whom else."""
    more = _n("%(num)s more date or place", "%(num)s more dates or places", len(others))
    places = dict.fromkeys(
        _("Online") if one.form == "online" else one.town or "" for one in others
    )
    providers = dict.fromkeys(one.provider for one in others)
    where = _listed([one for one in places if one])
    who = _listed([one for one in providers if one and one != offer.provider])
    if who:
        who = _("also from %(providers)s", providers=who)
    told = "; ".join(filter(None, (where, who)))
    return f"{more}: {told}" if told else more


def _listed(names: Sequence[str]) -> str:
    """Return the first names, and how many there are besides."""
    left = len(names) - NAMED
    more = [_n("%(num)s other", "%(num)s others", left)] if left > 0 else []
    return ", ".join([*names[:NAMED], *more])


def distance(distance_km: float | None) -> str:
    """Return how far away something is as the crow flies; nothing if it is not known."""
    if distance_km is None:
        return ""
    return _("about %(km)s away", km=km(distance_km)) if distance_km >= 1 else _("near you")


def begin(offer: Offer, today: date) -> str:
    """Return when the course begins next, as a sentence of its own."""
    if offer.begin_text and offer.is_current(today):
        return _("Start: %(words)s", words=offer.begin_text)
    first = offer.next_start(today)
    if first is None:
        return _("Start on request") if offer.on_request else _("No new date")
    return _("Starts on %(day)s", day=begin_day(offer, today))


def begin_day(offer: Offer, today: date) -> str:
    """Return the day on which the course begins next, and how many dates follow.

    Where no day is known, the provider's own words stand for it.
    """
    if offer.begin_text and offer.is_current(today):
        return offer.begin_text
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
    if days < WEEK_DAYS and one.weeks is not None:  # an example knows its week, not its days
        return ""
    return lasting(days)


def lasting(days: int) -> str:
    """Return a length in days as people say it, rounded."""
    weeks = -(-days // WEEK_DAYS)
    if days < WEEK_DAYS:
        return _n("%(num)s day", "%(num)s days", days)
    if weeks < LONG_WEEKS:
        return _n("%(num)s week", "%(num)s weeks", weeks)
    return _n("about %(num)s month", "about %(num)s months", round(days / MONTH_DAYS))


def limit(days: int) -> str:
    """Return the most days that something may take, in the largest unit that divides them."""
    if days % LONGEST_YEAR_DAYS == 0:
        return _n("%(num)s year", "%(num)s years", days // LONGEST_YEAR_DAYS)
    if days % LONGEST_MONTH_DAYS == 0:
        return _n("%(num)s month", "%(num)s months", days // LONGEST_MONTH_DAYS)
    if days % WEEK_DAYS == 0:
        return _n("%(num)s week", "%(num)s weeks", days // WEEK_DAYS)
    return _n("%(num)s day", "%(num)s days", days)


def price(offer: Offer) -> str:
    """Return what the provider asks for."""
    return _("Free") if offer.price_cents == 0 else money(offer.price_cents)


def times(offer: Offer) -> str:
    """Return when people learn."""
    return ", ".join(time_of_day(code) for code in SCHEDULES if code in offer.schedules)


def age(offer: Offer, fresh: Freshness) -> str:
    """Return how old what is told of an offer is, in a few words, or since when we have it."""
    known = offer.known_as_of or fresh.seen_on
    if known is None:
        return _("Added here on %(day)s", day=day(_added_on(offer)))
    as_of = _("As of %(day)s", day=day(known))
    return _("%(as_of)s, perhaps out of date", as_of=as_of) if fresh.is_stale else as_of


def ages(offer: Offer, fresh: Freshness) -> str:
    """Return how old what is told of an offer is, in whole sentences."""
    told = (
        _("As of %(day)s.", day=day(offer.known_as_of)) if offer.known_as_of else "",
        _("Last seen at its source on %(day)s.", day=day(fresh.seen_on)) if fresh.seen_on else "",
    )
    added = _("Added here on %(day)s.", day=day(_added_on(offer)))
    unknown = _("The provider does not say how old this text is.")
    return " ".join(filter(None, told)) or f"{added} {unknown}"


def _added_on(offer: Offer) -> date:
    return offer.added_at.astimezone(GERMANY).date()


def source(offer: Offer) -> str:
    """Return where the text of the offer comes from."""
    if offer.source == "content":
        return _("Examples of this site")
    if offer.source == "editor":
        return _("Editors of this site")
    return offer.source.removeprefix("import:")
