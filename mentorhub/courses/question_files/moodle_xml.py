"""Moodle XML. Source: question/format/xml of Moodle and its documentation."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import XMLParser

from mentorhub.courses.material.questions import Question
from mentorhub.courses.question_files import making, moodle_cloze
from mentorhub.courses.question_files.making import Figure, Head, Weighted
from mentorhub.courses.question_files.notes import LeftOut, Refused, note
from mentorhub.courses.question_files.texts import Format, Raw, bounded, line, prose

DEEPEST = 40
MOST_ELEMENTS = 1_000_000
CHUNK = 1 << 16
FORMATS: dict[str, Format] = {
    "html": "html",
    "moodle_auto_format": "moodle",
    "plain_text": "plain",
    "markdown": "markdown",
    "wiki_like": "moodle",
}
COMBINED = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
NO_UNIT = "3"
PLACE = re.compile(r"\[\[([0-9]{1,4})\]\]")


class _Stop(Exception):
    """Enough was seen."""


class _Builder(TreeBuilder):
    """Builds questions, each whole, and forgets what is in files."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, Element]] = []
        self.lines: Callable[[], int] = lambda: 0
        self._depth = self._count = 0
        self._line = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self._depth += 1
        self._count += 1
        if self._depth > DEEPEST or self._count > MOST_ELEMENTS:
            raise _Stop
        if self._depth == 2:
            self._line = self.lines()
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        element = super().end(tag)
        self._depth -= 1
        if tag == "file":
            element.text = None
        if self._depth == 1 and tag == "question":
            self.found.append((self._line, element))
        return element


@dataclass
class Block:
    """One question element."""

    line: int
    element: Element
    category: str = ""

    @property
    def kind(self) -> str:
        """Moodle's name of the kind."""
        return self.element.get("type", "").strip()

    @property
    def title(self) -> str:
        """How a report names it."""
        return (
            _text(self.element.find("name/text")) or _text(self.element.find("questiontext/text"))
        )[:80]


@dataclass
class Parsed:
    """The questions up to where the file ends or breaks, and what breaks it."""

    blocks: list[Block] = field(default_factory=list)
    broken: list[LeftOut] = field(default_factory=list)


def parse(text: str) -> Parsed:
    """Return the questions of a file, not yet read; what breaks it is named."""
    builder = _Builder()
    parser = XMLParser(target=builder, forbid_dtd=True)
    builder.lines = lambda: parser.parser.CurrentLineNumber
    broken: list[LeftOut] = []
    try:
        for at in range(0, len(text), CHUNK):
            parser.feed(text[at : at + CHUNK])
        parser.close()
    except ParseError as error:
        broken = [LeftOut(error.position[0], "", note("broken_xml", error))]
    except DefusedXmlException:
        broken = [LeftOut(builder.lines(), "", note("forbidden_xml"))]
    except _Stop:
        broken = [LeftOut(builder.lines(), "", note("too_deep"))]
    return Parsed(list(_with_categories(builder.found)), broken)


def _with_categories(found: Sequence[tuple[int, Element]]) -> Iterator[Block]:
    category = ""
    for number, element in found:
        if element.get("type") == "category":
            category = _text(element.find("category/text"))
        else:
            yield Block(number, element, category)


def read_block(block: Block) -> tuple[Head, Question]:
    """Return what a question element asks.

    Raises:
        Refused: it cannot be taken.
    """
    read = KINDS.get(block.kind)
    if read is None:
        raise Refused("kind", block.kind or "?")
    element = block.element
    head = Head(
        title=_text(element.find("name/text")),
        id_hint=_text(element.find("idnumber")),
        extras=making.read_extras(_text(element.find("mentorhub"))),
    )
    head.points = making.points(head, _text(element.find("defaultgrade")))
    head.explanation = _prose(head, element.find("generalfeedback"), _format(element))
    _note_losses(head, element)
    if block.kind not in ("cloze", "multianswer", "ddwtos", "gapselect"):
        head.text = _prose(head, element.find("questiontext"))
    return head, read(head, element)


