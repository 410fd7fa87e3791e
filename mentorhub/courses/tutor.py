"""The tutor: asks the passages of a course, and a chat model to word what they say."""

import logging
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Final

from mentorhub.assist.chat import ChatFailed, Writer
from mentorhub.assist.course_task import course_task
from mentorhub.assist.passage import Passage
from mentorhub.courses.asking import (
    Found,
    PassageIndex,
    Pieces,
    Vectors,
    is_supported,
    speaks_to_machines,
)
from mentorhub.courses.material.course import Course
from mentorhub.courses.passages import CoursePassage, passages_of

if TYPE_CHECKING:
    from mentorhub.assist.encoder import Encoder

log = logging.getLogger(__name__)

KEPT: Final = 32


@dataclass(frozen=True)
class Said:
    """A sentence that a model wrote, with the numbers of the quotes it leans on, from 1."""

    text: str
    quotes: tuple[int, ...]


class Tutor:
    """Answers questions from a course's own words.

    ``encoder`` returns what turns texts into vectors, None as long as there is none; ``vectors``
    makes rows of texts and keeps them, so that a version is read once.
    """

    def __init__(
        self,
        encoder: "Callable[[], Encoder | None]",
        vectors: "Callable[[Sequence[str], Encoder], Vectors]",
        pieces: Pieces,
    ) -> None:
        self._encoder = encoder
        self._vectors = vectors
        self._pieces = pieces
        self._kept: OrderedDict[tuple[str, str], PassageIndex] = OrderedDict()
        self._lock = Lock()

    def find(self, course: Course, question: str) -> Found:
        """Return the passages that answer a question, or what comes nearest."""
        encoder = self._encoder()
        index = self._index(course, encoder)
        return index.find(question, encoder.query(question) if encoder else None)

    def prepare(self, course: Course) -> bool:
        """Read a course before somebody asks; return whether there is an encoder to do so."""
        encoder = self._encoder()
        if encoder:
            self._index(course, encoder)
        return encoder is not None

    def word(self, writer: Writer, question: str, quotes: Sequence[CoursePassage]) -> list[Said]:
        """Return what a chat model says to a question with these quotes, nothing if it fails.

        It gets neither questions nor passages that give it orders; sentences that the quotes they
        name do not support are dropped.
        """
        given = {each.key: each for each in quotes if not speaks_to_machines(each.text)}
        if not given or speaks_to_machines(question):
            return []
        task = course_task(
            question, [Passage(key, _title(each), each.text) for key, each in given.items()]
        )
        numbers = {each.key: number for number, each in enumerate(quotes, start=1)}
        said: list[Said] = []
        try:
            for one in writer.write(task):
                leans = [given[key] for key in one.about]
                if is_supported(one.text, leans, self._pieces):
                    said.append(Said(one.text, tuple(sorted(numbers[key] for key in one.about))))
        except ChatFailed as problem:
            log.info("the tutor goes on with quotes", extra={"why": type(problem).__name__})
        return said

    def _index(self, course: Course, encoder: "Encoder | None") -> PassageIndex:
        key = (course.digest, encoder.name if encoder else "")
        with self._lock:
            found = self._kept.get(key)
            if found:
                self._kept.move_to_end(key)
                return found
        passages = passages_of(course)
        rows = None
        if encoder and passages:
            rows = self._vectors([each.read for each in passages], encoder)
        made = PassageIndex(passages, rows, self._pieces)
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return made


def _title(passage: CoursePassage) -> str:
    heads = [passage.lesson_title, passage.heading]
    return " · ".join(dict.fromkeys(head for head in heads if head))
