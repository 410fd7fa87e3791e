"""What somebody types or chooses as an answer, read as a fact, and what is said to a wrong one."""

from mentorhub.recommend.amounts import read_number
from mentorhub.recommend.eligibility import Fact, Value
from mentorhub.recommend.wording.speech import _


def read_answer(fact: Fact, raw: str) -> Value:
    """Return what somebody typed or chose as a fact; empty is None.

    Raises:
        ValueError: it is no answer to this question.
    """
    word = raw.strip()
    if not word:
        return None
    if fact.kind == "yes_no":
        return {"ja": True, "nein": False}[word] if word in ("ja", "nein") else _refuse(word)
    if fact.kind == "number":
        return read_number(word)
    return word if word in {choice.value for choice in fact.choices} else _refuse(word)


def wrong_answer(fact: Fact) -> str:
    """Return what to say about an answer that is none."""
    if fact.kind != "number":
        return _("Please choose one of the answers.")
    if fact.maximum is not None:
        return _(
            "Please enter a number from %(least)s to %(most)s.",
            least=f"{fact.minimum or 0:g}",
            most=f"{fact.maximum:g}",
        )
    if fact.minimum:
        return _("Please enter a number of at least %(least)s, for example 20.", least=fact.minimum)
    return _("Please enter a number, for example 20.")


def _refuse(word: str) -> Value:
    raise ValueError(word)
