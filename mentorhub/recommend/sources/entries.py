"""What every adapter tells: offers in the import's names, faults with their place, what is gone."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from mentorhub.recommend.amounts import read_number
from mentorhub.recommend.offer_record import FOREIGN_KEY, key_from, one_line

GERMANY = ZoneInfo("Europe/Berlin")
FILE, RECORD, LINE = "file", "record", "line"
"""What a fault names where no single field is wrong."""
_READABLE = 40
_MARK = 12


@dataclass(frozen=True)
class Told:
    """An offer as its source tells it, in the names of docs/schemas/offer-line.json.

    ``notes`` are fields that the source fills in a way that ours cannot hold; ``catalogue_as_of``
    is the day on which its catalogue was made, None where none is told; ``date_of`` is what the
    source calls the course that it is a date of.
    """

    fields: Mapping[str, Any]
    notes: tuple[str, ...] = ()
    catalogue_as_of: date | None = None
    date_of: str = ""


@dataclass(frozen=True)
class Gone:
    """The source takes an offer back, with all dates of it; ``key`` is what it calls it."""

    key: str


@dataclass(frozen=True)
class Fault:
    """Something that cannot be taken: where, and why; ``key`` names the offer where it is known."""

    field: str
    reason: str
    key: str = ""

    def __str__(self) -> str:
        return f"{self.field}: {self.reason}"

    @property
    def hides_an_offer(self) -> bool:
        """Whether it stands in the place of an offer that nobody can name."""
        return not self.key and self.field in (FILE, RECORD, LINE)


@dataclass(frozen=True)
class Whole:
    """The last entry of a file that was read to its end and holds all that its source has."""


Entry = tuple[int, Told | Gone | Fault | Whole]
"""A record with its number in the file, counted from 1."""
Entries = Iterator[Entry]


class Unreadable(ValueError):
    """The rest of a file cannot be read; the message says why."""


def numbered(found: Iterable[Told | Gone | Fault | Whole]) -> Entries:
    """Yield entries with their numbers; what makes the rest unreadable ends them as a fault."""
    at = 0
    try:
        for at, entry in enumerate(found, start=1):
            yield at, entry
    except Unreadable as problem:
        yield at + 1, Fault(FILE, str(problem))


def key_of(source: str, told: str) -> str:
    """Return the key of an offer among all catalogues, always the same for source and id.

    What the source calls its offer stays readable; what no address could hold becomes a mark.
    """
    id_ = one_line(unicodedata.normalize("NFC", told))
    own = f"{key_from(source)}:{id_}"
    if not id_ or FOREIGN_KEY.fullmatch(own):
        return own if id_ else ""
    readable = re.sub(r"[^\w.]+", "-", id_)[-_READABLE:].strip("-._")
    mark = hashlib.sha256(id_.encode()).hexdigest()[:_MARK]
    return f"{key_from(source)}:{readable}:{mark}"


def local_day(told: str) -> str:
    """Return the day of a moment as people in Germany count it; other texts as they are.

    A moment without a zone is local already.
    """
    try:
        moment = datetime.fromisoformat(told.strip())
        return (moment.astimezone(GERMANY) if moment.tzinfo else moment).date().isoformat()
    except (ValueError, OverflowError):
        return told


_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def span(first: str, last: str) -> str:
    """Return a start with its end as the import reads it; the start alone without such an end."""
    is_one = _DAY.fullmatch(first) and _DAY.fullmatch(last) and first <= last
    return f"{first}/{last}" if is_one else first


def listed(value: Any) -> list[Any]:
    """Return a value as a list: catalogues write one thing bare and several as a list."""
    if value in (None, ""):
        return []
    return value if isinstance(value, list) else [value]


def table(value: Any) -> dict[str, Any]:
    """Return an object; of anything else an empty one."""
    return value if isinstance(value, dict) else {}


def text(value: Any) -> str:
    """Return a text or a number as text; of anything else nothing."""
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def number(value: Any) -> float | None:
    """Return a number, also one that is written as text with a point; None if it is none."""
    try:
        found = float(value) if isinstance(value, str | int | float) else None
    except (ValueError, OverflowError):
        return None
    return found if found is not None and abs(found) < float("inf") else None


def euros(value: Any) -> float | None:
    """Return an amount, also one that is written as "1.199,50 €"; None if it is none, or below 0.

    A point before three digits is the point of a program: "1.250" is less than two.
    """
    found = number(value)
    try:
        found = read_number(value) if found is None and isinstance(value, str) else found
    except ValueError:
        return None
    return found if found is not None and found >= 0 else None


def unnamed(**told: str) -> tuple[str, ...]:
    """Return the fields of which nothing is told although their format has a place for it."""
    return tuple(name for name, value in told.items() if not value)


def paragraphs(*texts: str) -> str:
    """Return texts as paragraphs of one; empty ones are left out, repeated ones told once."""
    return "\n\n".join(dict.fromkeys(filter(None, (each.strip() for each in texts))))


_HOURS = re.compile(r"P(?:\d+[YMWD])*T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:\d+S)?")


def iso_hours(duration: str) -> float | None:
    """Return the hours of an ISO 8601 duration such as PT40H; None if it tells none."""
    found = _HOURS.fullmatch(duration.strip())
    if not found or not (found[1] or found[2]):
        return None
    return float(found[1] or 0) + float(found[2] or 0) / 60


@dataclass(frozen=True)
class Price:
    """What an offer costs: euros, or words where there is no single price; 0 is free."""

    euros: float | None = None
    words: str = ""

    @property
    def notes(self) -> tuple[str, ...]:
        """Return the field that could not be filled although the source says something."""
        return ("price_eur",) if self.words else ()


def one_price(amounts: set[float], *, unclear: bool = False, said: Iterable[str] = ()) -> Price:
    """Return the one price there is; several, or one that is not certain, stay words.

    ``said`` is what stands where a price should, as it is told, and is no amount of euros.
    """
    others = list(dict.fromkeys(filter(None, said)))
    if len(amounts) == 1 and not unclear and not others:
        return Price(next(iter(amounts)))
    told = [f"{amount:.2f} €".replace(".", ",") for amount in sorted(amounts)] + others
    if not told:
        return Price(words="Preis auf Anfrage" if unclear else "")
    return Price(words=f"{'Preisangaben' if amounts else 'Preisangabe'}: {', '.join(told)}")
