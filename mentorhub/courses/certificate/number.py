"""The number of a certificate: nobody guesses it, and everybody can type it from paper.

80 bits in 16 signs, in groups of four. The signs 0, O, 1 and I are not used: on paper nobody can
tell them apart.
"""

import re
from typing import Final

BITS: Final = 80
_SIGNS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_GROUP: Final = 4
_LENGTH: Final = BITS // 5
_BETWEEN: Final = re.compile(r"[\s\-\u2010-\u2015\u2212._/]+")
LONGEST: Final = 60  # of what people type, with all they put in between


def spelled(chance: int) -> str:
    """Return the number for ``chance``, which is at least 0 and below 2**BITS."""
    signs = [_SIGNS[chance >> 5 * at & 31] for at in range(_LENGTH)]
    groups = ("".join(signs[at : at + _GROUP]) for at in range(0, _LENGTH, _GROUP))
    return "-".join(groups)


def read(typed: str) -> str | None:
    """Return the one spelling of a number that somebody typed, None if it cannot be one."""
    if len(typed) > LONGEST:
        return None
    signs = _BETWEEN.sub("", typed).upper()
    if len(signs) != _LENGTH or not set(signs) <= set(_SIGNS):
        return None
    return "-".join(signs[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP))
