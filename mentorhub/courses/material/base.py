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


Slug = Annotated[str, AfterValidator(_slug)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40_000)]
MaybeProse = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40_000)]


class Part(BaseModel):
    """A piece of a course; what it does not know is refused."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, populate_by_name=True, serialize_by_alias=True
    )
