"""From "I am a warehouse worker and want more" to what courses for that are called."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import Final

from mentorhub.recommend.engine.text import Synonyms, fold, topic_words, words
from mentorhub.recommend.occupations import (
    DIRECTIONS,
    MOST_SUGGESTED,
    Occupation,
    Occupations,
)

MOST: Final = 4  # words of courses that are looked for beside the sentence
MOST_OF_ITS_OWN: Final = 1  # other topic words; with more, the sentence has a subject already

_ABOUT_ME = re.compile(
    r"\b(?:ich bin|bin|ich arbeite|arbeite|ich jobbe|jobbe|als|beruf|seit \w+ jahren)\b"
)
_WANTS: Final = {
    "degree": re.compile(r"\babschluss\w*|\bausbildung\w*|\bnachholen|\bumschul\w*|\bprufung\w*"),
    "rise": re.compile(
        r"\baufsteigen|\baufstieg\w*|\bmeister\b|\bleiten|\bleitung\w*|\bchefin\b|\bchef\b|\bkarriere\w*"
    ),
    "change": re.compile(
        r"\bwechsel\w*|\banderes\b|\banderen\b|\bneues\b|\braus\b|\bumsatteln|\bkeine lust\b"
    ),
}
_MORE = re.compile(
    r"\bmehr\b|\bverdienen|\bgeld\b|\blohn\b|\bbesser bezahlt\w*|\bweiter\w*|\bkommen\b|"
    r"\bvorankommen|\bfortbild\w*|\bwas geht\b|\bgeht\b|\bnachste\w*|\bschritt\w*|\bchancen?\b"
)
_GENERAL: Final = frozenset(
    words(
        "arbeit arbeiten arbeite beruf beruflich bin jahr jahre jahren job kurs lange möglich "
        "seit stelle tun welche werden wollen möglichkeit möglichkeiten endlich gelernt"
    )
)


@dataclass(frozen=True)
class CareerWords:
    """Adds to the words of a glossary those of courses that lead on from an occupation."""

    glossary: Synonyms
    known: Occupations

    def expand(self, text: str) -> Sequence[str]:
        """Return the German words that the text does not say but means."""
        return tuple(dict.fromkeys((*towards(self.known, text), *self.glossary.expand(text))))


def own(known: Occupations, text: str) -> Occupation | None:
    """Return the occupation that somebody says to have, None where none is named as one's own."""
    named = known.named(text) if _ABOUT_ME.search(fold(text)) else ()
    return named[0] if named else None


def perhaps(known: Occupations, glossary: Synonyms, text: str) -> tuple[Occupation, ...]:
    """Return occupations that a text may mean: one slip away, or by the words it has in German.

    "sprzątaczka" means "Gebäudereinigung", and with that one works as "Reinigungskraft".
    """
    alike = known.like(text)
    if alike:
        return alike
    german = glossary.expand(text)
    found = (one for find in (known.named, known.like) for word in german for one in find(word))
    return tuple({one.key: one for one in found}.values())[:MOST_SUGGESTED]


def towards(known: Occupations, text: str) -> tuple[str, ...]:
    """Return what courses are called that lead on from the occupation somebody says to have.

    Empty where there is none, where nothing is said of getting on, or where the sentence has a
    subject of its own. The directions that it asks for count, otherwise one step of each.
    """
    mine = own(known, text)
    if mine is None:
        return ()
    said = fold(text)
    asked = tuple(name for name, pattern in _WANTS.items() if pattern.search(said))
    if not (asked or _MORE.search(said)) or len(_rest(said, mine)) > MOST_OF_ITS_OWN:
        return ()
    return tuple(dict.fromkeys(_names(mine, asked or DIRECTIONS)))[:MOST]


def _rest(said: str, mine: Occupation) -> set[str]:
    """Return the topic words that name neither the occupation nor a wish to get on."""
    for pattern in (_MORE, *_WANTS.values()):
        said = pattern.sub(" ", said)
    names = {word for name in mine.names for word in words(name)}
    rest = (word for word in topic_words(said) if word not in _GENERAL)
    return {word for word in rest if not any(word.startswith(name) for name in names)}


def _names(occupation: Occupation, directions: tuple[str, ...]) -> Iterator[str]:
    """Yield the first name of each step, one of each direction in turn."""
    leads = [occupation.steps.get(name, ()) for name in directions]
    for step in filter(None, chain.from_iterable(zip_longest(*leads))):
        yield step.find[0]
