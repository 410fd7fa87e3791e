"""Reads the files of a course: all of it, or every mistake with file and line."""

import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from mentorhub.courses.material import blocks, markdown, media, toml_lines
from mentorhub.courses.material.base import Near, Part
from mentorhub.courses.material.course import COURSE, Course, Misfit, Misfits, Programme, names_of
from mentorhub.courses.material.lessons import Block, Lesson, Package
from mentorhub.courses.material.quizzes import Quiz
from mentorhub.courses.material.signs import is_as_named
from mentorhub.courses.material.stories import Story
from mentorhub.courses.packages import reading as packages
from mentorhub.courses.packages.archive import Limits
from mentorhub.courses.packages.report import BadPackage

BIGGEST_TEXT = 8_000_000
BIGGEST_FILE = 60_000_000
# What may lie in files/, and what it is sent as.
TYPES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
    ".vtt": "text/vtt",
    ".md": "text/markdown",
    ".txt": "text/plain",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".zip": "application/zip",
}
_BLOCK: TypeAdapter[Block] = TypeAdapter(Block)
P = TypeVar("P", bound=Part)


@dataclass(frozen=True, order=True)
class Fault:
    """One mistake, told to the person who wrote the file."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"


class WrongFiles(ValueError):
    """The files make no course; ``faults`` say why, sorted by place."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(map(str, self.faults)))


