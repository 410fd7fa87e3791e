"""Quizzes: which questions somebody gets, how often, and what it takes to pass."""

from collections import Counter

from pydantic import Field, model_validator

from mentorhub.courses.material.base import Line, Near, Part, Slug, line_saying
from mentorhub.courses.material.questions import Essay, Question, worth

MOST_QUESTIONS = 5_000  # of a quiz, of a file, of a bank
DRAW = r"^\s*draw\s*="  # the line that says how many are drawn


class Quiz(Part):
    """A bank of questions and the rules by which they are asked.

    Without ``pass_mark`` (per cent) it is an exercise. ``draw`` is how many questions of the bank
    an attempt gets, None for all; ``attempts`` None is as often as one likes.
    """

    title: Line
    pass_mark: int | None = Field(default=None, alias="pass", ge=1, le=100)
    draw: int | None = Field(default=None, ge=1)
    attempts: int | None = Field(default=None, ge=1, le=99)
    wait_minutes: int = Field(default=0, ge=0, le=60 * 24 * 30)
    shuffle: bool = True
    questions: tuple[Question, ...] = Field(
        alias="question", strict=False, min_length=1, max_length=MOST_QUESTIONS
    )

    @model_validator(mode="after")
    def _fits(self) -> "Quiz":
        counts = Counter(each.id for each in self.questions)
        double = next((id_ for id_, count in counts.items() if count > 1), None)
        if double:
            raise Near(f"the question {double} is there twice", line_saying("id", double), 2)
        if self.draw and self.draw > len(self.questions):
            told = f"draw is {self.draw}, there are {len(self.questions)} questions"
            raise Near(told, DRAW)
        if self.draw and len({worth(each) for each in self.questions}) > 1:
            raise Near("where questions are drawn, all must have the same points", DRAW)
        return self

    @property
    def asked(self) -> int:
        """How many questions one attempt has."""
        return self.draw or len(self.questions)

    @property
    def needs_person(self) -> bool:
        """Whether somebody must read an answer before there is a result."""
        return any(isinstance(each, Essay) for each in self.questions)

    def question(self, id_: Slug) -> Question | None:
        """Return the question with this id."""
        return next((each for each in self.questions if each.id == id_), None)
