"""The one door for catalogues from outside: which format a file has, and what stands in it."""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, BinaryIO

from mentorhub.recommend.amounts import read_number
from mentorhub.recommend.offer_record import (
    FOREIGN_KEY,
    FREE,
    HOURS,
    LONG,
    LONGEST,
    MOST_HOURS,
    OfferRecord,
    WrongField,
    from_line,
    one_line,
    without_markup,
)
from mentorhub.recommend.sources import (
    csv_table,
    jsonl,
    moochub,
    qcat,
    schema_org,
    vhs,
    xlsx_table,
)
from mentorhub.recommend.sources.entries import (
    LINE,
    Entries,
    Entry,
    Fault,
    Gone,
    Told,
    Unreadable,
    Whole,
    key_of,
    paragraphs,
    text,
)
from mentorhub.recommend.sources.json_stream import NOT_JSON
from mentorhub.recommend.sources.xsd import Xsd

Read = tuple[int, OfferRecord | Gone | Fault | Whole]
"""A record with its number in the file; ``Whole`` stands only at the end."""
Translate = Callable[[Mapping[str, Any]], Mapping[str, Any]]

HEAD = 65_536
SAMPLED = 20
SAMPLES = 3
LONGEST_SAMPLE = 80
LIKE_OURS = frozenset({"id", "title"})
"""What a line holds whose names need no translation."""
YES = frozenset({"ja", "j", "yes", "y", "true", "wahr", "x", "1"})
NO = frozenset({"nein", "n", "no", "false", "falsch", "0", "-"})
TRUTHS = ("azav", "provider_azav")
NUMBERS = {"price_eur": "Preisangabe", "duration_hours": "Dauer"}
"""Fields that must be a number, and what stands before words in their place."""


@dataclass(frozen=True)
class Paging:
    """How a catalogue in several pages is read.

    ``next_page`` tells the address of the page behind one, ``one_file`` makes one file of all.
    """

    next_page: Callable[[BinaryIO], str]
    one_file: Callable[[BinaryIO], AbstractContextManager[Callable[[BinaryIO], None]]]


@dataclass(frozen=True)
class Format:
    """A format of catalogues.

    ``entries`` reads it. ``has_columns`` says that its records are flat, in names of their own,
    which a mapping translates into ours; ``is_table`` that all its values are text;
    ``against`` reads it and holds each record against an XSD;
    ``is_ours`` that its ids are ours as they are, without the name of the catalogue before them;
    ``says_whole`` that a file itself says whether it holds everything. ``paging`` is there where
    a catalogue may come in several pages.
    """

    entries: Callable[[BinaryIO], Entries]
    has_columns: bool = False
    is_table: bool = False
    is_ours: bool = False
    says_whole: bool = False
    against: Callable[[BinaryIO, Xsd], Entries] | None = None
    paging: Paging | None = None


FORMATS: Mapping[str, Format] = {
    "qcat": Format(qcat.entries, says_whole=True, against=qcat.entries),
    "moochub": Format(moochub.entries, paging=Paging(moochub.next_page, moochub.one_file)),
    "schema-org": Format(schema_org.entries),
    "vhs": Format(vhs.entries),
    "csv": Format(csv_table.entries, has_columns=True, is_table=True),
    "xlsx": Format(xlsx_table.entries, has_columns=True, is_table=True),
    "jsonl": Format(jsonl.entries, has_columns=True, is_ours=True),
}


@dataclass(frozen=True)
class Catalogue:
    """How a file is to be read.

    ``source`` is the name of the catalogue, ``translate`` turns its names into ours,
    ``is_whole`` that what is missing from the file is offered no more; a file that says so itself
    is believed. An ``xsd`` counts for formats that are held against one.
    """

    format: str
    source: str
    translate: Translate | None = None
    is_whole: bool = False
    xsd: Xsd | None = None


@dataclass(frozen=True)
class Column:
    """A column of somebody's table with the first values in it."""

    name: str
    samples: tuple[str, ...]


