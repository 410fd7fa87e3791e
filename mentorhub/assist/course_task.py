"""What a chat model gets when somebody asks a course: the question, and passages of the course."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from mentorhub.assist.chat import Task
from mentorhub.assist.passage import Passage
from mentorhub.assist.personal_data import without_personal_data

PROMPT: Final = "course-1"
LONGEST_PASSAGE: Final = 1500

SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["sentences"],
    "properties": {
        "sentences": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["text", "about"],
                "properties": {
                    "text": {"type": "string"},
                    "about": {"type": "array", "items": {"type": "string"}},
                },
            },
        }
    },
}


@dataclass(frozen=True)
class CourseTask(Task):
    """One question and the passages that may answer it; nothing of who asks."""

    instruction: ClassVar[str] = PROMPT
    schema: ClassVar[dict[str, Any]] = SCHEMA

    def as_json(self) -> str:
        """Return the task as it is sent: without personal data, cut to size."""
        plain = {
            "question": without_personal_data(self.said[-1]),
            "passages": [
                {"id": one.key, "title": one.title, "text": one.text[:LONGEST_PASSAGE]}
                for one in self.offers
            ],
        }
        return json.dumps(plain, ensure_ascii=False)


def course_task(question: str, passages: Sequence[Passage]) -> CourseTask:
    """Return what is asked of a model about a question and passages of a course."""
    return CourseTask(said=(question,), offers=passages, rulings=())
