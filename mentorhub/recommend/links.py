"""Addresses of pages at providers: which ones we take, and what checks make of them."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from mentorhub.recommend.rhythm import GERMANY

LONGEST_LINK = 2000
SCHEMES = frozenset({"http", "https"})
KEPT = "/%:@!$&'()*+,;=~-._?"
"""What stays as it is in an address; everything else that is no letter or digit is escaped."""
HOST = re.compile(r"[a-z0-9]([a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\]")

STATUS = "status"
GONE = frozenset({404, 410})
"""What a server says of a page that is not there; everything else may be over tomorrow."""


@dataclass(frozen=True)
class Finding:
    """What one look at a page found: ``why`` is empty where it was there, else a code.

    ``status`` is what the server said, None if it did not speak.
    """

    why: str = ""
    status: int | None = None

    def __str__(self) -> str:
        return " ".join(filter(None, (self.why or "there", str(self.status or ""))))

    @property
    def is_there(self) -> bool:
        """Whether the page was there."""
        return not self.why

    @property
    def is_gone(self) -> bool:
        """Whether the server said for sure that there is no such page."""
        return self.why == STATUS and self.status in GONE


@dataclass(frozen=True)
class History:
    """What is known of a page: when it was there, since which day not, since when that is sure.

    ``gone_on`` is the first day in Germany on which the server knew no such page, and has not
    shown it since.
    """

    there_at: datetime | None = None
    gone_on: date | None = None
    dead_at: datetime | None = None

    def after(self, found: Finding, now: datetime) -> "History":
        """Return what is known after one more look.

        A page is dead once it was gone on two days; a look that says nothing changes nothing.
        """
        if found.is_there:
            return History(there_at=now)
        if not found.is_gone:
            return self
        today = now.astimezone(GERMANY).date()
        first = self.gone_on or today
        dead_at = self.dead_at or (now if first < today else None)
        return replace(self, gone_on=first, dead_at=dead_at)


def address_of(told: str) -> str | None:
    """Return the address of a page as it is sent over the line; None if it is none that we take.

    Umlauts are escaped, and an address that begins with www. gets its scheme. It names nobody who
    signs in, and leads to a page, not into a program.
    """
    text = told.strip().replace("&amp;", "&")
    if text.casefold().startswith("www."):
        text = f"https://{text}"
    if len(text) > LONGEST_LINK or not text.isprintable() or set(text) & {" ", "\\"}:
        return None
    try:
        parts = urlsplit(text)
        where = _where(parts)
    except ValueError:
        return None
    if parts.scheme not in SCHEMES or "@" in parts.netloc:
        return None
    rest = (quote(each, safe=KEPT) for each in (parts.path, parts.query, parts.fragment))
    address = urlunsplit((parts.scheme, where, *rest))
    return address if len(address) <= LONGEST_LINK else None


def host_of(address: str) -> str:
    """Return the host of an address that was taken, with its port where one is named."""
    return urlsplit(address).netloc


def _where(parts: SplitResult) -> str:
    """Return host and port in signs that every name server knows.

    Raises:
        ValueError: there can be no such host or port.
    """
    host = (parts.hostname or "").encode("idna").decode().lower()
    host = f"[{host}]" if ":" in host else host
    if not HOST.fullmatch(host) or parts.port == 0:
        raise ValueError(host)
    return host if parts.port is None else f"{host}:{parts.port}"
