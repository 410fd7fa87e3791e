"""Lessons: a head, and Markdown with blocks, read line by line."""

import datetime as dt
from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from mentorhub.courses.material.base import Line, MaybeProse, Part, Prose, Slug

WORDS_A_MINUTE = 160
TRANSCRIPTS = (".md", ".txt")  # what a page can show as text
Track = Literal["inter_company", "in_company"]
Tone = Literal["hint", "important", "law", "example", "scene"]


def _web(value: str) -> str:
    if value and not value.startswith(("https://", "http://")):
        raise ValueError("must begin with https:// or http://")
    return value


class Source(Part):
    """Where something is from; ``date`` is the day of the text, or on which it was read."""

    text: Line
    url: Annotated[MaybeProse, AfterValidator(_web)] = ""
    date: dt.date | None = Field(default=None, strict=False)


class Text(Part):
    """Markdown."""

    kind: Literal["text"]
    text: Prose


class Callout(Part):
    """Something set apart from the text."""

    kind: Literal["callout"]
    tone: Tone
    title: MaybeProse = ""
    text: Prose


class ForTrack(Part):
    """What only concerns mentors of one track."""

    kind: Literal["track"]
    track: Track
    text: Prose


class Checklist(Part):
    """Points to tick off; the ticks are kept."""

    kind: Literal["checklist"]
    id: Slug
    title: MaybeProse = ""
    items: tuple[Line, ...] = Field(strict=False, min_length=1, max_length=30)


class Reflection(Part):
    """A question to oneself; the answer is kept sealed and only for oneself."""

    kind: Literal["reflection"]
    id: Slug
    title: MaybeProse = ""
    text: Prose


class StoryBlock(Part):
    """A case story of the course."""

    kind: Literal["story"]
    story: Slug


class QuizBlock(Part):
    """A quiz of the course as an exercise."""

    kind: Literal["quiz"]
    quiz: Slug


class Image(Part):
    """A picture with what it shows in words."""

    kind: Literal["image"]
    file: Line
    alt: Line
    caption: MaybeProse = ""


class Media(Part):
    """Film or sound, with captions and the whole text."""

    kind: Literal["video", "audio"]
    file: Line
    title: Line
    captions: MaybeProse = ""
    transcript: Line
    minutes: int = Field(default=1, ge=1, le=120)


class Download(Part):
    """A paper to take along."""

    kind: Literal["download"]
    file: Line
    title: Line


class Package(Part):
    """A SCORM package."""

    kind: Literal["package"]
    file: Line
    title: Line
    minutes: int = Field(default=10, ge=1, le=600)


Block = Annotated[
    Text
    | Callout
    | ForTrack
    | Checklist
    | Reflection
    | StoryBlock
    | QuizBlock
    | Image
    | Media
    | Download
    | Package,
    Field(discriminator="kind"),
]


class Lesson(Part):
    """One sitting: what is read and done, and where its facts are from."""

    id: Slug
    title: Line
    summary: MaybeProse = ""
    sources: tuple[Source, ...] = Field(default=(), alias="source", strict=False)
    blocks: tuple[Block, ...] = Field(strict=False, min_length=1, max_length=200)

    @cached_property
    def words(self) -> int:
        """How many words there are to read."""
        return sum(len(_read(each).split()) for each in self.blocks)


def _read(block: Block) -> str:
    if isinstance(block, Checklist):
        return f"{block.title} {' '.join(block.items)}"
    if isinstance(block, Text | ForTrack | Callout | Reflection):
        return f"{getattr(block, 'title', '')} {block.text}"
    return getattr(block, "caption", "")
