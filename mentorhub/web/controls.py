"""What the field macro asks about a WTForms field, so that the template only writes it down."""

from typing import Any

from flask import Flask
from wtforms import BooleanField, Field, SelectFieldBase
from wtforms.fields import FieldList, FormField
from wtforms.widgets import HiddenInput, ListWidget, TextArea


def init(app: Flask) -> None:
    """Give all templates ``control_shape`` and ``control_attributes``."""
    app.jinja_env.globals.update(
        control_shape=shape, control_attributes=attributes, control_target=target
    )


def shape(field: Field) -> str:
    """Return which markup a field needs: hidden, group, check, select, area or line.

    Raises:
        TypeError: a field made of other fields; a page lays these out itself.
    """
    if isinstance(field, FieldList | FormField):
        raise TypeError(f"{field.name} is made of other fields: call field() for each of them")
    if isinstance(field.widget, HiddenInput):
        return "hidden"
    if isinstance(field.widget, ListWidget):
        return "group"
    if isinstance(field, BooleanField):
        return "check"
    if isinstance(field, SelectFieldBase):
        return "select"
    return "area" if isinstance(field.widget, TextArea) else "line"


def attributes(field: Field, hint: object, more: dict[str, Any]) -> dict[str, Any]:
    """Return ``more`` with what ties the control to its hint and its error."""
    names = [f"{field.id}-hint"] if hint else []
    names += [f"{field.id}-error"] if field.errors else []
    tied: dict[str, Any] = {key: value for key, value in more.items() if value is not None}
    if names:
        tied["aria-describedby"] = " ".join(names)
    if field.errors:
        tied["aria-invalid"] = "true"
    return tied


def target(field: Field) -> str:
    """Return the id that a link from the list of errors leads to: of a group the first choice."""
    if shape(field) == "group":
        first = next(iter(field), None)
        return str(first.id if first else field.id)
    return str(field.id)
