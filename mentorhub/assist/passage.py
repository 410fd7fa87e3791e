"""A piece of text that an answer may lean on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """What a search hands over: enough to read, to cite and to find it again."""

    key: str
    """Names the passage in citations; unique among those handed over."""
    title: str
    text: str
    score: float | None = None
    """The higher the nearer; only comparable within one search."""
