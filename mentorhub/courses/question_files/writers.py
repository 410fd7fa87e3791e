"""Our questions as GIFT and as Moodle XML.

What is written is read in again at once: what would not come back equal is left out and named. What
a format has no place for (points and units in GIFT, the lesson, criteria) travels beside a
question as JSON, in a comment or an element that other programs pass over.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from mentorhub.courses.material.questions import (
    GAP,
    Cloze,
    Essay,
    Matching,
    Multiple,
    Number,
    Option,
    Ordering,
    Question,
    Short,
    Single,
    TrueFalse,
    worth,
)
from mentorhub.courses.question_files import moodle_cloze
from mentorhub.courses.question_files.decoding import NOT_TEXT
from mentorhub.courses.question_files.door import read
from mentorhub.courses.question_files.making import EXTRAS
from mentorhub.courses.question_files.notes import LeftOut, note

GIFT_SPECIAL = str.maketrans(
    {**{each: f"\\{each}" for each in "\\:#={}~"}, "\n": "\\n", "\r": None}
)
XML_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n'
XML_TAIL = "</quiz>\n"
Extras = Mapping[str, Any]
Filed = Mapping[str, str]  # the category of questions by their ids
NOWHERE: Filed = MappingProxyType({})


@dataclass(frozen=True)
class Written:
    """A file in UTF-8, and the questions (``line`` is their number from 1) that are not in it."""

    data: bytes
    left_out: tuple[LeftOut, ...]


def write_gift(questions: Iterable[Question], filed: Filed = NOWHERE) -> Written:
    """Return questions as GIFT; ordering as Moodle's plugin for it writes it, cloze not at all.

    Those of a category stand together, those without one before all others.
    """
    told, left_out = _told(questions, _gift, "", "")
    return Written("\n".join(_sorted(told, filed, _gift_category)).encode(), left_out)


def write_moodle_xml(questions: Iterable[Question], filed: Filed = NOWHERE) -> Written:
    """Return questions as Moodle XML; categories as in GIFT."""
    told, left_out = _told(questions, _xml, XML_HEAD, XML_TAIL)
    parts = "".join(_sorted(told, filed, _xml_category))
    return Written(f"{XML_HEAD}{parts}{XML_TAIL}".encode(), left_out)


def _sorted(told: Mapping[str, str], filed: Filed, heading: Callable[[str], str]) -> Iterator[str]:
    """Yield what is told of each question, by category, with a heading before each of them."""
    for category in ["", *dict.fromkeys(filed[id_] for id_ in told if id_ in filed)]:
        if category:
            yield heading(" ".join(category.split()))
        yield from (text for id_, text in told.items() if filed.get(id_, "") == category)


def _gift_category(name: str) -> str:
    return f"$CATEGORY: {name}\n"


def _xml_category(name: str) -> str:
    inside = f"<category><text>{escape(name)}</text></category>"
    return f'<question type="category">{inside}</question>\n'


def _told(
    questions: Iterable[Question],
    write: Callable[[Question, Extras], str | None],
    head: str,
    tail: str,
) -> tuple[dict[str, str], tuple[LeftOut, ...]]:
    """Return what is told of each question by its id, and those of which nothing can be."""
    told: dict[str, str] = {}
    left_out: list[LeftOut] = []
    for number, question in enumerate(questions, 1):
        text, code = _one(question, lambda q, extras: _framed(write(q, extras), head, tail))
        if text is None:
            detail = question.kind if code == "not_here" else ""
            left_out.append(LeftOut(number, question.id, note(code, detail)))
        else:
            told[question.id] = text[len(head) : len(text) - len(tail)]
    return told, tuple(left_out)


def _framed(text: str | None, head: str, tail: str) -> str | None:
    return None if text is None else f"{head}{text}{tail}"


def _one(
    question: Question, write: Callable[[Question, Extras], str | None]
) -> tuple[str | None, str]:
    """Return a question as a file of its own, or None and the code of what keeps it out."""
    text = write(question, {})
    if text is None:
        return None, "not_here"
    if NOT_TEXT.search(text):
        return None, "not_text"
    missing = _missing(question, text)
    if missing:
        text = write(question, missing) or ""
        missing = _missing(question, text)
    return (None, "not_equal") if missing is None or missing else (text, "")


def _missing(question: Question, text: str) -> dict[str, Any] | None:
    """Return the fields that do not come back equal; None if the question does not at all."""
    found = read(text.encode(), "x.gift").questions
    if len(found) != 1 or found[0].kind != question.kind:
        return None
    wanted, told = _plain(question), _plain(found[0])
    fields = {name for name in wanted.keys() | told.keys() if wanted.get(name) != told.get(name)}
    if isinstance(question, Cloze) and fields:
        ids = GAP.findall(question.text)
        return {"gaps": ids, **{n: wanted[n] for n in fields & EXTRAS if n in wanted}}
    return {name: wanted[name] for name in fields} if fields <= EXTRAS & wanted.keys() else None


def _plain(question: Question) -> dict[str, Any]:
    """Return all fields as JSON has them; order of gaps and spaces inside them do not count."""
    told: dict[str, Any] = question.model_dump(mode="json", by_alias=True)
    if isinstance(question, Essay):
        told.pop("points")
    if isinstance(question, Cloze):
        told["gap"].sort(key=lambda gap: gap["id"])
        told["text"] = GAP.sub(r"{{\1}}", question.text)
    return told


# --- GIFT


def _gift(question: Question, extras: Extras) -> str | None:
    answers = _GIFT.get(type(question))
    if answers is None:
        return None
    told = answers(question)
    if question.explanation:
        told += f"\n\t####{_gift_text(question.explanation)}\n"
    beside = f"// mentorhub: {json.dumps(extras, ensure_ascii=True)}\n" if extras else ""
    text = f"::{question.id}::[markdown]{_gift_escaped(question.text)}"
    return f"// [id:{question.id}]\n{beside}{text}{{{told}}}\n"


def _gift_escaped(text: str) -> str:
    return text.translate(GIFT_SPECIAL)


def _gift_text(text: str) -> str:
    """Return a Markdown text; one that begins like a format or a weight names its own."""
    return ("[markdown]" if text.startswith(("[", "%")) else "") + _gift_escaped(text)


def _gift_line(text: str) -> str:
    return ("[plain]" if text.startswith(("[", "%", "/")) else "") + _gift_escaped(text)


def _gift_options(options: Sequence[Option], signs: Sequence[str]) -> str:
    lines = [
        f"\n\t{sign}{_gift_text(each.text)}"
        + (f"#{_gift_text(each.feedback)}" if each.feedback else "")
        for each, sign in zip(options, signs, strict=True)
    ]
    return "".join(lines) + "\n"


def _gift_single(question: Single) -> str:
    return _gift_options(question.options, ["=" if e.right else "~" for e in question.options])


def _gift_multiple(question: Multiple) -> str:
    gain, loss = _percents(question)
    signs = [f"~%{gain if each.right else loss}%" for each in question.options]
    return _gift_options(question.options, signs)


def _gift_true_false(question: TrueFalse) -> str:
    said = [_gift_text(question.feedback_true), _gift_text(question.feedback_false)]
    wrong, right = reversed(said) if question.right else said
    told = "TRUE" if question.right else "FALSE"
    return told + (f"#{wrong}" if wrong or right else "") + (f"#{right}" if right else "")


def _gift_short(question: Short) -> str:
    return "".join(f"\n\t=%100%{_gift_line(each)}" for each in question.accepted) + "\n"


def _gift_number(question: Number) -> str:
    return f"#{question.value!r}:{question.tolerance!r}"


def _gift_matching(question: Matching) -> str:
    pairs = [(_gift_line(pair.left), pair.right) for pair in question.pairs]
    pairs += [("", right) for right in question.distractors]
    return "".join(f"\n\t={left} -> {_gift_escaped(right)}" for left, right in pairs) + "\n"


def _gift_ordering(question: Ordering) -> str:
    items = "".join(f"{_gift_line(each)}\n" for each in question.items)
    count = len(question.items)
    return f">{count} ALL VERTICAL RELATIVE_NEXT_EXCLUDE_LAST SHOW\n{items}"


def _gift_essay(_question: Essay) -> str:
    return ""


_GIFT: Mapping[type, Callable[[Any], str]] = {
    Single: _gift_single,
    Multiple: _gift_multiple,
    TrueFalse: _gift_true_false,
    Short: _gift_short,
    Number: _gift_number,
    Matching: _gift_matching,
    Ordering: _gift_ordering,
    Essay: _gift_essay,
}


def _percents(question: Multiple) -> tuple[str, str]:
    """Return what a right and a wrong choice are worth, as Moodle writes per cents."""
    rights = sum(each.right for each in question.options)
    wrongs = len(question.options) - rights
    loss = 100 / min(rights, wrongs) if wrongs else 0
    return f"{100 / rights:.5f}".rstrip("0").rstrip("."), f"-{loss:.5f}".rstrip("0").rstrip(".")


# --- Moodle XML


def _xml(question: Question, extras: Extras) -> str | None:
    kind, inside = _XML[type(question)](question)
    text = _xml_cloze_text(question) if isinstance(question, Cloze) else question.text
    parts = [
        f"<name>{_xml_text(question.id)}</name>",
        _xml_prose("questiontext", text),
        _xml_prose("generalfeedback", question.explanation),
        f"<defaultgrade>{worth(question)}</defaultgrade><penalty>0</penalty><hidden>0</hidden>",
        f"<idnumber>{question.id}</idnumber>",
        *inside,
    ]
    if extras:
        parts.append(f"<mentorhub>{escape(json.dumps(extras, ensure_ascii=True))}</mentorhub>")
    body = "\n    ".join(parts)
    return f"  <question type={quoteattr(kind)}>\n    {body}\n  </question>\n"


def _xml_text(text: str) -> str:
    return f"<text>{escape(text, {chr(13): '&#13;'})}</text>"


def _xml_prose(tag: str, text: str, more: str = "", inside: str = "") -> str:
    return f'<{tag} format="markdown"{more}>{_xml_text(text)}{inside}</{tag}>'


def _xml_feedback(text: str) -> str:
    return _xml_prose("feedback", text)


def _xml_choice(question: Single | Multiple) -> tuple[str, list[str]]:
    one = isinstance(question, Single)
    gain, loss = ("100", "0") if isinstance(question, Single) else _percents(question)
    answers = [
        _xml_prose(
            "answer", each.text, f' fraction="{gain if each.right else loss}"',
            _xml_feedback(each.feedback),
        )
        for each in question.options
    ]  # fmt: skip
    single = f"<single>{'true' if one else 'false'}</single>"
    return "multichoice", [single, "<shuffleanswers>true</shuffleanswers>", *answers]


def _xml_true_false(question: TrueFalse) -> tuple[str, list[str]]:
    told = (("true", question.right, question.feedback_true),
            ("false", not question.right, question.feedback_false))  # fmt: skip
    return "truefalse", [_xml_answer(word, 100 * right, said) for word, right, said in told]


def _xml_answer(text: str, fraction: int, said: str = "", more: str = "") -> str:
    feedback = _xml_feedback(said)
    told = f"{_xml_text(text)}{feedback}{more}"
    return f'<answer fraction="{fraction}" format="plain_text">{told}</answer>'


def _xml_short(question: Short) -> tuple[str, list[str]]:
    answers = [_xml_answer(each, 100) for each in question.accepted]
    return "shortanswer", [f"<usecase>{int(question.case_sensitive)}</usecase>", *answers]


def _xml_number(question: Number) -> tuple[str, list[str]]:
    tolerance = f"<tolerance>{question.tolerance!r}</tolerance>"
    parts = [_xml_answer(repr(question.value), 100, more=tolerance)]
    names = [each for each in (question.unit, *question.units) if each]
    if names:
        units = "".join(
            f"<unit><multiplier>1</multiplier><unit_name>{escape(each)}</unit_name></unit>"
            for each in names
        )
        parts += [
            f"<units>{units}</units>",
            "<unitgradingtype>1</unitgradingtype><unitpenalty>1.0</unitpenalty>",
            "<showunits>0</showunits><unitsleft>0</unitsleft>",
        ]
    return "numerical", parts


def _xml_matching(question: Matching) -> tuple[str, list[str]]:
    pairs = [(pair.left, pair.right) for pair in question.pairs]
    pairs += [("", right) for right in question.distractors]
    told = [
        f'<subquestion format="plain_text">{_xml_text(left)}'
        f"<answer>{_xml_text(right)}</answer></subquestion>"
        for left, right in pairs
    ]
    return "matching", ["<shuffleanswers>true</shuffleanswers>", *told]


def _xml_ordering(question: Ordering) -> tuple[str, list[str]]:
    head = (
        "<layouttype>VERTICAL</layouttype><selecttype>ALL</selecttype>"
        "<gradingtype>RELATIVE_NEXT_EXCLUDE_LAST</gradingtype><showgrading>SHOW</showgrading>"
    )
    items = [_xml_answer(each, place) for place, each in enumerate(question.items, 1)]
    return "ordering", [head, *items]


def _xml_essay(question: Essay) -> tuple[str, list[str]]:
    """Write the criteria where Moodle shows them to who grades; they come back from the extras."""
    return "essay", [
        "<responseformat>editor</responseformat><responserequired>1</responserequired>",
        "<responsefieldlines>15</responsefieldlines><attachments>0</attachments>",
        _xml_prose("graderinfo", _criteria(question)),
    ]


def _criteria(question: Essay) -> str:
    lines = [f"- {each.text} ({each.points})" for each in question.criteria]
    return "\n\n".join(each for each in ("\n".join(lines), question.model) if each)


def _xml_cloze(_question: Cloze) -> tuple[str, list[str]]:
    return "cloze", []


def _xml_cloze_text(question: Cloze) -> str:
    gaps = {each.id: each for each in question.gaps}
    weight = max(1, question.points // len(gaps))
    return GAP.sub(lambda found: moodle_cloze.written(weight, gaps[found[1]]), question.text)


_XML: Mapping[type, Callable[[Any], tuple[str, list[str]]]] = {
    Single: _xml_choice,
    Multiple: _xml_choice,
    TrueFalse: _xml_true_false,
    Short: _xml_short,
    Number: _xml_number,
    Matching: _xml_matching,
    Ordering: _xml_ordering,
    Essay: _xml_essay,
    Cloze: _xml_cloze,
}
