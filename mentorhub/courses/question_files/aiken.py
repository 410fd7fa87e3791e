"""Aiken: a line that asks, lines with letters, and a line with the right letter.

Where Moodle goes on with half a question, it is left out here and named.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from mentorhub.courses.material.questions import Question
from mentorhub.courses.question_files import making
from mentorhub.courses.question_files.making import Head, Weighted
from mentorhub.courses.question_files.notes import Refused
from mentorhub.courses.question_files.texts import of_plain

OPTION = re.compile(r"([A-Z])[).][ \t]*(.*)")
ANSWER = re.compile(r"ANSWER[ \t]*:[ \t]*(.*)")


@dataclass
class Block:
    """The lines of one question; ``answer`` is None as long as there is no ANSWER line."""

    line: int
    stem: list[str] = field(default_factory=list)
    options: list[tuple[str, str]] = field(default_factory=list)
    answer: str | None = None

    @property
    def title(self) -> str:
        """How a report names it."""
        first = self.stem[0] if self.stem else next((text for _, text in self.options), "")
        return (first or f"ANSWER: {self.answer}")[:80]


def blocks(text: str) -> Iterator[Block]:
    """Yield the questions of a file, not yet read."""
    block = Block(0)
    was_blank = False
    for number, told in enumerate(text.split("\n"), 1):
        told = told.strip()
        if told:
            if _begins(block, told, was_blank):
                yield block
                block = Block(0)
            block.line = block.line or number
            _add(block, told)
            if block.answer is not None:
                yield block
                block = Block(0)
        was_blank = not told
    if block.line:
        yield block


def _begins(block: Block, told: str, was_blank: bool) -> bool:
    """Return whether a line that is neither option nor answer begins another question."""
    if OPTION.match(told) or ANSWER.match(told):
        return False
    return bool(block.options) or (bool(block.stem) and was_blank)


def _add(block: Block, told: str) -> None:
    if found := OPTION.match(told):
        block.options.append((found[1], found[2].strip()))
    elif found := ANSWER.match(told):
        block.answer = found[1].strip().rstrip(".)")
    else:
        block.stem.append(told)


def read_block(block: Block) -> tuple[Head, Question]:
    """Return what a block asks.

    Raises:
        Refused: it cannot be taken.
    """
    _check(block)
    letters = [letter for letter, _ in block.options]
    if letters.count(block.answer or "") != 1:
        raise Refused("answer_letter", block.answer or "")
    head = Head(title=block.stem[0], text=of_plain(block.stem[0]))
    options = [
        Weighted(of_plain(text), Fraction(letter == block.answer)) for letter, text in block.options
    ]
    return head, making.choice(head, options, one=True)


def _check(block: Block) -> None:
    if block.answer is None:
        raise Refused("no_answer_line" if block.stem else "no_stem")
    if not block.stem or len(block.options) < 2:
        raise Refused("no_options")
    if len(block.stem) > 1:
        raise Refused("long_stem")
