"""What to do for an instrument and a course, with dates: for pages, programs and other rooms."""

from dataclasses import dataclass
from datetime import date

from mentorhub.kit.errors import Missing
from mentorhub.recommend.funding.checklist import Task, checklist, is_too_late
from mentorhub.recommend.funding.rules import Instrument
from mentorhub.recommend.funding_book import FundingBook, next_start
from mentorhub.recommend.models import Offer


@dataclass(frozen=True)
class Plan:
    """The tasks for one instrument, in the order of their days.

    ``starts_on`` is None where the start of the course is not known; then no task has a day.
    """

    instrument: Instrument
    starts_on: date | None
    tasks: tuple[Task, ...]
    offer_key: str | None = None
    offer_title: str = ""

    @property
    def too_late(self) -> bool:
        """Return whether a day that binds has passed: it needs another start of the course."""
        return is_too_late(self.tasks)

    @property
    def ends_before(self) -> bool:
        """Return whether the instrument will be over, as far as we know, when the course starts."""
        last = self.instrument.valid_until
        return last is not None and self.starts_on is not None and last < self.starts_on


def plan(
    book: FundingBook,
    instrument_id: str,
    today: date,
    *,
    offer: Offer | None = None,
    starts_on: date | None = None,
    has_course: bool = False,
) -> Plan:
    """Return what to do for this instrument and a course that starts on this day.

    A course with an offer or a start is chosen; ``has_course`` says so of one that has neither.
    Under review the one thing to do is to ask. ``offer`` names the course and, where no day is
    given, its next start. A room that takes the tasks over keeps the instrument's id, the id of
    the step and the day it is due.

    Raises:
        Missing: there is no such instrument, or nobody can get it any more.
    """
    instrument = book.get(instrument_id).as_of(today)
    if instrument.is_over(today):
        raise Missing(instrument_id)
    if starts_on is None and offer is not None:
        starts_on = next_start(offer, today)
    has_course = has_course or offer is not None or starts_on is not None
    return Plan(
        instrument,
        starts_on,
        checklist(instrument, starts_on, today, has_course=has_course),
        offer_key=offer.key if offer else None,
        offer_title=offer.title if offer else "",
    )
