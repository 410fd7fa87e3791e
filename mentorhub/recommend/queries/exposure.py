"""How often each provider was seen, beside its share of the catalogue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorhub.recommend.exposure import DAYS_KEPT
from mentorhub.recommend.models import ProviderShown, StepTaken
from mentorhub.recommend.queries import offers


@dataclass(frozen=True)
class Seen:
    """One provider: places on first result pages, and courses that can be taken today."""

    provider: str
    places: int
    courses: int


@dataclass(frozen=True)
class Period:
    """The whole days that are told about: today is not over, so it is not among them."""

    first: date
    last: date

    @classmethod
    def before(cls, today: date) -> "Period":
        """Return the days whose sums are kept, up to yesterday."""
        return cls(today - timedelta(days=DAYS_KEPT), today - timedelta(days=1))


def seen(session: Session, period: Period, today: date) -> Sequence[Seen]:
    """Return every provider that was seen or has a course, most seen first, then by name."""
    rows = (
        select(ProviderShown.provider, func.sum(ProviderShown.places))
        .where(ProviderShown.day.between(period.first, period.last))
        .group_by(ProviderShown.provider)
    )
    places = {provider: int(count) for provider, count in session.execute(rows)}
    courses = offers.courses_by_provider(session, today)
    found = [
        Seen(name, places.get(name, 0), courses.get(name, 0)) for name in places.keys() | courses
    ]
    return sorted(found, key=lambda one: (-one.places, one.provider.casefold()))


def steps(session: Session, period: Period) -> dict[str, int]:
    """Return how many searches were answered on each step of the ladder."""
    rows = (
        select(StepTaken.step, func.sum(StepTaken.searches))
        .where(StepTaken.day.between(period.first, period.last))
        .group_by(StepTaken.step)
    )
    return {step: int(count) for step, count in session.execute(rows)}
