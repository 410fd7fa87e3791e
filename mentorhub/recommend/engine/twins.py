"""The same course, offered several times: at other places, on other days, in two catalogues."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mentorhub.recommend.engine.document import Document
from mentorhub.recommend.engine.text import words
from mentorhub.recommend.engine.vectors import Rows, Vectors

TWINS_FILE: Final = "twins.npy"
KIN_FILE: Final = "kin.2.npy"  # another number with other rules: then nothing is taken over
UNKNOWN: Final = -1
SAME_WORDS: Final = 0.8  # Dice share of text words from which one provider's two texts are one
SAME_TEXT: Final = 0.95  # the same between two providers, where a likeness may be chance
SAME_MEANING: Final = 0.965  # cosine from which two texts of one provider say the same
LONG_ENOUGH: Final = 20  # words of a text that can be told from everybody's

Kin = NDArray[np.int64]

_MONTHS: Final = frozenset(
    words("januar februar märz april mai juni juli august september oktober november dezember")
)
# Words of a title that say where, when and how, not what.
_MANNER: Final = _MONTHS.union(
    words(
        """
        abend abends abendkurs abendlehrgang am an ab beginn berufsbegleitend block blended
        dienstag dienstags donnerstag donnerstags freitag freitags ganztags halbtags hybrid in
        live mittwoch mittwochs montag montags nachmittag nachmittags online onlinekurs
        onlineseminar präsenz samstag samstags start tagsüber teilzeit termin und virtuell
        vollzeit vor ort vormittag vormittags webinar wochenende wochenendkurs wochenendlehrgang
        wochenendseminar abendseminar
        """
    )
)
# What a company is in law: one catalogue names it, the next leaves it out.
_LEGAL: Final = frozenset(words("gmbh ggmbh mbh ag eg e v ev kg co ohg gbr ug"))
# "Teil 2026" and "Teil 2027" follow each other.
_PART: Final = re.compile(r"\bteil\b", re.IGNORECASE)
_DAY: Final = re.compile(r"\b\d{1,2}\.\s?\d{1,2}\.(?:\s?(?:20)?\d{2})?")
_YEAR: Final = re.compile(r"(?:\b(\w+)\s+)?\b(20\d{2})\b")
_BEFORE_YEAR: Final = _MONTHS.union(words("ab frühjahr sommer herbst winter"))
_SIGNS: Final = (("++", " plusplus "), ("#", " sharp "))  # C, C++ and C# are three subjects
# What tells the steps of one stair apart, where titles do not: levels, numbered parts, classes.
_STEP: Final = re.compile(
    r"(?<!\w)(?:([abc][12])(?:\.[12])?"
    r"|\w*(?:teil|modul|stufe|niveau|level|kurs|tq|baustein|klasse|klassen|kategorie)"
    r"[ \t]*(?:nr\.?[ \t]*)?(\d{1,2}[a-z]?|i{1,3}|iv|[abcdt]1?e?))(?!\w)",
    re.IGNORECASE,
)
_BEGINNING: Final = re.compile("grundlagen|grundkurs|basis|einsteig|einführ|anfäng", re.IGNORECASE)
_ADVANCED: Final = re.compile("aufbau|fortgeschritten|vertief|expert", re.IGNORECASE)


def groups(
    documents: Sequence[Document],
    vectors: Vectors | None = None,
    *,
    kin: Kin | None = None,
    known: NDArray[np.int32] | None = None,
) -> NDArray[np.int32]:
    """Return for each document the row of the first one that is the same course, (n,).

    Two are the same if their titles agree but for place, day and manner, nothing that tells
    levels apart differs, and either one provider says nearly the same about both or two providers
    use one text. ``vectors`` are unit rows (n, d); without them only words are compared.

    ``kin`` are those of ``kin_of``, found out unless they are given. ``known`` (n,) is the answer
    where it is known; all documents of one kin are compared anew if it is UNKNOWN for one of them.
    """
    first = np.arange(len(documents), dtype=np.int32)
    for rows in _shared(kin_of(documents) if kin is None else kin):
        if known is not None and known[rows].min() > UNKNOWN:
            first[rows] = known[rows]
            continue
        heads: list[tuple[int, _Told]] = []
        for row in rows.tolist():
            told = _Told.of(documents[row], None if vectors is None else vectors[row])
            head = next((at for at, other in heads if told.is_same(other)), None)
            if head is None:
                heads.append((row, told))
            else:
                first[row] = head
    return first


def kin_of(documents: Iterable[Document]) -> Kin:
    """Return a number for each document, which it shares with all that could be the same, (n,)."""
    marks = (blake2b(repr(_mark(each)).encode(), digest_size=8).digest() for each in documents)
    return np.frombuffer(b"".join(marks), np.int64)


def _mark(document: Document) -> tuple[object, ...]:
    return document.kind, subject_of(document) or (document.key,)


def _shared(kin: Kin) -> Iterator[Rows]:
    """Yield the rows of each number that several documents share, in order."""
    order = np.argsort(kin, kind="stable")
    ends = np.flatnonzero(np.diff(kin[order])) + 1
    yield from (rows for rows in np.split(order, ends) if len(rows) > 1)


def subject_of(document: Document) -> tuple[str, ...]:
    """Return the words of the title that say what is taught, in alphabetical order.

    Levels and numbers stay; towns, days and words such as "abends" or "online" go. A year goes
    where it is one of the course: that of a start, or one behind a month.
    """
    town = set(words(document.facts.town or ""))
    told = document.title
    if not _PART.search(told):
        told = _without_years(_DAY.sub(" ", told), document)
    for sign, name in _SIGNS:
        told = told.replace(sign, name)
    said = words(told)
    return tuple(sorted({word for word in said if word not in _MANNER and word not in town}))


def _without_years(title: str, document: Document) -> str:
    """Return the title without years that say when; "Excel 2021" says what."""
    own = {str(day.year) for day in document.facts.starts}

    def kept(found: re.Match[str]) -> str:
        before, year = found.group(1) or "", found.group(2)
        is_when = year in own or _BEFORE_YEAR.issuperset(words(before) or ("",))
        return before if is_when else found.group()

    return _YEAR.sub(kept, title)


@dataclass(frozen=True, slots=True)
class _Told:
    """What is compared of one document."""

    provider: frozenset[str]
    named: tuple[str | None, ...]
    hours: int | None
    said: frozenset[str]
    steps: frozenset[str]
    stair: str
    vector: Vectors | None

    @classmethod
    def of(cls, document: Document, vector: Vectors | None) -> "_Told":
        text = f"{document.learn}\n{document.text}"
        facts = document.facts
        return cls(
            provider=_provider(document.provider),
            named=(facts.level, facts.language, facts.degree_kind),
            hours=facts.hours,
            said=frozenset(words(text)),
            steps=frozenset((a or b).lower() for a, b in _STEP.findall(text)),
            stair=_stair(text),
            vector=vector,
        )

    def is_same(self, other: "_Told") -> bool:
        mine = (*self.named, self.steps, self.stair)
        theirs = (*other.named, other.steps, other.stair)
        if any(map(_differ, mine, theirs)) or _far_apart(self.hours, other.hours):
            return False
        likeness = _dice(self.said, other.said)
        if self.provider != other.provider:
            return likeness >= SAME_TEXT and min(len(self.said), len(other.said)) >= LONG_ENOUGH
        return likeness >= SAME_WORDS or self._means(other) or not (self.said and other.said)

    def _means(self, other: "_Told") -> bool:
        if self.vector is None or other.vector is None:
            return False
        return float(self.vector @ other.vector) >= SAME_MEANING


def _provider(name: str) -> frozenset[str]:
    """Return the words of a provider's name without what it is in law."""
    told = frozenset(words(name))
    return told - _LEGAL or told