def _note_losses(head: Head, element: Element) -> None:
    """Note what has no place here: pictures, tags, hints, feedback to the whole."""
    for file in element.iter("file"):
        head.note("file", file.get("name", "?"))
    if picture := _text(element.find("image")):
        head.note("picture", picture)
    tags = [_text(each) for each in element.iterfind("tags/tag/text")]
    said = [line(_raw(element.find(each)), []) for each in COMBINED]
    hints = [line(_raw(each), []) for each in element.iterfind("hint")]
    for code, told in (("tags", tags), ("combined_feedback", said), ("hints", hints)):
        if any(told):
            head.note(code, "; ".join(each for each in told if each))


def _choice(head: Head, element: Element) -> Question:
    given = _format(element)
    options = [
        Weighted(
            _prose(head, each, given), _fraction(each), _prose(head, each.find("feedback"), given)
        )
        for each in element.iterfind("answer")
    ]
    one = _text(element.find("single")) not in ("false", "0")
    return making.choice(head, options, one=one)


def _true_false(head: Head, element: Element) -> Question:
    """Read the two answers; where neither is called true or false the first one is true."""
    answers = element.findall("answer")[:2]
    if len(answers) < 2:
        raise Refused("no_answers")
    if _text(answers[0].find("text")).lower() == "false":
        answers.reverse()
    said = [_prose(head, each.find("feedback"), _format(element)) for each in answers]
    right = [Weighted("", _fraction(each)).is_right for each in answers]
    if right[0] == right[1]:
        raise Refused("no_right")
    return making.true_false(head, right=right[0], said_true=said[0], said_false=said[1])


def _short(head: Head, element: Element) -> Question:
    case_sensitive = _text(element.find("usecase")) not in ("", "0", "false")
    return making.short(head, _answers(head, element), case_sensitive=case_sensitive)


def _answers(head: Head, element: Element) -> list[Weighted]:
    return [
        Weighted(_text(each.find("text")) or _text(each), _fraction(each),
                 _prose(head, each.find("feedback"), _format(element)))
        for each in element.iterfind("answer")
    ]  # fmt: skip


def _number(head: Head, element: Element) -> Question:
    figures = []
    answers = zip(_answers(head, element), element.iterfind("answer"), strict=True)
    for answer, each in answers:
        if answer.text in ("", "*"):
            figures.append(Figure(Fraction(0), Fraction(0), Fraction(0), answer.feedback))
            continue
        tolerance = making.read_number(head, _text(each.find("tolerance")) or "0")
        value = making.read_number(head, answer.text)
        figures.append(Figure(value, abs(tolerance), answer.weight, answer.feedback))
    names = _units(head, element)
    return making.number(head, figures, unit=names[0] if names else "", units=names[1:])


def _units(head: Head, element: Element) -> list[str]:
    if _text(element.find("showunits")) == NO_UNIT:
        return []
    told = [
        (_text(each.find("unit_name")), _text(each.find("multiplier")) or "1")
        for each in element.iterfind("units/unit")
    ]
    same = [name for name, factor in told if making.read_number(head, factor) == 1 and name]
    others = [f"{name} ({factor})" for name, factor in told if name not in same]
    if others:
        head.note("unit_factor", ", ".join(others))
    graded = _text(element.find("unitgradingtype")) not in ("", "0")
    penalty = making.read_number(head, _text(element.find("unitpenalty")) or "0")
    if same and not (graded and penalty >= 1):
        head.note("unit_needed")
    return same


def _matching(head: Head, element: Element) -> Question:
    given = _format(element)
    pairs = [
        (_line(head, each, given), _line(head, each.find("answer"), "plain"))
        for each in element.iterfind("subquestion")
    ]
    return making.matching(head, pairs)


def _ordering(head: Head, element: Element) -> Question:
    """Read the items: an answer's fraction is its place."""
    given = _format(element)
    told = [(_fraction(each), _line(head, each, given)) for each in element.iterfind("answer")]
    making.note_feedback(head, _answers(head, element))
    if _text(element.find("selecttype")).upper() not in ("", "ALL", "0"):
        head.note("subset")
    return making.ordering(head, [item for _, item in sorted(told, key=lambda each: each[0])])


