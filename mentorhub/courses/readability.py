"""Pure: how hard a German text is to read, and which of its sentences and words make it so.

The level is the Wiener Sachtextformel, first form (Bamberger and Vanecek 1984): a year of school.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

EASY: Final = 6.0  # what the house asks of its own plain texts (decision 0027)
MOST_WORDS: Final = 16  # of a sentence
MOST_SYLLABLES: Final = 4  # of a word
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_END = re.compile(r"(?<=[.!?:])[\"“”«»)]*\s+(?=[\"„“»(]?[A-ZÄÖÜ\d])")
_SHORT_FORM = re.compile(
    r"\b(?:[a-zäöü]|z\.\s?B|u\.\s?U|bzw|ca|vgl|Vgl|Abs|Nr|Art|Dr|Prof|usw|ggf|evtl|inkl|\d{1,2})\.$"
)


@dataclass(frozen=True)
class Sentence:
    """A sentence in parts, each with whether it is a hard word; ``words`` are counted."""

    parts: tuple[tuple[str, bool], ...]
    words: int

    @property
    def is_long(self) -> bool:
        """Whether it has more words than most readers take in at once."""
        return self.words > MOST_WORDS

    @property
    def is_hard(self) -> bool:
        """Whether it is long or holds a hard word."""
        return self.is_long or any(hard for _text, hard in self.parts)


@dataclass(frozen=True)
class Reading:
    """How a text reads: its level, a year of school, and its sentences."""

    level: float
    sentences: tuple[Sentence, ...]

    @property
    def is_easy(self) -> bool:
        """Whether the level is that of plain language."""
        return self.level <= EASY


def read(text: str) -> Reading:
    """Return how a text without marks reads; of one without words the level is 0."""
    told = [each for line in text.splitlines() for each in _sentences(line.strip())]
    whole = " ".join(each if each[-1] in ".!?" else f"{each}." for each in told)
    level = _german().wiener_sachtextformel(whole, 1) if _WORD.search(whole) else 0.0
    return Reading(max(0.0, float(level)), tuple(map(_sentence, told)))


def _sentences(line: str) -> list[str]:
    """Return the sentences of a line; a short form or an ordinal number ends none."""
    found: list[str] = []
    for piece in _END.split(line):
        if found and _SHORT_FORM.search(found[-1]):
            found[-1] = f"{found[-1]} {piece}"
        elif piece.strip():
            found.append(piece.strip())
    return found


def _sentence(text: str) -> Sentence:
    parts: list[tuple[str, bool]] = []
    at = 0
    for word in _WORD.finditer(text):
        if _german().syllable_count(word[0]) > MOST_SYLLABLES:
            parts += [(text[at : word.start()], False), (word[0], True)]
            at = word.end()
    parts.append((text[at:], False))
    return Sentence(tuple(part for part in parts if part[0]), len(text.split()))


@cache
def _german() -> Any:
    """Return who counts syllables; loading it takes a second, so nobody does before it is asked."""
    import textstat

    counter = type(textstat.textstat)()
    counter.set_lang("de")
    return counter