def recognise(file: BinaryIO) -> str | None:
    """Return the format of a file, judged by what it holds, and go back to its beginning.

    None: no format that we know.
    """
    head = file.read(HEAD)
    file.seek(0)
    if head.startswith(b"PK\x03\x04"):
        return "xlsx" if xlsx_table.is_sheet(file) else None
    if b"\0" in head and not head.startswith(csv_table.MARKS_OF_TWO):
        return None
    begin = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if begin.startswith(b"<") or head.startswith((b"\xff\xfe<", b"\xfe\xff\0<")):
        return _of_marks(head.replace(b"\0", b""))
    if head.startswith(csv_table.MARKS_OF_TWO):
        return _of_text(head.decode("utf-16", "replace").encode())
    if begin.startswith((b"{", b"[")):
        return _of_json(begin, is_all=len(head) < HEAD)
    return _of_text(begin)


def read(file: BinaryIO, catalogue: Catalogue) -> Iterator[Read]:
    """Yield everything that stands in a file, record by record, whatever is wrong with some."""
    kind = FORMATS[catalogue.format]
    broken = at = 0
    for at, entry in _entries(file, kind, catalogue.xsd):
        if isinstance(entry, Told):
            yield at, _record(entry, catalogue, kind)
        elif isinstance(entry, Gone):
            yield at, Gone(key_of(catalogue.source, entry.key))
        elif isinstance(entry, Fault):
            broken += entry.hides_an_offer
            yield at, replace(entry, key=key_of(catalogue.source, entry.key))
        elif not broken:
            yield at, entry
            return
    if catalogue.is_whole and not kind.says_whole and at and not broken:
        yield at, Whole()


def _entries(file: BinaryIO, kind: Format, xsd: Xsd | None) -> Entries:
    return kind.against(file, xsd) if xsd and kind.against else kind.entries(file)


def count(file: BinaryIO, format_: str) -> int:
    """Return how many records a file has, and go back to its beginning."""
    found = sum(not isinstance(entry, Whole) for _at, entry in FORMATS[format_].entries(file))
    file.seek(0)
    return found


def next_page(file: BinaryIO, format_: str) -> str:
    """Return where the rest of a catalogue is that comes in pages, and go back to the beginning.

    Empty: there is no more of it, or the file cannot be read.
    """
    paging = FORMATS[format_].paging
    try:
        return paging.next_page(file) if paging else ""
    except Unreadable:
        return ""
    finally:
        file.seek(0)


def columns(file: BinaryIO, format_: str) -> list[Column]:
    """Return the columns of a file in their order, from its first records, and go back.

    Empty if there is no record, or the format has no columns of its own.
    """
    if not FORMATS[format_].has_columns:
        return []
    found: dict[str, list[str]] = {}
    for fields in _first(FORMATS[format_].entries(file)):
        for name, value in fields.items():
            samples = found.setdefault(name, [])
            shown = one_line(_shown(value))[:LONGEST_SAMPLE]
            if shown and shown not in samples and len(samples) < SAMPLES:
                samples.append(shown)
    file.seek(0)
    return [Column(name, tuple(samples)) for name, samples in found.items()]


def is_like_ours(file: BinaryIO, format_: str) -> bool:
    """Return whether a file can be read as it is; tables are asked for what their columns mean."""
    kind = FORMATS[format_]
    if not kind.has_columns:
        return True
    first = next(_first(kind.entries(file)), None)
    file.seek(0)
    return first is None or (not kind.is_table and set(first) >= LIKE_OURS)


def _first(entries: Iterable[Entry]) -> Iterator[Mapping[str, Any]]:
    told = (entry.fields for _at, entry in entries if isinstance(entry, Told))
    return islice(told, SAMPLED)


def _shown(value: Any) -> str:
    values = value if isinstance(value, list) else [value]
    return ", ".join(text(each) or (str(each) if each is True else "") for each in values)


def _record(told: Told, catalogue: Catalogue, kind: Format) -> OfferRecord | Fault:
    try:
        fields, notes = _fields(told, catalogue, kind)
    except RecursionError:
        return Fault(LINE, NOT_JSON)
    try:
        record = from_line(fields)
    except WrongField as wrong:
        return Fault(wrong.field, wrong.reason, _named(text(fields.get("id"))))
    notes = tuple(dict.fromkeys((*record.notes, *notes)))
    return replace(
        record,
        notes=notes,
        catalogue_as_of=told.catalogue_as_of,
        date_of=key_of(catalogue.source, told.date_of),
    )


