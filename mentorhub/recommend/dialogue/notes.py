"""Notes and filled forms as the sentences that they stand for.

"w, 43, ungelernt, TZ 25h, Altenheim 64 MA" and "Berufsabschluss: nein" are what the finders of
facts read as "43 Jahre alt", "Teilzeit 25 Stunden die Woche", "64 Mitarbeiter", "kein
Berufsabschluss". What stands in no field of a form that we know stays as it was written.
"""

import re
from collections.abc import Callable
from typing import Final

_YES: Final = r"(?:ja|vorhanden|liegt vor|yes)"
_NO: Final = r"(?:nein|keine?[rns]?|ohne|nicht vorhanden|fehlt|no)"
_FIELD_END: Final = r"(?=\s*(?:$|[\n,;|)]|\.(?:\s|$)))"
_FIELD: Final = r"(?:(?<=^)|(?<=[\n,;|(])|(?<=[.,;|(\u2013-]\s))[ \t]*"
_OF_COURSE: Final = r"(?:maßnahmen?|kurs|lehrgang|umschulung)"
_OF_PROVIDER: Final = r"(?:(?:bildungs)?träger|anbieter)"
_ABBREVIATIONS: Final = (
    (r"\bmon\.|\bmte?\.?(?=\s*[,.;)])", "monate"),
    (r"(?:(?<=^)|(?<=[.,;:(]\s)|(?<=\())(\d\d)\s*j\.", r"\1 jahre alt,"),
    (
        r"(?:(?<=^)|(?<=[(:;.]\s)|(?<=\()|(?<=\btn\s))[wmd][ ,.]+(\d\d)(?=\s*(?:[,;.]|j\b|jahre))",
        r"\1 jahre alt",
    ),
    (r"\b[mwd]/(\d\d)\b", r"\1 jahre alt"),
    (r"(?<=\d)\s*lenze\b", " jahre alt"),
    (r"\bgel\.(?=\s)", "gelernte"),
    (r"\bbv\b", "betriebsvereinbarung"),
    (r"\bqualig\b", "qualifizierungsgeld"),
    (r"\barb\.(?=\s*\d)", "arbeite"),
    (r"(?<=\d)\s*j\.(?=\s*(?:[,;)]|$))", " jahre"),
    (r"(?<=\d)\s*j\.(?=\s)", " jahren"),
    (r"(?<=\d )(?:ma\b|(?:mitarb|besch)\b\.?)", "mitarbeiter"),
    (r"\babschl\.", "abschluss"),
    (r"\b(\d\d)\+(?!\s*\d)", r"über \1"),
    (r"\bvz\b", "vollzeit"),
    (r"\btz\b", "teilzeit"),
    (r"(?<=der )ag\b|(?<=vom )ag\b|\bag(?=:)", "arbeitgeber"),
    (r"\bstd\.?\s*/\s*(?:woche|wo?)\b\.?", "stunden die woche"),
    (r"\b(?:std|stunden?)\.?\s*(?:woche|wö\.|wtl\.?)", "stunden die woche"),
    (r"(?<=\d)\s*h\s*/\s*(?:woche|wo?)\b\.?", " stunden die woche"),
    (r"\bmtl\.", "im monat"),
    (r"\bustd\b\.?", "UE"),
)
_LINES: Final = re.compile(r"(?<=[^\s,;:])[ \t]*\n(?=\s*[\w ./-]{2,30}:)")
"""The end of a line before a field of a form: fields are sentences of their own."""


def _as(sentence: str) -> Callable[[re.Match[str]], str]:
    return lambda match: f" {match.expand(sentence)}"


_Instead = str | Callable[[re.Match[str]], str]


def _approval(said: str, means: str) -> tuple[str, _Instead]:
    """Return what "Maßnahme und Träger AZAV: ja" looks like, and what it is read as."""
    either = rf"({_OF_COURSE}|{_OF_PROVIDER})"
    field = rf"\b{either}(?: und {either})?\s*:?\s*(?:nach )?azav\s*[:-]?\s*{said}{_FIELD_END}"
    return field, lambda match: f" {' und '.join(filter(None, match.groups()))} {means}"


_WRITTEN: Final[tuple[tuple[str, _Instead], ...]] = (
    *_ABBREVIATIONS,
    (
        rf"{_FIELD}(?:berufs-?abschluss|berufsausbildung|ausbildung|gelernter beruf)\s*:\s*"
        rf"{_NO}{_FIELD_END}",
        _as("kein berufsabschluss"),
    ),
    (
        rf"{_FIELD}(?:berufs-?abschluss|berufsausbildung|ausbildung)\s*:\s*{_YES}{_FIELD_END}",
        _as("habe einen berufsabschluss"),
    ),
    (
        rf"{_FIELD}(?:betriebsgröße|mitarbeiterzahl|beschäftigtenzahl|mitarbeiter(?:innen)?"
        rf"|(?:anzahl )?(?:der )?(?:beschäftigte[nr]?|mitarbeitende[nr]?))\s*:\s*"
        rf"(\d+(?:\.\d{{3}})*){_FIELD_END}",
        _as(r"\1 mitarbeiter"),
    ),
    (
        rf"{_FIELD}(?:wochen)?(?:arbeitszeit|wochenstunden|stunden)\s*:\s*(\d\d?(?:,\d\d?)?)"
        r"(?:\s*(?:stunden die woche|stunden|std|h)\b\.?)?",
        _as(r"arbeite \1 stunden die woche"),
    ),
    (rf"{_FIELD}(?:alter)\s*:\s*(\d\d)\b", _as(r"\1 jahre alt")),
    (
        rf"{_FIELD}(?:beschäftigt|angestellt|im betrieb|eintritt)\s*(?:seit)?\s*:\s*"
        r"(?=(?:seit )?\d)",
        _as("beschäftigt seit "),
    ),
    _approval(_YES, "nach AZAV zugelassen"),
    _approval(_NO, "nicht nach AZAV zugelassen"),
    (
        r"(?:(?<=^)|(?<=^[mwd],\s)|(?<=[a-zäöüß.:)»\"'][,;.:(]\s)|(?<=[a-zäöüß]\s\()"
        r"|(?<=[\u2013-]\s))(1[5-9]|[2-6]\d)(?=\s*(?:[,;.)\u2013]|$)(?!\s*\d))",
        _as(r"\1 jahre alt"),
    ),
)
_FORMS: Final = tuple(
    (re.compile(pattern, re.IGNORECASE | re.MULTILINE), instead) for pattern, instead in _WRITTEN
)


def spelled_out(text: str) -> str:
    """Return the text with notes and fields of forms as sentences that say the same."""
    text = _LINES.sub(" .\n", text)
    for pattern, instead in _FORMS:
        text = pattern.sub(instead, text)
    return text
