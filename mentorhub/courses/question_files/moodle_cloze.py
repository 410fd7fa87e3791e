"""Gaps inside a text as Moodle writes them: ``{1:SHORTANSWER:=right~wrong#feedback}``."""

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from mentorhub.courses.question_files import making
from mentorhub.courses.question_files.making import Head, Weighted
from mentorhub.courses.question_files.notes import Refused

BEGIN = re.compile(r"\{([0-9]{0,4}):([A-Z_]{2,20}):")
ESCAPE = re.compile(r"\\([}~#\"/])")
FRACTION = re.compile(r"=|%(-?[0-9]{1,3}(?:[.,][0-9]{0,10})?)%")
FIGURE = re.compile(r"([^:]+)(?::([^:]*))?")
WORDS = frozenset(("SHORTANSWER", "SA", "MW"))
CASED = frozenset(("SHORTANSWER_C", "SAC", "MWC"))
CHOICES = frozenset(
    f"{name}{across}{each}"
    for name, across in (("MULTICHOICE", "_"), ("MC", ""))
    for each in ("V", "H", "S", "VS", "HS")
) | {"MULTICHOICE", "MC"}
NUMBERS = frozenset(("NUMERICAL", "NM"))
ESCAPED = str.maketrans({each: f"\\{each}" for each in '}~#"/'})
Clean = Callable[[str], str]


def take_out(text: str) -> tuple[str, list[tuple[int, str, str]]]:
    """Return a text in which marks stand for gaps, and the gaps: weight, kind, answers.

    A mark is the number of a gap, from 0, between two characters that nobody may write.
    """
    told: list[str] = []
    gaps: list[tuple[int, str, str]] = []
    at = 0
    for found in BEGIN.finditer(text):
        if found.start() < at:
            continue
        ends = _end(text, found.end())
        if ends < 0:
            break
        told += [text[at : found.start()], mark(len(gaps))]
        gaps.append((int(found[1] or 1), found[2], text[found.end() : ends]))
        at = ends + 1
    return "".join([*told, text[at:]]), gaps


def mark(place: int) -> str:
    """Return what stands for a gap while the text around it is read."""
    return f"\ufdde{place}\ufddf"


def put_back(text: str, ids: list[str]) -> str:
    """Return a text with our gaps in place of the marks."""
    return re.sub("\ufdde([0-9]{1,6})\ufddf", lambda found: f"{{{{{ids[int(found[1])]}}}}}", text)


def gap(head: Head, id_: str, kind: str, answers: str, clean: Clean) -> Mapping[str, Any]:
    """Return the fields of a gap.

    Raises:
        Refused: we have no such gap.
    """
    if kind not in WORDS | CASED | CHOICES | NUMBERS:
        raise Refused("gap_kind", kind)
    told = [_answer(each, clean) for each in _split(answers, "~") if each.strip()]
    if kind in CHOICES:
        return _chosen(head, id_, told)
    if kind in NUMBERS:
        told = [_exact(head, each) for each in told]
    if kind in CASED:
        head.note("gap_case")
    accepted = making.accepted_of(head, told)
    if kind in NUMBERS:
        accepted = [each for text in accepted for each in dict.fromkeys((text, _german(text)))]
        head.note("gap_number", ", ".join(accepted))
    return {"id": id_, "accepted": accepted}


def written(weight: int, gap_: Any) -> str:
    """Return a gap of ours as Moodle writes it."""
    if gap_.options:
        told = [_option(each, right=each == gap_.right) for each in gap_.options]
        return f"{{{weight}:MULTICHOICE:{'~'.join(told)}}}"
    accepted = "~".join(f"={each.translate(ESCAPED)}" for each in gap_.accepted)
    return f"{{{weight}:SHORTANSWER:{accepted}}}"


def _option(text: str, *, right: bool) -> str:
    guard = "%0%" if text.startswith(("=", "%")) else ""
    return ("=" if right else guard) + text.translate(ESCAPED)


def _end(text: str, at: int) -> int:
    """Return the place of the brace that ends a gap, -1 if there is none."""
    while (at := text.find("}", at)) >= 0 and text[at - 1] == "\\":
        at += 1
    return at


def _split(text: str, sign: str) -> list[str]:
    return re.split(rf"(?<!\\){sign}", text)


def _answer(text: str, clean: Clean) -> Weighted:
    text = text.strip()
    told, _, feedback = _parted(text)
    weight = Fraction(0)
    if found := FRACTION.match(told):
        weight = Fraction(found[1].replace(",", ".")) / 100 if found[1] else Fraction(1)
        told = told[found.end() :]
    return Weighted(clean(_unescaped(told)), weight, clean(_unescaped(feedback)))


def _parted(text: str) -> tuple[str, str, str]:
    """Part at the first # that is neither escaped nor part of a character reference."""
    found = re.search(r"(?<!\\)(?<!&)(?<!&amp;)#", text)
    return (text[: found.start()], "#", text[found.end() :]) if found else (text, "", "")


def _unescaped(text: str) -> str:
    return ESCAPE.sub(lambda found: found[1], text)


def _chosen(head: Head, id_: str, told: list[Weighted]) -> Mapping[str, Any]:
    right = making.accepted_of(head, told)
    if right[1:]:
        head.note("partly", "; ".join(right[1:]))
    options = list(dict.fromkeys(each.text for each in told if each.text))
    if len(options) < 2:
        raise Refused("one_option", right[0])
    return {"id": id_, "options": options, "right": right[0]}


def _exact(head: Head, answer: Weighted) -> Weighted:
    """Return an answer in numbers as words; a tolerance cannot be said in words."""
    found = FIGURE.fullmatch(answer.text)
    if answer.is_right and found and making.read_number(head, found[2] or "0"):
        raise Refused("gap_tolerance", answer.text)
    text = found[1].strip() if found else answer.text
    if answer.is_right:
        making.read_number(head, text)
    return Weighted(text, answer.weight, answer.feedback)


def _german(text: str) -> str:
    return text.replace(".", ",") if "." in text else text.replace(",", ".")
