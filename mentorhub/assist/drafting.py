"""What a chat model may draft for the editors of a course, one passage at a time.

A draft decides nothing and is shown to editors alone; whoever asks checks each again.
"""

import json
from dataclasses import dataclass
from typing import Final, Generic, Literal, Protocol, TypeVar

from pydantic import BaseModel

LONGEST_PASSAGE: Final = 4000


class OptionOut(BaseModel):
    """One answer and why it is right or wrong."""

    text: str
    right: bool
    why: str


class QuestionOut(BaseModel):
    """A question and the words of the passage on which it stands.

    Of ``true_false`` the first option is "true", the second "false".
    """

    kind: Literal["single", "multiple", "true_false"]
    text: str
    options: list[OptionOut]
    explanation: str
    quote: str


class PlainOut(BaseModel):
    """A passage in plain language."""

    text: str


T = TypeVar("T", bound=BaseModel)


@dataclass(frozen=True)
class DraftTask(Generic[T]):
    """One passage of a lesson and what shall become of it; nothing of who asks.

    ``instruction`` names the prompt, ``shape`` the form of the answer; ``spent`` are the tokens
    that the same draft has used before.
    """

    instruction: str
    shape: type[T]
    language: str
    title: str
    text: str
    spent: int = 0

    def as_json(self) -> str:
        """Return the task as it is sent, cut to size."""
        plain = {
            "language": self.language,
            "title": self.title,
            "passage": self.text[:LONGEST_PASSAGE],
        }
        return json.dumps(plain, ensure_ascii=False)


class Drafter(Protocol):
    """Drafts from passages. ``name`` is the model, shown to editors."""

    name: str

    def cost(self, task: DraftTask[T]) -> int:
        """Return the most tokens that the task may use."""

    def draft(self, task: DraftTask[T]) -> T:
        """Return what the model made of the passage.

        Raises:
            ChatFailed: it is away, too slow, answers nonsense, or a limit is reached.
        """


def question_task(language: str, title: str, text: str, spent: int) -> DraftTask[QuestionOut]:
    """Return what is asked for a question about a passage."""
    return DraftTask("question-1", QuestionOut, language, title, text, spent)


def plain_task(title: str, text: str, spent: int) -> DraftTask[PlainOut]:
    """Return what is asked for a passage in plain language."""
    return DraftTask("plain-1", PlainOut, "de", title, text, spent)
