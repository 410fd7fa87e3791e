"""The facts of all documents as columns, so that one wish is checked against all at once."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mentorhub.recommend.engine.document import (
    AUDIENCES,
    CEFR_LEVELS,
    DAYTIMES,
    FORMS,
    KINDS,
    LEVELS,
    SCHEDULES,
    Document,
)
from mentorhub.recommend.engine.intent.length import days_of
from mentorhub.recommend.engine.places import EARTH_RADIUS_KM
from mentorhub.recommend.engine.text import fold
from mentorhub.recommend.engine.vectors import ranges

COLUMNS_FILE: Final = "columns.npz"
UNKNOWN: Final = -1
_PLAIN: Final = (
    "kind", "form", "times", "price", "days", "level", "cefr", "azav",
    "on_request",
    "audiences",
)  # fmt: skip
TIMES: Final = (*SCHEDULES, *DAYTIMES)
TIME_BITS: Final = {name: 1 << at for at, name in enumerate(TIMES)}
AUDIENCE_BITS: Final = {name: 1 << at for at, name in enumerate(AUDIENCES)}

_CEFR = re.compile(r"(?<![a-z0-9])([abc][12])(?:\.[12])?(?![a-z0-9])")
_TIME_HINTS = {
    "evening": re.compile(r"\babend(?:s|kurs\w*|lehrgang\w*|seminar\w*)?\b|\bnach feierabend\b"),
    "weekend": re.compile(r"\bwochenend\w*|\bsamstag\w*|\bsonntag\w*"),
    "full_time": re.compile(r"\bvollzeit\w*|\bganztag\w*"),
    "part_time": re.compile(r"\bteilzeit\w*|\bhalbtag\w*|\bberufsbegleitend\w*"),
    "self_paced": re.compile(r"\bselbststudium\b|\bselbstlern\w*|\bfernlehrgang\w*|\bfernkurs\w*"),
}
_BY_DAY = {"part_time"}  # what leaves open which half of the day; evenings and weekends do not
_DAYTIME_HINTS = {
    "morning": re.compile(r"\bvormittag\w*"),
    "afternoon": re.compile(r"\bnachmittag\w*"),
}
_ONLINE_HINT = re.compile(
    r"\bonline\b(?!-?(?:market|shop|hand|redak|recht))|\bonline-?(?:kurs|seminar|schulung)\w*"
    r"|\bwebinar\w*|\be-learning\b|\bfernlehrgang\w*"
)
_LEVEL_HINTS = {
    "advanced": re.compile(r"\bfortgeschritten\w*|\bexperte?n\w*|\bprofi\w*"),
    "intermediate": re.compile(r"\baufbau(?:kurs|seminar|modul|lehrgang|stufe)\w*|\bvertief\w*"),
    "basic": re.compile(r"\banfanger\w*|\beinsteiger\w*|\bgrundkurs\w*|\bgrundlagen\w*"),
}
_FREE_HINT = re.compile(
    r"\b(?:teilnahme|kurs|lehrgang|angebot|seminar|schulung)\b(?: \w+){0,4} "
    r"(?:kostenlos|kostenfrei|gebuhrenfrei)\b"
)


_LENGTH_HINT = re.compile(
    fold(
        r"\b(?:dauert|(?:kurs|lehrgangs)?dauer):? (?:ca\.? |etwa |rund |insgesamt )?"
        r"(\d{1,3}|[a-z]{3,12}) (tage?n?|wochen?|monate?n?|jahre?n?)\b"
    )
)


@dataclass(frozen=True, slots=True)
class Columns:
    """One value per document and fact, in row order; UNKNOWN or NaN where nothing is known.

    What an offer does not state as a fact but says plainly in its text (evenings, online,
    beginners, free) is read from there. There is no column for the provider.
    """

    kind: NDArray[np.int8]  # index into KINDS
    site: NDArray[np.int32]  # index into spots and town: many documents are at one place
    spots: NDArray[np.float32]  # (sites, 3) km from the middle of the earth
    town: NDArray[np.int32]  # (sites,) index into towns
    towns: NDArray[np.str_]  # folded names
    form: NDArray[np.int8]  # index into FORMS
    times: NDArray[np.uint8]  # bits of TIME_BITS, 0 unknown
    price: NDArray[np.int32]  # cents
    days: NDArray[np.int32]  # from first to last day
    level: NDArray[np.int8]  # index into LEVELS
    cefr: NDArray[np.uint8]  # bits by place in CEFR_LEVELS, 0 none
    language: NDArray[np.int16]  # index into languages
    languages: NDArray[np.str_]
    azav: NDArray[np.int8]
    on_request: NDArray[np.bool_]
    audiences: NDArray[np.uint16]  # bits of AUDIENCE_BITS, 0 everybody
    start_days: NDArray[np.int32]  # proleptic ordinals, sorted within a row
    start_rows: NDArray[np.int32]  # the row of each of start_days
    start_ends: NDArray[np.int64]  # (n + 1,) where the days of a row begin and end

    def __len__(self) -> int:
        return len(self.kind)

    @classmethod
    def of(cls, documents: Sequence[Document]) -> "Columns":
        """Return the columns of the documents, rows in their order."""
        at = [(doc.facts.latitude, doc.facts.longitude, doc.facts.town) for doc in documents]
        sites = list(dict.fromkeys(at))
        number = {each: place for place, each in enumerate(sites)}
        towns, town = _numbered([fold(name or "") for _, _, name in sites])
        languages, language = _numbered([doc.facts.language or "" for doc in documents])
        starts = [sorted({day.toordinal() for day in doc.facts.starts}) for doc in documents]
        said = [_Said(doc) for doc in documents]
        facts = [doc.facts for doc in documents]
        return cls(
            kind=np.array([KINDS.index(doc.kind) for doc in documents], np.int8),
            site=np.array([number[each] for each in at], np.int32),
            spots=spots(np.array([each[:2] for each in sites], np.float64).reshape(-1, 2)),
            town=town,
            towns=towns,
            form=np.array([text.form() for text in said], np.int8),
            times=np.array([text.times() for text in said], np.uint8),
            price=np.array([text.price() for text in said], np.int32),
            days=np.array([text.days() for text in said], np.int32),
            level=np.array([text.level() for text in said], np.int8),
            cefr=np.array([text.cefr() for text in said], np.uint8),
            language=language.astype(np.int16),
            languages=languages,
            azav=np.array([UNKNOWN if fact.azav is None else fact.azav for fact in facts], np.int8),
            on_request=np.array([fact.on_request for fact in facts], np.bool_),
            audiences=np.array([_audiences(fact.audiences) for fact in facts], np.uint16),
            start_days=np.array([day for days in starts for day in days], np.int32),
            start_rows=np.repeat(
                np.arange(len(starts), dtype=np.int32), [len(days) for days in starts]
            ),
            start_ends=np.array([0, *accumulate(map(len, starts))], np.int64),
        )

    @classmethod
    def joined(cls, one: "Columns", other: "Columns", rows: NDArray[np.int64]) -> "Columns":
        """Return the columns of these rows of two, counted through from the first to the second."""
        towns, town = _renumbered((one.towns, one.town), (other.towns, other.town))
        site = np.concatenate([one.site, other.site + len(one.spots)])[rows]
        used, site = np.unique(site, return_inverse=True)
        languages, language = _renumbered(
            (one.languages, one.language), (other.languages, other.language)
        )
        first = np.concatenate([one.start_ends[:-1], other.start_ends[:-1] + len(one.start_days)])
        many = np.concatenate([np.diff(one.start_ends), np.diff(other.start_ends)])[rows]
        ends = np.concatenate([[0], np.cumsum(many)]).astype(np.int64)
        at = ranges(first[rows], many)
        plain = {
            name: np.concatenate([getattr(one, name), getattr(other, name)])[rows]
            for name in _PLAIN
        }
        return cls(
            site=site.astype(np.int32),
            spots=np.concatenate([one.spots, other.spots])[used],
            town=town[used],
            towns=towns,
            language=language[rows].astype(np.int16),
            languages=languages,
            start_days=np.concatenate([one.start_days, other.start_days])[at],
            start_rows=np.repeat(np.arange(len(rows), dtype=np.int32), many),
            start_ends=ends,
            **plain,
        )

    def only(self, row: int) -> "Columns":
        """Return the columns of a single document."""
        first, last = self.start_ends[row], self.start_ends[row + 1]
        at = self.site[row]
        per_row = {name: getattr(self, name)[row : row + 1] for name in (*_PLAIN, "language")}
        return Columns(
            site=np.zeros(1, np.int32),
            spots=self.spots[at : at + 1],
            town=self.town[at : at + 1],
            towns=self.towns,
            languages=self.languages,
            start_days=self.start_days[first:last],
            start_rows=np.zeros(last - first, np.int32),
            start_ends=np.array([0, last - first], np.int64),
            **per_row,
        )

    def save(self, folder: Path) -> None:
        """Write the columns into the folder."""
        arrays = {column.name: getattr(self, column.name) for column in fields(self)}
        np.savez(folder / COLUMNS_FILE, allow_pickle=False, **arrays)

    @classmethod
    def load(cls, folder: Path) -> "Columns":
        """Read what ``save`` wrote."""
        with np.load(folder / COLUMNS_FILE, allow_pickle=False) as stored:
            return cls(**{column.name: stored[column.name] for column in fields(cls)})


class _Said:
    """What one document states, and failing that, what its text says."""

    def __init__(self, document: Document) -> None:
        self._facts = document.facts
        self._title = fold(document.title)
        self._all = fold(f"{document.title}\n{document.learn}\n{document.text}")

    def form(self) -> int:
        facts = self._facts
        if facts.form in FORMS:
            return FORMS.index(facts.form)
        if _ONLINE_HINT.search(self._title):
            return FORMS.index("online")
        return FORMS.index("presence") if facts.town or facts.postcode else UNKNOWN

    def times(self) -> int:
        stated = set(self._facts.schedules & TIME_BITS.keys())
        if not stated:
            stated = {name for name, hint in _TIME_HINTS.items() if hint.search(self._all)}
        daytime = {name for name, hint in _DAYTIME_HINTS.items() if hint.search(self._all)}
        if len(daytime) == 1 and (not stated or _BY_DAY & stated):
            stated = stated | daytime
        return sum(TIME_BITS[name] for name in stated)

    def price(self) -> int:
        if self._facts.price_cents is not None:
            return self._facts.price_cents
        return 0 if _FREE_HINT.search(self._all) else UNKNOWN

    def days(self) -> int:
        if self._facts.days is not None:
            return self._facts.days
        told = {days_of(*said) for said in _LENGTH_HINT.findall(self._all)}
        only = told.pop() if len(told) == 1 else None
        return only or UNKNOWN

    def level(self) -> int:
        if self._facts.level in LEVELS:
            return LEVELS.index(self._facts.level)
        for name, hint in _LEVEL_HINTS.items():
            if hint.search(self._title):
                return LEVELS.index(name)
        return UNKNOWN

    def cefr(self) -> int:
        found = set(_CEFR.findall(self._title))
        if not found and self._facts.degree_kind == "language":
            found = set(_CEFR.findall(self._all))
        return sum(1 << CEFR_LEVELS.index(name.upper()) for name in found)


def _audiences(names: frozenset[str]) -> int:
    return sum(AUDIENCE_BITS[name] for name in names & AUDIENCE_BITS.keys())


_Numbered = tuple[NDArray[np.str_], NDArray[Any]]


def _renumbered(*parts: _Numbered) -> _Numbered:
    """Return the names of all parts and the numbers of their rows, one part behind the other."""
    names = sorted({str(name) for known, _ in parts for name in known})
    number = {name: at for at, name in enumerate(names)}
    rows = [
        np.array([*(number[str(name)] for name in known), UNKNOWN], np.int32)[numbers]
        for known, numbers in parts
    ]
    return np.array(names, np.str_), np.concatenate(rows)


def _numbered(names: Sequence[str]) -> tuple[NDArray[np.str_], NDArray[np.int32]]:
    known = sorted({name for name in names if name})
    number = {name: at for at, name in enumerate(known)}
    numbers = np.array([number.get(name, UNKNOWN) for name in names], np.int32)
    return np.array(known, np.str_), numbers


def spots(degrees: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return points on the globe, (n, 3) in km, for (n, 2) degrees; NaN where one is not known."""
    latitude, longitude = np.radians(degrees).T
    return np.asarray(
        EARTH_RADIUS_KM
        * np.stack(
            (
                np.cos(latitude) * np.cos(longitude),
                np.cos(latitude) * np.sin(longitude),
                np.sin(latitude),
            ),
            axis=1,
        ),
        dtype=np.float32,
    )
