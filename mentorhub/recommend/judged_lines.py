"""Judged queries as lines of a file (docs/schemas/judged-query.json), in and out."""

import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from mentorhub.kit import schemas
from mentorhub.recommend.question import LONGEST_QUESTION

GRADES: Final = (0, 1, 2, 3)
LONGEST_NAME: Final = 60
LONGEST_TYPE: Final = 40
MOST_GRADES: Final = 200
MOST_LINES: Final = 20_000


class WrongLine(ValueError):
    """A line is no judged query; says its number, counted from 1, and the reason."""

    def __init__(self, number: int, reason: str) -> None:
        super().__init__(f"line {number}: {reason}")
        self.number = number
        self.reason = reason


@dataclass(frozen=True)
class Judging:
    """A query, its type, and the grade of each judged offer by key: one of GRADES."""

    query: str
    type: str
    grades: Mapping[str, int]


def read(data: bytes) -> dict[str, Judging]:
    """Return the queries of a file by name, in its order.

    Raises:
        WrongLine: a line is wrong, or a name appears twice; nothing is taken then.
    """
    found: dict[str, Judging] = {}
    for number, raw in enumerate(_lines(data), start=1):
        if not raw.strip():
            continue
        if len(found) >= MOST_LINES:
            raise WrongLine(number, f"more than {MOST_LINES} queries")
        name, judging = _judging(number, raw)
        if name in found:
            raise WrongLine(number, f"id '{name}' appears twice")
        found[name] = judging
    return found


def line(name: str, judging: Judging) -> str:
    """Return one query as a line of such a file."""
    plain: dict[str, Any] = {"id": name, "query": judging.query, "relevant": dict(judging.grades)}
    if judging.type:
        plain["type"] = judging.type
    return json.dumps(plain, ensure_ascii=False) + "\n"


def _lines(data: bytes) -> Iterator[str]:
    for number, raw in enumerate(data.removeprefix(b"\xef\xbb\xbf").splitlines(), start=1):
        try:
            yield raw.decode()
        except UnicodeDecodeError as problem:
            raise WrongLine(number, "not UTF-8") from problem


def _judging(number: int, raw: str) -> tuple[str, Judging]:
    try:
        plain = json.loads(raw)
        schemas.check("judged-query", plain)
    except (ValueError, RecursionError) as problem:
        raise WrongLine(number, str(problem)) from problem
    name, query = str(plain["id"]).strip(), " ".join(plain["query"].split())
    type_, relevant = plain.get("type", "").strip(), plain["relevant"]
    _check(number, 0 < len(name) <= LONGEST_NAME, f"id must have 1 to {LONGEST_NAME} characters")
    _check(
        number,
        0 < len(query) <= LONGEST_QUESTION,
        f"query must have 1 to {LONGEST_QUESTION} characters",
    )
    _check(number, len(type_) <= LONGEST_TYPE, f"type must have at most {LONGEST_TYPE} characters")
    _check(number, len(relevant) <= MOST_GRADES, f"more than {MOST_GRADES} grades")
    grades = {unicodedata.normalize("NFC", key): grade for key, grade in relevant.items()}
    _check(
        number,
        all(grade in GRADES and not isinstance(grade, bool) for grade in grades.values()),
        "grades are 0, 1, 2 or 3",
    )
    _check(number, any(grades.values()), "no offer has a grade above 0")
    return name, Judging(query, type_, {key: int(grade) for key, grade in grades.items()})


def _check(number: int, fine: bool, reason: str) -> None:
    if not fine:
        raise WrongLine(number, reason)
