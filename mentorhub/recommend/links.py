"""Addresses of pages at providers: which ones we take, and what checks make of them."""

import re
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

LONGEST_LINK = 2000
SCHEMES = frozenset({"http", "https"})
KEPT = "/%:@!$&'()*+,;=~-._?"
"""What stays as it is in an address; everything else that is no letter or digit is escaped."""
HOST = re.compile(r"[a-z0-9]([a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\]")


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
