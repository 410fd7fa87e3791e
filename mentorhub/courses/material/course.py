"""A whole course and a programme, as they are kept: the same JSON text for the same content."""

import datetime as dt
import hashlib
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
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
COURSE = "course.toml"


@dataclass(frozen=True)
class Misfit:
    """Two parts of a course do not fit: in which file, near which word, and why."""

    file: str
    near: str
    text: str


class Misfits(ValueError):
    """Parts of a course do not fit together."""

    def __init__(self, found: Sequence[Misfit]) -> None:
        super().__init__("; ".join(f"{each.file}: {each.text}" for each in found))
        self.found = tuple(found)


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


class CourseCertificate(CertificateRule):
    """The same for a course; ``renewal`` is the quiz that renews it, None for the whole course."""

    renewal: Slug | None = None


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
    certificate: CourseCertificate | None = None
    lessons: tuple[Lesson, ...] = Field(strict=False, min_length=1, max_length=60)
    quizzes: dict[Slug, Quiz] = Field(default_factory=dict)
    stories: dict[Slug, Story] = Field(default_factory=dict)
    files: dict[str, str] = Field(default_factory=dict)  # name -> SHA-256 of what it holds

    @model_validator(mode="after")
    def _whole(self) -> "Course":
        found = misfits(self)
        if found:
            raise Misfits(found)
        return self

    def lesson(self, id_: str) -> Lesson | None:
        """Return the lesson with this id."""
        return next((each for each in self.lessons if each.id == id_), None)

    @property
    def packages(self) -> frozenset[str]:
        """The files that are learning packages: they are started and not handed out."""
        blocks = [block for lesson in self.lessons for block in lesson.blocks]
        started = {each.file for each in blocks if isinstance(each, Package)}
        return frozenset(started - {each.file for each in blocks if isinstance(each, Download)})

    def reflection_title(self, id_: str) -> str:
        """Return what a reflection is called, or its question where it has no title."""
        blocks = (block for lesson in self.lessons for block in lesson.blocks)
        found = (b for b in blocks if isinstance(b, Reflection) and b.id == id_)
        return next((each.title or each.text for each in found), id_)

    def placed(
        self, kind: type[Checklist | Reflection | StoryBlock | QuizBlock], id_: str
    ) -> tuple[Lesson, int] | None:
        """Return where a checklist, reflection, story or quiz stands: lesson and block, from 0."""
        for lesson in self.lessons:
            for place, block in enumerate(lesson.blocks):
                if isinstance(block, kind) and id_ in _names(block):
                    return lesson, place
        return None

    def quiz_lesson(self, id_: str) -> Lesson | None:
        """Return the lesson in which a quiz stands, None for a final one."""
        found = self.placed(QuizBlock, id_)
        return found[0] if found else None

    @property
    def renewal(self) -> str:
        """The quiz that renews the certificate, nothing where the whole course is taken again."""
        return (self.certificate.renewal if self.certificate else None) or ""

    @property
    def refresher(self) -> str:
        """The quiz that is there for a renewal and for nothing else, if there is one."""
        return "" if self.renewal in self.complete.quizzes else self.renewal

    @property
    def final_quizzes(self) -> tuple[str, ...]:
        """The quizzes that stand in no lesson, in the order in which they are needed."""
        placed = {b.quiz for le in self.lessons for b in le.blocks if isinstance(b, QuizBlock)}
        return tuple(id_ for id_ in self.quizzes if id_ not in placed)

    def minutes_of(self, lesson: Lesson) -> int:
        """Return how long a lesson takes: reading, and what there is to do."""
        done = sum(self._minutes(each) for each in lesson.blocks)
        return ceil(lesson.words / WORDS_A_MINUTE + done)

    @cached_property
    def minutes(self) -> int:
        """How long the whole course takes, final quizzes too, without what only renews it."""
        final = (id_ for id_ in self.final_quizzes if id_ != self.refresher)
        asked = sum(self.quizzes[id_].asked for id_ in final)
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

    @cached_property
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


