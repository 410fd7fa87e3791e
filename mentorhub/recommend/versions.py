"""What changed between two versions of an offer, from their facts alone."""

from collections.abc import Mapping
from typing import Any

FIELDS = (
    "title", "kind", "learn", "description", "provider", "provider_azav", "link", "form",
    "postcode", "town", "starts", "begin_text", "on_request", "schedules", "hours", "price_cents",
    "azav", "level", "language", "requirements", "target_group", "degree", "degree_kind", "as_of",
)  # fmt: skip
"""The facts of an offer in the order in which editors read them."""
LATER: Mapping[str, Any] = {"begin_text": "", "link": ""}
"""Facts that old versions do not know, and what they were then."""
AROUND = 40
SHORT = 240


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of the facts that differ, in reading order."""
    before, after = {**LATER, **before}, {**LATER, **after}
    return tuple(name for name in FIELDS if before.get(name) != after.get(name))


def excerpts(before: str, after: str) -> tuple[str, str]:
    """Return both texts, cut to where they differ if they are long.

    What both begin and end with is left out but for a few words around; … marks the cut.
    """
    if max(len(before), len(after)) <= SHORT:
        return before, after
    head = _common(before, after)
    rest = min(len(before), len(after)) - head
    tail = min(_common(before[::-1], after[::-1]), rest)
    return _cut(before, head, tail), _cut(after, head, tail)


def _common(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _cut(text: str, head: int, tail: int) -> str:
    first, last = head - AROUND, len(text) - tail + AROUND
    if first > 0:
        space = text.find(" ", first, head)
        first = space + 1 if space >= 0 else first
    if last < len(text):
        space = text.rfind(" ", len(text) - tail, last)
        last = space if space >= 0 else last
    before = "… " if first > 0 else ""
    behind = " …" if last < len(text) else ""
    return before + text[max(first, 0) : last].strip() + behind
