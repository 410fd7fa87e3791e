"""How dates, money and distances read; the same in pages and mails."""

from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_date, format_datetime, format_time
from babel.numbers import format_currency, format_decimal
from flask import Flask
from flask_babel import get_locale
from flask_babel import gettext as _

from mentorhub.kit.clock import GERMANY

_DAY = {"de": "ccc, d. MMMM y", "en": "ccc, d MMMM y"}


def day(value: date | datetime) -> str:
    """Return ``Mo, 12. Januar 2027``; moments are shown as a day in Germany."""
    if isinstance(value, datetime):
        value = value.astimezone(GERMANY).date()
    return str(format_date(value, _DAY[_language()], locale=_language()))


def moment(value: datetime) -> str:
    """Return ``Mo, 12. Januar 2027, 18:00`` in German time."""
    local = value.astimezone(GERMANY)
    return str(format_datetime(local, _DAY[_language()] + ", HH:mm", locale=_language()))


def clock(value: datetime) -> str:
    """Return ``18:00`` in German time."""
    return str(format_time(value.astimezone(GERMANY), "HH:mm", locale=_language()))


def money(cents: int | None) -> str:
    """Return ``1.250 €``, with cents only if there are any; None is a price on request."""
    if cents is None:
        return str(_("Price on request"))
    pattern = "#,##0\xa0¤" if cents % 100 == 0 else "#,##0.00\xa0¤"
    return str(
        format_currency(
            Decimal(cents) / 100, "EUR", pattern, locale=_language(), currency_digits=False
        )
    )


def km(value: float | None) -> str:
    """Return a distance in whole kilometres, or nothing if it is not known."""
    if value is None:
        return ""
    if value < 1:
        return str(_("less than 1 km")).replace(" km", "\xa0km")
    return f"{number(round(value))}\xa0km"


def number(value: float | Decimal) -> str:
    """Return a number grouped as the language does: ``6.635``."""
    return str(format_decimal(value, locale=_language()))


def init(app: Flask) -> None:
    """Give all templates the filters."""
    for each in (day, moment, clock, money, km, number):
        app.jinja_env.filters[each.__name__] = each


def _language() -> str:
    locale = get_locale()
    return locale.language if locale and locale.language in _DAY else "de"
