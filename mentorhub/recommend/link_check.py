"""Looks whether pages at providers are still there, the way a polite guest does."""

import io
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from urllib.parse import urldefrag, urlsplit, urlunsplit

from protego import Protego

from mentorhub.kit.fetching import STATUS, TURNS, Fetcher, Limits, Reply
from mentorhub.kit.reach import NotFetched
from mentorhub.recommend.links import Finding

NAME = "MentorHub"
"""What robots.txt may call us; the header User-Agent begins with it."""
LIMITS = Limits(size=500_000, seconds=8.0, turns=5)
PAUSE = 1.0
"""Seconds between two requests to one host."""
ROBOTS_FOR = 24 * 3600.0
ROBOTS_TROUBLE_FOR = 3600.0
MOST_ROBOTS = 5000
REST = 600.0
LONGEST_REST = 24 * 3600.0
ROBOTS = "robots"
"""Why a page was not looked at: its server does not want programs there."""
NOTHING = "User-agent: *\nDisallow: /"
"""A robots.txt that allows nothing."""
FORBIDDING = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})
TOO_MANY = HTTPStatus.TOO_MANY_REQUESTS
TIRED = frozenset({TOO_MANY, HTTPStatus.SERVICE_UNAVAILABLE})


class NotNow(Exception):
    """Our turn at a host does not come in time; ``seconds`` are for how long it rests."""

    def __init__(self, seconds: float = 0.0) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class _NotAllowed(Exception):
    """The robots.txt of the host forbids it."""


@dataclass
class _Host:
    """One host, and the moment from which on it may be asked again."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    free_at: float = 0.0


@dataclass(frozen=True)
class _Rules:
    """What a server allows until when; without a ``parser`` everything, with ``trouble`` nothing.

    ``pause`` are seconds between two requests.
    """

    until: float
    parser: Protego | None = None
    trouble: NotFetched | None = None
    pause: float = PAUSE

    def check(self, address: str) -> None:
        """Let an address pass that may be asked.

        Raises:
            _NotAllowed: the server forbids it.
            NotFetched: nobody knows whether it does.
        """
        if self.trouble:
            raise NotFetched(self.trouble.why, self.trouble.status)
        try:
            is_allowed = self.parser is None or self.parser.can_fetch(address, NAME)
        except ValueError as problem:  # an address that makes no sense
            raise _NotAllowed from problem
        if not is_allowed:
            raise _NotAllowed


class LinkChecker:
    """Asks pages whether they are there; safe to share between threads.

    Each page is due again ``every`` so often. One request at a time goes to a host, with a pause
    between two; what its robots.txt forbids is not asked. ``clock`` counts seconds.
    """

    def __init__(
        self,
        fetcher: Fetcher,
        every: timedelta,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.every = every
        self.clock = clock
        self._fetcher = fetcher
        self._sleep = sleep
        self._lock = threading.Lock()
        self._hosts: dict[str, _Host] = {}
        self._robots: dict[str, _Rules] = {}

    def look(self, address: str, until: float) -> Finding:
        """Return what is found at an address; turns are followed, each as polite as the first.

        Raises:
            NotNow: our turn at a host does not come before ``until``.
        """
        here = urldefrag(address).url
        try:
            for _turn in range(LIMITS.turns + 1):
                reply = self._reply(here, until)
                if not reply.to:
                    return _finding(reply)
                here = reply.to
        except _NotAllowed:
            return Finding(ROBOTS)
        except NotFetched as problem:
            return Finding(problem.why, problem.status)
        return Finding(TURNS)

    def _reply(self, address: str, until: float) -> Reply:
        """Return how a page answers; where asking for its head alone settles nothing, for all."""
        rules = self._rules(address, until)
        rules.check(address)
        try:
            reply = self._ask(address, "HEAD", rules, until)
        except NotFetched as problem:
            if problem.why != "broken":
                raise
        else:
            if reply.status < HTTPStatus.BAD_REQUEST or reply.status in TIRED:
                return reply
        return self._ask(address, "GET", rules, until)

    def _ask(self, address: str, method: str, rules: _Rules, until: float) -> Reply:
        with self._turn(address, rules.pause, until) as host:
            reply = self._fetcher.ask(address, method)
            if reply.status in TIRED:
                rest = float(reply.retry_seconds) or REST
                host.free_at = self.clock() + min(rest, LONGEST_REST)
            return reply

    @contextmanager
    def _turn(self, address: str, pause: float, until: float) -> Iterator[_Host]:
        """Wait until a host may be asked, and let nobody else of us ask it meanwhile.

        Raises:
            NotNow: that is after ``until``.
        """
        with self._lock:
            host = self._hosts.setdefault(urlsplit(address).netloc, _Host())
        if not host.lock.acquire(timeout=max(0.0, until - self.clock())):
            raise NotNow
        try:
            wait = max(0.0, host.free_at - self.clock())
            if self.clock() + wait > until:
                raise NotNow(wait)
            if wait:
                self._sleep(wait)
            try:
                yield host
            finally:
                host.free_at = max(host.free_at, self.clock() + pause)
        finally:
            host.lock.release()

    def _rules(self, address: str, until: float) -> _Rules:
        """Return what the server of an address allows, as it said within the last day."""
        parts = urlsplit(address)
        origin = urlunsplit((parts.scheme, parts.netloc, "", "", ""))
        known = self._robots.get(origin)
        if known is None or known.until < self.clock():
            with self._turn(address, PAUSE, until):
                known = self._read_robots(f"{origin}/robots.txt")
            with self._lock:
                if len(self._robots) >= MOST_ROBOTS:
                    self._robots.clear()
                self._robots[origin] = known
        return known

    def _read_robots(self, address: str) -> _Rules:
        """Return what a robots.txt says; one that is not there allows everything."""
        self._fetcher.reach.check(address)
        text = io.BytesIO()
        try:
            self._fetcher.fetch(address, text)
        except NotFetched as problem:
            status = problem.status or 0
            if problem.why == STATUS and status in FORBIDDING:
                return _Rules(self.clock() + ROBOTS_FOR, Protego.parse(NOTHING))
            if problem.why == STATUS and 400 <= status < 500 and status != TOO_MANY:
                return _Rules(self.clock() + ROBOTS_FOR)
            return _Rules(self.clock() + ROBOTS_TROUBLE_FOR, trouble=problem)
        parser = Protego.parse(text.getvalue().decode("utf-8-sig", "replace"))
        pause = min(parser.crawl_delay(NAME) or 0.0, LONGEST_REST)
        return _Rules(self.clock() + ROBOTS_FOR, parser, pause=max(PAUSE, pause))


class LinkWatch:
    """Says whether links are checked at all: only with a ``checker``, which the operator allows."""

    def __init__(self, checker: LinkChecker | None = None) -> None:
        self.checker = checker


def _finding(reply: Reply) -> Finding:
    is_there = HTTPStatus.OK <= reply.status < HTTPStatus.MULTIPLE_CHOICES
    return Finding() if is_there else Finding(STATUS, reply.status)
