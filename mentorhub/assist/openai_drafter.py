"""Drafts for editors with a chat model, through LangChain's structured output."""

from functools import partial

from mentorhub.assist.chat import prompt
from mentorhub.assist.drafting import DraftTask, T
from mentorhub.assist.openai_line import Endpoint, Schema, attempt, shaped


class OpenAIDrafter:
    """Drafts with a model behind an OpenAI-compatible address."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._schema = Schema()
        self.name = endpoint.model

    def cost(self, task: DraftTask[T]) -> int:
        """Return the most tokens that the task may use."""
        return self._endpoint.cost(prompt(task.instruction), task.as_json())

    def draft(self, task: DraftTask[T]) -> T:
        """Return what the model made of the passage.

        An endpoint that refuses the schema is asked once more without it.

        Raises:
            ChatFailed: it is away, too slow, answers nonsense, or a limit is reached.
        """
        messages = [("system", prompt(task.instruction)), ("human", task.as_json())]
        with attempt(self._endpoint, self.cost(task), task.spent) as until:
            ask = partial(shaped, self._endpoint, messages, task.shape, until, whole=True)
            return next(self._schema.tried(ask))
