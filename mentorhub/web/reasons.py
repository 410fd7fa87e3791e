"""Reasons that a parser or a check gives in English, in the words of the reader."""

import re
from collections.abc import Callable, Sequence

Reasons = Sequence[tuple[str, Callable[..., str]]]
"""Patterns of whole texts; each is given what its groups found, and returns the words."""


def reworded(text: str, reasons: Reasons) -> str | None:
    """Return a text in the words of the first pattern that meets all of it, None if none does."""
    for pattern, words in reasons:
        if found := re.fullmatch(pattern, text, re.DOTALL):
            return words(*found.groups())
    return None
