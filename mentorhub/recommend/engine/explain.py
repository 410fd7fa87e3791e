"""Why a hit is here: words, meaning and facts, as codes without a language."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from mentorhub.recommend.engine.columns import TIME_BITS, Columns
from mentorhub.recommend.engine.document import CEFR_LEVELS, Document, Reason
from mentorhub.recommend.engine.text import fold_word, gram_set, likeness, raw_words, topic_words
from mentorhub.recommend.engine.vectors import Vectors
from mentorhub.recommend.engine.wishes import (
    NEAR_COST,
    UNKNOWN_COST,
    Wishes,
    distances_km,
    next_start,
)

MOST_WORDS: Final = 5
_SHORTEST = 3  # letters of a word worth showing, unless it is written large: KI, B1
_LONG_ENOUGH = 5  # letters from which a word may be part of another
_ALIKE = 0.6  # share of pieces from which two spellings are taken for one word
FITS, NEAR, UNKNOWN, DIFFERS = "fits", "near", "unknown", "differs"


@dataclass(frozen=True, slots=True)
class Explainer:
    """Explains the hits of one answer.

    Codes: "words" (with the matched words as the text shows them), "meaning" where none
    matched, and for each wish one of fits_, near_, unknown_ and differs_ with its name:
    place, time, form, price, azav, language, level, start, length, kind; of the audience only
    that it fits, since others may come as well. ``by_meaning`` are the rows that were compared by
    meaning.
    """

    asked: Sequence[str]
    wanted: Wishes
    costs: Mapping[str, Vectors]
    columns: Columns
    today: date
    by_meaning: Collection[int]

    def reasons(self, row: int, document: Document) -> tuple[Reason, ...]:
        """Return the reasons for one hit: words first, then what fits, then what does not."""
        matched = matched_words(self.asked, document)
        verdicts = sorted(
            (_ORDER.index(_verdict(float(cost[row]))), name)
            for name, cost in self.costs.items()
            if name != "audience" or cost[row] == 0
        )
        result = [Reason("words", {"words": ", ".join(matched)})] if matched else []
        if not matched and row in self.by_meaning:
            result.append(Reason("meaning"))
        result.extend(
            Reason(f"{_ORDER[order]}_{name}", _DETAILS[name](self, row, document))
            for order, name in verdicts
        )
        return tuple(result)


_ORDER = (FITS, NEAR, UNKNOWN, DIFFERS)


def _verdict(cost: float) -> str:
    if abs(cost - UNKNOWN_COST) < 1e-4:
        return UNKNOWN
    if cost < NEAR_COST - 1e-4:
        return FITS
    return NEAR if cost <= UNKNOWN_COST else DIFFERS


def matched_words(asked: Sequence[str], document: Document) -> list[str]:
    """Return up to MOST_WORDS words of the document that the question names, as written there.

    A word matches itself in another spelling, as part of a compound, or with a slip.
    """
    title = _shown(document.title)
    rest = _shown(f"{document.learn}\n{document.text}")
    pieces = [(gram_set(known), raw) for known, raw in title.items()]
    found: dict[str, None] = {}
    for word in asked:
        shown = _same(word, title) or _same(word, rest) or _alike(word, pieces)
        if shown and (len(word) >= _SHORTEST or not shown.islower()):
            found[shown] = None
    return list(found)[:MOST_WORDS]


def _shown(text: str) -> dict[str, str]:
    """Return the words of a text as written, by their folded form."""
    shown: dict[str, str] = {}
    for word in raw_words(text):
        shown.setdefault(fold_word(word), word)
    return shown


def _same(word: str, shown: Mapping[str, str]) -> str | None:
    if word in shown:
        return shown[word]
    if len(word) < _LONG_ENOUGH:
        return None
    stem = word[:-2] if len(word) > _LONG_ENOUGH + 2 else word
    for known, raw in shown.items():
        if stem in known or (len(known) >= _LONG_ENOUGH and known in stem):
            return raw
    return None


def _alike(word: str, pieces: Sequence[tuple[Set[str], str]]) -> str | None:
    mine = gram_set(word)
    best, most = None, 0.0
    for theirs, raw in pieces:
        if mine.isdisjoint(theirs):  # most are, and this is the hottest line of a search
            continue
        share = likeness(mine, theirs)
        if share > most:
            best, most = raw, share
    return best if most >= _ALIKE else None


def asked_words(topic: str, synonyms: Sequence[str]) -> list[str]:
    """Return the folded words to look for in a hit: of the topic, then of its synonyms."""
    return list(dict.fromkeys((*topic_words(topic), *_words_of(synonyms))))


def _words_of(phrases: Sequence[str]) -> Iterator[str]:
    for phrase in phrases:
        yield from topic_words(phrase)


_Details = Callable[[Explainer, int, Document], dict[str, str]]


def _place(explainer: Explainer, row: int, document: Document) -> dict[str, str]:
    details = {"town": document.facts.town or ""}
    if document.facts.form == "online":
        details["form"] = "online"
    only = explainer.columns.only(row)
    away = [float(distances_km(place, only)[0]) for place in explainer.wanted.places]
    if away and "form" not in details and not np.isnan(away).all():
        details["km"] = str(round(np.nanmin(away)))
    return {name: value for name, value in details.items() if value}


def _time(explainer: Explainer, row: int, _document: Document) -> dict[str, str]:
    """Return the times by which the offer was judged: stated ones and those of its text."""
    bits = int(explainer.columns.times[row])
    return {"times": ",".join(name for name, bit in TIME_BITS.items() if bits & bit)}


def _form(_explainer: Explainer, _row: int, document: Document) -> dict[str, str]:
    return {"form": document.facts.form or ""}


def _price(_explainer: Explainer, _row: int, document: Document) -> dict[str, str]:
    cents = document.facts.price_cents
    return {} if cents is None else {"price_cents": str(cents)}


def _language(_explainer: Explainer, _row: int, document: Document) -> dict[str, str]:
    return {"language": document.facts.language or ""}


def _level(explainer: Explainer, row: int, document: Document) -> dict[str, str]:
    """Return the level of the offer as it was wished for: "B1, B2", or how much one must know."""
    wanted, level = explainer.wanted.level or "", document.facts.level or ""
    if wanted in CEFR_LEVELS:
        bits = int(explainer.columns.cefr[row])
        level = ", ".join(name for at, name in enumerate(CEFR_LEVELS) if bits & (1 << at))
    return {"level": level, "wanted": wanted}


def _start(explainer: Explainer, row: int, _document: Document) -> dict[str, str]:
    columns = explainer.columns.only(row)
    first = max(explainer.today, explainer.wanted.start_from or explainer.today)
    day = int(next_start(columns, first)[0])
    if day < 0:
        day = int(next_start(columns, explainer.today)[0])
    return {"date": date.fromordinal(day).isoformat()} if day > 0 else {"on_request": "yes"}


def _length(explainer: Explainer, row: int, _document: Document) -> dict[str, str]:
    days = int(explainer.columns.days[row])
    return {"days": str(days)} if days > 0 else {}


def _audience(explainer: Explainer, _row: int, document: Document) -> dict[str, str]:
    return {"audiences": ",".join(sorted(explainer.wanted.audience & document.facts.audiences))}


def _nothing(_explainer: Explainer, _row: int, _document: Document) -> dict[str, str]:
    return {}


_DETAILS: Final[Mapping[str, _Details]] = {
    "place": _place,
    "time": _time,
    "form": _form,
    "price": _price,
    "azav": _nothing,
    "language": _language,
    "level": _level,
    "start": _start,
    "length": _length,
    "kind": _nothing,
    "audience": _audience,
}
