"""Courses and quizzes as the files that ``files`` reads; what is written reads back equal."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from mentorhub.courses.material import blocks
from mentorhub.courses.material.course import COURSE, Course
from mentorhub.courses.material.files import WrongFiles, read_course
from mentorhub.courses.material.lessons import (
    Block,
    Callout,
    Checklist,
    ForTrack,
    Lesson,
    QuizBlock,
    Reflection,
    StoryBlock,
    Text,
)
from mentorhub.courses.material.questions import Question
from mentorhub.courses.material.quizzes import Quiz

LONGEST_LINE = 100  # what is longer or has lines of its own stands between three quotes
_FIRST = ("id", "kind")
_HEAD = ("title", "summary", "language", "topics", "lessons", "requires", "checked")
_APART = {"id", "lessons", "quizzes", "stories", "files"}
_NEVER_PLAIN = ("Cc", "Zl", "Zp")
_FENCED = re.compile(r" {0,3}(?:`{3}|~{3})")


class NotWritable(ValueError):
    """A course says something that files of ours cannot say; the message names it."""


def write_course(course: Course) -> dict[str, bytes]:
    """Return the texts of a course by their paths inside its folder, without ``files/``.

    With the files beside them they read back as a course of the same digest.

    Raises:
        NotWritable: they would not, because the course was not made of files.
    """
    texts = {COURSE: _course(course)}
    texts |= {f"lessons/{each.id}.md": _lesson(each) for each in course.lessons}
    texts |= {f"quizzes/{id_}.toml": write_quiz(each) for id_, each in course.quizzes.items()}
    texts |= {f"stories/{id_}.toml": _toml(_plain(each)) for id_, each in course.stories.items()}
    told = {path: text.encode() for path, text in texts.items()}
    _prove(course, told)
    return told


def write_quiz(quiz: Quiz) -> str:
    """Return a quiz as the text of its file."""
    return _toml(_plain(quiz))


def write_questions(title: str, questions: Iterable[Question]) -> str:
    """Return questions as the text of a quiz that asks all of them as an exercise."""
    return _toml({"title": title, "question": [_plain(each) for each in questions]})


def _prove(course: Course, told: Mapping[str, bytes]) -> None:
    try:
        read = read_course(course.id, told, kept=course.files)
    except WrongFiles as problem:
        raise NotWritable(str(problem.faults[0])) from problem
    if read.stored() != course.stored():
        raise NotWritable(_difference(read, course))


def _difference(read: Course, course: Course) -> str:
    for mine, back in zip(course.lessons, read.lessons, strict=False):
        if mine != back:
            return f"lessons/{mine.id}.md"
    return COURSE


def _course(course: Course) -> str:
    told = _plain(course)
    told["language"] = course.language
    told["lessons"] = [each.id for each in course.lessons]
    head = {name: told[name] for name in _HEAD if name in told}
    return _toml(head | {name: each for name, each in told.items() if name not in _APART | {*head}})


def _plain(part: Any) -> dict[str, Any]:
    told: dict[str, Any] = part.model_dump(exclude_defaults=True)
    return told


# --- lessons


def _lesson(lesson: Lesson) -> str:
    head = {name: each for name, each in _plain(lesson).items() if name not in ("id", "blocks")}
    parts = "\n\n".join(_block(each) for each in lesson.blocks)
    # In a head every text has one line: nothing of it can look like the end of the head.
    return f"{blocks.HEAD}\n{_toml(head, in_lines=False)}{blocks.HEAD}\n\n{parts}\n"


def _block(block: Block) -> str:
    if isinstance(block, Text):
        return _indented(block.text)
    word, inside = _inside(block)
    title = getattr(block, "title", "")
    named = f' "{title}"' if title and not hasattr(block, "file") else ""
    return "\n".join([f"::: {block.kind} {word}{named}", *inside, ":::"])


def _inside(block: Block) -> tuple[str, list[str]]:
    if isinstance(block, Callout):
        return block.tone, [_indented(block.text)]
    if isinstance(block, ForTrack):
        return block.track, [_indented(block.text)]
    if isinstance(block, Reflection):
        return block.id, [_indented(block.text)]
    if isinstance(block, Checklist):
        return block.id, [f"- {each}" for each in block.items]
    if isinstance(block, StoryBlock):
        return block.story, []
    if isinstance(block, QuizBlock):
        return block.quiz, []
    fields = {name: each for name, each in _plain(block).items() if name not in ("kind", "file")}
    return getattr(block, "file", ""), [f"{name}: {each}" for name, each in fields.items()]


def _indented(text: str) -> str:
    """Return a text whose first line is not taken for a block or for code that never ends.

    Spaces at the start of a text are lost when it is read, so they may be put back.
    """
    return f"    {text}" if text.startswith(":::") or _FENCED.match(text) else text


# --- TOML


def _toml(values: Mapping[str, Any], *, in_lines: bool = True) -> str:
    return "\n".join([*_table(values, (), in_lines=in_lines), ""])


def _table(values: Mapping[str, Any], path: tuple[str, ...], *, in_lines: bool) -> Iterator[str]:
    ordered = sorted(values.items(), key=lambda each: each[0] not in _FIRST)
    for name, value in ordered:
        if not _is_table(value):
            yield f"{name} = {_value(value, in_lines=in_lines)}"
    for name, value in ordered:
        if _is_table(value):
            for each, mark in _tables(value, ".".join((*path, name))):
                yield from ([] if path else [""])
                yield mark
                yield from _table(each, (*path, name), in_lines=in_lines)


def _tables(value: Any, name: str) -> list[tuple[Mapping[str, Any], str]]:
    if isinstance(value, Mapping):
        return [(value, f"[{name}]")]
    return [(each, f"[[{name}]]") for each in value]


def _is_table(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return bool(value) and isinstance(value[0], Mapping)
    return isinstance(value, Mapping)


def _value(value: Any, *, in_lines: bool) -> str:
    if isinstance(value, str):
        return _text(value, in_lines=in_lines)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float):
        return _figure(value)
    if isinstance(value, list | tuple):
        return _list([_text(each, in_lines=False) for each in value], in_lines=in_lines)
    return str(value)


def _list(told: Sequence[str], *, in_lines: bool) -> str:
    line = f"[{', '.join(told)}]"
    if not in_lines or len(line) <= LONGEST_LINE:
        return line
    return "\n".join(["[", *(f"    {each}," for each in told), "]"])


def _figure(value: float) -> str:
    is_whole = value.is_integer() and abs(value) < 1e15 and str(value) != "-0.0"
    return str(int(value)) if is_whole else repr(value)


def _text(text: str, *, in_lines: bool) -> str:
    if in_lines and ("\n" in text or len(text) > LONGEST_LINE):
        told = _escaped(text, "\n\t").replace('"""', r"\"\"\"")
        told = f'{told[:-1]}\\"' if told.endswith('"') else told
        return f'"""\n{told}"""'
    return f'"{_escaped(text, "").replace(chr(34), chr(92) + chr(34))}"'


def _escaped(text: str, plain: str) -> str:
    return "".join(each if each in plain else _character(each) for each in text)


def _character(each: str) -> str:
    if each == "\\":
        return r"\\"
    if each == "\n":
        return r"\n"
    return f"\\u{ord(each):04x}" if unicodedata.category(each) in _NEVER_PLAIN else each
