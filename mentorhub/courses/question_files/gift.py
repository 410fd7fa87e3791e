"""GIFT, as Moodle reads it. Source: question/format/gift of Moodle and its documentation."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import get_args

from mentorhub.courses.material.questions import Question
from mentorhub.courses.question_files import making
from mentorhub.courses.question_files.making import Figure, Head, Weighted
from mentorhub.courses.question_files.notes import Refused
from mentorhub.courses.question_files.texts import HTML_HINT, Format, Raw, line, prose

BLANK = "_____"
CATEGORY = "$CATEGORY:"
# Escaped characters stand aside while a question is taken apart: nobody may write these.
ASIDE = {each: chr(0xFDD0 + place) for place, each in enumerate(":#={}~\n%[")}
BACK = str.maketrans({aside: each for each, aside in ASIDE.items()})
ESCAPE = re.compile(r"\\([\\:#={}~n])")
ID = re.compile(r"\[id:([^\]]{1,200})\]")
TAG = re.compile(r"\[tag:([^\]]{1,200})\]")
EXTRAS = re.compile(r"^\s*//\s*mentorhub:\s*(\{.*\})\s*$")
WRAPPED = re.compile(r"[ \t]*\n[ \t]*")
WEIGHT = re.compile(r"%(-?[0-9]{1,3}(?:\.[0-9]{0,10})?)%")
ORDERING = re.compile(r">[ \t]*[0-9]*(?:[ \t]+[A-Za-z0-9_]+)*[ \t]*\n")
MOST_LINES, AHEAD = 200, 40
FORMATS: dict[str, Format] = {each: each for each in get_args(Format)}


@dataclass
class Block:
    """The lines of one question, and what the comments before it say."""

    line: int
    category: str = ""
    lines: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The lines that are no comments."""
        return "\n".join(self.lines).strip()

    @property
    def title(self) -> str:
        """How a report names the question: its title, else how it begins."""
        title, text = _title(_aside(self.text))
        return " ".join(_plain(title or text.split("{", 1)[0]).split())[:80]


def blocks(text: str) -> Iterator[Block]:
    """Yield the questions of a file, not yet read.

    Blank lines divide them, except inside braces that close further down before others open: Moodle
    would refuse such a question. So does a line that begins a title behind a closing brace.
    """
    category, block = "", Block(0)
    lines = text.split("\n")
    for number, told in enumerate(lines, 1):
        stripped = told.strip()
        if stripped.startswith(CATEGORY):
            yield from _whole(block)
            category = stripped.removeprefix(CATEGORY).strip()
            block = Block(0)
        elif stripped.startswith("//"):
            block.comments.append(stripped)
        elif not stripped and not _is_open(block, lines, number):
            yield from _whole(block)
            block = Block(0)
        else:
            if stripped.startswith("::") and block.lines and block.lines[-1].rstrip()[-1:] == "}":
                yield from _whole(block)
                block = Block(0, comments=block.comments)
            block.line = block.line or number
            block.category = category
            block.lines.append(told)
    yield from _whole(block)


def _whole(block: Block) -> Iterator[Block]:
    if block.text:
        yield block


def _is_open(block: Block, lines: Sequence[str], number: int) -> bool:
    """Return whether a brace of the block is closed further down before another one opens."""
    text = _aside("\n".join(block.lines[:MOST_LINES]))
    if text.count("{") <= text.count("}") or len(block.lines) > MOST_LINES:
        return False
    for told in lines[number : number + AHEAD]:
        found = re.search(r"[{}]", _aside(told))
        if found:
            return found[0] == "}"
    return False


def read_block(block: Block) -> tuple[Head, Question]:
    """Return what a block asks.

    Raises:
        Refused: it cannot be taken.
    """
    head = Head(extras=_extras(block), id_hint=_first(ID, block.comments))
    tags = [each for comment in block.comments for each in TAG.findall(comment)]
    if tags:
        head.note("tags", ", ".join(tags))
    text = _aside(block.text)
    head.title, text = _title(text)
    asked, answers = _parts(text)
    answers, general = _general(answers)
    raw = _raw(asked, "moodle")
    head.text = prose(raw, head.notes)
    head.explanation = prose(_raw(general, raw.format), head.notes)
    return head, _question(head, answers, raw.format)


def _question(head: Head, answers: str, given: Format) -> Question:
    if not answers:
        return making.essay(head)
    if answers.startswith("#"):
        return _number(head, answers[1:], given)
    if ORDERING.match(f"{answers}\n"):
        told = ORDERING.sub("", answers, count=1).split("\n")
        return making.ordering(head, [_line(head, each, given) for each in told if each.strip()])
    if "~" in answers:
        return _choice(head, answers, given)
    if "=" in answers and "->" in answers:
        return _matching(head, answers, given)
    if answers.split("#", 1)[0].strip().upper() in ("T", "TRUE", "F", "FALSE"):
        return _true_false(head, answers, given)
    return making.short(head, _weighted(head, _split(answers, "="), Fraction(1), given))


def _choice(head: Head, answers: str, given: Format) -> Question:
    one = "=" in answers
    told = []
    for each in _split(answers.replace("=", "~="), "~"):
        weight, text = (Fraction(1), each[1:]) if each.startswith("=") else _weight(each, 0)
        text, feedback = _feedback(head, text, given)
        told.append(Weighted(prose(_raw(text, given), head.notes), weight, feedback))
    return making.choice(head, told, one=one)


