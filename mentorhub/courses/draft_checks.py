"""Pure: what of a machine's draft an editor gets to see, and what it lost on the way.

A draft that fails is kept as a gap with its reason, so that nobody wonders where it went.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from pydantic import TypeAdapter

from mentorhub.courses.asking import names_address, speaks_to_machines
from mentorhub.courses.material.advice import question_advice
from mentorhub.courses.material.markdown import to_text
from mentorhub.courses.material.questions import Question

SHORTEST_QUOTE: Final = 12
LONGEST_TEXT: Final = 8000
MOST_TIMES: Final = 4  # a plain text may be so many times as long as what it says
_QUESTION: TypeAdapter[Question] = TypeAdapter(Question)

_WORDS: Final = {
    "zwei": "2", "drei": "3", "vier": "4", "fünf": "5", "sechs": "6", "sieben": "7", "acht": "8",
    "neun": "9", "zehn": "10", "elf": "11", "zwölf": "12", "zwanzig": "20", "dreißig": "30",
    "hundert": "100", "tausend": "1000",
}  # fmt: skip
_MONTHS = "januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember"
_FIGURE = re.compile(
    r"(?P<law>§§?\s*\d+\s?[a-z]?\b)"
    r"|(?P<number>\d+(?:[.,:/]\d+)*(?:\s?(?:%|€|Prozent|Euro)(?!\w))?)"
    rf"|(?P<month>\b(?:{_MONTHS})\b)"
    rf"|(?P<word>\b(?:{'|'.join(_WORDS)})\b)",
    re.IGNORECASE,
)
_LINK = re.compile(r"(?:https?://|www\.)[^\s)>\]\"']+|[\w.+-]+@[\w-]+\.\w+", re.IGNORECASE)
_OF_FILES = re.compile(r"^\s*(?::::|\+\+\+|#{1,6}\s|`{3}|~{3})", re.MULTILINE)
_BETWEEN = re.compile(r"[\W_]+")


class Unfit(Exception):
    """A draft is not shown: ``why`` is quote, form, known, figures or orders."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def question_of(
    plain: dict[str, Any], passage: str, heads: str, known: Collection[str]
) -> Question:
    """Return the question that a machine drafted, fit to be read by an editor.

    ``plain`` has kind, text, options (text, right, why), explanation and quote; ``heads`` stand
    above the passage; ``known`` are the keys (``question_key``) of questions that exist.

    Raises:
        Unfit: the quote does not stand in the passage, the question does not pass the checks of
            files, is asked already, names a figure that the passage lacks, or an address.
    """
    text = to_text(passage)
    if not is_quoted(plain["quote"], text):
        raise Unfit("quote")
    try:
        question = made(plain)
    except ValueError as problem:
        raise Unfit("form") from problem
    if any(question_advice(question)):
        raise Unfit("form")
    if question_key(question.text) in known:
        raise Unfit("known")
    _refuse_strange(plain, f"{heads} {text}")
    return question


def _refuse_strange(plain: dict[str, Any], passage: str) -> None:
    """Refuse orders, addresses, and figures that are neither there nor in a wrong answer."""
    options = plain["options"]
    claims = [plain["text"], plain["explanation"], *(o["text"] for o in options if o["right"])]
    wrong = " ".join(one["text"] for one in options if not one["right"])
    reasons = " ".join(one["why"] for one in options)
    said = " ".join([*claims, wrong, reasons])
    if speaks_to_machines(said) or names_address(said):
        raise Unfit("orders")
    there = figures(passage)
    if figures(" ".join(claims)) - there or figures(reasons) - there - figures(wrong):
        raise Unfit("figures")


def made(plain: dict[str, Any]) -> Question:
    """Return the question as files hold it.

    Raises:
        ValueError: it is none (pydantic's ValidationError too).
    """
    head = {"id": "entwurf", "kind": plain["kind"], "text": plain["text"]}
    head["explanation"] = plain["explanation"]
    options = plain["options"]
    if plain["kind"] != "true_false":
        told = [
            {"text": one["text"], "right": one["right"], "feedback": one["why"]} for one in options
        ]
        return _QUESTION.validate_python(head | {"option": told})
    if len(options) != 2 or options[0]["right"] == options[1]["right"]:
        raise ValueError("one of two must be right")
    more = {"feedback_true": options[0]["why"], "feedback_false": options[1]["why"]}
    return _QUESTION.validate_python(head | {"right": options[0]["right"]} | more)


def plain_of(text: str, passage: str) -> str:
    """Return a draft in plain language, fit to be read by an editor.

    Raises:
        Unfit: it is empty or far too long, has marks that files read as something else, or brings
            an address or orders that the passage lacks.
    """
    told = text.replace("\r\n", "\n").strip()
    if not told or len(told) > min(LONGEST_TEXT, 200 + MOST_TIMES * len(passage)):
        raise Unfit("form")
    if breaks_files(told):
        raise Unfit("form")
    if speaks_to_machines(told) or links(told) - links(passage):
        raise Unfit("orders")
    if names_address(told) and not names_address(passage):
        raise Unfit("orders")
    return told


def breaks_files(text: str) -> bool:
    """Return whether a text holds marks of blocks, heads, headings or code."""
    return bool(_OF_FILES.search(text))


def is_quoted(quote: str, text: str) -> bool:
    """Return whether a quote stands in a text word for word; spaces and line ends count alike."""
    plain = " ".join(to_text(quote).split()).strip('„“”"»« ')
    return len(plain) >= SHORTEST_QUOTE and plain in " ".join(text.split())


def question_key(text: str) -> str:
    """Return what two questions share that ask the same words."""
    return _BETWEEN.sub(" ", to_text(text).casefold()).strip()


@dataclass(frozen=True)
class Difference:
    """Figures and addresses that a text in plain language has lost, and those that came in."""

    lost: tuple[str, ...]
    new: tuple[str, ...]


def compared(before: str, after: str) -> Difference:
    """Return what differs in figures and addresses between two texts in Markdown.

    Numbers in front of the points of a list are no figures.
    """
    had, has = (figures(to_text(each)) | links(each) for each in (before, after))
    return Difference(tuple(sorted(had - has)), tuple(sorted(has - had)))


def figures(text: str) -> frozenset[str]:
    """Return the numbers, sums, paragraphs and months of a text, each in one spelling."""
    return frozenset(map(_spelled, _FIGURE.finditer(text)))


def links(text: str) -> frozenset[str]:
    """Return the addresses of a text."""
    return frozenset(found.rstrip(".,;:") for found in _LINK.findall(text))


def _spelled(found: re.Match[str]) -> str:
    said = " ".join(found[0].split())
    if found["law"]:
        return "§ " + re.sub(r"[§\s]", "", said).lower()
    if found["word"]:
        return _WORDS[said.lower()]
    if found["month"]:
        return said.capitalize()
    number = re.sub(r"\s?(?:prozent|%)", " %", said, flags=re.IGNORECASE)
    return re.sub(r"\s?(?:euro|€)", " €", number, flags=re.IGNORECASE)
