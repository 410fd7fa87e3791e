"""One offer as it comes in from a file, an import or a form: checked, complete, comparable."""

import hashlib
import html
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

import nh3

from mentorhub.recommend import begins, links
from mentorhub.recommend.amounts import read_number
from mentorhub.recommend.begins import EARLIEST, LATEST
from mentorhub.recommend.engine.document import LANGUAGE_WORDS

KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,119}")
FOREIGN_KEY = re.compile(r"[^\W_][\w .,:;()+&/-]{0,119}(?<! )")
"""What a source may call its own offers: words, with spaces and umlauts."""
MARKUP = re.compile(r"<[a-zA-Z/!][^<>]*>|&(?:#\d+|[a-zA-Z]+);")
PARTINGS = tuple(
    (re.compile(pattern, re.IGNORECASE), parting)
    for pattern, parting in (
        (r"(?:\s{0,20}</?(?:li|div|tr|d[dt])\b[^<>]*>)+\s{0,20}", "\n"),
        (r"</?(?:p|h[1-6]|ul|ol|table)\b[^<>]*>", "\n\n"),
        (r"<br\b[^<>]*>", "\n"),
        (r"</t[dh]\b[^<>]*>", " "),
    )
)
"""What parts the words of HTML from each other, and how we do it. A tag ends before the next one
begins: looking for the end of one that has none must not read the whole text each time."""
POSTCODE = re.compile(r"[0-9]{5}")
FOREIGN_POSTCODE = re.compile(r"(?:DE?[ -]?)?([0-9]{5})", re.IGNORECASE)
LANGUAGE = re.compile(r"[a-z]{2,3}")
SPAN = re.compile(r"(\d{4}-\d\d-\d\d)/(\d{4}-\d\d-\d\d)")
"""First and last day of one of several dates, as ISO 8601 writes an interval."""
REGION = re.compile(r"([a-z]{2,3})[-_][a-z0-9_-]+", re.IGNORECASE)
ONLINE_TOWN = re.compile(r"\b(online|virtuell|webinar|internet)\b", re.IGNORECASE)
LONGEST = {"title": 1000, "learn": 2000, "description": 20_000}
LONG = 2000
MOST_CENTS = 100_000_000
MOST_EUROS = MOST_CENTS // 100
MOST_HOURS = 20_000
MOST_DATES = 100
PARAGRAPHS = frozenset({"learn", "description", "requirements", "target_group"})
IMPORT_NAMES = {
    "key": "id",
    "town": "city",
    "form": "format",
    "hours": "duration_hours",
    "price_cents": "price_eur",
}
"""What some of our fields are called in a line of an import."""

FORMS = {
    "presence": "presence praesenz präsenz vor_ort onsite on_site in_person face_to_face",
    "online": "online virtuell fernlehrgang fernunterricht webinar e_learning elearning remote",
    "blended": "blended hybrid blended_learning kombiniert gemischt mixed",
}
SCHEDULES = {
    "full_time": "full_time fulltime vollzeit ganztags full_day tagsüber tagsueber daytime",
    "part_time": "part_time parttime teilzeit berufsbegleitend halbtags vormittags nachmittags "
    "morning afternoon",
    "evening": "evening evenings abends abend abendkurs nach_feierabend",
    "weekend": "weekend weekends wochenende wochenendkurs samstags saturday",
    "self_paced": "self_paced selfpaced selbstlernen selbstlernkurs flexibel flexible "
    "jederzeit anytime",
}
LEVELS = {
    "basic": "basic beginner beginners anfänger anfaenger einsteiger grundlagen basis a1 a2 low",
    "intermediate": "intermediate fortgeschritten fortgeschrittene mittel aufbau b1 b2 medium",
    "advanced": "advanced expert experte experten profi c1 c2 high",
}
DEGREES = {
    kind: kind
    for kind in ("none", "certificate", "partial", "vocational", "upgrading", "school", "language")
}
KINDS = {
    "course": "course kurs seminar lehrgang weiterbildung",
    "funding": "funding förderung foerderung förderprogramm foerderprogramm",
}
LANGUAGES = {code: f"{code} {name.casefold()}" for code, name in LANGUAGE_WORDS.items()}
LANGUAGES |= {"de": "de deutsch german ger deu", "en": "en englisch english eng"}
NOUN = re.compile(
    r"_?(kurse?|seminare?|veranstaltung|unterricht|lehrgang|schulung|training|format|course)$"
)
"""What may stand behind a form or a time: "Online-Kurs", "Präsenzunterricht"."""
FREE = frozenset({"kostenlos", "kostenfrei", "gratis", "gebührenfrei", "free"})
HOURS = re.compile(
    r"\s*(h|std\.?|stunden|ue|ustd\.?|unterrichts(einheiten|stunden)|hours)$", re.IGNORECASE
)
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