def _essay(head: Head, element: Element) -> Question:
    if _text(element.find("attachments")) not in ("", "0"):
        head.note("uploads")
    if _text(element.find("responsetemplate/text")):
        head.note("template")
    words = _text(element.find("minwordlimit"))
    model = _prose(head, element.find("graderinfo"), _format(element))
    return making.essay(head, model=model, words=int(words) if _is_count(words) else 0)


def _cloze(head: Head, element: Element) -> Question:
    raw = _raw(element.find("questiontext"))
    text, gaps = moodle_cloze.take_out(bounded(raw.text))
    ids = _ids(head, len(gaps))
    head.text = moodle_cloze.put_back(prose(Raw(text, raw.format), head.notes), ids)
    if element.find("defaultgrade") is None:
        head.points = making.points(head, str(sum(weight for weight, *_ in gaps) or 1))
    if len({weight for weight, *_ in gaps}) > 1:
        head.note("gap_weights")

    def clean(told: str) -> str:
        return line(Raw(told, "html" if raw.format in ("html", "moodle") else "plain"), head.notes)

    told = [
        moodle_cloze.gap(head, id_, kind, answers, clean)
        for id_, (_, kind, answers) in zip(ids, gaps, strict=True)
    ]
    return making.cloze(head, told)


def _ids(head: Head, count: int) -> list[str]:
    """Return the ids of gaps: ours if the file tells them, else numbers from 1."""
    told = head.extras.get("gaps")
    if isinstance(told, list) and len(told) == count and all(isinstance(e, str) for e in told):
        return told
    return [str(number) for number in range(1, count + 1)]


def _placed(box: str) -> Callable[[Head, Element], Question]:
    """Return a reader for texts with places for words out of boxes."""

    def read(head: Head, element: Element) -> Question:
        raw = _raw(element.find("questiontext"))
        boxes = [
            (_line(head, each, "html"), _text(each.find("group")) or "1")
            for each in element.iterfind(box)
        ]
        places = [int(each) - 1 for each in PLACE.findall(raw.text)]
        lost = [str(place + 1) for place in places if not 0 <= place < len(boxes)]
        if lost:
            raise Refused("gap_unknown", ", ".join(lost))
        marks = iter(range(len(places)))
        text = PLACE.sub(lambda _: moodle_cloze.mark(next(marks)), raw.text)
        ids = [str(number) for number in range(1, len(places) + 1)]
        head.text = moodle_cloze.put_back(prose(Raw(text, raw.format), head.notes), ids)
        return making.cloze(
            head, [_boxed(id_, boxes, place) for id_, place in zip(ids, places, strict=True)]
        )

    return read


def _boxed(id_: str, boxes: Sequence[tuple[str, str]], place: int) -> dict[str, Any]:
    right, group = boxes[place]
    options = dict.fromkeys(text for text, other in boxes if other == group and text)
    return {"id": id_, "options": list(options), "right": right}


KINDS: dict[str, Callable[[Head, Element], Question]] = {
    "multichoice": _choice,
    "truefalse": _true_false,
    "shortanswer": _short,
    "numerical": _number,
    "matching": _matching,
    "match": _matching,
    "ordering": _ordering,
    "essay": _essay,
    "cloze": _cloze,
    "multianswer": _cloze,
    "ddwtos": _placed("dragbox"),
    "gapselect": _placed("selectoption"),
}


def _text(element: Element | None) -> str:
    return (element.text or "").strip() if element is not None else ""


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 4


def _raw(element: Element | None, given: Format = "html") -> Raw:
    if element is None:
        return Raw("", given)
    text = element.find("text")
    if text is not None and len(text):
        raise Refused("does_not_fit", "markup outside CDATA")
    told = _text(text) if text is not None else _text(element)
    return Raw(told, FORMATS.get(element.get("format", ""), given))


def _format(element: Element) -> Format:
    """Return the format of the question, which is that of all texts that name none."""
    return _raw(element.find("questiontext")).format


def _prose(head: Head, element: Element | None, given: Format = "html") -> str:
    return prose(_raw(element, given), head.notes)


def _line(head: Head, element: Element | None, given: Format) -> str:
    return line(_raw(element, given), head.notes)


def _fraction(answer: Element) -> Fraction:
    told = answer.get("fraction") or _text(answer.find("fraction")) or "0"
    return making.read_number(Head(), told) / 100
