"""Life situations: texts of people whom several subjects would help, beside ``sayings``.

Editors keep them in ``content/situations/*.toml``; the encoder learns from them (`make intents`)::

    [[situation]]
    about = ["gabelstapler", "deutsch-b1"]
    text = "Auf die Maschine darf ich, aber die Fragen in der Prüfung verstehe ich nicht."

``about`` holds keys of subjects, the most important one first.
"""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from mentorhub.recommend.tables import WrongEntry, tables_of

_FIELDS = {"about", "text"}
LONGEST = 400  # characters
MOST = 3  # subjects


class SituationsError(WrongEntry):
    """A file of situations cannot be used; says file, situation, field and reason."""


@dataclass(frozen=True, slots=True)
class Situation:
    """A text, and the keys of the subjects it is about, the most important one first."""

    text: str
    about: tuple[str, ...]


def load(folder: Path, known: Collection[str]) -> tuple[Situation, ...]:
    """Return the situations of all files of a folder; ``known`` are the keys of subjects.

    Raises:
        SituationsError: a file or a situation is wrong; nothing is taken then.
    """
    return tuple(
        _situation(path.name, f"situation {number}", entry, known)
        for path in sorted(folder.glob("*.toml"))
        for number, entry in enumerate(
            tables_of("situation", path.name, path.read_bytes(), SituationsError), 1
        )
    )


def _situation(file: str, name: str, entry: object, known: Collection[str]) -> Situation:
    if not isinstance(entry, dict):
        raise SituationsError(file, name, "", "must be a table")
    for field in entry.keys() - _FIELDS:
        raise SituationsError(file, name, field, "is not a known field")
    about, text = entry.get("about"), entry.get("text")
    if not isinstance(about, list) or not 0 < len(set(map(str, about))) == len(about) <= MOST:
        raise SituationsError(file, name, "about", f"must hold 1 to {MOST} different subjects")
    for key in about:
        if key not in known:
            raise SituationsError(file, name, "about", f"{key!r} is not a known subject")
    if not isinstance(text, str) or not 0 < len(text.strip()) <= LONGEST:
        raise SituationsError(file, name, "text", f"must have 1 to {LONGEST} characters")
    return Situation(text, tuple(about))
