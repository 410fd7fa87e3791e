"""What an import does with what it reads: counted, and told problem by problem."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from mentorhub.recommend.actions.catalogue import Outcome
from mentorhub.recommend.offer_record import OfferRecord
from mentorhub.recommend.sources.door import Read
from mentorhub.recommend.sources.entries import FILE, Fault, Gone, Whole

MOST_REPORTED = 1000
FOREIGN = "belongs to an offer of another source"
TWICE = "appears twice"
INSTRUMENT = "is the id of a funding instrument"
OURS = "is an instrument of ours, whose own page is shown"
NOT_UNDERSTOOD = "not understood, left out"
WORDS_SHOWN = "no day was understood, its words are shown"
HIDDEN = "no day was understood, hidden until it has one"
NO_ONE_PRICE = "no single price could be read, its words are shown"
NO_HOURS = "no number of hours could be read, its words are shown"
NO_PROVIDER = "no provider is named"
ELSEWHERE = "has dates in another town, which are left out"
_NOTES = {
    "price_eur": NO_ONE_PRICE,
    "duration_hours": NO_HOURS,
    "provider": NO_PROVIDER,
    "city": ELSEWHERE,
}
_NOT_CONFIRMED = ": not confirmed"

Problem = dict[str, Any]


@dataclass
class Named:
    """The keys that a file has named so far: of offers taken, and of all that it speaks of."""

    taken: set[str] = field(default_factory=set)
    all: set[str] = field(default_factory=set)

    def note(self, reads: Iterable[Read]) -> None:
        """Remember what was read before."""
        for _number, read in reads:
            if isinstance(read, OfferRecord):
                self.taken.add(read.key)
            if not isinstance(read, Whole):
                self.all.add(read.key)


@dataclass(frozen=True)
class Chunk:
    """Some records of a file, ``read`` of them, sorted; with ``is_end`` a whole catalogue ends."""

    read: int
    good: Sequence[tuple[int, OfferRecord]]
    gone: Sequence[tuple[int, str]]
    bad: Sequence[Problem]
    is_end: bool


@dataclass(frozen=True)
class Forecast:
    """What an import does: how many records were read, what became of them, what is wrong.

    ``gone`` were withdrawn: taken back one by one, or, ``missing``, left out of a whole catalogue
    that had ``present`` offers before. ``report`` holds number, id, field and reason of the first
    thousand problems.
    """

    read: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    bad: int = 0
    missing: int = 0
    present: int = 0
    report: tuple[Problem, ...] = ()

    @property
    def takes_most(self) -> bool:
        """Whether more than half of the catalogue's offers would go because they are left out."""
        return self.missing * 2 > self.present

    def plus(
        self,
        chunk: Chunk,
        outcomes: Sequence[Outcome],
        gone: Sequence[Outcome],
        ours: Container[str] = (),
    ) -> "Forecast":
        """Return this and one more chunk; ``ours`` are the ids of our instruments.

        ``outcomes`` tell of its offers, ``gone`` of those that it takes back, then of their dates.
        """
        told = [*chunk.bad]
        told += (problem(at, each.key, "id", OURS) for at, each in chunk.good if each.key in ours)
        for (at, record), outcome in zip(chunk.good, outcomes, strict=True):
            if outcome == "foreign":
                told.append(problem(at, record.key, "id", FOREIGN))
            else:
                told += (
                    problem(at, record.key, name, _left_out(name, record)) for name in record.notes
                )
        for (at, key), outcome in zip(chunk.gone, gone, strict=False):
            if outcome == "foreign":
                told.append(problem(at, key, "id", FOREIGN))
        told.sort(key=lambda each: each["line"])
        both = [*outcomes, *gone]
        return Forecast(
            self.read + chunk.read,
            self.added + both.count("added"),
            self.changed + both.count("changed"),
            self.unchanged + both.count("unchanged"),
            self.gone + both.count("withdrawn"),
            self.bad + len(chunk.bad) + both.count("foreign"),
            report=(*self.report, *told)[:MOST_REPORTED],
        )


def sort_out(reads: Sequence[Read], named: Named, ours: Container[str]) -> Chunk:
    """Return what was read, sorted; ``named`` grows by its keys.

    A course with the id of one of ``ours``, our instruments, is a problem: it could never be found.
    So is what a file both brings and takes back, or tells twice.
    """
    good: list[tuple[int, OfferRecord]] = []
    gone: dict[str, int] = {}
    bad: list[Problem] = []
    for at, read in reads:
        if isinstance(read, Fault):
            bad.append(problem(at, read.key, read.field, read.reason))
        elif isinstance(read, Whole):
            continue
        elif read.key in named.taken:
            bad.append(problem(at, read.key, "id", TWICE))
        elif isinstance(read, Gone):
            gone.setdefault(read.key, at)
        elif read.kind == "course" and read.key in ours:
            bad.append(problem(at, read.key, "id", INSTRUMENT))
        else:
            named.taken.add(read.key)
            good.append((at, read))
    named.note(reads)
    is_end = any(isinstance(read, Whole) for _at, read in reads[-1:])
    count = len(reads) - is_end
    return Chunk(count, good, [(at, key) for key, at in gone.items()], bad, is_end)


def problem(at: int, key: str, name: str, reason: str) -> Problem:
    """Return one line of a report."""
    return {"line": at, "id": key, "field": name, "reason": reason}


def unconfirmed(missing: int, present: int) -> Problem:
    """Return what a report says where a whole catalogue would take most offers away."""
    return problem(0, "", FILE, f"would withdraw {missing} of {present} offers{_NOT_CONFIRMED}")


def waits_for_confirmation(report: Iterable[Problem]) -> bool:
    """Return whether a report says that somebody has to confirm what would be withdrawn."""
    return any(str(one["reason"]).endswith(_NOT_CONFIRMED) for one in report)


def _left_out(name: str, record: OfferRecord) -> str:
    if name != "start":
        return _NOTES.get(name, NOT_UNDERSTOOD)
    return WORDS_SHOWN if record.starts or record.on_request else HIDDEN
