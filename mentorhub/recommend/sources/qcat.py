"""open-Qcat 1.1, the XML that providers write for the federal course database."""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import XMLParser, iterparse

from mentorhub.recommend.offer_record import without_markup
from mentorhub.recommend.sources.entries import (
    FILE,
    RECORD,
    Entries,
    Fault,
    Gone,
    Price,
    Told,
    Unreadable,
    Whole,
    euros,
    iso_hours,
    local_day,
    one_price,
    paragraphs,
    span,
    unnamed,
)
from mentorhub.recommend.sources.qcat_dates import EDUCATION, Dates, course_of, has_online_part
from mentorhub.recommend.sources.xsd import Xsd

BROKEN = (ParseError, ValueError, LookupError)
"""What is raised where the rest of a document cannot be read."""
ROOT = "OPENQCAT"
MISFIT = "does not fit the XSD: "
CHUNK = 65_536
LONGEST = 8_000_000
"""How many bytes may lie between the ends of two records."""
NEW_HOLDERS = frozenset({"NEW_CATALOG", "FULLCATALOG", "NEW"})
NEEDED_WHOLE = frozenset({"HEADER", "SERVICE"})
YES = frozenset({"true", "1"})
SCHEDULES = {
    "1": "full_time", "2": "part_time", "3": "weekend", "5": "self_paced", "204": "self_paced",
}  # fmt: skip
"""Unterrichtsform (INSTRUCTION_FORM) and Unterrichtszeit as the federal agency numbers them."""
FORMS = {"1": "presence", "2": "online", "3": "blended", "4": "online"}
"""How people meet, by the first of three digits (203 is an online coaching, 402 a distance
course): the codes of 2021; before that 4 was a distance course, 1 to 3 told times."""
CODE = 3
DISTANCE = "4"
SELF_STUDY = "5"
"""Selbststudium, E-Learning and Blended Learning in one: does not say where people meet."""
DEGREE_KINDS = {"102": "vocational", "105": "vocational", "109": "vocational", "103": "upgrading"}
"""Bildungsart (EDUCATION_TYPE) where it decides what somebody holds at the end."""
LANGUAGE_COURSE = "110"
OF_PROVIDERS = frozenset({"1", "2", "3"})
"""Art des Abschlusses (DEGREE) that is a certificate, not a degree known to the state."""
LANGUAGES = {
    "ger": "de", "deu": "de", "eng": "en", "fre": "fr", "fra": "fr", "spa": "es", "ita": "it",
    "tur": "tr", "rus": "ru", "ukr": "uk", "ara": "ar", "pol": "pl", "rum": "ro", "ron": "ro",
    "per": "fa", "fas": "fa",
}  # fmt: skip
SUBSIDIES = (
    "SUBSIDY/SUBSIDY_DESCRIPTION",
    "EXTENDED_INFO/FUNDING_TYPES_FEDERAL",
    "EXTENDED_INFO/FUNDING_TYPES_REGIONAL",
)
NET = frozenset({"net_list", "net_customer"})
ATTACHED = ("MIME_INFO/MIME_ELEMENT", f"{EDUCATION}/MIME_INFO/MIME_ELEMENT")
DETAIL = "detail"
NO_PAGES = frozenset({"thumbnail", "logo", "data_sheet"})
"""What something attached to a service is for (MIME_PURPOSE) that is no page of it."""
PAGES = frozenset({"", "url", "text"})
"""Kinds of things attached (MIME_TYPE, up to its slash) that are pages."""
WEB = ("https://", "http://", "www.")
AT_ANY_TIME = "jederzeit"
MOST_DATES = 99
"""How many dates are taken, the last ones, so that there is room for one that is at any time."""
_EVENING = re.compile(r"\babend", re.IGNORECASE)
_LENGTH = re.compile(r"(?:^|[,;] *)Dauer: (\d{1,5}) (?:Unterrichtss|S)tunden(?= *(?:$|[,;]))")
"""Hours in a room, for which the format has words only."""
_WEEKEND = re.compile(r"\b(wochenend|samstag|sonnabend)", re.IGNORECASE)
_SELF_PACED = re.compile(r"\bfreie zeiteinteilung\b", re.IGNORECASE)
TOLD_TIMES = ((_EVENING, "evening"), (_WEEKEND, "weekend"), (_SELF_PACED, "self_paced"))
_ON_REQUEST = re.compile(r"\banfrage\b", re.IGNORECASE)
_AZAV = re.compile(r"\bAZ(AV|WV)\b")
_VOID = re.compile(r"^\s*(keine(rlei)?( angaben?)?|k\. ?a\.|-+)\s*$", re.IGNORECASE)


