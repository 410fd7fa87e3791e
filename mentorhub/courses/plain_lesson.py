"""Pure: a lesson with passages in plainer words, as the file that a course is read from."""

import re
from collections.abc import Mapping, Sequence
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
from mentorhub.courses.material.writing import write_course
from mentorhub.courses.passages import CoursePassage, whole_lesson

LONGEST_POINT: Final = 300
_BETWEEN = re.compile(r"\n\s*\n")
_POINT = re.compile(r"[-*]\s+(\S.*)")


def plain_file(course: Course, lesson: Lesson, said: Mapping[str, str]) -> str:
    """Return the file of a lesson in which passages say what ``said`` has for their keys.

    A key without a place in the lesson changes nothing. The file reads back as it is meant.

    Raises:
        NotWritable: the course cannot be written as files, whatever the passages say.
    """
    changed = _changed(lesson, said)
    lessons = tuple(changed if each.id == lesson.id else each for each in course.lessons)
    whole = course.model_copy(update={"lessons": lessons})
    return write_course(whole)[f"lessons/{lesson.id}.md"].decode()


def points_of(text: str) -> list[str]:
    """Return the points of a text that is a list and nothing else, otherwise none."""
    found = [_POINT.fullmatch(line.strip()) for line in text.splitlines() if line.strip()]
    points = [each[1] for each in found if each and len(each[1]) <= LONGEST_POINT]
    return points if len(points) == len(found) else []


def _changed(lesson: Lesson, said: Mapping[str, str]) -> Lesson:
    passages = whole_lesson(lesson)
    blocks = tuple(
        _block(block, [each for each in passages if each.block == place], said)
        for place, block in enumerate(lesson.blocks)
    )
    return lesson.model_copy(update={"blocks": blocks})


def _block(block: Block, passages: Sequence[CoursePassage], said: Mapping[str, str]) -> Block:
    if not any(each.key in said for each in passages):
        return block
    if isinstance(block, Checklist):
        points = points_of(said[passages[0].key])
        # Ticks are kept by their place, so there must be as many points as before.
        fits = len(points) == len(block.items)
        return block.model_copy(update={"items": tuple(points)}) if fits else block
    if isinstance(block, Text | Callout | ForTrack | Reflection):
        return block.model_copy(update={"text": _text(block.text, passages, said)})
    return block


def _text(text: str, passages: Sequence[CoursePassage], said: Mapping[str, str]) -> str:
    text = _BETWEEN.sub("\n\n", "\n".join(text.splitlines()))
    at = 0
    for each in passages:
        found = text.find(each.source, at)
        if found < 0:
            continue
        words = said.get(each.key, each.source)
        text = text[:found] + words + text[found + len(each.source) :]
        at = found + len(words)
    return text
