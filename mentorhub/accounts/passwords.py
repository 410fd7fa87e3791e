"""Passwords: how they are hashed and which ones are too weak. Knows neither web nor database.

argon2id with 19 MiB, two passes and one lane: OWASP Password Storage Cheat Sheet, 2025.
"""

import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

TIME_COST = 2
MEMORY_KIB = 19456
LANES = 1
NORMAL_FORM: Final = "NFKC"

SHORTEST = 10
LONGEST = 128
DIFFERENT_SIGNS = 5
TELLING_LENGTH = 4

# Beginnings that come first in every list of leaked passwords, German and English.
COMMON = (
    "passwor",
    "qwert",
    "1234",
    "abcdef",
    "hallo",
    "willkommen",
    "welcome",
    "sommer",
    "winter",
    "fruehling",
    "herbst",
    "mentorhub",
    "letmein",
    "admin",
    "iloveyou",
    "ichliebe",
    "geheim",
    "schalke",
    "borussia",
)

_hasher = PasswordHasher(time_cost=TIME_COST, memory_cost=MEMORY_KIB, parallelism=LANES)


class Weakness(StrEnum):
    """What is wrong with a password."""

    too_short = "too_short"
    too_long = "too_long"
    monotonous = "monotonous"
    common = "common"
    about_you = "about_you"


def normal(password: str) -> str:
    """Return the one spelling of a password, whatever keyboard typed it."""
    return unicodedata.normalize(NORMAL_FORM, password)


def hashed(password: str) -> str:
    """Return what the database keeps of a password (takes some 30 milliseconds, on purpose)."""
    return _hasher.hash(normal(password))


def fits(password: str, kept: str | None) -> bool:
    """Return whether this is the password; without one kept it never is."""
    try:
        return kept is not None and _hasher.verify(kept, normal(password))
    except (VerificationError, InvalidHashError):
        return False


def weakness(password: str, about: Iterable[str] = ()) -> Weakness | None:
    """Return why this password is too weak, None if it is fine.

    ``about`` are words that others know of the person: name, address. No signs are prescribed:
    length counts (NIST SP 800-63B).
    """
    plain = normal(password).casefold()
    if len(plain) < SHORTEST:
        return Weakness.too_short
    if len(plain) > LONGEST:
        return Weakness.too_long
    if len(set(plain)) < DIFFERENT_SIGNS:
        return Weakness.monotonous
    if _is_common(plain):
        return Weakness.common
    return Weakness.about_you if _tells(plain, about) else None


def _is_common(plain: str) -> bool:
    """Return whether a well-known beginning makes up most of the password."""
    return any(plain.startswith(each) and len(plain) < 2 * len(each) + 4 for each in COMMON)


def _tells(plain: str, about: Iterable[str]) -> bool:
    words = {word for text in about for word in _words(text)}
    return any(word in plain and len(plain) < 2 * len(word) + 4 for word in words)


def _words(text: str) -> list[str]:
    plain = "".join(sign if sign.isalnum() else " " for sign in normal(text).casefold())
    return [word for word in plain.split() if len(word) >= TELLING_LENGTH]
