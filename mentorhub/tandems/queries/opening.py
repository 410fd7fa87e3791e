"""Opens what is sealed. What cannot be opened is told apart from what is not there."""

import logging
from typing import Protocol

from mentorhub.kit.crypto import Cipher, Unreadable
from mentorhub.tandems.content import Content

log = logging.getLogger(__name__)


class Sealed(Protocol):
    """A row with sealed bytes and the name that they are bound to."""

    @property
    def sealed(self) -> bytes | None:
        """The bytes, None if there are none (any more)."""

    @property
    def about(self) -> str:
        """What the bytes are bound to."""


def bytes_of(cipher: Cipher, row: Sealed) -> bytes | None:
    """Return the bytes; one row that was tampered with must not close the page of all others."""
    if row.sealed is None:
        return None
    try:
        return cipher.open(row.sealed, row.about)
    except Unreadable:
        log.error("a sealed field cannot be opened", extra={"row": row.about})
        return None


def content_of(cipher: Cipher, row: Sealed) -> Content | None:
    """Return what the person told; None if it was erased or cannot be opened."""
    data = bytes_of(cipher, row)
    return None if data is None else Content.unpacked(data)


def text_of(cipher: Cipher, row: Sealed) -> str | None:
    """Return a sealed text; None if it cannot be opened."""
    data = bytes_of(cipher, row)
    return None if data is None else data.decode()
