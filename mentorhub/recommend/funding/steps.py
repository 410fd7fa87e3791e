"""What somebody has to do to get an instrument: by whom, where, until when, with which papers."""

from dataclasses import dataclass, replace
from typing import Literal

from mentorhub.recommend.funding.facts import Text

Who = Literal["person", "company", "either"]

_WEEK, _MONTH = 7, 30


@dataclass(frozen=True)
class Step:
    """One thing to do.

    ``days_before_start`` are the whole days from the latest day on which it can be done to the
    first day of the course; a step without them says in ``when`` when it is time. A binding step
    rests on ``law``, any other is advice. ``where`` is empty where one applies, and ``late`` says
    what is still possible after the latest day. ``no_course`` is added to the text for whoever has
    not chosen a course yet. What is done ``online`` needs no office that is open.
    """

    id: str
    who: Who
    text: Text
    binding: bool
    law: str = ""
    days_before_start: int | None = None
    when: Text | None = None
    where: Text | None = None
    papers: tuple[Text, ...] = ()
    late: Text | None = None
    no_course: Text | None = None
    online: bool = False

    def for_course(self, *, has_course: bool) -> "Step":
        """Return the step as somebody with, or still without, a course has to read it."""
        if has_course or self.no_course is None:
            return self
        more = self.no_course
        text = Text(f"{self.text.de} {more.de}", f"{self.text.en} {more.en}")
        return replace(self, text=text, no_course=None)

    @property
    def by_when(self) -> Text:
        """Return in words until when it must, or should, be done."""
        if self.days_before_start is None:
            return self.when or Text("", "")
        ago = _before(self.days_before_start)
        if self.days_before_start == 1 and not self.binding:
            return Text("Am besten vor dem Beginn", "Best before the start")
        if self.binding:
            return Text(f"Spätestens {ago.de}", f"At the latest {ago.en}")
        return Text(f"Am besten {ago.de}", f"Best {ago.en}")


@dataclass(frozen=True)
class Apply:
    """Who applies and where, and what has to be done for it, in the order of the record."""

    by: Who
    where: Text
    steps: tuple[Step, ...]

    @property
    def deadline(self) -> Text:
        """Return until when one must apply and, where the record advises it, had better apply."""
        binding = [step.by_when for step in self.steps if step.binding][:1]
        advice = [
            step.by_when
            for step in self.steps
            if not step.binding and step.days_before_start is not None
        ][:1]
        said = binding + advice or [self.steps[0].by_when]
        return Text(". ".join(one.de for one in said), ". ".join(one.en for one in said))

    @property
    def papers(self) -> tuple[Text, ...]:
        """Return the papers of all steps, each once."""
        return tuple(dict.fromkeys(paper for step in self.steps for paper in step.papers))


def _before(days: int) -> Text:
    """Return a time before the first day of the course in the largest unit that fits."""
    if days == 0:
        return Text("am ersten Tag", "on the first day")
    if days == 1:
        return Text("am Tag vor dem Beginn", "on the day before the start")
    if days % _MONTH == 0:
        span = _counted(days // _MONTH, ("Monat", "Monate"), ("month", "months"))
    elif days % _WEEK == 0:
        span = _counted(days // _WEEK, ("Woche", "Wochen"), ("week", "weeks"))
    else:
        span = _counted(days, ("Tag", "Tage"), ("day", "days"))
    return Text(f"{span.de} vor dem Beginn", f"{span.en} before the start")


def _counted(number: int, german: tuple[str, str], english: tuple[str, str]) -> Text:
    many = number != 1
    return Text(f"{number} {german[many]}", f"{number} {english[many]}")