class _Reader:
    """Reads texts of one folder and gathers what is wrong in them."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files
        self.faults: list[Fault] = []

    def fault(self, file: str, line: int, text: str) -> None:
        self.faults.append(Fault(file, line, text))

    def text(self, file: str) -> str | None:
        data = self.files.get(file)
        if data is None:
            self.fault(file, 1, "the file is not there")
        elif len(data) > BIGGEST_TEXT:
            self.fault(file, 1, f"the file is larger than {BIGGEST_TEXT} bytes")
        else:
            try:
                return data.decode("utf-8-sig")
            except UnicodeDecodeError as problem:
                line = data.count(b"\n", 0, problem.start) + 1
                self.fault(file, line, "this is no UTF-8")
        return None

    def values(self, file: str, text: str) -> dict[str, Any] | None:
        try:
            return toml_lines.parse(text)
        except toml_lines.BrokenToml as problem:
            self.fault(file, problem.line, str(problem))
            return None

    def part(self, kind: type[P], values: object, file: str, text: str) -> P | None:
        try:
            return kind.model_validate(values)
        except ValidationError as problem:
            where = toml_lines.lines(text)
            for line, words in told(problem, where, text):
                self.fault(file, line, words)
            for misfit in _misfits(problem):
                self.fault(misfit.file, self.line_near(misfit.file, misfit.near), misfit.text)
            return None

    def line_near(self, file: str, word: str) -> int:
        """Return the first line of a file in which a word stands, 1 if it does not."""
        return line_with(re.escape(word), self.files.get(file, b"").decode(errors="replace"))

    def table(self, kind: type[P], file: str, **given: object) -> P | None:
        text = self.text(file)
        values = self.values(file, text) if text is not None else None
        if text is None or values is None:
            return None
        double = sorted(set(values) & set(given))
        for name in double:
            line = toml_lines.line_of(toml_lines.lines(text), (name,))
            self.fault(file, line, f"{name} is not written here")
        return None if double else self.part(kind, values | given, file, text)


def read_course(
    id_: str, files: Mapping[str, bytes], kept: Mapping[str, str] | None = None
) -> Course:
    """Return the course whose folder holds ``files`` (paths inside of it, with slashes).

    ``kept`` are names and SHA-256 of what lies in ``files/`` and was looked at before.

    Raises:
        WrongFiles: something is wrong; every mistake is told.
    """
    reader = _Reader(files)
    text = reader.text(COURSE)
    values = reader.values(COURSE, text) if text is not None else None
    if text is None or values is None:
        raise WrongFiles(reader.faults)
    names = _names(reader, text, values)
    lessons = [_lesson(reader, name) for name in names]
    quizzes = {name: reader.table(Quiz, path) for name, path in _tables(reader, "quizzes")}
    stories = {name: reader.table(Story, path) for name, path in _tables(reader, "stories")}
    held = dict(sorted({**_media(reader), **(kept or {})}.items()))
    _packages(reader, [lesson for lesson in lessons if lesson])
    _unfit(reader, [lesson for lesson in lessons if lesson])
    _strange(reader, names)
    if reader.faults:
        _head_alone(reader, id_, text, values)
        raise WrongFiles(reader.faults)
    whole = values | {"id": id_, "lessons": lessons, "files": held}
    whole |= {"quizzes": quizzes, "stories": stories}
    course = reader.part(Course, whole, COURSE, text)
    if course is None:
        raise WrongFiles(reader.faults)
    return course


def read_programme(id_: str, data: bytes) -> Programme:
    """Return the programme of one file.

    Raises:
        WrongFiles: something is wrong in it.
    """
    file = f"{id_}.toml"
    reader = _Reader({file: data})
    programme = reader.table(Programme, file, id=id_)
    if programme is None:
        raise WrongFiles(reader.faults)
    return programme


def told(
    problem: ValidationError, where: Mapping[toml_lines.Path, int], text: str
) -> list[tuple[int, str]]:
    """Return line and words of every mistake that was found in a text."""
    found = []
    errors = problem.errors(include_url=False, include_input=False)
    places = [error["loc"] for error in errors]
    for error in errors:
        inner = error.get("ctx", {}).get("error")
        if isinstance(inner, Misfits) or _follows(error, places):
            continue
        steps = [str(step) for step in error["loc"] if not isinstance(step, int)]
        name = steps[-1] if steps else ""
        words = error["msg"].removeprefix("Value error, ")
        words = "is not known" if error["type"] == "extra_forbidden" else words
        if isinstance(inner, Near):
            line = line_with(inner.pattern, text, inner.nth)
        else:
            line = toml_lines.line_of(where, _place(error))
        found.append((line, f"{name}: {words}" if name else words))
    return found


def line_with(pattern: str, text: str, nth: int = 1) -> int:
    """Return the ``nth`` line of a text in which a pattern is found, 1 if there is none."""
    found = [number for number, line in enumerate(text.split("\n"), 1) if re.search(pattern, line)]
    return found[nth - 1] if len(found) >= nth else 1


def _place(error: ErrorDetails) -> tuple[int | str, ...]:
    """Return where a mistake is; a kind that is not known stands in a line of its own."""
    place = error["loc"]
    return (*place, "kind") if error["type"] == "union_tag_invalid" else place


def _follows(error: ErrorDetails, places: Sequence[tuple[int | str, ...]]) -> bool:
    """Return whether too few parts are left only because one of them is wrong."""
    place = error["loc"]
    inside = (each for each in places if len(each) > len(place))
    return error["type"] == "too_short" and any(each[: len(place)] == place for each in inside)


def _misfits(problem: ValidationError) -> Iterator[Misfit]:
    for error in problem.errors(include_url=False, include_input=False):
        inner = error.get("ctx", {}).get("error")
        if isinstance(inner, Misfits):
            yield from inner.found


def _lesson(reader: _Reader, id_: str) -> Lesson | None:
    file = f"lessons/{id_}.md"
    text = reader.text(file)
    if text is None:
        return None
    try:
        head, body, first = blocks.head_and_body(text)
    except ValueError as problem:
        reader.fault(file, 1, str(problem))
        return None
    values = reader.values(file, head)
    if values is None:
        return None
    parts = [_block(reader, file, found) for found in blocks.blocks(body, first)]
    if not parts:
        reader.fault(file, first, "the lesson is empty")
    if None in parts or not parts:
        return None
    return reader.part(Lesson, {"id": id_, "blocks": parts} | values, file, head)


def _block(reader: _Reader, file: str, found: blocks.Found) -> Block | None:
    if found.problem:
        reader.fault(file, found.line, found.problem)
        return None
    for line, words in _misread(found):
        reader.fault(file, line, words)
    try:
        return _BLOCK.validate_python(found.values)
    except ValidationError as problem:
        for _line, words in told(problem, {}, ""):
            reader.fault(file, found.line, words)
        return None


def _misread(found: blocks.Found) -> Iterator[tuple[int, str]]:
    """Yield line and words of what in a block's text would not be seen as it was meant."""
    text = found.values.get("text", "")
    if found.values["kind"] == "text":  # its line is the first one that is not blank
        text, first = text.lstrip("\n"), found.line
    else:
        first = found.line + 1
    for line, words in markdown.problems(text):
        yield first + line, words