def _matching(head: Head, answers: str, given: Format) -> Question:
    pairs = []
    for each in _split(answers, "="):
        left, arrow, right = each.partition("->")
        if not arrow:
            raise Refused("no_arrow", _plain(each))
        pairs.append((_line(head, left, given), _plain(right).strip()))
    return making.matching(head, pairs)


def _true_false(head: Head, answers: str, given: Format) -> Question:
    told, *said = answers.split("#", 2)
    right = told.strip().upper() in ("T", "TRUE")
    wrong_said, right_said = (prose(_raw(each, given), head.notes) for each in [*said, "", ""][:2])
    said_true, said_false = (right_said, wrong_said) if right else (wrong_said, right_said)
    return making.true_false(head, right=right, said_true=said_true, said_false=said_false)


def _number(head: Head, answers: str, given: Format) -> Question:
    answers, wrong, said = answers.partition("~")
    if wrong:
        head.note("answer_feedback", _plain(said.partition("#")[2]))
    figures = [
        _figure(head, each.text, each.weight, each.feedback)
        for each in _weighted(head, _split(answers, "="), Fraction(1), given)
    ]
    return making.number(head, figures)


def _figure(head: Head, text: str, weight: Fraction, feedback: str) -> Figure:
    """Return "5", "5:0.1" or "4.9..5.1" with its tolerance; "*" stands for any number."""
    if text == "*":
        return Figure(Fraction(0), Fraction(0), Fraction(0), feedback)
    if ".." in text:
        low, high = (making.read_number(head, each) for each in text.split("..", 1))
        return Figure((low + high) / 2, abs(high - low) / 2, weight, feedback)
    value, _, tolerance = text.partition(":")
    told = making.read_number(head, tolerance) if tolerance.strip() else Fraction(0)
    return Figure(making.read_number(head, value), abs(told), weight, feedback)


def _weighted(
    head: Head, answers: Sequence[str], default: Fraction, given: Format
) -> list[Weighted]:
    told = []
    for each in answers:
        weight, text = _weight(each, default)
        text, feedback = _feedback(head, text, given)
        told.append(Weighted(_line(head, text, given), weight, feedback))
    return told


def _split(answers: str, mark: str) -> list[str]:
    """Return what stands behind each mark; what stands before the first one, too, if anything."""
    first, *others = answers.split(mark)
    return [each.strip() for each in ([first] if first.strip() else []) + others]


def _weight(answer: str, default: Fraction | int) -> tuple[Fraction, str]:
    found = WEIGHT.match(answer)
    if not found:
        return Fraction(default), answer
    return Fraction(found[1]) / 100, answer[found.end() :]


def _feedback(head: Head, answer: str, given: Format) -> tuple[str, str]:
    text, _, feedback = answer.partition("#")
    return text, prose(_raw(feedback, given), head.notes)


def _title(text: str) -> tuple[str, str]:
    """Return the title, empty if there is none, and what follows it."""
    ends = text.find("::", 2) if text.startswith("::") else -1
    if ends < 0:
        return "", text.removeprefix("::")
    return _plain(text[2:ends]).strip(), text[ends + 2 :].strip()


def _parts(text: str) -> tuple[str, str]:
    """Return what is asked, with a blank where a word is missing, and the answers."""
    begins, ends = text.find("{"), text.find("}")
    if begins < 0 and ends < 0:
        raise Refused("kind", "description")
    if begins < 0 or ends < begins:
        raise Refused("braces")
    if "{" in text[begins + 1 : ends]:
        raise Refused("braces")
    if re.search(r"[{}]", text[ends + 1 :]):
        raise Refused("two_blocks")
    before, after = text[:begins], text[ends + 1 :]
    asked = f"{before}{BLANK}{after}" if after.strip() else before
    return asked, text[begins + 1 : ends].strip()


def _general(answers: str) -> tuple[str, str]:
    before, mark, general = answers.rpartition("####")
    return (before.strip(), general) if mark else (answers, "")


def _raw(text: str, given: Format) -> Raw:
    """Return a text with its format, which may stand in brackets before it."""
    text = text.strip()
    if text.startswith("[") and (ends := text.find("]")) > 0 and text[1:ends] in FORMATS:
        given, text = FORMATS[text[1:ends]], text[ends + 1 :]
    if given in ("plain", "moodle") and not HTML_HINT.search(text):
        text = WRAPPED.sub(" ", text)  # a line break that is meant is written \\n
    return Raw(_plain(text).strip(), given)


def _line(head: Head, text: str, given: Format) -> str:
    return line(_raw(text, given), head.notes)


def _aside(text: str) -> str:
    return ESCAPE.sub(
        lambda found: "\\" if found[1] == "\\" else ASIDE["\n" if found[1] == "n" else found[1]],
        text,
    )


def _plain(text: str) -> str:
    return text.translate(BACK)


def _first(pattern: re.Pattern[str], comments: Sequence[str]) -> str:
    return next((found[1] for each in comments if (found := pattern.search(each))), "")


def _extras(block: Block) -> dict[str, object]:
    told = next((found[1] for each in block.comments if (found := EXTRAS.match(each))), "{}")
    return making.read_extras(told)
