"""One offer as it comes in from a file, an import or a form: checked, complete, comparable."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Any

KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,119}")
POSTCODE = re.compile(r"\d{5}")
LANGUAGE = re.compile(r"[a-z]{2,3}")
ONLINE_TOWN = re.compile(r"\b(online|virtuell|webinar|internet)\b", re.IGNORECASE)
LONGEST = {"title": 1000, "learn": 2000, "description": 20_000}
LONG = 2000
MOST_CENTS = 100_000_000
MOST_HOURS = 20_000
MOST_DATES = 100

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
ON_REQUEST = frozenset({"", "on_request", "auf_anfrage", "auf_nachfrage", "laufend", "jederzeit"})


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

    ``notes`` name optional fields whose value was not understood; the offer is taken without them.
    """

    key: str
    title: str
    kind: str = "course"
    learn: str = ""
    description: str = ""
    provider: str = ""
    provider_azav: bool | None = None
    azav: bool | None = None
    postcode: str | None = None
    town: str | None = None
    form: str | None = None
    schedules: tuple[str, ...] = ()
    starts: tuple[Start, ...] = ()
    on_request: bool = False
    hours: int | None = None
    price_cents: int | None = None
    level: str | None = None
    language: str | None = None
    requirements: str = ""
    target_group: str = ""
    degree: str = ""
    degree_kind: str | None = None
    as_of: date | None = None
    notes: tuple[str, ...] = field(default=(), compare=False)

    def digest(self) -> str:
        """Return a hash that changes when, and only when, the offer changed.

        A start in weeks counts by its weeks, so that loading again tomorrow changes nothing.
        """
        facts = asdict(self)
        facts.pop("notes")
        facts["starts"] = [
            [s.weeks, s.weeks and s.ends and (s.ends - s.starts).days]
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
    known = set(OfferRecord.__dataclass_fields__) - {"starts", "on_request", "notes", "schedules"}
    known |= {"schedule", "starts_in_weeks", "duration_weeks"}
    for name in entry:
        if name not in known:
            raise WrongField(name, "is not a field of an offer")
    read = _Reader(entry, strict=True)
    starts = _relative_starts(read, today)
    return _record(read, starts, on_request=not starts)


def from_line(line: Mapping[str, Any]) -> OfferRecord:
    """Return the offer of one object of the import format (see docs/schemas/offer-line.json).

    Optional values that are not understood are left out and named in ``notes``; words of place
    and time that do not fit a field stay searchable as part of the description.

    Raises:
        WrongField: id or title is missing, or a value has a wrong type.
    """
    renamed = {
        **line,
        "key": line.get("id"),
        "town": line.get("city"),
        "form": line.get("format"),
        "hours": line.get("duration_hours"),
        "price_cents": _cents(line.get("price_eur")),
    }
    if "provider_azav" not in line:
        renamed["provider_azav"] = line.get("azav") or None
    if not renamed["form"] and ONLINE_TOWN.search(str(renamed["town"] or "")):
        renamed |= {"form": "online", "town": None}
    read = _Reader(renamed, strict=False)
    starts, on_request = _dated_starts(read)
    return _record(read, starts, on_request=on_request)


def monday_in(weeks: int, today: date) -> date:
    """Return the Monday of the week that lies ``weeks`` weeks after today's, never before today."""
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=weeks)
    return monday if monday >= today else monday + timedelta(weeks=1)


def _record(read: "_Reader", starts: tuple[Start, ...], *, on_request: bool) -> OfferRecord:
    key = read.text("key", required=True)
    if not KEY.fullmatch(key):
        raise WrongField("key" if read.strict else "id", "may hold letters, digits and . _ : / -")
    kind = read.choice("kind", {"course": "course", "funding": "funding"}) or "course"
    return OfferRecord(
        key=key,
        title=read.text("title", required=True),
        kind=kind,
        learn=read.text("learn"),
        provider=read.text("provider"),
        provider_azav=read.truth("provider_azav"),
        azav=read.truth("azav"),
        postcode=read.pattern("postcode", POSTCODE),
        town=read.text("town") or None,
        form=read.choice("form", FORMS),
        schedules=read.choices("schedule", SCHEDULES),
        starts=starts,
        on_request=on_request,
        hours=read.number("hours", MOST_HOURS) or None,
        price_cents=read.number("price_cents", MOST_CENTS),
        level=read.choice("level", LEVELS),
        language=read.pattern("language", LANGUAGE),
        requirements=read.text("requirements"),
        target_group=read.text("target_group"),
        degree=read.text("degree"),
        degree_kind=read.choice("degree_kind", DEGREES),
        as_of=read.day("as_of"),
        description="\n\n".join(filter(None, [read.text("description"), *read.leftovers])),
        notes=tuple(read.notes),
    )


