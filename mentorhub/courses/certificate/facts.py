"""What a certificate says, fixed for ever on the day of its issue."""

import calendar
import datetime as dt
from datetime import timedelta
from typing import Final, Literal

from pydantic import Field

from mentorhub.courses.material.base import Line, Part, Prose, Slug
from mentorhub.courses.material.course import CertificateRule, Course, Language, Programme

Kind = Literal["course", "programme"]
RENEWAL: Final = timedelta(days=60)  # so long before its end a certificate can be renewed


class Module(Part):
    """One course of a programme, in the version that was completed."""

    title: Line
    version: int
    minutes: int


class Facts(Part):
    """All that is certified. ``version`` is None for a programme: its modules have versions.

    ``minutes`` is how long the course takes, not how long the person took. ``valid_until`` is the
    last day on which the certificate counts, None if it does not end. ``refreshed_on`` is the day
    on which a test renewed it; all else is then still what was completed on ``completed_on``.
    """

    kind: Kind
    id: Slug
    name: Line
    title: Line
    summary: Prose
    language: Language
    topics: tuple[Line, ...] = Field(strict=False, default=())
    modules: tuple[Module, ...] = Field(strict=False, default=())
    minutes: int
    version: int | None
    completed_on: dt.date = Field(strict=False)
    issued_on: dt.date = Field(strict=False)
    valid_until: dt.date | None = Field(strict=False, default=None)
    refreshed_on: dt.date | None = Field(strict=False, default=None)

    @property
    def contents(self) -> tuple[str, ...]:
        """The lines that say what was learned: topics, or modules with their versions."""
        modules = (f"{each.title} (Version\u00a0{each.version})" for each in self.modules)
        return self.topics or tuple(modules)


def of_course(
    course: Course,
    rule: CertificateRule,
    *,
    version: int,
    name: str,
    completed_on: dt.date,
    issued_on: dt.date,
) -> Facts:
    """Return what the certificate of a course says; it counts from the completion on."""
    return Facts(
        kind="course",
        id=course.id,
        name=name,
        title=course.title,
        summary=course.summary,
        language=course.language,
        topics=course.topics,
        minutes=course.minutes,
        version=version,
        completed_on=completed_on,
        issued_on=issued_on,
        valid_until=_end(rule, completed_on),
    )


def refreshed(
    before: Facts, rule: CertificateRule, *, name: str, on: dt.date, issued_on: dt.date
) -> Facts:
    """Return what a certificate says that a test has renewed: the same, counting from that day."""
    end = _end(rule, on)
    return before.model_copy(
        update={"name": name, "refreshed_on": on, "issued_on": issued_on, "valid_until": end}
    )


def of_programme(
    programme: Programme,
    modules: tuple[Module, ...],
    *,
    name: str,
    completed_on: dt.date,
    issued_on: dt.date,
    counts_from: dt.date,
) -> Facts:
    """Return what the certificate of a programme says."""
    return Facts(
        kind="programme",
        id=programme.id,
        name=name,
        title=programme.title,
        summary=programme.summary,
        language=programme.language,
        modules=modules,
        minutes=sum(each.minutes for each in modules),
        version=None,
        completed_on=completed_on,
        issued_on=issued_on,
        valid_until=_end(programme.certificate, counts_from),
    )


def months_later(day: dt.date, months: int) -> dt.date:
    """Return the same day so many months later, the last of the month if it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last))


def may_renew(valid_until: dt.date | None, today: dt.date) -> bool:
    """Return whether the time has come: the end is near, or past."""
    return valid_until is not None and today >= valid_until - RENEWAL


def _end(rule: CertificateRule | None, since: dt.date) -> dt.date | None:
    return months_later(since, rule.valid_months) if rule and rule.valid_months else None
