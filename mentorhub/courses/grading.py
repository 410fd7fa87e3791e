"""Pure: what an answer is worth, question by question and for a whole attempt.

Points are hundredths of a point, whole numbers, rounded to the nearest (a half goes up). What a
learner sees is what is added up: a mark is decided by these hundredths and by nothing finer.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Any, Literal

from mentorhub.courses import written
from mentorhub.courses.material.questions import (
    Answer,
    Cloze,
    Essay,
    Gap,
    Matching,
    Multiple,
    Number,
    Ordering,
    Question,
    Short,
    Single,
    TrueFalse,
    worth,
)

POINT = 100
LONGEST_TEXT = 40_000
LONGEST_SHORT = 1_000  # a word or two are asked for
MOST_DIGITS = 3  # of a place in a form; no question has a thousand options


@dataclass(frozen=True)
class PartMark:
    """How one thing that had to be decided was decided.

    ``key`` is the place of an option, pair, item or criterion in the question as digits, the id
    of a gap, or empty where the question is one thing. ``given`` is what was chosen (a place) or
    written (a text), None where it is open; for a criterion the hundredths that a person gave.
    ``feedback`` belongs to what was chosen and is empty where nothing was.
    """

    key: str
    given: int | str | None
    right: bool
    feedback: str = ""


@dataclass(frozen=True)
class Mark:
    """What an answer is worth: ``points`` and ``out_of`` in hundredths, 0 <= points <= out_of.

    Parts: for single, true_false, short and number the one decision; for multiple one for each
    option (right if it was rightly taken or left); for matching each pair, for cloze each gap, for
    ordering each item; for an essay each criterion once it is graded. ``needs_person`` says that
    the points are not known before somebody has read the answer.
    """

    points: int
    out_of: int
    parts: tuple[PartMark, ...] = ()
    needs_person: bool = False


@dataclass(frozen=True)
class Total:
    """Hundredths of a whole attempt; ``needs_person`` if a mark among them still does."""

    points: int
    out_of: int
    needs_person: bool

    @property
    def share(self) -> Fraction:
        """What was reached of what could be, from 0 to 1; 0 where nothing could be."""
        return Fraction(self.points, self.out_of) if self.out_of else Fraction(0)


def grade(question: Question, answer: Answer, *, language: Literal["de", "en"] = "de") -> Mark:
    """Return what an answer is worth; never raises, whatever ``answer`` is.

    What does not fit the question (another type, places that are not there or named twice, texts
    of unreasonable length) is worth nothing. ``language`` is the course's and decides how "1.234"
    is read, see ``written.numbers``. An essay without text is worth nothing at once; any other
    needs a person.

    - single, true_false, short, number: all or nothing.
    - multiple: see ``multiple_share``.
    - matching, cloze: each pair and each gap counts alike.
    - ordering: each item counts alike that stands directly behind the one it belongs behind, the
      first one if it stands at the beginning. A rotated list keeps most, a reversed one nothing,
      a guessed one 1 of n on average; only the right order gets all.
    """
    if isinstance(question, Essay):
        text = isinstance(answer, str) and bool(answer.strip())
        return Mark(0, worth(question) * POINT, needs_person=text)
    if isinstance(question, Number):
        share, parts = _number(question, answer, language)
    else:
        share, parts = _GRADERS[type(question)](question, answer)
    return Mark(_hundredths(worth(question) * share), worth(question) * POINT, tuple(parts))


def grade_essay(question: Essay, hundredths: Sequence[int]) -> Mark:
    """Return the mark that a person gives: hundredths of a point for each criterion, in order.

    Raises:
        ValueError: there is not one number for each criterion, from 0 to what it is worth.
    """
    most = [each.points * POINT for each in question.criteria]
    if len(hundredths) != len(most):
        raise ValueError(f"there are {len(most)} criteria and points for {len(hundredths)}")
    if not all(_is_int(n) and 0 <= n <= top for n, top in zip(hundredths, most, strict=True)):
        raise ValueError("a criterion gets from nothing to what it is worth")
    parts = (
        PartMark(str(place), given, given == top)
        for place, (given, top) in enumerate(zip(hundredths, most, strict=True))
    )
    return Mark(sum(hundredths), sum(most), tuple(parts))


def total(marks: Iterable[Mark]) -> Total:
    """Return the sum of the marks of an attempt; an essay not yet read counts nothing so far."""
    marks = tuple(marks)
    return Total(
        sum(each.points for each in marks),
        sum(each.out_of for each in marks),
        any(each.needs_person for each in marks),
    )


def passed(marks: Iterable[Mark], pass_mark: int) -> bool:
    """Return whether the marks reach ``pass_mark`` per cent, compared in whole numbers.

    Without anything to reach nobody passes. While a mark needs a person, False means not yet.
    """
    whole = total(marks)
    return whole.out_of > 0 and whole.points * 100 >= pass_mark * whole.out_of


def multiple_share(rights: int, wrongs: int, hits: int, misses: int) -> Fraction:
    """Return the share for ``hits`` of ``rights`` and ``misses`` of ``wrongs`` options taken.

    Each right one adds 1/rights. Each wrong one takes as much away, or 1/wrongs if that is more:
    so taking all options gets nothing as soon as one is wrong. Never below 0.
    """
    penalty = Fraction(misses, min(rights, wrongs)) if wrongs else Fraction(0)
    return max(Fraction(0), Fraction(hits, rights) - penalty)


def read_answer(question: Question, values: Mapping[str, Sequence[str]]) -> Answer:
    """Return the answer that the fields of a form hold, None if it is open; never raises.

    Places are those of the question as it is written, in whatever order it was shown:

    - single, true_false: radio buttons ``answer`` with the place of the option (0 true, 1 false)
    - multiple: checkboxes ``answer`` with places
    - matching: ``pair-0``, ``pair-1`` … for each left side the place of a right one in ``rights``
    - ordering: ``place-0``, ``place-1`` … for each item its place, counted from 1; a place that
      no item has, or more than one, stays open
    - cloze: ``gap-ID`` with a text, for a gap to choose from the text of the option
    - short, number, essay: ``answer``; for a number ``unit`` may hold the unit apart

    Texts lose NUL characters, get line feeds for line ends and end after 40,000 characters.
    """
    return _READERS[type(question)](question, values)


def is_whole(question: Question, answer: Answer) -> bool:
    """Return whether an answer leaves nothing open: no pair, no place, no gap."""
    if isinstance(question, Cloze):
        return isinstance(answer, dict) and len(answer) == len(question.gaps)
    if isinstance(answer, list):
        return None not in answer
    return answer is not None


def _hundredths(points: Fraction) -> int:
    return floor(points * POINT + Fraction(1, 2))


def _is_int(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _place(answer: object, count: int) -> int | None:
    """Return a place from 0 to below ``count``, None for anything else."""
    return answer if isinstance(answer, int) and _is_int(answer) and 0 <= answer < count else None


def _chosen(answer: object, count: int) -> set[int]:
    """Return the places chosen; none if one is not below ``count`` or is named twice."""
    if not isinstance(answer, list | tuple) or len(answer) > count:
        return set()
    places = {place for each in answer if (place := _place(each, count)) is not None}
    return places if len(places) == len(answer) else set()


Judged = tuple[Fraction, list[PartMark]]


def _one(right: bool, given: int | str | None, feedback: str = "", key: str = "") -> Judged:
    return Fraction(right), [PartMark(key, given, right, feedback)]


def _shared(parts: list[PartMark]) -> Judged:
    return Fraction(sum(each.right for each in parts), len(parts)), parts


def _single(question: Single, answer: Answer) -> Judged:
    place = _place(answer, len(question.options))
    if place is None:
        return _one(False, None)
    option = question.options[place]
    return _one(option.right, place, option.feedback, str(place))


def _true_false(question: TrueFalse, answer: Answer) -> Judged:
    place = _place(answer, 2)
    if place is None:
        return _one(False, None)
    feedback = question.feedback_false if place else question.feedback_true
    return _one((place == 0) == question.right, place, feedback, str(place))


def _multiple(question: Multiple, answer: Answer) -> Judged:
    chosen = _chosen(answer, len(question.options))
    rights = {place for place, each in enumerate(question.options) if each.right}
    parts = [
        PartMark(str(place), place, each.right, each.feedback)
        if place in chosen
        else PartMark(str(place), None, not each.right)
        for place, each in enumerate(question.options)
    ]
    return multiple_share(
        len(rights), len(question.options) - len(rights), len(chosen & rights), len(chosen - rights)
    ), parts


def _short(question: Short, answer: Answer) -> Judged:
    text = _text(answer)
    right = text is not None and written.fits(
        text, question.accepted, case_sensitive=question.case_sensitive
    )
    return _one(right, text)


def _number(question: Number, answer: Answer, language: Literal["de", "en"]) -> Judged:
    text = _text(answer)
    if text is None:
        return _one(False, None)
    told = written.number(text, language)
    right = (
        told is not None
        and written.same_unit(told.unit, (question.unit, *question.units))
        and abs(told.value - written.exact(question.value)) <= written.exact(question.tolerance)
    )
    return _one(right, text)


def _matching(question: Matching, answer: Answer) -> Judged:
    rights = question.rights
    places = _places_for(answer, len(question.pairs), len(rights))
    return _shared(
        [
            PartMark(str(key), place, place is not None and rights[place] == pair.right)
            for key, (pair, place) in enumerate(zip(question.pairs, places, strict=True))
        ]
    )


def _places_for(answer: object, length: int, count: int) -> list[int | None]:
    """Return ``length`` places below ``count``; all are open if the answer is not of this form."""
    if isinstance(answer, list | tuple) and len(answer) == length:
        places = [_place(each, count) for each in answer]
        if all(
            each is None or place is not None for each, place in zip(answer, places, strict=True)
        ):
            return places
    return [None] * length


def _ordering(question: Ordering, answer: Answer) -> Judged:
    count = len(question.items)
    order = _places_for(answer, count, count)
    known = [item for item in order if item is not None]
    at = {item: place for place, item in enumerate(order) if item is not None}
    if len(at) != len(known):
        order, at = [None] * count, {}
    before = [-1, *order[:-1]]
    return _shared(
        [
            PartMark(str(item), at.get(item), item in at and before[at[item]] == item - 1)
            for item in range(count)
        ]
    )


def _cloze(question: Cloze, answer: Answer) -> Judged:
    given = answer if isinstance(answer, dict) else {}
    return _shared([_gap(gap, _text(given.get(gap.id))) for gap in question.gaps])


def _gap(gap: Gap, text: str | None) -> PartMark:
    if text is None:
        return PartMark(gap.id, None, False)
    right = text.strip() == gap.right if gap.options else written.fits(text, gap.accepted)
    return PartMark(gap.id, text, right)


def _text(answer: object) -> str | None:
    """Return a text that says something and is of a reasonable length."""
    if not isinstance(answer, str) or len(answer) > LONGEST_SHORT or not answer.strip():
        return None
    return answer


_GRADERS: Mapping[type, Callable[[Any, Answer], Judged]] = {
    Single: _single,
    TrueFalse: _true_false,
    Multiple: _multiple,
    Short: _short,
    Matching: _matching,
    Ordering: _ordering,
    Cloze: _cloze,
}


def _field(values: Mapping[str, Sequence[str]], name: str) -> str:
    """Return the one value of a field, cleaned; empty if there is none or more than one."""
    told = values.get(name) or ()
    if len(told) != 1 or not isinstance(told[0], str):
        return ""
    text = told[0][:LONGEST_TEXT].replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    return text if text.strip() else ""


def _digits(text: object) -> int | None:
    if not isinstance(text, str) or not text.isascii() or not text.isdigit():
        return None
    return int(text) if len(text) <= MOST_DIGITS else None


def _below(place: int | None, count: int) -> int | None:
    return place if place is not None and place < count else None


def _read_single(question: Single, values: Mapping[str, Sequence[str]]) -> Answer:
    return _below(_digits(_field(values, "answer")), len(question.options))


def _read_true_false(_question: TrueFalse, values: Mapping[str, Sequence[str]]) -> Answer:
    return _below(_digits(_field(values, "answer")), 2)


def _read_multiple(question: Multiple, values: Mapping[str, Sequence[str]]) -> Answer:
    told = {_below(_digits(each), len(question.options)) for each in values.get("answer") or ()}
    return sorted(place for place in told if place is not None) or None


def _read_matching(question: Matching, values: Mapping[str, Sequence[str]]) -> Answer:
    count = len(question.rights)
    places = [
        _below(_digits(_field(values, f"pair-{key}")), count) for key in range(len(question.pairs))
    ]
    return None if set(places) == {None} else places


def _read_ordering(question: Ordering, values: Mapping[str, Sequence[str]]) -> Answer:
    told = [_digits(_field(values, f"place-{item}")) for item in range(len(question.items))]
    order = [
        told.index(place) if told.count(place) == 1 else None for place in range(1, len(told) + 1)
    ]
    return None if set(order) == {None} else order


def _read_cloze(question: Cloze, values: Mapping[str, Sequence[str]]) -> Answer:
    texts = {gap.id: _field(values, f"gap-{gap.id}") for gap in question.gaps}
    return {id_: text for id_, text in texts.items() if text} or None


def _read_text(_question: Short | Essay, values: Mapping[str, Sequence[str]]) -> Answer:
    return _field(values, "answer") or None


def _read_number(_question: Number, values: Mapping[str, Sequence[str]]) -> Answer:
    text, unit = _field(values, "answer"), _field(values, "unit")
    told = written.number(text, "de")
    return f"{text.strip()} {unit.strip()}" if told and unit and not told.unit else text or None


_READERS: Mapping[type, Callable[[Any, Mapping[str, Sequence[str]]], Answer]] = {
    Single: _read_single,
    TrueFalse: _read_true_false,
    Multiple: _read_multiple,
    Matching: _read_matching,
    Ordering: _read_ordering,
    Cloze: _read_cloze,
    Short: _read_text,
    Essay: _read_text,
    Number: _read_number,
}
