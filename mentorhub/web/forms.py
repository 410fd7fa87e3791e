"""The base of all forms: WTForms whose own messages speak the reader's language."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import LazyString, get_locale, gettext
from wtforms import DateField, SelectMultipleField, ValidationError
from wtforms import Form as PlainForm
from wtforms.fields import SelectChoice
from wtforms.meta import DefaultMeta
from wtforms.widgets import CheckboxInput, ListWidget

from mentorhub.web.filters import day

DAY_FORMATS = ["%Y-%m-%d", "%d.%m.%Y"]
"""How a day may be written: as browsers send it, and as people type it without scripts."""


class _Meta(DefaultMeta):
    def get_translations(self, form: Any) -> Any:
        """Return WTForms' own messages in the language of the page."""
        self.locales = [str(get_locale() or "de")]
        return super().get_translations(form)


class Form(PlainForm):
    """A form without a CSRF field of its own: the frame checks every POST."""

    Meta = _Meta


class BoxesField(SelectMultipleField):
    """Several choices, each with a box of its own."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def choices(pairs: Iterable[tuple[str, LazyString | str]]) -> list[Any]:
    """Return pairs of value and label as WTForms wants the choices of a select or radio field."""
    return [SelectChoice(value, label) for value, label in pairs]


def refuse_outside(field: DateField, first: date, last: date) -> None:
    """Refuse a day before the first or after the last; none at all is fine.

    Raises:
        ValidationError: it is such a day.
    """
    if field.data and not first <= field.data <= last:
        raise ValidationError(
            gettext(
                "Please give a day between %(first)s and %(last)s.",
                first=day(first),
                last=day(last),
            )
        )
