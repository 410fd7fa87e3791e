"""Questions out of what the formats have in common: weights, feedback, pairs, spellings."""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pydantic import ValidationError

from mentorhub.courses.material.base import LONGEST_SLUG
from mentorhub.courses.material.questions import (
    MOST_POINTS,
    Cloze,
    Criterion,
    Essay,
    Gap,
    Matching,
    Multiple,
    Number,
    Option,
    Ordering,
    Pair,
    Question,
    Short,
    Single,
    TrueFalse,
)
from mentorhub.courses.question_files.notes import Note, Refused, note

NEARLY = Fraction(1, 100)
CRITERION = "Inhalt"
MOST_ANSWERS = 1_000
MOST_NOTES = 200
# What a format has no place for travels beside it; see ``extras`` in the writers.
EXTRAS = frozenset(
    ("points", "lesson", "case_sensitive", "unit", "units", "words", "model", "criterion")
)
GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
FIGURE = re.compile(r"[+-]?(?:[0-9]{1,40}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})(?:[eE][+-]?[0-9]{1,3})?")


@dataclass
class Head:
    """What every question has, and the notes about it so far."""

    title: str = ""
    id_hint: str = ""
    text: str = ""
    explanation: str = ""
    points: int = 1
    extras: Mapping[str, Any] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    def note(self, code: str, detail: object = "") -> None:
        """Remember that something was changed; the same thing once."""
        told = note(code, detail)
        if len(self.notes) < MOST_NOTES and told not in self.notes:
            self.notes.append(told)


@dataclass(frozen=True)
class Weighted:
    """An answer: ``weight`` 1 is right, 0 wrong, more below 0 takes away."""

    text: str
    weight: Fraction
    feedback: str = ""

    @property
    def is_right(self) -> bool:
        """Whether it is fully right."""
        return self.weight > 1 - NEARLY


class Ids:
    """Gives each question an id of its own: from what the file calls it, else from its text."""

    def __init__(self, used: Iterable[str] = ()) -> None:
        self._used = set(used)
        self._next: dict[str, int] = {}

    def give(self, head: Head, number: int) -> str:
        """Return an id that no question before has; the same file gives the same ids."""
        return self.free(
            slug(head.id_hint) or slug(head.title) or slug(head.text) or f"frage-{number}"
        )

    def free(self, base: str) -> str:
        """Return an id, with a number behind it if it is used already; now it is."""
        told, count = base, self._next.get(base, 2)
        while told in self._used:
            told = f"{base[: LONGEST_SLUG - len(str(count)) - 1].rstrip('-')}-{count}"
            count += 1
        self._next[base] = count
        self._used.add(told)
        return told


def slug(text: str) -> str:
    """Return a text as an id, empty if there is nothing in it that an id may have."""
    text = unicodedata.normalize("NFKD", text[:1_000].lower().translate(GERMAN))
    text = "".join(each for each in text if not unicodedata.combining(each))
    return re.sub(r"[^a-z0-9]+", "-", text).strip("-")[:LONGEST_SLUG].rstrip("-")


def choice(head: Head, options: Sequence[Weighted], *, one: bool) -> Question:
    """Return a question with options to choose one or several of."""
    _bounded(options)
    if one and sum(each.is_right for each in options) == 1:
        return _single(head, options)
    if one:
        head.note("several_right")
        options = [Weighted(each.text, Fraction(each.is_right), each.feedback) for each in options]
    elif not _by_our_rule([each.weight for each in options]):
        head.note("weights")
    if not any(each.weight > 0 for each in options):
        raise Refused("no_right")
    told = [_option(each, right=each.weight > 0) for each in options]
    return _built(Multiple, head, kind="multiple", option=told)


def true_false(head: Head, *, right: bool, said_true: str, said_false: str) -> Question:
    """Return a statement that is true or false."""
    return _built(
        TrueFalse, head, kind="true_false", right=right, feedback_true=said_true,
        feedback_false=said_false,
    )  # fmt: skip


def short(head: Head, answers: Sequence[Weighted], *, case_sensitive: bool = False) -> Question:
    """Return a question for a word or two."""
    accepted = accepted_of(head, answers)
    return _built(Short, head, kind="short", accepted=accepted, case_sensitive=case_sensitive)


def accepted_of(head: Head, answers: Sequence[Weighted]) -> list[str]:
    """Return the texts that are fully right, each once, and note what is lost of the others.

    Raises:
        Refused: none is.
    """
    _bounded(answers)
    accepted = list(dict.fromkeys(each.text for each in answers if each.is_right and each.text))
    if not accepted:
        raise Refused("no_right")
    _note_partly(head, answers)
    note_feedback(head, answers)
    return accepted


def note_feedback(head: Head, answers: Iterable[Weighted]) -> None:
    """Note the feedback that has no place here."""
    said = "; ".join(each.feedback for each in answers if each.feedback)
    if said:
        head.note("answer_feedback", said)


@dataclass(frozen=True)
class Figure:
    """A number with the tolerance to both sides."""

    value: Fraction
    tolerance: Fraction
    weight: Fraction = Fraction(1)
    feedback: str = ""

    def __str__(self) -> str:
        return f"{float(self.value):g} ± {float(self.tolerance):g}"


