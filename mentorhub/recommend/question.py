"""The sentence of a searcher, the same on pages, in commands and in measurements."""

from dataclasses import dataclass

LONGEST_QUESTION = 500


@dataclass(frozen=True)
class Question:
    """The sentence of a searcher in one line; ``cut`` if it was longer than we read."""

    text: str
    cut: bool = False


def read(raw: str) -> Question:
    """Return the sentence without control characters, at most LONGEST_QUESTION long."""
    raw = raw[: 20 * LONGEST_QUESTION]
    line = " ".join("".join(c if c.isprintable() else " " for c in raw).split())
    return Question(line[:LONGEST_QUESTION].rstrip(), cut=len(line) > LONGEST_QUESTION)