def _named(id_: str) -> str:
    """Return an id as a report may show it: exactly, unless no offer could have it."""
    exact = unicodedata.normalize("NFC", id_)
    return exact if FOREIGN_KEY.fullmatch(exact) else one_line(exact)[:LONGEST_SAMPLE]


def _fields(
    told: Told, catalogue: Catalogue, kind: Format
) -> tuple[Mapping[str, Any], tuple[str, ...]]:
    """Return an offer in our names and with our key, and what of it was not understood."""
    fields = catalogue.translate(told.fields) if catalogue.translate else told.fields
    notes = told.notes
    if kind.is_table:
        fields, notes = _understood(fields)
    if kind.is_ours:
        return fields, notes
    short = {name: _short(name, value) for name, value in fields.items()}
    return short | {"id": key_of(catalogue.source, text(fields.get("id")))}, notes


def _understood(fields: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the cells of a table with yes and no as such, and what was not understood.

    A price or a length that is no number stays as words of the description.
    """
    known, notes = dict(fields), []
    for name in TRUTHS:
        word = text(known.get(name)).casefold()
        known[name] = True if word in YES else False if word in NO else None
        notes += [name] if word and known[name] is None else []
    for name, said in NUMBERS.items():
        told = text(known.get(name))
        if told and not _is_amount(name, told):
            known[name] = None
            known["description"] = paragraphs(text(known.get("description")), f"{said}: {told}")
            notes.append(name)
    return known, tuple(notes)


def _is_amount(name: str, told: str) -> bool:
    """Return whether the import reads a price or a number of hours."""
    if name == "price_eur" and told.casefold() in FREE:
        return True
    try:
        found = read_number(HOURS.sub("", told) if name == "duration_hours" else told)
    except ValueError:
        return False
    return name != "duration_hours" or found <= MOST_HOURS


def _short(name: str, value: Any) -> Any:
    """Return a text cut to what our field holds: other formats allow more."""
    most = LONGEST.get(name, LONG)
    if not isinstance(value, str) or len(value) <= most:
        return value
    bare = without_markup(value)
    return bare if len(bare) <= most else bare[: most - 1] + "…"


_BEFORE_MARKS = re.compile(rb"(?:[^<]+|<!--.*?-->|<\?.*?\?>)*", re.DOTALL)
"""What may stand before the first element; it is looked for once, from the beginning."""


def _of_marks(head: bytes) -> str | None:
    begin = head[_BEFORE_MARKS.match(head).end() :]  # type: ignore[union-attr]
    first = re.search(rb"<([^\s<>/!?]+)", begin)
    name = first[1].rpartition(b":")[2].upper() if first else b""
    if name == qcat.ROOT.encode():
        return "qcat"
    is_page = name in (b"HTML", b"HEAD", b"BODY", b"SCRIPT") or b"<!doctype html" in begin.lower()
    return "schema-org" if is_page else None


def _of_json(begin: bytes, *, is_all: bool) -> str | None:
    """Return which JSON it is: by the names in its first line if that is a whole, else by marks."""
    first, _, rest = begin.partition(b"\n")
    try:
        line = json.loads(first)
    except (ValueError, RecursionError):
        line = None
    if isinstance(line, dict):
        whole = is_all and not rest.strip()
        return _of_names(line) or ("jsonl" if whole or rest.strip() else None)
    return next((name for name, mark in _MARKS if mark.search(begin)), None)


def _of_names(document: Mapping[str, Any]) -> str | None:
    """Return the format of a document by the names on its top."""
    if isinstance(document.get("data"), list | dict):
        return "moochub"
    if "veranstaltungen" in document or "veranstaltung" in document:
        return "vhs"
    return "schema-org" if {"@context", "@graph", "@type"} & set(document) else None


_MARKS = (
    ("schema-org", re.compile(rb'"@(context|graph|type)"\s*:')),
    ("moochub", re.compile(rb'"data"\s*:\s*[\[{].*?"attributes"\s*:', re.DOTALL)),
    ("vhs", re.compile(rb'"(veranstaltung(en)?|ortetermine|veranstaltungsart)"\s*:')),
)


def _of_text(begin: bytes) -> str | None:
    """Return CSV where the first line has a separator and nothing that no text has."""
    first = begin.partition(b"\n")[0]
    is_text = not any(sign < 32 and sign not in b"\t\r" for sign in first)
    return "csv" if is_text and any(sign in first for sign in b";,\t|") else None
