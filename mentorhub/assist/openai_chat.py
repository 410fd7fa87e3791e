"""Words an answer with a chat model, sentence by sentence."""

from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import Any

from mentorhub.assist.chat import (
    MOST_SENTENCES,
    Statement,
    Task,
    Unusable,
    prompt,
    statement,
)
from mentorhub.assist.openai_line import Endpoint, Schema, attempt, chat, first_object, relayed


class OpenAIWriter:
    """Words answers with a model behind an OpenAI-compatible address."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._schema = Schema()
        self.name = endpoint.model

    def cost(self, task: Task) -> int:
        """Return the most tokens that the task may use."""
        return self._endpoint.cost(prompt(task.instruction), task.as_json())

    def write(self, task: Task) -> Iterator[Statement]:
        """Yield sentences as they come.

        An endpoint that refuses the schema is asked once more without it; its text is then read
        as JSON.

        Raises:
            ChatFailed: there are none, or no more.
        """
        with attempt(self._endpoint, self.cost(task), task.spent) as until:
            yield from self._schema.tried(partial(self._written, task, until))

    def _written(self, task: Task, until: float, *, structured: bool) -> Iterator[Statement]:
        """Return what the model says, sentence by sentence, within time and size."""
        extra: dict[str, Any] = {"max_tokens": self._endpoint.tokens}
        if structured:
            extra["response_format"] = _format(task)
        messages = [("system", prompt(task.instruction)), ("human", task.as_json())]

        def pieces() -> Iterator[str]:
            with chat(self._endpoint, until) as model:
                for chunk in model.stream(messages, extra_body=extra):
                    yield str(chunk.text)

        return _statements(relayed(pieces, until), task)


def _format(task: Task) -> dict[str, Any]:
    shape = {"name": "answer", "strict": True, "schema": task.schema}
    return {"type": "json_schema", "json_schema": shape}


def _statements(pieces: Iterator[str], task: Task) -> Iterator[Statement]:
    """Yield the sentences that can be used, as they come.

    Raises:
        Unusable: there was none.
    """
    sound = 0
    for plain in islice(_finished(pieces), MOST_SENTENCES):
        found = statement(plain, task)
        if found:
            sound += 1
            yield found
    if not sound:
        raise Unusable("no sentence could be used")


def _finished(pieces: Iterator[str]) -> Iterator[object]:
    """Yield each sentence as soon as the next one begins, the last one at the end."""
    text, told = "", 0
    for piece in pieces:
        text += piece
        if "}" in piece:
            begun = _sentences(text)
            yield from begun[told:-1]
            told = max(told, len(begun) - 1)
    yield from _sentences(text)[told:]


def _sentences(text: str) -> list[Any]:
    """Return the sentences of what has come of the JSON so far; what is around it is left out."""
    plain = first_object(text)
    found = plain.get("sentences") if isinstance(plain, dict) else None
    return found if isinstance(found, list) else []
