"""How other catalogues' names become ours: read from TOML, guessed from headings, written again."""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from mentorhub.kit import schemas

LINE_FIELDS = schemas.fields("offer-line")
LONGEST_MAPPING = 64_000
LONGEST_PATTERN = 500
LONGEST_PART = 20_001

_NAME_IN_PATTERN = re.compile(r"\{([^{}]+)\}")
_WORDS = {
    "id": "nr nummer kursnr kursnummer kurs_nr veranstaltungsnummer guid uid kennung schluessel "
    "key course_id product_id angebotsnummer bestellnummer",
    "title": "titel kurs kurstitel kursname bezeichnung name thema veranstaltung kursbezeichnung "
    "angebot seminar course",
    "description": "beschreibung inhalt inhalte kursinhalt langbeschreibung text details "
    "beschreibungstext kursbeschreibung",
    "learn": "lernziel lernziele ziel ziele kurzbeschreibung untertitel",
    "provider": "anbieter veranstalter traeger bildungstraeger institut einrichtung "
    "bildungsanbieter organisation",
    "city": "ort stadt veranstaltungsort kursort standort gemeinde town place",
    "postcode": "plz postleitzahl zip zipcode postal_code",
    "format": "form kursform lernform unterrichtsform veranstaltungsform durchfuehrung modus",
    "schedule": "zeit zeitform zeitmodell unterrichtszeit unterrichtszeiten tageszeit zeiten",
    "start": "beginn start startdatum kursbeginn beginndatum anfang starttermin termin von "
    "termine start_date",
    "end": "ende enddatum kursende bis endtermin end_date",
    "duration_hours": "dauer stunden dauer_in_stunden unterrichtsstunden ue ustd "
    "unterrichtseinheiten hours duration",
    "price_eur": "preis kosten gebuehr kursgebuehr teilnahmegebuehr preis_in_eur preis_eur entgelt "
    "preis_in_euro price lehrgangsgebuehr",
    "link": "url weblink webseite website webadresse internetadresse internetseite kurslink "
    "kursseite detailseite homepage www",
    "azav": "azav_zertifiziert azav_massnahme bildungsgutschein massnahme_zugelassen",
    "provider_azav": "traeger_azav azav_traeger",
    "language": "sprache unterrichtssprache kurssprache",
    "level": "niveau stufe niveaustufe schwierigkeit",
    "requirements": "voraussetzung voraussetzungen vorkenntnisse teilnahmevoraussetzungen",
    "target_group": "zielgruppe zielgruppen adressaten",
    "degree": "abschluss abschlussart zertifikat abschlussbezeichnung",
    "as_of": "stand aktualisiert letzte_aenderung datenstand",
}
"""What others call our fields, in small letters with plain vowels."""
_ALONE = frozenset({"link", "url"})
"""Words that say nothing inside a heading: they may be those of a picture."""
_PLAIN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


class MappingError(ValueError):
    """A mapping is wrong; the message says where."""