class WrongField(ValueError):
    """A field cannot be taken: ``field`` names it, the message says why."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.field = name
        self.reason = reason


@dataclass(frozen=True)
class Start:
    """One start: a day, or weeks from today (``weeks``; the day is then counted from it)."""

    starts: date
    ends: date | None = None
    weeks: int | None = None


@dataclass(frozen=True)
class OfferRecord:
    """An offer as its source tells it. None is unknown; no start and ``on_request`` is on request.

    ``catalogue_as_of`` is the day on which the catalogue was made that tells it, so no part of it;
    nor is ``date_of``, the key of the course that it is a date of, empty where it is none.
    ``notes`` name optional fields whose value was not understood; the offer is taken without them.
    """

    key: str
    title: str
    kind: str = "course"
    learn: str = ""
    description: str = ""
    provider: str = ""
    provider_azav: bool | None = None
    link: str = ""
    azav: bool | None = None
    postcode: str | None = None
    town: str | None = None
    form: str | None = None
    schedules: tuple[str, ...] = ()
    starts: tuple[Start, ...] = ()
    on_request: bool = False
    begin_text: str = ""
    hours: int | None = None
    price_cents: int | None = None
    level: str | None = None
    language: str | None = None
    requirements: str = ""
    target_group: str = ""
    degree: str = ""
    degree_kind: str | None = None
    as_of: date | None = None
    catalogue_as_of: date | None = field(default=None, compare=False)
    date_of: str = field(default="", compare=False)
    notes: tuple[str, ...] = field(default=(), compare=False)

    def digest(self) -> str:
        """Return a hash that changes when, and only when, the offer changed.

        A start in weeks counts by its weeks, so that loading again tomorrow changes nothing.
        """
        facts = {name: getattr(self, name) for name in self.__dataclass_fields__}
        del facts["notes"], facts["catalogue_as_of"], facts["date_of"]
        for name in ("begin_text", "link"):  # facts that were not always there
            if not facts[name]:
                del facts[name]
        facts["starts"] = [
            [s.weeks, s.ends and (s.ends - s.starts).days]
            if s.weeks is not None
            else [str(s.starts), s.ends and str(s.ends)]
            for s in self.starts
        ]
        canonical = json.dumps(facts, sort_keys=True, default=str, ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()[:32]


def from_content(entry: Mapping[str, Any], today: date) -> OfferRecord:
    """Return the offer of one ``[[offer]]`` table in ``content/offers/*.toml``.

    Raises:
        WrongField: an unknown field, a missing one, or a value that is not allowed.
    """
    known = set(OfferRecord.__dataclass_fields__) - {
        "starts", "on_request", "begin_text", "notes", "schedules", "catalogue_as_of",
        "date_of",
    }  # fmt: skip
    known |= {"schedule", "starts_in_weeks", "duration_weeks"}
    for name in entry:
        if name not in known:
            raise WrongField(name, "is not a field of an offer")
    read = _Reader(entry, strict=True)
    starts = _relative_starts(read, today)
    return _record(read, starts, begins.Begins(open=not starts))


def from_line(line: Mapping[str, Any]) -> OfferRecord:
    """Return the offer of one object of the import format (see docs/schemas/offer-line.json).

    Optional values that are not understood are left out and named in ``notes``; words of place
    and time that do not fit a field stay searchable as part of the description.

    Raises:
        WrongField: id or title is missing, or a value has a wrong type.
    """
    url = line.get("url")
    renamed = {
        **line,
        **{ours: line.get(theirs) for ours, theirs in IMPORT_NAMES.items()},
        "price_cents": _cents(line.get("price_eur")),
        "link": line.get("link", url if isinstance(url, str) else None),
    }
    if "provider_azav" not in line:
        renamed["provider_azav"] = True if line.get("azav") is True else None
    town = renamed["town"]
    if renamed["form"] in (None, "") and isinstance(town, str) and ONLINE_TOWN.search(town):
        renamed |= {"form": "online", "town": None}
    read = _Reader(renamed, strict=False)
    told = _told(read)
    for text in told.unread:
        read.note("start", text)
    return _record(read, _dated_starts(read, told), told)


def key_from(title: str) -> str:
    """Return a key made of the words of a title: "Schweißen I" -> "schweissen-i"."""
    ascii_ = unicodedata.normalize(
        "NFKD", unicodedata.normalize("NFC", title).casefold().translate(UMLAUTS)
    )
    words = re.findall(r"[a-z0-9]+", ascii_.encode("ascii", "ignore").decode())
    return "-".join(words)[:60].strip("-") or "angebot"


def monday_in(weeks: int, today: date) -> date:
    """Return the Monday of the week that lies ``weeks`` weeks after today's, never before today."""
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=weeks)
    return monday if monday >= today else monday + timedelta(weeks=1)


def _record(read: "_Reader", starts: tuple[Start, ...], told: begins.Begins) -> OfferRecord:
    kind = read.choice("kind", KINDS) or "course"
    return OfferRecord(
        key=read.key(),
        title=read.text("title", required=True),
        kind=kind,
        learn=read.text("learn"),
        provider=read.text("provider"),
        provider_azav=read.truth("provider_azav"),
        link=read.link(),
        azav=read.truth("azav"),
        postcode=read.postcode(),
        town=read.text("town") or None,
        form=read.choice("form", FORMS),
        schedules=read.choices("schedule", SCHEDULES),
        starts=starts,
        on_request=told.open,
        begin_text=told.words[:LONG],
        hours=read.number("hours", MOST_HOURS) or None,
        price_cents=read.number("price_cents", MOST_CENTS),
        level=read.choice("level", LEVELS),
        language=read.language(),
        requirements=read.text("requirements"),
        target_group=read.text("target_group"),
        degree=read.text("degree"),
        degree_kind=read.choice("degree_kind", DEGREES),
        as_of=read.day("as_of"),
        description=read.description(),
        notes=tuple(read.notes),
    )


def _relative_starts(read: "_Reader", today: date) -> tuple[Start, ...]:
    weeks = read.raw.get("starts_in_weeks", [])
    length = read.number("duration_weeks", 300)
    if not isinstance(weeks, list) or not all(type(w) is int and 0 <= w <= 300 for w in weeks):
        raise WrongField("starts_in_weeks", "must be a list of whole numbers from 0 to 300")
    # Weekend courses run from a Saturday to a Sunday, all others from a Monday to a Friday.
    first_day, last_day = (5, 6) if read.raw.get("schedule") == ["weekend"] else (0, 4)
    starts: dict[date, Start] = {}
    for week in sorted(set(weeks)):
        first = monday_in(week, today) + timedelta(days=first_day)
        while first in starts:
            first += timedelta(weeks=1)
        days = timedelta(weeks=length - 1, days=last_day - first_day) if length else None
        last = first + days if days is not None else None
        starts[first] = Start(first, last, week)
    return tuple(starts.values())


def _told(read: "_Reader") -> begins.Begins:
    """Return when it begins; what is said outright outweighs what the texts seem to mean."""
    told = begins.read(map(one_line, read.listed("start", MOST_DATES)))
    words, open_ = read.text("begin_text"), read.truth("on_request")
    if words:
        told = replace(told, words=words, unread=())
    return told if open_ is None else replace(told, open=open_)


def _dated_starts(read: "_Reader", told: begins.Begins) -> tuple[Start, ...]:
    """Return the starts; an end stands behind its day, or belongs to the only exact one."""
    last = begins.day_of(read.text("end"))
    ends = dict(filter(None, map(_span, read.listed("start"))))
    if last and len(told.days) == 1 and not told.words and last >= told.days[0]:
        ends.setdefault(told.days[0], last)
    return tuple(Start(day, ends.get(day)) for day in told.days)


def _span(text: str) -> tuple[date, date] | None:
    """Return first and last day where a text is exactly that: "2027-01-11/2027-01-15"."""
    found = SPAN.fullmatch(text.strip())
    first, last = map(begins.day_of, found.groups()) if found else (None, None)
    return (first, last) if first and last and first <= last else None


class _Reader:
    def __init__(self, raw: Mapping[str, Any], *, strict: bool) -> None:
        self.raw = raw
        self.strict = strict
        self.notes: dict[str, None] = {}
        self._leftovers: list[str] = []

    def wrong(self, name: str, reason: str) -> WrongField:
        return WrongField(self._shown(name), reason)

    def note(self, name: str, value: str) -> None:
        """Leave a value out, by name; its words stay searchable."""
        if self.strict:
            raise self.wrong(name, f"'{value[:60]}' is not allowed")
        self.notes[self._shown(name)] = None
        self._leftovers.append(one_line(value[:LONG]))

    def description(self) -> str:
        """Return the text, and behind it the words that no other field understood.

        Words that stand there as a paragraph already, because it was read before, stay one.
        """
        text = self.text("description")
        known = {"", *text.split("\n\n")}
        leftovers = [words for words in dict.fromkeys(self._leftovers) if words not in known]
        both = "\n\n".join(filter(None, [text, "\n\n".join(leftovers)[:LONG]]))
        return both[: LONGEST["description"]].strip()

    def key(self) -> str:
        value = self.raw.get("key")
        if value is None or value == "":
            raise self.wrong("key", "is missing")
        if not isinstance(value, str):
            raise self.wrong("key", "must be text")
        value = unicodedata.normalize("NFC", value)
        if self.strict and not KEY.fullmatch(value):
            raise self.wrong("key", "may hold letters, digits and . _ : / -")
        if not FOREIGN_KEY.fullmatch(value):
            raise self.wrong("key", "may hold letters, digits, spaces and . , : ; _ ( ) + & / -")
        return value

    def text(self, name: str, *, required: bool = False) -> str:
        value = self.raw.get(name)
        if value is None:
            value = ""
        if not isinstance(value, str):
            raise self.wrong(name, "must be text")
        if not self.strict:
            value = without_markup(value)
        longest = LONGEST.get(name, LONG)
        if len(value) > longest:
            raise self.wrong(name, f"is longer than {longest} characters")
        text = clean(value) if name in PARAGRAPHS else one_line(value)
        if required and not text:
            raise self.wrong(name, "is missing")
        return text

    def link(self) -> str:
        """Return the address of the page at the provider; one that we do not take is left out."""
        value = self.raw.get("link")
        if value in (None, ""):
            return ""
        if not isinstance(value, str):
            raise self.wrong("link", "must be text")
        found = links.address_of(value)
        if found is None and self.strict:
            raise self.wrong("link", "must be an address that begins with https:// or http://")
        if found is None:
            self.notes["link"] = None
        return found or ""

    def truth(self, name: str) -> bool | None:
        value = self._given(name)
        if value is None or isinstance(value, bool):
            return value
        raise self.wrong(name, "must be true or false")

    def number(self, name: str, most: int) -> int | None:
        value = self._given(name)
        if isinstance(value, str) and not self.strict:
            value = _number(HOURS.sub("", value.strip())) if value.strip() else None
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int if self.strict else int | float):
            raise self.wrong(name, "must be a whole number" if self.strict else "must be a number")
        if not 0 <= value <= most:
            raise self.wrong(name, f"must lie between 0 and {most}")
        return round(value)

    def postcode(self) -> str | None:
        """Return five digits; a program's number and the sign of the country are understood."""
        value = self.raw.get("postcode")
        if not self.strict and isinstance(value, float) and value.is_integer():
            value = int(value)
        whole = type(value) is int and not self.strict
        text = str(value) if whole else self.text("postcode")
        pattern = POSTCODE if self.strict else FOREIGN_POSTCODE
        found = pattern.fullmatch(text)
        if text and not found:
            self.note("postcode", text)
        return found[0][-5:] if found else None

    def language(self) -> str | None:
        """Return the code of a language; its name and a region behind the code are understood."""
        value = self.text("language")
        if not value or (self.strict and LANGUAGE.fullmatch(value)):
            return value or None
        region = None if self.strict else REGION.fullmatch(value)
        code = (region[1] if region else value).casefold()
        found = self._match(code, LANGUAGES)
        if found is None and not self.strict and LANGUAGE.fullmatch(code):
            return code
        if found is None:
            self.note("language", value)
        return found

    def choice(self, name: str, allowed: Mapping[str, str]) -> str | None:
        value = self.text(name)
        if not value:
            return None
        found = self._match(value, allowed)
        if found is None:
            self.note(name, value)
        return found

    def choices(self, name: str, allowed: Mapping[str, str]) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for value in self._words(name):
            match = self._match(value, allowed)
            if match is None:
                self.note(name, value)
            else:
                found[match] = None
        return tuple(sorted(found))

    def listed(self, name: str, most: int | None = None) -> list[str]:
        """Return a text or a list of texts as a list; nothings in it are left out."""
        value = self.raw.get(name)
        values = value if isinstance(value, list) else [value]
        if most and len(values) > most:
            raise self.wrong(name, f"has more than {most} entries")
        given = [each for each in values if each is not None]
        if not all(isinstance(each, str) for each in given):
            raise self.wrong(name, "must be text or a list of texts")
        return [each for each in given if each.strip()]

    def day(self, name: str) -> date | None:
        value = self._given(name)
        if value is None:
            return None
        if not isinstance(value, str | date):
            raise self.wrong(name, "must be a date such as 2026-11-16")
        found = _iso(value)
        if found is None and self.strict:
            raise self.wrong(name, "must be a date such as 2026-11-16")
        if found is None:
            self.notes[name] = None
        return found

    def _given(self, name: str) -> Any:
        value = self.raw.get(name)
        return None if value == "" and not self.strict else value

    def _words(self, name: str) -> list[str]:
        split = (re.split(r"[,;/|]", text) for text in self.listed(name))
        return [word.strip() for words in split for word in words if word.strip()]

    def _shown(self, name: str) -> str:
        return name if self.strict else IMPORT_NAMES.get(name, name)

    def _match(self, value: str, allowed: Mapping[str, str]) -> str | None:
        if self.strict:
            return value if value in allowed else None
        word = _word(value)
        said = {word, NOUN.sub("", word)}
        return next((name for name, words in allowed.items() if said & set(words.split())), None)


def _cents(value: Any) -> int | None:
    if isinstance(value, str):
        word = value.strip().casefold()
        value = 0 if word in FREE else _number(word) if word else None
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise WrongField("price_eur", "must be a number")
    if not 0 <= value <= MOST_EUROS:
        raise WrongField("price_eur", f"must lie between 0 and {MOST_EUROS}")
    return round(value * 100)


def _iso(value: str | date) -> date | None:
    if isinstance(value, datetime):
        value = value.date()
    day = value if isinstance(value, date) else begins.day_of(value)
    return day if day and EARLIEST <= day <= LATEST else None


def _number(text: str) -> float | str:
    """Return the number that a text writes, or the text where it writes none."""
    try:
        return read_number(text)
    except ValueError:
        return text


def _word(value: str) -> str:
    return re.sub(r"[\s_-]+", "_", value.strip().casefold())


def without_markup(value: str) -> str:
    """Return HTML as plain text with lines and paragraphs; other text comes back as it is."""
    if not MARKUP.search(value):
        return value
    for pattern, parting in PARTINGS:
        value = pattern.sub(parting, value)
    return html.unescape(nh3.clean(value, tags=set()))


def one_line(value: str) -> str:
    """Return the text as one line, without signs that nobody can see."""
    return " ".join(clean(value).split())


def clean(value: str) -> str:
    """Return the text without signs that nobody can see, every space as one plain space.

    Lines stay, with at most one empty line between two of them.
    """
    lines = value.replace("\r\n", "\n").split("\n")
    clean = "\n".join(" ".join(_visible(line).split()) for line in lines)
    return re.sub(r"\n{3,}", "\n\n", clean).strip()


def _visible(line: str) -> str:
    if line.isprintable():  # as nearly all are
        return line
    return "".join(sign if sign.isprintable() or sign.isspace() else "" for sign in line)
