"""Everyday words and foreign words, and the words that course titles use for them.

Editors keep them in ``content/glossary/*.toml``::

    [[term]]
    say = ["Stapler", "Ameise"]
    mean = ["Gabelstapler", "Flurförderzeug"]
    language = "de"

``say`` holds what people write, words or phrases; ``mean`` what stands for it in German.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mentorhub.recommend.engine.text import bare, raw_words
from mentorhub.recommend.tables import WrongEntry, tables_of

_FIELDS = ("say", "mean", "language")
_LANGUAGE = re.compile(r"[a-z]{2}")


class GlossaryError(WrongEntry):
    """A glossary file cannot be used; says file, entry, field and reason."""


@dataclass(frozen=True)
class Term:
    """What people say in one language, and what it means in the words of the catalogue."""

    say: tuple[str, ...]
    mean: tuple[str, ...]
    language: str


class Glossary:
    """Adds German course words to what somebody wrote.

    Words are matched whole, however they are spelt (case, accents, umlauts) and in the
    usual endings of their language; the longest phrase wins, and a word inside a phrase
    that was matched is not matched again.
    """

    def __init__(self, terms: Iterable[Term] = ()) -> None:
        self.terms = tuple(terms)
        self._by_stem: dict[str, list[_Phrase]] = {}
        for term in self.terms:
            for said in term.say:
                self._add(_Phrase(_key(said), term.mean, _ENDINGS.get(term.language, _NONE)))
        for phrases in self._by_stem.values():
            phrases.sort(key=lambda phrase: -len(phrase.words))

    def _add(self, phrase: "_Phrase") -> None:
        """File a phrase under the beginning that all forms of its first word share."""
        self._by_stem.setdefault(phrase.endings.stem(phrase.words[0]), []).append(phrase)

    def expand(self, text: str) -> tuple[str, ...]:
        """Return the German words that the text does not say but means, each once.

        Words that already stand in the text are left out. Nothing found is an empty tuple.
        """
        sentence = _key(text)
        found: dict[str, None] = {}
        at = 0
        while at < len(sentence):
            phrases = self._matching(sentence[at:])
            found.update(dict.fromkeys(word for phrase in phrases for word in phrase.mean))
            at += len(phrases[0].words) if phrases else 1
        said = set(sentence)
        return tuple(word for word in found if not said.issuperset(_key(word)))

    def _matching(self, rest: tuple[str, ...]) -> list["_Phrase"]:
        """Return the longest phrases that the rest of a sentence begins with."""
        first = rest[0]
        shortest = max(len(first) - _LONGEST, _SHORTEST_STEM)
        stems = (first, *(first[:end] for end in range(len(first) - 1, shortest - 1, -1)))
        phrases = [
            phrase
            for stem in stems
            for phrase in self._by_stem.get(stem, ())
            if phrase.begins(rest)
        ]
        longest = max((len(phrase.words) for phrase in phrases), default=0)
        return [phrase for phrase in phrases if len(phrase.words) == longest]


@dataclass(frozen=True)
class _Endings:
    """How the words of a language may end.

    A word keeps its stem: itself, or without its last letter where that is one of
    ``dropped``. ``allowed`` lists the endings that may follow; with ``longest``, any
    ending up to that many letters may.
    """

    dropped: str = ""
    allowed: frozenset[str] = frozenset()
    longest: int = 0

    def stem(self, word: str) -> str:
        """Return the beginning that all forms of a word share."""
        if len(word) > _SHORTEST_STEM and word[-1] in self.dropped:
            return word[:-1]
        return word

    def same(self, word: str, said: str) -> bool:
        """Return whether what was said is a form of the word."""
        stem = self.stem(word)
        if said == word or len(stem) < _SHORTEST_STEM or not said.startswith(stem):
            return said == word
        ending = said[len(stem) :]
        return ending in self.allowed or 0 < len(ending) <= self.longest or said == stem


@dataclass(frozen=True)
class _Phrase:
    words: tuple[str, ...]
    mean: tuple[str, ...]
    endings: _Endings

    def begins(self, sentence: tuple[str, ...]) -> bool:
        """Return whether the sentence begins with a form of this phrase."""
        return len(sentence) >= len(self.words) and all(
            self.endings.same(word, said) for word, said in zip(self.words, sentence, strict=False)
        )


_SHORTEST_STEM = 5
_LONGEST = 4  # letters that a form may have more than its stem
_NONE = _Endings()
_LATIN = _Endings(dropped="aeiouy", longest=3)
_CYRILLIC = _Endings(dropped="аеиоуыьюяіє", longest=3)
_ENDINGS = {
    "de": _Endings(allowed=frozenset({"e", "n", "en", "s", "es", "er", "ern", "in", "innen"})),
    "en": _Endings(allowed=frozenset({"s", "es"})),
    "tr": _Endings(longest=4),
    "pl": _LATIN,
    "ro": _LATIN,
    "uk": _CYRILLIC,
    "ru": _CYRILLIC,
    "ar": _Endings(dropped="\u0647", longest=2),
}


def load(folder: Path) -> Glossary:
    """Return the glossary of all files of a folder, as ``read`` does."""
    return read({path.name: path.read_bytes() for path in sorted(folder.glob("*.toml"))})


def read(files: Mapping[str, bytes]) -> Glossary:
    """Return the glossary of these files, given by name.

    Raises:
        GlossaryError: a file or an entry is wrong; nothing is taken then.
    """
    terms: list[Term] = []
    for file, data in files.items():
        for number, entry in enumerate(tables_of("term", file, data, GlossaryError), 1):
            terms.append(_term(file, f"term {number}", entry))
    return Glossary(terms)


def _term(file: str, name: str, entry: object) -> Term:
    """Return one checked term."""
    if not isinstance(entry, dict):
        raise GlossaryError(file, name, "", "must be a table")
    for field in entry:
        if field not in _FIELDS:
            raise GlossaryError(file, name, field, "is not a known field")
    language = entry.get("language")
    if not isinstance(language, str) or not _LANGUAGE.fullmatch(language):
        raise GlossaryError(file, name, "language", "must be two small letters")
    return Term(_phrases(file, name, entry, "say"), _phrases(file, name, entry, "mean"), language)


def _phrases(file: str, name: str, entry: dict[str, Any], field: str) -> tuple[str, ...]:
    """Return a list of words or phrases that is not empty."""
    phrases = entry.get(field)
    if not isinstance(phrases, list) or not phrases:
        raise GlossaryError(file, name, field, "must be a list with at least one word")
    for phrase in phrases:
        if not isinstance(phrase, str) or not _key(phrase):
            raise GlossaryError(file, name, field, "must hold only words")
    return tuple(phrases)


def _key(text: str) -> tuple[str, ...]:
    """Return the folded words of a text; Arabic words lose their article."""
    return tuple(map(bare, raw_words(text)))
