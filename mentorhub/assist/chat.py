"""What a chat model may be asked for, and what of its answer is let through.

The model words sentences about what it is given. It decides nothing: whoever asks checks each
sentence again against the rules. Nothing here needs a model library.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, ClassVar, Final, Literal, Protocol, get_args

from mentorhub.assist.passage import Passage
from mentorhub.assist.personal_data import without_personal_data
from mentorhub.kit.errors import Unavailable

PROMPT: Final = "answer-1"
MOST_SENTENCES: Final = 6
LONGEST_SENTENCE: Final = 400
LONGEST_PASSAGE: Final = 600
SAID_LAST: Final = 5

Claim = Literal["none", "fits", "may_fit", "does_not_fit"]
CLAIMS: Final[tuple[Claim, ...]] = get_args(Claim)

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
                "required": ["text", "about", "claim"],
                "properties": {
                    "text": {"type": "string"},
                    "about": {"type": "array", "items": {"type": "string"}},
                    "claim": {"type": "string", "enum": list(CLAIMS)},
                },
            },
        }
    },
}


class ChatFailed(Unavailable):
    """The chat model is away, too slow, answers nonsense, or its limit for today is reached."""


class Unusable(ChatFailed):
    """It answered, but said nothing that can be used."""


class NothingSpent(ChatFailed):
    """It was not asked: nothing can be counted, or as the kinds below say."""


class LimitReached(NothingSpent):
    """It was not asked: the tokens of this dialogue or of today are used up."""


class Busy(NothingSpent):
    """It was not asked: too many ask it already, or it has been slow or away and rests."""


@dataclass(frozen=True)
class Ruling:
    """What the funding rules say, under the id by which a sentence may lean on it.

    Why they say so is not told: that would tell what the person has answered.
    """

    id: str
    name: str
    claim: Claim


@dataclass(frozen=True)
class Task:
    """What the model gets: the last words of the person, the offers shown, the rulings.

    ``spent`` are the tokens that the dialogue has used before. ``instruction`` names the prompt
    that goes with it, ``schema`` is the form of the answer.
    """

    instruction: ClassVar[str] = PROMPT
    schema: ClassVar[dict[str, Any]] = SCHEMA

    said: Sequence[str]
    offers: Sequence[Passage]
    rulings: Sequence[Ruling]
    spent: int = 0

    def as_json(self) -> str:
        """Return the task as it is sent: without personal data, cut to size."""
        plain = {
            "said": [without_personal_data(text) for text in self.said[-SAID_LAST:]],
            "offers": [
                {"id": one.key, "title": one.title, "text": one.text[:LONGEST_PASSAGE]}
                for one in self.offers
            ],
            "rules": [{"id": one.id, "name": one.name, "claim": one.claim} for one in self.rulings],
        }
        return json.dumps(plain, ensure_ascii=False)

    def ids(self) -> frozenset[str]:
        """Return every id that a sentence may lean on."""
        return frozenset([*(one.key for one in self.offers), *(one.id for one in self.rulings)])


@dataclass(frozen=True)
class Statement:
    """One sentence of the model with the ids it leans on; none of them is unknown to the task."""

    text: str
    about: frozenset[str]
    claim: Claim


class Writer(Protocol):
    """Words an answer. ``name`` is the model, shown to readers."""

    name: str

    def cost(self, task: Task) -> int:
        """Return the most tokens that the task may use."""

    def write(self, task: Task) -> Iterator[Statement]:
        """Yield sentences as they come, at most MOST_SENTENCES.

        Raises:
            ChatFailed: there are none, or no more; what came before still counts.
        """


def prompt(name: str = PROMPT) -> str:
    """Return the instruction of this name."""
    return files("mentorhub.assist").joinpath(f"prompts/{name}.txt").read_text("utf-8")


def statement(plain: object, task: Task) -> Statement | None:
    """Return one sentence of a model's JSON, None where it is not one.

    Ids that were not given are dropped; a sentence that leaned only on such goes with them.
    """
    if not isinstance(plain, dict):
        return None
    text, about, claim = plain.get("text"), plain.get("about"), plain.get("claim", "none")
    if not isinstance(text, str) or not isinstance(about, list) or claim not in CLAIMS:
        return None
    known = task.ids() & {one for one in about if isinstance(one, str)}
    line = " ".join(text.split())
    if not known or not line or len(line) > LONGEST_SENTENCE:
        return None
    return Statement(line, known, claim)
