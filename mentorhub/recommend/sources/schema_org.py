"""schema.org/Course as JSON-LD, bare or out of a saved page."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, BinaryIO

from mentorhub.recommend.offer_record import LEVELS, MOST_DATES, key_from
from mentorhub.recommend.sources.entries import (
    FILE,
    RECORD,
    Entries,
    Fault,
    Price,
    Told,
    Unreadable,
    euros,
    iso_hours,
    listed,
    local_day,
    one_price,
    paragraphs,
    span,
    table,
    text,
)
from mentorhub.recommend.sources.json_stream import NOT_JSON

LONGEST = 32_000_000
"""How many bytes a document may have: its parts name each other, so it is read as a whole."""
DEEPEST = 40
LONGEST_HEAD = 4096
OLDER = "cp1252"
OTHERS = frozenset({"iso-8859-2", "iso-8859-15", "windows-1250", "windows-1254"})
"""Encodings that a page may say it has; Python knows others that take hours to read."""
SCRIPT_TYPE = "application/ld+json"
COURSE = "Course"
ONLINE, PRESENCE, BLENDED = "online", "presence", "blended"
FORMS = {
    "online": ONLINE, "onlineeventattendancemode": ONLINE, "mooc": ONLINE,
    "onsite": PRESENCE, "offlineeventattendancemode": PRESENCE, "in-person": PRESENCE,
    "blended": BLENDED, "mixedeventattendancemode": BLENDED, "hybrid": BLENDED,
}  # fmt: skip
SCHEDULES = {"full-time": "full_time", "part-time": "part_time", "asynchronous": "self_paced"}
LINKS = ("sameAs", "url", "@id")
"""Where a course names its page; a catalogue that gathers courses has the provider's first."""
WEB = ("https://", "http://")
FREE = frozenset({"free", "kostenlos", "kostenfrei"})
_NAMESPACE = re.compile(r"^(?:https?://schema\.org/|schema:)")

_TOWN = re.compile(r"\b(\d{5})\s+([A-ZÄÖÜ][^\d,;()\n]{1,60})")
_CHARSET = re.compile(rb"""<meta[^>]{1,200}charset=["']?([\w-]{1,40})""", re.IGNORECASE)
_OPENED = re.compile(r"(?://|/\*)?\s*(?:<!\[CDATA\[|<!--)\s*(?:\*/)?")
_CLOSED = re.compile(r"(?://|/\*)?\s*(?:\]\]>|-->)\s*(?:\*/)?$")
"""What hides a script from readers of XHTML or from very old ones."""
LONGEST_MARK = 40

Node = Mapping[str, Any]


def entries(file: BinaryIO) -> Entries:
    """Yield every course of a document or page; one that is held in several places, for each.

    A script of a page that cannot be read hides no other.
    """
    nodes, broken = _Nodes(), 0
    try:
        for document in _documents(file):
            broken += not nodes.take(document)
    except Unreadable as problem:
        yield 1, Fault(FILE, str(problem))
        return
    if not nodes.courses:
        yield 1, Fault(FILE, NOT_JSON if broken else "holds no Course of schema.org")
        return
    for at, course in enumerate(nodes.courses, start=1):
        for told in _told(course, nodes):
            yield at, told
    for more in range(1, broken + 1):
        yield len(nodes.courses) + more, Fault(RECORD, NOT_JSON)


def _documents(file: BinaryIO) -> Sequence[bytes]:
    data = file.read(LONGEST + 1)
    if len(data) > LONGEST:
        raise Unreadable(f"is longer than {LONGEST} bytes")
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] != b"<":
        return [data]
    page = _Page()
    page.feed(_decoded(data))
    page.close()
    if not page.scripts:
        raise Unreadable("is a page without JSON-LD")
    return [_unwrapped(script).encode() for script in page.scripts]


