"""What the engine is given and what it answers: plain, frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Literal

from mentorhub.recommend.engine.places import Place

Kind = Literal["course", "funding"]
Step = Literal["hybrid", "words", "newest"]

KINDS: Final = ("course", "funding")
FORMS: Final = ("presence", "online", "blended")
SCHEDULES: Final = ("full_time", "part_time", "evening", "weekend", "self_paced")
DAYTIMES: Final = ("morning", "afternoon")
TIMES_WITHIN: Final[Mapping[str, tuple[str, ...]]] = {
    "shift": ("self_paced", "weekend", "part_time"),
    "alongside_work": ("evening", "weekend", "self_paced", "part_time"),
    "daytime": ("full_time", "part_time", "morning"),
}
"""Times that no offer states, by those that suit them."""
LEVELS: Final = ("basic", "intermediate", "advanced")
CEFR_LEVELS: Final = ("A1", "A2", "B1", "B2", "C1", "C2")
DEGREE_KINDS: Final = (
    "none",
    "certificate",
    "partial",
    "vocational",
    "upgrading",
    "school",
    "language",
)

AUDIENCES: Final = (
    "no_school",
    "no_vocation",
    "newcomers",
    "older",
    "women",
    "parents",
    "unemployed",
    "disability",
)

_FORM_WORDS = {
    "presence": "vor Ort, Präsenz",
    "online": "online, von zu Hause",
    "blended": "teils online, teils vor Ort",
}
_SCHEDULE_WORDS = {
    "full_time": "Vollzeit",
    "part_time": "Teilzeit",
    "evening": "abends, berufsbegleitend",
    "weekend": "am Wochenende, berufsbegleitend",
    "self_paced": "Selbststudium, freie Zeiteinteilung",
}
_LEVEL_WORDS = {
    "basic": "für Anfänger, ohne Vorkenntnisse",
    "intermediate": "mit Vorkenntnissen",
    "advanced": "für Fortgeschrittene",
}
NOT_GERMAN: Final = "other"
"""As a wished language: any but German."""
LANGUAGE_WORDS: Final = {
    "de": "Deutsch",
    "en": "Englisch",
    "tr": "Türkisch",
    "uk": "Ukrainisch",
    "ru": "Russisch",
    "ar": "Arabisch",
    "pl": "Polnisch",
    "ro": "Rumänisch",
    "fr": "Französisch",
    "es": "Spanisch",
    "it": "Italienisch",
    "fa": "Persisch",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What can be checked about an offer; ``None`` or empty means unknown.

    ``starts`` holds known first days, in any order. An offer whose starts all lie behind
    the day of the search is hidden unless it also starts ``on_request``; an offer without
    any start is taken as on request. ``days`` are those from first to last day, of the shortest
    of its dates. ``price_cents`` is 0 when taking part is free. ``audiences``
    are those of AUDIENCES whom it addresses; their words stand in the text of the document.
    """

    postcode: str | None = None
    town: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    form: str | None = None
    schedules: frozenset[str] = frozenset()
    starts: tuple[date, ...] = ()
    on_request: bool = False
    days: int | None = None
    hours: int | None = None
    price_cents: int | None = None
    azav: bool | None = None
    level: str | None = None
    language: str | None = None
    degree_kind: str | None = None
    audiences: frozenset[str] = frozenset()

    def in_words(self) -> str:
        """Return the facts as German words a searcher might use, without dates."""
        words = [
            self.town or "",
            _FORM_WORDS.get(self.form or "", ""),
            *(_SCHEDULE_WORDS[name] for name in SCHEDULES if name in self.schedules),
            "kostenlos" if self.price_cents == 0 else "",
            _LEVEL_WORDS.get(self.level or "", ""),
            self._language_words(),
            "mit Bildungsgutschein förderbar" if self.azav else "",
        ]
        return ", ".join(word for word in words if word)

    def _language_words(self) -> str:
        if self.language in (None, "de"):
            return ""
        return "Unterricht auf " + LANGUAGE_WORDS.get(self.language or "", self.language or "")


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be found. ``provider`` is for spreading hits, never for scoring."""

    key: str
    kind: Kind
    title: str
    learn: str = ""
    text: str = ""
    provider: str = ""
    facts: Facts = field(default_factory=Facts)

    def indexed_text(self) -> str:
        """Return what encoder and word index read: title, learn, facts in words, text."""
        parts = (self.title, self.learn, self.facts.in_words(), self.text)
        return "\n".join(part.strip() for part in parts if part.strip())


@dataclass(frozen=True, slots=True)
class Given:
    """What a searcher has set explicitly; every field that is set filters.

    ``place`` is a postcode or a town. Without ``radius_km`` it only ranks near offers
    first; with it, farther offers are left out. Online offers are near everywhere unless
    ``form`` is "presence". ``level`` may be one of LEVELS or of CEFR_LEVELS, ``language``
    NOT_GERMAN. Both kinds of times may be any of SCHEDULES, DAYTIMES and TIMES_WITHIN; an offer
    passes ``not_schedules`` if it has other times as well. ``cheap`` only ranks cheap offers first.
    ``max_days`` is how long it may take, from first to last day.
    """

    place: str | None = None
    radius_km: int | None = None
    schedules: frozenset[str] = frozenset()
    not_schedules: frozenset[str] = frozenset()
    form: str | None = None
    max_price_cents: int | None = None
    free: bool = False
    cheap: bool = False
    azav: bool = False
    language: str | None = None
    level: str | None = None
    kind: Kind | None = None
    starts_from: date | None = None
    starts_by: date | None = None
    max_days: int | None = None
    providers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Feedback:
    """Keys of documents of which a searcher wants more, and of those that shall go away.

    What is in both shall go away.
    """

    more: tuple[str, ...] = ()
    less: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that was understood. ``id`` is stable: pass it in ``without`` to drop it.

    ``params`` holds codes and values only; whoever shows the chip turns them into words.
    """

    id: str
    kind: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Understood:
    """A sentence taken apart: the topic and the wishes that came with it.

    ``said`` are the words of the text without what the searcher refused ("not online") and without
    those of removed chips, and whether each tells the topic. ``topic`` is the text without the
    words of the wishes as well, or all that was said where nothing would be left. ``times`` holds
    any of SCHEDULES plus "morning" and "afternoon". ``language`` is a code of two letters or
    NOT_GERMAN.
    ``tongue`` is the code of the language of the text, None for German, English and any unknown.
    ``place`` is the first of the places that would do, ``also_places`` are the others ("in Köln
    oder Bonn"). ``nearby`` asks for a place that the sentence does not name. ``not_starts`` holds
    first and last day of each time at which it must not begin; ``not_topics`` are things
    that nobody wants to learn or to work at.
    """

    text: str
    said: tuple[tuple[str, bool], ...]
    topic: str
    chips: tuple[Chip, ...] = ()
    place: Place | None = None
    also_places: tuple[Place, ...] = ()
    not_places: tuple[Place, ...] = ()
    radius_km: int | None = None
    nearby: bool = False
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
    not_topics: tuple[str, ...] = ()
    kind: Kind | None = None
    audience: tuple[str, ...] = ()
    tongue: str | None = None

    @property
    def asked(self) -> str:
        """All that was said, as one text."""
        return " ".join(word for word, _ in self.said)

    @property
    def places(self) -> tuple[Place, ...]:
        """All places that would do, the first named first."""
        return (self.place, *self.also_places) if self.place else self.also_places

    @property
    def is_wishes_alone(self) -> bool:
        """Return whether nothing was said beside wishes: "abends in Hagen" has no topic."""
        return bool(self.chips) and all(chip.kind != "topic" for chip in self.chips)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a hit is here, as a code with values; the page finds the words."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hit:
    """One document in a ranking. Scores compare within one answer only.

    ``others`` are the keys of the same course at other places, on other days or of other
    providers, best fitting first.
    """

    key: str
    score: float
    reasons: tuple[Reason, ...]
    kind: Kind
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """One answer.

    ``total`` counts the hits that can be paged through, ``offers`` the offers that they stand
    for, and ``facets`` counts the hits by attribute and value: one with offers of several
    values counts for each. ``loosened`` names the filters of ``Given`` that were dropped
    because nothing would have been left, or nothing on the topic that is there without them.
    ``also`` holds the words that were looked for beside the searcher's own: what a misspelt
    word means, synonyms, and subjects that the question is near. ``feedback`` is the part of
    what was pointed at that the index knows. ``none_near`` says that none of the hits is about
    what was asked for: they are only the nearest there are.
    """

    understood: Understood
    step: Step
    hits: tuple[Hit, ...]
    total: int
    offers: int
    facets: Mapping[str, Mapping[str, int]]
    took_ms: float
    loosened: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    feedback: Feedback = Feedback()
    none_near: bool = False


def facts_to_json(facts: Facts) -> dict[str, Any]:
    """Return the facts as plain JSON values; unknown ones are left out."""
    plain: dict[str, Any] = {}
    for name in Facts.__dataclass_fields__:
        value = getattr(facts, name)
        if value in (None, frozenset(), ()) or (name == "on_request" and not value):
            continue
        if name in ("schedules", "audiences"):
            value = sorted(value)
        elif name == "starts":
            value = [day.isoformat() for day in value]
        plain[name] = value
    return plain


def facts_from_json(plain: Mapping[str, Any]) -> Facts:
    """Return the facts that ``facts_to_json`` wrote."""
    values = dict(plain)
    for name in ("schedules", "audiences"):
        values[name] = frozenset(values.get(name, ()))
    values["starts"] = tuple(date.fromisoformat(day) for day in values.get("starts", ()))
    return Facts(**values)
