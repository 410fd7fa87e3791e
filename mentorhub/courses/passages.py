"""Pure: a course in passages that can be quoted, each with the place where it stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from mentorhub.courses.material.course import Course
from mentorhub.courses.material.lessons import (
    Block,
    Callout,
    Checklist,
    ForTrack,
    Lesson,
    Reflection,
    Text,
)
from mentorhub.courses.material.markdown import to_text

LONGEST: Final = 900  # letters: what a reader takes in, and an encoder reads to its end
SHORTEST: Final = 20

_HEADING = re.compile(r"^#{2,4}\s+(.*?)\s*#*$")
_PARAGRAPHS = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class CoursePassage:
    """A piece of a lesson: its Markdown, the heading above it, and its place.

    ``block`` counts from 0; ``key`` is unique within the course.
    """

    key: str
    lesson: str
    lesson_title: str
    block: int
    heading: str
    source: str

    @property
    def text(self) -> str:
        """The words without marks."""
        return to_text(self.source)

    @property
    def read(self) -> str:
        """What a search reads: the headings too."""
        heads = dict.fromkeys([self.lesson_title, self.heading])
        return ". ".join([*(head for head in heads if head), self.text])


def passages_of(course: Course) -> tuple[CoursePassage, ...]:
    """Return the passages of all lessons, in order.

    Questions, scenes, case stories and tasks are left out: a tutor does not give away what is
    asked, and what somebody says in a scene is not what the course says.
    """
    return tuple(piece for lesson in course.lessons for piece in _of_lesson(lesson))


def quoted_lesson(lesson: Lesson) -> tuple[CoursePassage, ...]:
    """Return the passages of a lesson, as ``passages_of`` does."""
    return tuple(_of_lesson(lesson))


def whole_lesson(lesson: Lesson) -> tuple[CoursePassage, ...]:
    """Return everything in a lesson that is read as text, however short; scenes and tasks too."""
    return tuple(_of_lesson(lesson, whole=True))


def _of_lesson(lesson: Lesson, *, whole: bool = False) -> Iterator[CoursePassage]:
    heading = ""
    for number, block in enumerate(lesson.blocks):
        pieces = _whole(block, heading) if whole else _parts(block, heading)
        for part, (own, text) in enumerate(pieces):
            heading = own if isinstance(block, Text) else heading
            key = f"{lesson.id}-{number}-{part}"
            yield CoursePassage(key, lesson.id, lesson.title, number, own, text)


def _whole(block: Block, heading: str) -> Iterator[tuple[str, str]]:
    """Yield heading and Markdown of each piece of a block, with nothing left out."""
    if isinstance(block, Text):
        yield from _sections(block.text, heading, 1)
    elif isinstance(block, Callout | ForTrack | Reflection):
        yield from _pieces(getattr(block, "title", "") or heading, block.text, 1)
    else:
        yield from _parts(block, heading)


def _parts(block: Block, heading: str) -> Iterator[tuple[str, str]]:
    """Yield heading and Markdown of each piece of a block."""
    if isinstance(block, Text):
        yield from _sections(block.text, heading)
    elif isinstance(block, Callout) and block.tone != "scene":
        yield from _pieces(block.title or heading, block.text)
    elif isinstance(block, ForTrack):
        yield from _pieces(heading, block.text)
    elif isinstance(block, Checklist):
        yield from _pieces(block.title or heading, "\n".join(f"- {item}" for item in block.items))


def _sections(text: str, heading: str, shortest: int = SHORTEST) -> Iterator[tuple[str, str]]:
    lines: list[str] = []
    for line in [*text.splitlines(), "## "]:
        found = _HEADING.match(line)
        if found:
            yield from _pieces(heading, "\n".join(lines), shortest)
            heading, lines = to_text(found[1]), []
        else:
            lines.append(line)


def _pieces(heading: str, text: str, shortest: int = SHORTEST) -> Iterator[tuple[str, str]]:
    """Yield a text in pieces of whole paragraphs, as long as LONGEST allows.

    A last piece that is shorter than ``shortest`` is left out.
    """
    held = ""
    for paragraph in _PARAGRAPHS.split(text):
        if held and len(held) + len(paragraph) > LONGEST:
            yield heading, held
            held = ""
        held = f"{held}\n\n{paragraph}".strip()
    if len(to_text(held)) >= shortest:
        yield heading, held
