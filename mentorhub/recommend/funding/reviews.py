"""Which rules somebody has to look at again, and how soon."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from mentorhub.recommend.funding.rules import Instrument

SOON: Final = timedelta(days=60)


@dataclass(frozen=True)
class Due:
    """A rule and the last day by which somebody has to look at it."""

    by: date
    rule: Instrument


@dataclass(frozen=True)
class Reviews:
    """The rules that are not over, in each group the first day first.

    ``late`` are those whose day has passed, ``soon`` those of the next 60 days, today included.
    """

    late: tuple[Due, ...]
    soon: tuple[Due, ...]
    later: tuple[Due, ...]


def reviews(instruments: Iterable[Instrument], today: date) -> Reviews:
    """Return what is to be looked at again, by when."""
    running = [one for one in instruments if not one.is_over(today)]
    due = [Due(one.review_on, one) for one in running if one.review_on]
    due.sort(key=lambda one: (one.by, one.rule.order))
    return Reviews(
        late=tuple(one for one in due if one.by < today),
        soon=tuple(one for one in due if today <= one.by <= today + SOON),
        later=tuple(one for one in due if one.by > today + SOON),
    )
