"""A chat model behind any OpenAI-compatible address, through LangChain.

The other side may be slow, wrong, hostile or gone: time, bytes and tokens are bounded, nothing is
followed elsewhere, and whatever comes back is only ever data.
"""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import Any, Final

import httpx

from mentorhub.assist.chat import (
    MOST_SENTENCES,
    SCHEMA,
    ChatFailed,
    Statement,
    Task,
    prompt,
    statement,
)

LETTERS_A_TOKEN: Final = 3
BYTES_A_TOKEN: Final = 400  # one token comes with the frame of its chunk around it
_FORMAT: Final = {
    "type": "json_schema",
    "json_schema": {"name": "answer", "strict": True, "schema": SCHEMA},
}

Spend = Callable[[int], bool]


@dataclass(frozen=True)
class Endpoint:
    """Where the model is, and how much it may take: per answer, and by ``spend`` per day.

    ``spend`` counts tokens before they are used and returns whether that many are left today.
    """

    url: str
    model: str
    key: str
    spend: Spend
    seconds: float = 20.0
    tokens: int = 600


class OpenAIWriter:
    """Words answers with a model behind an OpenAI-compatible address."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._structured = True
        self.name = endpoint.model

    def write(self, task: Task) -> Iterator[Statement]:
        """Yield sentences as they come.

        An endpoint that refuses the schema is asked once more without it; its text is then read
        as JSON.

        Raises:
            ChatFailed: there are none, or no more.
        """
        asked = task.as_json()
        if not self._endpoint.spend(self._cost(asked)):
            raise ChatFailed("the limit of today is reached")
        until = time.monotonic() + self._endpoint.seconds
        try:
            yield from self._written(asked, task, until)
        except ChatFailed:
            raise
        except Exception as problem:  # whatever the other side does, the page goes on
            raise ChatFailed(type(problem).__name__) from problem

    def _written(self, asked: str, task: Task, until: float) -> Iterator[Statement]:
        from openai import BadRequestError, UnprocessableEntityError

        if self._structured:
            try:
                yield from _statements(self._relayed(asked, until, structured=True), task)
            except (BadRequestError, UnprocessableEntityError):
                self._structured = False
            else:
                return
        yield from _statements(self._relayed(asked, until, structured=False), task)

    def _relayed(self, asked: str, until: float, *, structured: bool) -> Iterator[str]:
        """Yield the pieces of an answer that a thread reads: nobody waits longer than ``until``."""
        arrived: SimpleQueue[str | Exception | None] = SimpleQueue()
        enough = Event()

        def read() -> None:
            try:
                for piece in self._pieces(asked, until, structured=structured):
                    arrived.put(piece)
                    if enough.is_set():
                        return
            except Exception as problem:  # noqa: BLE001  handed over to who waits
                arrived.put(problem)
            else:
                arrived.put(None)

        Thread(target=read, daemon=True).start()
        try:
            while (piece := _next(arrived, until)) is not None:
                yield piece
        finally:
            enough.set()

    def _pieces(self, asked: str, until: float, *, structured: bool) -> Iterator[str]:
        """Yield what the model says, piece by piece, within time and size."""
        extra: dict[str, Any] = {"max_tokens": self._endpoint.tokens}
        if structured:
            extra["response_format"] = _FORMAT
        messages = [("system", prompt()), ("human", asked)]
        with httpx.Client(
            transport=_Bounded(until, self._most_bytes), trust_env=False, follow_redirects=False
        ) as client:
            for chunk in self._chat(client).stream(messages, extra_body=extra):
                yield str(chunk.text)

    @property
    def _most_bytes(self) -> int:
        return self._endpoint.tokens * BYTES_A_TOKEN

    def _cost(self, asked: str) -> int:
        return (len(prompt()) + len(asked)) // LETTERS_A_TOKEN + self._endpoint.tokens

    def _chat(self, client: httpx.Client) -> Any:
        """Return the LangChain model; importing it takes seconds, so only who needs it does."""
        import langsmith
        from langchain_openai import ChatOpenAI
        from pydantic import SecretStr

        langsmith.configure(enabled=False)  # no trace leaves, whatever the environment says
        return ChatOpenAI(
            model=self._endpoint.model,
            base_url=self._endpoint.url,
            api_key=SecretStr(self._endpoint.key or "none"),
            temperature=0.2,
            max_retries=0,
            stream_usage=False,
            timeout=self._endpoint.seconds,
            http_client=client,
        )


def _next(arrived: "SimpleQueue[str | Exception | None]", until: float) -> str | None:
    try:
        piece = arrived.get(timeout=max(0.0, until - time.monotonic()))
    except Empty as problem:
        raise ChatFailed("the answer takes too long") from problem
    if isinstance(piece, Exception):
        raise piece
    return piece


class _Bounded(httpx.BaseTransport):
    """Ends an answer that takes too long or is too big, however it trickles in."""

    def __init__(self, until: float, most_bytes: int) -> None:
        self._inner = httpx.HTTPTransport(trust_env=False)
        self._until = until
        self._left = most_bytes

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request, and hand over its answer bounded; packed, its size says nothing."""
        request.headers["Accept-Encoding"] = "identity"
        answer = self._inner.handle_request(request)
        if answer.headers.get("Content-Encoding", "identity") != "identity":
            raise ChatFailed("the answer is packed")
        answer.stream = _Measured(answer.stream, self._check)
        return answer

    def close(self) -> None:
        """Close the connections."""
        self._inner.close()

    def _check(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise ChatFailed("the answer is too long")
        if time.monotonic() > self._until:
            raise ChatFailed("the answer takes too long")


class _Measured(httpx.SyncByteStream):
    def __init__(self, inner: Any, check: Callable[[int], None]) -> None:
        self._inner = inner
        self._check = check

    def __iter__(self) -> Iterator[bytes]:
        for part in self._inner:
            self._check(len(part))
            yield part

    def close(self) -> None:
        self._inner.close()


def _statements(pieces: Iterator[str], task: Task) -> Iterator[Statement]:
    """Yield the sentences that can be used, as they come.

    Raises:
        ChatFailed: there was none.
    """
    sound = 0
    for plain in islice(_finished(pieces), MOST_SENTENCES):
        found = statement(plain, task)
        if found:
            sound += 1
            yield found
    if not sound:
        raise ChatFailed("no sentence could be used")


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
    begin = text.find("{")
    if begin < 0:
        return []
    try:
        plain, _end = json.JSONDecoder().raw_decode(text[begin:])
    except (json.JSONDecodeError, RecursionError):
        plain = _begun(text[begin:])
    found = plain.get("sentences") if isinstance(plain, dict) else None
    return found if isinstance(found, list) else []


def _begun(text: str) -> Any:
    """Return what JSON that has only begun holds so far, None where it is none."""
    from langchain_core.utils.json import parse_partial_json

    try:
        return parse_partial_json(text)
    except (json.JSONDecodeError, RecursionError):
        return None