def _relative_starts(read: "_Reader", today: date) -> tuple[Start, ...]:
    weeks = read.raw.get("starts_in_weeks", [])
    length = read.number("duration_weeks", 300)
    if not isinstance(weeks, list) or not all(type(w) is int and 0 <= w <= 300 for w in weeks):
        raise WrongField("starts_in_weeks", "must be a list of whole numbers from 0 to 300")
    starts: dict[date, Start] = {}
    for week in sorted(weeks):
        first = monday_in(week, today)
        last = first + timedelta(weeks=length) - timedelta(days=3) if length else None
        starts.setdefault(first, Start(first, last, week))
    return tuple(starts.values())


def _dated_starts(read: "_Reader") -> tuple[tuple[Start, ...], bool]:
    raw = read.raw.get("start")
    values = raw if isinstance(raw, list) else [raw]
    if len(values) > MOST_DATES:
        raise WrongField("start", f"has more than {MOST_DATES} dates")
    starts: dict[date, Start] = {}
    for value in values:
        if value is None or _word(str(value)) in ON_REQUEST:
            continue
        day = _iso(value)
        if day is None:
            read.note("start", str(value))
            continue
        end = _iso(read.raw.get("end"))
        starts[day] = Start(day, end if end and end >= day else None)
    return tuple(starts[day] for day in sorted(starts)), not starts


class _Reader:
    def __init__(self, raw: Mapping[str, Any], *, strict: bool) -> None:
        self.raw = raw
        self.strict = strict
        self.notes: list[str] = []
        self.leftovers: list[str] = []

    def note(self, name: str, value: str) -> None:
        if self.strict:
            raise WrongField(name, f"'{value[:60]}' is not allowed")
        self.notes.append(name)
        self.leftovers.append(value[:LONG])

    def text(self, name: str, *, required: bool = False) -> str:
        value = self.raw.get(name)
        shown = {"key": "id"}.get(name, name) if not self.strict else name
        if value is None or value == "":
            if required:
                raise WrongField(shown, "is missing")
            return ""
        if not isinstance(value, str):
            raise WrongField(shown, "must be text")
        clean = _clean(value)
        if required and not clean:
            raise WrongField(shown, "is missing")
        longest = LONGEST.get(name, LONG)
        if len(clean) > longest:
            raise WrongField(shown, f"is longer than {longest} characters")
        return clean

    def truth(self, name: str) -> bool | None:
        value = self.raw.get(name)
        if value is None or isinstance(value, bool):
            return value
        raise WrongField(name, "must be true or false")

    def number(self, name: str, most: int) -> int | None:
        value = self.raw.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise WrongField(name, "must be a number")
        if not 0 <= value <= most:
            raise WrongField(name, f"must lie between 0 and {most}")
        return round(value)

    def pattern(self, name: str, pattern: re.Pattern[str]) -> str | None:
        value = self.text(name)
        if not value:
            return None
        if pattern.fullmatch(value):
            return value
        self.note(name, value)
        return None

    def choice(self, name: str, allowed: Mapping[str, str]) -> str | None:
        value = self.text(name)
        if not value:
            return None
        found = self._match(value, allowed)
        if found is None:
            self.note(name, value)
        return found

    def choices(self, name: str, allowed: Mapping[str, str]) -> tuple[str, ...]:
        raw = self.raw.get(name)
        values = raw if isinstance(raw, list) else re.split(r"[,;/|]", raw or "")
        found: dict[str, None] = {}
        for value in values:
            if not isinstance(value, str):
                raise WrongField(name, "must be text or a list of texts")
            if not value.strip():
                continue
            match = self._match(value, allowed)
            if match is None:
                self.note(name, value)
            else:
                found[match] = None
        return tuple(sorted(found))

    def day(self, name: str) -> date | None:
        value = self.raw.get(name)
        if value is None or value == "":
            return None
        day = _iso(value)
        if day is None:
            raise WrongField(name, "must be a date such as 2026-11-16")
        return day

    def _match(self, value: str, allowed: Mapping[str, str]) -> str | None:
        if self.strict:
            return value if value in allowed else None
        word = _word(value)
        return next((name for name, words in allowed.items() if word in words.split()), None)


def _cents(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return round(value * 100)


def _iso(value: Any) -> date | None:
    if isinstance(value, date):
        return value
    readers: tuple[Callable[[str], date], ...] = (
        lambda text: date.fromisoformat(text[:10]),
        lambda text: date.fromisoformat(f"{text}-01"),
    )
    for read in readers:
        try:
            return read(str(value).strip())
        except ValueError:
            continue
    return None


def _word(value: str) -> str:
    return re.sub(r"[\s_-]+", "_", value.strip().casefold())


def _clean(value: str) -> str:
    printable = "".join(c for c in value if c in "\n\t" or c.isprintable())
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+", " ", printable)).strip()
