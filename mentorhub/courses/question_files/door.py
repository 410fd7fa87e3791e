"""One door for all formats: bytes in, questions and a report out."""

import re
from collections.abc import Callable, Iterable
from typing import Any, Protocol

from mentorhub.courses.material.questions import Question
from mentorhub.courses.material.quizzes import MOST_QUESTIONS
from mentorhub.courses.question_files import aiken, gift, moodle_xml
from mentorhub.courses.question_files.decoding import decode, is_text
from mentorhub.courses.question_files.making import Head, Ids
from mentorhub.courses.question_files.notes import Imported, LeftOut, Note, Refused, Taken, note

MOST_BYTES = 50_000_000  # pictures inside Moodle XML make files large
MEGABYTE = 1_000_000
AIKEN_SIGN = re.compile(r"(?m)^[ \t]*[A-Z][).][^\n]*\n\s*ANSWER[ \t]*:")
GIFT_SIGN = re.compile(r"(?m)(?<!\\)\{[^{}]*\}|^[ \t]*::|^[ \t]*\$CATEGORY:")


class _Block(Protocol):
    @property
    def line(self) -> int: ...
    @property
    def title(self) -> str: ...


def read(data: bytes, name: str = "") -> Imported:
    """Return the questions of a GIFT, Aiken or Moodle XML file and a report; never raises.

    What a file is follows from what is in it; ``name`` decides only where that says nothing. Every
    question is either among ``taken``, with what was changed, or named in ``left_out``.
    """
    if len(data) > MOST_BYTES:
        return Imported("unknown", left_out=(_whole("too_big", name, MOST_BYTES // MEGABYTE),))
    text, guessed = decode(data)
    kind = _kind(text, name) if is_text(data) else "unknown"
    notes = [note("encoding", guessed)] if guessed else []
    if kind == "moodle_xml":
        return _read_xml(text, notes)
    if kind == "aiken":
        return _report(kind, aiken.blocks(text), aiken.read_block, notes)
    if kind == "gift":
        return _report(kind, gift.blocks(text), gift.read_block, notes)
    return Imported("unknown", left_out=(_whole("unknown_kind", name),), notes=tuple(notes))


def _whole(code: str, name: str, detail: object = "") -> LeftOut:
    return LeftOut(0, name, note(code, detail))


def _kind(text: str, name: str) -> str:
    begins = text.lstrip()
    if begins.startswith("<") and re.search(r"<quiz[\s>/]", begins[:100_000]):
        return "moodle_xml"
    if begins.startswith("<?xml"):
        return "unknown"
    if AIKEN_SIGN.search(text):
        return "aiken"
    if GIFT_SIGN.search(text) or (name.lower().endswith(".gift") and begins):
        return "gift"
    return "unknown"


def _read_xml(text: str, notes: list[Note]) -> Imported:
    parsed = moodle_xml.parse(text)
    elements = [block.element for block in parsed.blocks]
    if any((each.findtext("penalty") or "0").strip(" 0.") for each in elements):
        notes.append(note("penalty"))
    if any(each.findtext("shuffleanswers") in ("0", "false") for each in elements):
        notes.append(note("order"))
    return _report("moodle_xml", parsed.blocks, moodle_xml.read_block, notes, parsed.broken)


def _report(
    kind: str,
    blocks: Iterable[Any],
    read_block: Callable[[Any], tuple[Head, Question]],
    notes: list[Note],
    broken: Iterable[LeftOut] = (),
) -> Imported:
    taken: list[Taken] = []
    left_out: list[LeftOut] = []
    ids = Ids()
    for number, block in enumerate(blocks, 1):
        if number > MOST_QUESTIONS:
            left_out.append(LeftOut(block.line, block.title, note("too_many", MOST_QUESTIONS)))
            break
        try:
            head, question = read_block(block)
        except Refused as refused:
            left_out.append(LeftOut(block.line, block.title, refused.note))
        else:
            taken.append(
                _taken(block, head, question.model_copy(update={"id": ids.give(head, number)}))
            )
    left_out += broken
    if not taken and not left_out:
        left_out.append(_whole("no_questions", ""))
    return Imported(kind, tuple(taken), tuple(left_out), tuple(notes))


def _taken(block: _Block, head: Head, question: Question) -> Taken:
    return Taken(
        question,
        block.line,
        head.title or block.title,
        getattr(block, "category", ""),
        tuple(dict.fromkeys(head.notes)),
    )