def entries(file: BinaryIO, xsd: Xsd | None = None) -> Entries:
    """Yield the offers of a catalogue, and what it takes back, in bounded memory.

    A new catalogue that calls itself full ends with ``Whole``. What breaks the document ends the
    reading with a fault; nothing is ever fetched, and a document type or entity is refused. With
    an XSD a record that does not fit becomes a fault with its line.
    """
    at = 0
    try:
        with closing(Dates()) as dates:
            for number, entry in _entries(_Metered(file), xsd, dates):
                at = max(at, number)
                yield number, entry
    except Unreadable as problem:
        yield at + 1, Fault(FILE, str(problem))
    except DefusedXmlException:
        yield at + 1, Fault(FILE, "declares a document type or entities, which is not allowed")
    except ParseError as problem:
        line = problem.position[0]
        yield at + 1, Fault(FILE, f"is not well-formed XML from line {line} on")
    except (ValueError, LookupError):
        yield at + 1, Fault(FILE, "has an encoding that we do not know")


@dataclass
class _Head:
    """What the head of a catalogue says about all its offers."""

    suppliers: dict[str, Element] = field(default_factory=dict)
    currency: str = ""
    as_of: date | None = None
    full: bool = False

    def supplier(self, service: Element) -> Element | None:
        """Return who offers a service; the only one where nobody is named."""
        named = self.suppliers.get(_text(service, "SUPPLIER_ID_REF"))
        only = next(iter(self.suppliers.values())) if len(self.suppliers) == 1 else None
        return named if named is not None else only

    def id_of(self, service: Element, product: str | None = None) -> str:
        """Return what tells a service, or another one of its supplier, from all others."""
        product = _text(service, "PRODUCT_ID") if product is None else product
        ref = _text(service, "SUPPLIER_ID_REF") if len(self.suppliers) > 1 else ""
        return f"{ref}:{product}" if ref and product else product


