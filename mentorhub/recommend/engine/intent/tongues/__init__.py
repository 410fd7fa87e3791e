"""Wishes in six other languages, put into the German words that the finders read.

Each language is a module of two texts: ``TELLING`` are words that give it away, ``SAYS`` has a line
for each German word or phrase and what people say for it. A star stands for any ending::

    abends = akşam*, iş çıkışı

Only wishes and the small words around them are put into German, never the topic.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

from mentorhub.recommend.engine.intent.tongues import ar, pl, ro, ru, tr, uk
from mentorhub.recommend.engine.text import STOP_WORDS, Token, bare, fold

_ARABIC: Final = re.compile("[\u0620-\u064a]")
_CYRILLIC: Final = re.compile("[\u0400-\u052f]")
_UKRAINIAN: Final = re.compile("[іїєґ]", re.IGNORECASE)
_LETTERS: Final = {
    "tr": re.compile("[ğışİŞ]"),
    "pl": re.compile("[ąćęłńśźż]", re.IGNORECASE),
    "ro": re.compile("[ăâîșțţ]", re.IGNORECASE),
}
_LATIN: Final = re.compile("[ğışİŞąćęłńśźżăâîșțţĄĆĘŁŃŚŹŻĂÂÎȘȚŢ]")
_LOOKALIKES: Final = str.maketrans("авсб", "abcb")
_LEVEL: Final = re.compile(r"[abc][12](?:['\u2019]|$)")
_PREFIXED: Final = "بوفل"  # with, and, then, for
_SHORTEST: Final = 5  # letters of a word that may begin with one of them
_GERMAN_WEIGHS: Final = 0.5  # a small German word, against a telling word of another language


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Bare words, one behind the other; those that are ``open`` may go on."""

    words: tuple[str, ...]
    open: tuple[bool, ...]
    german: str

    def begins(self, said: Sequence[str]) -> bool:
        """Return whether the words begin with this phrase."""
        return len(said) >= len(self.words) and all(
            one.startswith(word) if more else one == word
            for one, word, more in zip(said, self.words, self.open, strict=False)
        )


class Tongue:
    """One language, or two that share their letters."""

    def __init__(self, code: str, telling: str, says: str) -> None:
        self.code = code
        self._telling = telling
        self._says = says

    @cached_property
    def telling(self) -> frozenset[str]:
        """The bare words that give the language away."""
        return frozenset(map(bare, self._telling.split()))

    @cached_property
    def _by_letter(self) -> dict[str, list[_Phrase]]:
        """The phrases by the first letter of their first word, longest first."""
        found: dict[str, list[_Phrase]] = {}
        for phrase in _phrases(self._says):
            found.setdefault(phrase.words[0][0], []).append(phrase)
        for phrases in found.values():
            phrases.sort(key=lambda one: (-len(one.words), -sum(map(len, one.words))))
        return found

    def begun(self, said: Sequence[str]) -> _Phrase | None:
        """Return the longest phrase that these bare words begin with."""
        if not said[0]:
            return None
        phrases = self._by_letter.get(said[0][0], ())
        return next((phrase for phrase in phrases if phrase.begins(said)), None)


def _phrases(says: str) -> Iterator[_Phrase]:
    for line in filter(None, says.splitlines()):
        german, _, others = line.partition("=")
        for other in others.split(","):
            words = other.split()
            yield _Phrase(
                tuple(bare(word.rstrip("*")) for word in words),
                tuple(word.endswith("*") for word in words),
                fold(german.strip()),
            )


_OF_CODE: Final = {
    "ar": Tongue("ar", ar.TELLING, ar.SAYS),
    "pl": Tongue("pl", pl.TELLING, pl.SAYS),
    "ro": Tongue("ro", ro.TELLING, ro.SAYS),
    "ru": Tongue("ru", ru.TELLING, ru.SAYS + uk.SAYS),
    "tr": Tongue("tr", tr.TELLING, tr.SAYS),
    "uk": Tongue("uk", uk.TELLING, uk.SAYS + ru.SAYS),
}


def tongue_of(text: str, tokens: Sequence[Token]) -> Tongue | None:
    """Return the language of a sentence, None for German, English and what is not known."""
    if _ARABIC.search(text):
        return _OF_CODE["ar"]
    if _CYRILLIC.search(text):
        return _OF_CODE["uk" if _UKRAINIAN.search(text) else "ru"]
    if not _LATIN.search(text) and _telling().isdisjoint(token.folded for token in tokens):
        return None
    german = _GERMAN_WEIGHS * sum(token.folded in STOP_WORDS for token in tokens)
    marks = {code: _marks(code, tokens) for code in _LETTERS}
    best = max(marks, key=marks.__getitem__)
    return _OF_CODE[best] if marks[best] > german else None


@cache
def _telling() -> frozenset[str]:
    """Return the bare words that give away any language in Latin letters."""
    return frozenset[str]().union(*(_OF_CODE[code].telling for code in _LETTERS))


def _marks(code: str, tokens: Sequence[Token]) -> int:
    telling = _OF_CODE[code].telling
    letters = _LETTERS[code]
    return sum(token.folded in telling or bool(letters.search(token.raw)) for token in tokens)


def in_german(text: str, tokens: Sequence[Token], tongue: Tongue) -> tuple[list[Token], list[str]]:
    """Return the tokens of a sentence and the words to read for them.

    The words of a known phrase become one token, read as its German.
    """
    said = [bare(token.raw) for token in tokens]
    joined, read, at = list[Token](), list[str](), 0
    while at < len(tokens):
        phrase = tongue.begun(said[at:]) or _behind_a_letter(said[at:], tongue)
        length = len(phrase.words) if phrase else 1
        first, last = tokens[at], tokens[at + length - 1]
        raw = text[first.start : last.end]
        joined.append(Token(first.start, last.end, raw, fold(raw)))
        read.append(phrase.german if phrase else _plain(first.folded, tongue))
        at += length
    return joined, read


def _behind_a_letter(said: Sequence[str], tongue: Tongue) -> _Phrase | None:
    """Return the phrase behind a small word that Arabic writes as one letter of the next."""
    if tongue.code != "ar" or len(said[0]) < _SHORTEST or said[0][0] not in _PREFIXED:
        return None
    return tongue.begun([bare(said[0][1:]), *said[1:]])


def _plain(word: str, tongue: Tongue) -> str:
    """Return a level in Latin letters, and what an ending behind it leaves: "B1'im"."""
    level = word.translate(_LOOKALIKES)
    if _LEVEL.match(level):
        return level[:2]
    return word.partition("'")[0].partition("\u2019")[0] if tongue.code == "tr" else word
