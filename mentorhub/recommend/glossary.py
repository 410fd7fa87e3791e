"""Everyday words and foreign words, and the words that course titles use for them.

Editors keep them in ``content/glossary/*.toml``::

    [[term]]
    say = ["Stapler", "Ameise"]
    mean = ["Gabelstapler", "Flurförderzeug"]
    language = "de"

``say`` holds what people write, words or phrases; ``mean`` what stands for it in German.
"""

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mentorhub.recommend.engine.text import words

_FIELDS = ("say", "mean", "language")
_LANGUAGE = re.compile(r"[a-z]{2}")
_ARABIC = str.maketrans({"\u0649": "\u064a", "\u0629": "\u0647", "\u0640": None})
_ARTICLE = re.compile(r"^(?:وال|بال|لل|ال)(?=\w{3})")


class GlossaryError(ValueError):
    """A glossary file cannot be used; says file, entry, field and reason."""

    def __init__(self, file: str, entry: str, field: str, reason: str) -> None:
        where = ", ".join(part for part in (file, entry, field) if part)
        super().__init__(f"{where}: {reason}")
        self.file = file
        self.entry = entry
        self.field = field
        self.reason = reason


@dataclass(frozen=True)
class Term:
    """What people say in one language, and what it means in the words of the catalogue."""

    say: tuple[str, ...]
    mean: tuple[str, ...]
    language: str


class Glossary:
    """Adds German course words to what somebody wrote.

    Whole words are matched however they are spelt (case, accents, umlauts), the longest
    phrase first; a word inside a phrase that was matched is not matched again.
    """

    def __init__(self, terms: Iterable[Term] = ()) -> None:
        self.terms = tuple(terms)
        self._phrases: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}
        for term in self.terms:
            for phrase in term.say:
                self._add(_key(phrase), term.mean)

    def _add(self, key: tuple[str, ...], mean: Sequence[str]) -> None:
        known = self._phrases.get(key, ())
        self._phrases[key] = tuple(dict.fromkeys((*known, *mean)))
        lengths = {*self._lengths.get(key[0], ()), len(key)}
        self._lengths[key[0]] = tuple(sorted(lengths, reverse=True))

    def expand(self, text: str) -> tuple[str, ...]:
        """Return the German words that the text does not say but means, each once.

        Words that already stand in the text are left out. Nothing found is an empty tuple.
        """
        sentence = _key(text)
        found: dict[str, None] = {}
        at = 0
        while at < len(sentence):
            length = self._match(sentence, at)
            if length:
                found.update(dict.fromkeys(self._phrases[sentence[at : at + length]]))
            at += length or 1
        said = set(sentence)
        return tuple(word for word in found if not said.issuperset(_key(word)))

    def _match(self, sentence: tuple[str, ...], at: int) -> int:
        """Return how many words the longest known phrase at this place has, 0 for none."""
        for length in self._lengths.get(sentence[at], ()):
            if sentence[at : at + length] in self._phrases:
                return length
        return 0


def load(folder: Path) -> Glossary:
    """Return the glossary of all files of a folder.

    Raises:
        GlossaryError: a file or an entry is wrong; nothing is taken then.
    """
    terms: list[Term] = []
    for path in sorted(folder.glob("*.toml")):
        for number, entry in enumerate(_entries(path), 1):
            terms.append(_term(path.name, f"term {number}", entry))
    return Glossary(terms)


def _entries(path: Path) -> list[Any]:
    """Return the terms of a file as they stand there."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise GlossaryError(path.name, "", "", f"is not valid TOML: {error}") from error
    entries = data.pop("term", None)
    for field in data:
        raise GlossaryError(path.name, "", field, "is not a known field")
    if not isinstance(entries, list) or not entries:
        raise GlossaryError(path.name, "", "term", "is missing")
    return entries


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
    return tuple(_ARTICLE.sub("", word.translate(_ARABIC)) for word in words(text))