def _stair(text: str) -> str:
    """Return whether a text is for beginners or for those who know more, "" where it is unclear."""
    begins, goes_on = bool(_BEGINNING.search(text)), bool(_ADVANCED.search(text))
    if begins == goes_on:
        return ""
    return "first" if begins else "further"


def _differ(one: object, other: object) -> bool:
    """Return whether two say something and not the same."""
    return bool(one and other) and one != other


def _far_apart(one: int | None, other: int | None) -> bool:
    """Return whether one lasts more than half as long again as the other."""
    return bool(one and other) and 2 * max(one or 0, other or 0) > 3 * min(one or 0, other or 0)


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 1.0


def collapsed(rows: Iterable[int], twins: Rows | NDArray[np.int32]) -> list[tuple[int, list[int]]]:
    """Return places in ``rows`` with the places of their twins, each course once, in order."""
    found: dict[int, tuple[int, list[int]]] = {}
    for at, row in enumerate(rows):
        group = int(twins[row])
        if group in found:
            found[group][1].append(at)
        else:
            found[group] = (at, [])
    return list(found.values())


def save(twins: NDArray[np.int32], folder: Path) -> None:
    """Write the groups into the folder."""
    np.save(folder / TWINS_FILE, twins)


def load(folder: Path, count: int) -> NDArray[np.int32]:
    """Read what ``save`` wrote; where nothing was written every document stands alone."""
    if not (folder / TWINS_FILE).exists():
        return np.arange(count, dtype=np.int32)
    stored: NDArray[np.int32] = np.load(folder / TWINS_FILE)
    return stored


def save_kin(kin: Kin, folder: Path) -> None:
    """Write the kin into the folder, so that later groups need not all be found anew."""
    np.save(folder / KIN_FILE, kin)


def load_kin(folder: Path) -> Kin | None:
    """Read what ``save_kin`` wrote, None where none was written."""
    return np.load(folder / KIN_FILE) if (folder / KIN_FILE).exists() else None
