"""Asking addresses outside: bounded in time, size and turns, and never on a way inside."""

import base64
import ssl
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import BinaryIO
from urllib.parse import urldefrag, urljoin

import httpcore

from mentorhub.kit.reach import (
    ADDRESS,
    SLOW,
    Backend,
    Deadline,
    NotFetched,
    Reach,
    origin_of,
)

MOVED = frozenset({301, 302, 303, 307, 308})
NOT_CHANGED = 304
OK = 200
STEP_SECONDS = 10.0
PIECE = 65_536
LONGEST_HEADER = 1000
MOST_DIGITS = 12
GZIP = b"\x1f\x8b"
GZIP_WINDOW = zlib.MAX_WBITS | 16
TURNS, TOO_LARGE, BROKEN, PACKED, STATUS, TLS = (
    "turns", "too_large", "broken", "packed", "status", "tls",
)  # fmt: skip


@dataclass(frozen=True)
class Limits:
    """How much one fetch may take: bytes as they are after unpacking, seconds, turns elsewhere."""

    size: int = 200_000_000
    seconds: float = 120.0
    turns: int = 5


@dataclass(frozen=True)
class Known:
    """What the server called the state that we have; both may be empty."""

    etag: str = ""
    modified: str = ""


NOTHING = Known()


@dataclass(frozen=True)
class Login:
    """How we say who we are: a bearer token, or with ``name`` a name and password."""

    secret: str = field(repr=False)
    name: str = ""

    @property
    def header(self) -> bytes:
        """Return the value of the header Authorization."""
        if not self.name:
            return b"Bearer " + self.secret.encode()
        return b"Basic " + base64.b64encode(f"{self.name}:{self.secret}".encode())


@dataclass(frozen=True)
class Fetched:
    """What came: how many bytes were written, what the server calls this state, and from where.

    ``is_new`` is False where it said that nothing has changed; then nothing was written.
    ``address`` is that at the end of all turns.
    """

    is_new: bool
    size: int
    known: Known
    address: str = ""


@dataclass(frozen=True)
class Reply:
    """How a server answers one request: its status, and where it sends us, if anywhere.

    ``retry_seconds`` is how long it asks to be left alone, 0 if it does not say.
    """

    status: int
    to: str = ""
    retry_seconds: int = 0


class Fetcher:
    """Asks addresses; ``agent`` says honestly who asks. Safe to share."""

    def __init__(self, agent: str, reach: Reach, limits: Limits) -> None:
        self.agent = agent
        self.reach = reach
        self.limits = limits

    def fetch(
        self,
        address: str,
        into: BinaryIO,
        *,
        known: Known = NOTHING,
        login: Login | None = None,
        deadline: Deadline | None = None,
        most: int | None = None,
    ) -> Fetched:
        """Write what an address holds into a file, unless it is as known.

        The login goes to the server of the address and never to where that leads. What is part of
        something larger ends with its ``deadline`` and may have ``most`` bytes.

        Raises:
            NotFetched: it may not be asked, or what came is not whole.
        """
        asked = {"If-None-Match": known.etag, "If-Modified-Since": known.modified}
        headers = {name: value for name, value in asked.items() if value}
        until = deadline or self.deadline()
        most = self.limits.size if most is None else most
        with self._answer(address, headers, login, until) as (at, answer):
            if answer.status == NOT_CHANGED and headers:
                return Fetched(False, 0, known, at)
            if answer.status != OK:
                raise NotFetched(STATUS, answer.status, answer.retry_seconds)
            size = 0
            for piece in answer.pieces(most):
                size += into.write(piece)
            state = Known(answer.header("etag"), answer.header("last-modified"))
            return Fetched(True, size, state, at)

    def deadline(self) -> Deadline:
        """Return the moment at which what begins now has to be over."""
        return Deadline(self.limits.seconds)

    def ask(self, address: str, method: str = "HEAD") -> Reply:
        """Return how one request is answered; no turn is followed, nothing of a body is read.

        Raises:
            NotFetched: it may not be asked, or nobody answers.
        """
        self.reach.check(address)
        deadline, sent = self.deadline(), self._headers({}, None)
        with self._ask(address, sent, deadline, method) as answer:
            to = answer.header("location") if answer.status in MOVED else ""
            to = turned(address, to) if to else ""
            return Reply(answer.status, to, answer.retry_seconds)

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        """Whose certificates are believed: those that this machine trusts."""
        return ssl.create_default_context()

    @contextmanager
    def _answer(
        self, address: str, headers: Mapping[str, str], login: Login | None, deadline: Deadline
    ) -> Iterator[tuple[str, "_Answer"]]:
        """Yield the end of all turns and what it answers; each turn is checked anew."""
        first = origin_of(self.reach.check(address))
        for _turn in range(self.limits.turns + 1):
            is_own = origin_of(self.reach.check(address)) == first
            sent = self._headers(headers, login if is_own else None)
            with self._ask(address, sent, deadline) as answer:
                if answer.status not in MOVED or not answer.header("location"):
                    yield address, answer
                    return
                address = turned(address, answer.header("location"))
        raise NotFetched(TURNS)

    def _headers(self, more: Mapping[str, str], login: Login | None) -> list[tuple[bytes, bytes]]:
        told = {"User-Agent": self.agent, "Accept": "*/*", "Accept-Encoding": "identity", **more}
        sent = [(name.encode(), value.encode("latin-1", "ignore")) for name, value in told.items()]
        return [*sent, (b"Authorization", login.header)] if login else sent

    @contextmanager
    def _ask(
        self,
        address: str,
        headers: Sequence[tuple[bytes, bytes]],
        deadline: Deadline,
        method: str = "GET",
    ) -> Iterator["_Answer"]:
        steps = dict.fromkeys(("connect", "read", "write", "pool"), STEP_SECONDS)
        backend = Backend(self.reach, deadline)
        try:
            with (
                httpcore.ConnectionPool(self._tls, network_backend=backend) as pool,
                pool.stream(
                    method, address, headers=headers, extensions={"timeout": steps}
                ) as response,
            ):
                yield _Answer(response)
        except httpcore.TimeoutException as problem:
            raise NotFetched(SLOW) from problem
        except httpcore.ConnectError as problem:
            raise NotFetched(TLS) from problem
        except (httpcore.NetworkError, httpcore.ProtocolError) as problem:
            raise NotFetched(BROKEN) from problem


