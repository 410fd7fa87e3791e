"""Pure: the boards on which people write to each other; a board belongs to a lesson or a cohort."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from mentorhub.courses.material.base import SLUG

Kind = Literal["lesson", "cohort"]

PAGE_ROWS: Final = 20
LONGEST_POST: Final = 4_000
LONGEST_REASON: Final = 300
CHANGEABLE: Final = timedelta(minutes=30)


@dataclass(frozen=True)
class BoardKey:
    """Which board: of a lesson in every version of its course, or of a cohort."""

    kind: Kind
    course: str = ""
    lesson: str = ""
    cohort: int = 0

    def __str__(self) -> str:
        return (
            f"lesson:{self.course}:{self.lesson}"
            if self.kind == "lesson"
            else f"cohort:{self.cohort}"
        )


def of_lesson(course: str, lesson: str) -> BoardKey:
    """Return the board under a lesson."""
    return BoardKey("lesson", course=course, lesson=lesson)


def of_cohort(cohort: int) -> BoardKey:
    """Return the board of a cohort."""
    return BoardKey("cohort", cohort=cohort)


def prefix_of_course(course: str) -> str:
    """Return how the names of all boards of a course's lessons begin."""
    return f"lesson:{course}:"


def read_key(text: str) -> BoardKey | None:
    """Return the board of a name, None if it names none."""
    kind, *rest = text.split(":")
    if kind == "lesson" and len(rest) == 2 and all(SLUG.fullmatch(each) for each in rest):
        return of_lesson(*rest)
    if kind == "cohort" and len(rest) == 1 and rest[0].isascii() and rest[0].isdigit():
        return of_cohort(int(rest[0]))
    return None


def is_changeable(written: datetime, now: datetime) -> bool:
    """Return whether its author may still change or delete what was written then."""
    return now < written + CHANGEABLE


def pages(count: int) -> int:
    """Return how many pages so many rows take, one at least."""
    return max(1, -(-count // PAGE_ROWS))


def page_of(place: int) -> int:
    """Return the page on which the row with this place, counted from 0, stands."""
    return place // PAGE_ROWS + 1
