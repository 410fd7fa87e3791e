"""Pure: how what people write is compared with what is accepted: words, numbers, units.

Nothing here takes longer than about linear time, whatever is written.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

FINAL = ".,;:!?…"
LONGEST_NUMBER = 80
SPACES = re.compile(r"\s+")
STAR = re.compile(r"(?<!\\)\*")

# What keyboards put in place of what was meant, and what nobody sees.
ALIKE = str.maketrans(
    {  # apostrophes, quotation marks, dashes; marks without width
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u00b4`", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f", ""),
    }
)

# "1.234.567", "1 234 567,8", "1'234.5": groups of three behind one kind of mark, then the other.
GROUPED = re.compile(r"([1-9][0-9]{0,2}(?:([ .,'])[0-9]{3})(?:\2[0-9]{3})*)(?:(?!\2)[.,]([0-9]+))?")
PLAIN = re.compile(r"([0-9]*)(?:[.,]([0-9]+))?")
FIGURE = re.compile(
    r"([^0-9]*?)([+-]?) ?([.,]?[0-9](?:[0-9 .,']*[0-9])?)"  # unit, sign, digits and their marks
    r"(?:[eE]([+-]?[0-9]{1,3})(?![0-9]))?(?:,-{1,2})?([^0-9].*)?"  # exponent, "50,-", unit
)


@dataclass(frozen=True)
class Told:
    """A number as it was written, and what stands before or behind it."""

    value: Fraction
    unit: str


def fits(text: str, accepted: Iterable[str], *, case_sensitive: bool = False) -> bool:
    r"""Return whether a text is one of the accepted ones.

    Width and composition of characters (NFKC), white space, kinds of quotes and dashes, and final
    punctuation do not count, nor does case unless it is said. ``*`` in an accepted text stands for
    anything, nothing too, ``\*`` for a star. An empty text fits nothing.
    """
    told = _plain(text, case_sensitive)
    return bool(told) and any(_fits(told, each, case_sensitive) for each in accepted)


def number(text: str, language: Literal["de", "en"]) -> Told | None:
    """Return the number that a text holds, None if it holds none or more than one.

    German and English notation: "1.234,5", "1,234.5", "1 234,5", "1'234.5", "0,5", ".5", "1e3",
    "50,-". One mark with exactly three digits behind it and one to three before ("1.234",
    "12,500") can be either: it is read as ``language`` writes it, so "1.234" is 1234 in German and
    1.234 in English. All else reads alike in both. A unit may stand before or behind.
    """
    if len(text) > LONGEST_NUMBER:
        return None
    match = FIGURE.fullmatch(_ascii(text))
    if not match:
        return None
    before, sign, figure, exponent, behind = (each or "" for each in match.groups())
    size = _figure(figure, language)
    if size is None or (before.strip() and behind.strip(f" {FINAL}")):
        return None
    value = size * Fraction(10) ** int(exponent or 0)
    return Told(-value if sign == "-" else value, _unit(before) or _unit(behind))


def same_unit(unit: str, spellings: Iterable[str]) -> bool:
    """Return whether a unit is one of the spellings; case, spaces and final points do not count.

    Where the spellings are all empty no unit is asked for and none may stand there.
    """
    known = {_unit(each) for each in spellings}
    return _unit(unit) in (known - {""} or known)


def exact(value: float) -> Fraction:
    """Return the decimal number that somebody wrote and a float keeps: 0.1 is one tenth."""
    return Fraction(Decimal(repr(value)))


def _plain(text: str, case_sensitive: bool, *, whole: bool = True) -> str:
    text = unicodedata.normalize("NFKC", text.translate(ALIKE))
    if not case_sensitive:
        text = unicodedata.normalize("NFKC", text.casefold())
    text = SPACES.sub(" ", text)
    return _ended(text.strip()) if whole else text


def _ended(text: str) -> str:
    """Return a text without its final punctuation, unless it is nothing else."""
    return text.rstrip(f"{FINAL} ") or text


def _fits(told: str, accepted: str, case_sensitive: bool) -> bool:
    pieces = [each.replace("\\*", "*") for each in STAR.split(accepted)]
    if len(pieces) == 1:
        return told == _plain(pieces[0], case_sensitive)
    first, *middle, last = (_plain(each, case_sensitive, whole=False) for each in pieces)
    return _woven(told, first.lstrip(), middle, last.rstrip(f"{FINAL} "))


def _woven(told: str, first: str, middle: list[str], last: str) -> bool:
    """Return whether the pieces stand in ``told`` one behind the other, the ends at the ends."""
    end = len(told) - len(last)
    if not (told.startswith(first) and told.endswith(last) and len(first) <= end):
        return False
    at = len(first)
    for piece in middle:
        at = told.find(piece, at, end)
        if at < 0:
            return False
        at += len(piece)
    return True


def _ascii(text: str) -> str:
    """Return a text with the digits, spaces and marks of all scripts as ours."""
    text = "".join(
        each if each.isascii() else str(unicodedata.decimal(each, each)) for each in text
    )
    return SPACES.sub(" ", text.translate(ALIKE)).strip()


def _figure(figure: str, language: Literal["de", "en"]) -> Fraction | None:
    grouped, plain = GROUPED.fullmatch(figure), PLAIN.fullmatch(figure)
    if grouped and plain:
        thousands = "." if language == "de" else ","
        grouped = grouped if grouped[2] == thousands else None
    if grouped:
        whole, part = re.sub(r"[^0-9]", "", grouped[1]), grouped[3]
    elif plain:
        whole, part = plain[1], plain[2]
    else:
        return None
    return Fraction(Decimal(f"{whole or 0}.{part or 0}"))


def _unit(text: str) -> str:
    text = unicodedata.normalize("NFKC", text.translate(ALIKE)).casefold()
    return SPACES.sub("", text).rstrip(FINAL)