@dataclass(frozen=True)
class LineMapping:
    """How another catalogue's names become ours.

    ``fields`` gives for each of our import fields a name of theirs, a list of names (joined by
    commas) or a text with {names}; ``constants`` are the same for every line.
    """

    fields: Mapping[str, str | Sequence[str]]
    constants: Mapping[str, Any]

    def translate(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """Return the line in our names; what it does not have is left out."""
        ours = dict(self.constants)
        for name, theirs in self.fields.items():
            value = _pick(line, theirs)
            if value not in (None, ""):
                ours[name] = value
        return ours


def read_mapping(path: Path) -> LineMapping:
    """Return the mapping of a TOML file with the tables ``fields`` and ``constants``.

    Raises:
        MappingError: it cannot be read, or something in it is not allowed.
    """
    try:
        return mapping_of(path.read_bytes())
    except (OSError, MappingError) as problem:
        raise MappingError(f"{path}: {problem}") from problem


def mapping_of(content: bytes) -> LineMapping:
    """Return the mapping that a TOML text in UTF-8 describes.

    Raises:
        MappingError: it cannot be read, or something in it is not allowed.
    """
    if len(content) > LONGEST_MAPPING:
        raise MappingError(f"is longer than {LONGEST_MAPPING} bytes")
    try:
        tables = tomllib.loads(content.decode())
    except (ValueError, RecursionError) as problem:
        raise MappingError(f"is not TOML in UTF-8: {problem}") from problem
    fields, constants = tables.get("fields"), tables.get("constants", {})
    if not (fields and isinstance(fields, dict) and isinstance(constants, dict)):
        raise MappingError("needs the table [fields] and may have [constants]")
    if set(tables) - {"fields", "constants"}:
        raise MappingError("only the tables [fields] and [constants] are allowed")
    for name in (*fields, *constants):
        if name not in LINE_FIELDS:
            raise MappingError(f"'{name}' is not a field of the import")
    for name, theirs in fields.items():
        _check_pattern(name, theirs)
    return LineMapping(fields, {name: _constant(name, v) for name, v in constants.items()})


def of_columns(chosen: Mapping[str, str], constants: Mapping[str, str]) -> LineMapping:
    """Return the mapping that gives columns our names; ``chosen`` is column -> field of ours.

    Several columns of one field are joined.
    """
    fields: dict[str, str | list[str]] = {}
    for field in dict.fromkeys(chosen.values()):
        names = [column for column, ours in chosen.items() if ours == field]
        plain = len(names) == 1 and not set("{}") & set(names[0])
        fields[field] = names[0] if plain else names
    return LineMapping(fields, {name: value for name, value in constants.items() if value})


def with_id(mapping: LineMapping) -> LineMapping:
    """Return a mapping in which the title tells offers apart, unless something else does."""
    return LineMapping({"id": mapping.fields["title"], **mapping.fields}, mapping.constants)


def columns_of(mapping: LineMapping) -> dict[str, str]:
    """Return column -> field of ours, as a form shows it; texts with {names} have no column."""
    pairs = (
        (column, field)
        for field, theirs in mapping.fields.items()
        for column in ([theirs] if isinstance(theirs, str) else theirs)
    )
    return {column: field for column, field in pairs if column not in ("", None)}


def to_toml(mapping: LineMapping) -> str:
    """Return a mapping as ``mapping_of`` reads it."""
    tables = (("fields", mapping.fields), ("constants", mapping.constants))
    return "\n".join(
        f"[{name}]\n" + "".join(f"{key} = {_quoted(value)}\n" for key, value in entries.items())
        for name, entries in tables
        if entries
    )


def guess(columns: Iterable[str]) -> dict[str, str]:
    """Return which field of ours each column is, where its heading says so; each field once."""
    found: dict[str, str] = {}
    names = list(columns)
    for exact in (True, False):
        for column in names:
            field = None if column in found else _meant(column, exact=exact)
            if field and field not in found.values():
                found[column] = field
    return found


def _meant(column: str, *, exact: bool) -> str | None:
    word = re.sub(r"[\W_]+", "_", column.casefold().translate(_PLAIN)).strip("_")
    said = {word} if exact else {word, *word.split("_")} - _ALONE
    return next((ours for ours, words in _WORDS.items() if said & {ours, *words.split()}), None)


def _quoted(value: Any) -> str:
    """Return a value in TOML, which writes texts and lists as JSON does, but for one sign."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _check_pattern(name: str, theirs: Any) -> None:
    parts = theirs if isinstance(theirs, list) else [theirs]
    if not parts or not all(isinstance(part, str) and part for part in parts):
        raise MappingError(
            f"fields.{name} must be a name, a list of names or a text with {{names}}"
        )
    if any(len(part) > LONGEST_PATTERN for part in parts):
        raise MappingError(f"fields.{name} is longer than {LONGEST_PATTERN} characters")
    rest = _NAME_IN_PATTERN.sub("", theirs) if isinstance(theirs, str) else ""
    if "{" in rest or "}" in rest:
        raise MappingError(f"fields.{name}: every {{ needs a name and a }} behind it")


def _constant(name: str, value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    texts = isinstance(value, list) and all(isinstance(each, str) for each in value)
    if texts or isinstance(value, str | int | float | bool):
        return value
    raise MappingError(f"constants.{name} must be a text, a number, true, false or a list of texts")


def _pick(line: Mapping[str, Any], theirs: str | Sequence[str]) -> Any:
    if not isinstance(theirs, str):
        return ", ".join(filter(None, (_text(line.get(name)) for name in theirs)))
    names = _NAME_IN_PATTERN.findall(theirs)
    if not names:
        return line.get(theirs)
    if any(name not in line for name in names):
        return None
    return _NAME_IN_PATTERN.sub(lambda found: _text(line[found[1]]), theirs)


def _text(value: Any) -> str:
    """Return a value of theirs as text, cut where no field of ours could hold it."""
    if isinstance(value, list):
        return ", ".join(map(_text, value))[:LONGEST_PART]
    return "" if value is None else str(value)[:LONGEST_PART]
