"""Sealing of sensitive fields: AES-GCM, bound to the row that they belong to."""

import base64
import hashlib
import os
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from mentorhub.kit.errors import HouseError

NONCE_BYTES = 12
TOKEN_BYTES = 24


class Unreadable(HouseError):
    """The sealed bytes were changed, belong to another row, or to another key."""


class Cipher:
    """Seals bytes with the first of its keys and opens them with any of them.

    ``secrets_`` are the operator's secrets, newest first; older ones only open.
    """

    def __init__(self, *secrets_: str) -> None:
        if not secrets_:
            raise ValueError("a cipher needs a secret")
        self._keys = [AESGCM(_derive(secret)) for secret in secrets_]

    def seal(self, data: bytes, about: str) -> bytes:
        """Return nonce and ciphertext; ``about`` names the row and must be given to open."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._keys[0].encrypt(nonce, data, about.encode())

    def open(self, sealed: bytes, about: str) -> bytes:
        """Return what was sealed for ``about``.

        Raises:
            Unreadable: changed, moved to another row, or sealed with an unknown key.
        """
        nonce, body = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        for key in self._keys:
            try:
                return key.decrypt(nonce, body, about.encode())
            except (InvalidTag, ValueError):
                continue
        raise Unreadable(about)

    def open_text(self, sealed: bytes, about: str) -> str | None:
        """Return the text that was sealed for ``about``, None if it cannot be opened."""
        try:
            return self.open(sealed, about).decode()
        except Unreadable:
            return None


def new_token() -> str:
    """Return a random, unguessable text for a link or a cookie (192 bits)."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> str:
    """Return what the database keeps of a token, so that a stolen copy opens nothing."""
    return base64.urlsafe_b64encode(hashlib.sha256(token.encode()).digest()).decode().rstrip("=")


def _derive(secret: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"mentorhub fields").derive(secret.encode())
