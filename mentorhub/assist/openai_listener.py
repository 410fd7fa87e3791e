"""Reads one turn of a dialogue with a chat model, through LangChain's structured output."""

from functools import partial
from typing import Annotated

from pydantic import BaseModel, BeforeValidator

from mentorhub.assist.chat import prompt
from mentorhub.assist.listening import (
    LONGEST_WORDS,
    MOST_FACTS,
    PROMPT,
    ReadFact,
    Reading,
    Utterance,
)
from mentorhub.assist.openai_line import Endpoint, Schema, attempt, shaped

_YES, _NO = "yes", "no"


def _as_text(value: object) -> object:
    """Return yes, no or digits for a value that a model did not write as text."""
    if isinstance(value, bool):
        return _YES if value else _NO
    return str(value) if isinstance(value, int) else value


Text = Annotated[str, BeforeValidator(_as_text)]


class FactOut(BaseModel):
    """One fact that the words state, with the words that state it."""

    name: str
    value: Text
    words: str


class ReadingOut(BaseModel):
    """What was said, and the one question to ask next."""

    facts: list[FactOut]
    ask: str
    question: str


class OpenAIListener:
    """Reads turns with a model behind an OpenAI-compatible address."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._schema = Schema()
        self.name = endpoint.model

    def cost(self, utterance: Utterance) -> int:
        """Return the most tokens that reading it may use."""
        return self._endpoint.cost(prompt(PROMPT), utterance.as_json())

    def listen(self, utterance: Utterance) -> Reading:
        """Return what the model made of the turn.

        An endpoint that refuses the schema is asked once more without it.

        Raises:
            ChatFailed: it is away, too slow, answers nonsense, or a limit is reached.
        """
        messages = [("system", prompt(PROMPT)), ("human", utterance.as_json())]
        with attempt(self._endpoint, self.cost(utterance), utterance.spent) as until:
            ask = partial(shaped, self._endpoint, messages, ReadingOut, until)
            return _reading(next(self._schema.tried(ask)))


def _reading(answer: ReadingOut) -> Reading:
    facts = [
        ReadFact(one.name, one.value.strip(), one.words.strip())
        for one in answer.facts[:MOST_FACTS]
        if max(len(one.value), len(one.words)) <= LONGEST_WORDS
    ]
    question = " ".join(answer.question.split())
    return Reading(tuple(facts), answer.ask, question if len(question) <= LONGEST_WORDS else "")
