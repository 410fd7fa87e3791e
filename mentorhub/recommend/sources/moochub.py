"""MOOChub v3: a JSON:API document of courses."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, BinaryIO

from mentorhub.recommend.sources import json_stream
from mentorhub.recommend.sources.entries import (
    FILE,
    RECORD,
    Entries,
    Fault,
    Price,
    Told,
    euros,
    iso_hours,
    listed,
    local_day,
    number,
    numbered,
    one_price,
    paragraphs,
    span,
    table,
    text,
    unnamed,
)

CREDENTIALS = {
    "certificate": "Zertifikat",
    "record of achievement": "Leistungsnachweis",
    "confirmation of participation": "Teilnahmebestätigung",
}
ONCE = ("one-time", "")
WEEKS = {"h/month": 12 / 52, "h/week": 1.0, "h/day": 5.0}
"""How often a week the hours of a workload come."""


ONE_OF_SEVERAL = "is one page of several, so nothing that it leaves out is withdrawn"


def entries(file: BinaryIO) -> Entries:
    """Yield the courses of a document, one by one; one page of several is never whole."""
    return numbered(_entries(file))


def _entries(file: BinaryIO) -> Iterator[Told | Fault]:
    beside: dict[str, Any] = {"links": None}
    yield from map(_entry, json_stream.items(file, ("data",), beside))
    if _next(beside):
        yield Fault(FILE, ONE_OF_SEVERAL)


def next_page(file: BinaryIO) -> str:
    """Return the address of the page that follows, as JSON:API names it, empty if none does.

    Raises:
        Unreadable: it is no document.
    """
    beside: dict[str, Any] = {"links": None}
    for _course in json_stream.items(file, ("data",), beside):
        pass
    return _next(beside)


def _next(beside: Mapping[str, Any]) -> str:
    told = table(beside["links"]).get("next")
    return text(told) or text(table(told).get("href"))


@contextmanager
def one_file(into: BinaryIO) -> Iterator[Callable[[BinaryIO], None]]:
    """Yield what adds the courses of a page to a file that holds the courses of all."""
    begins = iter([b'{"data": ['])

    def add(page: BinaryIO) -> None:
        for course in json_stream.items(page, ("data",)):
            into.write(next(begins, b",\n") + json.dumps(course).encode())

    yield add
    into.write(next(begins, b"") + b"]}")


def _entry(course: Any) -> Told | Fault:
    facts = table(table(course).get("attributes"))
    if not facts:
        return Fault(RECORD, "must be an object with attributes", text(table(course).get("id")))
    places, price = listed(facts.get("contentLocation")), _price(facts)
    address = table(table(places[0]).get("address")) if places else {}
    modes = {text(mode) for mode in listed(facts.get("courseMode"))}
    provider = _name(facts.get("publisher")) or _name(facts.get("creator"))
    return Told(
        {
            "id": text(course.get("id")),
            "title": text(facts.get("name")),
            "description": paragraphs(text(facts.get("description")), price.words),
            "link": text(facts.get("url")),
            "provider": provider,
            "city": text(address.get("city")),
            "postcode": text(address.get("postalCode")),
            "format": _form(modes),
            "schedule": ["self_paced"] if modes and "asynchronous" in modes else [],
            "start": _starts(facts),
            "end": _only(facts.get("endDate")),
            "duration_hours": _hours(facts),
            "price_eur": price.euros,
            "language": _only(facts.get("inLanguage")),
            "requirements": "; ".join(_labels(facts.get("competencyRequired"))),
            **_credential(facts),
        },
        (*price.notes, *unnamed(provider=provider)),
    )


def _starts(facts: Mapping[str, Any]) -> list[str]:
    """Return the starts, each with its end where as many of these are told."""
    firsts, lasts = (
        sorted(local_day(text(day)) for day in listed(facts.get(name)))
        for name in ("startDate", "endDate")
    )
    return list(map(span, firsts, lasts)) if len(firsts) == len(lasts) else firsts


def _form(modes: set[str]) -> str | None:
    if "blended" in modes or {"onsite", "online"} <= modes:
        return "blended"
    return "online" if "online" in modes else "presence" if "onsite" in modes else None


def _price(facts: Mapping[str, Any]) -> Price:
    """Return what a course costs to take; a certificate's price is not the course's."""
    offers = [table(each) for each in listed(facts.get("offer"))]
    course = [each for each in offers if each.get("category") != "certificate"]
    if not course:
        return Price(0.0) if listed(facts.get("access")) == ["free"] else Price()
    amounts, said = set(), []
    for each in course:
        amount, often = euros(each.get("price")), text(each.get("paymentFrequency"))
        money = text(each.get("priceCurrency"))
        if amount is not None and money == "EUR" and often in ONCE:
            amounts.add(amount)
        elif price := text(each.get("price")):
            said.append(" ".join(filter(None, (price, money, "" if often in ONCE else often))))
    return one_price(amounts, said=said)


def _hours(facts: Mapping[str, Any]) -> float | None:
    """Return the hours: told as such, or so many a week for the weeks that the course lasts."""
    duration = text(facts.get("duration"))
    hours = iso_hours(duration)
    workload = table(facts.get("workload"))
    value, often = number(workload.get("timeValue")), WEEKS.get(text(workload.get("timeUnit")))
    weeks = duration[1:-1] if duration.startswith("P") and duration.endswith("W") else ""
    if hours is not None or value is None or often is None or not weeks.isdigit():
        return hours
    return round(value * often * int(weeks), 1)


def _credential(facts: Mapping[str, Any]) -> dict[str, str | None]:
    told = [text(each) for each in listed(facts.get("educationalCredentialsAwarded"))]
    degree = ", ".join(CREDENTIALS.get(each, each) for each in told)
    return {"degree": degree, "degree_kind": "certificate" if "certificate" in told else None}


def _name(value: Any) -> str:
    """Return the name of the first organisation or person."""
    return next(filter(None, (text(table(each).get("name")) for each in listed(value))), "")


def _labels(value: Any) -> Sequence[str]:
    """Return the names of competencies, in German where there is a German one."""
    found = []
    for competency in listed(value):
        names = [table(each) for each in listed(table(competency).get("name"))]
        german = [each for each in names if text(each.get("inLanguage")).startswith("de")]
        found += [text(each.get("name")) for each in (german or names)[:1]]
    return [each for each in found if each]


def _only(value: Any) -> str:
    """Return the only day or language; nothing if there are several."""
    told = [local_day(text(each)) for each in listed(value)]
    return told[0] if len(told) == 1 else ""