def _unwrapped(script: str) -> str:
    script = script.strip()
    opened = _OPENED.match(script[:LONGEST_MARK])
    closed = _CLOSED.search(script[-LONGEST_MARK:])
    end = len(script) - len(closed[0]) if closed else len(script)
    return script[opened.end() if opened else 0 : end]


def _decoded(page: bytes) -> str:
    """Return the text of a page, in UTF-8, what it says itself, or what Windows writes."""
    try:
        return page.decode("utf-8")
    except UnicodeDecodeError:
        said = _CHARSET.search(page[:LONGEST_HEAD])
        name = said[1].decode().lower() if said else ""
        return page.decode(name if name in OTHERS else OLDER, "replace")


class _Page(HTMLParser):
    """Collects the JSON-LD of a page; everything else in it is passed over."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.scripts: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a script of JSON-LD."""
        told = (dict(attrs).get("type") or "").partition(";")[0].strip().lower()
        self._inside = tag == "script" and told == SCRIPT_TYPE
        if self._inside:
            self.scripts.append("")

    def handle_data(self, data: str) -> None:
        """Take what stands in a script."""
        if self._inside:
            self.scripts[-1] += data

    def handle_endtag(self, tag: str) -> None:
        """End a script."""
        self._inside = self._inside and tag != "script"


@dataclass
class _Nodes:
    """All nodes of the documents: the courses, and what others point to by @id."""

    courses: list[Node] = field(default_factory=list)
    by_id: dict[str, Node] = field(default_factory=dict)

    def take(self, document: bytes) -> bool:
        """Take the nodes of a document; return whether it could be read."""
        try:
            self._take(json.loads(document.decode("utf-8-sig"), strict=False), 0)
        except (ValueError, RecursionError):
            return False
        return True

    def follow(self, value: Any) -> Node:
        """Return the node that a value is, or points to; an empty one for anything else."""
        node = _plain(table(value))
        known = self.by_id.get(text(node.get("@id")))
        return known if known is not None and set(node) <= {"@id", "@type"} else node

    def _take(self, value: Any, depth: int) -> None:
        if depth > DEEPEST:
            raise Unreadable(NOT_JSON)
        if isinstance(value, list):
            for each in value:
                self._take(each, depth + 1)
        elif isinstance(value, dict):
            node = _plain(value)
            self._note(node)
            for name, each in node.items():
                if name != "hasCourseInstance" or COURSE not in _types(node):
                    self._take(each, depth + 1)
                else:
                    self._note_all(each)

    def _note(self, node: Node) -> None:
        id_ = text(node.get("@id"))
        if id_ and set(node) > {"@id", "@type"}:
            self.by_id.setdefault(id_, node)
        if COURSE in _types(node) and text(node.get("name")):
            self.courses.append(node)

    def _note_all(self, value: Any) -> None:
        for each in listed(value):
            self._note(_plain(table(each)))


def _plain(node: Mapping[str, Any]) -> Node:
    """Return a node with bare names: schema:name and https://schema.org/name are name."""
    return {_NAMESPACE.sub("", str(name)): value for name, value in node.items()}


def _types(node: Node) -> set[str]:
    return {_NAMESPACE.sub("", text(each)) for each in listed(node.get("@type"))}


@dataclass(frozen=True)
class _Held:
    """Where and how a course is held; its dates are told together."""

    city: str = ""
    postcode: str = ""
    form: str | None = None


def _told(course: Node, nodes: _Nodes) -> Iterator[Told]:
    """Yield a course once for each place and form in which it is held."""
    instances = [nodes.follow(each) for each in listed(course.get("hasCourseInstance"))]
    groups: dict[_Held, list[Node]] = {}
    for instance in instances or [course]:
        groups.setdefault(_held(instance, course, nodes), []).append(instance)
    for held, together in groups.items():
        place = held.city or held.postcode or held.form or "ohne Ort"
        id_ = _id(course, nodes)
        yield _one(f"{id_} {place}" if len(groups) > 1 else id_, course, together, held, nodes)


