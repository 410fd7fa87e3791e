"""What all parts of a course have in common: fixed once made, strict about names and types."""

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_SLUG = 64


def _slug(value: str) -> str:
    if len(value) > LONGEST_SLUG or not SLUG.fullmatch(value):
        raise ValueError("must be small letters a-z, digits and single hyphens, at most 64")
    return value


def _readable(value: str) -> str:
    if "\0" in value:
        raise ValueError("holds a character that nobody can read")
    return value


Slug = Annotated[str, AfterValidator(_slug)]
_SEEN = AfterValidator(_readable)
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300), _SEEN]
Prose = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40_000), _SEEN
]
MaybeProse = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40_000), _SEEN]


class Near(ValueError):
    """Something is wrong in a line of the file: the ``nth`` one in which the pattern is found."""

    def __init__(self, text: str, pattern: str, nth: int = 1) -> None:
        super().__init__(text)
        self.pattern, self.nth = pattern, nth


def line_saying(key: str, value: str) -> str:
    """Return the pattern of a line of TOML in which ``key`` (a pattern) is this text."""
    return rf"^\s*(?:{key})\s*=\s*[\"']{re.escape(value)}[\"']"


class Part(BaseModel):
    """A piece of a course; what it does not know is refused."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, populate_by_name=True, serialize_by_alias=True
    )