def number(
    head: Head, figures: Sequence[Figure], *, unit: str = "", units: Sequence[str] = ()
) -> Question:
    """Return a question for a number, the first one that is fully right."""
    _bounded(figures)
    right = [each for each in figures if each.weight > 1 - NEARLY]
    if not right:
        raise Refused("no_right")
    partly = [str(each) for each in figures if 0 < each.weight <= 1 - NEARLY]
    if partly:
        head.note("partly", "; ".join(partly))
    if right[1:]:
        head.note("other_numbers", "; ".join(map(str, right[1:])))
    note_feedback(head, [Weighted("", each.weight, each.feedback) for each in figures])
    return _built(
        Number, head, kind="number", value=_float(right[0].value),
        tolerance=_float(right[0].tolerance), unit=unit, units=list(units),
    )  # fmt: skip


def read_number(head: Head, text: str) -> Fraction:
    """Return a number as formats write it.

    Raises:
        Refused: it is none.
    """
    text = text.strip()
    if not FIGURE.fullmatch(text) and text.count(",") == 1 and "." not in text:
        head.note("comma", text)
        text = text.replace(",", ".")
    if not FIGURE.fullmatch(text):
        raise Refused("no_number", text)
    return Fraction(Decimal(text))


def matching(head: Head, pairs: Sequence[tuple[str, str]]) -> Question:
    """Return a question with pairs; one with an empty left side is a distractor."""
    _bounded(pairs)
    rights = {right for left, right in pairs if left}
    others = [right for left, right in pairs if not left and right not in rights]
    told = [{"left": left, "right": right} for left, right in pairs if left]
    return _built(
        Matching, head, kind="matching", pair=[_part(Pair, **each) for each in told],
        distractors=list(dict.fromkeys(others)),
    )  # fmt: skip


def ordering(head: Head, items: Sequence[str]) -> Question:
    """Return things to bring into the order in which they are given."""
    _bounded(items)
    return _built(Ordering, head, kind="ordering", items=list(items))


def cloze(head: Head, gaps: Sequence[Mapping[str, Any]]) -> Question:
    """Return a text with gaps."""
    if not gaps:
        raise Refused("no_gaps")
    return _built(Cloze, head, kind="cloze", gap=[_part(Gap, **each) for each in gaps])


def essay(head: Head, *, model: str = "", words: int = 0) -> Question:
    """Return a free text, with one criterion unless the file tells ours."""
    if "criterion" not in head.extras:
        head.note("criterion")
    criteria = [Criterion(text=CRITERION, points=head.points)]
    return _built(Essay, head, kind="essay", criterion=criteria, model=model, words=words)


def points(head: Head, told: str) -> int:
    """Return whole points from 1 to ``MOST_POINTS``, and note it if they were others."""
    told = told.strip() or "1"
    wanted = Fraction(Decimal(told)) if FIGURE.fullmatch(told) else Fraction(0)
    whole = min(max(int(wanted + Fraction(1, 2)), 1), MOST_POINTS)
    if whole != wanted:
        head.note("points", told)
    return whole


def read_extras(text: str) -> dict[str, Any]:
    """Return what a writer of ours put beside a question; nothing if it is not that."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _single(head: Head, options: Sequence[Weighted]) -> Question:
    _note_partly(head, options)
    if any(each.weight < 0 for each in options):
        head.note("minus")
    told = [_option(each, right=each.is_right) for each in options]
    return _built(Single, head, kind="single", option=told)


def _option(answer: Weighted, *, right: bool) -> Option:
    made: Option = _part(Option, text=answer.text, right=right, feedback=answer.feedback)
    return made


def _note_partly(head: Head, answers: Sequence[Weighted]) -> None:
    partly = [each.text for each in answers if each.weight > 0 and not each.is_right]
    if partly:
        head.note("partly", "; ".join(partly))


def _by_our_rule(weights: Sequence[Fraction]) -> bool:
    """Return whether weights are those that ``grading.multiple_share`` gives."""
    rights = sum(each > 0 for each in weights)
    wrongs = len(weights) - rights
    if not rights:
        return True
    gain = Fraction(1, rights)
    loss = Fraction(-1, min(rights, wrongs)) if wrongs else Fraction(0)
    return all(abs(each - (gain if each > 0 else loss)) < NEARLY for each in weights)


def _bounded(things: Sequence[object]) -> None:
    if not things:
        raise Refused("no_answers")
    if len(things) > MOST_ANSWERS:
        raise Refused("does_not_fit", f"{len(things)} answers")


def _float(value: Fraction) -> float:
    try:
        return float(value)
    except OverflowError as error:
        raise Refused("no_number", "too large") from error


def _part(part: Any, **fields: Any) -> Any:
    try:
        return part(**fields)
    except ValidationError as error:
        raise Refused("does_not_fit", _told(error)) from error


def _built(part: Any, head: Head, **fields: Any) -> Question:
    common = {
        "id": "frage", "text": head.text, "explanation": head.explanation, "points": head.points,
    }  # fmt: skip
    if part is Essay:
        del common["points"]
    known = {each.alias or name for name, each in part.model_fields.items()}
    extras = {name: told for name, told in head.extras.items() if name in EXTRAS & known}
    made: Question = _part(part, **{**common, **fields, **extras})
    return made


def _told(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    place = ".".join(map(str, first["loc"]))
    return f"{place}: {first['msg']}" if place else str(first["msg"])