def misfits(course: Course) -> list[Misfit]:
    """Return what does not fit together between the parts of a course."""
    done = course.complete
    written = {id_ for lesson in course.lessons for id_ in ids_of(lesson.blocks, Reflection)}
    found = [
        *_unknown(COURSE, "quiz", done.quizzes, course.quizzes),
        *_unknown(COURSE, "reflection", done.reflections, written),
        *_twice(COURSE, "lesson", [each.id for each in course.lessons]),
        *_unmarked(course),
        *_unfit_renewal(course),
        *_lost_lessons(course),
    ]
    seen: dict[str, list[str]] = {"quiz": [], "checklist": [], "reflection": []}
    for lesson in course.lessons:
        found += _in_lesson(course, lesson, seen)
    return found


def names_of(block: Block) -> list[str]:
    """Return the files that a block shows or hands out."""
    if isinstance(block, Media):
        return [name for name in (block.file, block.captions, block.transcript) if name]
    return [block.file] if isinstance(block, Image | Download | Package) else []


def _names(block: Block) -> tuple[str, ...]:
    """Return the id under which a block is known, if it has one."""
    if isinstance(block, Checklist | Reflection):
        return (block.id,)
    if isinstance(block, StoryBlock):
        return (block.story,)
    return (block.quiz,) if isinstance(block, QuizBlock) else ()


def ids_of(blocks: Iterable[Block], kind: type[Checklist | Reflection]) -> list[str]:
    """Return the ids of the checklists or reflections among blocks."""
    return [each.id for each in blocks if isinstance(each, kind)]


def _in_lesson(course: Course, lesson: Lesson, seen: dict[str, list[str]]) -> Iterator[Misfit]:
    """Yield what a lesson names that is not there, or that stood before already."""
    file, blocks = f"lessons/{lesson.id}.md", lesson.blocks
    quizzes = [each.quiz for each in blocks if isinstance(each, QuizBlock)]
    yield from _unknown(file, "quiz", quizzes, course.quizzes)
    stories = [each.story for each in blocks if isinstance(each, StoryBlock)]
    yield from _unknown(file, "story", stories, course.stories)
    yield from _unknown(file, "file", [n for b in blocks for n in names_of(b)], course.files)
    seen["quiz"] += quizzes
    seen["checklist"] += ids_of(blocks, Checklist)
    seen["reflection"] += ids_of(blocks, Reflection)
    for what, ids in seen.items():
        yield from _twice(file, what, ids)
        seen[what] = list(dict.fromkeys(ids))


def _unknown(file: str, what: str, named: Iterable[str], there: Container[str]) -> list[Misfit]:
    return [Misfit(file, n, f"there is no {what} {n}") for n in named if n not in there]


def _twice(file: str, what: str, ids: Sequence[str]) -> list[Misfit]:
    double = sorted({id_ for id_ in ids if ids.count(id_) > 1})
    return [Misfit(file, id_, f"the {what} {id_} is there twice") for id_ in double]


def _unmarked(course: Course) -> list[Misfit]:
    needed = [id_ for id_ in course.complete.quizzes if id_ in course.quizzes]
    found = [
        Misfit(f"quizzes/{id_}.toml", "title", "completes the course and has no pass mark")
        for id_ in needed
        if course.quizzes[id_].pass_mark is None
    ]
    if course.complete.practice and course.practice is None:
        found.append(Misfit(COURSE, "practice", "practice completes the course: describe it"))
    if course.practice and not course.complete.practice:
        found.append(Misfit(COURSE, "[practice]", "the practice task completes nothing"))
    return found


def _unfit_renewal(course: Course) -> list[Misfit]:
    """Return why a quiz cannot renew the certificate."""
    id_ = course.renewal
    if not id_ or course.certificate is None:
        return []
    if course.certificate.valid_months is None:
        return [Misfit(COURSE, "renewal", "without valid_months there is nothing to renew")]
    quiz = course.quizzes.get(id_)
    if quiz is None:
        return _unknown(COURSE, "quiz", [id_], course.quizzes)
    if quiz.pass_mark is None or course.quiz_lesson(id_):
        words = "renews the certificate: it needs a pass mark and stands in no lesson"
        return [Misfit(f"quizzes/{id_}.toml", "title", words)]
    return []


def _lost_lessons(course: Course) -> list[Misfit]:
    known = {each.id for each in course.lessons}
    return [
        Misfit(
            f"quizzes/{name}.toml", f'"{question.lesson}"', f"there is no lesson {question.lesson}"
        )
        for name, quiz in course.quizzes.items()
        for question in quiz.questions
        if question.lesson and question.lesson not in known
    ]
