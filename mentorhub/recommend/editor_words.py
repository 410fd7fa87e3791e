"""Words and sayings that editors add on the pages, beside those in ``content/``.

A word is said inside a sentence and stands for words of course titles; a saying is a whole
sentence about a subject. Neither ever changes what was loaded: it is added to it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final, Literal

from mentorhub.recommend.engine.bridge import Subject
from mentorhub.recommend.engine.text import words
from mentorhub.recommend.glossary import Glossary, Term
from mentorhub.recommend.sayings import LONGEST, Sayings

Kind = Literal["word", "saying"]

KINDS: Final[tuple[Kind, ...]] = ("word", "saying")
LANGUAGES: Final = ("de", "en", "tr", "uk", "ru", "ar", "pl", "ro")
MOST_PHRASES: Final = 20
LONGEST_PHRASE: Final[Mapping[Kind, int]] = {"word": 80, "saying": LONGEST}


@dataclass(frozen=True)
class Entry:
    """What one entry holds: what people say, and the words of course titles that it means."""

    kind: Kind
    say: tuple[str, ...]
    mean: tuple[str, ...]
    language: str

    def plain(self) -> dict[str, Any]:
        """Return the entry as a row keeps it."""
        return asdict(self)

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> "Entry":
        """Return the entry that ``plain`` gave."""
        return cls(facts["kind"], tuple(facts["say"]), tuple(facts["mean"]), facts["language"])


def phrases_of(text: str) -> tuple[str, ...]:
    """Return the lines of a text that hold a word, each once, spaces set right."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return tuple(dict.fromkeys(line for line in lines if words(line)))


def with_words(glossary: Glossary, entries: Iterable[Entry]) -> Glossary:
    """Return the glossary with the editors' words added."""
    added = [
        Term(entry.say, entry.mean, entry.language) for entry in entries if entry.kind == "word"
    ]
    return Glossary((*glossary.terms, *added)) if added else glossary


def with_sayings(sayings: Sayings, entries: Mapping[int, Entry]) -> Sayings:
    """Return the sayings with the editors' added; ``entries`` are given by number.

    A saying whose first meaning is the name of a subject is said about that subject, otherwise
    about one of its own.
    """
    subjects = list(sayings.subjects)
    place = {subject.mean[0].casefold(): at for at, subject in enumerate(subjects)}
    for number, entry in entries.items():
        if entry.kind != "saying":
            continue
        at = place.get(entry.mean[0].casefold())
        if at is None:
            place[entry.mean[0].casefold()] = len(subjects)
            subjects.append(Subject(f"editors-{number}", entry.mean, entry.say))
        else:
            subjects[at] = _joined(subjects[at], entry)
    return Sayings(tuple(subjects))


def _joined(subject: Subject, entry: Entry) -> Subject:
    return replace(
        subject,
        mean=tuple(dict.fromkeys((*subject.mean, *entry.mean))),
        say=tuple(dict.fromkeys((*subject.say, *entry.say))),
    )
