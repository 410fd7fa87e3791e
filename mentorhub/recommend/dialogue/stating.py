"""What the words of a sentence state: found, and neither refused nor only asked."""

import re
from collections.abc import Iterator

from mentorhub.recommend.eligibility import Value
from mentorhub.recommend.engine.intent.sentence import Sentence, said

Facts = dict[str, Value]
SOME = r"(?:(?!(?:nicht|nie|kein\w*) )\w+ )"  # a word between, and no refusal
_SPEAKER = said(r"ich|wir|mein\w*|unser\w*|bin|habe?|i|my|arbeite")
PIECE = re.compile(r" [,.;:!?()](?= )")
"""The marks between the pieces of a line; a clause also ends at linking words, a piece does not."""
ANY_NO = said(r"nicht|nie|niemals|kein\w*|noch nicht|not|never|no")


def claims(sentence: Sentence, pattern: re.Pattern[str]) -> bool:
    """Return whether the words of a ``said`` pattern occur and nothing refuses them."""
    return any(is_claimed(sentence, at) for _match, at in sentence.find(pattern))


def is_claimed(sentence: Sentence, at: range) -> bool:
    """Return whether nothing refuses the words, and they are no bare question ("Arbeitslos?")."""
    if sentence.refusal(at) is not None:
        return False
    asked = sentence.after(at[-1]).startswith("?")
    return not asked or _SPEAKER.search(sentence.clause(at)) is not None


def states(sentence: Sentence, pattern: re.Pattern[str]) -> bool:
    """Return whether the words of a ``said`` pattern occur in a clause without a "no" or "not"."""
    return any(not ANY_NO.search(sentence.clause(at)) for _match, at in sentence.find(pattern))


def whole(match: re.Match[str]) -> int:
    """Return the number in the first group of a match that says one; dots part thousands."""
    return int(next(group for group in match.groups() if group).replace(".", ""))


def one_number(
    sentence: Sentence, pattern: re.Pattern[str], name: str
) -> Iterator[tuple[str, Value]]:
    """Yield the number of the first match under this name, if there is one."""
    for match, _at in sentence.find(pattern):
        yield name, whole(match)
        return
