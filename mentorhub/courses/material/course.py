"""A whole course and a programme, as they are kept: the same JSON text for the same content."""

import datetime as dt
import hashlib
from math import ceil
from typing import Literal

from pydantic import Field, model_validator

from mentorhub.courses.material.base import Line, Part, Prose, Slug
from mentorhub.courses.material.lessons import (
    WORDS_A_MINUTE,
    Block,
    Checklist,
    Download,
    Image,
    Lesson,
    Media,
    Package,
    QuizBlock,
    Reflection,
    StoryBlock,
    Track,
)
from mentorhub.courses.material.quizzes import Quiz
from mentorhub.courses.material.stories import Story

Language = Literal["de", "en"]
MINUTES_A_QUESTION = 0.75


class Completion(Part):
    """What must be done beside reading every lesson to its end."""

    quizzes: tuple[Slug, ...] = Field(default=(), strict=False)
    reflections: tuple[Slug, ...] = Field(default=(), strict=False)
    practice: bool = False
    live: int = Field(default=0, ge=0, le=50)


class Practice(Part):
    """A task from real work, handed in and accepted by a coordinator."""

    title: Line
    text: Prose
    criteria: tuple[Line, ...] = Field(strict=False, min_length=1, max_length=12)


class CertificateRule(Part):
    """Whether and how long a certificate counts."""

    valid_months: int | None = Field(default=None, ge=1, le=240)


class Course(Part):
    """A qualification module with everything in it."""

    id: Slug
    title: Line
    summary: Prose
    language: Language = "de"
    topics: tuple[Line, ...] = Field(strict=False, min_length=1, max_length=12)
    requires: tuple[Slug, ...] = Field(default=(), strict=False)
    checked: dt.date = Field(strict=False)
    complete: Completion = Completion()
    practice: Practice | None = None
    certificate: CertificateRule | None = None
    lessons: tuple[Lesson, ...] = Field(strict=False, min_length=1, max_length=60)
    quizzes: dict[Slug, Quiz] = Field(default_factory=dict)
    stories: dict[Slug, Story] = Field(default_factory=dict)
    files: dict[str, str] = Field(default_factory=dict)  # name -> SHA-256 of what it holds

    @model_validator(mode="after")
    def _whole(self) -> "Course":
        problem = next(iter(problems(self)), None)
        if problem:
            raise ValueError(problem)
        return self

    def lesson(self, id_: str) -> Lesson | None:
        """Return the lesson with this id."""
        return next((each for each in self.lessons if each.id == id_), None)

    @property
    def final_quizzes(self) -> tuple[str, ...]:
        """The quizzes that stand in no lesson, in the order in which they are needed."""
        placed = {b.quiz for le in self.lessons for b in le.blocks if isinstance(b, QuizBlock)}
        return tuple(id_ for id_ in self.quizzes if id_ not in placed)

    def minutes_of(self, lesson: Lesson) -> int:
        """Return how long a lesson takes: reading, and what there is to do."""
        done = sum(self._minutes(each) for each in lesson.blocks)
        return ceil(lesson.words / WORDS_A_MINUTE + done)

    @property
    def minutes(self) -> int:
        """How long the whole course takes, final quizzes too."""
        asked = sum(self.quizzes[id_].asked for id_ in self.final_quizzes)
        return sum(map(self.minutes_of, self.lessons)) + ceil(asked * MINUTES_A_QUESTION)

    def _minutes(self, block: Block) -> float:
        if isinstance(block, StoryBlock):
            return 1 + self.stories[block.story].longest / 2
        if isinstance(block, QuizBlock):
            return self.quizzes[block.quiz].asked * MINUTES_A_QUESTION
        if isinstance(block, Media | Package):
            return block.minutes
        return {Reflection: 2, Checklist: 1}.get(type(block), 0)

    def stored(self) -> str:
        """Return the one JSON text of this content."""
        return self.model_dump_json(exclude_defaults=True)

    @property
    def digest(self) -> str:
        """The SHA-256 of what is stored, in hexadecimal digits: the identity of a version."""
        return hashlib.sha256(self.stored().encode()).hexdigest()


class Programme(Part):
    """A qualification: courses in the order in which one takes them."""

    id: Slug
    title: Line
    summary: Prose
    track: Track | None = None
    language: Language = "de"
    courses: tuple[Slug, ...] = Field(strict=False, min_length=1, max_length=40)
    certificate: CertificateRule | None = None


def problems(course: Course) -> list[str]:
    """Return what does not fit together between the parts of a course."""
    blocks = [each for lesson in course.lessons for each in lesson.blocks]
    return [
        *_unknown("quiz", [b.quiz for b in blocks if isinstance(b, QuizBlock)], course.quizzes),
        *_unknown("story", [b.story for b in blocks if isinstance(b, StoryBlock)], course.stories),
        *_unknown("file", [name for b in blocks for name in names_of(b)], course.files),
        *_unknown("quiz", course.complete.quizzes, course.quizzes),
        *_unknown("reflection", course.complete.reflections, _ids(blocks, Reflection)),
        *_twice("lesson", [each.id for each in course.lessons]),
        *_twice("checklist", _ids(blocks, Checklist)),
        *_twice("reflection", _ids(blocks, Reflection)),
        *_twice("quiz in a lesson", [b.quiz for b in blocks if isinstance(b, QuizBlock)]),
        *_unmarked(course),
        *_lost_lessons(course),
    ]


def names_of(block: Block) -> list[str]:
    """Return the files that a block shows or hands out."""
    if isinstance(block, Media):
        return [name for name in (block.file, block.captions, block.transcript) if name]
    return [block.file] if isinstance(block, Image | Download | Package) else []


def _ids(blocks: list[Block], kind: type[Checklist | Reflection]) -> list[str]:
    return [each.id for each in blocks if isinstance(each, kind)]


def _unknown(what: str, named: object, there: object) -> list[str]:
    return [f"there is no {what} {name}" for name in named if name not in there]  # type: ignore


def _twice(what: str, ids: list[str]) -> list[str]:
    return [
        f"the {what} {id_} is there twice" for id_ in sorted({i for i in ids if ids.count(i) > 1})
    ]


def _unmarked(course: Course) -> list[str]:
    needed = [id_ for id_ in course.complete.quizzes if id_ in course.quizzes]
    found = [
        f"the quiz {id_} completes the course and has no pass mark"
        for id_ in needed
        if course.quizzes[id_].pass_mark is None
    ]
    if course.complete.practice and course.practice is None:
        found.append("practice completes the course and is not described")
    if course.practice and not course.complete.practice:
        found.append("there is a practice task that completes nothing")
    return found


def _lost_lessons(course: Course) -> list[str]:
    known = {each.id for each in course.lessons}
    return [
        f"the question {question.id} of {name} names a lesson that is not there: {question.lesson}"
        for name, quiz in course.quizzes.items()
        for question in quiz.questions
        if question.lesson and question.lesson not in known
    ]
