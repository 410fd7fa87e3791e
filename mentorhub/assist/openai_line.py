"""The line to a chat model behind any OpenAI-compatible address, through LangChain.

The other side may be slow, wrong, hostile or gone: time, bytes and tokens are bounded, nothing is
followed elsewhere, and whatever comes back is only ever data.
"""

import json
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import Any, Final, TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from mentorhub.assist.budget import Spend
from mentorhub.assist.chat import ChatFailed
from mentorhub.assist.seats import Seats

BYTES_A_TOKEN: Final = 400  # one token comes with the frame of its chunk around it
_LETTERS_A_TOKEN: Final = 3
_SEATS: Final = 2
_LATE: Final = 0.5
"""An answer that took this share of the time it may take came late."""

T = TypeVar("T")
B = TypeVar("B", bound=BaseModel)


@dataclass(frozen=True)
class Endpoint:
    """Where the model is, and how much it may take: per answer, and by ``spend`` altogether.

    ``failed`` is told of every call that came to nothing, ``slow`` of every one that came late.
    All that ask it from this process share the ``seats``.
    """

    url: str
    model: str
    key: str
    spend: Spend
    failed: Callable[[], None] = lambda: None
    slow: Callable[[], None] = lambda: None
    seats: Seats = field(default_factory=lambda: Seats(_SEATS))
    seconds: float = 20.0
    tokens: int = 600

    def cost(self, *sent: str) -> int:
        """Return the most tokens that a call with these texts may use."""
        return sum(map(len, sent)) // _LETTERS_A_TOKEN + self.tokens


@contextmanager
def attempt(endpoint: Endpoint, tokens: int, spent: int) -> Iterator[float]:
    """Count the tokens and yield when the call has to be over; whatever fails is ChatFailed.

    ``spent`` is what the dialogue at hand has used before.

    Raises:
        Busy: no seat is free.
    """
    with endpoint.seats.taken():
        load_library()
        endpoint.spend(tokens, spent)
        begun = time.monotonic()
        try:
            yield begun + endpoint.seconds
        except ChatFailed:
            endpoint.failed()
            raise
        except Exception as problem:  # whatever the other side does, the page goes on
            endpoint.failed()
            raise ChatFailed(type(problem).__name__) from problem
        if time.monotonic() - begun > _LATE * endpoint.seconds:
            endpoint.slow()


def relayed(read: Callable[[], Iterator[T]], until: float) -> Iterator[T]:
    """Yield what a thread reads: nobody waits longer than ``until``, on the monotonic clock.

    Raises:
        ChatFailed: it takes too long.
    """
    arrived: SimpleQueue[tuple[T | None, Exception | None]] = SimpleQueue()
    enough = Event()

    def work() -> None:
        try:
            for piece in read():
                arrived.put((piece, None))
                if enough.is_set():
                    return
        except Exception as problem:  # noqa: BLE001  handed over to who waits
            arrived.put((None, problem))
        else:
            arrived.put((None, None))

    Thread(target=work, daemon=True).start()
    try:
        while (piece := _next(arrived, until)) is not None:
            yield piece
    finally:
        enough.set()


class Schema:
    """Whether an endpoint takes a schema for its answers: until it refuses one."""

    def __init__(self) -> None:
        self._is_taken = True

    def tried(self, ask: Callable[..., Iterator[T]]) -> Iterator[T]:
        """Yield what ``ask(structured=True)`` reads; where that is refused, with False."""
        from openai import BadRequestError, UnprocessableEntityError

        if self._is_taken:
            try:
                yield from ask(structured=True)
            except (BadRequestError, UnprocessableEntityError):
                self._is_taken = False
            else:
                return
        yield from ask(structured=False)


def load_library() -> None:
    """Import LangChain, which takes seconds the first time: no answer's time runs meanwhile."""
    import langchain_openai  # noqa: F401


@contextmanager
def chat(endpoint: Endpoint, until: float) -> Iterator[Any]:
    """Yield the LangChain model."""
    import langsmith
    from langchain_openai import ChatOpenAI
    from pydantic import SecretStr

    langsmith.configure(enabled=False)  # no trace leaves, whatever the environment says
    bounded = _Bounded(until, endpoint.tokens * BYTES_A_TOKEN)
    with httpx.Client(transport=bounded, trust_env=False, follow_redirects=False) as client:
        yield ChatOpenAI(
            model=endpoint.model,
            base_url=endpoint.url,
            api_key=SecretStr(endpoint.key or "none"),
            temperature=0.2,
            max_retries=0,
            stream_usage=False,
            timeout=endpoint.seconds,
            http_client=client,
            use_responses_api=False,
        )


def shaped(
    endpoint: Endpoint,
    messages: Sequence[tuple[str, str]],
    shape: type[B],
    until: float,
    *,
    structured: bool,
    whole: bool = False,
) -> Iterator[B]:
    """Return the one answer in its shape, within time and size; for ``Schema.tried``.

    What does not take the schema, or answers beside it, is read as text. If it must be ``whole``,
    one that was cut short counts for nothing.

    Raises:
        ChatFailed: nothing of the kind comes, or too late.
    """
    limit = {"max_tokens": endpoint.tokens}  # the name that every such server knows

    def read() -> Iterator[B]:
        with chat(endpoint, until) as model:
            if not structured:
                yield _read(model.invoke(messages, extra_body=limit), shape, whole=whole)
                return
            strict = model.with_structured_output(
                shape, method="json_schema", strict=True, include_raw=True, extra_body=limit
            )
            answer = strict.invoke(messages)
            yield answer["parsed"] or _read(answer["raw"], shape, whole=whole)

    return relayed(read, until)


def _read(message: Any, shape: type[B], *, whole: bool) -> B:
    """Return what stands in a message as text, whatever is around it.

    Raises:
        ChatFailed: nothing of the kind.
    """
    if whole and message.response_metadata.get("finish_reason") == "length":
        raise ChatFailed("the answer was cut short")
    try:
        return shape.model_validate(first_object(str(message.text)))
    except ValidationError as problem:
        raise ChatFailed("the answer has another shape") from problem


def first_object(text: str) -> Any:
    """Return the first JSON value that begins with a brace, as far as it has come; else None."""
    begin = text.find("{")
    if begin < 0:
        return None
    try:
        return json.JSONDecoder().raw_decode(text[begin:])[0]
    except (json.JSONDecodeError, RecursionError):
        return _begun(text[begin:])


def _begun(text: str) -> Any:
    from langchain_core.utils.json import parse_partial_json

    try:
        return parse_partial_json(text)
    except (json.JSONDecodeError, RecursionError):
        return None


def _next(arrived: "SimpleQueue[tuple[T | None, Exception | None]]", until: float) -> T | None:
    try:
        piece, problem = arrived.get(timeout=max(0.0, until - time.monotonic()))
    except Empty as late:
        raise ChatFailed("the answer takes too long") from late
    if problem:
        raise problem
    return piece


@cache
def _trusted() -> ssl.SSLContext:
    """Return which certificates count; reading them takes longer than a short answer."""
    return httpx.create_ssl_context(trust_env=False)


class _Bounded(httpx.BaseTransport):
    """Ends an answer that takes too long or is too big, however it trickles in."""

    def __init__(self, until: float, most_bytes: int) -> None:
        self._inner = httpx.HTTPTransport(verify=_trusted(), trust_env=False)
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
