"""Questions of a quiz or a bank, as editors write them and as they are kept.

What somebody answers is plain JSON, one form for each kind (see ``Answer``); ``grading`` says what
it is worth.
"""

import re
from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field, model_validator

from mentorhub.courses.material.base import Line, MaybeProse, Part, Prose, Slug

MOST_POINTS = 10
GAP = re.compile(r"\{\{\s*([A-Za-z0-9-]{1,32})\s*\}\}")

# single, true_false: the place of the option · multiple: places · ordering: which item comes first,
# second … · matching: for each left side the place of a right side · None where one of these is
# open · cloze: texts by gap · others: a text.
Answer = int | str | list[int] | list[int | None] | dict[str, str] | None
Words = Annotated[tuple[Line, ...], Field(strict=False)]


class Option(Part):
    """One of the answers to choose from."""

    text: Prose
    right: bool = False
    feedback: MaybeProse = ""


class _Question(Part):
    id: Slug
    text: Prose
    points: int = Field(default=1, ge=1, le=MOST_POINTS)
    lesson: Slug | None = None
    explanation: MaybeProse = ""


class Single(_Question):
    """Exactly one option is right."""

    kind: Literal["single"]
    options: tuple[Option, ...] = Field(alias="option", strict=False, min_length=2, max_length=12)

    @model_validator(mode="after")
    def _one_right(self) -> "Single":
        if sum(each.right for each in self.options) != 1:
            raise ValueError("exactly one option must be right")
        _distinct([each.text for each in self.options])
        return self


class Multiple(_Question):
    """One or more options are right."""

    kind: Literal["multiple"]
    options: tuple[Option, ...] = Field(alias="option", strict=False, min_length=2, max_length=12)

    @model_validator(mode="after")
    def _some_right(self) -> "Multiple":
        if not any(each.right for each in self.options):
            raise ValueError("at least one option must be right")
        _distinct([each.text for each in self.options])
        return self


class TrueFalse(_Question):
    """A statement that is true or false; the answer is 0 for true and 1 for false."""

    kind: Literal["true_false"]
    right: bool
    feedback_true: MaybeProse = ""
    feedback_false: MaybeProse = ""


class Short(_Question):
    """A word or two; ``*`` in an accepted text stands for anything."""

    kind: Literal["short"]
    accepted: Words = Field(min_length=1, max_length=40)
    case_sensitive: bool = False


class Number(_Question):
    """A number, with a unit where one is named; ``units`` are other spellings of it."""

    kind: Literal["number"]
    value: float = Field(allow_inf_nan=False, strict=False)
    tolerance: float = Field(default=0, ge=0, allow_inf_nan=False, strict=False)
    unit: MaybeProse = ""
    units: Words = ()


class Pair(Part):
    """Two sides that belong together."""

    left: Line
    right: Line


class Matching(_Question):
    """Left sides, each with the right side that belongs to it; several may share one."""

    kind: Literal["matching"]
    pairs: tuple[Pair, ...] = Field(alias="pair", strict=False, min_length=2, max_length=12)
    distractors: Words = ()

    @model_validator(mode="after")
    def _tell_apart(self) -> "Matching":
        rights = {each.right for each in self.pairs}
        if len(rights) < 2 and not self.distractors:
            raise ValueError("there must be two different right sides")
        if rights & set(self.distractors):
            raise ValueError("a distractor is the right side of a pair")
        _distinct([each.left for each in self.pairs])
        return self

    @property
    def rights(self) -> tuple[str, ...]:
        """The right sides to choose from, each once: those of the pairs, then the others."""
        return tuple(dict.fromkeys([*(each.right for each in self.pairs), *self.distractors]))


class Ordering(_Question):
    """Things to bring into an order; they are written in the right one."""

    kind: Literal["ordering"]
    items: Words = Field(min_length=2, max_length=12)

    @model_validator(mode="after")
    def _tell_apart(self) -> "Ordering":
        _distinct(self.items)
        return self


class Gap(Part):
    """A gap of a cloze: to be written (``accepted``) or chosen (``options`` and ``right``)."""

    id: Line
    accepted: Words = ()
    options: Words = ()
    right: MaybeProse = ""

    @model_validator(mode="after")
    def _one_way(self) -> "Gap":
        if bool(self.accepted) == bool(self.options):
            raise ValueError("must have either accepted or options")
        if self.options and self.right not in self.options:
            raise ValueError("right must be one of the options")
        return self


class Cloze(_Question):
    """A text with gaps."""

    kind: Literal["cloze"]
    gaps: tuple[Gap, ...] = Field(alias="gap", strict=False, min_length=1, max_length=20)

    @model_validator(mode="after")
    def _same_gaps(self) -> "Cloze":
        written, told = GAP.findall(self.text), [each.id for each in self.gaps]
        if sorted(written) != sorted(told):
            raise ValueError(f"the text has the gaps {written}, the tables are for {told}")
        _distinct(told)
        return self


class Criterion(Part):
    """What a person who grades looks for."""

    text: Line
    points: int = Field(ge=1, le=MOST_POINTS)


class Essay(_Question):
    """Free text, graded by a person; it counts the sum of its criteria."""

    kind: Literal["essay"]
    criteria: tuple[Criterion, ...] = Field(
        alias="criterion", strict=False, min_length=1, max_length=10
    )
    words: int = Field(default=0, ge=0, le=2000)
    model: MaybeProse = ""

    @model_validator(mode="after")
    def _worth(self) -> "Essay":
        if "points" in self.model_fields_set and self.points != self.worth:
            raise ValueError("points are the sum of the criteria: leave them out")
        return self

    @property
    def worth(self) -> int:
        """The points of all criteria."""
        return sum(each.points for each in self.criteria)


Question = Annotated[
    Single | Multiple | TrueFalse | Short | Number | Matching | Ordering | Cloze | Essay,
    Field(discriminator="kind"),
]
KINDS = (
    "single",
    "multiple",
    "true_false",
    "short",
    "number",
    "matching",
    "ordering",
    "cloze",
    "essay",
)


def worth(question: Question) -> int:
    """Return how many points a whole answer gets."""
    return question.worth if isinstance(question, Essay) else question.points


def _distinct(texts: Sequence[str]) -> None:
    if len(set(texts)) != len(texts):
        raise ValueError("something stands there twice")
