"""What somebody types or chooses as an answer, read as a fact, and what is said to a wrong one."""

from collections.abc import Mapping
from typing import Final

from mentorhub.recommend.amounts import read_number
from mentorhub.recommend.eligibility import Fact, Value
from mentorhub.recommend.wording.speech import _

YES_NO: Final[Mapping[str, bool]] = {"ja": True, "nein": False}
"""What fields send for yes and no."""

_GROUP: Final = 3
_PLACES: Final = 6


def typed(value: Value, fact: Fact | None = None) -> str:
    """Return an answer as a field shows it, so that it is read as the same; empty for None."""
    if value is None:
        return ""
    if fact and isinstance(value, int | float):
        value = said(fact, value)
    if isinstance(value, bool):
        return next(word for word, answer in YES_NO.items() if answer is value)
    if isinstance(value, float):
        whole, _mark, part = f"{value:.{_PLACES}f}".rstrip("0").partition(".")
        part += "0" if len(part) == _GROUP else ""  # "2,125" is read as 2125
        return f"{whole},{part}" if part else whole
    return str(value)


def said(fact: Fact, value: float) -> float:
    """Return a number as people say it: shares in per cent."""
    if not fact.share:
        return value
    hundredfold = round(float(value) * 100, _PLACES)
    return int(hundredfold) if hundredfold.is_integer() else hundredfold


def read_answer(fact: Fact, raw: str) -> Value:
    """Return what somebody typed or chose as a fact; empty is None.

    Raises:
        ValueError: it is no answer to this question.
    """
    word = raw.strip()
    if not word:
        return None
    if fact.kind == "yes_no":
        return YES_NO[word] if word in YES_NO else _refuse(word)
    if fact.kind == "number":
        number = read_number(word)
        return round(number / 100, _PLACES + 2) if fact.share else number
    return word if word in {choice.value for choice in fact.choices} else _refuse(word)


def wrong_answer(fact: Fact) -> str:
    """Return what to say about an answer that is none."""
    if fact.kind != "number":
        return _("Please choose one of the answers.")
    if fact.maximum is not None:
        return _(
            "Please enter a number from %(least)s to %(most)s.",
            least=f"{said(fact, fact.minimum or 0):g}",
            most=f"{said(fact, fact.maximum):g}",
        )
    if fact.minimum:
        return _("Please enter a number of at least %(least)s, for example 20.", least=fact.minimum)
    return _("Please enter a number, for example 20.")


def _refuse(word: str) -> Value:
    raise ValueError(word)
