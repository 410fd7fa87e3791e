"""A course that a visitor describes, to learn who helps to pay for it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final, TypeGuard

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length, Optional

from mentorhub.recommend import wording
from mentorhub.recommend.amounts import read_number
from mentorhub.recommend.eligibility import BY_NAME, Value, offer_facts
from mentorhub.recommend.forms.public import MOST_EUROS, Sent
from mentorhub.recommend.funding.checklist import LONGEST_AGO, LONGEST_AHEAD
from mentorhub.recommend.wording.answers import YES_NO, typed
from mentorhub.web.forms import DAY_FORMATS, Form, choices, refuse_outside

MOST_HOURS: Final = 10_000
LONGEST_STORY: Final = 2000
_AIM: Final = "ziel"


class OwnCourseForm(Form):
    """What somebody knows about their course; each part may be left out."""

    hours = StringField(_l("How many hours does the course take?"), [Optional(), Length(max=20)])
    price = StringField(_l("How many euros does the course cost?"), [Optional(), Length(max=20)])
    starts_on = DateField(_l("When does the course start?"), [Optional()], format=DAY_FORMATS)
    azav = SelectField(_l("Are course and provider approved for funding (AZAV)?"), [Optional()])
    aim = SelectField(_l("Where does the course lead?"), [Optional()])

    def __init__(self, sent: Sent | None, today: date, kept: Mapping[str, Any]) -> None:
        self.today = today
        super().__init__(sent, data=None if sent else _shown(kept))
        unknown = ("", gettext("I do not know"))
        self.azav.choices = choices(
            [unknown, ("ja", gettext("yes, both")), ("nein", gettext("no, the course is not"))]
        )
        aims = [(one.value, wording.say(one.label)) for one in BY_NAME[_AIM].choices]
        self.aim.choices = choices([unknown, *aims])

    def validate_hours(self, field: StringField) -> None:
        """Refuse what is no number of hours."""
        _between(field, 1, MOST_HOURS)

    def validate_price(self, field: StringField) -> None:
        """Refuse what is no price; a free course costs 0."""
        _between(field, 0, MOST_EUROS)

    def validate_starts_on(self, field: DateField) -> None:
        """Refuse a day that is years away: somebody has mistyped it."""
        refuse_outside(field, self.today - LONGEST_AGO, self.today + LONGEST_AHEAD)

    def course(self) -> dict[str, Any]:
        """Return what is known, as it is kept: numbers and words, the day as text."""
        price = _number(self.price.data)
        told = {
            "hours": _number(self.hours.data),
            "price_cents": None if price is None else round(price * 100),
            "starts_on": self.starts_on.data.isoformat() if self.starts_on.data else None,
            "azav": YES_NO.get(self.azav.data or ""),
            "aim": self.aim.data or None,
        }
        return {name: value for name, value in told.items() if value is not None}


class TellForm(Form):
    """A situation in somebody's own words."""

    words = TextAreaField(
        _l("Tell us in your own words"),
        [InputRequired(), Length(max=LONGEST_STORY)],
        render_kw={"maxlength": LONGEST_STORY},
    )


def course_heard(facts: Mapping[str, Value], today: date) -> dict[str, Any]:
    """Return what somebody's words say about a course, as ``OwnCourseForm.course`` keeps it.

    What no form would take is left out.
    """
    hours, price = facts.get("dauer_stunden"), facts.get("kursgebuehr")
    days = -1 if facts.get("kurs_begonnen") else facts.get("tage_bis_kursbeginn")
    told = {
        "hours": hours if _is_within(hours, 1, MOST_HOURS) else None,
        "price_cents": round(price * 100) if _is_within(price, 0, MOST_EUROS) else None,
        "starts_on": _day_ahead(today, days),
        "azav": facts.get("massnahme_azav"),
        "aim": facts.get(_AIM),
    }
    return {name: value for name, value in told.items() if value is not None}


def _is_within(number: Value, least: int, most: int) -> TypeGuard[float]:
    return isinstance(number, int | float) and least <= number <= most


def _day_ahead(today: date, days: Value) -> str | None:
    if not _is_within(days, -LONGEST_AGO.days, LONGEST_AHEAD.days):
        return None
    return (today + timedelta(days=days)).isoformat()


def facts_of_course(course: Mapping[str, Any], today: date) -> dict[str, Value]:
    """Return what was written about a course in the words of the funding rules."""
    told = offer_facts(
        hours=course.get("hours"),
        measure_azav=course.get("azav"),
        provider_azav=course.get("azav") or None,
        starts_on=start_of(course),
        today=today,
        price_cents=course.get("price_cents"),
    )
    return told | ({_AIM: course["aim"]} if "aim" in course else {})


def start_of(course: Mapping[str, Any]) -> date | None:
    """Return the day on which the course begins, None where nobody said it."""
    kept = course.get("starts_on")
    return date.fromisoformat(kept) if kept else None


def _between(field: StringField, least: int, most: int) -> None:
    try:
        number = _number(field.data)
    except ValueError as problem:
        message = gettext("Please enter a number, for example 20.")
        raise ValidationError(message) from problem
    if number is not None and not least <= number <= most:
        message = gettext(
            "Please enter a number from %(least)s to %(most)s.", least=least, most=most
        )
        raise ValidationError(message)


def _number(raw: str | None) -> float | None:
    return read_number(raw) if raw and raw.strip() else None


def _shown(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is kept as the fields show it."""
    cents = kept.get("price_cents")
    return {
        "hours": typed(kept.get("hours")),
        "price": "" if cents is None else typed(cents / 100),
        "starts_on": start_of(kept),
        "azav": typed(kept.get("azav")),
        "aim": kept.get("aim", ""),
    }