class _Answer:
    """What a server says, read piece by piece."""

    def __init__(self, response: httpcore.Response) -> None:
        self._response = response
        self._headers = {name.lower(): value for name, value in response.headers}
        self.status = response.status

    def header(self, name: str) -> str:
        """Return one header, nothing where it is missing or too long to be meant."""
        value = self._headers.get(name.encode(), b"").decode("latin-1").strip()
        return value if len(value) <= LONGEST_HEADER else ""

    @property
    def retry_seconds(self) -> int:
        """Return how long the server asks to be left alone, 0 if it gives no number."""
        told = self.header("retry-after")
        return int(told) if told.isdecimal() and len(told) < MOST_DIGITS else 0

    def pieces(self, most: int) -> Iterator[bytes]:
        """Yield what came, unpacked where it was packed; ``most`` bytes of it.

        Raises:
            NotFetched: it is more, or packed in a way that we do not know.
        """
        packing = self.header("content-encoding").lower()
        if packing not in ("", "identity", "gzip", "x-gzip"):
            raise NotFetched(PACKED)
        announced = self.header("content-length")
        if announced.isdecimal() and int(announced[:MOST_DIGITS]) > most:
            raise NotFetched(TOO_LARGE)
        size = 0
        for piece in unpacked(self._response.iter_stream()):
            size += len(piece)
            if size > most:
                raise NotFetched(TOO_LARGE)
            yield piece


def turned(address: str, to: str) -> str:
    """Return where an address leads that was moved.

    Raises:
        NotFetched: to no address.
    """
    try:
        return urldefrag(urljoin(address, to)).url
    except ValueError as problem:
        raise NotFetched(ADDRESS) from problem


def unpacked(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the pieces of a file; one that is packed with gzip is unpacked.

    However much is packed in a piece, never more than ``PIECE`` bytes are unpacked at once.

    Raises:
        NotFetched: it is packed badly, or breaks off.
    """
    head = b""
    for piece in pieces:
        head += piece
        if len(head) >= len(GZIP):
            break
    rest = chain([head], pieces)
    yield from _gunzip(rest) if head.startswith(GZIP) else rest


def _gunzip(pieces: Iterable[bytes]) -> Iterator[bytes]:
    opener = zlib.decompressobj(GZIP_WINDOW)
    try:
        for piece in pieces:
            waiting = piece
            while waiting:
                if opener.eof:
                    opener = zlib.decompressobj(GZIP_WINDOW)
                yield opener.decompress(waiting, PIECE)
                waiting = opener.unconsumed_tail or opener.unused_data
    except zlib.error as problem:
        raise NotFetched(PACKED) from problem
    if not opener.eof:
        raise NotFetched(BROKEN)
