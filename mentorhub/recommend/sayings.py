"""How people talk about subjects of courses, in many languages.

Editors keep it in ``content/sayings/*.toml``::

    [[subject]]
    key = "gabelstapler"
    mean = ["Gabelstapler", "Flurförderzeuge"]
    [subject.say]
    de = ["Ich will Paletten fahren statt schleppen."]
    en = ["I want to drive the thing that lifts pallets."]

``mean`` holds the words of course titles, the first one stands for the subject; ``say`` holds
sentences by language. The search compares questions with them by meaning.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from mentorhub.recommend.engine.bridge import Subject
from mentorhub.recommend.tables import WrongEntry, tables_of

_FIELDS = {"key", "mean", "say"}
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2}")
LONGEST = 300  # characters of one saying


class SayingsError(WrongEntry):
    """A file of sayings cannot be used; says file, subject, field and reason."""


@dataclass(frozen=True)
class Sayings:
    """Every subject, each key once."""

    subjects: tuple[Subject, ...] = ()


def load(folder: Path) -> Sayings:
    """Return the sayings of all files of a folder, as ``read`` does."""
    return read({path.name: path.read_bytes() for path in sorted(folder.glob("*.toml"))})


def read(files: Mapping[str, bytes]) -> Sayings:
    """Return the sayings of these files, given by name.

    Raises:
        SayingsError: a file or a subject is wrong, or a key appears twice; nothing is taken then.
    """
    subjects: dict[str, Subject] = {}
    for file, data in files.items():
        for number, entry in enumerate(tables_of("subject", file, data, SayingsError), 1):
            subject = _subject(file, f"subject {number}", entry)
            if subject.key in subjects:
                raise SayingsError(file, subject.key, "key", "appears twice")
            subjects[subject.key] = subject
    return Sayings(tuple(subjects.values()))


def _subject(file: str, name: str, entry: object) -> Subject:
    if not isinstance(entry, dict):
        raise SayingsError(file, name, "", "must be a table")
    for field in entry.keys() - _FIELDS:
        raise SayingsError(file, name, field, "is not a known field")
    key = entry.get("key")
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise SayingsError(file, name, "key", "must be small letters, numbers and hyphens")
    said = entry.get("say")
    if not isinstance(said, dict) or not said:
        raise SayingsError(file, key, "say", "must be a table of languages")
    for language in said:
        if not _LANGUAGE.fullmatch(language):
            raise SayingsError(file, key, f"say.{language}", "must be two small letters")
    sentences = [one for each in said for one in _texts(file, key, f"say.{each}", said[each])]
    mean = _texts(file, key, "mean", entry.get("mean"))
    return Subject(key, tuple(mean), tuple(dict.fromkeys(sentences)))


def _texts(file: str, key: str, field: str, value: object) -> Iterable[str]:
    if not isinstance(value, list) or not value:
        raise SayingsError(file, key, field, "must be a list with at least one text")
    for text in value:
        if not isinstance(text, str) or not text.strip() or len(text) > LONGEST:
            raise SayingsError(file, key, field, f"must hold texts of 1 to {LONGEST} characters")
    return value
