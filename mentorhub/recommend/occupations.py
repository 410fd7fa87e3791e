"""Everyday names of occupations, and the steps that lead on from each.

Editors keep steps in ``content/occupations/steps/*.toml``::

    [[step]]
    key = "staplerschein"
    title = "Staplerschein machen"
    text = "Mit dem Schein dürfen Sie im Betrieb Gabelstapler fahren."
    find = ["Gabelstapler", "Staplerschein"]

and occupations beside them in ``content/occupations/*.toml``::

    [[occupation]]
    key = "lagerhelfer"
    name = "Lagerhelfer:in"
    say = ["Lagerarbeiter:in", "Helfer im Lager"]
    kldb = "51311"
    deepen = ["staplerschein"]
    degree = ["externenpruefung-lager"]
    rise = ["logistikmeister"]
    change = ["lkw-fuehrerschein"]

``find`` holds what courses for the step are called, ``say`` what people call the occupation.
"Lagerhelfer:in" stands for both forms, "Köchin / Koch" too. ``kldb`` is the code of the
Klassifikation der Berufe 2010 and may be left out, and so may one of the four directions.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from mentorhub.recommend.engine.text import Spelling, words
from mentorhub.recommend.tables import WrongEntry, tables_of

DIRECTIONS: Final = ("deepen", "degree", "rise", "change")
STEPS: Final = "steps/"
LONGEST: Final = 300  # characters of one text
MOST_SUGGESTED: Final = 8
SHORTEST: Final = 4  # letters of a word that names are looked through for
_STEP_FIELDS = {"key", "title", "text", "find"}
_FIELDS = {"key", "name", "say", "kldb", *DIRECTIONS}
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_KLDB = re.compile(r"\d{5}")
_BOTH = re.compile(r":in\b")
_ENDINGS = ("", "s", "n", "en", "nen")  # of the last word, after names of either form
_LONGEST_NAME = 5  # words


class OccupationsError(WrongEntry):
    """A file of occupations cannot be used; says file, entry, field and reason."""


@dataclass(frozen=True)
class Step:
    """One thing that somebody can do next, and what courses for it are called."""

    key: str
    title: str
    text: str
    find: tuple[str, ...]


@dataclass(frozen=True)
class Occupation:
    """What people do for a living, and where it can lead: steps by direction.

    ``names`` are all forms in which it is said, ``name`` the one that is shown.
    """

    key: str
    name: str
    names: tuple[str, ...]
    kldb: str
    steps: Mapping[str, tuple[Step, ...]]


class Occupations:
    """Every occupation, found by its key or by what people call it."""

    def __init__(self, every: Iterable[Occupation] = ()) -> None:
        self.every = tuple(sorted(every, key=lambda one: words(one.name)))
        self._by_key = {one.key: one for one in self.every}
        self._by_name: dict[tuple[str, ...], Occupation] = {}
        for one in self.every:
            for name in one.names:
                for form in _forms(name):
                    self._by_name.setdefault(form, one)
        self._spelling = Spelling(name[0] for name in self._by_name if len(name) == 1)

    def find(self, key: str) -> Occupation | None:
        """Return the occupation of a key, None if there is none."""
        return self._by_key.get(key)

    def named(self, text: str) -> tuple[Occupation, ...]:
        """Return the occupations that a text names, in order, each once; the longest name wins."""
        said = words(text)
        found: dict[str, Occupation] = {}
        at = 0
        while at < len(said):
            length, one = self._longest(said[at : at + _LONGEST_NAME])
            if one:
                found.setdefault(one.key, one)
            at += length
        return tuple(found.values())

    def like(self, text: str) -> tuple[Occupation, ...]:
        """Return occupations that somebody may have meant: one slip away, or with a word in it."""
        said = [word for word in words(text) if len(word) >= SHORTEST]
        meant = [self._by_name[(slip,)] for slip in map(self._spelling.meant, said) if slip]
        holds = [
            one
            for name, one in self._by_name.items()
            if any(word in part for word in said for part in name)
        ]
        found = {one.key: one for one in (*meant, *holds)}
        return tuple(found.values())[:MOST_SUGGESTED]

    def _longest(self, said: Sequence[str]) -> tuple[int, Occupation | None]:
        for length in range(len(said), 0, -1):
            found = self._by_name.get(tuple(said[:length]))
            if found:
                return length, found
        return 1, None


def load(folder: Path) -> Occupations:
    """Return the occupations of a folder, as ``read`` does."""
    paths = sorted(folder.rglob("*.toml"))
    return read({path.relative_to(folder).as_posix(): path.read_bytes() for path in paths})


def read(files: Mapping[str, bytes]) -> Occupations:
    """Return the occupations of these files, given by path inside the folder.

    Raises:
        OccupationsError: a file or an entry is wrong, a key or a name appears twice, or a step is
            not there; nothing is taken then.
    """
    steps: dict[str, Step] = {}
    found: dict[str, Occupation] = {}
    owners: dict[tuple[str, ...], str] = {}
    for file, entry, table in _tables("step", files):
        step = _step(file, entry, table)
        _once(file, step.key, steps)
        steps[step.key] = step
    for file, entry, table in _tables("occupation", files):
        one = _occupation(file, entry, table, steps)
        _once(file, one.key, found)
        for name in one.names:
            owner = owners.setdefault(tuple(words(name)), one.key)
            if owner != one.key:
                raise OccupationsError(file, one.key, "say", f"'{name}' is {owner} already")
        found[one.key] = one
    return Occupations(found.values())


def _tables(kind: str, files: Mapping[str, bytes]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for file, data in files.items():
        if file.startswith(STEPS) != (kind == "step"):
            continue
        for number, table in enumerate(tables_of(kind, file, data, OccupationsError), 1):
            if not isinstance(table, dict):
                raise OccupationsError(file, f"{kind} {number}", "", "must be a table")
            yield file, f"{kind} {number}", table


def _once(file: str, key: str, known: Mapping[str, object]) -> None:
    if key in known:
        raise OccupationsError(file, key, "key", "appears twice")


def _step(file: str, entry: str, table: Mapping[str, Any]) -> Step:
    key = _key(file, entry, table, _STEP_FIELDS)
    return Step(
        key,
        _text(file, key, "title", table.get("title")),
        _text(file, key, "text", table.get("text")),
        _texts(file, key, "find", table.get("find")),
    )


def _occupation(
    file: str, entry: str, table: Mapping[str, Any], steps: Mapping[str, Step]
) -> Occupation:
    key = _key(file, entry, table, _FIELDS)
    name = _text(file, key, "name", table.get("name"))
    kldb = table.get("kldb", "")
    if not isinstance(kldb, str) or (kldb and not _KLDB.fullmatch(kldb)):
        raise OccupationsError(file, key, "kldb", "must be five digits")
    say = _texts(file, key, "say", table["say"]) if "say" in table else ()
    names = dict.fromkeys(form for said in (name, *say) for form in _both(said))
    for field, said in (("name", (name,)), ("say", say)):
        for form in (form for one in said for form in _both(one)):
            if not words(form):
                raise OccupationsError(file, key, field, f"there is no word in '{form}'")
    leads = {each: _steps(file, key, each, table, steps) for each in DIRECTIONS if each in table}
    if not leads:
        raise OccupationsError(file, key, "deepen", "is missing, and so is every other direction")
    return Occupation(key, name, tuple(names), kldb, leads)


def _steps(
    file: str, key: str, direction: str, table: Mapping[str, Any], steps: Mapping[str, Step]
) -> tuple[Step, ...]:
    names = _texts(file, key, direction, table[direction])
    for name in names:
        if name not in steps:
            raise OccupationsError(file, key, direction, f"there is no step '{name}'")
    return tuple(steps[name] for name in dict.fromkeys(names))


def _key(file: str, entry: str, table: Mapping[str, Any], fields: set[str]) -> str:
    for field in table.keys() - fields:
        raise OccupationsError(file, entry, field, "is not a known field")
    key = table.get("key")
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise OccupationsError(file, entry, "key", "must be small letters, numbers and hyphens")
    return key


def _text(file: str, key: str, field: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST:
        raise OccupationsError(file, key, field, f"must be a text of 1 to {LONGEST} characters")
    return value


def _texts(file: str, key: str, field: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise OccupationsError(file, key, field, "must be a list with at least one text")
    return tuple(_text(file, key, field, one) for one in value)


def _both(name: str) -> Iterator[str]:
    """Yield every form of a name: "Helfer:in" has two, and so has "Köchin / Koch"."""
    for part in name.split(" / "):
        if _BOTH.search(part):
            yield _BOTH.sub("", part)
            yield _BOTH.sub("in", part)
        else:
            yield part


def _forms(name: str) -> Iterator[tuple[str, ...]]:
    """Yield the folded words of a name in the endings that its last word may have."""
    *first, last = words(name)
    for ending in _ENDINGS:
        yield (*first, last + ending)