def _one(id_: str, course: Node, held: Sequence[Node], at: _Held, nodes: _Nodes) -> Told:
    price = _price(_sellers(course, held), nodes)
    starts = [day for each in held for day in _starts(each, nodes)]
    ends = [day for each in held for day in _days(each, "endDate", nodes)]
    hours = _hours(held, course)
    return Told(
        {
            "id": id_,
            "title": text(course.get("name")),
            "description": paragraphs(text(course.get("description")), price.words),
            "provider": _provider(course, held, nodes),
            "link": _link(course),
            "city": at.city,
            "postcode": at.postcode,
            "format": at.form,
            "schedule": sorted({s for each in held for s in _schedules(each)}),
            "start": list(dict.fromkeys(starts))[:MOST_DATES],
            "end": ends[0] if len(starts) == len(ends) == 1 else "",
            "duration_hours": next(iter(hours)) if len(hours) == 1 else None,
            "price_eur": price.euros,
            "language": _language(course, held),
            "level": _level(course, nodes),
            "requirements": _names(course.get("coursePrerequisites"), nodes),
            "target_group": _audience(course, nodes),
            "degree": _names(course.get("educationalCredentialAwarded"), nodes),
        },
        price.notes,
    )


def _hours(held: Sequence[Node], course: Node) -> set[float]:
    """Return the lengths that are told: the workload, else the time that a course takes."""
    found: set[float] = set()
    for name in ("courseWorkload", "timeRequired"):
        told = (iso_hours(text(each.get(name))) for each in (*held, course))
        found = found or {hours for hours in told if hours is not None}
    return found


def _sellers(course: Node, held: Sequence[Node]) -> Sequence[Node]:
    """Return who tells the price: dates that all tell their own, else the course with them."""
    if all(listed(each.get("offers")) for each in held):
        return held
    return [course, *(each for each in held if each is not course)]


def _id(course: Node, nodes: _Nodes) -> str:
    """Return what names the course; without a name of its own, title and provider do."""
    for name in ("@id", "url", "identifier", "courseCode"):
        value = course.get(name)
        told = text(value) or text(nodes.follow(value).get("value"))
        if told and not told.startswith("_:"):
            return told
    provider = _name(course.get("provider"), nodes)
    return key_from(f"{text(course.get('name'))} {provider}")


def _link(course: Node) -> str:
    """Return where the course has its own page: what it is the same as, else its address."""
    told = (text(each) for name in LINKS for each in listed(course.get(name)))
    return next((each for each in told if each.startswith(WEB)), "")


def _held(instance: Node, course: Node, nodes: _Nodes) -> _Held:
    places = listed(instance.get("location")) or listed(course.get("location"))
    known = [nodes.follow(each) for each in places]
    virtual = any("VirtualLocation" in _types(each) for each in known)
    addresses = [*(_address(each, nodes) for each in known), *map(_written, places)]
    address = next(filter(None, addresses), {})
    modes = [*_words(instance, "courseMode"), *_words(instance, "eventAttendanceMode")]
    modes = modes or _words(course, "courseMode")
    forms = {FORMS[mode] for mode in modes if mode in FORMS} | ({ONLINE} if virtual else set())
    form = BLENDED if len(forms) > 1 else next(iter(forms), PRESENCE if address else None)
    return _Held(text(address.get("addressLocality")), text(address.get("postalCode")), form)


def _address(place: Node, nodes: _Nodes) -> Node:
    """Return the address of a place that names a town or a postcode, else an empty one."""
    address = nodes.follow(place.get("address")) or _written(place.get("address"))
    address = address or (place if "PostalAddress" in _types(place) else {})
    return address if address.get("addressLocality") or address.get("postalCode") else {}


def _written(address: Any) -> Node:
    """Return town and postcode of an address that is written as one text, else nothing."""
    found = _TOWN.search(text(address))
    return {"postalCode": found[1], "addressLocality": found[2].strip()} if found else {}


def _schedules(instance: Node) -> set[str]:
    return {SCHEDULES[mode] for mode in _words(instance, "courseMode") if mode in SCHEDULES}


