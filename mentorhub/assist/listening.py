"""What a chat model may be asked about one turn of a dialogue: what was said, what to ask next.

The model proposes. Whoever asks keeps only facts that the person's own words support, and only a
question that was on offer. Nothing here needs a model library.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from mentorhub.assist.personal_data import without_personal_data

PROMPT: Final = "listen-1"
MOST_FACTS: Final = 8
LONGEST_WORDS: Final = 200
SAID_BEFORE: Final = 4


@dataclass(frozen=True)
class Field:
    """One fact that may be read out of the words: its name, what it asks, the values it takes.

    Without ``values`` it takes a whole number.
    """

    name: str
    question: str
    values: Sequence[str] = ()


@dataclass(frozen=True)
class Option:
    """One question that may be asked next, under its id, in our words."""

    id: str
    question: str


@dataclass(frozen=True)
class Utterance:
    """One turn as the model gets it; ``spent`` are the tokens that the dialogue has used."""

    said: str
    before: Sequence[str]
    asked: str
    fields: Sequence[Field]
    options: Sequence[Option]
    language: str = "de"
    spent: int = 0

    def as_json(self) -> str:
        """Return the turn as it is sent: without personal data, cut to size."""
        plain = {
            "said": without_personal_data(self.said),
            "before": [without_personal_data(text) for text in self.before[-SAID_BEFORE:]],
            "asked": self.asked,
            "facts": [
                {"name": one.name, "question": one.question, "values": list(one.values)}
                for one in self.fields
            ],
            "questions": [{"id": one.id, "question": one.question} for one in self.options],
            "language": self.language,
        }
        return json.dumps(plain, ensure_ascii=False)


@dataclass(frozen=True)
class ReadFact:
    """A fact as the model read it: its name, its value in words, the person's words behind it."""

    name: str
    value: str
    words: str


@dataclass(frozen=True)
class Reading:
    """What the model made of a turn; all of it is still to be checked."""

    facts: tuple[ReadFact, ...] = ()
    ask: str = ""
    question: str = ""


class Listener(Protocol):
    """Reads one turn. ``name`` is the model, shown to readers."""

    name: str

    def cost(self, utterance: Utterance) -> int:
        """Return the most tokens that reading it may use."""

    def listen(self, utterance: Utterance) -> Reading:
        """Return what the model made of the turn.

        Raises:
            ChatFailed: it is away, too slow, answers nonsense, or a limit is reached.
        """
