"""Courses that a searcher points at, as they stand in the address: more like this, not that."""

from mentorhub.recommend.engine.document import Feedback
from mentorhub.recommend.engine.feedback import MOST
from mentorhub.recommend.forms.public import LONGEST_KEY, Sent

MORE, LESS = "mehr", "nicht"


def feedback_of(sent: Sent) -> Feedback:
    """Return the keys that were sent, at most MOST of each kind; nobody has checked them yet."""
    return Feedback(_keys(sent, MORE), _keys(sent, LESS))


def _keys(sent: Sent, name: str) -> tuple[str, ...]:
    given = (key for key in sent.getlist(name)[: 2 * MOST] if 0 < len(key) <= LONGEST_KEY)
    return tuple(dict.fromkeys(given))[:MOST]
