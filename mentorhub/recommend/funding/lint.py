"""What is wrong with the funding records of a folder: all of it, not only the first thing."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from mentorhub.recommend.funding import files as funding_files
from mentorhub.recommend.funding.facts import Text
from mentorhub.recommend.funding.files import FundingFileError
from mentorhub.recommend.funding.rules import Instrument

HARDEST: Final = 6.0
"""Of the Wiener Sachtextformel, first form (Bamberger and Vanecek 1984): a year of school."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: in which file, in which part of it, and what."""

    file: str
    entry: str
    reason: str

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.file, self.entry))) + f": {self.reason}"


def lint(files: Mapping[str, bytes], level: Callable[[str], float], today: date) -> list[Fault]:
    """Return the faults of these files, given by name.

    Of each file that cannot be read the first is named; of one that can, every text that is too
    hard, a date that lies ahead and a review that is late; and what is wrong between them.
    ``level`` tells the year of school in which a German text is understood.
    """
    faults: list[Fault] = []
    good: list[Instrument] = []
    for name, data in files.items():
        try:
            instrument = funding_files.read_one(name, data)
        except FundingFileError as wrong:
            faults.append(_of(wrong))
        else:
            good.append(instrument)
            faults += _soft(name, instrument, level, today)
    try:
        funding_files.check_together(good)
    except FundingFileError as wrong:
        faults.append(_of(wrong))
    return faults


def _of(wrong: FundingFileError) -> Fault:
    entry = ", ".join(filter(None, (wrong.entry, wrong.field)))
    return Fault(wrong.file, entry, wrong.reason)


def _soft(
    name: str, one: Instrument, level: Callable[[str], float], today: date
) -> Iterator[Fault]:
    if one.text_date > today:
        yield Fault(name, "text_date", "lies ahead")
    if one.under_review(today):
        yield Fault(name, "review_on", f"was {one.review_on}: visitors see no amount any more")
    for entry, text in texts_of(one):
        hard = level(text)
        if hard > HARDEST:
            reason = f"is too hard to read ({hard:.1f}, at most {HARDEST:g}): {text}"
            yield Fault(name, entry, reason)


def texts_of(one: Instrument) -> Iterator[tuple[str, str]]:
    """Yield the German texts that people read about an instrument, and the part that each is in.

    The sentences of one condition are one text: people read them beside each other.
    """
    yield "plain", one.plain.de
    yield from _numbered("text", one.text)
    yield "decides", one.decides.de
    yield from _numbered("check", one.check)
    if one.ended_reason:
        yield "ended_reason", one.ended_reason.de
    for number, condition in enumerate(one.conditions, 1):
        said = (condition.question, condition.met, condition.not_met, condition.unknown)
        reasons = filter(None, (condition.default_reason, condition.assumed_reason))
        yield f"condition {number}", " ".join(text.de for text in (*said, *reasons))
    yield from _texts_of_steps(one)
    yield from _numbered("special", (special.text for special in one.specials))
    yield from _numbered("exclusion", (exclusion.reason for exclusion in one.exclusions))
    if one.wage:
        yield "wage", one.wage.text.de
    yield from _numbered("pair", (pair.text for pair in one.pairs))


def _numbered(part: str, texts: Iterable[Text]) -> Iterator[tuple[str, str]]:
    for number, text in enumerate(texts, 1):
        yield f"{part} {number}", text.de


def _texts_of_steps(one: Instrument) -> Iterator[tuple[str, str]]:
    for number, step in enumerate(one.apply.steps if one.apply else (), 1):
        parts = (step.text, step.no_course, step.when, step.late)
        yield f"step {number}", ". ".join(part.de.rstrip(".") for part in parts if part)