def _days(instance: Node, name: str, nodes: _Nodes) -> list[str]:
    own = [local_day(text(day)) for day in listed(instance.get(name)) if text(day)]
    if own:
        return own
    planned = [nodes.follow(each) for each in listed(instance.get("courseSchedule"))]
    return [local_day(text(each.get(name))) for each in planned if text(each.get(name))]


def _starts(instance: Node, nodes: _Nodes) -> list[str]:
    """Return the starts of an instance, each with its end where as many of these are told."""
    firsts, lasts = (_days(instance, name, nodes) for name in ("startDate", "endDate"))
    return list(map(span, firsts, lasts)) if len(firsts) == len(lasts) else firsts


def _price(sellers: Sequence[Node], nodes: _Nodes) -> Price:
    """Return the one price of all offers; from-to, several and other currencies are none."""
    offers = [nodes.follow(each) for seller in sellers for each in listed(seller.get("offers"))]
    free = any(seller.get("isAccessibleForFree") is True for seller in sellers)
    if not offers:
        return Price(0.0) if free else Price()
    amounts: set[float] = set()
    said: list[str] = []
    unclear = False
    for offer in offers:
        found, others = _amounts(offer, nodes)
        amounts |= found
        said += others
        unclear = unclear or not (found or others)
    return one_price(amounts, unclear=unclear, said=said)


def _amounts(offer: Node, nodes: _Nodes) -> tuple[set[float], list[str]]:
    """Return the amounts of euros of an offer, and as it is told what is none."""
    asked = [offer, *(nodes.follow(each) for each in listed(offer.get("priceSpecification")))]
    told = [
        (each.get(name), each.get("priceCurrency", offer.get("priceCurrency", "EUR")))
        for each in asked
        for name in ("price", "lowPrice", "highPrice", "minPrice", "maxPrice")
    ]
    if text(offer.get("category")).lower() in FREE:
        return {0.0}, []
    found, said = set(), []
    for value, money in told:
        amount, foreign = euros(value), text(money).upper() != "EUR"
        if amount is not None and not foreign:
            found.add(amount)
        elif price := text(value):
            said.append(f"{price} {text(money)}".strip() if foreign else price)
    return found, said


def _provider(course: Node, held: Sequence[Node], nodes: _Nodes) -> str:
    own = _name(course.get("provider"), nodes)
    return own or next(filter(None, (_name(each.get("organizer"), nodes) for each in held)), "")


def _language(course: Node, held: Sequence[Node]) -> str:
    told = {text(code) for each in (course, *held) for code in listed(each.get("inLanguage"))}
    told.discard("")
    return told.pop() if len(told) == 1 else ""


def _level(course: Node, nodes: _Nodes) -> str:
    """Return the one level that is told in a word of ours: Beginner, Anfänger, B1."""
    told = {word.casefold() for word in _names(course.get("educationalLevel"), nodes).split("; ")}
    known = {name for name, words in LEVELS.items() if told & set(words.split())}
    return known.pop() if len(known) == 1 else ""


def _audience(course: Node, nodes: _Nodes) -> str:
    known = [nodes.follow(each) for each in listed(course.get("audience"))]
    named = (text(each.get("educationalRole")) or text(each.get("audienceType")) for each in known)
    return ", ".join(filter(None, (*named, _names(course.get("audience"), nodes))))


def _name(value: Any, nodes: _Nodes) -> str:
    return next(iter(filter(None, _names(value, nodes).split("; "))), "")


def _names(value: Any, nodes: _Nodes) -> str:
    """Return texts and the names of nodes, joined."""
    told = (text(each) or text(nodes.follow(each).get("name")) for each in listed(value))
    return "; ".join(filter(None, told))


def _words(node: Node, name: str) -> list[str]:
    """Return values of a closed list, bare and small: https://schema.org/Online is online."""
    return [_NAMESPACE.sub("", text(each)).lower() for each in listed(node.get(name))]
