"""What differs between two versions of a course, part by part, line by line."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from mentorhub.courses.material.base import Part
from mentorhub.courses.material.course import Course

Kind = Literal["added", "gone", "changed"]
Mark = Literal["same", "added", "gone"]
AROUND = 1  # lines that are shown beside those that differ


@dataclass(frozen=True)
class PartChange:
    """One part that differs: what it is (``course``, ``lesson`` …), its id, and its lines."""

    part: str
    id: str
    kind: Kind
    lines: tuple[tuple[Mark, str], ...]


def differences(before: Course, after: Course) -> list[PartChange]:
    """Return every part that was added, went or says something else; empty if none did."""
    old, new = _parts(before), _parts(after)
    found = []
    for key in [*old, *(key for key in new if key not in old)]:
        there, here = old.get(key), new.get(key)
        if there == here:
            continue
        kind: Kind = "added" if there is None else "gone" if here is None else "changed"
        lines = tuple(_compared(there or [], here or []))
        found.append(PartChange(key[0], key[1], kind, lines))
    return found


def _parts(course: Course) -> dict[tuple[str, str], list[str]]:
    parts = ("lessons", "quizzes", "stories")
    head = course.model_dump(mode="json", by_alias=True, exclude=set(parts), exclude_defaults=True)
    found = {
        ("course", course.id): list(_lines(head | {"lessons": [x.id for x in course.lessons]}))
    }
    for lesson in course.lessons:
        found["lesson", lesson.id] = _said(lesson)
    for id_, story in course.stories.items():
        found["story", id_] = _said(story)
    for id_, quiz in course.quizzes.items():
        rules = quiz.model_dump(mode="json", by_alias=True, exclude={"questions"})
        found["quiz", id_] = list(_lines(rules))
        for question in quiz.questions:
            found["question", f"{id_}/{question.id}"] = _said(question)
    return found


def _said(part: Part) -> list[str]:
    return list(_lines(part.model_dump(mode="json", by_alias=True, exclude_defaults=True)))


def _lines(value: Any, name: str = "") -> Iterator[str]:
    """Yield what a part says: a long text line by line, anything short behind its name."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _lines(inner, str(key))
    elif isinstance(value, list):
        for inner in value:
            yield from _lines(inner, name)
    elif isinstance(value, str) and "\n" in value:
        yield from (line for line in value.splitlines() if line.strip())
    elif value is not None and name != "kind":
        yield f"{name}: {value}"


def _compared(before: list[str], after: list[str]) -> Iterator[tuple[Mark, str]]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for group in matcher.get_grouped_opcodes(AROUND):
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                yield from (("same", line) for line in before[i1:i2])
                continue
            yield from (("gone", line) for line in before[i1:i2])
            yield from (("added", line) for line in after[j1:j2])
