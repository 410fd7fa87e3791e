"""PDF files that everybody can read: tagged, with title and language, as PDF/UA-1 asks for it.

A room says what stands on the pages, in blocks; how they look is in ``pdf.typ``. Words reach the
typesetter as data, never as markup, so that nothing in them is a command. PDF/UA-1 (ISO 14289-1) is
checked by Typst while it writes: a file that breaks it is not made at all.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import typst

from mentorhub.kit.errors import Refused

MOST_SIGNS: Final = 200_000
_HERE: Final = Path(__file__).parent
_TEMPLATE: Final = _HERE / "pdf.typ"
_FONTS: Final = _HERE / "static" / "vendor" / "paper"
_UNKNOWN: Final = "?"
# Ends included: Latin with all its marks (Vietnamese, Yoruba), Greek, Cyrillic, writing, money.
_SCRIPTS: Final = (
    (0x20, 0x7E), (0xA0, 0x24F), (0x384, 0x3CE), (0x400, 0x4FF), (0x1E00, 0x1EFF),
    (0x2010, 0x2015), (0x2018, 0x201E), (0x2020, 0x2022), (0x2026, 0x2026), (0x2030, 0x2030),
    (0x2039, 0x203A), (0x20AC, 0x20AC), (0x2122, 0x2122),
)  # fmt: skip
_SOFT_HYPHEN: Final = "\u00ad"
_BREAKS: Final = re.compile(r"[ \t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]+")  # not what holds together


class TooLong(Refused):
    """More words than a PDF of ours may have."""


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the title of the document and made by itself, so from 2 to 4."""

    words: str
    level: Literal[2, 3, 4] = 2


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; ``lead`` stands out, ``mark`` is a result, ``small`` is an aside."""

    words: str
    kind: Literal["plain", "lead", "mark", "small"] = "plain"


@dataclass(frozen=True)
class Bullets:
    """A list; each line is its words and an aside in small print, which may be empty."""

    lines: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Table:
    """A table; each row has as many cells as there are names of columns."""

    names: Sequence[str]
    rows: Sequence[Sequence[str]]


Block = Heading | Paragraph | Bullets | Table


def render(
    title: str,
    blocks: Iterable[Block],
    *,
    now: datetime,
    locale: str = "de",
    foot: str = "",
) -> bytes:
    """Return a PDF of these blocks; the same input gives the same file.

    ``locale`` is the language of the words. ``foot`` stands on every page, with its number. Signs
    that our fonts do not have become question marks, signs that cannot be seen go.

    Raises:
        TooLong: there are more than MOST_SIGNS signs in it.
    """
    data = {
        "title": printable(title) or _UNKNOWN,
        "foot": printable(foot),
        "lang": locale[:2],
        "blocks": [_told(block) for block in blocks],
    }
    return typeset(_TEMPLATE, data, now=now)


def typeset(template: Path, data: Mapping[str, Any], *, now: datetime) -> bytes:
    """Return a PDF that a room's own template makes of ``data``, which it reads as JSON.

    What people wrote must have gone through ``printable``. The template sees no other file.

    Raises:
        TooLong: there are more than MOST_SIGNS signs in it.
    """
    sent = json.dumps(data, ensure_ascii=False)
    if len(sent) > MOST_SIGNS:
        raise TooLong(f"{len(sent)} signs")
    made = typst.compile(
        template,
        root=template.parent,
        font_paths=_fonts(),
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"data": sent},
        timestamp=now.astimezone(UTC).replace(microsecond=0),
    )
    assert isinstance(made, bytes)
    return made


def printable(words: str) -> str:
    """Return words that our fonts can show, in one line."""
    line = _BREAKS.sub(" ", unicodedata.normalize("NFC", words)).strip()
    return "".join(_shown(sign) for sign in line if sign != _SOFT_HYPHEN)


def _shown(sign: str) -> str:
    if any(first <= ord(sign) <= last for first, last in _SCRIPTS):
        return sign if unicodedata.category(sign) != "Cn" else _UNKNOWN
    return "" if unicodedata.category(sign) in ("Cc", "Cf", "Mn") else _UNKNOWN


def _told(block: Block) -> dict[str, Any]:
    """Return a block as the template reads it."""
    if isinstance(block, Bullets):
        lines = [[printable(words), printable(aside)] for words, aside in block.lines]
        return {"is": "bullets", "lines": lines}
    if isinstance(block, Table):
        names = [printable(name) for name in block.names]
        cells = [printable(cell) for row in block.rows for cell in row]
        return {"is": "table", "names": names, "cells": cells}
    words = printable(block.words)
    if isinstance(block, Heading):
        return {"is": "heading", "words": words, "level": block.level}
    return {"is": block.kind, "words": words}


@cache
def _fonts() -> typst.Fonts:
    """Return our own fonts, and those within the library for where ours were never brought."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(_FONTS)])