class _Metered:
    """A file that hands over only so much between two records."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._left = LONGEST

    def read(self, _size: int = -1) -> bytes:
        """Return the next bytes.

        Raises:
            Unreadable: a record does not end.
        """
        if self._left <= 0:
            raise Unreadable(f"has a record that is longer than {LONGEST} bytes")
        data = self._file.read(CHUNK)
        self._left -= len(data)
        return data

    def begin(self) -> None:
        """Begin a new record."""
        self._left = LONGEST


class _Lines(TreeBuilder):
    """Builds the tree and notes on which line each element begins."""

    def __init__(self) -> None:
        super().__init__()
        self.parser = XMLParser(target=self, forbid_dtd=True)
        self._begun: deque[int] = deque()
        self._known: dict[int, int] = {}

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        self._begun.append(self.parser.parser.CurrentLineNumber)
        return super().start(tag, attrs)

    def note(self, element: Element) -> None:
        """Remember the line of the next element that begins, until ``forget``."""
        self._known[id(element)] = self._begun.popleft()

    def of(self, element: Element) -> int:
        """Return the line of an element that was noted."""
        return self._known[id(element)]

    def forget(self) -> None:
        """Forget the lines of elements that are gone."""
        self._known.clear()


@dataclass(frozen=True)
class _Record:
    """The header or a service, with bare names, the name above it and how it misfits the XSD."""

    element: Element
    holder: str
    misfit: Fault | None


def _entries(file: _Metered, xsd: Xsd | None, dates: Dates) -> Entries:
    head, at = _Head(), 0
    try:
        for at, record in enumerate(_records(file, xsd, head), start=1):
            entry = record.misfit or _of_service(at, record.element, record.holder, head, dates)
            if entry:
                yield at, entry
    except BROKEN:
        yield from _waited(dates, head)
        raise
    yield from _waited(dates, head)
    if head.full:
        yield at + 1, Whole()


def _waited(dates: Dates, head: _Head) -> Entries:
    """Yield dates that came before their course, and courses that no date is told of."""
    for at, service in dates.rest():
        yield at, _told(service, head.id_of(service), head)


def _records(file: _Metered, xsd: Xsd | None, head: _Head) -> Iterator[_Record]:
    """Yield each service, and the header if it does not fit; none stays in memory."""
    lines = _Lines()
    above: list[Element] = []
    inside = 0  # of how many elements that are needed as a whole
    for event, element in iterparse(file, events=("start", "end"), parser=lines.parser):
        name = _bare(element.tag)
        if event == "start":
            lines.note(element)
            _look_at(element, name, above, head)
            above.append(element)
            inside += name in NEEDED_WHOLE
            continue
        inside -= name in NEEDED_WHOLE
        if not inside and len(above) > 1:
            if name in NEEDED_WHOLE:
                yield from _checked(element, [each.tag for each in above], head, xsd, lines)
            above[-2].clear()
            lines.forget()
            file.begin()
        above.pop()


def _checked(
    element: Element, trail: list[str], head: _Head, xsd: Xsd | None, lines: _Lines
) -> Iterator[_Record]:
    """Yield a service, or a header that does not fit the XSD, and tell in which line."""
    misfits = xsd.misfits(trail, element) if xsd else []
    for each in element.iter():
        each.tag = _bare(each.tag)
    told = "; ".join(f"line {lines.of(each.element)}: {each.reason}" for each in misfits)
    if element.tag == "HEADER":
        _read_header(element, head)
        if told:
            yield _Record(element, "", Fault(element.tag, MISFIT + told))
        return
    id_ = head.id_of(element)
    name = misfits[0].element.tag if misfits and id_ else RECORD
    misfit = Fault(name, MISFIT + told, id_) if told else None
    yield _Record(element, _bare(trail[-2]), misfit)


def _look_at(element: Element, name: str, above: list[Element], head: _Head) -> None:
    if not above and name != ROOT:
        raise Unreadable(f"is XML, but not open-Qcat: it begins with {name[:60]}")
    if name in ("NEW_CATALOG", "FULLCATALOG"):
        told = element.get("FULLCATALOG", "false").strip().lower()
        head.full = told in YES or name == "FULLCATALOG"


def _bare(tag: str) -> str:
    return tag.rpartition("}")[2]


def _read_header(header: Element, head: _Head) -> None:
    head.currency = _text(header, "CATALOG/CURRENCY")
    head.as_of = _made_on(_text(header, "CATALOG/GENERATION_DATE"))
    for supplier in header.findall("SUPPLIER"):
        for id_ in supplier.findall("SUPPLIER_ID") or [supplier]:
            head.suppliers.setdefault((id_.text or "").strip(), supplier)
    if len({id(each) for each in head.suppliers.values()}) == 1:
        head.suppliers = {"": next(iter(head.suppliers.values()))}


def _made_on(told: str) -> date | None:
    """Return the day on which a catalogue was made, None where it is no day."""
    try:
        return date.fromisoformat(local_day(told))
    except ValueError:
        return None


def _of_service(
    at: int, service: Element, holder: str, head: _Head, dates: Dates
) -> Told | Gone | Fault | None:
    """Return what a service tells, None where that is nothing yet."""
    id_ = head.id_of(service)
    if holder == "DELETE" or service.get("mode", "").lower() == "delete" or _is_over(service):
        return Gone(id_) if id_ else Fault(RECORD, "has no PRODUCT_ID")
    if holder not in NEW_HOLDERS:
        return None
    try:
        return _new(at, service, id_, head, dates)
    except RecursionError:
        return Fault("SERVICE" if id_ else RECORD, "is nested too deeply", id_)


def _new(at: int, service: Element, id_: str, head: _Head, dates: Dates) -> Told | None:
    """Return what a course or a date tells, None where that depends on others that may follow."""
    course = head.id_of(service, course_of(service))
    if course and course != id_:
        return None if dates.take_date(at, service, course) else _told(service, id_, head)
    told = _told(service, id_, head)
    waits = dates.take_course(at, service, id_, is_dated=bool(told.fields["start"]))
    return None if waits else told


def _is_over(service: Element) -> bool:
    states = service.findall("SERVICE_DETAILS/SERVICE_STATUS")
    return any(state.get("type") == "old_product" for state in states)


def _told(service: Element, id_: str, head: _Head) -> Told:
    details = _part(service, "SERVICE_DETAILS")
    education = _part(details, "SERVICE_MODULE/EDUCATION")
    supplier = head.supplier(service)
    price = _price(service, head.currency)
    azav = bool(_text(education, "EXTENDED_INFO/MEASURE_NUMBER")) or _is_azav(education)
    provider, elsewhere = _text(supplier, "SUPPLIER_NAME"), _elsewhere(education)
    missing = unnamed(provider=provider)
    return Told(
        {
            "id": id_,
            "title": _text(details, "TITLE"),
            "description": _description(service, details, education, price, elsewhere),
            "provider": provider,
            "link": _link(service),
            **_place(education),
            **_start(details, education),
            "format": _form(education),
            "schedule": _schedules(education),
            "duration_hours": _hours(education),
            "price_eur": price.euros,
            "azav": azav,
            "provider_azav": azav or _is_azav(supplier),
            "language": _language(education),
            "requirements": _text(details, "REQUIREMENTS"),
            "target_group": _texts(details, "TARGET_GROUP/TARGET_GROUP_TEXT"),
            **_degree(education),
        },
        (*price.notes, *missing, *(["city"] if elsewhere else [])),
        head.as_of,
        head.id_of(service, course_of(service)),
    )


def _description(
    service: Element, details: Element, education: Element, price: Price, elsewhere: list[str]
) -> str:
    remarks = _texts(service, "SERVICE_PRICE_DETAILS/REMARKS")
    subsidies = "; ".join(filter(None, (_texts(education, path) for path in SUBSIDIES)))
    times = _LENGTH.sub("", _texts(education, "MODULE_COURSE/INSTRUCTION_REMARKS"))
    long = _text(details, "DESCRIPTION_LONG")
    beside = (
        f"Unterrichtszeiten: {times}" if times else "",
        f"Weitere Orte: {', '.join(elsewhere)}" if elsewhere else "",
        price.words,
        f"Hinweis zum Preis: {remarks}" if remarks else "",
        f"Förderung: {subsidies}" if subsidies else "",
    )
    known = without_markup(long) if any(beside) else ""
    return paragraphs(long, *(each for each in beside if each not in known))


def _link(service: Element) -> str:
    """Return the page of a service: what is called its detail, else the first that is a page."""
    told = (each for path in ATTACHED for each in service.findall(path))
    pages = [each for each in told if _is_page(each)]
    pages.sort(key=lambda each: _text(each, "MIME_PURPOSE").lower() != DETAIL)
    return _text(pages[0], "MIME_SOURCE") if pages else ""


def _is_page(attached: Element) -> bool:
    kind, _slash, _more = _text(attached, "MIME_TYPE").lower().partition("/")
    purpose = _text(attached, "MIME_PURPOSE").lower()
    is_web = _text(attached, "MIME_SOURCE").lower().startswith(WEB)
    return is_web and kind in PAGES and purpose not in NO_PAGES


def _place(education: Element) -> dict[str, str]:
    return next(filter(None, map(_place_of, education.findall("MODULE_COURSE"))), {})


def _place_of(course: Element) -> dict[str, str]:
    city, postcode = _text(course, "LOCATION/CITY"), _text(course, "LOCATION/ZIP")
    return {"city": city, "postcode": postcode} if city or postcode else {}


def _start(details: Element, education: Element) -> dict[str, object]:
    """Return when it begins: its dates, else the words of its remarks, else nothing: people ask.

    Who may join at any time is told so as well.
    """
    dates = _dates(details, education)
    starts = [each.told for each in dates][-MOST_DATES:] or _list(
        details, "SERVICE_DATE/DATE_REMARKS"
    )
    joins = education.findall("MODULE_COURSE/FLEXIBLE_START")
    if any((each.text or "").strip().lower() in YES for each in joins):
        starts.append(AT_ANY_TIME)
    return {"start": starts, "end": dates[0].last if len(dates) == 1 else ""}


@dataclass(frozen=True)
class _Period:
    """A first and a last day as they are told; the last may be empty."""

    first: str
    last: str = ""

    @property
    def told(self) -> str:
        """Return it as a start with its end; one that is no day as it is written."""
        return span(self.first, self.last)

    def holds(self, other: "_Period") -> bool:
        """Return whether another period begins after this one and is over when it is."""
        return self.first < other.first and (other.last or other.first) <= self.last


def _dates(details: Element, education: Element) -> list[_Period]:
    """Return the dates at which a service can be taken, in order.

    Several parts of a service are dates of it, as we write them too, unless they are phases of one
    date: parts of another segment type than the first, or within the period that is told first.
    Online parts of a course with dates in a room are phases as well.
    """
    told = _periods(details.findall("SERVICE_DATE"))
    parts = (
        _periods(each.find("DURATION") for each in _alike(education)),
        _periods(education.findall("MODULE_WBT/SERVICETIME")),
        _periods(education.findall("MODULE_CBT/SERVICETIME")),
    )
    told += next(filter(None, parts), [])
    whole = told[0] if told else None
    others = (each for each in told[1:] if whole and not whole.holds(each))
    ends = {each.first: each.last for each in reversed(told) if each.last}
    firsts = dict.fromkeys(each.first for each in (*told[:1], *others))
    return [_Period(first, ends.get(first, "")) for first in sorted(firsts)]


def _alike(education: Element) -> list[Element]:
    """Return the parts in a room that happen where, and as what, the first dated one does."""
    courses = [
        each
        for each in education.findall("MODULE_COURSE")
        if _place_of(each) in ({}, _place(education)) and _text(each, "DURATION/START_DATE")
    ]
    return [each for each in courses if _segment(each) == _segment(courses[0])]


def _elsewhere(education: Element) -> list[str]:
    """Return the other towns in which parts of a service have dates: ours are in one place."""
    dated = (
        _place_of(each)
        for each in education.findall("MODULE_COURSE")
        if _text(each, "DURATION/START_DATE")
    )
    others = (place for place in dated if place not in ({}, _place(education)))
    return list(dict.fromkeys(" ".join(filter(None, (p["postcode"], p["city"]))) for p in others))


def _segment(course: Element) -> str:
    told = course.find("EXTENDED_INFO/SEGMENT_TYPE")
    return told.get("type", "") if told is not None else ""


def _periods(told: Iterable[Element | None]) -> list[_Period]:
    days = ((_text(each, "START_DATE"), _text(each, "END_DATE")) for each in told)
    return [_Period(local_day(first), local_day(last)) for first, last in days if first]


def _form(education: Element) -> str | None:
    """Return how people meet: what the form says, else the kinds of parts that it has.

    A room that is named does not make an online course one in a room: it may be the provider's.
    """
    told = education.find("EXTENDED_INFO/INSTRUCTION_FORM")
    code = told.get("type", "").strip() if told is not None else ""
    said = "online" if code == DISTANCE else FORMS.get(code[:1]) if len(code) == CODE else None
    if said in ("online", "blended"):
        return said
    present = education.find("MODULE_COURSE") is not None
    if has_online_part(education):
        return "blended" if present else "online"
    known = said == "presence" or (code != SELF_STUDY and bool(_place(education)))
    return "presence" if known else None


def _hours(education: Element) -> float | None:
    """Return the hours: told as such, else the only ones that the remarks name."""
    told = iso_hours(_text(education, "MODULE_WBT/EST_DURATION"))
    named = set(_LENGTH.findall(_texts(education, "MODULE_COURSE/INSTRUCTION_REMARKS")))
    return told if told is not None or len(named) != 1 else float(named.pop())


def _schedules(education: Element) -> list[str]:
    found: dict[str, None] = {}
    for name in ("INSTRUCTION_FORM", "INSTRUCTION_TIME"):
        told = education.find(f"EXTENDED_INFO/{name}")
        code = told.get("type", "") if told is not None else ""
        if code in SCHEDULES:
            found[SCHEDULES[code]] = None
    remarks = _texts(education, "MODULE_COURSE/INSTRUCTION_REMARKS")
    for pattern, schedule in TOLD_TIMES:
        if pattern.search(remarks):
            found[schedule] = None
    return list(found)


def _price(service: Element, currency: str) -> Price:
    """Return the one price with tax; several, a guide price or another currency are none."""
    details = service.findall("SERVICE_PRICE_DETAILS")
    unclear = any(_text(each, "DAILY_PRICE").lower() in YES for each in details)
    remarks = " ".join(_text(each, "REMARKS") for each in details)
    amounts: set[float] = set()
    said: list[str] = []
    for told in service.findall("SERVICE_PRICE_DETAILS/SERVICE_PRICE"):
        amount = _amount(told, currency)
        asked = told.get("type") == "on_request" or (amount == 0 and _ON_REQUEST.search(remarks))
        unclear = unclear or bool(asked)
        if amount is None:
            said += [] if asked else [_said(told, currency)]
        elif not asked:
            amounts.add(amount)
    return one_price(amounts, unclear=unclear, said=said)


def _amount(told: Element, currency: str) -> float | None:
    amount = euros(_text(told, "PRICE_AMOUNT"))
    tax = euros(_text(told, "TAX")) if told.get("type") in NET else 0.0
    factor = euros(_text(told, "PRICE_FACTOR") or "1")
    if amount is None or tax is None or factor is None or _money(told, currency) != "EUR":
        return None
    return round(amount * factor * (1 + tax), 2)


def _said(told: Element, currency: str) -> str:
    """Return a price as it is told, with what keeps it from being an amount of euros."""
    amount, money = _text(told, "PRICE_AMOUNT"), _money(told, currency)
    marks = (money if money != "EUR" else "", "netto" if told.get("type") in NET else "")
    return " ".join(filter(None, (amount, *marks))) if amount else ""


def _money(told: Element, currency: str) -> str:
    return (_text(told, "PRICE_CURRENCY") or currency or "EUR").upper()


def _language(education: Element) -> str | None:
    told = (*_list(education, "LANGUAGE"), *_list(education, "EXTENDED_INFO/TEACHING_LANGUAGES"))
    codes = {LANGUAGES.get(code.lower(), code.lower()) for code in told}
    return next(iter(codes)) if len(codes) == 1 else None


def _degree(education: Element) -> dict[str, str | None]:
    title = _text(education, "DEGREE/DEGREE_TITLE")
    title = "" if _VOID.match(title) else title
    told = education.find("DEGREE")
    kind = education.find("EXTENDED_INFO/EDUCATION_TYPE")
    code = kind.get("type", "") if kind is not None else ""
    of_provider = told is not None and told.get("type") in OF_PROVIDERS
    other = "language" if code == LANGUAGE_COURSE else "certificate" if of_provider else None
    return {"degree": title, "degree_kind": DEGREE_KINDS.get(code, other)}


def _is_azav(certified: Element | None) -> bool | None:
    """Return whether a supplier or a course names an approval after AZAV; None if it does not."""
    certificates = certified.findall("CERTIFICATE") if certified is not None else []
    named = any(_AZAV.search(" ".join(each.itertext())) for each in certificates)
    return named or None


def _part(element: Element, path: str) -> Element:
    """Return a part of an element, an empty one where it has none."""
    found = element.find(path)
    return Element(path) if found is None else found


def _text(element: Element | None, path: str) -> str:
    return (element.findtext(path) or "").strip() if element is not None else ""


def _list(element: Element, path: str) -> list[str]:
    return [each.text.strip() for each in element.findall(path) if each.text and each.text.strip()]


def _texts(element: Element, path: str) -> str:
    return "; ".join(dict.fromkeys(_list(element, path)))
