"""Which machines an address from outside may lead to, asked of the connection that is made."""

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult, urlsplit

import httpcore
from httpcore import NetworkBackend, NetworkStream

PORTS = {"http": 80, "https": 443}
LONGEST_ADDRESS = 2000
NAT64 = ipaddress.ip_network("64:ff9b::/96")
IP = ipaddress.IPv4Address | ipaddress.IPv6Address


ADDRESS, INSECURE, INSIDE, UNKNOWN = "address", "insecure", "inside", "unknown"
SILENT, SLOW = "silent", "slow"


class NotFetched(Exception):
    """Nothing was fetched: ``why`` is a code, ``status`` what the server said, if it spoke.

    ``retry_seconds`` is how long it asks to be left alone, 0 if it does not say.
    """

    def __init__(self, why: str, status: int | None = None, retry_seconds: int = 0) -> None:
        super().__init__(why)
        self.why = why
        self.status = status
        self.retry_seconds = retry_seconds


Resolve = Callable[[str, int], Sequence[str]]


def resolve(host: str, port: int) -> Sequence[str]:
    """Return the IP addresses of a host, in the order in which they are to be tried."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(each[4][0]) for each in found))


@dataclass(frozen=True)
class Reach:
    """Where requests may go: https to public machines, and whatever ``hosts`` names.

    ``in_the_open`` lets public machines be asked without https too: nothing secret is sent.

    ``hosts`` are names with or without a port, set by the operator; without one the usual ports
    are meant. Only these may lie in a network of one's own, and be asked without https.
    """

    hosts: frozenset[str] = frozenset()
    resolve: Resolve = field(default=resolve, compare=False)
    in_the_open: bool = False

    def check(self, address: str) -> SplitResult:
        """Return the parts of an address that may be asked.

        Raises:
            NotFetched: it is none, says who asks, or would be sent in the open.
        """
        parts = parts_of(address)
        allowed = self.in_the_open or self.is_named(host_of(parts), port_of(parts))
        if parts.scheme == "http" and not allowed:
            raise NotFetched(INSECURE)
        return parts

    def is_named(self, host: str, port: int) -> bool:
        """Return whether the operator named this host."""
        name = f"[{host}]" if ":" in host else host
        usual = name in self.hosts and port in PORTS.values()
        return usual or f"{name}:{port}" in self.hosts

    def machines(self, host: str, port: int) -> Sequence[str]:
        """Return the IP addresses at which a host may be asked.

        A host that has one address inside is not asked at all: it could answer as either.

        Raises:
            NotFetched: there is no such host, or it lies inside.
        """
        try:
            found = self.resolve(host, port)
        except (OSError, UnicodeError) as problem:
            raise NotFetched(UNKNOWN) from problem
        if not self.is_named(host, port) and not all(map(is_public, found)):
            raise NotFetched(INSIDE)
        return found


def parts_of(address: str) -> SplitResult:
    """Return the parts of an http address without a name and password in it.

    Raises:
        NotFetched: it is none.
    """
    try:
        parts = urlsplit(address)
        known = parts.scheme in PORTS and bool(host_of(parts)) and port_of(parts) > 0
    except (ValueError, UnicodeError) as problem:
        raise NotFetched(ADDRESS) from problem
    fine = address.isascii() and address.isprintable() and " " not in address
    if not known or "@" in parts.netloc or not fine or len(address) > LONGEST_ADDRESS:
        raise NotFetched(ADDRESS)
    return parts


def host_of(parts: SplitResult) -> str:
    """Return the host in small letters, without a dot at its end."""
    return (parts.hostname or "").rstrip(".").lower()


def port_of(parts: SplitResult) -> int:
    """Return the port, also where it goes without saying."""
    return PORTS[parts.scheme] if parts.port is None else parts.port


def origin_of(parts: SplitResult) -> tuple[str, str, int]:
    """Return what tells one server from another: scheme, host, port."""
    return parts.scheme, host_of(parts), port_of(parts)


def is_public(address: str) -> bool:
    """Return whether an IP address belongs to the open internet, whatever it is wrapped in."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(each.is_global and not each.is_multicast for each in (ip, *_inside(ip)))


def _inside(ip: IP) -> Iterable[IP]:
    """Yield the IPv4 addresses that an IPv6 address stands for."""
    if isinstance(ip, ipaddress.IPv4Address):
        return
    told = (ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ()))
    yield from (each for each in told if each is not None)
    if ip in NAT64:
        yield ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)


class Deadline:
    """The moment at which a request ends, whatever has come."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def within(self, seconds: float | None) -> float:
        """Return how long one step may take, at most what is left.

        Raises:
            NotFetched: nothing is left.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise NotFetched(SLOW)
        return left if seconds is None else min(seconds, left)


class Backend(NetworkBackend):
    """Connects to the machine that was checked, not to a name that may mean another one by then.

    Every step on the line ends with the deadline, so that a server cannot hold us byte by byte.
    """

    def __init__(self, reach: Reach, deadline: Deadline) -> None:
        self._reach = reach
        self._deadline = deadline
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> NetworkStream:
        """Return a line to the first machine of a host that answers.

        Raises:
            NotFetched: none may be asked, or none answers.
        """
        for machine in self._reach.machines(host, port):
            try:
                stream = self._plain.connect_tcp(
                    machine, port, self._deadline.within(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
            return _Stream(stream, self._deadline)
        raise NotFetched(SILENT)


class _Stream(NetworkStream):
    """A line on which no step outlasts the deadline."""

    def __init__(self, stream: NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.within(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.within(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> NetworkStream:
        within = self._deadline.within(timeout)
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, within), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