def _tables(reader: _Reader, folder: str) -> list[tuple[str, str]]:
    """Return the names and paths of the TOML files in a folder, sorted."""
    paths = sorted(PurePosixPath(path) for path in reader.files)
    return [
        (path.stem, str(path))
        for path in paths
        if path.parts[0] == folder and len(path.parts) == 2 and path.suffix == ".toml"
    ]


def _media(reader: _Reader) -> dict[str, str]:
    found = {}
    for path, data in sorted(reader.files.items()):
        if not path.startswith("files/"):
            continue
        if PurePosixPath(path).suffix.lower() not in TYPES:
            reader.fault(path, 1, "files of this kind are not allowed")
        elif len(data) > BIGGEST_FILE:
            reader.fault(path, 1, f"the file is larger than {BIGGEST_FILE} bytes")
        elif not is_as_named(path, data):
            reader.fault(path, 1, "is not what its name says")
        found[path.removeprefix("files/")] = hashlib.sha256(data).hexdigest()
    return found


def _packages(reader: _Reader, lessons: Sequence[Lesson]) -> None:
    """Find packages that are none, or hostile."""
    blocks = (block for lesson in lessons for block in lesson.blocks)
    for name in dict.fromkeys(each.file for each in blocks if isinstance(each, Package)):
        data = reader.files.get(f"files/{name}")
        try:
            if data is not None:
                packages.read(io.BytesIO(data), name, Limits())
        except BadPackage as problem:
            for fault in problem.faults:
                reader.fault(f"files/{name}", 1, f"no SCORM package to take: {fault}")


def _unfit(reader: _Reader, lessons: Sequence[Lesson]) -> None:
    """Find pictures that are none, films without captions, texts without a word."""
    there = {name.removeprefix("files/"): data for name, data in reader.files.items()}
    for lesson in lessons:
        for block in lesson.blocks:
            for name, words in media.unfit(block, there):
                file = f"lessons/{lesson.id}.md"
                reader.fault(file, reader.line_near(file, name), words)


def _names(reader: _Reader, text: str, values: Mapping[str, Any]) -> list[str]:
    """Return the lessons that course.toml lists.

    Raises:
        WrongFiles: that is no list.
    """
    names = values.get("lessons", [])
    if not isinstance(names, list):
        line = toml_lines.line_of(toml_lines.lines(text), ("lessons",))
        reader.fault(COURSE, line, "lessons: Input should be a valid list")
        raise WrongFiles(reader.faults)
    return [each for each in names if isinstance(each, str)]


def _strange(reader: _Reader, lessons: Sequence[str]) -> None:
    """Name files that nothing reads: a lesson that is not listed, a name with a mistake in it."""
    read = {COURSE, *(f"lessons/{name}.md" for name in lessons)}
    read |= {path for folder in ("quizzes", "stories") for _, path in _tables(reader, folder)}
    for path in reader.files:
        if path not in read and not path.startswith("files/"):
            what = (
                "course.toml does not list it"
                if path.startswith("lessons/")
                else "nothing reads it"
            )
            reader.fault(path, 1, what)


def _head_alone(reader: _Reader, id_: str, text: str, values: Mapping[str, Any]) -> None:
    """Find mistakes in course.toml itself although its parts are broken."""
    stand_in = {"id": "x", "title": "x", "blocks": ({"kind": "text", "text": "x"},)}
    bare = {key: each for key, each in values.items() if key not in ("complete", "practice")}
    lessons = [stand_in] if values.get("lessons") else []
    try:
        Course.model_validate(bare | {"id": id_, "lessons": lessons})
    except ValidationError as problem:
        for line, words in told(problem, toml_lines.lines(text), text):
            reader.fault(COURSE, line, words)


def unused_files(course: Course) -> list[str]:
    """Return the files that no lesson shows."""
    shown = {name for le in course.lessons for block in le.blocks for name in names_of(block)}
    return sorted(set(course.files) - shown)
